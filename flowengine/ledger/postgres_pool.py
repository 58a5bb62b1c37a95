"""The connections of the PostgreSQL ledger but for its locks: asked in turn, replaced when they break."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Self, TypeVar

import asyncpg

from flowengine.errors import LedgerError, NotFound
from flowengine.ledger.port import StoreAway
from flowengine.ledger.postgres_days import forget_nodes, make_days
from flowengine.ledger.postgres_locks import CHANNEL, PostgresLocks
from flowengine.ledger.postgres_reach import Place, connected, is_gone, ready, sentences
from flowengine.ledger.postgres_schema import prepare

Answer = TypeVar("Answer")
Work = Callable[[Any], Awaitable[Answer]]
CONNECTIONS = 10
PATIENCE_S = 3.0  # with a database that broke off while it kept something
PAUSE_S = 0.05
HINT_EVERY_S = 0.01  # a NOTIFY takes a lock of the whole database
CARE_EVERY_S = 3_600.0


class PostgresPool:
    """`open` first, `close` last. Raises LedgerErrors that say what to do."""

    patience_s = PATIENCE_S

    def __init__(self, place: Place, pool: Any, locks: PostgresLocks) -> None:
        self.place = place
        self._pool, self._locks = pool, locks
        self._shards: dict[str, int] = {}
        self._told: set[int] = set()  # shards that others will be told of
        self._telling: asyncio.Task[None] | None = None
        self._care: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, url: str) -> Self:
        """Reach the database and bring it to our schema."""
        place = Place.of(url)
        first = await connected(place)
        try:
            with sentences(place):
                await prepare(first, place)
                await make_days(first)
        finally:
            with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await first.close(timeout=2)
        locks = PostgresLocks(place, f"dialogue-studio {secrets.token_hex(4)}")
        await locks.open()
        with sentences(place):
            pool = await asyncpg.create_pool(min_size=0, max_size=CONNECTIONS, init=ready, **place.connecting())
        ledger = cls(place, pool, locks)
        ledger._care = asyncio.create_task(ledger._take_care(), name="days of the ledger")
        return ledger

    async def close(self) -> None:
        """Give every lock back and close every connection."""
        for task in (self._telling, self._care):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        await self._locks.close()
        with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await asyncio.wait_for(self._pool.close(), 2)
        self._pool.terminate()

    # --- asking ---------------------------------------------------------------------------------------------------

    async def _ask(self, work: Work[Answer]) -> Answer:
        """Do what may be done twice: a connection that broke is replaced once."""
        with sentences(self.place):
            try:
                return await self._once(work)
            except Exception as error:
                if not is_gone(error):
                    raise
                return await self._once(work)

    async def _once(self, work: Work[Answer]) -> Answer:
        async with self._pool.acquire() as connection:
            try:
                return await work(connection)
            except asyncpg.ReadOnlySQLTransactionError:
                await self._pool.expire_connections()  # the primary has become a standby: look for the new one
                raise
            except (asyncio.CancelledError, TimeoutError, asyncpg.InternalClientError):
                connection.terminate()  # to ask a database that hangs to cancel something would hang too
                raise

    async def _settle(self, work: Work[Answer]) -> Answer:
        """Do what must be known to be done: again and again for a while, on whatever connection there is.

        `work` must know by itself what a broken connection had done already.
        """
        clock = asyncio.get_running_loop().time
        until = clock() + self.patience_s
        with sentences(self.place):
            while True:
                try:
                    async with asyncio.timeout_at(until):
                        return await self._once(work)
                except Exception as error:
                    if _lacks_day(error):
                        await self._once(make_days)
                    elif not is_gone(error):
                        raise
                    elif clock() + PAUSE_S >= until:
                        raise StoreAway(
                            f"{self.place.said} broke off: whether the last batch was kept is not known yet."
                        ) from error
                    else:
                        await asyncio.sleep(PAUSE_S)

    async def _shard(self, tenant: str) -> int:
        """Where a tenant is: it never moves to another shard."""
        if tenant not in self._shards:
            found = await self._ask(lambda db: db.fetchval("SELECT shard FROM tenant WHERE id = $1", tenant))
            if found is None:
                raise NotFound(f"There is no tenant {tenant}.")
            self._shards[tenant] = found
        return self._shards[tenant]

    # --- hints and days -------------------------------------------------------------------------------------------

    def _hint(self, shard: int) -> None:
        """Let every node know, soon: hints of ten milliseconds go out together."""
        self._told.add(shard)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell(), name="hints")

    async def _tell(self) -> None:
        while self._told:
            told, self._told = ",".join(map(str, sorted(self._told))), set()
            with suppress(LedgerError):  # who was not told looks each tenth of a second all the same
                await self._ask(lambda db, told=told: db.execute("SELECT pg_notify($1, $2)", CHANNEL, told))  # type: ignore[misc]  # mypy does not see a lambda's default
            await asyncio.sleep(HINT_EVERY_S)

    async def _take_care(self) -> None:
        while True:
            await asyncio.sleep(CARE_EVERY_S)
            with suppress(LedgerError):  # the next batch makes the day that it lacks, if need be
                await self._ask(make_days)
                await self._ask(forget_nodes)


def _lacks_day(error: Exception) -> bool:
    return isinstance(error, asyncpg.CheckViolationError) and "no partition" in str(error)
