"""From trace rows to interval counters: every row can be counted alone, so that nothing is kept and all is recomputed.

A counter stands for 15 minutes of UTC. Kinds, and what `key` is: `queue` "", `skill` a skill that was asked for,
`agent` who was offered or worked, `address` where the dialogue came in, `state` an agent, whose times are nobody's
contact center, and `away` the part of them that is `not_routable`, where `what` is the reason. `contact_center` is
whose agent or queue it was, `home` whose caller it is. What test dialogues did has kinds of its own: `test_queue` and
so on.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

from flowengine.messages import Json
from flowengine.reports.edge import edge_of

INTERVAL_MS = 900_000
LONGEST_SPAN_MS = 31 * 86_400_000  # of a longer one only the last part is counted
KINDS = ("queue", "skill", "agent", "address", "state", "away")
DIALOGUES = (
    "arrived", "ended_self_served", "ended_left_in_flow", "ended_abandoned", "ended_served", "ended_after_queue",
    "ended_transferred", "ended_failed",
)  # fmt: skip  # a list reads better than one item a line
WAITS = (
    "enqueued", "answered", "abandoned", "timed_out", "no_agents", "queue_full", "left", "resumed", "overflowed",
    "transferred",
)  # fmt: skip  # as above
OFFERS = ("offered", "accepted", "declined", "no_answer", "canceled", "connect_failed")
WORK = ("talked", "held", "wrapped", "handled")
STATES = ("idle", "offered", "busy", "wrapping", "draining", "not_routable")
TEST = "test_"  # before the kind
PREFIX = {"counted": "", "tried": TEST}  # word of the trace -> what stands before the kind
WITH_WAITS = frozenset({"answered", "abandoned"})  # these keep the histogram of their waits


class Key(NamedTuple):
    """Which counter; see flowengine/ledger/record.py for its row."""

    kind: str
    start_ms: int
    contact_center: str
    home: str
    channel: str
    key: str
    what: str
    within: int


# A Key as a plain tuple, for it is made for every fact of a busy tenant; so many more; so many milliseconds more.
Counted: TypeAlias = tuple[tuple[str, int, str, str, str, str, str, int], int, int]


class Row(Protocol):
    """A trace row, as it is written or as it is read back."""

    @property
    def at_ms(self) -> int: ...
    @property
    def subject_kind(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def facts(self) -> Sequence[tuple[Json, ...]]: ...


def tally(row: Row) -> Iterable[Counted]:
    """What this row adds to the counters."""
    if row.subject_kind == "contact_center":
        return _counted(row)
    if row.subject_kind == "agent":
        return _spans(row)
    return ()


def _counted(row: Row) -> Iterator[Counted]:
    """Facts `counted`, or `tried`: what, channel, skills, home, agent, ms and, of a whole dialogue, its address.

    A time that is averaged counts where it ends, whole, with what it is divided by.
    """
    start, center = row.at_ms - row.at_ms % INTERVAL_MS, row.subject
    for fact in row.facts:
        if fact[0] not in PREFIX:
            continue
        prefix = PREFIX[fact[0]]
        what, channel, skills, home, agent, ms = fact[1:7]
        if what in DIALOGUES:
            yield (prefix + "address", start, center, home, channel, fact[7], what, 0), 1, ms
            continue
        within = edge_of(ms) if what in WITH_WAITS else 0
        yield (prefix + "queue", start, center, home, channel, "", what, within), 1, ms
        for skill in skills:
            yield (prefix + "skill", start, center, home, channel, skill, what, within), 1, ms
        if agent:
            yield (prefix + "agent", start, center, home, channel, agent, what, 0), 1, ms


def _spans(row: Row) -> Iterator[Counted]:
    """Facts `agent`, state, before, lasted ms and perhaps why: the time in a state is shared out to the intervals that
    it touches."""
    for fact in row.facts:
        if fact[0] == "agent" and len(fact) > 3:
            before, lasted_ms = fact[2:4]
            if before in STATES and lasted_ms > 0:
                yield from _span(("state", row.subject, before), row.at_ms, lasted_ms)
                if len(fact) > 4 and fact[4]:
                    yield from _span(("away", row.subject, fact[4]), row.at_ms, lasted_ms)


def _span(of: tuple[str, str, str], end: int, lasted_ms: int) -> Iterator[Counted]:
    kind, agent, what = of
    at = end - min(lasted_ms, LONGEST_SPAN_MS)
    while at < end:
        start = at - at % INTERVAL_MS
        until = min(end, start + INTERVAL_MS)
        yield (kind, start, "", "", "", agent, what, 0), int(until == end), until - at
        at = until


def totals(rows: Iterable[Row]) -> dict[Key, tuple[int, int]]:
    """All that these rows add up to."""
    found: dict[Key, tuple[int, int]] = {}
    for row in rows:
        for counter, n, ms in tally(row):
            key = Key(*counter)
            before: Any = found.get(key, (0, 0))
            found[key] = (before[0] + n, before[1] + ms)
    return found
