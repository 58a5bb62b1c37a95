"""The engine as others use it: submit events, read tenants, follow feeds and command streams."""

import asyncio
from collections.abc import Callable, Sequence

from flowengine.errors import NotFound, NotHere
from flowengine.ledger.cell import Cell, Node
from flowengine.ledger.port import Lease, Ledger
from flowengine.messages import Event, Json
from flowengine.runtime.batch import Shard
from flowengine.runtime.cell_map import CellMap
from flowengine.runtime.feed import TraceFeed
from flowengine.runtime.holdings import Holdings
from flowengine.runtime.hooks import Hooks
from flowengine.runtime.mailbox import Mail
from flowengine.runtime.membership import Membership
from flowengine.runtime.meter import Meter
from flowengine.runtime.node_now import NodeNow, now_of
from flowengine.runtime.outbox import CommandStream, Delivery
from flowengine.runtime.owner import BATCH, Owner
from flowengine.runtime.place import HERE, NOWHERE, Place, There
from flowengine.runtime.ports import Core, CoreFactory, DocumentChange, Ports
from flowengine.runtime.settling import Settling
from flowengine.tenancy.region import refuse_elsewhere


class Runtime:
    """Owns shards and serves their tenants. `start` first, `stop` last; all calls on one event loop."""

    def __init__(  # noqa: PLR0913  # ports and names of a process, by keyword
        self,
        ledger: Ledger,
        ports: Ports,
        factory: CoreFactory,
        *,
        name: str = "local",
        batch: int = BATCH,
        cell: Cell | None = None,
        address: str = "",
        version: str = "",
        hooks: Hooks | None = None,
        region: str = "",
    ) -> None:
        """`name`: this node's, its own in the cell; `batch`: the most events of one transaction, 1 is for comparison
        only; `cell`: None owns all that has a tenant, once and for all; `address`: of this node's peer port;
        `region`: the only one whose tenants are served, "" for any."""
        self.ledger = ledger
        self._ports, self._factory, self._name, self._batch = ports, factory, name, batch
        self._region, self._map = region, CellMap(ledger, name)
        self._hooks = hooks or Hooks()
        self._holdings = Holdings(ledger, ports, name, self._own, Hooks(self._taken, self._hooks.lost))
        self._membership = (
            Membership(cell, Node(name, address, version), self._holdings, ports, self._map) if cell else None
        )
        self._settling = Settling(ledger, ports.clock, self._holdings, self._map)
        self._takes_part = False
        self.perform: Callable[[str, Delivery], None] | None = None  # set before `start`: takes commands to services

    async def start(self) -> None:
        """Take part: claim and recover what is ours to serve. Raises LedgerError."""
        await self._map.learn()
        if self._membership is not None:
            await self._membership.join()
        else:
            for shard in self._map.shards():
                await self._holdings.take(shard)
        self._takes_part = True

    async def drain(self) -> None:
        """Finish what was taken, give every shard back, claim none until `resume`."""
        self._takes_part = False
        if self._membership is not None:
            await self._membership.drain()
        await self._holdings.let_all_go("The server is stopping.")

    async def resume(self) -> None:
        """Take part again."""
        await self.start()

    async def stop(self) -> None:
        """Drain, and leave the cell. The ledger stays open."""
        await self.drain()
        if self._membership is not None:
            await self._membership.leave()

    async def release_shard(self, shard: int) -> None:
        """Finish what was taken, and leave the shard to the others; a node that is alone takes it again."""
        letting_go = self._membership or self._holdings
        await letting_go.let_go(shard, "The tenant moves to another server.")

    @property
    def is_ready(self) -> bool:
        """Whether this node takes part: from `start` until it drains, while the store answers."""
        return self._takes_part and not (self._membership and self._membership.is_away) and not self._has_slept()

    def _has_slept(self) -> bool:
        return self._membership is not None and self._membership.has_slept()

    @property
    def failures(self) -> list[str]:
        """Why shards are not served, in words; empty when all is well."""
        return [str(error) for error in self._holdings.dropped.values()]

    def shard_of(self, tenant: str) -> int | None:
        """Where the tenant is; None if there is no such tenant."""
        return self._map.tenants.get(tenant)

    @property
    def shards(self) -> list[int]:
        """Those that are owned here."""
        return list(self._holdings)

    def now(self) -> NodeNow:
        """What this process holds at this moment."""
        owners = (self._holdings.owner(shard) for shard in self._holdings)
        return now_of((owner for owner in owners if owner is not None), self._ports.clock.now_ms())

    # --- tenants --------------------------------------------------------------------------------------------------

    def tenants(self) -> list[str]:
        """Those that are served here."""
        return [tenant for tenant, shard in self._map.tenants.items() if self._holdings.is_open(shard)]

    def place(self, tenant: str) -> Place | None:
        """Who answers for the tenant; None if there is no such tenant. As the last look knew it.

        INVARIANT: a process that was stopped and goes on shows nothing old before it has looked whether it was replaced
        (tests/runtime/test_membership.py).
        """
        shard = self._map.tenants.get(tenant)
        if shard is None:
            return None
        if shard in self._holdings:
            return HERE if self._holdings.is_open(shard) and not self._has_slept() else NOWHERE
        return self._map.elsewhere(shard)

    def node(self, name: str) -> Place | None:
        """Where a node of the cell is; None if nobody has heard of it lately."""
        return HERE if name == self._name else self._map.node(name)

    def has_tenant(self, tenant: str) -> bool:
        """Whether there is such a tenant, here or elsewhere."""
        return tenant in self._map.tenants

    async def add_tenant(self, tenant: str, region: str, documents: Sequence[DocumentChange] = ()) -> None:
        """Give a new tenant its place here, and its first documents; a tenant that is there is left as it is."""
        if self._region:
            refuse_elsewhere(tenant, self._region)
        await self._settling.add(tenant, region, documents)

    async def reset_tenant(self, tenant: str, documents: Sequence[DocumentChange]) -> None:
        """Forget everything of a tenant and begin again with `documents` (a demo's reset). Followers are dropped."""
        await self._settling.reset(self._owner(tenant), tenant, documents)

    async def drop_dead(self, tenant: str, seq: int, event_id: str) -> bool:
        """Forget a dead letter; False if there is none of this number and event id."""
        owner, found = self._owner(tenant), False

        async def drop() -> None:
            nonlocal found
            found = await self.ledger.drop_dead(owner.shard.lease, tenant, seq, event_id)

        await owner.do(drop)
        return found

    # --- events and looks -----------------------------------------------------------------------------------------

    async def submit(self, tenant: str, event: Event, event_id: str | None = None) -> Json:
        """The core's reply, after the commit that holds the event's effects; the same again for a repeated `event_id`.

        Raises RequestRefused (nothing changed), LedgerError (not kept: send it again), EngineBug (put aside).
        """
        owner = self._owner(tenant)
        mail = Mail(tenant, event, event_id or self._ports.entropy.take().hex(), known_id=event_id is not None)
        mail.answer = asyncio.get_running_loop().create_future()
        if self._ports.traces.is_on:
            mail.cause = self._ports.traces.here()
        owner.put(mail)
        return await mail.answer

    async def accept(self, tenant: str, event: Event, event_id: str) -> None:
        """Keep an event whose sender cannot repeat it, durable on return; its owner takes it, wherever that is.

        Raises NotFound, LedgerError.
        """
        shard = self._shard(tenant)
        await self.ledger.accept(shard, [(tenant, event_id, event)], self._ports.clock.now_ms())
        owner = self._holdings.owner(shard)
        if owner is not None:
            owner.look_in()

    def read(self, tenant: str) -> Core:
        """The tenant's core, to look at only. It may be ahead of the ledger by two batches: see `settled`."""
        return self._owner(tenant).shard.tenancy(tenant).core

    async def settled(self, tenant: str) -> Core:
        """The tenant's core when no batch is under way: until the caller awaits again, all that it sees is kept."""
        owner = self._owner(tenant)
        await owner.settled()
        return owner.shard.tenancy(tenant).core

    def position(self, tenant: str) -> int:
        """The last committed trace position."""
        return self._owner(tenant).shard.pos

    def lease(self, tenant: str) -> Lease:
        """By which the tenant's records may be written; whoever holds it too late is fenced."""
        return self._owner(tenant).shard.lease

    def meter(self, tenant: str) -> Meter:
        """What the tenant's shard has done since this process took it."""
        return self._owner(tenant).shard.meter

    # --- feeds and streams ----------------------------------------------------------------------------------------

    def subscribe(self, tenant: str, after: int | None = None) -> TraceFeed:
        """Trace rows after `after` (None: from now on) and passing items, until closed or dropped."""
        shard = self._owner(tenant).shard
        return shard.feeds.subscribe(tenant, after, shard.pos)

    def stream(self, tenant: str, recipient: str, after: int = 0) -> CommandStream:
        """Commands of `caller:<dialogue>` or `agent:<agent>` after number `after`, until closed or dropped."""
        return self._owner(tenant).shard.outbox.stream(tenant, recipient, after)

    def acknowledge(self, tenant: str, recipient: str, n: int) -> None:
        """The recipient has everything up to `n`; written with a later batch."""
        self._owner(tenant).shard.outbox.acknowledged(tenant, recipient, n)

    async def unacknowledged(self, tenant: str, recipient: str, limit: int = 500) -> list[Delivery]:
        """What a turn channel answers with: the commands its recipient has not acknowledged."""
        first = await self._owner(tenant).shard.outbox.first_open(tenant, recipient)
        found = await self.ledger.commands_after(tenant, recipient, first - 1, limit)
        return [Delivery(record.n, record.id, record.stored.command, record.content) for record in found]

    # --- ownership ------------------------------------------------------------------------------------------------

    async def _taken(self, tenants: list[str]) -> None:
        if any(tenant not in self._map.tenants for tenant in tenants):
            await self._map.learn()  # another node added it since we looked: the hook is to find it
        await self._hooks.taken(tenants)

    def _own(self, lease: Lease) -> Owner:
        shard = Shard(lease, self.ledger, self._ports, self._factory, name=self._name)
        shard.outbox.perform = self.perform
        return Owner(shard, self._batch)

    def _shard(self, tenant: str) -> int:
        shard = self._map.tenants.get(tenant)
        if shard is None:
            if self._region:
                refuse_elsewhere(tenant, self._region)
            raise NotFound(f"There is no tenant {tenant}.")
        return shard

    def _owner(self, tenant: str) -> Owner:
        return self._owner_of(self._shard(tenant), tenant)

    def _owner_of(self, shard: int, tenant: str) -> Owner:
        owner = self._holdings.owner(shard)
        if owner is None:
            place = self._map.elsewhere(shard)
            raise NotHere(tenant, place.node, place.address) if isinstance(place, There) else NotHere(tenant)
        return owner
