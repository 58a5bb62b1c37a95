"""check_queue: the first case whose figure is within its bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.lang.node_type import Fault
from flowengine.messages import Json
from flowengine.nodes.check_queue import NODE
from tests.nodes.notebook import Notebook, entered

FIGURES = {"agents_available": 0, "agents_staffed": 2, "waiting": 3, "oldest_wait_s": 90, "estimated_wait_s": None,
           "estimated_p90_s": 240}  # fmt: skip  # one queue
CASES: dict[str, tuple[list[Json], str]] = {
    "at least": ([{"figure": "waiting", "at_least": 3, "outcome": "long"}], "long"),
    "less than that": ([{"figure": "waiting", "at_least": 4, "outcome": "long"}], "otherwise"),
    "at most": ([{"figure": "agents_available", "at_most": 0, "outcome": "none"}], "none"),
    "more than that": ([{"figure": "oldest_wait_s", "at_most": 89.5, "outcome": "short"}], "otherwise"),
    "between": ([{"figure": "agents_staffed", "at_least": 1, "at_most": 2, "outcome": "few"}], "few"),
    "no bounds": ([{"figure": "waiting", "outcome": "known"}], "known"),
    "not known": ([{"figure": "estimated_wait_s", "at_most": 1000, "outcome": "soon"}], "otherwise"),
    "not known and no bounds": ([{"figure": "estimated_wait_s", "outcome": "known"}], "otherwise"),
    "nine in ten": ([{"figure": "estimated_p90_s", "at_least": 200, "outcome": "slow"}], "slow"),
    "the first of two": ([{"figure": "waiting", "outcome": "a"}, {"figure": "waiting", "outcome": "b"}], "a"),
}


@pytest.mark.parametrize(("cases", "outcome"), CASES.values(), ids=CASES)
def test_cases(cases: list[Json], outcome: str) -> None:
    ctx = Notebook(facts={("queue", "sales"): FIGURES})
    assert entered(NODE, {"contact_center": "sales", "cases": cases}, ctx) == outcome


def test_the_present_one() -> None:
    ctx = Notebook(facts={("queue", ""): FIGURES})
    assert entered(NODE, {"cases": CASES["at least"][0]}, ctx) == "long"


def test_one_that_is_not_there() -> None:
    step = entered(NODE, {"contact_center": "nowhere", "cases": CASES["at least"][0]})
    assert step == Fault("there is no contact center “nowhere”, so it has no queue")


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_bounds_include_themselves(low: int, high: int, waiting: int) -> None:
    ctx = Notebook(facts={("queue", ""): {**FIGURES, "waiting": waiting}})
    case = {"figure": "waiting", "at_least": low, "at_most": high, "outcome": "in"}
    assert entered(NODE, {"cases": [case]}, ctx) == ("in" if low <= waiting <= high else "otherwise")
