"""Timers of a shard: a heap of what comes next; the rows in the ledger are the truth."""

from collections import deque
from collections.abc import Iterable
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple

from flowengine.messages import TimerFired
from flowengine.runtime.mailbox import Mail

LEAST_TIDIED = 1_000  # entries of a heap; below that what was cancelled may lie in it until its time


class TimerKey(NamedTuple):
    tenant: str
    owner_kind: Any  # an OwnerKind
    owner: str
    name: str


Entry = tuple[int, TimerKey, int]  # due_ms, key, generation


class Timers:
    """At most one live timer per key. A timer that was handed out stays live until the commit that ends it.

    Each tenant has a heap of its own and they take turns, so that one whose thousand timers are due at once does not
    keep another's waiting. Heap and table hold the same tuples: 100,000 dialogues have more than 100,000 timers.
    """

    def __init__(self, rows: Iterable[tuple[TimerKey, int, int]] = ()) -> None:
        self._live: dict[TimerKey, Entry] = {key: (due_ms, key, generation) for key, generation, due_ms in rows}
        self._heaps: dict[str, list[Entry]] = {}
        self._first = 0
        for entry in self._live.values():
            self._heaps.setdefault(entry[1].tenant, []).append(entry)
        for heap in self._heaps.values():
            heapify(heap)

    def set(self, key: TimerKey, generation: int, due_ms: int | None) -> None:
        """A change that was kept: due then, or with None gone."""
        if due_ms is None:
            self._live.pop(key, None)
            return
        entry = self._live[key] = (due_ms, key, generation)
        heap = self._heaps.setdefault(key.tenant, [])
        heappush(heap, entry)
        if len(heap) > LEAST_TIDIED and len(heap) > 4 * len(self._live):
            heap[:] = [entry for entry in heap if self._live.get(entry[1]) is entry]
            heapify(heap)

    def next_ms(self) -> int | None:
        """When the next timer of anybody is due."""
        return min((heap[0][0] for heap in list(self._heaps.values()) if self._head(heap)), default=None)

    def _head(self, heap: list[Entry]) -> Entry | None:
        """The tenant's next live timer; what was moved or cancelled is let go of."""
        while heap:
            if self._live.get(heap[0][1]) is heap[0]:
                return heap[0]
            heappop(heap)
        return None

    def take_due(self, now_ms: int, limit: int) -> list[Mail]:
        """Timers that are due, as events; their id is the row's key, so that one generation fires once."""
        taken: list[Mail] = []
        due = deque(self._heaps.values())
        due.rotate(-self._first)  # whoever was first is last the next time
        self._first = (self._first + 1) % max(1, len(due))
        while due and len(taken) < limit:
            heap = due.popleft()
            entry = self._head(heap)
            if entry is not None and entry[0] <= now_ms:
                taken.append(_fired(heappop(heap), now_ms))
                due.append(heap)
        return taken

    def __len__(self) -> int:
        return len(self._live)


def _fired(entry: Entry, now_ms: int) -> Mail:
    due_ms, key, generation = entry
    event = TimerFired(
        owner_kind=key.owner_kind, owner=key.owner, name=key.name, generation=generation, late_ms=now_ms - due_ms
    )
    return Mail(key.tenant, event, f"timer:{key.owner_kind}:{key.owner}:{key.name}:{generation}")
