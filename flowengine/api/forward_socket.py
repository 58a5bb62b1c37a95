"""One attempt to have a WebSocket answered by another node: opened there before it is accepted here."""

import asyncio
from contextlib import AsyncExitStack, suppress
from typing import Any

from litestar.types import Receive
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidStatus
from websockets.typing import Subprotocol

from flowengine.api.passing import GRACE_S, WATCH_S, End, Passing
from flowengine.api.peer_request import MOVED, kept_headers, marks_of, target_of
from flowengine.api.socket import CLOSE_AGAIN
from flowengine.runtime.place import There

OPEN_S = 5.0
CLOSE_S = 1.0
NO_STATUS, ABNORMAL = 1005, 1006  # words of the protocol that are never sent
_MADE_ANEW = (b"host", b"sec-websocket-")


async def pass_socket(there: There, passing: Passing, receive: Receive) -> End:
    """Raises RequestRefused. MOVED and UNSENT leave the client waiting, nothing having been said to it."""
    scope = passing.scope
    kept = [pair for pair in kept_headers(scope) if not pair[0].startswith(_MADE_ANEW)]
    headers = [*kept, *marks_of(passing.marks, scope)]
    opening = connect(
        f"ws://{there.address}{target_of(scope).decode()}",
        additional_headers=[(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers],
        subprotocols=[Subprotocol(word) for word in scope.get("subprotocols", ())] or None,
        compression=None,
        user_agent_header=None,
        max_size=None,
        ping_interval=None,
        open_timeout=OPEN_S,
        close_timeout=CLOSE_S,
        proxy=None,
    )
    async with AsyncExitStack() as open_until:
        try:
            line = await open_until.enter_async_context(opening)
        except InvalidStatus as refused:
            if MOVED.decode() in refused.response.headers:
                return End.MOVED
            await passing.send({"type": "websocket.close", "code": 4403})
            return End.DONE
        except (OSError, TimeoutError, InvalidHandshake, InvalidMessage):
            return End.UNSENT
        await receive()  # "websocket.connect"
        await passing.send({"type": "websocket.accept", "subprotocol": line.subprotocol})
        await _join(line, there, passing, receive)
    return End.DONE


async def _join(line: ClientConnection, there: There, passing: Passing, receive: Any) -> None:
    """Both ways until either side ends, or the owner is the owner no more; then the other side is ended too."""
    duties = (_to_owner(line, receive), _to_client(line, passing.send), _watch(there, passing))
    tasks = [asyncio.ensure_future(duty) for duty in duties]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if tasks[0] not in done:
        code, reason = next(task.result() for task in done) or (CLOSE_AGAIN, "moved")
        await passing.send({"type": "websocket.close", "code": code, "reason": reason})


async def _to_owner(line: ClientConnection, receive: Any) -> None:
    """Ends when the client leaves, having told the owner how."""
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            code = message.get("code") or NO_STATUS
            await line.close(1000 if code in (NO_STATUS, ABNORMAL) else code, message.get("reason") or "")
            return
        text = message.get("text")
        try:
            await line.send(text if text is not None else message["bytes"])
        except ConnectionClosed:
            await asyncio.Event().wait()  # how it was closed is told by who reads


async def _to_client(line: ClientConnection, send: Any) -> tuple[int, str]:
    """How the owner closed it."""
    with suppress(ConnectionClosed):  # without a farewell: its code tells it
        async for message in line:
            kind = "text" if isinstance(message, str) else "bytes"
            await send({"type": "websocket.send", kind: message})
    code = line.close_code
    if code is None or code == ABNORMAL:
        return CLOSE_AGAIN, "moved"
    return (1000 if code == NO_STATUS else code), line.close_reason or ""


async def _watch(there: There, passing: Passing) -> None:
    """Ends when the owner is another for so long that this one hangs: one that hands over closes by itself."""
    seen_s = 0.0
    while seen_s < GRACE_S:
        await asyncio.sleep(WATCH_S)
        seen_s = 0.0 if passing.look() == there else seen_s + WATCH_S
