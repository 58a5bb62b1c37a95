"""The schema: every violation with its path, and the shipped file is what the palette says."""

import json

import pytest
from jsonschema import Draft202012Validator

from flowengine.errors import FlowInvalid
from flowengine.lang.document import FlowLoader
from flowengine.lang.schema import flow_schema, node_schema
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE
from tests.lang import shipped_schema

LOADER = FlowLoader(PALETTE)
RIGHT = {"format": 1, "title": "T", "start": "a", "nodes": {"a": {"type": "end"}}, "wires": {}}


@pytest.mark.parametrize("kind", shipped_schema.FILES)
def test_the_shipped_file_is_fresh(kind: str) -> None:
    fresh = shipped_schema.FILES[kind].read_text("utf-8") == shipped_schema.expected(kind)
    assert fresh, "A type has changed: run `python -m tests.lang.shipped_schema` and commit the file."


@pytest.mark.proof
@pytest.mark.parametrize("kind", shipped_schema.FILES)
def test_the_shipped_schema_is_a_schema(kind: str) -> None:
    Draft202012Validator.check_schema(json.loads(shipped_schema.FILES[kind].read_text("utf-8")))


@pytest.mark.parametrize("name", PALETTE)
def test_every_example_passes_by_itself_and_in_a_flow(name: str) -> None:
    node = dict(PALETTE[name].example)
    assert list(Draft202012Validator(node_schema(PALETTE[name])).iter_errors(node)) == []
    assert list(Draft202012Validator(flow_schema(PALETTE)).iter_errors(RIGHT | {"nodes": {"a": node}})) == []
    assert LOADER.load(RIGHT | {"nodes": {"a": node}}).nodes["a"].type is PALETTE[name]


def node(**fields: Json) -> Json:
    return {**RIGHT, "nodes": {"a": fields}}


MISTAKES: dict[str, tuple[Json, list[tuple[str, str]]]] = {
    "no document": ([], [("bad_value", "$")]),
    "nothing there": (
        {},
        [("missing", f"$.{key}") for key in ("format", "title", "start", "nodes", "wires")],
    ),
    "another format": (RIGHT | {"format": 2}, [("format_too_new", "$.format")]),
    "a format that never was": (RIGHT | {"format": 0}, [("bad_value", "$.format")]),
    "unknown field": (RIGHT | {"colour": 1}, [("unknown_field", "$.colour")]),
    "two unknown fields": (RIGHT | {"b": 1, "c d": 1}, [("unknown_field", "$.b"), ("unknown_field", "$['c d']")]),
    "no nodes": (RIGHT | {"nodes": {}}, [("bad_value", "$.nodes")]),
    "bad node id": (RIGHT | {"nodes": {"A-b": {"type": "end"}}}, [("bad_name", "$.nodes['A-b']")]),
    "bad outcome": (RIGHT | {"wires": {"a": {"X": "a"}}}, [("bad_name", "$.wires.a.X")]),
    "bad kind": (RIGHT | {"kind": "main"}, [("bad_value", "$.kind")]),
    "variable without type": (RIGHT | {"variables": {"x": {}}}, [("missing", "$.variables.x.type")]),
    "no type": (node(prompt="x"), [("missing", "$.nodes.a.type")]),
    "unknown type": (node(type="sing"), [("unknown_node_type", "$.nodes.a.type")]),
    "type is no text": (node(type=1), [("bad_value", "$.nodes.a.type")]),
    "field missing": (node(type="say"), [("missing", "$.nodes.a.prompt")]),
    "field unknown": (node(type="end", x=1), [("unknown_field", "$.nodes.a.x")]),
    "too large": (node(type="wait", seconds=1e9), [("bad_value", "$.nodes.a.seconds")]),
    "bad template": (node(type="say", prompt="{{ x"), [("prompt_invalid", "$.nodes.a.prompt")]),
    "bad template by channel": (
        node(type="say", prompt={"by_language": {"en": {"chat": "{{ x"}}}),
        [("template_invalid", "$.nodes.a.prompt.by_language.en.chat")],
    ),
    "bad language": (
        node(type="say", prompt={"by_language": {"English": "x"}}),
        [("bad_name", "$.nodes.a.prompt.by_language.English")],
    ),
    "bad expression": (
        node(type="branch", cases=[{"when": "1", "outcome": "x"}, {"when": "1 +", "outcome": "y"}]),
        [("expression_invalid", "$.nodes.a.cases[1].when")],
    ),
    "bad seconds": (
        node(type="collect", prompt="?", into="vars.x", first_digit_timeout_s={"voice": 0}),
        [("bad_value", "$.nodes.a.first_digit_timeout_s.voice")],
    ),
    "bad target": (
        node(type="set", assign={"caller.name": "1"}),
        [("bad_name", "$.nodes.a.assign['caller.name']")],
    ),
}


@pytest.mark.parametrize(("document", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_each_mistake_has_its_path(document: Json, expected: list[tuple[str, str]]) -> None:
    found = [(finding.code, finding.path) for finding in LOADER.findings(document)]
    assert found == expected


def test_load_raises_all_findings_at_once() -> None:
    document = RIGHT | {"colour": 1, "nodes": {"a": {"type": "say"}, "b": {"type": "sing"}}}
    with pytest.raises(FlowInvalid) as raised:
        LOADER.load(document)
    assert [finding.path for finding in raised.value.findings] == ["$.colour", "$.nodes.a.prompt", "$.nodes.b.type"]
    assert "and 2 more" in str(raised.value)
