"""/api/operations: the nodes of a cell, who owns which shard, what is kept; and a node or shard that is emptied."""

from typing import Annotated

from litestar import get, post
from litestar.params import FromPath, PathParameter
from msgspec import Struct

from flowengine.api.given import TheServices
from flowengine.api.services import CellSeen, Operations
from flowengine.errors import Conflict, NotFound
from flowengine.ledger.port import SHARDS
from flowengine.runtime.health import Reason

NODE = "/api/operations/nodes/{node:str}"
ShardNumber = Annotated[int, PathParameter(ge=0, lt=SHARDS)]


class NodeSeen(Struct, frozen=True):
    """One node as it sees itself at this moment; `not_ready` says why it takes no new work."""

    node: str
    events: int
    events_per_s: float
    waiting: int
    oldest_ms: int
    shards: int
    tenants: int
    dialogues: int
    timers: int
    dead_letters: int
    fenced: int
    not_ready: list[Reason]
    draining: bool


@get("/api/operations", summary="Nodes, shards and the store", tags=["operations"])
async def cell(services: TheServices) -> CellSeen:
    """Every node of the cell with its state, version and when it was last seen; every shard that has tenants with its
    owner; and the facts of the store. Any node tells the same."""
    return await services.operations.cell()


@get(NODE, summary="What a node is doing", tags=["operations"])
async def node(node: FromPath[str], services: TheServices) -> NodeSeen:
    """Answered by that node itself, whichever was asked."""
    return _seen(_this(services.operations, node), services)


@post(NODE + "/drain", status_code=202, summary="Empty a node", tags=["operations"])
async def drain(node: FromPath[str], services: TheServices) -> NodeSeen:
    """It is no longer ready, finishes what it took, hands its shards back and takes none: the others claim them, and
    no dialogue ends. Look at its `shards` until there are none. It goes on passing requests to the others."""
    operations = _this(services.operations, node)
    operations.drain()
    return _seen(operations, services)


@post(NODE + "/resume", status_code=202, summary="Let a node take part again", tags=["operations"])
async def resume(node: FromPath[str], services: TheServices) -> NodeSeen:
    """It is ready again and claims its share of the shards."""
    operations = _this(services.operations, node)
    operations.resume()
    return _seen(operations, services)


@post(NODE + "/shards/{shard:int}/release", status_code=202, summary="Move a shard", tags=["operations"])
async def release(node: FromPath[str], shard: ShardNumber, services: TheServices) -> NodeSeen:
    """The node finishes what it took for the shard's tenants and hands it back; another node claims it."""
    operations = _this(services.operations, node)
    if shard not in operations.shards():
        raise Conflict(f"{node} does not own shard {shard}.", hint="Look at the map again: it has moved.", code="lost")
    operations.release(shard)
    return _seen(operations, services)


def _this(operations: Operations, node: str) -> Operations:
    """A request that names another node was passed on to it before it came here."""
    if node != operations.node().name:
        raise NotFound(f"There is no node {node}.")
    return operations


def _seen(operations: Operations, services: TheServices) -> NodeSeen:
    seen, health = operations.node(), services.health
    meter, now = seen.meter, seen.now
    return NodeSeen(
        seen.name, meter.events, health.pulse.events_per_s(), now.waiting, now.oldest_ms, now.shards, now.tenants,
        now.dialogues, now.timers, meter.dead, meter.fenced, health.not_ready(), health.draining,
    )  # fmt: skip  # a list reads better than one item a line


HANDLERS = (cell, node, drain, resume, release)
