"""What an expression can give is known before it runs: what is told to fail fails, and nothing else comes out."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flowengine.interpreter.state import Caller
from flowengine.lang.check.scope import PARTS
from flowengine.lang.expression import parse_expression
from flowengine.lang.fault import EvaluationFault, ExpressionInvalid
from flowengine.lang.kinds.infer import infer, infer_text
from flowengine.lang.kinds.kind import ANY, in_words, kinds_of
from flowengine.lang.kinds.scope import FIXED, kinds_in
from flowengine.lang.template import parse_template
from flowengine.messages import Json
from tests.lang.test_expression_reference import literals

TYPES = {"t": "text", "n": "number", "b": "boolean", "l": "list", "o": "object", "x": "any"}
KIND_OF = kinds_in(TYPES, {"topic": "text"})

GIVES = {
    "1": "a number",
    "vars.t": "a text",
    "vars.t + 'x'": "a text",
    "vars.n + 1": "a number",
    "vars.x + 1": "a number",
    "vars.x + vars.x": "a text or a number",
    "not vars.l": "true or false",
    "vars.n < 3": "true or false",
    "vars.t or vars.n": "a text or a number",
    "vars.t if vars.b else none": "a text or nothing",
    "[vars.t]": "a list",
    "len(vars.t)": "a number",
    "attributes.topic": "a text",
    "caller.known": "true or false",
    "caller.dialogues_24h": "a number",
    "now": "a text",
    "switches.shut": "a text or true or false",
    "-vars.n": "a number",
    "vars.o": "an object",
}
TELLS = {
    "vars.t + 1": "fault",
    "vars.t - 'x'": "fault",
    "-vars.t": "fault",
    "vars.b + 1": "fault",
    "vars.t < 1": "fault",
    "vars.b < vars.b": "fault",
    "1 in vars.t": "fault",
    "vars.l in vars.l": "fault",
    "'a' in vars.n": "fault",
    "round(vars.t)": "fault",
    "lower(vars.n)": "fault",
    "hour(vars.n)": "fault",
    "1 < vars.n < vars.t": "fault",
    "len(vars.n)": "fault",
    "contains(vars.n, 'a')": "fault",
    "number(vars.l)": "fault",
    "min(vars.t)": "fault",
    "min(vars.l, 1)": "fault",
    "lookup('b', vars.l)": "fault",
    "queue() + 1": "fault",
    "lookup('b', vars.t) + 1": "fault",
    "[1, -vars.t]": "fault",
    "vars.t == 1": "unequal",
    "switches.shut == 1": "unequal",
    "vars.b != 'yes'": "unequal",
    "vars.t.first": "no_part",
    "caller.number.country": "no_part",
}
QUIET = (
    "vars.x + 1", "vars.o.deep.part + 1", "vars.l[0] + 1", "vars.t == none or vars.t == ''", "switches.shut == 'x'",
    "'a' in vars.l", "'a' in vars.o", "vars.x in vars.t", "caller.attributes.vip == 1", "vars.other + 1",
    "queue().waiting > 5", "lookup('b', vars.t).title + 'x'", "(vars.t or 1) + 1",
)  # fmt: skip  # a list reads better than one item a line


@pytest.mark.parametrize(("source", "words"), GIVES.items(), ids=GIVES)
def test_what_an_expression_gives(source: str, words: str) -> None:
    found = infer(parse_expression(source).term, KIND_OF)
    assert (in_words(found.kinds), found.mismatches) == (words, ())


@pytest.mark.parametrize(("source", "what"), TELLS.items(), ids=TELLS)
def test_what_cannot_fit_is_told(source: str, what: str) -> None:
    assert {mismatch.what for mismatch in infer(parse_expression(source).term, KIND_OF).mismatches} == {what}


@pytest.mark.parametrize("source", QUIET)
def test_nothing_is_told_of_what_may_fit(source: str) -> None:
    assert infer(parse_expression(source).term, KIND_OF).mismatches == ()


TEXTS = {
    "{{ vars.t|round }}": {"fault"},
    "{{ vars.t + 1 }}": {"fault"},
    "{{ vars.n|join(', ') }}": {"fault"},
    "{% for i in vars.n %}{{ i }}{% endfor %}": {"fault"},
    "{% if vars.t == 1 %}x{% endif %}": {"unequal"},
    "{{ vars.t.first }}": {"no_part"},
    "{{ vars.n|as_money('EUR') }} {{ vars.t|as_money('EUR') }} {{ vars.n|upper }}": set(),
    "{% for i in vars.l %}{{ i + 1 }}{{ loop.index + 1 }}{% endfor %}": set(),
    "{{ vars.x|default('')|upper ~ vars.n }}": set(),
    "{{ vars.t is defined and vars.n is none }}": set(),
}


@pytest.mark.parametrize(("source", "what"), TEXTS.items(), ids=TEXTS)
def test_templates_are_held_to_the_same(source: str, what: set[str]) -> None:
    assert {mismatch.what for mismatch in infer_text(parse_template(source).terms, KIND_OF)} == what


def test_the_sentence_says_what_is_what() -> None:
    (told,) = infer(parse_expression("round(vars.t) + 1").term, KIND_OF).mismatches
    assert told.sentence == "vars.t is a text, and round() takes a number"


VALUES: dict[str, st.SearchStrategy[Json]] = {
    "t": st.sampled_from(["", "a", "12", "2026-03-02"]),
    "n": st.one_of(st.integers(-9, 9), st.floats(-9, 9)),
    "b": st.booleans(),
    "l": st.lists(st.one_of(st.integers(0, 3), st.sampled_from(["a", "b"])), max_size=3),
    "o": st.dictionaries(st.sampled_from("ab"), st.integers(0, 3)),
    "x": st.one_of(st.none(), st.integers(0, 3), st.sampled_from(["a", "12"]), st.lists(st.integers(), max_size=2)),
}
typed_scopes = st.fixed_dictionaries(
    {"vars": st.fixed_dictionaries(VALUES), "now": st.just("2026-03-02T10:40:00+01:00")}
)
leaves = st.one_of(literals, st.sampled_from([f"vars.{name}" for name in TYPES]))
SIGNS = st.sampled_from(["+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "in", "not in"])
ONE = st.sampled_from(["len", "lower", "upper", "trim", "number", "text", "round", "min", "max", "abs", "hour", "date"])
TWO = st.sampled_from(["contains", "starts_with", "ends_with", "min", "max", "round", "number"])


def straight(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Forms of which every part is evaluated."""
    return st.one_of(
        st.tuples(inner, SIGNS, inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        inner.map(lambda p: f"(not {p})"),
        inner.map(lambda p: f"(-{p})"),
        st.lists(inner, max_size=3).map(lambda p: f"[{', '.join(p)}]"),
        st.tuples(ONE, inner).map(lambda p: f"{p[0]}({p[1]})"),
        st.tuples(TWO, inner, inner).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
    )


def branching(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        straight(inner),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} if {p[1]} else {p[2]})"),
    )


