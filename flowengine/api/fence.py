"""The fence around all routes, on loopback too: Host, Origin, JSON, sizes; and the security headers of every answer."""

import re
from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from flowengine.api.errors import problem_of, refuse
from flowengine.api.headers import API_POLICY, COMMON, DOCUMENT, HSTS, PARTS
from flowengine.api.settings import MOST_BODY_BYTES, Settings
from flowengine.errors import FlowEngineError, FlowInvalid, Forbidden, RequestRefused
from flowengine.lang.strict_json import loads

FILES = {
    "audio/wav": re.compile(r"/api/environments/[^/]+(?:/parts/prompts/[^/]+)?/sounds/[^/]+"),
    "application/zip": re.compile(r"/api/environments/[^/]+/zip/sounds"),
}
PROBES = frozenset({"/livez", "/startupz", "/readyz", "/metrics"})  # asked by address: they hold no cookie of a page
HOOKS = "/hooks/"
CHANGES = ("POST", "PUT", "PATCH", "DELETE")


class Fence:
    """An ASGI application around another. Nothing behind it runs for a request that it refuses."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._hosts = settings.allowed_hosts()
        fixed = COMMON | ({"strict-transport-security": HSTS} if settings.secure else {})
        self._fixed = [(name.encode(), value.encode()) for name, value in fixed.items()]
        self._document = [(name.encode(), value.encode()) for name, value in DOCUMENT.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP:
            await self._http(scope, receive, self._with_headers(send))
            return
        try:
            self._check_place(scope)
        except RequestRefused as refusal:
            await send({"type": "websocket.close", "code": 4403, "reason": str(refusal)})
            return
        await self._app(scope, receive, send)

    async def _http(self, scope: Any, receive: Receive, send: Send) -> None:
        try:
            self._check_place(scope)
            if scope["method"] in CHANGES and not _carries_file(scope) and not _is_signed(scope):
                receive = await _checked_body(scope, receive)
        except FlowEngineError as refusal:
            await refuse(problem_of(refusal), scope, send)
            return
        await self._app(scope, receive, send)

    def _check_place(self, scope: Any) -> None:
        """Raises RequestRefused for a name or a page that is not ours: rebinding and cross-site requests end here.

        A program with an API token sends no Origin and needs none: a token is not a cookie, no page sends it unasked.
        """
        host = one_header(scope, b"host").lower()
        if host not in self._hosts and scope["path"] not in PROBES:
            raise RequestRefused("This server does not answer to that name.", code="wrong_host")
        origin = one_header(scope, b"origin").lower()
        own = (f"http://{host}", f"https://{host}")
        if origin and origin not in own and origin not in self._settings.origins:
            raise Forbidden("Another site's page may not do this.", code="foreign_origin")
        if scope["type"] == "websocket" and not origin:
            raise Forbidden("A WebSocket says which page it comes from.", code="foreign_origin")
        if one_header(scope, b"sec-fetch-site") == "cross-site" and scope.get("method") != "GET":
            raise Forbidden("Another site's page may not do this.", code="foreign_origin")

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower(): value for name, value in message["headers"]}
                added = [*self._fixed]
                if not given.get(b"content-type", b"").startswith(PARTS):
                    added += self._document
                if b"content-security-policy" not in given:
                    added.append((b"content-security-policy", API_POLICY.encode()))
                if b"cache-control" not in given:
                    added.append((b"cache-control", b"no-store"))
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        return sending


def _carries_file(scope: Any) -> bool:
    """A recording, or a zip of them: no page of another site sends such a type unasked, no more than JSON. The handler
    reads it, bounded, after the guard has let the person in."""
    kind = one_header(scope, b"content-type").partition(";")[0].strip().lower()
    path = FILES.get(kind)
    return scope["method"] == "PUT" and path is not None and path.fullmatch(scope["path"]) is not None


def _is_signed(scope: Any) -> bool:
    """What comes by a hook: no page's cookie counts there, and nobody reads the body before its signature is good.
    Raises RequestRefused for what says that it is no JSON."""
    if not scope["path"].startswith(HOOKS):
        return False
    _refuse_other_kinds(scope)
    return True


def one_header(scope: Any, name: bytes) -> str:
    """The header's value, "" when absent. Raises RequestRefused when given twice: proxies disagree on which counts."""
    found = [value for key, value in scope["headers"] if key.lower() == name]
    if len(found) > 1:
        raise RequestRefused(f"The header {name.decode()} stands there twice.", code="header_twice")
    return found[0].decode("latin-1") if found else ""


async def _checked_body(scope: Any, receive: Receive) -> Receive:
    """The body, read whole, as a new `receive`. Raises RequestRefused: not JSON, too large, a key twice."""
    _refuse_other_kinds(scope)
    length = one_header(scope, b"content-length")
    if length.isdigit() and int(length) > MOST_BODY_BYTES:
        raise _too_large()
    body, more = bytearray(), True
    while more:
        message: Any = await receive()
        if message["type"] == "http.disconnect":
            break
        body += message.get("body", b"")
        if len(body) > MOST_BODY_BYTES:
            raise _too_large()
        more = message.get("more_body", False)
    if body:
        _refuse_loose_json(bytes(body))
    sent = False

    async def again() -> Any:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": bytes(body), "more_body": False}

    return again


def _refuse_other_kinds(scope: Any) -> None:
    if one_header(scope, b"content-type").partition(";")[0].strip().lower() != "application/json":
        raise RequestRefused("Send JSON, with Content-Type: application/json.", code="not_json")


def _refuse_loose_json(body: bytes) -> None:
    try:
        loads(body)
    except FlowInvalid as fault:
        first = fault.findings[0]
        raise RequestRefused(first.message, hint=first.hint, code=first.code) from None


def _too_large() -> RequestRefused:
    return RequestRefused(f"A request has at most {MOST_BODY_BYTES} bytes.", hint="Split it.", code="too_large")
