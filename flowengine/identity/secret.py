"""Random secrets that are handed out once and kept only as their hash."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import blake2b
from typing import TypeAlias

Clock: TypeAlias = Callable[[], int]  # -> UTC milliseconds
RandomBytes: TypeAlias = Callable[[int], bytes]  # number of bytes -> that many, from the system's source

SECRET_BYTES = 20  # 160 bits, above the 128 that are asked for
LONGEST = 64


def new_secret(random_bytes: RandomBytes) -> str:
    return urlsafe_b64encode(random_bytes(SECRET_BYTES)).rstrip(b"=").decode()


def hash_of(kind: str, secret: str) -> str:
    """The key under which a secret is kept: `kind` keeps a visitor's token from ever opening a session."""
    return f"{kind}:{blake2b(secret.encode(), digest_size=20, person=kind.encode()[:16]).hexdigest()}"


def is_plausible(secret: str) -> bool:
    """Whether this can be one of ours; keeps long or strange cookies from being hashed."""
    return 0 < len(secret) <= LONGEST and secret.isascii()
