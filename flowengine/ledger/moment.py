"""A tenant at one moment, as another process reads it for reports: on whatever store."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from flowengine.ledger.postgres_moment import PostgresMoment
from flowengine.ledger.record import CounterRow
from flowengine.ledger.sqlite_moment import SqliteMoment
from flowengine.messages import Json


class TenantMoment(Protocol):
    """One tenant; all that is read is of the same moment."""

    def counters(self, kind: str, spans: Sequence[tuple[int, int]]) -> list[list[CounterRow]]:
        """As `Reads.counters_of`."""

    def documents(self, kind: str) -> list[tuple[str, str]]:
        """(key, JSON text)."""

    def floor(self, kind: str) -> list[tuple[str, bytes]]:
        """(key, packed row) of the floor."""

    def dialogues(self, first: str, before: str) -> Iterator[bytes]:
        """Packed states, the newest first, of the ids from `first` to before `before`."""

    def facts(self, dialogue: str) -> Iterator[tuple[Json, ...]]:
        """Of a dialogue's trace, in order."""

    def steered(self, since_ms: int) -> Iterator[tuple[int, tuple[Json, ...]]]:
        """Moment and fact of all that was changed in the directory since then, in order."""


class Moment(Protocol):
    """Looks only; nothing that it does holds up an owner."""

    def of(self, tenant: str) -> AbstractContextManager[TenantMoment]:
        """Raises NotFound, LedgerError."""

    def close(self) -> None: ...


def moment_of(where: str) -> Moment:
    """`where`: the URL of a database, or the path of a file. Raises LedgerError."""
    return PostgresMoment(where) if where.startswith(("postgresql:", "postgres:")) else SqliteMoment(Path(where))
