"""Pooling: which requirement sets that somebody waits for are connected by staffed agents, found over their classes."""

from __future__ import annotations

from flowengine.floor.bucket import Ask
from flowengine.floor.entry import Key
from flowengine.floor.group import AgentClass
from flowengine.floor.idle import Idle
from flowengine.floor.line import Line
from flowengine.floor.matcher import Asked, Most, Pooled


class Connected:
    """Sets that are connected, as bits, and the agents who connect them: as `Pooled`. `merged` is where it went."""

    __slots__ = ("asks", "available", "centers", "merged", "sets", "staffed")

    def __init__(self, sets: int) -> None:
        self.sets = sets
        self.staffed = 0
        self.available: dict[Most, int] = {}
        self.merged: Connected | None = None
        self.asks: dict[Asked, Ask] = {}
        self.centers: tuple[str, ...] = ()

    def count(self, kind: AgentClass) -> None:
        """The agents of the class who are here belong to it."""
        self.staffed += kind.staffed
        if kind.available:
            self.available[kind.most] = self.available.get(kind.most, 0) + kind.available

    def swallow(self, other: Connected) -> None:
        """What belongs to the other belongs to this one."""
        other.merged = self
        self.sets |= other.sets
        self.staffed += other.staffed
        for most, many in other.available.items():
            self.available[most] = self.available.get(most, 0) + many

    def name(self, asks: dict[int, Ask]) -> None:
        """Look the sets up, once all of them are known."""
        left = self.sets
        while left:
            bit = left & -left
            left ^= bit
            ask = asks[bit.bit_length() - 1]
            self.asks[ask.center.name, ask.needs] = ask
        self.centers = tuple(sorted({center for center, _ in self.asks}))


class Pools:
    """What was found is kept until an agent comes, goes or is filed anew, a contact center's settings change, or
    another set is waited for."""

    __slots__ = ("_by_set", "_idle", "_of")

    def __init__(self, idle: Idle) -> None:
        self._idle = idle
        self._of = (-1, 0)
        self._by_set: dict[int, Connected] = {}  # by the bit of each set

    def pool(self, first: Ask) -> Pooled:
        """What is reached from `first`. After a change each class is looked at once: for rounds, not for each event."""
        idle = self._idle
        if self._of != (idle.version, idle.waiting):
            self._of = (idle.version, idle.waiting)
            self._by_set = _connect(idle)
        found = self._by_set.get(1 << first.number)
        if found is None:
            found = self._by_set[1 << first.number] = self._reached(first)
        if not found.asks:
            found.name(idle.asks)
        lines = [bucket.line for ask in found.asks.values() for bucket in ask.buckets.values() if bucket.line.size]
        lines.sort(key=_first)
        return Pooled(found.asks, found.centers, lines, found.staffed, found.available)

    def _reached(self, first: Ask) -> Connected:
        """From a set for which nobody waits: over those who meet it, each with what they are connected to."""
        found = Connected(1 << first.number)
        if not first.is_possible:
            return found
        waiting, known = self._idle.waiting, self._by_set
        for kind in first.classes_now():
            if not kind.staffed:
                continue
            bits = kind.mask & waiting
            if not bits:
                found.count(kind)
            elif not bits & found.sets:
                found.swallow(known[bits & -bits])
        return found


def _connect(idle: Idle) -> dict[int, Connected]:
    """All pools at once: most classes lie wholly in one that is there already."""
    waiting = idle.waiting
    by_set: dict[int, Connected] = {}
    found = Connected(0)
    for kind in idle.staffed:
        bits = kind.mask & waiting
        if bits & found.sets != bits:  # else it lies where the one before does
            found = _joined(bits, by_set)
        if bits:
            found.count(kind)
    return {bit: _whole(found) for bit, found in by_set.items()}


def _joined(bits: int, by_set: dict[int, Connected]) -> Connected:
    """The one that has all these sets, made or merged so that it has."""
    first = bits & -bits
    known = by_set.get(first)
    if known is None:
        known = by_set[first] = Connected(first)
    found = _whole(known)
    while left := bits & ~found.sets:
        bit = left & -left
        other = by_set.get(bit)
        if other is None:
            by_set[bit] = found
            found.sets |= bit
        else:
            found.swallow(_whole(other))
    return found


def _whole(part: Connected) -> Connected:
    """What it has become a part of."""
    while part.merged is not None:
        part = part.merged
    return part


def _first(line: Line) -> Key:
    assert line.first is not None  # noqa: S101  # somebody stands in it
    return line.first
