"""The SQLite ledger as another process reads it: what reports need of a tenant, all of one moment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flowengine.errors import NotFound
from flowengine.ledger import sqlite_read as read
from flowengine.ledger.record import CounterRow, StoredDocument, StoredTrace, unpack
from flowengine.ledger.sqlite_file import open_reader, sentences
from flowengine.messages import Json

_STEERED = (
    "SELECT at_ms, body FROM trace INDEXED BY trace_by_subject WHERE shard = ? AND tenant = ? "
    "AND subject_kind = 'tenant' AND subject = '' AND at_ms >= ? ORDER BY pos"
)

_DIALOGUES = "SELECT state FROM dialogue WHERE shard = ? AND tenant = ? AND id >= ? AND id < ? ORDER BY id DESC"
_FACTS = (
    "SELECT body FROM trace INDEXED BY trace_by_subject WHERE shard = ? AND tenant = ? "
    "AND subject_kind = 'dialogue' AND subject = ? ORDER BY pos"
)


class SqliteMoment:
    """Looks only; nothing that it does holds up the owner of the file."""

    def __init__(self, path: Path) -> None:
        self._path, self._db = path, open_reader(path)

    @contextmanager
    def of(self, tenant: str) -> Iterator["TenantMoment"]:
        """Everything that is read within is of the same moment. Raises NotFound, LedgerError."""
        with sentences(self._path), self._db:
            found: Any = self._db.execute("SELECT shard FROM tenant WHERE id = ?", (tenant,)).fetchone()
            if found is None:
                raise NotFound(f"There is no tenant {tenant}.")
            yield TenantMoment(self._db, found[0], tenant)

    def close(self) -> None:
        self._db.close()


class TenantMoment:
    """One tenant at one moment."""

    def __init__(self, db: Any, shard: int, tenant: str) -> None:
        self._db, self._key = db, (shard, tenant)

    def counters(self, kind: str, spans: Sequence[tuple[int, int]]) -> list[list[CounterRow]]:
        """As `Reads.counters_of`."""
        return read.counters(self._db, *self._key, kind, list(spans))

    def documents(self, kind: str) -> list[tuple[str, str]]:
        """(key, JSON text)."""
        rows = read.documents(self._db, *self._key, kind)
        return [(row.key, unpack(StoredDocument, row.body).text) for row in rows if row.body is not None]

    def floor(self, kind: str) -> list[tuple[str, bytes]]:
        """(key, packed row) of the floor."""
        sql = "SELECT key, body FROM floor WHERE shard = ? AND tenant = ? AND kind = ? ORDER BY key"
        return list(self._db.execute(sql, (*self._key, kind)))

    def dialogues(self, first: str, before: str) -> Iterator[bytes]:
        """Packed states, the newest first, of the ids from `first` to before `before`."""
        for (state,) in self._db.execute(_DIALOGUES, (*self._key, first, before)):
            yield state

    def facts(self, dialogue: str) -> Iterator[tuple[Json, ...]]:
        """Of a dialogue's trace, in order."""
        for (body,) in self._db.execute(_FACTS, (*self._key, dialogue)):
            yield from unpack(StoredTrace, body).facts

    def steered(self, since_ms: int) -> Iterator[tuple[int, tuple[Json, ...]]]:
        """Moment and fact of all that was changed in the directory since then, in order."""
        for at_ms, body in self._db.execute(_STEERED, (*self._key, since_ms)):
            for fact in unpack(StoredTrace, body).facts:
                if fact[0] == "steered":
                    yield at_ms, fact
