"""The ledger's counters and audit, and the runtime's meters, as the web face asks for them."""

import asyncio
from collections.abc import Sequence

from flowengine.ledger.port import AuditRecord, Reads
from flowengine.ledger.record import CounterRow
from flowengine.runtime.meter import Meter
from flowengine.runtime.ports import Clock
from flowengine.runtime.runtime import Runtime


class Reports:
    """Looks only. It never waits for a writer."""

    def __init__(self, reads: Reads, runtime: Runtime, clock: Clock) -> None:
        self._reads, self._runtime, self._clock = reads, runtime, clock

    def now_ms(self) -> int:
        return self._clock.now_ms()

    async def counted(
        self, tenant: str, kinds: Sequence[str], spans: list[tuple[int, int]]
    ) -> dict[str, list[list[CounterRow]]]:
        found = await asyncio.gather(*(self._reads.counters_of(tenant, kind, spans) for kind in kinds))
        return dict(zip(kinds, found, strict=True))

    async def audit(self, tenant: str, after: int, limit: int) -> list[AuditRecord]:
        return await self._reads.audit_of(tenant, after, limit)

    def meter(self, tenant: str) -> Meter:
        return self._runtime.meter(tenant)
