"""Pooling: which requirement sets that somebody waits for are connected by staffed agents, found over their classes."""

from flowengine.floor.bucket import Ask
from flowengine.floor.group import AgentClass
from flowengine.floor.idle import Idle
from flowengine.floor.matcher import Most, Pooled


def pooled(idle: Idle, first: Ask) -> Pooled:
    """What is reached from `first`; looks a few times at each class: for rounds, not for every event."""
    waiting = sum(1 << number for number, ask in idle.asks.items() if _is_waited_for(ask))
    reached, kinds = _connected(idle, 1 << first.number, waiting) if first.is_possible else (1 << first.number, [])
    available: dict[Most, int] = {}
    for kind in kinds:
        if kind.available:
            available[kind.most] = available.get(kind.most, 0) + kind.available
    met = [ask for number, ask in idle.asks.items() if reached >> number & 1]
    lines = {
        (ask.center.name, ask.needs): [bucket.line for bucket in ask.buckets.values() if bucket.line.size]
        for ask in met
    }  # fmt: skip  # one thought
    return Pooled(lines, sum(kind.staffed for kind in kinds), available)


def _connected(idle: Idle, reached: int, waiting: int) -> tuple[int, list[AgentClass]]:
    """The sets, as bits, that can be reached over staffed classes, and these classes."""
    found: list[AgentClass] = []
    left = list(idle.staffed)
    while True:
        new = [kind for kind in left if kind.mask & reached]
        if not new:
            return reached, found
        left = [kind for kind in left if not kind.mask & reached]
        found += new
        for kind in new:
            reached |= kind.mask & waiting


def _is_waited_for(ask: Ask) -> bool:
    return ask.is_possible and any(bucket.line.size for bucket in ask.buckets.values())
