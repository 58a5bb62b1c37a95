"""Counts a tenant's whole trace again: the stored counters must be what comes out."""

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from msgspec import Struct

from flowengine.ledger.port import AuditRecord, TraceRecord
from flowengine.ledger.record import CounterRow
from flowengine.messages import Json
from flowengine.reports.count import Key, totals

PAGE = 5_000
DAY_MS = 24 * 3600 * 1000
CUT = frozenset({"trace", "trace_days"})  # how the audit names facts that were taken away
Counters: TypeAlias = Mapping[Key, tuple[int, int]]


class Reads(Protocol):
    """What of the ledger is needed."""

    async def trace_after(self, tenant: str, pos: int, limit: int) -> list[TraceRecord]: ...
    async def audit_of(self, tenant: str, after: int, limit: int) -> list[AuditRecord]: ...


class _Told(Struct, frozen=True):
    at_ms: int
    subject_kind: str
    subject: str
    facts: list[tuple[Json, ...]]


async def recounted(reads: Reads, tenant: str, page: int = PAGE) -> dict[Key, tuple[int, int]]:
    """Every counter as the trace has it, which is read `page` rows at a time."""
    found: dict[Key, tuple[int, int]] = {}
    last = 0
    while rows := await reads.trace_after(tenant, last, page):
        counted = totals(_Told(row.at_ms, row.subject_kind, row.subject, row.stored.facts) for row in rows)
        for key, (n, ms) in counted.items():
            before = found.get(key, (0, 0))
            found[key] = (before[0] + n, before[1] + ms)
        last = rows[-1].pos
    return found


async def told_since(reads: Reads, tenant: str, page: int = PAGE) -> int:
    """From which moment on the trace has everything; 0: from the beginning. What was counted before stays as it is,
    because its facts were kept long enough and are gone; so are half of those of a dialogue that went on at that time.
    """
    last, is_cut = 0, False
    while links := await reads.audit_of(tenant, last, page):
        is_cut = is_cut or any(link.what == "forgotten" and CUT & set(link.body.get("counts", ())) for link in links)
        last = links[-1].seq
    first = await reads.trace_after(tenant, 0, 1)
    return first[0].at_ms + DAY_MS if is_cut and first else 0


def since(counters: Counters, at_ms: int) -> dict[Key, tuple[int, int]]:
    """Those of intervals that began then or later."""
    return {key: sums for key, sums in counters.items() if key.start_ms >= at_ms}


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
