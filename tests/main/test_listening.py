"""The sockets that a server listens at: answers leave them at once, and who connects is who connects."""

import asyncio
import socket

from flowengine.main.listening import Listener, bound


async def _nagle_of_an_accepted(listens_at: socket.socket) -> int:
    """Whether small answers are sent at once, as asyncio leaves a connection that it accepts."""
    accepted: asyncio.Queue[asyncio.StreamWriter] = asyncio.Queue()
    server = await asyncio.start_server(lambda _, writer: accepted.put_nowait(writer), sock=listens_at)
    _, writer = await asyncio.open_connection(*listens_at.getsockname()[:2])
    other = await accepted.get()
    found = int(other.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    for one in (writer, other):
        one.close()
    server.close()
    return found


async def _measured() -> int:
    return await _nagle_of_an_accepted(await bound("127.0.0.1", 0))


def test_small_answers_are_sent_at_once() -> None:
    assert asyncio.run(_measured()) == 1


def test_a_proxy_is_not_believed() -> None:
    with socket.socket() as listens_at:
        assert Listener(None, listens_at).config.proxy_headers is False
