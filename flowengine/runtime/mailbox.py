"""Mailboxes of a shard's tenants: what arrived and waits for its owner, bounded, and taken in turn."""

import asyncio
from collections import deque
from math import ceil
from typing import Any

from flowengine.errors import Overloaded, RequestRefused
from flowengine.messages import DialogueArrived, Event, Json
from flowengine.runtime.meter import Meter

MOST_OF_TENANT = 10_000  # events that wait: some three seconds of work, and nobody waits longer for an answer
MOST_ARRIVALS_OF_TENANT = 2_500  # so long a queue takes in no new dialogue: first of all those that are on go on
MOST_OF_SHARD = 20_000
MOST_ARRIVALS_OF_SHARD = 5_000
SOONEST_S, LATEST_S = 1, 30  # that anybody is asked to come back
INBOX = ""  # the place in the turn of what the ledger's inbox holds: no tenant has this name


class Mail:
    """One event on its way. `known_id` says that the sender named it and may send it again."""

    __slots__ = ("answer", "at_ms", "cause", "event", "event_id", "inbox_seq", "kept", "known_id", "refusal", "tenant")

    def __init__(self, tenant: str, event: Event, event_id: str, *, known_id: bool = False, inbox_seq: int = 0) -> None:
        self.tenant = tenant
        self.event = event
        self.event_id = event_id
        self.known_id = known_id
        self.inbox_seq = inbox_seq
        self.answer: asyncio.Future[Json] | None = None
        self.refusal: RequestRefused | None = None
        self.kept = False  # the commit that holds its effects is durable
        self.at_ms = 0  # when it was put into its mailbox
        self.cause: Any = None  # the trace that it belongs to, if traces are kept

    def reply(self, reply: Json) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_result(reply)

    def fail(self, error: Exception) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(error)


class Mailboxes:
    """One queue per tenant; `take` serves the tenants in turn, one event each.

    INVARIANT: with T tenants waiting, the n-th event of a tenant is among the next n*T that are taken, however many the
    others sent (tests/runtime/test_mailbox.py). What the inbox holds is durable already: it is never refused, and is
    taken in its own order, because a batch ends the inbox up to a number.
    """

    def __init__(self, meter: Meter | None = None) -> None:
        self._meter = meter or Meter()
        self._queues: dict[str, deque[Mail]] = {}
        self._turn: deque[str] = deque()  # who has mail, in the order they are served
        self._size = 0

    def put(self, mail: Mail) -> None:
        """Raises Overloaded."""
        place = INBOX if mail.inbox_seq else mail.tenant
        queue = self._queues.get(place)
        if not mail.inbox_seq:
            self._refuse_if_full(mail, len(queue) if queue else 0)
        if queue is None:
            queue = self._queues[place] = deque()
            self._turn.append(place)
        queue.append(mail)
        self._size += 1

    def take(self, limit: int) -> list[Mail]:
        taken: list[Mail] = []
        while self._turn and len(taken) < limit:
            place = self._turn.popleft()
            queue = self._queues[place]
            taken.append(queue.popleft())
            if queue:
                self._turn.append(place)
            else:
                del self._queues[place]
        self._size -= len(taken)
        return taken

    def _refuse_if_full(self, mail: Mail, waiting: int) -> None:
        """Two limits: new dialogues are turned away long before an event of one that is on. A full shard refuses
        those who have more than their share of it, and nobody else."""
        arrives = isinstance(mail.event, DialogueArrived)
        own, shard = (MOST_ARRIVALS_OF_TENANT, MOST_ARRIVALS_OF_SHARD) if arrives else (MOST_OF_TENANT, MOST_OF_SHARD)
        limit = own if self._size < shard else min(own, shard // len(self._turn))
        if waiting < limit:
            return
        self._meter.refused(arrives=arrives)
        what = "No new dialogue is taken just now" if arrives else "The event was not taken"
        raise Overloaded(
            f"{what}: {waiting:,} of this tenant wait already.", retry_after_s=self._wait_s(waiting, limit)
        )

    def _wait_s(self, waiting: int, limit: int) -> int:
        """Until half of the limit is free, at the pace of the last batches and with the others' turns."""
        ahead = (waiting - limit // 2) * len(self._turn)
        return ceil(min(max(ahead / self._meter.pace(), SOONEST_S), LATEST_S))

    def oldest_ms(self, now_ms: int) -> int:
        """When the event was put in that waits longest; `now_ms` if none waits."""
        return min((queue[0].at_ms for queue in self._queues.values()), default=now_ms)

    def __bool__(self) -> bool:
        return bool(self._turn)

    def __len__(self) -> int:
        return self._size
