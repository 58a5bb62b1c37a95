"""The door of the port for other nodes: whoever does not show the cell's key finds nothing here."""

from hmac import compare_digest
from typing import Any

from litestar.types import ASGIApp, Receive, Scope, Send

from flowengine.api import errors
from flowengine.api.guard import OPERATOR_SEEN
from flowengine.api.neighbours import Neighbours
from flowengine.api.peer_request import CLIENT, KEY, MARK, MOVED, OPERATOR, SCHEME, TENANT
from flowengine.runtime.place import Here

_SCHEMES = ("http", "https", "ws", "wss")


class PeerGate:
    """An ASGI application around another. The other node has done what the fence does; what comes in here is answered
    here or not at all: it is never passed on a second time, so no two nodes can send a request to and fro."""

    def __init__(self, app: ASGIApp, neighbours: Neighbours) -> None:
        self._app = app
        self._neighbours = neighbours
        self._key = neighbours.key.hex().encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked: Any = scope
        marks = [(name, value) for name, value in asked["headers"] if name.startswith(MARK)]
        said = dict(marks)
        if not compare_digest(said.get(KEY, b""), self._key) or len(said) != len(marks):
            await _say_nothing(asked, send)
            return
        tenant = said.get(TENANT, b"").decode("latin-1")
        place = self._neighbours.place(tenant) if tenant else None
        if place is not None and not isinstance(place, Here):
            await errors.refuse(errors.MOVED, asked, send, (MOVED, b"1"))  # nothing was done; the other looks again
            return
        await self._app(_as_it_came(asked, said), receive, send)


def _as_it_came(scope: Any, said: dict[bytes, bytes]) -> Any:
    """The scope as the first node had it: the client's own address and scheme, no header of ours."""
    host, _, port = said.get(CLIENT, b"").decode("latin-1").rpartition(" ")
    scheme = said.get(SCHEME, b"").decode("latin-1")
    return {
        **scope,
        "headers": [(name, value) for name, value in scope["headers"] if not name.startswith(MARK)],
        "client": (host, int(port)) if host and port.isdecimal() else None,
        "scheme": scheme if scheme in _SCHEMES else scope["scheme"],
        "extensions": {**(scope.get("extensions") or {}), **({OPERATOR_SEEN: {}} if OPERATOR in said else {})},
    }


async def _say_nothing(scope: Any, send: Any) -> None:
    if scope["type"] == "websocket" and "websocket.http.response" not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": 4404})
        return
    kind = "websocket.http" if scope["type"] == "websocket" else "http"
    headers = [(b"content-length", b"0"), (b"connection", b"close")]
    await send({"type": f"{kind}.response.start", "status": 404, "headers": headers})
    await send({"type": f"{kind}.response.body", "body": b"", "more_body": False})
