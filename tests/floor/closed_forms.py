"""What queueing theory knows exactly: waits, abandonment and occupancy of models that a floor contains."""

from collections.abc import Sequence
from itertools import product
from math import erf, exp, pi, sqrt
from typing import NamedTuple


class Waiting(NamedTuple):
    """Of a line where nobody gives up: who waits at all, how long on average, and who not longer than t."""

    waits: float
    mean: float
    within: float


class Patience(NamedTuple):
    """Of a line where callers give up; `mean` is over all callers, `served_within` and `gone_within` are by t."""

    waits: float
    abandons: float
    mean: float
    occupancy: float
    served_within: float
    gone_within: float


class Bounded(NamedTuple):
    """Of a line with a last place; all but `blocked` are of those who came in."""

    blocked: float
    waits: float
    mean: float
    within: float
    occupancy: float


class Shared(NamedTuple):
    """Of skilled groups, by class of caller: who waits, the mean wait; by group: how busy."""

    waits: list[float]
    mean: list[float]
    busy: list[float]


def erlang_b(agents: int, offered: float) -> float:
    """Lost calls of `agents` lines under `offered` Erlang."""
    lost = 1.0
    for n in range(1, agents + 1):
        lost = offered * lost / (n + offered * lost)
    return lost


def erlang_c(agents: int, arrivals: float, handling: float, within: float = 0.0) -> Waiting:
    """M/M/c: arrivals per time unit, mean handling time, everybody waits as long as it takes."""
    offered = arrivals * handling
    lost = erlang_b(agents, offered)
    waits = lost / (1 - offered / agents * (1 - lost))
    drain = (agents - offered) / handling
    return Waiting(waits, waits / drain, 1 - waits * exp(-drain * within))


def erlang_a(agents: int, arrivals: float, served: float, gives_up: float, within: float) -> Patience:
    """M/M/c+M: rates per time unit, each caller's patience is exponential."""
    weights = [1.0]
    while len(weights) < agents + 2 or weights[-1] > 1e-16 * max(weights):
        n = len(weights)
        weights.append(weights[-1] * arrivals / (min(n, agents) * served + max(0, n - agents) * gives_up))
    total = sum(weights)
    chances = [weight / total for weight in weights]
    ahead = chances[agents:]
    queue = sum(n * chance for n, chance in enumerate(ahead))
    abandons = gives_up * queue / arrivals
    taken, gone = _outcome(len(ahead), agents * served, gives_up, within)
    return Patience(
        sum(ahead), abandons, queue / arrivals, arrivals * (1 - abandons) / (agents * served),
        sum(chances[:agents]) + sum(c * p for c, p in zip(ahead, taken, strict=True)),
        sum(c * p for c, p in zip(ahead, gone, strict=True)),
    )  # fmt: skip  # one line per thought


def _outcome(longest: int, drain: float, gives_up: float, within: float) -> tuple[list[float], list[float]]:
    """By callers ahead: the chance of being served, and of giving up, by `within`; the chain is made uniform."""
    pace = drain + longest * gives_up
    taken, gone = [0.0] * longest, [0.0] * longest  # after so many steps of the uniform clock
    total_taken, total_gone = [0.0] * longest, [0.0] * longest
    chance, steps, left = exp(-pace * within), 0, 1.0
    while left > 1e-13:
        for n in range(longest):
            total_taken[n] += chance * taken[n]
            total_gone[n] += chance * gone[n]
        left -= chance
        steps += 1
        chance *= pace * within / steps
        on, off = [], []
        for n in range(longest):
            forward = drain + n * gives_up
            stays = pace - forward - gives_up
            on.append((forward * (taken[n - 1] if n else 1.0) + stays * taken[n]) / pace)
            off.append((forward * (gone[n - 1] if n else 0.0) + gives_up + stays * gone[n]) / pace)
        taken, gone = on, off
    return total_taken, total_gone


def bounded(agents: int, places: int, arrivals: float, served: float, within: float) -> Bounded:
    """M/M/c/(c + places): who finds every place taken is turned away."""
    weights = [1.0]
    for n in range(1, agents + places + 1):
        weights.append(weights[-1] * arrivals / (min(n, agents) * served))
    total = sum(weights)
    chances = [weight / total for weight in weights]
    blocked, came_in = chances[-1], 1 - chances[-1]
    ahead = chances[agents:-1]
    drain = agents * served
    mean = sum(chance * (n + 1) / drain for n, chance in enumerate(ahead)) / came_in
    late = sum(chance * _erlang_tail(n + 1, drain * within) for n, chance in enumerate(ahead)) / came_in
    return Bounded(blocked, sum(ahead) / came_in, mean, 1 - late, arrivals * came_in / drain)


def _erlang_tail(stages: int, x: float) -> float:
    """The chance that so many exponential stages of rate 1 last longer than x."""
    term, total = exp(-x), 0.0
    for n in range(stages):
        total += term
        term *= x / (n + 1)
    return total


