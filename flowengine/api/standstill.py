"""Ends the wait of whoever asks a node whose store answers nothing: refused in clear words, not left in silence."""

import asyncio
from collections.abc import Callable
from typing import Any

from litestar.types import ASGIApp, Receive, Send

from flowengine.api.errors import CUT_OFF, problem_of, refuse
from flowengine.api.forward import may_repeat
from flowengine.errors import RequestRefused
from flowengine.runtime.log import Log

WAITS_S = 4.0  # as long as a write takes until it is refused: three seconds of patience, and what goes with it
LOOKS = 4  # in the last quarter of that, and from then on: a process that slept itself has seen the store again by then
MOST_BODY = 64 * 1024  # bytes that are looked into: what has an event id is small
_log = Log(__name__)


class Standstill:
    """An ASGI application around another. `cannot_see`: whether this node's last look at the store failed, or hangs.

    INVARIANT: while the store answers, a request may take as long as it takes (tests/api/test_standstill.py).
    """

    def __init__(self, app: ASGIApp, cannot_see: Callable[[], bool], waits_s: float = WAITS_S) -> None:
        self._app, self._cannot_see, self._waits_s = app, cannot_see, waits_s

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        waiting = _Waiting(receive, send, self._cannot_see, self._waits_s)
        try:
            async with waiting.limit:
                await self._app(scope, waiting.hear, waiting.say)
        except TimeoutError:
            if not waiting.limit.expired() or waiting.is_answered:
                raise
            await _refuse(scope, waiting.body, send)
        finally:
            waiting.look.cancel()


class _Waiting:
    """One request, its body once it has come whole and is small, and whether its answer has begun."""

    def __init__(self, receive: Any, send: Any, cannot_see: Callable[[], bool], waits_s: float) -> None:
        self._receive, self._send, self._cannot_see = receive, send, cannot_see
        self._loop, self._every_s, self._in_vain = asyncio.get_running_loop(), waits_s / 4 / LOOKS, 0
        self.limit = asyncio.timeout(None)
        self.look = self._loop.call_later(3 * waits_s / 4, self._look)
        self._heard = b""
        self.body: bytes | None = None
        self.is_answered = False

    async def hear(self) -> Any:
        message = await self._receive()
        if message["type"] == "http.request" and len(self._heard) <= MOST_BODY:
            self._heard += message.get("body", b"")
            self.body = None if message.get("more_body", False) or len(self._heard) > MOST_BODY else self._heard
        return message

    async def say(self, message: Any) -> None:
        self.is_answered = True  # from here on nothing else can be said
        self.look.cancel()
        await self._send(message)

    def _look(self) -> None:
        self._in_vain = self._in_vain + 1 if self._cannot_see() else 0
        if self._in_vain > LOOKS:
            self.limit.reschedule(self._loop.time())
        else:
            self.look = self._loop.call_later(self._every_s, self._look)


async def _refuse(scope: Any, body: bytes | None, send: Any) -> None:
    """What may be sent again is told when; of all else nobody knows whether it was done."""
    is_safe = scope["method"] == "GET" or may_repeat(scope, body)
    found = CUT_OFF if is_safe else problem_of(_unknown())
    _log.error("request_failed", status=found.status, code=found.code, method=scope["method"])
    await refuse(found, scope, send)


def _unknown() -> RequestRefused:
    return RequestRefused(
        "The server's data did not answer in time, and it is not known whether this was done.",
        hint="Look whether it was done before you send it again.",
        code="not_known",
    )
