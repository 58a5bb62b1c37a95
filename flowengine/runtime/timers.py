"""Timers of a shard: a heap of what comes next; the rows in the ledger are the truth."""

from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple

from flowengine.messages import TimerFired
from flowengine.runtime.mailbox import Mail


class TimerKey(NamedTuple):
    tenant: str
    owner_kind: Any  # an OwnerKind
    owner: str
    name: str


class Timers:
    """At most one live timer per key. A timer that was handed out stays live until the commit that ends it."""

    def __init__(self, rows: Iterable[tuple[TimerKey, int, int]] = ()) -> None:
        self._live = {key: (generation, due_ms) for key, generation, due_ms in rows}
        self._heap = [(due_ms, key, generation) for key, (generation, due_ms) in self._live.items()]
        heapify(self._heap)

    def set(self, key: TimerKey, generation: int, due_ms: int | None) -> None:
        """A change that was kept: due then, or with None gone."""
        if due_ms is None:
            self._live.pop(key, None)
        else:
            self._live[key] = (generation, due_ms)
            heappush(self._heap, (due_ms, key, generation))

    def next_ms(self) -> int | None:
        while self._heap:
            due_ms, key, generation = self._heap[0]
            if self._live.get(key) == (generation, due_ms):
                return due_ms
            heappop(self._heap)
        return None

    def take_due(self, now_ms: int, limit: int) -> list[Mail]:
        """Timers that are due, as events; their id is the row's key, so that one generation fires once."""
        taken: list[Mail] = []
        while len(taken) < limit and (due_ms := self.next_ms()) is not None and due_ms <= now_ms:
            _, key, generation = heappop(self._heap)
            event = TimerFired(
                owner_kind=key.owner_kind,
                owner=key.owner,
                name=key.name,
                generation=generation,
                late_ms=now_ms - due_ms,
            )
            event_id = f"timer:{key.owner_kind}:{key.owner}:{key.name}:{generation}"
            taken.append(Mail(key.tenant, event, event_id))
        return taken

    def __len__(self) -> int:
        return len(self._live)