def priorities(agents: int, arrivals: Sequence[float], served: float) -> tuple[float, list[float]]:
    """Cobham: mean waits by class, the first class before the second, nobody interrupted."""
    waits = erlang_c(agents, sum(arrivals), 1 / served).waits
    means, taken = [], 0.0
    for rate in arrivals:
        before, taken = taken, taken + rate / (agents * served)
        means.append(waits / (agents * served * (1 - before) * (1 - taken)))
    return waits, means


def shared(
    arrivals: Sequence[float], served: Sequence[float], sizes: Sequence[int], able: Sequence[set[int]]
) -> Shared:
    """First come first served, longest idle agent first (Adan and Weiss, 2014): the product form, summed by groups.

    `able[g]`: the classes that group g serves; `served[g]`: the rate of each of its agents.
    """
    zero = tuple(0 for _ in sizes)
    states = sorted(product(*(range(size + 1) for size in sizes)), key=sum)
    busy: dict[tuple[int, ...], float] = {zero: 1.0}
    queued: dict[tuple[int, ...], list[float]] = {zero: [0.0 for _ in arrivals]}
    idle: dict[tuple[int, ...], float] = {zero: 1.0}
    for state in states[1:]:
        fewer = [(g, (*state[:g], n - 1, *state[g + 1 :])) for g, n in enumerate(state) if n]
        only = [k for k in range(len(arrivals)) if all(state[g] == sizes[g] for g in range(len(sizes)) if k in able[g])]
        rate, locked = sum(n * served[g] for g, n in enumerate(state)), sum(arrivals[k] for k in only)
        factor, length = 1 / (rate - locked), locked / (rate - locked)
        busy[state] = factor * sum((sizes[g] - state[g] + 1) * busy[less] for g, less in fewer)
        queued[state] = [
            factor * sum((sizes[g] - state[g] + 1) * queued[less][k] for g, less in fewer)
            + (busy[state] * length * rate_k / locked if k in only else 0.0)
            for k, rate_k in enumerate(arrivals)
        ]
        wanted = sum(a for k, a in enumerate(arrivals) if any(state[g] and k in able[g] for g in range(len(sizes))))
        idle[state] = sum(state[g] * idle[less] for g, less in fewer) / wanted
    rest = {state: idle[tuple(size - n for size, n in zip(sizes, state, strict=True))] for state in states}
    total = sum(busy[state] * rest[state] for state in states)
    full = [
        [s for s in states if all(s[g] == sizes[g] for g in range(len(sizes)) if k in able[g])]
        for k in range(len(arrivals))
    ]
    return Shared(
        [sum(busy[state] * rest[state] for state in full[k]) / total for k in range(len(arrivals))],
        [sum(queued[s][k] * rest[s] for s in states) / total / rate for k, rate in enumerate(arrivals)],
        [sum(busy[s] * rest[s] * s[g] for s in states) / total / size for g, size in enumerate(sizes)],
    )  # fmt: skip  # one line per thought


def ring_and_wrap_up(arrivals: float, talk: float, ring: float, wrap_up: float) -> tuple[float, float, float]:
    """One agent, M/G/1: mean wait until the offer and until the answer, and how busy he is, ring and notes included."""
    fixed = ring + wrap_up
    busy = arrivals * (fixed + talk)
    offered = arrivals * (fixed**2 + 2 * fixed * talk + 2 * talk**2) / (2 * (1 - busy))
    return offered, offered + ring, busy


def missed(arrivals: float, talk: float, ring: float, accepts: float) -> tuple[float, float]:
    """One agent who lets ring with chance 1 - `accepts` and is asked again at once: wait until offer, until answer."""
    rings, squares = 1 / accepts, (2 - accepts) / accepts**2
    mean = ring * rings + talk
    square = ring**2 * squares + 2 * ring * rings * talk + 2 * talk**2
    offered = arrivals * square / (2 * (1 - arrivals * mean))
    return offered, offered + ring * rings


def expected_wait(agents: int, handling: float, ahead: int, patience: float | None = None) -> tuple[float, float]:
    """Mean and deviation of the wait of somebody with so many ahead, all agents busy; `patience`: of those ahead."""
    gives_up = 0.0 if patience is None else 1 / patience
    rates = [agents / handling + n * gives_up for n in range(ahead + 1)]
    return sum(1 / rate for rate in rates), sqrt(sum(1 / rate**2 for rate in rates))


def many_agents(spare: float) -> float:
    """Halfin and Whitt: the chance to wait as agents grow without end, with `spare` root-loads of them to spare."""
    below, density = (1 + erf(spare / sqrt(2))) / 2, exp(-(spare**2) / 2) / sqrt(2 * pi)
    return 1 / (1 + spare * below / density)
