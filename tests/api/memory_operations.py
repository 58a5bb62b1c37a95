"""A cell of two nodes in memory: `one`, which answers, and `two`; what was asked of it is noted."""

from flowengine.api.node import Node
from flowengine.api.services import CellSeen, NodeRow, ShardSeen
from flowengine.ledger.cell import StoreFacts
from flowengine.runtime.health import Health
from flowengine.runtime.node_meter import NodeMeter
from flowengine.runtime.node_now import NodeNow
from flowengine.runtime.traces import NoTraces


class MemoryOperations:
    def __init__(self, meter: NodeMeter, health: Health) -> None:
        self.meter, self.health = meter, health
        self.region, self.traces = "EMEA", NoTraces()
        self.owned = [7]
        self.asked: list[str] = []
        self.other = NodeRow("two", "10.0.0.2:8090", "0.1.0", "draining", 400, 1)

    def node(self) -> Node:
        now = NodeNow(shards=len(self.owned), tenants=2, waiting=3, oldest_ms=40, timers=5, dialogues=4)
        return Node("one", self.meter, now, not self.health.not_ready())

    def shards(self) -> list[int]:
        return self.owned

    async def cell(self) -> CellSeen:
        nodes = [
            NodeRow("one", "10.0.0.1:8090", "0.1.0", "up", 300, len(self.owned)),
            self.other,
        ]
        mine = [ShardSeen(shard, "held", "one", 3, 2) for shard in self.owned]
        shards = [*mine, ShardSeen(9, "moving", "two", 1, 1), ShardSeen(11, "free", "", 0, 1)]
        return CellSeen("one", "EMEA", nodes, shards, StoreFacts("memory", 2048, 4))

    def drain(self) -> None:
        self.health.draining = True
        self.owned = []
        self.asked.append("drain")

    def resume(self) -> None:
        self.health.draining = False
        self.asked.append("resume")

    def release(self, shard: int) -> None:
        self.owned.remove(shard)
        self.asked.append(f"release {shard}")
