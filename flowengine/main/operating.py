"""What an operator sees and does: this node joined with what the cell's store knows of all of them."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Sequence
from typing import Any

from msgspec import Struct

from flowengine import __version__
from flowengine.api.node import Node
from flowengine.api.services import CellSeen, NodeRow, ShardSeen
from flowengine.ledger.cell import DRAINING, UP, Cell, ShardPlace
from flowengine.ledger.cell import Node as Entered
from flowengine.ledger.port import LEASE_MS
from flowengine.runtime.health import LEDGER_AWAY, Health
from flowengine.runtime.log import Log
from flowengine.runtime.ports import Ports
from flowengine.runtime.pulse import Pulse
from flowengine.runtime.runtime import Runtime
from flowengine.runtime.traces import Traces

SILENT_MS = 5_000  # nodes write their rows each second
_log = Log("operations")


class Self(Struct, frozen=True):
    """What this node is called and where it serves."""

    name: str
    region: str
    version: str = __version__


class Operating:
    """See api.services.Operations. What it begins goes on by itself."""

    def __init__(self, me: Self, runtime: Runtime, cell: Cell, ports: Ports) -> None:
        self._me, self._runtime, self._cell, self._ports = me, runtime, cell, ports
        self.health = Health(ports.node, Pulse(ports.node), runtime)
        self._under_way: asyncio.Task[None] | None = None
        self._is_leaving = False  # what was asked for last; `health.draining` is what is so

    @property
    def region(self) -> str:
        return self._me.region

    @property
    def traces(self) -> Traces:
        return self._ports.traces

    def begin(self) -> None:
        """All is loaded; on the running loop."""
        self.health.begin()

    def node(self) -> Node:
        reasons = [reason.code for reason in self.health.not_ready()]
        ledger_away = LEDGER_AWAY.code in reasons
        return Node(self._me.name, self._ports.node, self._runtime.now(), not reasons, ledger_away)

    def shards(self) -> list[int]:
        return self._runtime.shards

    async def cell(self) -> CellSeen:
        nodes, places, store = await asyncio.gather(self._cell.nodes(), self._cell.shards(), self._cell.facts())
        owned = Counter(place.owner for place in places if place.held)
        if self._me.name not in {node.id for node in nodes}:  # it answers, so it is there, whatever the store says
            state = DRAINING if self.health.draining else UP
            nodes = [*nodes, Entered(self._me.name, "", self._me.version, state)]
        rows = [_row(node, owned[node.id]) for node in nodes]
        return CellSeen(self._me.name, self._me.region, rows, shards_seen(places, nodes), store)

    def drain(self) -> None:
        if self._is_leaving:
            return
        self._is_leaving = self.health.draining = True  # first of all: nobody is sent here any more
        _log.info("drain_begun", shards=len(self._runtime.shards))
        self._begin(self._runtime.drain(), "drained")

    def resume(self) -> None:
        if not self._is_leaving:
            return
        self._is_leaving = False
        self._begin(self._resumed(), "resumed")

    async def _resumed(self) -> None:
        await self._runtime.resume()
        self.health.draining = self._is_leaving  # last of all: whoever is sent here from now on is served

    def release(self, shard: int) -> None:
        self._begin(self._runtime.release_shard(shard), "shard_handed_over")

    async def close(self) -> None:
        """The server ends."""
        self.health.end()
        await self.done()

    async def done(self) -> None:
        """Wait for what was begun."""
        if self._under_way is not None:
            await asyncio.gather(self._under_way, return_exceptions=True)

    def _begin(self, act: Coroutine[Any, Any, None], done: str) -> None:
        """One act after the other."""
        before = self._under_way

        async def run() -> None:
            if before is not None:
                await asyncio.gather(before, return_exceptions=True)
            try:
                await act
            except Exception as error:  # noqa: BLE001  # nobody waits for it: it is told, and the map shows what is
                self._ports.alarm("What an operator asked for could not be done.", error)
            else:
                _log.info(done, shards=len(self._runtime.shards))

        self._under_way = asyncio.get_running_loop().create_task(run(), name=done)


def _row(node: Entered, shards: int) -> NodeRow:
    state = "silent" if node.silent_ms > SILENT_MS else node.state
    return NodeRow(node.id, node.address, node.version, state, node.silent_ms, shards)


def shards_seen(places: Sequence[ShardPlace], nodes: Sequence[Entered]) -> list[ShardSeen]:
    """Each shard with its state: one whose owner leaves, or has not been heard of, is on its way to another."""
    leaving = {node.id for node in nodes if node.state == DRAINING or node.silent_ms > LEASE_MS}
    known = {node.id for node in nodes}

    def state(place: ShardPlace) -> Any:
        if not place.held:
            return "free"
        return "moving" if place.owner in leaving or place.owner not in known else "held"

    return [
        ShardSeen(place.shard, state(place), place.owner if place.held else "", place.epoch, place.tenants)
        for place in places
    ]
