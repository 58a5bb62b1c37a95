"""Laws of the merge, over generated flows and edits: nothing is lost, nothing is invented, sides are alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.lang.canonical import canonical_flow
from flowengine.lang.diff.align import ABSENT
from flowengine.lang.diff.difference import same
from flowengine.lang.merge.merge import merge, merged_text
from flowengine.lang.merge.steps import at, led
from flowengine.lang.strict_json import loads
from flowengine.messages import Json
from tests.lang.edited_flows import EDITS, Edit, Flow, bytes_of, edited, edited_apart, flows

pytestmark = pytest.mark.proof

LEAVES = st.none() | st.booleans() | st.sampled_from([0, 1, -1, 0.0, -0.0, 1.0, 2.5]) | st.text("ab", max_size=2)
KEYS = st.sampled_from(
    ["a", "b", "nodes", "wires", "type", "cases", "choices", "inputs", "name", "prompt", "on", "x", "y"]
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=14,
)
LAW = settings(max_examples=40, deadline=None)


def references_hold(flow: Flow) -> bool:
    return all(target in flow["nodes"] for _, target in led(flow))


@LAW
@given(ANYTHING, ANYTHING)
def test_a_side_that_changed_nothing_gives_way_to_the_byte(base: Json, side: Json) -> None:
    for merged in (merge(side, side, side), merge(base, base, side), merge(base, side, base), merge(base, side, side)):
        assert bytes_of(merged.document) == bytes_of(side)
        assert merged.conflicts == []


@LAW
@given(flows(), EDITS)
def test_so_it_does_for_flows(base: Flow, edits: list[Edit]) -> None:
    side = edited(base, edits).flow
    for merged in (merge(side, side, side), merge(base, base, side), merge(base, side, base), merge(base, side, side)):
        assert merged_text(merged.document) == canonical_flow(side)
        assert merged.conflicts == []


@LAW
@given(flows(), EDITS, EDITS)
def test_edits_apart_from_each_other_commute(base: Flow, some: list[Edit], others: list[Edit]) -> None:
    ours = edited(base, some)
    theirs = edited_apart(base, others, ours)
    merged, turned = merge(base, ours.flow, theirs.flow), merge(base, theirs.flow, ours.flow)
    assert merged.conflicts == turned.conflicts == []
    assert bytes_of(merged.document) == bytes_of(turned.document)
    for place in ours.writes:
        assert_as_in(ours.flow, merged.document, place)
    for place in theirs.writes:
        assert_as_in(theirs.flow, merged.document, place)


def assert_as_in(side: Flow, merged: Flow, place: tuple[str, ...]) -> None:
    if "cases" not in place:  # told apart by outcome, not by place
        assert same(at(merged, place), at(side, place)) or (place[0] == "wires" and not at(merged, place))
    elif len(place) > 3 and place[3] != "end":
        assert case_of(side, place) == case_of(merged, place)


def case_of(flow: Flow, place: tuple[str, ...]) -> Json:
    cases = at(flow, place[:3])
    return next((case for case in cases if case["outcome"] == place[3]), None) if isinstance(cases, list) else None


@LAW
@given(flows(), EDITS, EDITS)
def test_whatever_the_edits_the_result_is_a_flow(base: Flow, some: list[Edit], others: list[Edit]) -> None:
    ours, theirs = edited(base, some).flow, edited(base, others).flow
    merged, turned = merge(base, ours, theirs), merge(base, theirs, ours)
    text = merged_text(merged.document)
    assert canonical_flow(loads(text)) == text
    assert references_hold(merged.document)
    assert bool(merged.conflicts) == bool(turned.conflicts)
    if not merged.conflicts:
        assert bytes_of(merged.document) == bytes_of(turned.document)
    for found in merged.conflicts:
        assert (found.severity, found.path[0]) == ("error", "$")
        assert found.message.endswith((".", "…"))
        assert found.hint


@LAW
@given(flows(), EDITS, EDITS)
def test_every_value_comes_from_a_side(base: Flow, some: list[Edit], others: list[Edit]) -> None:
    """Whatever stands in the merged flow at a step's field, an outcome or a variable stood there on some side."""
    ours, theirs = edited(base, some).flow, edited(base, others).flow
    merged = merge(base, ours, theirs).document
    for part in ("nodes", "wires", "variables"):
        for name, fields in merged.get(part, {}).items():
            for field, value in fields.items():
                if not isinstance(value, (dict, list)):
                    stood = [at(side, (part, name, field)) for side in (ours, theirs)]
                    assert value in [it for it in stood if it is not ABSENT]


@LAW
@given(ANYTHING, ANYTHING, ANYTHING)
def test_any_three_documents_merge_to_one_that_reads_back(base: Json, ours: Json, theirs: Json) -> None:
    text = merged_text(merge(base, ours, theirs).document)
    assert merged_text(loads(text)) == text
