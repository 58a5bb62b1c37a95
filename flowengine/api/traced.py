"""One span per request to this server, a child of whatever trace it carries, which another node goes on with."""

from typing import Any

from litestar.types import ASGIApp, Receive, Send

from flowengine.runtime.traces import Traces

CARRIED = (b"traceparent", b"tracestate")
SEEN = "dialogue_studio.traced"  # among the scope's extensions: this request has its span


class Traced:
    """An ASGI application around another. WebSockets live too long for a span: their events have spans of their own."""

    def __init__(self, app: ASGIApp, traces: Traces) -> None:
        self._app, self._traces = app, traces

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        extensions = scope.get("extensions") or {}
        if scope["type"] != "http" or SEEN in extensions:
            await self._app(scope, receive, send)
            return
        carried = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"] if key in CARRIED}
        status = 500  # of an answer that never begins

        async def sending(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with self._traces.served(scope["method"], carried) as serving:
            kept = [(key, value) for key, value in scope["headers"] if key not in CARRIED]
            onward = [(name.encode(), value.encode()) for name, value in serving.headers.items()]
            inner: Any = {**scope, "headers": [*kept, *onward], "extensions": {**extensions, SEEN: {}}}
            try:
                await self._app(inner, receive, sending)
            finally:
                serving.ends(str(inner.get("path_template") or ""), status)
