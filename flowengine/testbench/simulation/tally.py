"""What is counted on a simulated day, by contact center, skill and interval: the facts that reports are made of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from flowengine.switchboard.outcome import TraceFacts

STATES = ("idle", "offered", "busy", "wrapping", "draining", "not_routable")
_STATE = {word: n for n, word in enumerate(STATES)}
_LEFT = ("timed_out", "no_agents", "queue_full", "left")
_WAIT_OVER = frozenset({"answered", "abandoned", *_LEFT})
_WORK = frozenset({"handled", "offered", "no_answer"})
Key: TypeAlias = tuple[str, str, str]  # contact_center, skill or group; whose; which


def _groups(whose: str, skills: Sequence[str]) -> tuple[Key, ...]:
    """The groups in which something of this contact center counts."""
    own = ("contact_center", whose, "")
    return (own, *[("skill", whose, skill) for skill in skills]) if skills else (own,)


class Cell(Struct):
    """One interval of one group. Times in milliseconds; `*_within` by the service level's threshold."""

    enqueued: int = 0
    answered: int = 0
    answered_ms: int = 0
    answered_within: int = 0
    abandoned: int = 0
    abandoned_ms: int = 0
    abandoned_within: int = 0
    abandoned_short: int = 0
    left: int = 0
    handled: int = 0
    handled_ms: int = 0
    rung: int = 0
    no_answer: int = 0
    waiting_ms: int = 0
    waiting_most: int = 0
    state_ms: list[int] = []

    def add(self, other: "Cell") -> None:
        """Both together; of the longest line the longer one."""
        for name in ADDED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.waiting_most = max(self.waiting_most, other.waiting_most)
        self.state_ms = [a + b for a, b in zip(self.state_ms or _NONE, other.state_ms or _NONE, strict=True)]


_NONE = [0] * len(STATES)
ADDED = tuple(name for name in Cell.__struct_fields__ if name not in ("waiting_most", "state_ms"))


class Seen(Struct):
    """One replication. A group has a cell for each interval, and a last one for what came after the end of the day."""

    cells: dict[Key, list[Cell]] = {}
    dialogues: dict[str, int] = {}
    events: int = 0
    unanswered: dict[str, int] = {}  # steps that asked what the scenario does not answer
    notes: dict[str, int] = {}


class Limits(Struct, frozen=True):
    """When a wait is within the service level, and when it was a short abandon."""

    within_ms: float
    short_ms: float


