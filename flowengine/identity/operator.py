"""The operator: who runs the server, by a key that lies beside the data; nobody's user, with no tenant's rights."""

import os
import re
from collections.abc import Mapping
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path

from flowengine.identity.demo import UnsafeSetting
from flowengine.identity.secret import Clock, RandomBytes, new_secret

KEY_FILE = "operator.key"
KEY_VARIABLE = "DIALOGUE_STUDIO_OPERATOR_KEY"
LEAST_LENGTH = 20
ABSOLUTE_MS = 8 * 3600 * 1000
IDLE_MS = 30 * 60 * 1000
MOST_ENDED = 10_000
_FORM = re.compile(r"([0-9]{1,15})\.([0-9]{1,15})\.([A-Za-z0-9_-]{20,40})\.([0-9a-f]{64})")


def operator_key(data: Path, environ: Mapping[str, str], random_bytes: RandomBytes) -> str:
    """The environment's, else the file's, which is made when there is none. Raises UnsafeSetting for one that can be
    guessed, or that others of this machine may read."""
    given = environ.get(KEY_VARIABLE, "").strip()
    path = data / KEY_FILE
    if not given and not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"dsop_{new_secret(random_bytes)}\n")
    if not given and os.name == "posix" and path.stat().st_mode & 0o077:
        raise UnsafeSetting(f"Not started: others may read {path}. Run `chmod 600 {path}`.")
    key = given or path.read_text().strip()
    if len(key) < LEAST_LENGTH or not key.isascii():
        where = KEY_VARIABLE if given else str(path)
        raise UnsafeSetting(f"Not started: the operator's key in {where} is shorter than {LEAST_LENGTH} characters.")
    return key


class Operators:
    """Tells whether who asks is the operator. A session is signed with the cell's key, so it is good at every node of
    the cell, whichever answers: 8 hours at most, 30 minutes idle."""

    def __init__(self, key: str, cell_key: bytes, now_ms: Clock, random_bytes: RandomBytes) -> None:
        self._key = _hash(b"operator key", cell_key, key)
        self._cell_key = cell_key
        self._now_ms = now_ms
        self._random_bytes = random_bytes
        self._ended: dict[str, int] = {}  # at this node; the others forget the cookie by its time alone

    def is_key(self, text: str) -> bool:
        return compare_digest(self._key, _hash(b"operator key", self._cell_key, text))

    def begin(self) -> str:
        now = self._now_ms()
        return self._signed(now, now, new_secret(self._random_bytes))

    def renew(self, cookie: str) -> str | None:
        """The same session as used now; None when it is over. A page that is open asks for this now and then."""
        found = self._find(cookie)
        return self._signed(found[0], self._now_ms(), found[1]) if found else None

    def is_signed_in(self, cookie: str) -> bool:
        return self._find(cookie) is not None

    def end(self, cookie: str) -> None:
        found = self._find(cookie)
        if found is not None:
            while len(self._ended) >= MOST_ENDED:
                self._ended.pop(next(iter(self._ended)))
            self._ended[found[1]] = found[0]

    def _signed(self, begun_ms: int, seen_ms: int, name: str) -> str:
        said = f"{begun_ms}.{seen_ms}.{name}"
        return f"{said}.{_hash(b'operator session', self._cell_key, said)}"

    def _find(self, cookie: str) -> tuple[int, str] | None:
        """(begun, name) of a session that is not over."""
        form = _FORM.fullmatch(cookie)
        if form is None:
            return None
        said = cookie.rpartition(".")[0]
        if not compare_digest(form[4], _hash(b"operator session", self._cell_key, said)):
            return None
        now, begun, seen = self._now_ms(), int(form[1]), int(form[2])
        is_over = now - begun >= ABSOLUTE_MS or now - seen >= IDLE_MS or form[3] in self._ended
        return None if is_over else (begun, form[3])


def _hash(kind: bytes, cell_key: bytes, text: str) -> str:
    return blake2b(text.encode(), digest_size=32, key=cell_key[:64], person=kind[:16]).hexdigest()
