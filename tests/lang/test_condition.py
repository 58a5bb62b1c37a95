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
VARIABLES: Json = {
    "n": {"type": "number", "default": 0},
    "t": {"type": "text", "default": ""},
    "b": {"type": "boolean", "default": False},
    "any": {"type": "any", "default": 0},
    "given": {"type": "text", "default": ""},
}


NAMES = Names("sales", contact_centers={"sales": frozenset()}, attributes={"flag": "boolean"})


def branching(*whens: str) -> Json:
    """A flow that tries these conditions in this order."""
    cases = [{"when": when, "outcome": f"c{at}"} for at, when in enumerate(whens)]
    return {
        "format": 1,
        "title": "Cases",
        "start": "which",
        "variables": VARIABLES,
        "inputs": ["given"],
        "nodes": {"which": {"type": "branch", "cases": cases}, "bye": {"type": "end"}},
        "wires": {"which": dict.fromkeys([*(case["outcome"] for case in cases), "otherwise"], "bye")},
    }


def found(*whens: str) -> list[tuple[str, int]]:
    """(code, which case) of the findings about these conditions, in this order."""
    document = branching(*whens)
    codes = ("case_hidden", "condition_constant")
    return [
        (finding.code, int(finding.path.split("[")[1].split("]")[0]))
        for finding in check(LOADER.built(document), NAMES)
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
    "pieces that make a whole": ("vars.n < 5", "vars.n > 5", "vars.n in [4, 6]"),
    "all there is, piece by piece": ("vars.n < 5", "vars.n >= 5", "vars.t == 'a'"),
    "yes and no": ("vars.b", "not vars.b", "vars.t == 'a'"),
    "the narrower of two": ("vars.b", "vars.b and vars.t == 'a'"),
    "both bounds": ("vars.n > 0", "1 < vars.n < 3"),
    "one of an or is taken": ("vars.b or vars.n > 3", "vars.n > 5"),
    "a function": ("hour() < 18", "hour() < 12"),
    "what is not empty": ("vars.t", "vars.t == 'a'"),
}
SEEN = {
    "a narrower bound first": ("vars.n > 10", "vars.n > 5"),
    "the bound itself": ("vars.n > 5", "vars.n >= 5"),
    "another name": ("vars.n > 5", "number(vars.t, 0) > 6"),
    "another kind": ("vars.t < 'm'", "vars.n < 3"),
    "not all of a list": ("vars.t == 'a'", "vars.t in ['a', 'b']"),
    "a part of an and": ("vars.n > 5 and vars.t == 'a'", "vars.n > 5"),
    "that one": ("vars.t != 'a'", "vars.t == 'a'"),
    "a wider bound of a function": ("hour() < 12", "hour() < 18"),
    "with another argument": ("len(vars.t) < 9", "len(vars.given) < 5"),
    "what is empty": ("vars.t", "vars.t == ''"),
    "all of its kind, but it may be another": ("vars.any < 5", "vars.any >= 5", "vars.t == 'a'"),
    "an attribute that may not be set": ("attributes.flag == true", "attributes.flag == false", "vars.t == 'a'"),
    "an input that may be anything": ("vars.given == none",),
}


@pytest.mark.parametrize("whens", HIDDEN.values(), ids=HIDDEN)
def test_a_hidden_case_is_told(whens: tuple[str, ...]) -> None:
    assert found(*whens) == [("case_hidden", len(whens) - 1)]


@pytest.mark.parametrize("whens", SEEN.values(), ids=SEEN)
def test_a_case_that_can_be_met_is_not(whens: tuple[str, ...]) -> None:
    assert found(*whens) == []


CONSTANT = {
    "vars.t == 'a' and vars.t == 'b'": "is always false",
    "vars.n > 5 and vars.b and vars.n < 3": "is always false",
    "3 < vars.n < 3": "is always false",
    "vars.n != 1 or vars.n != 2": "is always true",
    "vars.b or vars.t == 'a' or not vars.b": "is always true",
    "not (vars.b and not vars.b)": "is always true",
    "vars.b and 1 > 2": "is always false",
    "vars.t == none": "is always false",
    "hour() in []": "is always false",
    "len(vars.t) == none": "is always false",
    "'a' == 'b'": "is always false",
    "1 / 0 == 1": "always fails: `/` cannot divide by zero",
    "vars.n > 3 and vars.n < 5": "",
    "vars.b": "",
    "1 if vars.b else vars.n": "",
    "min(1, vars.n, 3)": "",
    "attributes.flag == none": "",
    "vars.any == none": "",
    "vars.t == 1": "",  # another finding speaks of that
}


