"""The closures and the reference agree on any expression over any scope: the same value, or a fault in both."""

from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowengine.lang.expression import parse_expression
from flowengine.lang.fault import EvaluationFault, ExpressionInvalid
from flowengine.lang.reference import evaluate_by_reference
from flowengine.lang.value import SCALARS
from flowengine.messages import Json
from tests.lang.expression_scope import scope
from tests.lang.test_expression import CALLS, FAULTS, MEANINGS

Sources: TypeAlias = st.SearchStrategy[str]

NAMES = ("a", "b", "c", "d")
numbers = st.one_of(
    st.integers(-5, 5), st.sampled_from([2**63 - 1, -(2**63), 2**62]), st.floats(-1e9, 1e9), st.sampled_from([1e308])
)
scalars = st.one_of(st.none(), st.booleans(), numbers, st.sampled_from(["", "a", "b", "ab", "12", "2026-03-02", "é"]))
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
)
scopes = st.fixed_dictionaries(
    {
        "vars": st.dictionaries(st.sampled_from(NAMES), values, max_size=4),
        "caller": values,
        "now": st.sampled_from(["2026-03-02T10:40:00+01:00", "", None]),
    }
)

literals = st.one_of(
    st.integers(0, 9).map(str),
    st.sampled_from(["1.5", "0.0", "9223372036854775807", "true", "False", "none", "'a'", "'ab'", "'12'", "''", "[]"]),
)
paths = st.one_of(
    st.sampled_from(NAMES).map(lambda name: f"vars.{name}"),
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).map(lambda two: f"vars.{two[0]}.{two[1]}"),
    st.sampled_from(
        ["caller", "vars", "missing.x", "caller.a.b.c", "vars['a']", "vars.a[0]", "vars.b[-1]", "vars[vars.a]"]
    ),
)


def larger(inner: Sources) -> Sources:
    signs = st.sampled_from(
        ["+", "-", "*", "/", "//", "%", "and", "or", "==", "!=", "<", "<=", ">", ">=", "in", "not in"]
    )
    one = st.sampled_from(
        ["len", "lower", "upper", "trim", "number", "text", "round", "min", "max", "abs", "hour", "date"]
    )
    two = st.sampled_from(["contains", "starts_with", "ends_with", "min", "max", "round", "number"])
    return st.one_of(
        st.tuples(inner, signs, inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(inner, signs, literals).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} < {p[1]} <= {p[2]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} if {p[1]} else {p[2]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} and {p[1]} and {p[2]})"),
        inner.map(lambda p: f"(not {p})"),
        inner.map(lambda p: f"(-{p})"),
        inner.map(lambda p: f"{p}.a"),
        st.lists(inner, max_size=3).map(lambda p: f"[{', '.join(p)}]"),
        st.tuples(one, inner).map(lambda p: f"{p[0]}({p[1]})"),
        st.tuples(two, inner, inner).map(lambda p: f"{p[0]}({p[1]}, {p[2]})"),
    )


expressions = st.recursive(literals | paths, larger, max_leaves=8)


def outcome(source: str, world: Json, *, by_reference: bool) -> tuple[str, Json]:
    try:
        got = evaluate_by_reference(source, world) if by_reference else parse_expression(source).evaluate(world)
    except EvaluationFault as fault:
        return "fault", fault.message
    return "value", typed(got)


def typed(value: Json) -> Json:
    """The value with its types, because Python holds 1, 1.0 and True equal."""
    if type(value) in SCALARS:
        return type(value).__name__, value
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    return [typed(item) for item in value]


@pytest.mark.proof
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(expressions, scopes)
def test_closures_and_reference_agree(source: str, world: Json) -> None:
    try:
        parse_expression(source)
    except ExpressionInvalid:
        with pytest.raises(ExpressionInvalid):
            evaluate_by_reference(source, world)
        return
    assert outcome(source, world, by_reference=False) == outcome(source, world, by_reference=True)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("vars.ab_[]()'\"+-*/%<>=!,: 0129{}#\\\nélentx"), max_size=30))
def test_any_source_is_read_or_refused(source: str) -> None:
    refused: list[ExpressionInvalid] = []
    try:
        outcome(source, {"vars": {"a": 1}}, by_reference=False)
    except ExpressionInvalid as refusal:
        refused.append(refusal)
    assert all(0 <= refusal.position <= len(source) and refusal.message.endswith(".") for refusal in refused)


@pytest.mark.parametrize("source", [row[0] for row in MEANINGS + CALLS + FAULTS])
def test_the_reference_knows_every_form(source: str) -> None:
    assert outcome(source, scope(), by_reference=True) == outcome(source, scope(), by_reference=False)
