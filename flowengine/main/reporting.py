"""The ledger's counters and audit, and the runtime's meters, as the web face asks for them."""

import sys
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from flowengine.errors import RequestRefused
from flowengine.ledger.port import AuditHead, AuditRecord, Reads
from flowengine.main.child import Child, Fault
from flowengine.reports.answering import Question
from flowengine.runtime.meter import Meter
from flowengine.runtime.ports import Clock
from flowengine.runtime.runtime import Runtime

LIMIT_S = 20.0
FAULT = Fault(
    slow=f"The report took longer than {LIMIT_S:.0f} s and was given up.",
    hint="Ask for a shorter time, longer intervals, or one contact center.", slow_code="report_slow",
    broken="The process that makes reports stopped; ask again.", broken_code="report_failed",
)  # fmt: skip  # one line per thought


class Reporter(Struct, frozen=True):
    """Where reports are read: `file` is SQLite's, "" for the PostgreSQL that `environment` names."""

    file: str = ""
    environment: Mapping[str, str] = {}


class Reports:
    """Looks only. Reports are made in a process of their own, that only reads the ledger: callers are served here."""

    def __init__(self, reporter: Reporter, reads: Reads, runtime: Runtime, clock: Clock) -> None:
        self._reads, self._runtime, self._clock = reads, runtime, clock
        command = (sys.executable, "-m", "flowengine.main.reporter", reporter.file)
        self._reporter = Child(command, LIMIT_S, FAULT, reporter.environment)

    def now_ms(self) -> int:
        return self._clock.now_ms()

    async def made(self, asked: Question) -> bytes:
        answer, body = await self._reporter.ask(msgspec.json.encode(asked))
        if answer.get("refused"):
            raise RequestRefused(answer["refused"], hint=answer.get("hint", ""), code=answer.get("code", ""))
        return body

    async def audit(self, tenant: str, after: int, limit: int) -> list[AuditRecord]:
        return await self._reads.audit_of(tenant, after, limit)

    async def audit_head(self, tenant: str) -> AuditHead:
        return await self._reads.audit_head(tenant)

    def meter(self, tenant: str) -> Meter:
        return self._runtime.meter(tenant)

    async def close(self) -> None:
        """End the process that makes reports."""
        await self._reporter.close()
