"""Accept: what is accepted quickly, jsonschema finds nothing wrong with; and what is usual is accepted quickly."""

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import ValidationError

from flowengine.lang.accept import acceptor
from flowengine.lang.convert import DEFINITIONS
from flowengine.lang.schema import FORMATS, SKELETON, FlowValidator, node_schema, validator, violations
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE

VALIDATOR = FlowValidator(PALETTE)
EXAMPLES = {name: dict(node.example) for name, node in PALETTE.items()}
SCHEMAS = {name: node_schema(node) for name, node in PALETTE.items()}
SKELETON_FITS, SKELETON_VALIDATOR = acceptor(SKELETON, FORMATS), validator(SKELETON)
NODE_FITS = {name: acceptor(schema, FORMATS, DEFINITIONS) for name, schema in SCHEMAS.items()}
VALIDATORS = {name: validator(schema) for name, schema in SCHEMAS.items()}
FLOW: dict[str, Any] = {
    "$schema": "flow.json",
    "format": 1,
    "title": "T",
    "kind": "subflow",
    "start": "a",
    "inputs": ["x"],
    "outputs": ["x"],
    "exits": ["done"],
    "variables": {"x": {"type": "text", "default": "", "sensitive": True}},
    "nodes": {"a": {"type": "return", "exit": "done"}, "b": {"type": "say", "prompt": "Hi."}},
    "wires": {"b": {"done": "a"}},
    "keys": {"0": "a"},
    "on": {"error": "a", "hangup": "a"},
}
ODD: list[Json] = [
    None, True, False, 0, 1, -1, 1.0, 2.5, 1e12, 10**30, "", "a", "A b", "{{ x", "1 +", "x" * 9000, [], [1, 1],
    ["a", "a"], {}, {"a": {}}, {"en": "Hi."}, {"by_language": {"English": "x"}}, {"by_language": {}},
    {"prompt": "Not a name"},
    {"by_language": {"en": {"voice": "{{ x"}}}, {"voice": 0}, {"voice": True}, {"type": "end"}, "a\n",
]  # fmt: skip  # a row of odd values


def places(value: Json, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in below for place in places(part, (*path, key)))]


def changed(value: Json, choose: Any) -> Json:
    """The value with one place replaced, removed, or given one thing more."""
    found = deepcopy(value)
    path = choose(st.sampled_from(places(found)))
    odd = deepcopy(choose(st.sampled_from(ODD)))
    if not path:
        return odd
    holder = found
    for part in path[:-1]:
        holder = holder[part]
    way = choose(st.sampled_from(["replace", "remove", "add", "rename"]))
    if way == "replace" or isinstance(holder, list):
        holder[path[-1]] = odd
    elif way == "add":
        holder[choose(st.sampled_from(["zz", "Z z", "title", "sensitive", "kind"]))] = odd
    else:
        kept = holder.pop(path[-1])
        if way == "rename":
            holder[choose(st.sampled_from(["b2", "Bad", "", "9", "x\n"]))] = kept
    return found


def plainly(document: Json) -> list[Any]:
    """The findings as jsonschema alone gives them, step by step."""
    found = list(violations(SKELETON_VALIDATOR, document))
    nodes = document.get("nodes") if isinstance(document, dict) else None
    for name, node in nodes.items() if isinstance(nodes, dict) else ():
        kind = node.get("type") if isinstance(node, dict) else None
        if isinstance(kind, str) and kind in VALIDATORS:
            found += violations(VALIDATORS[kind], node, ("nodes", name))
    return found


@pytest.mark.proof
@given(st.data())
def test_a_changed_flow_has_the_findings_that_jsonschema_alone_gives(data: st.DataObject) -> None:
    document = changed(FLOW, data.draw)
    ours = [finding for finding in VALIDATOR.findings(document) if finding.code != "unknown_node_type"]
    assert ours == plainly(document)


@pytest.mark.proof
@given(st.sampled_from(sorted(EXAMPLES)), st.data())
def test_a_changed_node_has_the_findings_that_jsonschema_alone_gives(name: str, data: st.DataObject) -> None:
    node = changed(EXAMPLES[name], data.draw)
    document = {**FLOW, "nodes": {"a": node}}
    ours = [finding for finding in VALIDATOR.findings(document) if finding.code != "unknown_node_type"]
    assert ours == plainly(document)


def words(fault: ValidationError) -> set[str]:
    """What is broken; of a choice in which one way would do but for its format, that."""
    within = {str(cause.validator) for cause in fault.context or ()}
    return {"format"} if "format" in within else {str(fault.validator)}


@given(st.sampled_from(sorted(EXAMPLES)), st.data())
def test_what_is_accepted_has_no_fault_but_in_what_is_read_besides(name: str, data: st.DataObject) -> None:
    node = changed(EXAMPLES[name], data.draw)
    if NODE_FITS[name](node):
        assert {word for fault in VALIDATORS[name].iter_errors(node) for word in words(fault)} <= {"format"}


@pytest.mark.parametrize("name", PALETTE)
def test_the_example_of_every_type_is_accepted_without_jsonschema(name: str) -> None:
    assert NODE_FITS[name](EXAMPLES[name])


def test_a_flow_with_everything_is_accepted_without_jsonschema() -> None:
    assert SKELETON_FITS(FLOW)


KEYWORDS: dict[str, tuple[Json, Json, Json]] = {
    "unknown keyword": ({"minContains": 1}, None, 1),
    "format that is checked": ({"type": "string", "format": "expression"}, None, "1"),
    "format that names": ({"type": "string", "format": "schedule"}, "office", 1),
    "reference to nowhere": ({"$ref": "#/$defs/nowhere"}, None, 1),
    "reference outside": ({"$ref": "https://example.org"}, None, 1),
    "whole": ({"type": "integer"}, 3, True),
    "one of": ({"enum": [1, "a"]}, 1, True),
    "any of": ({"anyOf": [{"type": "null"}, {"type": "string"}]}, None, 1),
    "all of": ({"allOf": [{"type": "string"}, {"minLength": 2}, {"maxLength": 3}]}, "ab", "a"),
    "unique": ({"type": "array", "uniqueItems": True}, ["a", "b"], ["a", "a"]),
    "bounds": ({"exclusiveMinimum": 1, "exclusiveMaximum": 2}, 1.5, 2),
    "never": ({"properties": {"a": False}}, {"b": 1}, {"a": 1}),
}


@pytest.mark.parametrize(("schema", "right", "not_accepted"), KEYWORDS.values(), ids=KEYWORDS)
def test_keywords(schema: Json, right: Json, not_accepted: Json) -> None:
    fits = acceptor(schema, FORMATS)
    assert fits(right) or (right is None and "anyOf" not in schema)
    assert not fits(not_accepted)


def test_a_definition_may_name_itself() -> None:
    tree = {"type": "object", "additionalProperties": {"$ref": "#/$defs/tree"}}
    fits = acceptor({"$ref": "#/$defs/tree", "$defs": {"tree": tree}}, FORMATS)
    assert fits(json.loads('{"a": {"b": {}}}'))
    assert not fits({"a": {"b": 1}})
