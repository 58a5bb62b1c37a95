"""Estimates that are told to those who wait: to the first ten, rarely, and only if they moved."""

import pytest

from flowengine.floor.command import EstimateChanged
from flowengine.floor.event import AgentSignedOut
from tests.floor.hall import Hall


@pytest.fixture
def hall(both: Hall) -> Hall:
    """Anna has served forty calls of 100 s, nobody gave up."""
    both.center()
    both.agent("anna")
    for n in range(40):
        both.call(f"old{n}")
        both.connect(f"old{n}")
        both.pass_s(100)
        both.end(f"old{n}")
    both.call("busy")
    both.connect("busy")
    both.pass_s(15)
    return both


def told(commands) -> list[tuple[str, int]]:
    return [(c.dialogue, c.mean_s) for c in commands if isinstance(c, EstimateChanged)]


def test_who_comes_is_told_and_the_next_round_is_later(hall: Hall) -> None:
    said = hall.call("d1")
    assert told(said) == [("d1", 100)]
    assert next(c.p90_s for c in said if isinstance(c, EstimateChanged)) == 228  # ln 10 of one exponential stage
    hall.pass_s(14)
    assert told(hall.call("d2")) == []
    hall.pass_s(1)
    hall.floor = hall.floor.fork()
    assert told(hall.call("d3")) == [("d2", 200), ("d3", 300)]  # what d1 heard still holds


def test_ten_are_told_and_only_what_moved_by_a_tenth(hall: Hall) -> None:
    for n in range(12):
        hall.call(f"d{n}")
    hall.pass_s(15)
    assert told(hall.call("vip", priority=0)) == [("vip", 100), *[(f"d{n}", 100 * n + 200) for n in range(9)]]
    hall.pass_s(15)
    before = len(hall.said)
    hall.agent("ben")  # takes vip: two agents now
    assert told(hall.said[before:]) == [(f"d{n}", 50 * (n + 1)) for n in range(10)]
    hall.pass_s(15)
    assert told(hall.call("late", priority=0)) == [("late", 50), *[(f"d{n}", 50 * n + 100) for n in range(9)]]


def test_what_did_not_move_is_not_told_again(hall: Hall) -> None:
    hall.call("d0")
    for n in range(1, 10):
        hall.call(f"d{n}", priority=6)
    hall.pass_s(15)
    assert [d for d, _ in told(hall.call("d10", priority=5))] == ["d10", *[f"d{n}" for n in range(1, 9)]]


def test_nobody_is_told_what_is_unknown(hall: Hall) -> None:
    hall.do(AgentSignedOut(agent="anna"))
    assert told(hall.call("d1")) == []
