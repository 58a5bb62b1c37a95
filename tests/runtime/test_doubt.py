"""A commit that was not acknowledged: kept, not kept, or still on its way; each is found out, and told once."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from flowengine.errors import Fenced, LedgerError
from flowengine.ledger.port import Batch, Lease, StoreBroken
from tests.runtime.world import TENANT, FailingLedger, World, quiet


class Deaf(FailingLedger):
    """`fates` of the next commits: kept or late, and in both cases the answer is lost."""

    def __init__(self) -> None:
        super().__init__()
        self.fates: list[str] = []
        self.late: list[tuple[Lease, Batch]] = []

    async def commit(self, lease: Lease, batch: Batch) -> None:
        fate = self.fates.pop(0) if self.fates else ""
        if fate == "late":
            self.late.append((lease, batch))
        else:
            await super().commit(lease, batch)
        if fate:
            raise StoreBroken("The connection to the store was lost.")


def lived(life: Callable[[World, Deaf], Awaitable[None]]) -> None:
    async def run() -> None:
        ledger = Deaf()
        made = World(ledger)
        await made.runtime.start()
        await made.runtime.add_tenant(TENANT, "EMEA")
        await life(made, ledger)
        await made.runtime.stop()

    asyncio.run(run())


async def positions(ledger: Deaf) -> list[int]:
    return [row.pos for row in await ledger.trace_after(TENANT, 0, 99)]


def test_kept_and_not_told() -> None:
    async def life(world: World, ledger: Deaf) -> None:
        dialogue = await world.arrive()
        stream = world.runtime.stream(TENANT, f"caller:{dialogue}")
        heard: list[int] = []

        async def listen() -> None:
            async for delivery in stream:
                heard.append(delivery.n)  # noqa: PERF401  # read while it grows

        listening = asyncio.create_task(listen())
        ledger.fates = ["kept"]
        assert await world.press(dialogue) == 1, "an event without an id is not done twice"
        await quiet()
        assert heard == [1], "its commands leave, though nobody said that they may"
        assert await world.press(dialogue) == 2
        await quiet()
        assert (heard, await positions(ledger)) == ([1, 2], [1, 2, 3])
        stream.close()
        await listening

    lived(life)


def test_still_on_its_way_it_is_fenced() -> None:
    async def life(world: World, ledger: Deaf) -> None:
        dialogue = await world.arrive()
        ledger.fates = ["late"]
        assert await world.press(dialogue, event_id="k1") == 1
        [(lease, batch)] = ledger.late
        with pytest.raises(Fenced):
            await ledger.commit(lease, batch)
        assert await world.press(dialogue, event_id="k1") == 1
        assert await positions(ledger) == [1, 2]

    lived(life)


def test_somebody_else_had_the_shard_meanwhile() -> None:
    async def life(world: World, ledger: Deaf) -> None:
        dialogue = await world.arrive()
        ledger.fates = ["late"]
        [shard] = world.runtime.shards
        owner = world.runtime._holdings.owner(shard)
        assert owner is not None
        owner.shard.lease = Lease(shard, owner.shard.lease.epoch - 1, 0, owner.shard.pos)
        with pytest.raises(LedgerError):
            await world.press(dialogue)
        assert isinstance(owner.failure, Fenced)

    lived(life)


def test_whoever_lost_the_shard_refuses_nothing() -> None:
    """Its memory is old: what it does not know may be there by now."""

    async def life(world: World, ledger: Deaf) -> None:
        await world.arrive()
        [shard] = world.runtime.shards
        ledger._shelves[shard].epoch += 1
        with pytest.raises(Fenced):
            await world.press("a dialogue of the new owner's")

    lived(life)
