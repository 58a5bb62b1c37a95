"""Counts a tenant's whole trace again: the stored counters must be what comes out."""

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from msgspec import Struct

from flowengine.ledger.port import TraceRecord
from flowengine.ledger.record import CounterRow
from flowengine.messages import Json
from flowengine.reports.count import Key, totals

PAGE = 5_000
Counters: TypeAlias = Mapping[Key, tuple[int, int]]


class Reads(Protocol):
    """What of the ledger is needed."""

    async def trace_after(self, tenant: str, pos: int, limit: int) -> list[TraceRecord]: ...


class _Told(Struct, frozen=True):
    at_ms: int
    subject_kind: str
    subject: str
    facts: list[tuple[Json, ...]]


async def recounted(reads: Reads, tenant: str) -> dict[Key, tuple[int, int]]:
    """Every counter as the trace has it."""
    found: dict[Key, tuple[int, int]] = {}
    last = 0
    while rows := await reads.trace_after(tenant, last, PAGE):
        page = totals(_Told(row.at_ms, row.subject_kind, row.subject, row.stored.facts) for row in rows)
        for key, (n, ms) in page.items():
            before = found.get(key, (0, 0))
            found[key] = (before[0] + n, before[1] + ms)
        last = rows[-1].pos
    return found


def rows_of(shard: int, tenant: str, counters: Counters) -> list[CounterRow]:
    return [CounterRow(shard, tenant, *key, *sums) for key, sums in sorted(counters.items())]


class Difference(Struct, frozen=True):
    """A counter that is not what the trace says."""

    key: Key
    stored: tuple[int, int]
    recounted: tuple[int, int]


def differences(stored: Counters, counted: Counters) -> list[Difference]:
    none = (0, 0)
    keys = sorted({*stored, *counted})
    told = (Difference(key, stored.get(key, none), counted.get(key, none)) for key in keys)
    return [each for each in told if each.stored != each.recounted]
