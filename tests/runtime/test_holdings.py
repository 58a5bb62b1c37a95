"""What came and went is told in turn, to the watchers and to whoever works for the tenants."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from flowengine.errors import Fenced, FlowInvalid, NotHere
from flowengine.runtime.feed import SubscriberDropped
from flowengine.runtime.hooks import Hooks
from flowengine.runtime.place import HERE, NOWHERE
from flowengine.runtime.runtime import Runtime
from flowengine.runtime.settling import shard_for
from tests.runtime.counter import Counter
from tests.runtime.world import TENANT, World, quiet

OTHER = "emea-other"


class Told(World):
    """A world that writes down what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, ...]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.runtime = Runtime(self.ledger, self.ports, Counter, hooks=Hooks(self.taken, self.lost))

    async def taken(self, tenants: list[str]) -> None:
        await self.gate.wait()
        self.told.append(("taken", *tenants))

    async def lost(self, tenants: list[str], why: str) -> None:
        assert why.endswith(".")
        self.told.append(("lost", *tenants))


def told(life: Callable[[Told], Awaitable[None]]) -> None:
    async def run() -> None:
        world = Told()
        await world.runtime.start()
        await world.runtime.add_tenant(TENANT, "EMEA")
        await life(world)
        await world.runtime.stop()

    asyncio.run(run())


async def shard_of(world: World) -> int:
    return (await world.ledger.tenants())[TENANT]


def test_taken_comes_before_anybody_else() -> None:
    async def life(world: Told) -> None:
        await world.runtime.drain()
        assert (world.runtime.place(TENANT), world.runtime.tenants(), world.runtime.is_ready) == (NOWHERE, [], False)
        world.gate.clear()
        starting = asyncio.create_task(world.runtime.resume())
        await quiet()
        assert world.runtime.place(TENANT) == NOWHERE
        assert world.runtime.read(TENANT) is not None, "the hook itself may look"
        assert await world.arrive(), "and work"
        world.gate.set()
        await starting
        assert (world.runtime.place(TENANT), world.runtime.tenants(), world.runtime.is_ready) == (HERE, [TENANT], True)
        assert world.told == [("taken", TENANT), ("lost", TENANT), ("taken", TENANT)]
        assert world.runtime.place("emea-nobody") is None

    told(life)


def test_a_shard_that_is_lost_is_told_once_and_after_its_taken() -> None:
    async def life(world: Told) -> None:
        await world.runtime.drain()
        world.told.clear()
        world.gate.clear()
        starting = asyncio.create_task(world.runtime.resume())
        await quiet()
        await world.ledger.claim(await shard_of(world), "another", world.clock.ms)
        with pytest.raises(Fenced):
            await world.arrive()
        await quiet()
        assert world.told == []
        world.gate.set()
        await starting
        assert world.told == [("taken", TENANT), ("lost", TENANT)]
        with pytest.raises(NotHere):
            await world.arrive()
        assert world.runtime.place(TENANT) == NOWHERE
        assert world.ports.node.lost == 1

    told(life)


def test_who_follows_is_told_when_a_shard_is_released() -> None:
    async def life(world: Told) -> None:
        dialogue = await world.arrive()
        feed, stream = world.runtime.subscribe(TENANT), world.runtime.stream(TENANT, f"caller:{dialogue}")
        await world.runtime.release_shard(await shard_of(world))
        for follower in (feed, stream):
            with pytest.raises(SubscriberDropped) as dropped:
                await anext(aiter(follower))  # type: ignore[call-overload]  # both are iterated alike
            assert dropped.value.code == "stopping"
        assert world.told[-1] == ("lost", TENANT)

    told(life)


def test_a_shard_is_given_back_when_its_batch_is_kept() -> None:
    async def life(world: Told) -> None:
        dialogue = await world.arrive()
        lease = world.runtime._holdings.owner(await shard_of(world)).shard.lease  # type: ignore[union-attr]  # it is held
        world.ledger.gate.clear()
        answer = asyncio.create_task(world.press(dialogue))
        await quiet()
        leaving = asyncio.create_task(world.runtime.drain())
        await quiet()
        await world.ledger.renew(lease, world.clock.ms)
        assert not leaving.done()
        with pytest.raises(NotHere):
            await world.press(dialogue)
        world.ledger.gate.set()
        assert await answer == 1
        await leaving

    told(life)


def test_a_second_tenant_of_a_shard_is_told_by_itself() -> None:
    async def life(world: Told) -> None:
        shard = await shard_of(world)
        await world.ledger.add_tenant(OTHER, "EMEA", shard)
        await world.runtime._holdings.welcome(shard)
        assert world.told == [("taken", TENANT), ("taken", OTHER)]
        await world.runtime.drain()
        assert world.told[-1] == ("lost", OTHER, TENANT)

    told(life)


def test_whoever_is_told_of_a_tenant_that_was_added_elsewhere_finds_it() -> None:
    """We looked, another node added the tenant, and its shard is taken before we look again."""

    async def life(world: Told) -> None:
        found: list[int] = []

        async def look(tenants: list[str]) -> None:
            found.extend(second.position(tenant) for tenant in tenants)

        await world.runtime.drain()
        second = Runtime(world.ledger, world.ports, Counter, hooks=Hooks(look, world.lost))
        await second.start()
        await world.ledger.add_tenant(OTHER, "EMEA", shard_for(OTHER))
        await second.add_tenant(OTHER, "EMEA")
        assert (found, second.place(OTHER)) == ([0, 0], HERE)
        await second.stop()

    told(life)


def test_a_shard_whose_tenants_cannot_be_taken_up_is_given_back() -> None:
    async def life(world: Told) -> None:
        await world.runtime.drain()

        async def refuse(tenants: list[str]) -> None:
            raise FlowInvalid([])

        second = Runtime(world.ledger, world.ports, Counter, hooks=Hooks(refuse, world.lost))
        with pytest.raises(FlowInvalid):
            await second.start()
        assert second.shards == []
        assert world.told[-1] == ("lost", TENANT)
        await world.runtime.resume()

    told(life)