class Tally:
    """Counts from `warm_ms` on: a wait or a conversation that began before is none of it."""

    def __init__(self, edges: Sequence[int], warm_ms: int, limits: Mapping[str, Limits]) -> None:
        self._edges, self._warm_ms, self._limits = edges, warm_ms, limits
        self._width = edges[1] - edges[0]
        self._last = len(edges) - 1
        self._cells: dict[Key, list[Cell]] = {}
        self._lines: dict[Key, list[int]] = {}  # how many wait, since when
        self._agents: dict[str, tuple[str, int]] = {}  # the state, since when
        self._spent: dict[str, list[list[int]]] = {}  # agent -> interval -> state -> ms
        self.dialogues: dict[str, int] = {}

    def _at(self, at_ms: int) -> int:
        if at_ms >= self._edges[-1]:
            return self._last  # the last interval may be shorter than the others
        return max(0, (at_ms - self._edges[0]) // self._width)

    def cells(self, key: Key) -> list[Cell]:
        """The group's cells."""
        found = self._cells.get(key)
        if found is None:
            found = self._cells[key] = [Cell() for _ in range(self._last + 1)]
        return found

    def take(self, rows: Iterable[TraceFacts]) -> None:
        """The facts that one event brought."""
        for row in rows:
            if row.subject_kind == "agent":
                for fact in row.facts:
                    if fact[0] == "agent":
                        self._agent(row.subject, fact[1], row.at_ms)
            elif row.subject_kind == "contact_center":
                for fact in row.facts:
                    self._counted(row.subject, fact, row.at_ms)

    # --- waits and conversations ----------------------------------------------------------------------------------

    def _counted(self, center: str, fact: tuple[Any, ...], at_ms: int) -> None:
        _, what, _, skills, home, _, ms = fact[:7]
        counts = at_ms - ms >= self._warm_ms
        if what == "enqueued" or what in _WAIT_OVER:
            step = 1 if what == "enqueued" else -1
            for key in _groups(home, skills):
                self._line(key, step, at_ms)
                if counts:
                    self._wait(self.cells(key)[self._at(at_ms)], what, ms, self._limits[home])
        elif what in _WORK:
            if counts:
                at = self._at(at_ms)
                for key in _groups(center, skills):
                    self._work(self.cells(key)[at], what, ms)
        elif (what == "arrived" or what.startswith("ended_")) and counts:
            self.dialogues[what] = self.dialogues.get(what, 0) + 1

    @staticmethod
    def _wait(cell: Cell, what: str, ms: int, limits: Limits) -> None:
        if what == "enqueued":
            cell.enqueued += 1
        elif what == "answered":
            cell.answered += 1
            cell.answered_ms += ms
            cell.answered_within += ms <= limits.within_ms
        elif what == "abandoned":
            cell.abandoned += 1
            cell.abandoned_ms += ms
            cell.abandoned_within += ms <= limits.within_ms
            cell.abandoned_short += ms <= limits.short_ms
        else:
            cell.left += 1

    @staticmethod
    def _work(cell: Cell, what: str, ms: int) -> None:
        if what == "handled":
            cell.handled += 1
            cell.handled_ms += ms
        elif what == "offered":
            cell.rung += 1
        else:
            cell.no_answer += 1

    def _line(self, key: Key, step: int, at_ms: int) -> None:
        line = self._lines.setdefault(key, [0, at_ms])
        self._stood(key, line, at_ms)
        line[0] += step
        if step > 0 and at_ms >= self._warm_ms:
            cell = self.cells(key)[self._at(at_ms)]
            cell.waiting_most = max(cell.waiting_most, line[0])

    def _stood(self, key: Key, line: list[int], until_ms: int) -> None:
        """So many stood in line until now."""
        many, since_ms = line
        line[1] = until_ms
        if many:
            cells = self.cells(key)
            for at, ms in self._shares(since_ms, until_ms):
                cells[at].waiting_ms += many * ms
                cells[at].waiting_most = max(cells[at].waiting_most, many)

    # --- agents ---------------------------------------------------------------------------------------------------

    def _agent(self, agent: str, state: str, at_ms: int) -> None:
        before, since_ms = self._agents.get(agent, ("signed_out", at_ms))
        self._agents[agent] = (state, at_ms)
        place = _STATE.get(before)
        if place is None or since_ms == at_ms:
            return
        spent = self._spent.get(agent)
        if spent is None:
            spent = self._spent[agent] = [[0] * len(STATES) for _ in range(self._last + 1)]
        for at, ms in self._shares(since_ms, at_ms):
            spent[at][place] += ms

    def _shares(self, since_ms: int, until_ms: int) -> Iterable[tuple[int, int]]:
        """The interval, and how much of this time lies in it; nothing from before the warm-up is over."""
        since_ms = max(since_ms, self._warm_ms)
        if self._at(since_ms) == (at := self._at(until_ms)):  # as most are
            return ((at, until_ms - since_ms),) if since_ms < until_ms else ()
        return self._parts(since_ms, until_ms)

    def _parts(self, since_ms: int, until_ms: int) -> Iterator[tuple[int, int]]:
        while since_ms < until_ms:
            at = self._at(since_ms)
            end = until_ms if at == self._last else min(until_ms, self._edges[at + 1])
            yield at, end - since_ms
            since_ms = end

    def close(self, at_ms: int, groups: Mapping[str, Sequence[Key]]) -> dict[Key, list[Cell]]:
        """The day is over; `groups` says in which groups an agent's time counts."""
        for key, line in self._lines.items():
            self._stood(key, line, at_ms)
        for agent, (state, _) in list(self._agents.items()):
            self._agent(agent, state, at_ms)
        for agent, spent in self._spent.items():
            for key in groups.get(agent, ()):
                for cell, part in zip(self.cells(key), spent, strict=True):
                    cell.state_ms = [a + b for a, b in zip(cell.state_ms or _NONE, part, strict=True)]
        return self._cells
