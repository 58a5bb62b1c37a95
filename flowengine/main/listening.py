"""A server's listeners on sockets of ours, and the signals that end them: all at once, in order."""

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from flowengine.api.settings import MOST_MESSAGE_BYTES
from flowengine.errors import FlowEngineError

BACKLOG = 2048
AGAIN_S = 0.05
GRACE_S = 3  # for answers under way, once told to stop


class PortTaken(FlowEngineError):
    """Nobody can be answered at the address that was named."""


async def bound(host: str, port: int, patience_s: float = 0.0) -> socket.socket:
    """A socket that connections may already queue at. Raises PortTaken, after trying for `patience_s`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    end = asyncio.get_running_loop().time() + patience_s
    while True:
        try:
            made = socket.create_server((host.strip("[]"), port), family=family, backlog=BACKLOG)
        except OSError as fault:
            if asyncio.get_running_loop().time() >= end:
                raise PortTaken(f"{host}:{port} cannot be listened at: {fault.strerror or fault}.") from fault
        else:
            # Of TCP by name: asyncio turns off Nagle's waiting, 40 ms of each answer, for such sockets only.
            return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, made.detach())
        await asyncio.sleep(AGAIN_S)


def address_of(listens_at: socket.socket) -> str:
    """host:port, as others name it."""
    host, port = listens_at.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


class Listener(uvicorn.Server):
    """uvicorn on one socket; it answers from `answering` on, and hears no signals itself. `is_first`: begins and ends
    what belongs to the application."""

    def __init__(self, app: Any, listens_at: socket.socket, *, is_first: bool = True) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="on" if is_first else "off",
                log_config=None,
                access_log=False,
                ws_max_size=MOST_MESSAGE_BYTES,
                timeout_graceful_shutdown=GRACE_S,
                server_header=False,
                proxy_headers=False,  # a client on this machine is believed no more than another
            )
        )
        self._listens_at = listens_at
        self.answering = asyncio.Event()

    async def run_until_stopped(self) -> None:
        """Serve until `stop`, and then until what is under way was answered, or GRACE_S has passed."""
        await self.serve(sockets=[self._listens_at])

    def stop(self) -> None:
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.answering.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are for all listeners together."""
        yield


@contextmanager
def told_to_stop() -> Iterator[tuple[asyncio.Event, asyncio.Event]]:
    """(set by the first SIGTERM or SIGINT, set by the second: whoever says it twice does not want to wait)."""
    once, twice = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def hear() -> None:
        (twice if once.is_set() else once).set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, hear)
    try:
        yield once, twice
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
