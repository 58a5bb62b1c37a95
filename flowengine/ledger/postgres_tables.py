"""The PostgreSQL ledger as tables: one moment of it to copy from, and an empty database to copy into."""

# ruff: noqa: S608  # names of tables and columns come from the schema of this house

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, Self

from flowengine.errors import Busy, LedgerError
from flowengine.ledger.copying import CopyFailed
from flowengine.ledger.postgres_days import DAY_MS, make_days
from flowengine.ledger.postgres_reach import Place, connected, sentences
from flowengine.ledger.postgres_schema import OUR_LOCKS, prepare
from flowengine.ledger.sqlite_tables import HANDFUL_ROWS, carried
from flowengine.ledger.tables import File, Row, Table

WITHIN_S = 3_600.0  # of one statement
# A whole table is read, which the settings of a ledger's connection are made against.
_SETTINGS = {
    "enable_seqscan": "on",
    "enable_hashjoin": "on",
    "enable_mergejoin": "on",
    "idle_in_transaction_session_timeout": "0",
}
# What differs from the form of `carried`: how far a recipient's commands are stands in a table of its own, and rows
# of the inbox that were taken go with their day only.
_SELECTED = {
    "outbox": (
        "SELECT o.shard, o.tenant, o.recipient, o.n, o.id, o.at_ms, o.body, "
        "CASE WHEN o.n <= coalesce(s.sent, 0) THEN o.at_ms END, "
        "CASE WHEN o.n <= coalesce(s.acknowledged, 0) THEN o.at_ms END FROM outbox o "
        "LEFT JOIN stream s ON s.shard = o.shard AND s.tenant = o.tenant AND s.recipient = o.recipient"
    ),
    "inbox": (
        "SELECT i.shard, i.tenant, i.seq, i.event_id, i.dialogue, i.body FROM inbox i "
        "LEFT JOIN shard s ON s.id = i.shard WHERE i.seq > coalesce(s.head, 0)"
    ),
}
_MORE = {"shard": ("batch", "renewed_ms")}  # columns that only this store has, and that begin with 0
_BY_DAY = ("trace", "seen", "inbox")  # the days of commands are made when they are all there
_COMMANDS = (
    'CREATE TEMP TABLE commands (shard int, tenant text COLLATE "C", recipient text COLLATE "C", n bigint, id text, '
    "at_ms bigint, body bytea, sent_at bigint, acknowledged_at bigint) ON COMMIT DROP"
)
_OF_COMMAND = f"least(at_ms / {DAY_MS}, store_day())::int"
_OUTBOX = f"INSERT INTO outbox SELECT shard, tenant, recipient, n, id, at_ms, body, {_OF_COMMAND} FROM commands"
_STREAM = (
    "INSERT INTO stream SELECT shard, tenant, recipient, "
    "CASE WHEN recipient LIKE 'agent:%' THEN max(n) ELSE 0 END, "
    "coalesce(max(n) FILTER (WHERE sent_at IS NOT NULL), 0), "
    "coalesce(max(n) FILTER (WHERE acknowledged_at IS NOT NULL), 0), max(at_ms) FROM commands GROUP BY 1, 2, 3"
)
_OWNED = f"SELECT count(*) FROM {OUR_LOCKS}"


class PostgresSource:
    """All that is read is of one moment (REPEATABLE READ); the nodes go on writing meanwhile."""

    def __init__(self, place: Place, db: Any) -> None:
        self.place, self._db = place, db

    @classmethod
    async def open(cls, url: str, *, alone: bool) -> Self:
        """`alone`: refuse while a node works on it. Raises LedgerError."""
        place = Place.of(url)
        db = await connected(place, **_SETTINGS)
        async with _closed_if_refused(place, db):
            await prepare(db, place)
            if alone:
                await _refuse_owned(place, db)
            await db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return cls(place, db)

    async def tables(self) -> list[Table]:
        return list(carried())

    async def rows(self, table: Table) -> AsyncIterator[list[Row]]:
        sql = _SELECTED.get(table.name, f"SELECT {', '.join(table.columns)} FROM {table.name}")
        with sentences(self.place):
            found = await self._db.cursor(sql, timeout=WITHIN_S)
            while rows := await found.fetch(HANDFUL_ROWS, timeout=WITHIN_S):
                yield [tuple(row) for row in rows]

    async def files(self) -> AsyncIterator[File]:
        with sentences(self.place):
            names = await self._db.fetch("SELECT tenant, name FROM file ORDER BY tenant, name")
            for tenant, name in names:
                sql = "SELECT body FROM file WHERE tenant = $1 AND name = $2"
                yield tenant, name, await self._db.fetchval(sql, tenant, name)

    async def close(self) -> None:
        await self._db.close(timeout=5)


