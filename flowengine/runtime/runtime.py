"""The engine as others use it: submit events, read tenants, follow feeds and command streams."""

import asyncio
from collections.abc import Callable, Sequence
from hashlib import blake2b

from flowengine.errors import LedgerError, NotFound
from flowengine.ledger.port import SHARDS, Ledger
from flowengine.ledger.record import DocumentRow, StoredDocument, pack
from flowengine.messages import Event, Json
from flowengine.runtime.batch import Shard
from flowengine.runtime.feed import SubscriberDropped, TraceFeed
from flowengine.runtime.mailbox import Mail
from flowengine.runtime.meter import Meter
from flowengine.runtime.outbox import CommandStream, Delivery
from flowengine.runtime.owner import BATCH, Owner
from flowengine.runtime.ports import Core, CoreFactory, DocumentChange, Ports


def shard_for(tenant: str) -> int:
    """The shard of a new tenant; an old one stays where its row says."""
    return int.from_bytes(blake2b(tenant.encode(), digest_size=2).digest(), "big") % SHARDS


class Runtime:
    """Owns every shard that has a tenant. `start` first, `stop` last; all calls on one event loop."""

    def __init__(
        self, ledger: Ledger, ports: Ports, factory: CoreFactory, *, name: str = "local", batch: int = BATCH
    ) -> None:
        """`batch`: the most events of one transaction; 1 is for comparison only."""
        self.ledger = ledger
        self._ports, self._factory, self._name, self._batch = ports, factory, name, batch
        self._owners: dict[int, Owner] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._places: dict[str, int] = {}
        self.perform: Callable[[str, Delivery], None] | None = None  # set before `start`: takes commands to services

    async def start(self) -> None:
        """Claim and recover every shard that has a tenant. Raises LedgerError."""
        self._places = await self.ledger.tenants()
        for shard in sorted(set(self._places.values())):
            await self._own(shard)

    async def stop(self) -> None:
        """Finish what was taken, say good-bye to followers, release the shards. The ledger stays open."""
        for owner in self._owners.values():
            owner.stop()
        for shard, task in self._tasks.items():
            await task
            await self.ledger.release(self._owners[shard].shard.lease)
        gone = SubscriberDropped("The server is stopping.", hint="Connect again in a moment.", code="stopping")
        for tenant in self._places:
            self._drop(tenant, gone)
        self._owners.clear()
        self._tasks.clear()

    @property
    def failures(self) -> list[str]:
        """Why shards are not served, in words; empty when all is well."""
        return [str(owner.failure) for owner in self._owners.values() if owner.failure is not None]

    # --- tenants --------------------------------------------------------------------------------------------------

    def has_tenant(self, tenant: str) -> bool:
        """Whether the tenant has its place here."""
        return tenant in self._places

    async def add_tenant(self, tenant: str, region: str, documents: Sequence[DocumentChange] = ()) -> None:
        """Give a new tenant its place, and its first documents; a tenant that is there is left as it is."""
        if tenant in self._places:
            return
        place = shard_for(tenant)
        if place not in self._owners:
            await self._own(place)
        shard = self._owners[place].shard

        async def move_in() -> None:
            # The documents first: a tenant that has its place is never seeded again.
            draft = shard.draft()
            draft.batch.documents = _rows(place, tenant, documents)
            await shard.keep(draft)
            await self.ledger.add_tenant(tenant, region, place)
            await shard.reload()

        await self._owners[place].do(move_in)
        self._places[tenant] = place

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
        self._drop(tenant, SubscriberDropped("The tenant was reset.", hint="Begin anew.", code="reset"))

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

    async def _own(self, number: int) -> None:
        lease = await self.ledger.claim(number, self._name, self._ports.clock.now_ms())
        owner = Owner(Shard(lease, self.ledger, self._ports, self._factory), self._batch)
        owner.shard.outbox.perform = self.perform
        await owner.recover()
        self._owners[number] = owner
        self._tasks[number] = asyncio.create_task(owner.run(), name=f"owner of shard {number}")

    def _owner(self, tenant: str) -> Owner:
        place = self._places.get(tenant)
        if place is None:
            raise NotFound(f"There is no tenant {tenant}.")
        owner = self._owners.get(place)
        if owner is None:
            raise LedgerError("The server is starting or stopping; try again in a moment.")
        return owner

    def _drop(self, tenant: str, why: SubscriberDropped) -> None:
        owner = self._owners.get(self._places[tenant])
        if owner is not None:
            owner.shard.feeds.drop(tenant, why)
            owner.shard.outbox.drop(tenant, why)


def _rows(shard: int, tenant: str, documents: Sequence[DocumentChange]) -> list[DocumentRow]:
    return [
        DocumentRow(shard, tenant, each.kind, each.key, each.version, each.hash, pack(StoredDocument(1, each.body)))
        for each in documents
    ]
