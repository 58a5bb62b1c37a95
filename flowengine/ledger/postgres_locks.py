"""The one connection that holds the locks of our shards and hears the hints of other nodes; it comes back by itself.

A lock and a lease only give speed: what keeps two owners apart is the epoch that every commit checks.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import asyncpg

from flowengine.errors import Busy, LedgerError
from flowengine.ledger.port import Lease, StoreAway
from flowengine.ledger.postgres_reach import Place, connected, is_gone, sentences
from flowengine.ledger.postgres_schema import ADVISORY_CLASS

CHANNEL = "dialogue_studio"
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.05, 1.0
PATIENCE_S = 3.0  # of a claim with a connection that comes back
LOCKS_BACK_WITHIN_S = 1.0  # of a backend of ours that was ended
_STILL_OURS = (
    "SELECT id FROM shard JOIN unnest($1::int[], $2::bigint[]) AS ours(shard, epoch) ON id = ours.shard "
    "AND shard.epoch = ours.epoch"
)
_END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND application_name = $2"


class _NotAsked(StoreAway):
    """The connection was gone before anything was asked that must not be asked twice."""


class PostgresLocks:
    """`name` is that of this handle alone: it tells our backends from those of others."""

    def __init__(self, place: Place, name: str) -> None:
        self._place, self._name = place, name
        self.held: dict[int, int] = {}  # shard -> epoch
        self.calls: list[Callable[[int], None]] = []
        self._connection: Any = None
        self._pid = 0
        self._turn = asyncio.Lock()
        self._closing = False
        self._repair: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Raises LedgerError."""
        connection = await connected(self._place, application_name=self._name)
        with sentences(self._place):
            await connection.add_listener(CHANNEL, self._hear)
        self._connection, self._pid = connection, connection.get_server_pid()
        connection.add_termination_listener(self._lost)

    async def close(self) -> None:
        """Every lock is given back."""
        self._closing = True
        if self._repair is not None:
            self._repair.cancel()
            with suppress(asyncio.CancelledError):
                await self._repair
        if self._connection is not None:
            with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self._connection.close(timeout=2)
        self.held.clear()

    async def claim(self, shard: int, owner: str) -> Lease:
        """Lock and a new epoch. A connection that was ended while nobody looked, as happens to a process that stood
        still, is no failure: the next one is waited for, once. Raises Busy, LedgerError."""
        try:
            return await self._claim(shard, owner)
        except _NotAsked:
            if self._repair is not None:
                await asyncio.wait({self._repair}, timeout=PATIENCE_S)
            return await self._claim(shard, owner)

    async def _claim(self, shard: int, owner: str) -> Lease:
        async with self._turn:
            connection = self._live()
            with sentences(self._place), _sound(connection):
                if not await self._is_ours(connection, shard):
                    holder = await connection.fetchval("SELECT owner FROM shard WHERE id = $1", shard)
                    raise Busy(f"Shard {shard} is held by {holder or 'another node'}.")
                try:
                    row = await connection.fetchrow("SELECT * FROM claim_shard($1, $2)", shard, owner)
                except BaseException:
                    if shard not in self.held and not connection.is_closed():
                        await self._unlock(connection, shard)
                    raise
            self.held[shard] = row["epoch"]
            return Lease(shard, *row)

    async def release(self, lease: Lease) -> bool:
        """Give the lock back, unless it belongs to a later claim."""
        async with self._turn:
            if self.held.get(lease.shard) != lease.epoch:
                return False
            del self.held[lease.shard]
            connection = self._live()
            with sentences(self._place), _sound(connection):
                await self._unlock(connection, lease.shard)
            return True

    def forget(self, lease: Lease) -> None:
        """The shard has another owner: its lock is no longer wanted back."""
        if self.held.get(lease.shard) == lease.epoch:
            del self.held[lease.shard]

    @property
    def pid(self) -> int:
        """Of the backend at the other end."""
        return self._pid

    def _live(self) -> Any:
        if self._connection is None:
            raise StoreAway(f"{self._place.said} was not reached yet; try in a moment.")
        if self._connection.is_closed():
            self._lost(self._connection)
            raise _NotAsked(f"{self._place.said} is being reached again; try in a moment.")
        return self._connection

    async def _is_ours(self, connection: Any, shard: int) -> bool:
        """Whether the lock is: a first question that may be asked twice, before the one that may not."""
        try:
            if shard in self.held:
                return bool(await connection.fetchval("SELECT true"))
            return await self._lock(connection, shard)
        except Exception as error:
            if not is_gone(error):
                raise
            connection.terminate()
            self._lost(connection)
            raise _NotAsked(f"{self._place.said} broke off; try in a moment.") from error

    async def _lock(self, connection: Any, shard: int) -> bool:
        return bool(await connection.fetchval("SELECT pg_try_advisory_lock($1, $2)", ADVISORY_CLASS, shard))

    async def _unlock(self, connection: Any, shard: int) -> None:
        await connection.fetchval("SELECT pg_advisory_unlock($1, $2)", ADVISORY_CLASS, shard)

    # --- hints ----------------------------------------------------------------------------------------------------

    def _hear(self, _connection: object, _pid: int, _channel: str, told: object) -> None:
        for word in str(told).split(","):
            if word.isdigit():
                self._tell(int(word))

    def _tell(self, shard: int) -> None:
        for call in self.calls:
            call(shard)

    # --- coming back ----------------------------------------------------------------------------------------------

    def _lost(self, connection: object) -> None:
        if not self._closing and connection is self._connection and (self._repair is None or self._repair.done()):
            self._repair = asyncio.create_task(self._come_back(), name="locks come back")

    async def _come_back(self) -> None:
        pause, before = FIRST_PAUSE_S, self._pid
        while not self._closing:
            with suppress(LedgerError):
                await self.open()
                with sentences(self._place):
                    await self._take_again(before)
                return
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)

    async def _take_again(self, before: int) -> None:
        """The locks of shards that are still ours. Our former backend may not have noticed that we are gone."""
        async with self._turn:
            connection = self._live()
            await connection.execute(_END, before, self._name)
            wanted = dict(self.held)
            ours = await connection.fetch(_STILL_OURS, list(wanted), list(wanted.values()))
            open_ones = {row["id"] for row in ours}
            until = asyncio.get_running_loop().time() + LOCKS_BACK_WITHIN_S
            while open_ones and asyncio.get_running_loop().time() < until:
                open_ones = {shard for shard in sorted(open_ones) if not await self._lock(connection, shard)}
                if open_ones:
                    await asyncio.sleep(0.02)
            for shard in wanted:
                if shard in open_ones or shard not in {row["id"] for row in ours}:
                    self.held.pop(shard, None)
        for shard in wanted:
            self._tell(shard)


@contextmanager
def _sound(connection: Any) -> Iterator[None]:
    """A connection that broke in the midst of something says odd things from then on: it is replaced."""
    try:
        yield
    except BaseException as error:
        if is_gone(error):
            connection.terminate()
        raise
