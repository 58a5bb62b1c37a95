"""What both WebSockets share: a bounded ear for the page, and ending when the first of its duties ends."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeAlias

import msgspec
from litestar import WebSocket
from litestar.exceptions import WebSocketDisconnect

from flowengine.api.rate import Rate
from flowengine.api.settings import MOST_MESSAGE_BYTES
from flowengine.errors import FlowEngineError, LedgerError, NotSignedIn, RequestRefused
from flowengine.runtime.log import Log

Socket: TypeAlias = WebSocket[Any, Any, Any]
CLOSE_TOO_MUCH = 1008
CLOSE_TOO_LARGE = 1009
CLOSE_OVER = 1000
CLOSE_OUR_FAULT = 1011
CLOSE_AGAIN = 4408  # cut off: connect again from the last number
CLOSE_SIGNED_OUT = 4401
_log = Log(__name__)


class Closed(FlowEngineError):
    """This socket is to be closed with `code`."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


async def run(socket: Socket, *duties: Coroutine[Any, Any, None]) -> None:
    """Run the duties until the first one ends, then close the socket with the code that it ended by."""
    tasks = [asyncio.ensure_future(duty) for duty in duties]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        fault = next((task.exception() for task in done if not task.cancelled() and task.exception()), None)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if isinstance(fault, WebSocketDisconnect):
        return
    code, reason = _ending(fault)
    try:
        await socket.close(code=code, reason=reason)
    except (WebSocketDisconnect, RuntimeError, OSError):
        _log.debug("socket_gone_before_close", code=code)


def _ending(fault: BaseException | None) -> tuple[int, str]:
    if fault is None:
        return CLOSE_OVER, "over"
    if isinstance(fault, Closed):
        return fault.code, str(fault)
    if isinstance(fault, NotSignedIn):
        return CLOSE_SIGNED_OUT, str(fault)
    if isinstance(fault, RequestRefused):
        return CLOSE_AGAIN, fault.code
    if isinstance(fault, LedgerError):  # the store is away, or the tenant goes to another server
        return CLOSE_AGAIN, "store_unavailable"
    _log.error("socket_failed", kind=type(fault).__name__)
    return CLOSE_OUR_FAULT, "our fault"


async def listen(socket: Socket, per_s: float) -> None:
    """Hear the page: `{"type": "ping"}` is answered, all else is dropped. Too large or too often ends the socket."""
    rate = Rate(per_s, 2 * per_s)
    while True:
        data = await socket.receive_data(mode="text")
        text = str(data)
        if len(text.encode()) > MOST_MESSAGE_BYTES:
            raise Closed(CLOSE_TOO_LARGE, f"at most {MOST_MESSAGE_BYTES} bytes")
        if not rate.allows(""):
            raise Closed(CLOSE_TOO_MUCH, "too many messages")
        if text == '{"type":"ping"}' or _is_ping(text):
            await send(socket, {"type": "pong"})


def number(socket: Socket, name: str) -> int:
    """A position in the query; -1 when it is missing or no whole number."""
    given = socket.query_params.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 19 else -1


async def send(socket: Socket, frame: Any) -> None:
    await socket.send_data(msgspec.json.encode(frame).decode(), mode="text")


def _is_ping(text: str) -> bool:
    try:
        said = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return False
    return isinstance(said, dict) and said.get("type") == "ping"
