"""An operator's view of a cell: which shard is where, and a node that is emptied and takes part again."""

import asyncio

from flowengine.api.services import ShardSeen
from flowengine.ledger.cell import DRAINING, UP, Node, ShardPlace
from flowengine.main.operating import Operating, Self, shards_seen
from tests.runtime.world import TENANT, World, lived, quiet


def test_a_shard_is_held_moves_or_is_free() -> None:
    nodes = [Node("a", "", "1", UP), Node("b", "", "1", DRAINING), Node("c", "", "1", UP, silent_ms=3_001)]
    places = [
        ShardPlace(shard, owner, 1, 0, held, 1)
        for shard, (owner, held) in enumerate([("a", True), ("b", True), ("c", True), ("gone", True), ("a", False)])
    ]
    assert shards_seen(places, nodes) == [
        ShardSeen(0, "held", "a", 1, 1),
        ShardSeen(1, "moving", "b", 1, 1),
        ShardSeen(2, "moving", "c", 1, 1),
        ShardSeen(3, "moving", "gone", 1, 1),
        ShardSeen(4, "free", "", 1, 1),
    ]


def test_a_node_is_emptied_and_takes_part_again() -> None:
    async def life(world: World) -> None:
        operations = Operating(Self("one", "EMEA"), world.runtime, world.ledger, world.ports)
        operations.begin()
        await world.arrive()
        (shard,) = operations.shards()
        assert operations.node().is_ready
        world.ledger.gate.clear()
        late = asyncio.create_task(world.arrive("2"))
        await quiet()
        operations.drain()
        operations.drain()
        assert [reason.code for reason in operations.health.not_ready()] == ["draining"], (
            "at once: nobody is sent here any more"
        )
        await quiet()
        assert operations.shards() == [shard], "what was taken is finished first"
        world.ledger.gate.set()
        assert await late
        await operations.done()
        assert operations.shards() == []
        seen = await operations.cell()
        assert [(each.shard, each.state) for each in seen.shards] == [(shard, "free")]
        assert [(row.node, row.state, row.shards) for row in seen.nodes] == [("one", "draining", 0)]
        operations.resume()
        await operations.done()
        assert operations.shards() == [shard]
        assert await world.arrive("3", TENANT)
        operations.release(shard)
        await operations.done()
        assert operations.shards() == []
        await world.runtime.resume()
        await operations.close()

    lived(life)