class PostgresTarget:
    """One transaction: all of it, or nothing."""

    def __init__(self, place: Place, db: Any) -> None:
        self.place, self._db = place, db
        self._places: dict[str, int] = {}
        self._days: set[int] = set()
        self._today = 0

    @classmethod
    async def open(cls, url: str) -> Self:
        """Raises CopyFailed for a database in which there is something, LedgerError."""
        place = Place.of(url)
        db = await connected(place, **_SETTINGS)
        async with _closed_if_refused(place, db):
            await prepare(db, place)
            await _refuse_owned(place, db)
            await make_days(db)
            if await db.fetchval("SELECT EXISTS (SELECT FROM tenant) OR EXISTS (SELECT FROM file)"):
                raise CopyFailed(f"{place.said} holds a ledger already: nothing was changed. Name an empty one.")
            await db.execute("BEGIN")
            await db.execute("DELETE FROM shard")  # what an empty server wrote down before it had a tenant
            await db.execute("DELETE FROM shard_in")
            await db.execute(_COMMANDS)
            found = cls(place, db)
            found._today = await db.fetchval("SELECT store_day()")
            return found

    async def tables(self) -> list[Table]:
        return list(carried())

    async def put(self, table: Table, rows: Sequence[Row]) -> None:
        if table.name == "tenant":
            self._places |= {row[0]: row[1] for row in rows}
        name = table.name
        more: tuple[str, ...] = _MORE.get(name, ())
        added: list[tuple[int, ...]] = [(0,) * len(more)] * len(rows)
        with sentences(self.place):
            if name == "outbox":
                name = "commands"
            if name in _BY_DAY:
                more, added = ("day",), [(day,) for day in self._days_of(table, rows)]
                await self._make_days({day for (day,) in added})
            records = [(*row, *extra) for row, extra in zip(rows, added, strict=True)]
            columns = [*table.columns, *more]
            await self._db.copy_records_to_table(name, records=records, columns=columns, timeout=WITHIN_S)

    def _days_of(self, table: Table, rows: Sequence[Row]) -> list[int]:
        """Facts lie in their own day, so that each goes when its time has come; what is always young, in today's."""
        if table.name != "trace":
            return [self._today] * len(rows)
        at = table.columns.index("at_ms")
        return [min(row[at] // DAY_MS, self._today) for row in rows]

    async def _make_days(self, days: set[int]) -> None:
        for day in sorted(days - self._days):
            await self._db.execute("SELECT make_days($1, $1)", day)
        self._days |= days

    async def put_file(self, file: File) -> None:
        tenant, name, body = file
        with sentences(self.place):
            sql = "INSERT INTO file VALUES ($1, $2, $3, $4)"
            await self._db.execute(sql, self._places[tenant], tenant, name, body)

    async def source(self) -> "PostgresSource":
        """Within the same transaction."""
        with sentences(self.place):
            days = await self._db.fetch(f"SELECT DISTINCT {_OF_COMMAND} FROM commands", timeout=WITHIN_S)
            await self._make_days({row[0] for row in days})
            await self._db.execute(_OUTBOX, timeout=WITHIN_S)
            await self._db.execute(_STREAM, timeout=WITHIN_S)
        return PostgresSource(self.place, self._db)

    async def keep(self) -> None:
        with sentences(self.place):
            await self._db.execute("COMMIT")
            await self._db.execute("ANALYZE", timeout=WITHIN_S)
            await self._db.close(timeout=5)

    async def discard(self) -> None:
        with suppress(OSError, TimeoutError, LedgerError), sentences(self.place):
            await self._db.close(timeout=5)  # and with it the transaction


@asynccontextmanager
async def _closed_if_refused(place: Place, db: Any) -> AsyncIterator[None]:
    try:
        with sentences(place):
            yield
    except BaseException:
        await db.close(timeout=5)
        raise


async def _refuse_owned(place: Place, db: Any) -> None:
    """Raises Busy while a node works on it."""
    if await db.fetchval(_OWNED):
        raise Busy(f"A server works on {place.where}: nothing was changed. Stop all its nodes first.")
