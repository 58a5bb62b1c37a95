"""What one process has done since it started, as plain numbers: an event costs a few additions and no object."""

from bisect import bisect_left
from collections.abc import Sequence

MS_EDGES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000)
SIZE_EDGES = (1, 2, 4, 8, 16, 32, 64, 128, 256)


class Spread:
    """How often a number lay at or below each edge, with one place more for those above; and their sum."""

    __slots__ = ("counts", "edges", "total")

    def __init__(self, edges: Sequence[int] = MS_EDGES) -> None:
        self.edges = edges
        self.counts = [0] * (len(edges) + 1)
        self.total = 0

    def add(self, value: int) -> None:
        """A clock that was set back gives no negative time."""
        value = max(0, value)
        self.counts[bisect_left(self.edges, value)] += 1
        self.total += value


class NodeMeter:
    """Grows only, but for `store_away` and `committing`. /metrics tells each as api/node_figures.py names it."""

    def __init__(self) -> None:
        self.events = 0  # answered after their commit
        self.refused = 0  # answered with a refusal: nothing changed
        self.batch_size = Spread(SIZE_EDGES)
        self.batch_ms = Spread()  # from a batch's begin until it is durable
        self.commit_ms = Spread()  # the ledger's part of it
        self.mail_ms = Spread()  # how long the oldest event of a batch had waited
        self.timer_ms = Spread()  # how late timers fired
        self.loop_ms = Spread()  # how late the event loop came to what was due
        self.committing = 0  # commits under way now, of all shards: with several, they use each other's waiting
        self.fenced = 0  # commits and renewals refused because the shard has another owner
        self.store_away = False  # whether the ledger failed when it was last asked
        self.store_failures = 0  # of the ledger; each was tried again
        self.inbox = 0  # events taken from the inbox
        self.dead = 0  # events put aside
        self.shed = 0  # events and dialogues turned away because too much was waiting
        self.retries = 0  # further tries of requests to services
        self.failures = 0  # requests to services that came to nothing, the last try too
        self.state_decodes = 0  # dialogue states read from their packed form
        self.claims = 0  # shards taken
        self.lost = 0  # shards given up without wanting to
        self.released = 0  # shards handed back in order
        self.forwarded = 0  # requests passed on to the node that owns their tenant
