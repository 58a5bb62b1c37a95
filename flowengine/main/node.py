"""One node: its store, the runtime on it, and what works beside it; alone, or one of the nodes of a cell."""

import os
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from flowengine import __version__
from flowengine.api.neighbours import Neighbours
from flowengine.errors import FlowEngineError
from flowengine.identity.audit import entries
from flowengine.lang.document import FlowLoader
from flowengine.main.arrival import Arrivals
from flowengine.main.beside import Beside, beside
from flowengine.main.core import CoreFactory
from flowengine.main.listening import address_of, bound
from flowengine.main.master_key import agree, master_key
from flowengine.main.member import Member, Store, opened_store, refuse_twin
from flowengine.main.operating import Operating, Self
from flowengine.main.outside import Outside, outside_of
from flowengine.main.region import region_kept
from flowengine.reports.count import tally
from flowengine.runtime.egress import egress_settings
from flowengine.runtime.health import Health
from flowengine.runtime.hooks import Hooks
from flowengine.runtime.log import Log, nowhere
from flowengine.runtime.ports import Books, Ports
from flowengine.runtime.runtime import Runtime
from flowengine.runtime.seal import MasterKey
from flowengine.runtime.system import system_ports
from flowengine.switchboard.programs import Programs

log = Log("node")


class Node(Struct, frozen=True):
    """Made but not started: whoever follows its tenants is joined first. `door`: where the other nodes knock."""

    store: Store
    ports: Ports
    runtime: Runtime
    outside: Outside
    beside: Beside
    operating: Operating
    door: socket.socket | None = None

    @property
    def health(self) -> Health:
        return self.operating.health

    async def start(self, load: Callable[[], Awaitable[object]]) -> None:
        """Recover the tenants, then `load` what is still missing."""
        await self.runtime.start()
        await load()
        self.operating.begin()
        log.info("started", version=__version__, shards=len(self.runtime.shards), tenants=len(self.runtime.tenants()))

    async def neighbours(self) -> Neighbours | None:
        """What is to be known of the other nodes; None for a node without any."""
        if self.door is None:
            return None
        runtime = self.runtime
        return Neighbours(await self.store.key(), runtime.place, runtime.node, self.store.tenant_of_token)

    async def close(self) -> None:
        """The other end of `node_of`, in order."""
        for end in (self.operating.close, self.outside.close, self.beside.close, self.runtime.stop, self.store.close):
            await end()
        if self.door is not None:
            self.door.close()
        log.info("stopped")
        Log.always, Log.shard_of = {}, nowhere  # a process may go on without its node


async def node_of(data: Path, member: Member, loader: FlowLoader, arrivals: Arrivals) -> Node:
    """Raises LedgerError, RegionDiffers, SecretsKeyWrong, PortTaken, NodeNamedTwice."""
    allowed, key = egress_settings(os.environ), master_key(data)
    ports = replace(system_ports(), books=Books(tally, entries))
    store, reporter = await opened_store(data, member)
    hooks, name = Hooks(arrivals.taken, arrivals.lost), member.name or f"{os.getpid()}"
    try:
        region = await region_kept(store, member.region)
        door = await _door(store, member, data, key) if member.database else None
    except FlowEngineError:
        await store.close()
        raise
    Log.always = {"node": name, "region": region}
    cell, address = (store, address_of(door)) if door else (None, "")
    runtime = Runtime(
        store, ports, CoreFactory(Programs(loader), ports.node), name=name, hooks=hooks, region=region,
        cell=cell, address=address, version=__version__,
    )  # fmt: skip  # as one thought
    Log.shard_of = runtime.shard_of
    outside, operating = outside_of(runtime, key, ports, allowed), Operating(Self(name, region), runtime, store, ports)
    return Node(store, ports, runtime, outside, beside(reporter, store, runtime, ports.clock), operating, door)


async def _door(store: Store, member: Member, data: Path, key: MasterKey) -> socket.socket:
    """Where the others knock from the moment that they know of us."""
    await agree(store, data, key)
    door = await bound(*member.peer_bind)
    await refuse_twin(store, member.name, address_of(door))
    return door
