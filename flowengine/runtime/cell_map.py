"""Which tenant is in which shard, and which node answers for it, as the last look at the cell showed."""

from flowengine.ledger.cell import Node, ShardPlace
from flowengine.ledger.port import Ledger
from flowengine.runtime.place import NOWHERE, Place, There

FORGOTTEN_MS = 15_000  # a node of whom nothing was heard for so long is asked for nothing


class CellMap:
    def __init__(self, ledger: Ledger, me: str) -> None:
        self._ledger, self._me = ledger, me
        self.tenants: dict[str, int] = {}
        self._sizes: dict[int, int] = {}
        self._owners: dict[int, There] = {}
        self._nodes: dict[str, There] = {}

    async def learn(self) -> None:
        """Look for tenants that were added anywhere. Raises LedgerError."""
        self.tenants = await self._ledger.tenants()
        self._sizes = {}
        for shard in self.tenants.values():
            self._sizes[shard] = self._sizes.get(shard, 0) + 1

    def shards(self) -> list[int]:
        """Those that have a tenant."""
        return sorted(self._sizes)

    async def show(self, nodes: list[Node], shards: list[ShardPlace]) -> None:
        """What a look showed. Raises LedgerError."""
        if any(self._sizes.get(place.shard) != place.tenants for place in shards):
            await self.learn()
        self._nodes = {node.id: There(node.id, node.address) for node in nodes if node.silent_ms < FORGOTTEN_MS}
        self._owners = {
            place.shard: self._nodes[place.owner]
            for place in shards
            if place.held and place.owner in self._nodes and place.owner != self._me
        }

    def elsewhere(self, shard: int) -> Place:
        """Who answers for a shard that is not ours."""
        return self._owners.get(shard, NOWHERE)

    def node(self, name: str) -> Place | None:
        """Where another node is; None if nobody has heard of it lately."""
        return self._nodes.get(name)
