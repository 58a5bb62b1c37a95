"""The PostgreSQL ledger as another process reads it: what reports need of a tenant, all of one moment."""

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from flowengine.errors import NotFound
from flowengine.ledger.postgres_reach import Place, connected, sentences
from flowengine.ledger.postgres_read import COUNTERS, DOCUMENTS
from flowengine.ledger.record import CounterRow, StoredDocument, StoredTrace, unpack
from flowengine.messages import Json

Answer = TypeVar("Answer")
HANDFUL = 500
LONGEST_MS = 600_000  # that a report may think between two looks
_FLOOR = "SELECT key, body FROM floor WHERE shard = $1 AND tenant = $2 AND kind = $3 ORDER BY key"
_DIALOGUES = "SELECT state FROM dialogue WHERE shard = $1 AND tenant = $2 AND id >= $3 AND id < $4 ORDER BY id DESC"
_FACTS = (
    "SELECT body FROM trace WHERE shard = $1 AND tenant = $2 AND subject_kind = 'dialogue' AND subject = $3 "
    "ORDER BY pos"
)
_STEERED = (
    "SELECT at_ms, body FROM trace WHERE shard = $1 AND tenant = $2 AND subject_kind = 'tenant' AND subject = '' "
    "AND at_ms >= $3 ORDER BY pos"
)


class PostgresMoment:
    """For a process without a loop of its own; a connection that broke is made anew for the next moment."""

    def __init__(self, url: str) -> None:
        self._place = Place.of(url)
        self._runner = asyncio.Runner()
        self._db: Any = None

    @contextmanager
    def of(self, tenant: str) -> Iterator["TenantMoment"]:
        """Everything that is read within is of the same moment. Raises NotFound, LedgerError."""
        if self._db is None or self._db.is_closed():
            self._db = self._run(connected(self._place, idle_in_transaction_session_timeout=str(LONGEST_MS)))
        with sentences(self._place):
            moment = self._db.transaction(isolation="repeatable_read", readonly=True)
            self._run(moment.start())
            try:
                shard = self._run(self._db.fetchval("SELECT shard FROM tenant WHERE id = $1", tenant))
                if shard is None:
                    raise NotFound(f"There is no tenant {tenant}.")
                yield TenantMoment(self._db, self._runner, shard, tenant)
            finally:
                if not self._db.is_closed():
                    self._run(moment.rollback())

    def _run(self, asked: Coroutine[Any, Any, Answer]) -> Answer:
        return self._runner.run(asked)

    def close(self) -> None:
        if self._db is not None:
            self._db.terminate()
        self._runner.close()


class TenantMoment:
    """One tenant at one moment."""

    def __init__(self, db: Any, runner: asyncio.Runner, shard: int, tenant: str) -> None:
        self._db, self._runner, self._key = db, runner, (shard, tenant)

    def _all(self, sql: str, *more: object) -> list[Any]:
        rows: list[Any] = self._runner.run(self._db.fetch(sql, *self._key, *more))
        return rows

    def _each(self, sql: str, *more: object) -> Iterator[Any]:
        """Row after row, a handful in memory: there may be very many."""
        cursor = self._runner.run(_cursor(self._db, sql, (*self._key, *more)))
        while rows := self._runner.run(cursor.fetch(HANDFUL)):
            yield from rows

    def counters(self, kind: str, spans: Sequence[tuple[int, int]]) -> list[list[CounterRow]]:
        return [
            [CounterRow(*self._key, kind, first, *row) for row in self._all(COUNTERS, kind, first, end)]
            for first, end in spans
        ]

    def documents(self, kind: str) -> list[tuple[str, str]]:
        return [(row["key"], unpack(StoredDocument, row["body"]).text) for row in self._all(DOCUMENTS, kind)]

    def floor(self, kind: str) -> list[tuple[str, bytes]]:
        return [(key, body) for key, body in self._all(_FLOOR, kind)]

    def dialogues(self, first: str, before: str) -> Iterator[bytes]:
        for (state,) in self._each(_DIALOGUES, first, before):
            yield state

    def facts(self, dialogue: str) -> Iterator[tuple[Json, ...]]:
        for (body,) in self._all(_FACTS, dialogue):
            yield from unpack(StoredTrace, body).facts

    def steered(self, since_ms: int) -> Iterator[tuple[int, tuple[Json, ...]]]:
        for at_ms, body in self._each(_STEERED, since_ms):
            for fact in unpack(StoredTrace, body).facts:
                if fact[0] == "steered":
                    yield at_ms, fact


async def _cursor(db: Any, sql: str, key: tuple[object, ...]) -> Any:
    return await db.cursor(sql, *key)
