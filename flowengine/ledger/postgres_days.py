"""Days of the tables that only grow: partitions made ahead of time, and dropped whole when they are over."""

from typing import Any

from flowengine.ledger.postgres_schema import ADVISORY_CLASS

AHEAD = 3  # days that are there before they begin: a database that is busy over midnight notices nothing
DAY_MS = 24 * 3_600_000
NODES_FORGOTTEN_MS = DAY_MS
_DROPPING = -1
_OLD = "SELECT name, attached, pending FROM day_partition WHERE of_table = $1 AND day < $2 ORDER BY day"
_UNTAKEN = "SELECT EXISTS (SELECT FROM {} i LEFT JOIN shard s ON s.id = i.shard WHERE i.seq > coalesce(s.head, 0))"


async def make_days(connection: Any) -> None:
    """Today's partitions and those of the next days."""
    await connection.execute(f"SELECT make_days(store_day(), store_day() + {AHEAD})")


async def drop_days(connection: Any, table: str, before_ms: int) -> int:
    """Drop the days of `table` that were over before that moment; gives their number.

    At least the last 24 hours by the database's clock stay, whatever is asked, and a day of the inbox stays until all
    of it was taken. A day is taken out of its table first without stopping anybody, and then dropped.
    """
    if not await connection.fetchval("SELECT pg_try_advisory_lock($1, $2)", ADVISORY_CLASS, _DROPPING):
        return 0  # another node is at it
    try:
        before = min(before_ms // DAY_MS, await connection.fetchval("SELECT store_day()") - 1)
        dropped = 0
        for name, is_attached, is_pending in await connection.fetch(_OLD, table, before):
            if table == "inbox" and await connection.fetchval(_UNTAKEN.format(name)):
                continue
            if is_attached:
                how = "FINALIZE" if is_pending else "CONCURRENTLY"
                await connection.execute(f"ALTER TABLE {table} DETACH PARTITION {name} {how}")
            await connection.execute(f"DROP TABLE {name}")
            dropped += 1
        return dropped
    finally:
        if not connection.is_closed():
            await connection.execute("SELECT pg_advisory_unlock($1, $2)", ADVISORY_CLASS, _DROPPING)


async def forget_nodes(connection: Any) -> None:
    """Of processes that died long ago."""
    await connection.execute("DELETE FROM node WHERE seen_ms < store_ms() - $1::bigint", NODES_FORGOTTEN_MS)
