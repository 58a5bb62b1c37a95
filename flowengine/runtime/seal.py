"""AES-256-GCM, and the one key that opens all others: from the environment, or from a file that is made when needed."""

import os
import secrets
from base64 import b64decode, b64encode
from binascii import Error
from pathlib import Path
from typing import Any

from flowengine.errors import FlowEngineError

NAME = "STUDIO_SECRETS_KEY"
KEY_BYTES = 32
NONCE_BYTES = 12


class SecretsKeyWrong(FlowEngineError):
    """The key of the secrets is not there, not a key, or not the one by which they were sealed."""


class MasterKey:
    """Read when first needed."""

    def __init__(self, file: Path, given: str = "") -> None:
        """`given`: the key itself in base64 (STUDIO_SECRETS_KEY); without it the file is used, and made if missing."""
        self._file, self._given = file, given
        self._key = b""

    def key(self) -> bytes:
        """Raises SecretsKeyWrong."""
        if not self._key:
            self._key = _read(self._given, NAME) if self._given else self._from_file()
        return self._key

    def fresh(self) -> bytes:
        """Another key."""
        return secrets.token_bytes(KEY_BYTES)

    def _from_file(self) -> bytes:
        try:
            if not self._file.exists():
                made = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(made, "w") as file:
                    file.write(b64encode(self.fresh()).decode() + "\n")
                    file.flush()
                    os.fsync(file.fileno())
            return _read(self._file.read_text("ascii").strip(), self._file.name)
        except (OSError, UnicodeDecodeError) as error:
            raise SecretsKeyWrong(f"The key of the secrets cannot be read from {self._file.name}.") from error


def _read(text: str, where: str) -> bytes:
    try:
        key = b64decode(text, validate=True)
    except Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise SecretsKeyWrong(f"{where} must hold {KEY_BYTES} bytes in base64.")
    return key


def sealed(key: bytes, value: bytes, bound: bytes) -> bytes:
    """The value, to be opened by the same key and with the same `bound` only."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    seal: bytes = _cipher(key).encrypt(nonce, value, bound)
    return nonce + seal


def opened(key: bytes, seal: bytes, bound: bytes) -> bytes:
    """Raises SecretsKeyWrong."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  # read with the first secret: a server starts faster

    try:
        value: bytes = _cipher(key).decrypt(seal[:NONCE_BYTES], seal[NONCE_BYTES:], bound)
    except InvalidTag:
        raise SecretsKeyWrong("A secret cannot be opened: another key, or its record was changed.") from None
    return value


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  # as above

    return AESGCM(key)
