"""The track of a dialogue: the ways that it took, its queues and its end, read from its trace; and where two part."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

Facts = Iterable[Sequence[Any]]
AGAIN = "asks again"


class Way(NamedTuple):
    """A node that was left, and how; the last one of a track says how it ended, or where it stands."""

    environment: str
    flow: str
    node: str
    outcome: str


class Track(Struct, frozen=True):
    """`ended`: reason and by whom, or where it stands. `queue`: the last contact center for whose agents it waited."""

    ways: tuple[Way, ...]
    ended: str
    queue: str


class Parting(Struct, frozen=True):
    """The node at which two tracks part, and by which outcome each left it; `then` is how each went on to its end.

    An outcome that is the same but leads elsewhere is told with where it leads: `done → other_node`. `rejoins`: every
    later way of the one before is taken by the other too, in the same order, to the same end.
    """

    environment: str
    flow: str
    node: str
    before: str
    now: str
    then_before: tuple[str, str]
    then_now: tuple[str, str]
    rejoins: bool


def track_of(rows: Iterable[Facts], stopped: str = "") -> Track:
    """`rows`: the facts of each event, in order; `stopped`: why the dialogue cannot be followed further, if so.

    What is played while somebody waits in a queue is not part of it, but for what the caller answers there.
    """
    reading = _Reading()
    for facts in rows:
        reading.row(list(facts))
    return reading.track(stopped)


class _Reading:
    """The track as it grows."""

    def __init__(self) -> None:
        self.ways: list[Way] = []
        self.here = ("", "", "")  # the node at which it waits, or which was left last
        self.stands = "stands"
        self.in_line = ""  # the key of the node that waits in a queue
        self.ended = self.queue = ""

    def row(self, facts: list[Sequence[Any]]) -> None:
        """What one event brought. An answer that leads nowhere is told too: elsewhere it may be taken."""
        words = {fact[0] for fact in facts}
        known, asked_in_line = len(self.ways), bool(self.in_line)
        answered = False  # by the caller, and the step that asked is about to be left
        for fact in facts:
            answered = answered or fact[0] == "heard"
            self._take(fact, answered=answered)
            answered = answered and fact[0] != "went"
        if words & {"heard", "silent"} and len(self.ways) == known and not asked_in_line:
            self.ways.append(Way(*self.here, AGAIN))

    def _take(self, fact: Sequence[Any], *, answered: bool) -> None:
        match fact:
            case ["waits", key, *_]:
                self._at(key)
                self.stands = "waits"
            case ["went", key, outcome, *_]:
                if not self.in_line or key == self.in_line or answered:
                    self._at(key)
                    self.ways.append(Way(*self.here, outcome))
                    self.in_line = "" if key == self.in_line else self.in_line
            case ["key", key, pressed]:
                self._at(key)
                self.ways.append(Way(*self.here, f"key {pressed}"))
            case ["queued", center, skills, priority, *_]:
                self.queue, self.in_line, self.stands = center, "/".join(self.here), "is queued"
                self.ways.append(Way(*self.here, _asked_of(center, skills, priority)))
            case ["connected", *_]:
                self.in_line, self.stands = "", "talks"
            case ["left_queue", *_]:
                self.in_line = ""
            case ["ended", reason, _, by, *_]:
                self.ended = f"{reason} by {by}"

    def _at(self, key: str) -> None:
        environment, flow, node = str(key).split("/")
        if not self.in_line or key == self.in_line:
            self.here = (environment, flow, node)

    def track(self, stopped: str) -> Track:
        last = self.ended or stopped or self.stands
        told = self.ended or (f"{last} at {'/'.join(self.here)}" if self.here[0] else "does not begin")
        return Track((*self.ways, Way(*self.here, f"ends: {last}" if self.ended else last)), told, self.queue)


def _asked_of(center: str, skills: dict[str, int], priority: int) -> str:
    asked = "".join(f", {name} {level}" for name, level in sorted(skills.items()))
    return f"queues in {center}{asked}, priority {priority}"


def parting_of(before: Track, now: Track) -> Parting | None:
    """Where `now` leaves the way of `before`; None: it never does."""
    if before.ways == now.ways:
        return None
    pairs = zip(before.ways, now.ways, strict=False)
    at = next((index for index, (one, other) in enumerate(pairs) if one != other), 0)
    was, is_ = before.ways[at], now.ways[at]
    if was[:3] == is_[:3]:
        place, outcomes = was[:3], (was.outcome, is_.outcome)
    elif at == 0:
        place, outcomes = (was.environment, was.flow, ""), (f"begins at {_short(was)}", f"begins at {_short(is_)}")
    else:
        last = before.ways[at - 1]
        place = last[:3]
        outcomes = (f"{last.outcome} → {_short(was, last)}", f"{last.outcome} → {_short(is_, last)}")
    ends = (before.ended, before.queue), (now.ended, now.queue)
    return Parting(*place, *outcomes, *ends, _follows(before.ways[at:], now.ways[at:]))


def _short(way: Way, seen_from: Way | None = None) -> str:
    """A node by the shortest name that is clear from there."""
    if seen_from is not None and way[:2] == seen_from[:2]:
        return way.node
    return f"{way.environment}/{way.flow}/{way.node}"


def _follows(wanted: Sequence[Way], ways: Sequence[Way]) -> bool:
    """Whether all of `wanted` stands in `ways`, in that order."""
    left = iter(ways)
    return all(any(way == other for other in left) for way in wanted)
