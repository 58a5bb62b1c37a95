"""Random secrets that are handed out once and kept only as their hash; each says openly where it is to be asked."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import blake2b
from typing import TypeAlias

Clock: TypeAlias = Callable[[], int]  # -> UTC milliseconds
RandomBytes: TypeAlias = Callable[[int], bytes]  # number of bytes -> that many, from the system's source

SECRET_BYTES = 20  # 160 bits, above the 128 that are asked for
LONGEST = 64
_TENANT = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def new_secret(random_bytes: RandomBytes) -> str:
    return urlsafe_b64encode(random_bytes(SECRET_BYTES)).rstrip(b"=").decode()


def hash_of(kind: str, secret: str) -> str:
    """The key under which a secret is kept: `kind` keeps a visitor's token from ever opening a session."""
    return f"{kind}:{blake2b(secret.encode(), digest_size=20, person=kind.encode()[:16]).hexdigest()}"


def is_plausible(secret: str) -> bool:
    """Whether this can be one of ours; keeps long or strange cookies from being hashed."""
    return 0 < len(secret) <= LONGEST and secret.isascii()


def is_tenant(name: str) -> bool:
    """Whether this can be a tenant's name: what stands open in a cookie or a path is anybody's word."""
    return _TENANT.fullmatch(name) is not None


def told(tenant: str, secret: str) -> str:
    """What is handed out. The tenant stands there for whoever passes a request on; it proves nothing."""
    return f"{tenant}.{secret}"


def parted(text: str) -> tuple[str, str]:
    """(tenant, secret) of what was handed out; two empty words for anything that cannot be ours."""
    tenant, _, secret = text.partition(".")
    return (tenant, secret) if is_tenant(tenant) and is_plausible(secret) else ("", "")
