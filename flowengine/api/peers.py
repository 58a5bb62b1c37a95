"""The open connections to the other nodes of the cell: kept for a while, and no more than so many to each."""

import asyncio
from collections import defaultdict
from time import monotonic

from flowengine.api.peer_line import PeerLine

CONNECT_S = 0.5
IDLE_S = 4.0  # below the 5 s after which the other side would close it
MOST_OPEN = 256  # to one node, those that lie idle among them; who comes after them waits


class Unreached(Exception):
    """Nothing was sent: nobody listens there, or too many wait already."""


class Peers:
    """Lines are lent and given back."""

    def __init__(self) -> None:
        self._idle: defaultdict[str, list[tuple[float, PeerLine]]] = defaultdict(list)
        self._open: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(MOST_OPEN))

    async def lend(self, address: str) -> PeerLine:
        """A line to this `host:port`. Raises Unreached."""
        try:
            async with asyncio.timeout(CONNECT_S):
                await self._open[address].acquire()
        except TimeoutError:
            raise Unreached from None
        try:
            return self._kept(address) or await _connected(address)
        except BaseException:
            self._open[address].release()
            raise

    def give_back(self, address: str, line: PeerLine, *, is_clean: bool) -> None:
        """`is_clean`: the whole request went out, and its whole answer came."""
        self._open[address].release()
        idle = self._idle[address]
        if is_clean and line.can_be_used_again:
            idle.append((monotonic(), line))
        else:
            line.abort()

    def close(self) -> None:
        for idle in self._idle.values():
            for _, line in idle:
                line.abort()
        self._idle.clear()

    def _kept(self, address: str) -> PeerLine | None:
        """The one that was used last: those that lie longer are closed here, or by the other side."""
        idle = self._idle[address]
        while idle:
            since, line = idle.pop()
            if not line.is_gone and monotonic() - since < IDLE_S:
                return line
            line.abort()
        return None


async def _connected(address: str) -> PeerLine:
    host, _, port = address.rpartition(":")
    try:
        async with asyncio.timeout(CONNECT_S):
            _, line = await asyncio.get_running_loop().create_connection(PeerLine, host.strip("[]"), int(port))
    except (OSError, TimeoutError, ValueError):
        raise Unreached from None
    return line
