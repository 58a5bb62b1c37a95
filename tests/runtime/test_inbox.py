"""What waits in the inbox is taken while the owner runs: each once, in its order, whatever fails in between."""

import asyncio

import pytest

from flowengine.errors import LedgerError, NotFound
from flowengine.ledger.port import StoreFull
from flowengine.messages import KeyPressed
from tests.runtime.cluster import Cluster, together
from tests.runtime.world import TENANT, World, lived, quiet


def test_an_event_in_the_inbox_is_taken_on_the_hint() -> None:
    async def life(cluster: Cluster) -> None:
        a, b = await cluster.start("a", "b")
        (tenant,) = await cluster.settle(1)
        await cluster.wait(200)
        dialogue = await a.arrive(tenant)
        for event_id in ("k1", "k2", "k1"):  # a sender that was not sure sends again
            await b.runtime.accept(tenant, KeyPressed(dialogue=dialogue, key="1"), event_id)
        await quiet()
        core = await a.runtime.settled(tenant)
        assert core.dialogues[dialogue].keys == 2  # type: ignore[attr-defined]  # a Counter
        assert await a.press(tenant, dialogue, "k1") == 1, "the same event by another way"
        assert a.ports.node.inbox == 2
        with pytest.raises(NotFound):
            await b.runtime.accept("emea-nobody", KeyPressed(dialogue=dialogue, key="1"), "k9")

    together(life)


def test_a_hint_that_is_lost_is_made_good() -> None:
    async def life(cluster: Cluster) -> None:
        a, b = await cluster.start("a", "b")
        (tenant,) = await cluster.settle(1)
        dialogue = await a.arrive(tenant)
        a.ledger.hints.clear()
        b.ledger.hints.clear()
        await b.ledger.accept(cluster.store.places[tenant], [(tenant, "k1", KeyPressed(dialogue=dialogue, key="1"))], 0)
        await cluster.wait(1_100)
        assert a.ports.node.inbox == 1

    together(life)


def test_a_store_that_fails_meanwhile_loses_none_and_changes_no_order() -> None:
    async def life(world: World) -> None:
        dialogues = [await world.arrive(f"call-{number}") for number in range(3)]
        world.ledger.gate.clear()
        before = asyncio.create_task(world.press(dialogues[0], event_id="k0"))
        await quiet()
        world.ledger.faults = [StoreFull("The disk is full.") for _ in range(3)]
        for number in range(1, 400):
            event = KeyPressed(dialogue=dialogues[number % 3], key="1")
            await world.runtime.accept(TENANT, event, f"k{number}")
        world.ledger.gate.set()
        with pytest.raises(LedgerError):
            await before
        for _ in range(6):
            await world.clock.move(1_000)
        rows = [row for row in await world.ledger.trace_after(TENANT, 0, 9_999) if row.stored.facts[0][0] == "said"]
        assert [row.stored.event_id for row in rows] == [f"k{number}" for number in range(1, 400)]
        shard = (await world.ledger.tenants())[TENANT]
        lease = await world.ledger.claim(shard, "local", 0)
        assert lease.head == 399

    lived(life)


def test_a_full_inbox_leaves_room_for_others() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        world.ledger.gate.clear()
        held = asyncio.create_task(world.press(dialogue))
        await quiet()
        for number in range(600):
            await world.runtime.accept(TENANT, KeyPressed(dialogue=dialogue, key="1"), f"k{number}")
        asked = asyncio.create_task(world.press(dialogue))
        await quiet()
        world.ledger.gate.set()
        assert await held == 1
        assert await asked == 258, "with a half batch of the inbox, after the one that had been taken, not after all"

    lived(life)
