"""branch: the first case that is true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.nodes.branch import NODE
from tests.nodes.notebook import Notebook, entered

TABLE = {
    "first": ([("true", "a"), ("true", "b")], "a"),
    "second": ([("false", "a"), ("vars.n > 2", "b")], "b"),
    "none": ([("false", "a"), ("vars.n > 3", "b")], "otherwise"),
    "empty text is false": ([("vars.word", "a")], "otherwise"),
    "unknown is false": ([("vars.nothing", "a")], "otherwise"),
    "two cases may share an outcome": ([("false", "a"), ("true", "a")], "a"),
}


def leave(cases: list[tuple[str, str]]) -> object:
    document = {"cases": [{"when": when, "outcome": outcome} for when, outcome in cases]}
    return entered(NODE, document, Notebook(scope={"vars": {"n": 3, "word": ""}}))


@pytest.mark.parametrize(("cases", "outcome"), TABLE.values(), ids=TABLE)
def test_branch(cases: list[tuple[str, str]], outcome: str) -> None:
    assert leave(cases) == outcome


@given(st.lists(st.booleans(), min_size=1, max_size=20))
def test_no_case_behind_a_true_one_is_taken(truths: list[bool]) -> None:
    cases = [(str(truth).lower(), f"o{index}") for index, truth in enumerate(truths)]
    assert leave(cases) == (f"o{truths.index(True)}" if True in truths else "otherwise")
