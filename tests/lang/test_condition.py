"""Cases that can never be met are told; those that may be are not. Held against trying every value."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.lang.check.check import check
from flowengine.lang.check.names import Names
from flowengine.lang.document import FlowLoader
from flowengine.lang.expression import parse_expression
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE

LOADER = FlowLoader(PALETTE)
VARIABLES: Json = {"n": {"type": "number", "default": 0}, "t": {"type": "text", "default": ""}}


def found(*whens: str) -> list[tuple[str, int]]:
    """(code, which case) of the findings about these conditions, in this order."""
    cases = [{"when": when, "outcome": f"c{at}"} for at, when in enumerate(whens)]
    document = {
        "format": 1,
        "title": "Cases",
        "start": "which",
        "variables": VARIABLES,
        "nodes": {"which": {"type": "branch", "cases": cases}, "bye": {"type": "end"}},
        "wires": {"which": dict.fromkeys([*(case["outcome"] for case in cases), "otherwise"], "bye")},
    }
    codes = ("case_hidden", "condition_constant")
    return [
        (finding.code, int(finding.path.split("[")[1].split("]")[0]))
        for finding in check(LOADER.built(document), Names("sales"))
        if finding.code in codes
    ]


HIDDEN = {
    "the same words": ("vars.t == 'a' and vars.n > 1", "vars.t == 'a' and vars.n > 1"),
    "a wider bound first": ("vars.n > 5", "vars.n > 10"),
    "the same bound, not included": ("vars.n >= 5", "vars.n > 5"),
    "one value of a range": ("vars.n <= 5", "vars.n == 5"),
    "one value of a list": ("vars.t in ['a', 'b']", "vars.t == 'b'"),
    "a list of known values": ("vars.t == 'a'", "vars.t == 'b'", "vars.t in ['a', 'b']"),
    "written the other way round": ("5 < vars.n", "vars.n > 6"),
    "not that one": ("vars.t != 'a'", "vars.t == 'b'"),
    "an or": ("vars.t == 'a' or vars.t == 'b'", "vars.t == 'b'"),
    "below zero": ("vars.n < 0", "vars.n < -1"),
    "texts have an order too": ("vars.t < 'm'", "vars.t < 'c'"),
}
SEEN = {
    "a narrower bound first": ("vars.n > 10", "vars.n > 5"),
    "the bound itself": ("vars.n > 5", "vars.n >= 5"),
    "another name": ("vars.n > 5", "number(vars.t, 0) > 6"),
    "another kind": ("vars.t < 'm'", "vars.n < 3"),
    "not all of a list": ("vars.t == 'a'", "vars.t in ['a', 'b']"),
    "a part of an and": ("vars.n > 5 and vars.t == 'a'", "vars.n > 5"),
    "that one": ("vars.t != 'a'", "vars.t == 'a'"),
    "a function": ("hour() < 12", "hour() < 18"),
}


@pytest.mark.parametrize("whens", HIDDEN.values(), ids=HIDDEN)
def test_a_hidden_case_is_told(whens: tuple[str, ...]) -> None:
    assert found(*whens) == [("case_hidden", len(whens) - 1)]


@pytest.mark.parametrize("whens", SEEN.values(), ids=SEEN)
def test_a_case_that_can_be_met_is_not(whens: tuple[str, ...]) -> None:
    assert found(*whens) == []


def test_what_is_always_true_hides_all_that_follows() -> None:
    told = [("condition_constant", 0), ("case_hidden", 1)]
    assert sorted(found("1 < 2", "vars.n > 1")) == sorted(told)
    assert found("1 > 2", "vars.n > 1") == [("condition_constant", 0)]


comparisons = st.tuples(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), st.integers(-2, 2)).map(
    lambda two: f"vars.n {two[0]} {two[1]}"
)
lists = st.lists(st.integers(-2, 2), min_size=1, max_size=3).map(lambda items: f"vars.n in {items}")
conditions = st.recursive(
    comparisons | lists, lambda inner: st.tuples(inner, inner).map(lambda two: f"{two[0]} or {two[1]}"), max_leaves=3
)
EVERY = [number / 2 for number in range(-8, 9)]


@settings(max_examples=200, deadline=None)
@given(st.lists(conditions, min_size=2, max_size=5))
def test_a_case_that_is_told_is_met_by_no_value(whens: list[str]) -> None:
    for code, at in found(*whens):
        assert code == "case_hidden"
        for value in EVERY:
            world = {"vars": {"n": value, "t": ""}}
            first = next((n for n, when in enumerate(whens) if parse_expression(when).evaluate(world)), None)
            assert first != at, (whens[at], value)
