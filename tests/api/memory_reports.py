"""What the ledger keeps for reports, in memory: put in by a test, asked for by the web face."""

import asyncio
from collections.abc import Callable, Sequence

from flowengine.ledger.port import AuditRecord, Batch
from flowengine.ledger.record import AuditEntry, CounterRow
from flowengine.runtime.meter import Meter
from tests.contracts.memory_ledger import MemoryLedger

SHARD = 1


class MemoryReports:
    def __init__(self, tenants: Sequence[str], now_ms: Callable[[], int]) -> None:
        self.now_ms = now_ms
        self.ledger = MemoryLedger()
        self.meters = {tenant: Meter() for tenant in tenants}
        for tenant in tenants:
            asyncio.run(self.ledger.add_tenant(tenant, "EMEA", SHARD))
        self.lease = asyncio.run(self.ledger.claim(SHARD, "me", 0))

    def keep(self, *counters: CounterRow, audit: Sequence[AuditEntry] = ()) -> None:
        batch = Batch(at_ms=0, pos=0, counters=list(counters), audit=list(audit))
        asyncio.run(self.ledger.commit(self.lease, batch))
        for meter in self.meters.values():
            meter.kept(batch, 7)

    async def counted(
        self, tenant: str, kinds: Sequence[str], spans: list[tuple[int, int]]
    ) -> dict[str, list[list[CounterRow]]]:
        return {kind: await self.ledger.counters_of(tenant, kind, spans) for kind in kinds}

    async def audit(self, tenant: str, after: int, limit: int) -> list[AuditRecord]:
        return await self.ledger.audit_of(tenant, after, limit)

    def meter(self, tenant: str) -> Meter:
        return self.meters[tenant]
