"""Arrivals: by chance at a rate that changes over the day, or as they came yesterday; each with a name that stays."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import accumulate, pairwise
from math import log
from typing import NamedTuple

from msgspec import UNSET

from flowengine.messages import Channel
from flowengine.tenancy.address import kind_of
from flowengine.testbench.simulation.chance import Chance
from flowengine.testbench.simulation.document import Arrivals
from flowengine.testbench.simulation.plan import Clockwork, Plan, Row, zone_of

HOUR_MS = 3_600_000


class Arrival(NamedTuple):
    """`entity` names whoever arrives in every draw, and is the same in every configuration."""

    at_ms: int
    entity: str
    address: str
    channel: Channel
    caller: str = ""
    language: str = ""


def arrivals(plan: Plan, chance: Chance) -> Iterator[Arrival]:
    """Everybody who arrives on that day, in order."""
    clock = Clockwork(plan.scenario, zone_of(plan.scenario, plan.directory))
    streams: list[Iterator[Arrival]] = []
    twins: Counter[str] = Counter()
    for source in plan.scenario.arrivals:
        name = source.csv or f"{source.address}/{channel_of(source)}"
        twins[name] += 1
        name = f"{name}/{twins[name]}"
        if source.csv:
            streams.append(_as_yesterday(plan.rows[source.csv], source.times, name, chance))
        else:
            streams.append(_by_rate(source, _rates(source, clock, plan.edges), name, chance))
    return merge(*streams)


def channel_of(source: Arrivals) -> Channel:
    """The channel that is said, else that of the address."""
    if source.channel is not UNSET:
        return source.channel
    return "chat" if kind_of(source.address) == "chat" else "voice"


Step = tuple[int, float]  # from this moment on, so many a millisecond


def _rates(source: Arrivals, clock: Clockwork, edges: Sequence[int]) -> list[Step]:
    """The rate from each moment on, of the whole day; nobody arrives before the first time that is given."""
    first, last = edges[0], edges[-1]
    given = source.per_hour if isinstance(source.per_hour, dict) else {}
    steps = [(clock.at_ms(at), float(rate)) for at, rate in given.items()] or [(first, _plain(source))]
    before = max((step for step in steps if step[0] <= first), default=(first, 0.0))
    inside = sorted(step for step in steps if first < step[0] < last)
    return [(at, rate * source.times / HOUR_MS) for at, rate in ((first, before[1]), *inside, (last, 0.0))]


def _plain(source: Arrivals) -> float:
    return float(source.per_hour) if isinstance(source.per_hour, float | int) else 0.0


def _by_rate(source: Arrivals, steps: list[Step], name: str, chance: Chance) -> Iterator[Arrival]:
    """A Poisson stream: its own clock runs as fast as the rate, so that the n-th caller is the same at any rate."""
    spans = [(until - at) * rate for (at, rate), (until, _) in pairwise(steps)]
    ends = [0.0, *accumulate(spans)]
    channel, inner, n = channel_of(source), 0.0, 0
    while True:
        inner -= log(1.0 - chance.uniform("arrivals", name, n))
        if inner >= ends[-1]:
            return
        step = bisect_left(ends, inner) - 1
        at, rate = steps[step]
        yield Arrival(int(at + (inner - ends[step]) / rate), f"{name}/{n}", source.address, channel)
        n += 1


def _as_yesterday(rows: Sequence[Row], times: float, name: str, chance: Chance) -> Iterator[Arrival]:
    """Each at its time. With another number of them: a row comes so often, and for the fraction by chance."""
    for n, row in enumerate(rows):
        copies = int(times) + (chance.uniform("copies", name, n) < times % 1)
        for copy in range(copies):
            entity = f"{name}/{n}" if not copy else f"{name}/{n}/{copy}"
            yield Arrival(row.at_ms, entity, row.address, row.channel, row.caller, row.language)
