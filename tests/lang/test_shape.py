"""Shape: the few words of JSON Schema that an answer is held to agree with the whole of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from flowengine.errors import FlowInvalid
from flowengine.lang.fault import TemplateInvalid
from flowengine.lang.shape import parse_shape
from tests.interpreter.town import LOADER, flow

CASES: dict[str, tuple[Any, Any, bool]] = {
    "a type": ({"type": "string"}, "a", True),
    "another": ({"type": "string"}, 1, False),
    "one of two": ({"type": ["string", "null"]}, None, True),
    "true is no number": ({"type": "number"}, True, False),
    "a whole number": ({"type": "integer"}, 2.0, True),
    "a part": ({"properties": {"a": {"minimum": 3}}}, {"a": 2}, False),
    "missing": ({"required": ["a"]}, {}, False),
    "more": ({"properties": {"a": {}}, "additionalProperties": False}, {"b": 1}, False),
    "items": ({"items": {"maxLength": 2}}, ["ab", "abc"], False),
    "one of": ({"enum": [1, "a"]}, True, False),
    "no other": ({"const": {"a": [1]}}, {"a": [1]}, True),
    "a pattern is looked for": ({"pattern": "b+$"}, "abb", True),
    "and not found": ({"pattern": "^b"}, "abb", False),
    "how many": ({"minItems": 1, "maxItems": 2}, [], False),
    "bounds": ({"exclusiveMinimum": 1, "exclusiveMaximum": 3}, 3, False),
}


@pytest.mark.parametrize(("shape", "value", "fits"), CASES.values(), ids=CASES)
def test_words(shape: Any, value: Any, fits: bool) -> None:
    assert (not parse_shape(shape).problem(value)) is fits
    assert Draft202012Validator(shape).is_valid(value) is fits


def test_the_problem_names_the_place_and_never_the_value() -> None:
    shape = parse_shape({"properties": {"list": {"items": {"properties": {"n": {"maximum": 1}}}}}})
    problem = shape.problem({"list": [{"n": 1}, {"n": 4711}]})
    assert "$.list[1].n" in problem
    assert "4711" not in problem


BAD: dict[str, Any] = {
    "a reference": {"$ref": "https://evil.example/schema"},
    "inside": {"properties": {"a": {"$ref": "#"}}},
    "an unknown word": {"format": "email"},
    "a choice of shapes": {"anyOf": [{}]},
    "no type": {"type": "text"},
    "no number": {"minimum": "1"},
    "a pattern that looks ahead": {"properties": {"a": {"pattern": "(?=a)"}}},
    "a pattern that cannot be read": {"items": {"pattern": "("}},
}


@pytest.mark.parametrize("shape", BAD.values(), ids=BAD)
def test_other_words_are_refused_when_loaded(shape: Any) -> None:
    with pytest.raises(FlowInvalid) as invalid:
        LOADER.load(flow({"it": {"type": "http_request", "url": "https://a.example/", "expect": shape}}, {}))
    assert all(finding.path.startswith("$.nodes.it.expect") for finding in invalid.value.findings)


def test_size_is_bounded() -> None:
    deep: Any = {}
    for _ in range(20):
        deep = {"items": deep}
    for shape in (deep, {"properties": {f"p{n}": {"properties": {"a": {}, "b": {}}} for n in range(90)}}):
        with pytest.raises(TemplateInvalid):
            parse_shape(shape)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(-5, 5) | st.text("ab", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=8,
)
WORDS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["string", "number", "integer", "boolean", "object", "array", "null"]),
        "enum": st.lists(JSON, min_size=1, max_size=3),
        "const": JSON,
        "minimum": st.integers(-5, 5),
        "maxLength": st.integers(0, 3),
        "minItems": st.integers(0, 3),
        "maxProperties": st.integers(0, 2),
        "required": st.lists(st.sampled_from("ab"), max_size=2),
        "additionalProperties": st.booleans(),
    },
)
SHAPES = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda words, a, items: {**words, "properties": {"a": a}, "items": items}, WORDS, inner, inner
    ),
    max_leaves=5,
)


@pytest.mark.proof
@given(SHAPES, JSON)
def test_as_the_whole_of_json_schema_has_it(shape: Any, value: Any) -> None:
    assert (not parse_shape(shape).problem(value)) == Draft202012Validator(shape).is_valid(value)
