"""The SQLite ledger as tables: one moment of it to copy from, and a new file to copy into."""

# ruff: noqa: S608  # names of tables and columns come from the schema of this house

import os
from collections.abc import AsyncIterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import apsw

from flowengine.ledger.folder import SOUNDS, write_atomically
from flowengine.ledger.keep import FILE_NAME
from flowengine.ledger.port import StoreMissing
from flowengine.ledger.schema import MIGRATIONS
from flowengine.ledger.sqlite_file import inspect, migrate, open_reader, sentences
from flowengine.ledger.tables import LEFT_OUT, File, Row, Table

HANDFUL_ROWS = 2_000
HANDFUL_BYTES = 8 * 1024 * 1024
# When a command was sent is told by no other store: that it was, and all before it, is.
_MARKED = (
    "CASE WHEN n <= max(CASE WHEN {0} IS NOT NULL THEN n END) OVER (PARTITION BY shard, tenant, recipient) "
    "THEN at_ms END"
)
_SELECTED = {("outbox", name): _MARKED.format(name) for name in ("sent_at", "acknowledged_at")}


class SqliteSource:
    """All that is read is of the moment when it was opened; whoever owns the file goes on writing meanwhile."""

    def __init__(self, path: Path, sounds: Path | None = None) -> None:
        """`sounds`: where the recordings are, else beside the file. Raises LedgerError."""
        if not path.is_file():
            raise StoreMissing(f"There is no ledger at {path}.")
        self._sounds = sounds or path.parent / SOUNDS
        with sentences(path):
            self.schema = inspect(path)
            self.path, self._db = path, open_reader(path)
            self._db.execute("BEGIN")

    async def tables(self) -> list[Table]:
        with sentences(self.path):
            return tables_of(self._db)

    async def rows(self, table: Table) -> AsyncIterator[list[Row]]:
        columns = ", ".join(_SELECTED.get((table.name, name), name) for name in table.columns)
        with sentences(self.path):
            rows: list[Row] = []
            size = 0
            for row in self._db.execute(f"SELECT {columns} FROM {table.name}"):
                rows.append(row)
                size += sum(len(value) for value in row if isinstance(value, (bytes, str)))
                if len(rows) == HANDFUL_ROWS or size >= HANDFUL_BYTES:
                    yield rows
                    rows, size = [], 0
            if rows:
                yield rows

    async def files(self) -> AsyncIterator[File]:
        """Of tenants that there are; whatever else lies there is left."""
        with sentences(self.path):
            tenants: Any = self._db.execute("SELECT id FROM tenant ORDER BY id").fetchall()
        for (tenant,) in tenants:
            folder = self._sounds / tenant
            for file in sorted(folder.rglob("*")):
                name = file.relative_to(folder).as_posix()
                if file.is_file() and FILE_NAME.fullmatch(name):
                    yield tenant, name, file.read_bytes()

    def close(self) -> None:
        self._db.close()


class SqliteTarget:
    """A new file beside the place where it will be: it takes its name when it is whole."""

    def __init__(self, path: Path) -> None:
        """Raises LedgerError."""
        self.path = path
        self._part = path.with_name(path.name + ".part")
        self._part.unlink(missing_ok=True)
        self._files: list[Path] = []
        with sentences(path):
            self._db = apsw.Connection(str(self._part))
            # A part that a crash leaves is thrown away, so nothing here needs to survive one before `keep`.
            for pragma in ("page_size = 8192", "journal_mode = OFF", "synchronous = OFF", "cache_size = -65536"):
                self._db.execute(f"PRAGMA {pragma}")
            migrate(self._db, 0, MIGRATIONS)
            self._db.execute("BEGIN")

    async def tables(self) -> list[Table]:
        return tables_of(self._db)

    async def put(self, table: Table, rows: Sequence[Row]) -> None:
        marks = ", ".join("?" * len(table.columns))
        with sentences(self.path):
            self._db.executemany(f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({marks})", rows)

    async def put_file(self, file: File) -> None:
        tenant, name, body = file
        place = self.path.parent / SOUNDS / tenant / name
        write_atomically(place, body)
        self._files.append(place)

    async def source(self) -> SqliteSource:
        """Looks at the file itself, not at what this connection remembers of it."""
        with sentences(self.path):
            self._db.execute("COMMIT")
            self._db.close()
        return SqliteSource(self._part, self.path.parent / SOUNDS)

    async def keep(self) -> None:
        """On the disk before it has its name."""
        _sync(self._part)
        self._part.replace(self.path)
        _sync(self.path.parent)

    async def discard(self) -> None:
        self._db.close()
        self._part.unlink(missing_ok=True)
        for file in self._files:
            file.unlink(missing_ok=True)


@cache
def carried() -> tuple[Table, ...]:
    """The tables that a copy carries, in the form that every store gives them."""
    db = apsw.Connection(":memory:")
    migrate(db, 0, MIGRATIONS)
    return tuple(tables_of(db))


def tables_of(db: apsw.Connection) -> list[Table]:
    """The tables that a copy carries, with their columns."""
    names: Any = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
    return [
        Table(name, tuple(str(row[1]) for row in db.execute(f"PRAGMA table_info({name})").fetchall()))
        for (name,) in names
        if name not in LEFT_OUT and not name.startswith("sqlite_")
    ]


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
