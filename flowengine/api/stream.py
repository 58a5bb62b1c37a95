"""WS /api/visit/{tenant}/stream: the caller hears the numbered commands of one dialogue, from any number on."""

from contextlib import closing
from typing import Any

from litestar import WebSocket, websocket
from litestar.params import FromPath

from flowengine.api import socket as ws
from flowengine.api.given import TheServices, TheVisit
from flowengine.api.services import Services
from flowengine.api.socket import Socket
from flowengine.identity.visitor import Visit
from flowengine.messages import HangUp


@websocket("/api/visit/{tenant:str}/stream")
async def stream(
    socket: WebSocket[Any, Any, Any], tenant: FromPath[str], visit: TheVisit, services: TheServices
) -> None:
    """Frames `{"n", "command"}` after number `after`. Closing it means what the channel says: away, or hung up."""
    await socket.accept()
    await services.line.page_opened(tenant, visit.dialogue, visit.via)
    telling = _tell(socket, services, visit, ws.number(socket, "after"))
    try:
        await ws.run(socket, telling, ws.listen(socket, services.settings.rate))
    finally:
        services.line.page_closed(tenant, visit.dialogue, visit.via)


async def _tell(socket: Socket, services: Services, visit: Visit, after: int) -> None:
    channel = services.channels[visit.via]
    with closing(services.runtime.commands(visit.tenant, f"caller:{visit.dialogue}", max(0, after))) as commands:
        async for item in commands:
            await ws.send(socket, channel.frame(item.n, item.command, item.content))
            if isinstance(item.command, HangUp) and item.command.reason != "callback":
                services.line.over(visit.tenant, visit.dialogue)
                return


HANDLERS = (stream,)
