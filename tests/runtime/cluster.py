"""Several nodes in one process on one memory store, under a clock that is moved by hand."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from flowengine.errors import LedgerError
from flowengine.ledger.cell import Node, ShardPlace
from flowengine.ledger.port import Batch, Boot, Lease
from flowengine.ledger.record import DocumentRow
from flowengine.messages import DialogueArrived, KeyPressed
from flowengine.runtime.hooks import Hooks
from flowengine.runtime.place import Here, There
from flowengine.runtime.ports import Ports
from flowengine.runtime.runtime import Runtime
from tests.contracts.memory_ledger import MemoryLedger, MemoryStore
from tests.runtime.counter import Counter
from tests.runtime.world import Count, HandClock, crash, quiet

STEP_MS = 50


class Handle(MemoryLedger):
    """A node's way to the store: can be cut (it fails), frozen (it does not answer), or made to refuse a shard."""

    def __init__(self, store: MemoryStore) -> None:
        super().__init__(store)
        self.is_cut = False
        self.spoilt: set[int] = set()
        self.flows = asyncio.Event()
        self.loads = asyncio.Event()
        self.flows.set()
        self.loads.set()
        self.settles = asyncio.Event()
        self.settles.set()

    def _live(self) -> None:
        if self.is_cut:
            raise LedgerError("The database does not answer.")
        super()._live()

    async def enter(self, node: Node) -> None:
        await self.flows.wait()
        await super().enter(node)

    async def shards(self) -> list[ShardPlace]:
        await self.flows.wait()
        return await super().shards()

    async def commit(self, lease: Lease, batch: Batch) -> None:
        await self.flows.wait()
        await super().commit(lease, batch)

    async def renew(self, lease: Lease, now_ms: int) -> None:
        await self.flows.wait()
        await super().renew(lease, now_ms)

    async def settle_tenant(self, lease: Lease, tenant: str, region: str, documents: list[DocumentRow]) -> bool:
        await self.settles.wait()
        return await super().settle_tenant(lease, tenant, region, documents)

    async def load(self, lease: Lease) -> Boot:
        await self.loads.wait()
        if lease.shard in self.spoilt:
            raise LedgerError("The rows cannot be read.")
        return await super().load(lease)


class Member:
    """One node, and what its hooks were told."""

    def __init__(self, name: str, store: MemoryStore, clock: HandClock) -> None:
        self.name = name
        self.alarms: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.ledger = Handle(store)
        self.ports = Ports(clock, Count(), lambda what, error: self.alarms.append(what))
        self.runtime = Runtime(
            self.ledger, self.ports, Counter, name=name, cell=self.ledger, address=f"{name}:1",
            hooks=Hooks(self._taken, self._lost),
        )  # fmt: skip  # one line reads as the node that it is

    async def _taken(self, tenants: list[str]) -> None:
        self.told += [("taken", tenant) for tenant in tenants]

    async def _lost(self, tenants: list[str], why: str) -> None:
        self.told += [("lost", tenant) for tenant in tenants]

    async def arrive(self, tenant: str) -> str:
        event = DialogueArrived(via="phone", external_id="call-1", channel="voice", address="+442079460100")
        dialogue: str = (await self.runtime.submit(tenant, event))["dialogue"]
        return dialogue

    async def press(self, tenant: str, dialogue: str, event_id: str | None = None) -> int:
        keys: int = (await self.runtime.submit(tenant, KeyPressed(dialogue=dialogue, key="1"), event_id))["keys"]
        return keys


class Cluster:
    def __init__(self) -> None:
        self.clock = HandClock()
        self.store = MemoryStore(self.clock.now_ms)
        self.members: dict[str, Member] = {}

    async def start(self, *names: str) -> list[Member]:
        for name in names:
            self.members[name] = Member(name, self.store, self.clock)
            await self.members[name].runtime.start()
        return [self.members[name] for name in names]

    async def settle(self, tenants: int) -> list[str]:
        """So many tenants, each in a shard of its own, added at the first node."""
        first = next(iter(self.members.values()))
        names = [f"emea-{number}" for number in range(tenants)]
        for name in names:
            await first.runtime.add_tenant(name, "EMEA")
        assert len(set(self.store.places.values())) == tenants
        return names

    async def wait(self, ms: int) -> None:
        for _ in range(0, ms, STEP_MS):
            await self.clock.move(STEP_MS)

    async def until(self, is_so: Callable[[], bool], within_ms: int) -> int:
        """For how long it took."""
        for waited_ms in range(0, within_ms + 1, STEP_MS):
            if is_so():
                return waited_ms
            await self.clock.move(STEP_MS)
        raise AssertionError(f"not within {within_ms} ms: {self.shares()}")

    def kill(self, name: str) -> None:
        """As kill -9: its tasks stop where they are, and the store frees its locks."""
        member = self.members.pop(name)
        crash(name)
        member.ledger.kill()

    def shares(self) -> dict[str, int]:
        return {name: len(member.runtime.tenants()) for name, member in self.members.items()}

    def owner(self, tenant: str) -> Member:
        """The one who serves it; all others say the same."""
        (found,) = [one for one in self.members.values() if isinstance(one.runtime.place(tenant), Here)]
        expected = There(found.name, f"{found.name}:1")
        assert all(one is found or one.runtime.place(tenant) == expected for one in self.members.values())
        return found

    async def end(self) -> None:
        for member in self.members.values():
            member.ledger.is_cut = False
            member.ledger.flows.set()
            with suppress(LedgerError):
                await member.runtime.stop()
            for tenant in self.store.places:
                words = [word for word, told in member.told if told == tenant]
                assert words == ["taken", "lost"] * (len(words) // 2), (member.name, tenant, words)
        await quiet()


def together(life: Callable[[Cluster], Awaitable[None]]) -> None:
    """Run one test's life in a fresh cluster; at its end every hook was told in turn."""

    async def run() -> None:
        cluster = Cluster()
        await life(cluster)
        await cluster.end()

    asyncio.run(run())
