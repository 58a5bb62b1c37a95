"""What an owner has done since it took its shard: batches, events and counts, as plain numbers for whoever watches."""

from bisect import bisect_left
from collections.abc import Iterable

from flowengine.ledger.port import Batch

FIRST_PACE = 1_000.0  # events a second, until batches have shown better
LASTING = 0.9  # what a batch leaves of the weight of those before it
BATCH_EDGES_MS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000)


class Meter:
    """Grows only. `took` counts batches by the first edge that they did not exceed, and one place for longer ones."""

    def __init__(self) -> None:
        self.batches = 0
        self.took = [0] * (len(BATCH_EDGES_MS) + 1)
        self.took_ms = 0
        self.events: dict[str, int] = {}  # tenant -> events that were answered
        self.counted: dict[tuple[str, str, str, str], int] = {}  # tenant, contact center, channel, what
        self.shed_arrivals = self.shed_events = 0  # turned away, because too much waits
        self._lately = (0.0, 0.0)  # events and milliseconds of the last batches
        self._last_ms = 1

    def kept(self, batch: Batch, took_ms: int) -> None:
        """A batch was committed, `took_ms` after it was begun."""
        self.batches += 1
        self.took[bisect_left(BATCH_EDGES_MS, took_ms)] += 1
        self.took_ms += max(0, took_ms)
        self._last_ms = max(1, took_ms)
        for row in batch.counters:
            if row.kind == "queue":
                key = (row.tenant, row.contact_center, row.channel, row.what)
                self.counted[key] = self.counted.get(key, 0) + row.n

    def answered(self, tenants: Iterable[str]) -> None:
        """Of each of these tenants one more event of that batch has its answer."""
        n = 0
        for tenant in tenants:
            self.events[tenant] = self.events.get(tenant, 0) + 1
            n += 1
        events, ms = self._lately
        self._lately = (events * LASTING + n, ms * LASTING + self._last_ms)

    def pace(self) -> float:
        """Events a second while there is work: what the last ten batches or so have done."""
        events, ms = self._lately
        return events * 1_000 / ms if events else FIRST_PACE

    def refused(self, *, arrives: bool) -> None:
        """An event was turned away, or a new dialogue."""
        self.shed_arrivals += arrives
        self.shed_events += not arrives
