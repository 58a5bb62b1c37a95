"""Command streams, one per recipient: gapless numbers; a reconnect goes on from the last number that was seen."""

from collections.abc import AsyncIterator, Callable, Mapping

from msgspec import Struct

from flowengine.ledger.port import CommandRecord, Reads
from flowengine.ledger.record import Mark, content_reference
from flowengine.messages import Command, Json
from flowengine.runtime.feed import PAGE, SubscriberDropped, Subscription
from flowengine.runtime.ports import OutgoingCommand

SERVICE = "service:"


class Delivery(Struct, frozen=True):
    """One command for its recipient. `content` is the body of the record it refers to, None if none or erased."""

    n: int
    id: str
    command: Command
    content: Json = None
    resolved: bool = True


class CommandStream:
    """Commands of one recipient after `after`, each once and in order, without end. Iterate once; `close` when done."""

    def __init__(self, outbox: "Outbox", key: tuple[str, str], after: int, live: Subscription[Delivery]) -> None:
        self._outbox, self._key, self._last, self._live = outbox, key, after, live

    def close(self) -> None:
        self._live.close()

    async def __aiter__(self) -> AsyncIterator[Delivery]:
        async for delivery in self._missed(None):
            yield self._hand(delivery)
        while (item := await self._live.take()) is not None:
            if item.n <= self._last:
                continue
            if item.n == self._last + 1 and item.resolved:
                yield self._hand(item)
                continue
            # Its content is older than its batch: the ledger joins them.
            async for delivery in self._missed(item.n):
                yield self._hand(delivery)

    def _hand(self, delivery: Delivery) -> Delivery:
        self._last = delivery.n
        self._outbox.sent(self._key, delivery.n)
        return delivery

    async def _missed(self, until: int | None) -> AsyncIterator[Delivery]:
        while True:
            found: list[CommandRecord] = await self._outbox.reads.commands_after(*self._key, self._last, PAGE)
            for record in found:
                if until is None or record.n <= until:
                    yield Delivery(record.n, record.id, record.stored.command, record.content)
            if len(found) < PAGE or (until is not None and found[-1].n >= until):
                return


class Outbox:
    """Who takes whose commands, and what was sent and acknowledged since the last batch said so."""

    def __init__(self, reads: Reads) -> None:
        self.reads = reads
        self.perform: Callable[[str, Delivery], None] | None = None  # takes every command of a stream `service:…`
        self._takers: dict[tuple[str, str], list[Subscription[Delivery]]] = {}
        self._sent: dict[tuple[str, str], tuple[int, int]] = {}  # marked up to, sent up to
        self._acknowledged: dict[tuple[str, str], tuple[int, int]] = {}

    def stream(self, tenant: str, recipient: str, after: int) -> CommandStream:
        key = (tenant, recipient)
        takers = self._takers.setdefault(key, [])

        def leave(gone: Subscription[Delivery]) -> None:
            takers.remove(gone)
            if not takers:
                self._takers.pop(key, None)

        live: Subscription[Delivery] = Subscription(leave)
        takers.append(live)
        return CommandStream(self, key, after, live)

    def publish(self, tenant: str, out: OutgoingCommand, contents: Mapping[tuple[str, str, int], Json]) -> None:
        """Hand a committed command to whoever takes this stream; `contents` are the records of its batch."""
        takers = self._takers.get((tenant, out.recipient), ())
        performs = self.perform if out.recipient.startswith(SERVICE) else None
        if not takers and performs is None:
            return
        reference = content_reference(out.command)
        key = (tenant, *reference) if reference else None
        delivery = Delivery(
            out.n, out.id, out.command, contents.get(key) if key else None, key is None or key in contents
        )
        for taker in tuple(takers):
            taker.offer(delivery)
        if performs is not None:
            performs(tenant, delivery)

    def drop(self, tenant: str, why: SubscriberDropped) -> None:
        for key, takers in tuple(self._takers.items()):
            if key[0] == tenant:
                for taker in tuple(takers):
                    taker.drop(why)

    def forget(self, tenant: str) -> None:
        """The tenant's streams begin anew."""
        for marks in (self._sent, self._acknowledged):
            for key in [key for key in marks if key[0] == tenant]:
                del marks[key]

    def sent(self, key: tuple[str, str], n: int) -> None:
        marked, last = self._sent.get(key, (0, 0))
        self._sent[key] = (marked, max(last, n))

    def acknowledged(self, tenant: str, recipient: str, n: int) -> None:
        marked, last = self._acknowledged.get((tenant, recipient), (0, 0))
        self._acknowledged[tenant, recipient] = (marked, max(last, n))

    async def first_open(self, tenant: str, recipient: str) -> int:
        """The first number that was not acknowledged."""
        known = self._acknowledged.get((tenant, recipient), (0, 0))[1]
        return max(known + 1, await self.reads.first_unacknowledged(tenant, recipient))

    def take_marks(self, shard: int, tenants: frozenset[str], at_ms: int) -> tuple[list[Mark], list[Mark]]:
        """(sent, acknowledged) of these tenants since the last call."""
        return self._marks(self._sent, shard, tenants, at_ms), self._marks(self._acknowledged, shard, tenants, at_ms)

    def _marks(
        self, marks: dict[tuple[str, str], tuple[int, int]], shard: int, tenants: frozenset[str], at_ms: int
    ) -> list[Mark]:
        found = []
        for key, (marked, last) in tuple(marks.items()):
            if key[0] not in tenants:
                continue
            if last > marked:
                found.append(Mark(at_ms, shard, *key, marked + 1, last))
                marks[key] = (last, last)
            elif key not in self._takers:
                del marks[key]  # nobody listens any more: remembering it would cost memory for ever
        return found
