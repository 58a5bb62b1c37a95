"""A request as it is written to another node: the client's, less what is between it and us, with our marks."""

from typing import Any

from msgspec import Struct

from flowengine.api.peer_line import MOST_HEAD_BYTES
from flowengine.errors import RequestRefused

MARK = b"ds-"  # of the cell's own headers; what a client sends under such a name is dropped
KEY, TENANT, CLIENT, SCHEME, OPERATOR, MOVED = (
    MARK + name for name in (b"cell-key", b"tenant", b"client", b"scheme", b"operator", b"moved")
)
# RFC 9110, 7.6.1; and what proxies before us may say of the client, which nobody here believes.
HOP = frozenset(
    (b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection", b"te",
     b"trailer", b"transfer-encoding", b"upgrade", b"expect", b"content-length", b"forwarded", b"x-real-ip")
)  # fmt: skip  # read as a list
ANSWERED = HOP - {b"content-length"} | {b"date", b"server"}  # our own server writes these anew
_BREAKS = (b"\r", b"\n", b"\0")
_METHODS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE"))


class Marks(Struct, frozen=True):
    """What we say of the request: whose it is, and whether it was asked by the operator."""

    key: bytes
    tenant: str = ""
    operator: bool = False


def can_pass(scope: Any) -> bool:
    """Whether another node may be asked for it; what it cannot be asked is refused by this one."""
    return scope["type"] == "websocket" or scope["method"] in _METHODS


def marks_of(marks: Marks, scope: Any) -> list[tuple[bytes, bytes]]:
    client = scope.get("client") or ("", 0)
    found = [
        (KEY, marks.key.hex().encode()),
        (TENANT, marks.tenant.encode()),
        (CLIENT, f"{client[0]} {client[1]}".encode()),
        (SCHEME, scope["scheme"].encode()),
    ]
    return [*found, (OPERATOR, b"1")] if marks.operator else found


def kept_headers(scope: Any) -> list[tuple[bytes, bytes]]:
    """The client's headers that are for whoever answers. Raises RequestRefused for too much, and for one
    that would end a line early."""
    named = {
        word.strip().lower()
        for key, value in scope["headers"]
        if key.lower() == b"connection"
        for word in value.split(b",")
    }
    if sum(len(key) + len(value) for key, value in scope["headers"]) > MOST_HEAD_BYTES:
        raise RequestRefused(f"The headers have more than {MOST_HEAD_BYTES} bytes.", code="too_large")
    kept = []
    for key, value in scope["headers"]:
        name = key.lower()
        if name in HOP or name in named or name.startswith((MARK, b"x-forwarded-")):
            continue
        if any(mark in name or mark in value for mark in _BREAKS):
            raise RequestRefused("A header holds a line break.", code="bad_header")
        kept.append((name, value))
    return kept


def target_of(scope: Any) -> bytes:
    """The path and query as the client wrote them. Raises RequestRefused."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    target = raw + (b"?" + scope["query_string"] if scope.get("query_string") else b"")
    if not target.startswith(b"/") or any(not 0x20 < byte < 0x7F for byte in target):
        raise RequestRefused("The address holds characters that no address holds.", code="bad_target")
    return target


def head_of(scope: Any, marks: Marks, length: int | None) -> bytes:
    """The first lines of the request. `length` is the body's; None: it comes in chunks of any number."""
    framing = (b"transfer-encoding", b"chunked") if length is None else (b"content-length", b"%d" % length)
    lines = [scope["method"].encode() + b" " + target_of(scope) + b" HTTP/1.1"]
    headers = [*kept_headers(scope), *marks_of(marks, scope)]
    if length != 0 or scope["method"] != "GET":
        headers.append(framing)
    lines += [name + b": " + value for name, value in headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"
