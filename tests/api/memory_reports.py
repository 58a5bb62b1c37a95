"""What the ledger keeps for reports, in memory: put in by a test, asked for by the web face."""

import gzip
from collections.abc import Callable, Iterator, Mapping, Sequence

from flowengine.interpreter.state import Dialogue
from flowengine.ledger.port import AuditHead, AuditRecord, Batch
from flowengine.ledger.record import AuditEntry, CounterRow
from flowengine.messages import Json
from flowengine.reports.answering import Question, answered
from flowengine.reports.interval import Span
from flowengine.reports.member import Members, Moved, Places
from flowengine.reports.running import Running
from flowengine.runtime.meter import Meter
from tests.contracts.at_once import at_once
from tests.contracts.memory_ledger import MemoryLedger

SHARD = 1


class MemoryReading:
    """A tenant's counters at one moment."""

    def __init__(self, reports: "MemoryReports", tenant: str) -> None:
        self._reports, self._tenant = reports, tenant

    def counters(self, kind: str, spans: list[Span]) -> list[list[CounterRow]]:
        return at_once(self._reports.ledger.counters_of(self._tenant, kind, spans))

    def members(self, since_ms: int) -> Members:
        return Members(self._reports.members, [each for each in self._reports.moved if each.at_ms >= since_ms])

    def running(self) -> list[Running]:
        return self._reports.running

    def dialogues(self, first: str, before: str) -> Iterator[Dialogue]:
        return (state for state, _ in self._kept() if first <= state.id < before)

    def facts(self, dialogue: str) -> Sequence[tuple[Json, ...]]:
        return next(facts for state, facts in self._kept() if state.id == dialogue)

    def _kept(self) -> list[tuple[Dialogue, Sequence[tuple[Json, ...]]]]:
        kept = self._reports.passed.get(self._tenant, [])
        return sorted(kept, key=lambda one: one[0].id, reverse=True)


class MemoryReports:
    """`members`, `moved`, `running` and `passed` (tenant -> dialogues with their facts) are put there by a test."""

    def __init__(self, tenants: Sequence[str], now_ms: Callable[[], int], members: Mapping[str, Places]) -> None:
        self.now_ms = now_ms
        self.members = members
        self.moved: list[Moved] = []
        self.running: list[Running] = []
        self.passed: dict[str, list[tuple[Dialogue, Sequence[tuple[Json, ...]]]]] = {}
        self.ledger = MemoryLedger()
        self.meters = {tenant: Meter() for tenant in tenants}
        for tenant in tenants:
            at_once(self.ledger.add_tenant(tenant, "EMEA", SHARD))
        self.lease = at_once(self.ledger.claim(SHARD, "me", 0))

    def keep(self, *counters: CounterRow, audit: Sequence[AuditEntry] = ()) -> None:
        batch = Batch(at_ms=0, pos=0, counters=list(counters), audit=list(audit))
        at_once(self.ledger.commit(self.lease, batch))
        for meter in self.meters.values():
            meter.kept(batch, 7)

    async def made(self, asked: Question) -> bytes:
        body = answered(asked, MemoryReading(self, asked.tenant))
        return gzip.compress(body) if asked.gzip else body

    async def audit(self, tenant: str, after: int, limit: int) -> list[AuditRecord]:
        return await self.ledger.audit_of(tenant, after, limit)

    async def audit_head(self, tenant: str) -> AuditHead:
        return await self.ledger.audit_head(tenant)

    def meter(self, tenant: str) -> Meter:
        return self.meters[tenant]
