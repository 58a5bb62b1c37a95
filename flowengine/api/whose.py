"""Whose a request is, by what stands openly in it: a tenant, a program's token, or a node.

Nothing is trusted for it: it only chooses the node that will ask for the secret.
"""

import re
from collections.abc import Iterable
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from flowengine.identity.routes import ROUTES
from flowengine.identity.secret import is_tenant, parted

MOST_CREDENTIAL = 4096  # characters of a header or query that are looked at
_VISIT = re.compile(r"(?:/api/visit|/hooks/[^/]+)/([^/]+)(/|\Z)")
_NODE = re.compile(r"/api/operations/nodes/([^/]+)(/|\Z)")
_OWNER = re.compile(r"/api/operations/tenants/([^/]+)/")
_TICKET = re.compile(rb"(?:\A|&)ticket=([^&]*)")
_TOKEN = re.compile(r"ds_([0-9a-f]{32})_[A-Za-z0-9_-]{20,64}")
_OWN = frozenset((row.method, row.path) for row in ROUTES if row.who in ("public", "operator") and "{" not in row.path)
_SIGN_IN = ("POST", "/api/session")


class OfTenant(Struct, frozen=True):
    name: str


class OfToken(Struct, frozen=True):
    """An API token of this id; whose it is stands in the store."""

    id: str


class OfNode(Struct, frozen=True):
    name: str


class OfOwner(Struct, frozen=True):
    """What the operator asks of the node that owns this tenant."""

    name: str


class OfBody(Struct, frozen=True):
    """The body names the tenant."""


Whose: TypeAlias = OfTenant | OfToken | OfNode | OfOwner | OfBody | None  # None: any node answers it


def whose(scope: Any, session_cookie: str) -> Whose:
    """`scope` is ASGI's, of a request or a WebSocket."""
    path: str = scope["path"]
    asked = ("WS" if scope["type"] == "websocket" else scope["method"], path)
    if asked == _SIGN_IN:
        return OfBody()
    if not path.startswith(("/api/", "/metrics", "/hooks/")) or asked in _OWN:
        return None
    if visit := _VISIT.match(path):
        return _tenant(visit[1])
    if node := _NODE.match(path):
        return OfNode(node[1][:128])
    if owner := _OWNER.match(path):
        return OfOwner(owner[1][:128])
    if path.startswith("/api/operations"):
        return None
    return _by_credential(scope, session_cookie)


def tenant_in_body(body: bytes) -> Whose:
    """Of a sign-in."""
    try:
        named = msgspec.json.decode(body, type=_Named).tenant
    except msgspec.DecodeError:
        return None  # whoever answers says what is wrong with it
    return _tenant(named)


class _Named(Struct):
    tenant: str


def _by_credential(scope: Any, session_cookie: str) -> Whose:
    if scope["type"] == "websocket":
        ticket = _TICKET.search(scope.get("query_string", b"")[:MOST_CREDENTIAL])
        return _tenant(parted(ticket[1].decode("latin-1"))[0]) if ticket else None
    shown = _header(scope, b"authorization")
    if shown is not None:
        token = _TOKEN.fullmatch(shown.partition(" ")[2].strip())
        return OfToken(token[1]) if token else None
    return _tenant(parted(_cookie(_headers(scope, b"cookie"), session_cookie))[0])


def _tenant(name: str) -> OfTenant | None:
    return OfTenant(name) if is_tenant(name) else None


def _headers(scope: Any, name: bytes) -> Iterable[str]:
    return (value[:MOST_CREDENTIAL].decode("latin-1") for key, value in scope["headers"] if key.lower() == name)


def _header(scope: Any, name: bytes) -> str | None:
    return next(iter(_headers(scope, name)), None)


def _cookie(headers: Iterable[str], name: str) -> str:
    found = ""
    for header in headers:
        for pair in header.split(";"):
            key, _, value = pair.strip().partition("=")
            if key == name:
                found = value.strip('"')  # the last one counts, as it does for whoever answers
    return found
