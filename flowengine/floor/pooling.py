"""Pooling: which requirement sets that somebody waits for are connected by staffed agents, found over their classes."""

from flowengine.floor.bucket import Ask
from flowengine.floor.idle import Idle
from flowengine.floor.matcher import Most, Pooled


class Connected:
    """Sets that are connected, as bits, and the agents who connect them: as `Pooled`."""

    __slots__ = ("available", "sets", "staffed")

    def __init__(self, sets: int) -> None:
        self.sets = sets
        self.staffed = 0
        self.available: dict[Most, int] = {}


class Pools:
    """What was found is kept until an agent comes, goes or is filed anew, or another set is waited for."""

    __slots__ = ("_found", "_idle", "_of")

    def __init__(self, idle: Idle) -> None:
        self._idle = idle
        self._of = (-1, 0)
        self._found: list[Connected] = []

    def pool(self, first: Ask) -> Pooled:
        """What is reached from `first`. Looks once or twice at each class: for rounds, not for every event."""
        idle = self._idle
        waiting = sum(1 << number for number, ask in idle.asks.items() if _is_waited_for(ask))
        if self._of != (idle.version, waiting):
            self._of, self._found = (idle.version, waiting), []
        found = self._connected(first, waiting)
        lines = {
            (ask.center.name, ask.needs): [bucket.line for bucket in ask.buckets.values() if bucket.line.size]
            for number, ask in idle.asks.items() if found.sets >> number & 1
        }  # fmt: skip  # one thought
        return Pooled(lines, found.staffed, dict(found.available))

    def _connected(self, first: Ask, waiting: int) -> Connected:
        bit = 1 << first.number
        for known in self._found:
            if known.sets & bit:
                return known
        found = Connected(bit)
        if first.is_possible:
            _spread(self._idle, found, waiting)
        if bit & waiting:  # else what was found from it holds for nobody else
            self._found.append(found)
        return found


def _spread(idle: Idle, found: Connected, waiting: int) -> None:
    """Over the classes with somebody here, until none of those that are left meets a set that was reached."""
    left, before = list(idle.staffed), -1
    while len(left) != before:
        before, rest = len(left), []
        for kind in left:
            if not kind.mask & found.sets:
                rest.append(kind)
                continue
            found.sets |= kind.mask & waiting
            found.staffed += kind.staffed
            if kind.available:
                found.available[kind.most] = found.available.get(kind.most, 0) + kind.available
        left = rest


def _is_waited_for(ask: Ask) -> bool:
    return ask.is_possible and any(bucket.line.size for bucket in ask.buckets.values())
