"""What an owner has done since it took its shard: batches, events and counts, as plain numbers for whoever watches."""

from bisect import bisect_left
from collections.abc import Iterable

from flowengine.ledger.port import Batch

BATCH_EDGES_MS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000)


class Meter:
    """Grows only. `took` counts batches by the first edge that they did not exceed, and one place for longer ones."""

    def __init__(self) -> None:
        self.batches = 0
        self.took = [0] * (len(BATCH_EDGES_MS) + 1)
        self.took_ms = 0
        self.events: dict[str, int] = {}  # tenant -> events that were answered
        self.counted: dict[tuple[str, str, str, str], int] = {}  # tenant, contact center, channel, what

    def kept(self, batch: Batch, took_ms: int) -> None:
        """A batch was committed, `took_ms` after it was begun."""
        self.batches += 1
        self.took[bisect_left(BATCH_EDGES_MS, took_ms)] += 1
        self.took_ms += max(0, took_ms)
        for row in batch.counters:
            if row.kind == "queue":
                key = (row.tenant, row.contact_center, row.channel, row.what)
                self.counted[key] = self.counted.get(key, 0) + row.n

    def answered(self, tenants: Iterable[str]) -> None:
        """Of each of these tenants one more event has its answer."""
        for tenant in tenants:
            self.events[tenant] = self.events.get(tenant, 0) + 1
