"""branch: the first case that is true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.lang.expression import Expression
from flowengine.messages import Json
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


TEXTS = st.sampled_from(["en", "nl", "", "1", "true"])
VALUES = TEXTS | st.none() | st.booleans() | st.integers(0, 2) | st.lists(TEXTS, max_size=2)


@given(st.lists(TEXTS | st.integers(0, 1), min_size=1, max_size=6), VALUES, st.sampled_from(["vars.n", "vars.n.x"]))
def test_comparing_one_value_with_texts_is_trying_case_by_case(fixed: list[str | int], value: Json, path: str) -> None:
    """Such branches are looked up in a table: the way must be that of the first condition that is true."""
    cases = [(f"{path} == {text!r}", f"o{index}") for index, text in enumerate(fixed)]
    scope = {"vars": {"n": value}}
    tried = (outcome for when, outcome in cases if Expression(when).evaluate(scope))
    document = {"cases": [{"when": when, "outcome": outcome} for when, outcome in cases]}
    assert entered(NODE, document, Notebook(scope=scope)) == next(tried, "otherwise")
