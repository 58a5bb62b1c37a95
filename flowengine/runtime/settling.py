"""Gives a new tenant its place in the cell, and a tenant that is reset its beginning."""

import asyncio
from collections.abc import Sequence
from hashlib import blake2b

from flowengine.errors import Busy, LedgerError
from flowengine.ledger.port import SHARDS, Ledger
from flowengine.ledger.record import DocumentRow, StoredDocument, pack
from flowengine.runtime.cell_map import CellMap
from flowengine.runtime.feed import SubscriberDropped
from flowengine.runtime.holdings import Holdings
from flowengine.runtime.owner import Owner
from flowengine.runtime.place import There
from flowengine.runtime.ports import Clock, DocumentChange

TRIES, AGAIN_MS = 20, 100  # how often, and how long in between, a shard that is just being taken is waited for


def shard_for(tenant: str) -> int:
    """The shard of a new tenant; an old one stays where its row says."""
    return int.from_bytes(blake2b(tenant.encode(), digest_size=2).digest(), "big") % SHARDS


class Settling:
    """A tenant is added where it is asked for: in a shard that this node can have."""

    def __init__(self, ledger: Ledger, clock: Clock, holdings: Holdings, known: CellMap) -> None:
        self._ledger, self._clock, self._holdings, self._map = ledger, clock, holdings, known

    async def add(self, tenant: str, region: str, documents: Sequence[DocumentChange]) -> None:
        """A tenant that is there is left as it is. Raises LedgerError."""
        if tenant in self._map.tenants:
            return
        shard = await self._place_for(tenant)
        if shard is None:
            return
        owner = self._holdings.owner(shard)
        if owner is None:
            raise LedgerError("The shard of the new tenant was lost; add the tenant again.")

        is_new = False

        async def move_in() -> None:
            # Place and documents at once: neither is there without the other, whoever else adds the tenant meanwhile.
            nonlocal is_new
            is_new = await self._ledger.settle_tenant(
                owner.shard.lease, tenant, region, _rows(shard, tenant, documents)
            )

        await owner.do(move_in)
        await self._map.learn()
        if is_new:
            await self._holdings.welcome(shard)
        else:
            await self._leave_empty(shard)

    async def _place_for(self, tenant: str) -> int | None:
        """A shard of ours: the one that the name gives, or the next that no other node serves.

        None if somebody has added the tenant meanwhile.
        """
        for number in range(SHARDS):
            shard = (shard_for(tenant) + number) % SHARDS
            if isinstance(self._map.elsewhere(shard), There):
                continue
            for _ in range(TRIES):
                try:
                    await self._holdings.take(shard)
                except Busy:  # for the same tenant, perhaps: then it is there in a moment
                    await self._pause()
                await self._map.learn()
                if tenant in self._map.tenants:
                    await self._leave_empty(shard)
                    return None
                if shard in self._holdings:
                    return shard
        raise LedgerError("Every shard is served by another node; add the tenant at one of them.")

    async def _leave_empty(self, shard: int) -> None:
        """Somebody else may want a shard in which nobody lives."""
        if shard not in self._map.shards():
            await self._holdings.let_go(shard, "The shard is empty.")

    async def _pause(self) -> None:
        over = asyncio.Event()
        self._clock.call_at(self._clock.now_ms() + AGAIN_MS, over.set)
        await over.wait()

    async def reset(self, owner: Owner, tenant: str, documents: Sequence[DocumentChange]) -> None:
        """Leave nothing of the tenant but its place and these documents. Raises LedgerError."""
        shard = owner.shard

        async def begin_anew() -> None:
            await self._ledger.wipe_tenant(shard.lease, tenant, _rows(shard.lease.shard, tenant, documents))
            shard.replies.forget()
            shard.outbox.forget(tenant)
            await shard.reload()

        await owner.do(begin_anew)
        anew = SubscriberDropped("The tenant was reset.", hint="Begin anew.", code="reset")
        shard.feeds.drop(tenant, anew)
        shard.outbox.drop(tenant, anew)


def _rows(shard: int, tenant: str, documents: Sequence[DocumentChange]) -> list[DocumentRow]:
    return [
        DocumentRow(shard, tenant, each.kind, each.key, each.version, each.hash, pack(StoredDocument(1, each.body)))
        for each in documents
    ]
