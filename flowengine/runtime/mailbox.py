"""Mailboxes of a shard's tenants: what arrived and waits for its owner, taken in turn."""

import asyncio
from collections import deque

from flowengine.errors import RequestRefused
from flowengine.messages import Event, Json

MOST_WAITING = 20_000  # per tenant; beyond it the sender is told to come back


class Mail:
    """One event on its way. `known_id` says that the sender named it and may send it again."""

    __slots__ = ("answer", "event", "event_id", "inbox_seq", "known_id", "refusal", "tenant")

    def __init__(self, tenant: str, event: Event, event_id: str, *, known_id: bool = False, inbox_seq: int = 0) -> None:
        self.tenant = tenant
        self.event = event
        self.event_id = event_id
        self.known_id = known_id
        self.inbox_seq = inbox_seq
        self.answer: asyncio.Future[Json] | None = None
        self.refusal: RequestRefused | None = None

    def reply(self, reply: Json) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_result(reply)

    def fail(self, error: Exception) -> None:
        if self.answer is not None and not self.answer.done():
            self.answer.set_exception(error)


class Mailboxes:
    """One queue per tenant; `take` serves the tenants in turn, so that a busy one cannot starve another."""

    def __init__(self) -> None:
        self._queues: dict[str, deque[Mail]] = {}
        self._turn: deque[str] = deque()  # tenants that have mail, in the order they are served

    def put(self, mail: Mail) -> None:
        queue = self._queues.setdefault(mail.tenant, deque())
        if len(queue) >= MOST_WAITING:
            raise RequestRefused("Too many events are waiting.", hint="Send it again in a moment.", code="overloaded")
        if not queue:
            self._turn.append(mail.tenant)
        queue.append(mail)

    def take(self, limit: int) -> list[Mail]:
        taken: list[Mail] = []
        while self._turn and len(taken) < limit:
            tenant = self._turn.popleft()
            queue = self._queues[tenant]
            taken.append(queue.popleft())
            if queue:
                self._turn.append(tenant)
        return taken

    def __bool__(self) -> bool:
        return bool(self._turn)
