"""From a host's name to its addresses: the only place that asks for them."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from flowengine.runtime.egress.refusal import EgressFailed

LOOKUPS_AT_ONCE = 8  # a thread each: a name server that hangs must not take the threads of everything else


class Resolver(Protocol):
    async def addresses(self, host: str, port: int) -> list[str]:
        """The host's addresses as text, best first. Raises EgressFailed if it has none."""


class SystemResolver:
    """Asks as every program of this machine does."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(LOOKUPS_AT_ONCE, thread_name_prefix="names")

    async def addresses(self, host: str, port: int) -> list[str]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self._threads, _look_up, host, port)
        except OSError as error:
            raise EgressFailed(f"The request to {host[:100]}", "nobody knows this host") from error
        return list(dict.fromkeys(found))

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(f"{host}.", port, type=socket.SOCK_STREAM)  # a last dot: no search domain is tried
    return [str(address[4][0]) for address in found]
