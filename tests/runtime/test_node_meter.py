"""What a node has done is counted where it happens: events, batches, refusals, late timers, letters to nobody."""

import asyncio

import pytest

from flowengine.errors import EngineBug, Fenced
from flowengine.ledger.port import StoreFull
from flowengine.messages import TextReceived
from flowengine.runtime.node_meter import SIZE_EDGES, Spread
from flowengine.runtime.node_now import NodeNow
from tests.runtime.world import TENANT, World, lived, quiet


def test_a_spread_counts_by_the_first_edge_that_holds_it() -> None:
    spread = Spread(SIZE_EDGES)
    for value in (0, 1, 2, 3, 256, 257, -5):
        spread.add(value)
    assert spread.counts == [3, 1, 1, 0, 0, 0, 0, 0, 1, 1]
    assert spread.total == 519


def test_events_batches_and_letters_are_counted() -> None:
    async def life(world: World) -> None:
        node = world.ports.node
        dialogue, bad = await world.arrive("1"), await world.arrive("2")
        before, sizes = node.events, sum(node.batch_size.counts)
        world.ledger.gate.clear()
        answers = [asyncio.create_task(world.press(dialogue)) for _ in range(4)]
        answers.append(asyncio.create_task(world.press("nobody")))
        await quiet()
        world.clock.ms += 7
        world.ledger.gate.set()
        await asyncio.gather(*answers, return_exceptions=True)
        assert (node.events - before, node.refused) == (4, 1)
        assert sum(node.batch_size.counts) == sizes + 1, "one batch"
        assert node.batch_size.counts[3] == 1, "of five events"
        assert (node.commit_ms.total, node.batch_ms.total) == (7, 7)
        with pytest.raises(EngineBug):
            await world.runtime.submit(TENANT, TextReceived(dialogue=bad, text="boom"))
        assert node.dead == 1
        world.ledger.faults = [StoreFull("The disk is full.")] * 2
        with pytest.raises(StoreFull):
            await world.press(dialogue)
        assert node.store_failures == 1
        world.ledger.faults = [Fenced("The shard has another owner.")]
        with pytest.raises(Fenced):
            await world.press(dialogue)
        assert node.fenced == 1

    lived(life)


def test_a_late_timer_is_counted_with_its_lateness() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        await world.press(dialogue, "*")
        await quiet()
        await world.clock.move(1_400)
        assert world.ports.node.timer_ms.total == 400

    lived(life)


def test_what_a_node_holds_is_told_when_it_is_asked() -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        await world.press(dialogue, "*")
        await quiet()
        assert world.runtime.now() == NodeNow(shards=1, tenants=1, dialogues=1, timers=1)
        world.ledger.gate.clear()
        taken = []
        for _ in range(2):  # one that is being committed, and one that is applied meanwhile
            taken.append(asyncio.create_task(world.press(dialogue)))
            await quiet()
        later = [asyncio.create_task(world.press(dialogue)) for _ in range(3)]
        await quiet()
        world.clock.ms += 40
        assert (world.runtime.now().waiting, world.runtime.now().oldest_ms) == (3, 40)
        world.ledger.gate.set()
        await asyncio.gather(*taken, *later)
        assert world.ports.node.mail_ms.total == 40
        assert world.runtime.now().waiting == 0

    lived(life)
