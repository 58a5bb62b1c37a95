"""One node: its store, the runtime on it, and what works beside it; alone, or one of the nodes of a cell."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from flowengine import __version__
from flowengine.errors import Busy, FlowEngineError
from flowengine.identity.audit import entries
from flowengine.lang.document import FlowLoader
from flowengine.ledger.cell import Cell
from flowengine.ledger.keep import TenantFiles, TenantKeep
from flowengine.ledger.port import Ledger
from flowengine.ledger.retention import Forgets
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.main.arrival import Arrivals
from flowengine.main.beside import Beside, beside
from flowengine.main.core import CoreFactory
from flowengine.main.master_key import master_key
from flowengine.main.operating import Operating, Self
from flowengine.main.outside import Outside, outside_of
from flowengine.main.region import region_kept
from flowengine.main.reporting import Reporter
from flowengine.reports.count import tally
from flowengine.runtime.egress import egress_settings
from flowengine.runtime.health import Health
from flowengine.runtime.hooks import Hooks
from flowengine.runtime.log import Log
from flowengine.runtime.ports import Books, Ports
from flowengine.runtime.runtime import Runtime
from flowengine.runtime.system import system_ports
from flowengine.switchboard.programs import Programs

log = Log("node")
LEDGER_FILE = "ledger.sqlite"
LOOK_EVERY_S = 0.1  # of a standby, whether the data is free


class Member(Struct, frozen=True):
    """How this process takes part. `standby`: data in use by another process is waited for, not refused.

    `database`: the PostgreSQL of a cell, "" for a ledger in the data folder. `peer_bind`: where its other nodes reach
    this one; port 0 is a free one. `region`: "" for the one that the store is of.
    """

    standby: bool = False
    database: str = ""
    name: str = ""
    region: str = ""
    peer_bind: tuple[str, int] = ("127.0.0.1", 0)


class Store(Ledger, Forgets, Cell, TenantKeep, TenantFiles, Protocol):
    """All that is kept."""


class Node(Struct, frozen=True):
    """Made but not started: whoever follows its tenants is joined first."""

    store: Store
    ports: Ports
    runtime: Runtime
    outside: Outside
    beside: Beside
    operating: Operating

    @property
    def health(self) -> Health:
        return self.operating.health

    async def start(self, load: Callable[[], Awaitable[object]]) -> None:
        """Recover the tenants, then `load` what is still missing."""
        await self.runtime.start()
        await load()
        self.beside.warm()
        self.operating.begin()
        log.info("started", version=__version__, shards=len(self.runtime.shards), tenants=len(self.runtime.tenants()))

    async def close(self) -> None:
        """The other end of `node_of`, in order."""
        for end in (self.operating.close, self.outside.close, self.beside.close, self.runtime.stop, self.store.close):
            await end()
        log.info("stopped")


async def node_of(data: Path, member: Member, loader: FlowLoader, arrivals: Arrivals) -> Node:
    """Raises LedgerError, RegionDiffers."""
    allowed = egress_settings(os.environ)
    ports = replace(system_ports(), books=Books(tally, entries))
    store, reporter = await _store(data, member)
    hooks, name = Hooks(arrivals.taken, arrivals.lost), member.name or f"{os.getpid()}"
    try:
        region = await region_kept(store, member.region)
    except FlowEngineError:
        await store.close()
        raise
    Log.always = {"node": name, "region": region}
    runtime = Runtime(store, ports, CoreFactory(Programs(loader)), name=name, hooks=hooks, region=region)
    outside = outside_of(runtime, master_key(data), ports, allowed)
    operating = Operating(Self(name, region), runtime, store, ports)
    return Node(store, ports, runtime, outside, beside(reporter, store, runtime, ports.clock), operating)


async def _store(data: Path, member: Member) -> tuple[Store, Reporter]:
    """Raises LedgerError."""
    file = data / LEDGER_FILE
    reporter, is_told = Reporter(str(file)), False
    while True:
        try:
            return SqliteLedger.open(file), reporter
        except Busy as taken:
            if not member.standby:
                raise
            if not is_told:
                print(f"{taken} Standing by until it is free.", file=sys.stderr, flush=True)
            is_told = True
        await asyncio.sleep(LOOK_EVERY_S)