@pytest.mark.parametrize(("when", "told"), CONSTANT.items(), ids=CONSTANT)
def test_a_condition_that_is_always_the_same(when: str, told: str) -> None:
    document = branching(when)
    said = [f.message for f in check(LOADER.built(document), NAMES) if f.code == "condition_constant"]
    assert said == ([f"The condition {when} {told}."] if told else [])


FIGURES = {
    "a wider bound first": ([{"at_least": 5}, {"at_least": 10}], 1),
    "pieces": ([{"at_most": 5}, {"at_least": 4}, {"at_least": 6, "at_most": 7}], 2),
    "any that is known": ([{}, {"at_most": 3}], 1),
    "a narrower one first": ([{"at_least": 10}, {"at_least": 5}], None),
    "not known": ([{"at_most": 5}, {"at_least": 4}], None),
}


@pytest.mark.parametrize(("bounds", "at"), FIGURES.values(), ids=FIGURES)
def test_bounds_of_figures_are_conditions_too(bounds: list[Json], at: int | None) -> None:
    cases = [{"figure": "waiting", "outcome": f"c{n}", **bound} for n, bound in enumerate(bounds)]
    step = {"type": "check_queue", "contact_center": "sales", "cases": cases}
    other = {"figure": "oldest_wait_s", "outcome": "other", "at_least": 10}
    for more in ([], [other]):
        document = branching()
        document["nodes"]["which"] = {**step, "cases": [*more, *cases]}
        told = [f.path for f in check(LOADER.built(document), NAMES) if f.code == "case_hidden"]
        assert told == ([] if at is None else [f"$.nodes.which.cases[{at + len(more)}]"])


def test_what_is_always_true_hides_all_that_follows() -> None:
    told = [("condition_constant", 0), ("case_hidden", 1)]
    assert sorted(found("1 < 2", "vars.n > 1")) == sorted(told)
    assert found("1 > 2", "vars.n > 1") == [("condition_constant", 0)]
    assert found("1 > 2", "1 > 2") == [("condition_constant", 0), ("condition_constant", 1)], "the first takes nothing"


signs = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
comparisons = st.tuples(signs, st.integers(-2, 2)).map(lambda two: f"vars.n {two[0]} {two[1]}")
turned = st.tuples(st.integers(-2, 2), signs).map(lambda two: f"{two[0]} {two[1]} vars.n")
between = st.tuples(st.integers(-2, 2), st.integers(-2, 2)).map(lambda two: f"{two[0]} < vars.n <= {two[1]}")
lists = st.tuples(st.sampled_from(["in", "not in"]), st.lists(st.integers(-2, 2), max_size=3)).map(
    lambda two: f"vars.n {two[0]} {two[1]}"
)
texts = st.tuples(signs, st.sampled_from(["", "a", "b"])).map(lambda two: f"vars.t {two[0]} '{two[1]}'")
bare = st.sampled_from(["vars.b", "vars.n", "vars.t", "vars.b == true", "vars.b != false", "true"])
conditions = st.recursive(
    comparisons | turned | between | lists | texts | bare,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        inner.map(lambda one: f"not ({one})"),
    ),
    max_leaves=4,
)
WORLDS = [
    {"vars": {"n": number / 2, "t": text, "b": yes}}
    for number in range(-6, 7)
    for text in ("", "A", "a", "ab", "b", "c")
    for yes in (True, False)
]


@pytest.mark.proof
@settings(max_examples=300, deadline=None)
@given(st.lists(conditions, min_size=1, max_size=5))
def test_what_is_told_of_a_case_holds_for_every_value(whens: list[str]) -> None:
    parsed = [parse_expression(when).evaluate for when in whens]
    met = [[bool(when(world)) for when in parsed] for world in WORLDS]
    for code, at in found(*whens):
        if code == "case_hidden":
            assert all(not held[at] or any(held[:at]) for held in met), whens[at]
        else:
            assert len({held[at] for held in met}) == 1, whens[at]


@pytest.mark.proof
@settings(max_examples=200, deadline=None)
@given(st.lists(comparisons | lists, min_size=2, max_size=4))
def test_comparisons_of_one_number_with_constants_are_all_told(whens: list[str]) -> None:
    """Nothing is missed: what no value meets first is told, or comes after what takes all."""
    told = {at for _, at in found(*whens)}
    parsed = [parse_expression(when).evaluate for when in whens]
    for at in range(len(whens)):
        reached = any(parsed[at](world) and not any(when(world) for when in parsed[:at]) for world in WORLDS + FAR)
        assert reached or at in told, whens


FAR = [{"vars": {"n": number, "t": "", "b": True}} for number in (-1e9, 1e9)]