def evaluated(source: str, scope: Json) -> tuple[bool, Json]:
    try:
        return True, parse_expression(source).evaluate(scope)
    except EvaluationFault:
        return False, None
    except ExpressionInvalid:
        assume(False)  # hypothesis's word for: not an example
        return False, None


@pytest.mark.proof
@settings(max_examples=300, deadline=None)
@given(st.recursive(leaves, branching, max_leaves=6), typed_scopes)
def test_nothing_comes_out_that_was_not_foretold(source: str, scope: Json) -> None:
    worked, value = evaluated(source, scope)
    found = infer(parse_expression(source).term, KIND_OF)
    assert not worked or kinds_of(value) <= found.kinds


@pytest.mark.proof
@settings(max_examples=300, deadline=None)
@given(st.recursive(leaves, straight, max_leaves=5), typed_scopes)
def test_what_is_told_to_fail_fails(source: str, scope: Json) -> None:
    worked, _ = evaluated(source, scope)
    told = [
        mismatch for mismatch in infer(parse_expression(source).term, KIND_OF).mismatches if mismatch.what == "fault"
    ]
    assert not (worked and told), told


def test_the_fixed_names_are_those_that_a_step_can_read() -> None:
    known = {(root, part) for root, parts in PARTS.items() for part in parts}
    assert {path for path in FIXED if len(path) == 2} == known
    for name in Caller.__struct_fields__:
        assert kinds_of(getattr(Caller(), name)) <= FIXED["caller", name]
    assert kinds_in({}, {})(("vars", "missing")) == ANY
