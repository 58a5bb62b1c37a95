"""The canonical form: one text per document, the same value read back, an order that people read in."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.lang.canonical import canonical, canonical_flow, content_hash
from flowengine.messages import Json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip  # the alternatives read as one line
FLOWS = st.fixed_dictionaries(
    {},
    optional={
        "wires": st.dictionaries(st.text(max_size=3), st.dictionaries(st.text(max_size=3), st.text(max_size=3)))
        | VALUES,
        "nodes": st.dictionaries(st.text(max_size=3), st.dictionaries(st.sampled_from(["title", "type", "x"]), VALUES)),
        "title": VALUES,
        "format": st.just(1),
        "other": VALUES,
    },
)


@pytest.mark.proof
@settings(max_examples=150, deadline=None)
@given(VALUES)
def test_any_value_reads_back_and_is_stable(value: Json) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@pytest.mark.proof
@settings(max_examples=150, deadline=None)
@given(FLOWS)
def test_any_flow_reads_back_and_is_stable(flow: dict[str, Json]) -> None:
    text = canonical_flow(flow)
    assert json.loads(text) == flow
    assert canonical_flow(json.loads(text)) == text


@settings(max_examples=50, deadline=None)
@given(st.permutations(["format", "title", "kind", "start", "nodes", "wires"]))
def test_the_order_of_known_fields_is_ours(order: list[str]) -> None:
    values = {"format": 1, "title": "T", "kind": "entry", "start": "a", "nodes": {"a": {}}, "wires": {"a": {"x": "a"}}}
    assert canonical_flow({key: values[key] for key in order}) == canonical_flow(values)


def test_order() -> None:
    flow = {
        "wires": {"b": {"y": "a", "x": "b"}, "lost": {}, "a": {}},
        "custom": 1,
        "nodes": {"a": {"prompt": "é", "title": "A", "type": "say"}, "b": {"type": "end"}},
        "title": "T",
        "format": 1,
    }
    read = json.loads(canonical_flow(flow))
    assert list(read) == ["format", "title", "nodes", "wires", "custom"]
    assert list(read["nodes"]["a"]) == ["type", "title", "prompt"]
    assert list(read["wires"]) == ["a", "b", "lost"]
    assert list(read["wires"]["b"]) == ["y", "x"], "the author's order carries meaning"


FORMS = {
    "plain object on one line": ({"a": {"x": 1, "y": [], "z": "é"}}, '{\n  "a": {"x": 1, "y": [], "z": "é"}\n}\n'),
    "nested objects on several": ({"a": {"b": {"c": 1}}}, '{\n  "a": {\n    "b": {"c": 1}\n  }\n}\n'),
    "empty": ({"a": {}, "b": []}, '{\n  "a": {},\n  "b": []\n}\n'),
    "root never on one line": ({"a": 1}, '{\n  "a": 1\n}\n'),
    "no values": ({}, "{}\n"),
    "list of objects": ({"a": [{"b": 1}, 2]}, '{\n  "a": [\n    {"b": 1},\n    2\n  ]\n}\n'),
    "long list": (
        {"a": ["x" * 60, "y" * 60]},
        '{\n  "a": [\n    "' + "x" * 60 + '",\n    "' + "y" * 60 + '"\n  ]\n}\n',
    ),
}


@pytest.mark.parametrize(("value", "text"), FORMS.values(), ids=FORMS)
def test_form(value: Json, text: str) -> None:
    assert canonical(value) == text


def test_not_a_number_has_no_form() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"a": float("nan")})


def test_hash_is_of_the_bytes() -> None:
    assert content_hash("é") == content_hash("é")
    assert len(content_hash("")) == 32
    assert content_hash("a") != content_hash("b")


@pytest.mark.parametrize("write", [canonical, canonical_flow])
def test_the_line_that_names_the_schema_comes_first_and_is_kept(write: Callable[[Json], str]) -> None:
    """Where an editor looks for it, in every kind of file."""
    text = write({"title": "T", "format": 1, "$schema": "../schemas/flow.json"})
    assert text.startswith('{\n  "$schema": "../schemas/flow.json",\n')
    assert write(json.loads(text)) == text
