"""Models whose answer is known exactly, and what to look at in a replication of each."""

from collections.abc import Callable
from statistics import mean
from typing import NamedTuple

from flowengine.floor.event import DEFAULT_CAPACITY
from tests.floor import closed_forms as exact
from tests.floor.simulation import Model, Seen

Look = Callable[[Seen], float]


class Known(NamedTuple):
    """`expected`: what is looked at -> the exact value."""

    name: str
    model: Model
    expected: dict[str, tuple[Look, float]]


def waits(kind: int) -> Look:
    """The share of a class that is not offered at once, of those who came in."""
    return lambda seen: seen.waited[kind] / max(1, len(seen.waits[kind]))


def mean_wait(kind: int) -> Look:
    return lambda seen: mean(seen.waits[kind])


def within(limit: float) -> Look:
    return lambda seen: mean(wait <= limit for wait in seen.waits[0])


def busy(group: int) -> Look:
    return lambda seen: seen.busy[group] / seen.span


def line(agents: int, offered: float, t: float) -> Known:
    answer = exact.erlang_c(agents, offered, 1.0, t)
    expected = {
        "waits": (waits(0), answer.waits),
        "mean": (mean_wait(0), answer.mean),
        "within": (within(t), answer.within),
    }
    return Known(f"erlang_c_{agents}_{offered}", Model([(offered, "", 5)], [(agents, set(), 1.0)]), expected)


def impatient(agents: int, arrivals: float, gives_up: float, t: float) -> Known:
    answer = exact.erlang_a(agents, arrivals, 1.0, gives_up, t)
    model = Model([(arrivals, "", 5)], [(agents, set(), 1.0)], gives_up=gives_up, within=t)
    expected: dict[str, tuple[Look, float]] = {
        "waits": (waits(0), answer.waits), "mean": (mean_wait(0), answer.mean),
        "abandons": (lambda seen: seen.gave_up / seen.arrived, answer.abandons),
        "gone_within": (lambda seen: seen.gone_within / seen.arrived, answer.gone_within),
        "busy": (busy(0), answer.occupancy),
    }  # fmt: skip  # one line per thought
    return Known(f"erlang_a_{agents}_{arrivals}", model, expected)


def full(agents: int, places: int, arrivals: float) -> Known:
    answer = exact.bounded(agents, places, arrivals, 1.0, 0.1)
    model = Model([(arrivals, "", 5)], [(agents, set(), 1.0)], places=places)
    expected: dict[str, tuple[Look, float]] = {
        "blocked": (lambda seen: seen.blocked / seen.arrived, answer.blocked), "waits": (waits(0), answer.waits),
        "mean": (mean_wait(0), answer.mean), "within": (within(0.1), answer.within),
    }  # fmt: skip  # one line per thought
    return Known(f"bounded_{agents}_{places}", model, expected)


def ranked(agents: int, arrivals: list[float]) -> Known:
    _, means = exact.priorities(agents, arrivals, 1.0)
    model = Model([(rate, "", n) for n, rate in enumerate(arrivals)], [(agents, set(), 1.0)])
    return Known(f"priorities_{agents}", model, {f"mean_{n}": (mean_wait(n), m) for n, m in enumerate(means)})


def skilled(name: str, arrivals: list[float], groups: list[tuple[int, set[int], float]]) -> Known:
    sizes, able, served = [g[0] for g in groups], [g[1] for g in groups], [g[2] for g in groups]
    answer = exact.shared(arrivals, served, sizes, able)
    model = Model(
        [(rate, f"s{n}", 5) for n, rate in enumerate(arrivals)],
        [(size, {f"s{k}" for k in kinds}, rate) for size, kinds, rate in groups],
    )
    expected = {f"waits_{n}": (waits(n), value) for n, value in enumerate(answer.waits)}
    expected |= {f"mean_{n}": (mean_wait(n), value) for n, value in enumerate(answer.mean)}
    expected |= {f"busy_{n}": (busy(n), value) for n, value in enumerate(answer.busy)}
    return Known(f"skills_{name}", model, expected)


def rung(arrivals: float, ring: float, wrap_up: float, talk: float = 300.0) -> Known:
    """In seconds."""
    offered, answered, share = exact.ring_and_wrap_up(arrivals, talk, ring, wrap_up)
    model = Model([(arrivals, "", 5)], [(1, set(), 1 / talk)], ring=ring, wrap_up=wrap_up, unit_ms=1000)
    expected: dict[str, tuple[Look, float]] = {
        "offered": (lambda seen: mean(seen.offered), offered), "answered": (mean_wait(0), answered),
        "busy": (busy(0), share),
    }  # fmt: skip  # one line per thought
    return Known(f"ring_{ring}_wrap_up_{wrap_up}", model, expected)


def unanswered(arrivals: float, ring: float, accepts: float, talk: float = 300.0) -> Known:
    """In seconds; who lets it ring is asked again at once."""
    offered, answered = exact.missed(arrivals, talk, ring, accepts)
    model = Model([(arrivals, "", 5)], [(1, set(), 1 / talk)], ring=ring, accepts=accepts, unit_ms=1000)
    expected: dict[str, tuple[Look, float]] = {
        "offered": (lambda seen: mean(seen.offered), offered), "answered": (mean_wait(0), answered),
    }  # fmt: skip  # one line per thought
    return Known(f"missed_{accepts}", model, expected)


def chats(agents: int, arrivals: float) -> Known:
    """As many chats at once as an agent may have are as many agents."""
    answer = exact.erlang_c(agents * DEFAULT_CAPACITY["chat"].most, arrivals, 1.0)
    model = Model([(arrivals, "", 5)], [(agents, set(), 1.0)], channel="chat")
    return Known(f"chats_{agents}", model, {"waits": (waits(0), answer.waits), "mean": (mean_wait(0), answer.mean)})


SMALL = (
    line(10, 8.0, 0.1), impatient(10, 12.0, 0.5, 0.3), full(6, 4, 5.5), ranked(6, [1.0, 3.5]),
    skilled("n", [0.7, 0.6], [(1, {0, 1}, 1.0), (1, {1}, 1.0)]),
    skilled("two_languages", [2.0, 1.7], [(2, {0}, 1.0), (2, {1}, 1.0), (2, {0, 1}, 1.0)]),
    rung(0.0018, 10.0, 30.0), unanswered(0.0016, 20.0, 0.7), chats(3, 7.0),
)  # fmt: skip  # a list reads better than one item a line
LARGE = (
    *SMALL, line(5, 4.0, 0.0), line(30, 27.0, 1 / 9), line(55, 48.0, 1 / 12), impatient(50, 55.0, 0.5, 1 / 3),
    impatient(100, 105.0, 1 / 3, 1 / 3), full(90, 30, 84.0), ranked(10, [1.0, 2.0, 5.0]), ranked(50, [10.0, 38.0]),
    skilled("w", [1.3, 1.0], [(1, {0}, 1.0), (1, {0, 1}, 1.0), (1, {1}, 1.0)]),
    skilled("three", [0.9, 0.6, 0.4], [(1, {0, 1}, 1.0), (1, {1, 2}, 0.8), (1, {0, 2}, 1.2)]),
    skilled("many", [24.0, 22.0], [(20, {0}, 1.0), (20, {1}, 1.0), (10, {0, 1}, 1.0)]),
    rung(0.0025, 10.0, 30.0), unanswered(0.002, 20.0, 0.5), chats(10, 27.0),
)  # fmt: skip  # a list reads better than one item a line
