"""A small world for the runtime: a clock moved by hand, entropy that counts, a ledger that fails when told to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from flowengine.ledger.port import Batch, Lease, StoreFull
from flowengine.ledger.record import DocumentRow
from flowengine.messages import DialogueArrived, KeyPressed
from flowengine.runtime.ports import CoreFactory, Ports
from flowengine.runtime.runtime import Runtime
from tests.contracts.memory_ledger import MemoryLedger
from tests.runtime.counter import Counter

TENANT = "emea-test"
START_MS = 1_700_000_000_000


class Bell:
    """An appointment of the hand-moved clock."""

    def __init__(self, at_ms: int, wake: Callable[[], None]) -> None:
        self.at_ms, self.wake, self.live = at_ms, wake, True

    def cancel(self) -> None:
        self.live = False


class HandClock:
    """`ms` is what it shows and may be set by a test; appointments go by the time that passes, as a machine's do."""

    def __init__(self) -> None:
        self.ms = START_MS
        self.passed = 0
        self.asked = 0
        self.bells: list[Bell] = []

    def now_ms(self) -> int:
        self.asked += 1
        return self.ms

    def call_at(self, at_ms: int, wake: Callable[[], None]) -> Bell:
        bell = Bell(self.passed + max(0, at_ms - self.ms), wake)
        self.bells.append(bell)
        return bell

    async def move(self, ms: int) -> None:
        """Let time pass and everything that is due happen."""
        self.ms += ms
        self.passed += ms
        due = [bell for bell in self.bells if bell.live and bell.at_ms <= self.passed]
        self.bells = [bell for bell in self.bells if bell.live and bell.at_ms > self.passed]
        for bell in due:
            bell.wake()
        await quiet()


class Count:
    """Entropy that can be foreseen."""

    def __init__(self) -> None:
        self.n = 0

    def take(self) -> bytes:
        self.n += 1
        return self.n.to_bytes(16, "big")


class FailingLedger(MemoryLedger):
    """Fails the next commits with what stands in `faults`; counts commits; holds them while `gate` is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[Exception] = []
        self.commits: list[Batch] = []
        self.renewals: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.is_full = False  # nothing can be written, all can be read

    def _need_room(self) -> None:
        if self.is_full:
            raise StoreFull("The disk is full.")

    async def commit(self, lease: Lease, batch: Batch) -> None:
        await self.gate.wait()
        self._need_room()
        if self.faults:
            raise self.faults.pop(0)
        await super().commit(lease, batch)
        self.commits.append(batch)

    async def settle_tenant(self, lease: Lease, tenant: str, region: str, documents: list[DocumentRow]) -> bool:
        if self.faults:
            raise self.faults.pop(0)
        return await super().settle_tenant(lease, tenant, region, documents)

    async def renew(self, lease: Lease, now_ms: int) -> None:
        self._need_room()
        await super().renew(lease, now_ms)
        self.renewals.append(now_ms)


class World:
    def __init__(self, ledger: FailingLedger | None = None) -> None:
        self.clock = HandClock()
        self.alarms: list[str] = []
        self.ledger = ledger or FailingLedger()
        self.ports = Ports(self.clock, Count(), lambda what, error: self.alarms.append(what))
        self.runtime = Runtime(self.ledger, self.ports, Counter)

    async def arrive(self, leg: str = "call-1", tenant: str = TENANT) -> str:
        event = DialogueArrived(via="phone", external_id=leg, channel="voice", address="+442079460100")
        dialogue: str = (await self.runtime.submit(tenant, event))["dialogue"]
        return dialogue

    async def press(self, dialogue: str, key: str = "1", event_id: str | None = None) -> int:
        reply = await self.runtime.submit(TENANT, KeyPressed(dialogue=dialogue, key=key), event_id)
        keys: int = reply["keys"]
        return keys

    async def facts(self, subject: str) -> list[tuple[object, ...]]:
        return [fact for row in await self.ledger.trace_of(TENANT, "dialogue", subject) for fact in row.stored.facts]

    async def restart(self, factory: CoreFactory = Counter) -> None:
        """Another process on the same data: the old one is left as a crash would leave it."""
        crash()
        self.runtime = Runtime(self.ledger, self.ports, factory)
        await self.runtime.start()


def crash(node: str = "local") -> None:
    """A node stops in the middle of everything, as if its process were gone."""
    for task in asyncio.all_tasks():
        if task.get_name().endswith(f" at {node}"):
            task.cancel()


async def quiet() -> None:
    """Let every task run until all of them wait."""
    for _ in range(50):
        await asyncio.sleep(0)


@asynccontextmanager
async def world() -> AsyncIterator[World]:
    made = World()
    await made.runtime.start()
    await made.runtime.add_tenant(TENANT, "EMEA")
    try:
        yield made
    finally:
        made.ledger.gate.set()
        await made.runtime.stop()


def lived(life: Callable[[World], Awaitable[None]]) -> None:
    """Run one test's life in a fresh world."""

    async def run() -> None:
        async with world() as made:
            await life(made)

    asyncio.run(run())
