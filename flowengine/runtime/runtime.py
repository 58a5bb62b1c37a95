"""The engine as others use it: submit events, read tenants, follow feeds and command streams."""

import asyncio
from collections.abc import Callable, Sequence
from hashlib import blake2b

from flowengine.errors import NotFound, NotHere
from flowengine.ledger.port import SHARDS, Lease, Ledger
from flowengine.ledger.record import DocumentRow, StoredDocument, pack
from flowengine.messages import Event, Json
from flowengine.runtime.batch import Shard
from flowengine.runtime.feed import SubscriberDropped, TraceFeed
from flowengine.runtime.holdings import Holdings
from flowengine.runtime.hooks import Hooks
from flowengine.runtime.mailbox import Mail
from flowengine.runtime.meter import Meter
from flowengine.runtime.node_now import NodeNow, now_of
from flowengine.runtime.outbox import CommandStream, Delivery
from flowengine.runtime.owner import BATCH, Owner
from flowengine.runtime.place import HERE, NOWHERE, Place
from flowengine.runtime.ports import Core, CoreFactory, DocumentChange, Ports


def shard_for(tenant: str) -> int:
    """The shard of a new tenant; an old one stays where its row says."""
    return int.from_bytes(blake2b(tenant.encode(), digest_size=2).digest(), "big") % SHARDS


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
        hooks: Hooks | None = None,
    ) -> None:
        """`name`: this node's, its own in the cell; `batch`: the most events of one transaction; 1 is for comparison
        only."""
        self.ledger = ledger
        self._ports, self._factory, self._batch, self._name = ports, factory, batch, name
        self._holdings = Holdings(ledger, ports, name, self._own, hooks or Hooks())
        self._places: dict[str, int] = {}
        self.perform: Callable[[str, Delivery], None] | None = None  # set before `start`: takes commands to services
        self.is_ready = False  # whether this node takes part: from `start` until it drains

    async def start(self) -> None:
        """Take part: claim and recover what is ours to serve. Raises LedgerError."""
        self._places = await self.ledger.tenants()
        for shard in sorted(set(self._places.values())):
            await self._holdings.take(shard)
        self.is_ready = True

    async def drain(self) -> None:
        """Finish what was taken, give every shard back, claim none until `resume`."""
        self.is_ready = False
        await asyncio.gather(*(self._holdings.let_go(shard, "The server is stopping.") for shard in self._holdings))

    async def resume(self) -> None:
        """Take part again."""
        await self.start()

    async def stop(self) -> None:
        """Drain, and say good-bye. The ledger stays open."""
        await self.drain()

    async def release_shard(self, shard: int) -> None:
        """Finish what was taken, and leave the shard to the others."""
        await self._holdings.let_go(shard, "The tenant moves to another server.")

    @property
    def failures(self) -> list[str]:
        """Why shards are not served, in words; empty when all is well."""
        return [str(error) for error in self._holdings.dropped.values()]

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
        return [tenant for tenant, shard in self._places.items() if self._holdings.is_open(shard)]

    def place(self, tenant: str) -> Place | None:
        """Who answers for the tenant; None if there is no such tenant."""
        shard = self._places.get(tenant)
        if shard is None:
            return None
        return HERE if self._holdings.is_open(shard) else NOWHERE

    def has_tenant(self, tenant: str) -> bool:
        """Whether there is such a tenant, here or elsewhere."""
        return tenant in self._places

    async def add_tenant(self, tenant: str, region: str, documents: Sequence[DocumentChange] = ()) -> None:
        """Give a new tenant its place, and its first documents; a tenant that is there is left as it is."""
        if tenant in self._places:
            return
        place = shard_for(tenant)
        await self._holdings.take(place)
        owner = self._owner_of(place, tenant)
        shard = owner.shard

        async def move_in() -> None:
            # The documents first: a tenant that has its place is never seeded again.
            draft = shard.draft()
            draft.batch.documents = _rows(place, tenant, documents)
            await shard.keep(draft)
            await self.ledger.add_tenant(tenant, region, place)

        await owner.do(move_in)
        self._places[tenant] = place
        await self._holdings.welcome(place)

    async def reset_tenant(self, tenant: str, documents: Sequence[DocumentChange]) -> None:
        """Forget everything of a tenant and begin again with `documents` (a demo's reset). Followers are dropped."""
        owner = self._owner(tenant)
        shard = owner.shard

        async def reset() -> None:
            await self.ledger.wipe_tenant(shard.lease, tenant, _rows(shard.lease.shard, tenant, documents))
            shard.replies.forget()
            shard.outbox.forget(tenant)
            await shard.reload()

        await owner.do(reset)
        anew = SubscriberDropped("The tenant was reset.", hint="Begin anew.", code="reset")
        shard.feeds.drop(tenant, anew)
        shard.outbox.drop(tenant, anew)

    # --- events and looks -----------------------------------------------------------------------------------------

    async def submit(self, tenant: str, event: Event, event_id: str | None = None) -> Json:
        """The core's reply, after the commit that holds the event's effects; the same again for a repeated `event_id`.

        Raises RequestRefused (nothing changed), LedgerError (not kept: send it again), EngineBug (put aside).
        """
        owner = self._owner(tenant)
        mail = Mail(tenant, event, event_id or self._ports.entropy.take().hex(), known_id=event_id is not None)
        mail.answer = asyncio.get_running_loop().create_future()
        owner.put(mail)
        return await mail.answer

    def read(self, tenant: str) -> Core:
        """The tenant's core, to look at only. It may be ahead of the ledger by the batch under way: see `settled`."""
        return self._owner(tenant).shard.tenancy(tenant).core

    async def settled(self, tenant: str) -> Core:
        """The tenant's core when no batch is under way: until the caller awaits again, all that it sees is kept."""
        owner = self._owner(tenant)
        await owner.settled()
        return owner.shard.tenancy(tenant).core

    def position(self, tenant: str) -> int:
        """The last committed trace position."""
        return self._owner(tenant).shard.pos

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

    def _own(self, lease: Lease) -> Owner:
        owner = Owner(Shard(lease, self.ledger, self._ports, self._factory, name=self._name), self._batch)
        owner.shard.outbox.perform = self.perform
        return owner

    def _owner(self, tenant: str) -> Owner:
        place = self._places.get(tenant)
        if place is None:
            raise NotFound(f"There is no tenant {tenant}.")
        return self._owner_of(place, tenant)

    def _owner_of(self, place: int, tenant: str) -> Owner:
        owner = self._holdings.owner(place)
        if owner is None:
            raise NotHere(tenant)
        return owner


def _rows(shard: int, tenant: str, documents: Sequence[DocumentChange]) -> list[DocumentRow]:
    return [
        DocumentRow(shard, tenant, each.kind, each.key, each.version, each.hash, pack(StoredDocument(1, each.body)))
        for each in documents
    ]
