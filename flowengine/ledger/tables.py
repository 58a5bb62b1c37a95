"""The ledger as tables that can be carried from one store to another: what a copy reads, and what it writes."""

from collections.abc import AsyncIterator, Sequence
from hashlib import blake2b
from typing import Any, Protocol, TypeAlias

import msgspec
from msgspec import Struct, field

Row: TypeAlias = tuple[Any, ...]  # int, str, bytes or None, in the order of the table's columns

# Of a cell and its present processes, not of what is kept: a copy begins with none of it.
LEFT_OUT = frozenset({"node", "cell"})
_encode = msgspec.msgpack.Encoder().encode
_MASK = (1 << 128) - 1


class Table(Struct, frozen=True):
    name: str
    columns: tuple[str, ...]


class Sum(Struct):
    """How many rows a table has, and a hash of them that does not depend on their order."""

    rows: int = 0
    hash: str = field(default="0" * 32)

    def add(self, rows: Sequence[Row]) -> None:
        total = int(self.hash, 16)
        for row in rows:
            total += int.from_bytes(blake2b(_encode(row), digest_size=16).digest(), "big")
        self.rows += len(rows)
        self.hash = f"{total & _MASK:032x}"


File: TypeAlias = tuple[str, str, bytes]  # tenant, name, body


class Source(Protocol):
    """A whole ledger at one moment."""

    async def tables(self) -> list[Table]: ...
    def rows(self, table: Table) -> AsyncIterator[list[Row]]:
        """All rows, in handfuls."""

    def files(self) -> AsyncIterator[File]:
        """Recordings. One that is added meanwhile may come along: its name tells its content, and nothing names it."""


class Target(Protocol):
    """An empty ledger that is being filled; nothing is there before `keep`."""

    async def tables(self) -> list[Table]: ...
    async def put(self, table: Table, rows: Sequence[Row]) -> None: ...
    async def put_file(self, file: File) -> None: ...
    async def source(self) -> Source:
        """What was put so far, to be looked at before it is kept."""

    async def keep(self) -> None:
        """All of it is durable now."""

    async def discard(self) -> None:
        """None of it ever was there; after `keep`, nothing."""
