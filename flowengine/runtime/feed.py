"""Live feeds: a bounded queue per subscriber; a slow one is dropped with a reason and comes back by position."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

from flowengine.errors import RequestRefused
from flowengine.ledger.port import Reads
from flowengine.messages import Json
from flowengine.runtime.ports import Outcome

MOST_QUEUED = 2_000
MOST_BEHIND = 20_000  # trace rows; further behind, a fresh snapshot is cheaper
PAGE = 500

Item = TypeVar("Item")


class SubscriberDropped(RequestRefused):
    """The subscriber was cut off: `code` says why (too_slow, reset, stopping)."""

    code = "too_slow"


class Subscription(Generic[Item]):
    """A bounded queue between the owner, who never waits, and one subscriber."""

    def __init__(self, leave: Callable[["Subscription[Item]"], None], limit: int = MOST_QUEUED) -> None:
        self._leave = leave
        self._limit = limit
        self._queue: deque[Item] = deque()
        self._ready = asyncio.Event()
        self._dropped: SubscriberDropped | None = None
        self._closed = False

    def offer(self, item: Item) -> None:
        if self._closed:
            return
        if len(self._queue) >= self._limit:
            self.drop(SubscriberDropped("You read too slowly.", hint="Subscribe again from your last position."))
        else:
            self._queue.append(item)
            self._ready.set()

    def drop(self, why: SubscriberDropped) -> None:
        self._dropped = why
        self.close()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._leave(self)
            self._ready.set()

    async def take(self) -> Item | None:
        """The next item; None once closed; raises SubscriberDropped when cut off."""
        while True:
            if self._dropped is not None:
                raise self._dropped
            if self._closed:
                return None
            if self._queue:
                return self._queue.popleft()
            self._ready.clear()
            await self._ready.wait()


class TraceItem(Struct, frozen=True):
    pos: int
    at_ms: int
    subject_kind: str
    subject: str
    facts: list[tuple[Json, ...]]


class PassingItem(Struct, frozen=True):
    """Something that is shown live and not kept: a position in a queue, for one."""

    item: Json


FeedItem: TypeAlias = TraceItem | PassingItem


class TraceFeed:
    """Rows after `after` from the ledger, then as they are committed. Iterate once; `close` when done."""

    def __init__(self, reads: Reads, tenant: str, after: int, pos: int, subscription: Subscription[FeedItem]) -> None:
        self._reads, self._tenant, self._after = reads, tenant, after
        self.pos = pos  # of the last row committed when the feed began; a snapshot taken then fits to it
        self._subscription = subscription

    def close(self) -> None:
        self._subscription.close()

    async def __aiter__(self) -> AsyncIterator[FeedItem]:
        last = self._after
        while last < self.pos:
            rows = await self._reads.trace_after(self._tenant, last, PAGE)
            rows = [row for row in rows if row.pos <= self.pos]
            for row in rows:
                yield TraceItem(row.pos, row.at_ms, row.subject_kind, row.subject, row.stored.facts)
            if not rows:
                break
            last = rows[-1].pos
        while (item := await self._subscription.take()) is not None:
            # A commit that nobody acknowledged is shown late: these rows were read above by then.
            if isinstance(item, PassingItem) or item.pos > self.pos:
                yield item


class Feeds:
    """Who watches which tenant."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._watching: dict[str, list[Subscription[FeedItem]]] = {}

    def subscribe(self, tenant: str, after: int | None, pos: int) -> TraceFeed:
        """Begin now; `after` None: only what is still to come. `pos`: the shard's last committed position."""
        if after is not None and pos - after > MOST_BEHIND:
            raise SubscriberDropped("You are too far behind.", hint="Take a fresh snapshot.", code="too_far_behind")
        watching = self._watching.setdefault(tenant, [])
        subscription: Subscription[FeedItem] = Subscription(watching.remove)
        watching.append(subscription)
        return TraceFeed(self._reads, tenant, pos if after is None else after, pos, subscription)

    def publish(self, tenant: str, pos: int, outcome: Outcome) -> None:
        """Show a committed outcome whose trace rows follow `pos`."""
        watching = self._watching.get(tenant)
        if not watching:
            return
        items: list[FeedItem] = [
            TraceItem(number, row.at_ms, row.subject_kind, row.subject, list(row.facts))
            for number, row in enumerate(outcome.trace, pos + 1)
        ]
        items.extend(PassingItem(item) for item in outcome.live)
        for subscription in tuple(watching):
            for item in items:
                subscription.offer(item)

    def drop(self, tenant: str, why: SubscriberDropped) -> None:
        for subscription in tuple(self._watching.get(tenant, ())):
            subscription.drop(why)
