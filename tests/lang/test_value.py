"""What goes to a variable, an attribute or an input must fit there, wherever it comes from."""

import pytest

from flowengine.lang.check.check import check
from flowengine.lang.check.names import KnownFlow, Names
from flowengine.lang.document import FlowLoader
from flowengine.lang.outcome import outcomes_of
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE

LOADER = FlowLoader(PALETTE)
TYPES = {"inward": "number", "outward": "text"}
CALLED = KnownFlow("subflow", frozenset({"inward"}), frozenset({"outward"}), ("done",), types=TYPES)
ATTRIBUTES = {"topic": "text", "count": "number"}
NAMES = Names("sales", flows={"called": CALLED}, tables=frozenset({"rows"}), attributes=ATTRIBUTES)
VARIABLES: Json = {
    "t": {"type": "text", "default": ""},
    "n": {"type": "number", "default": 0},
    "o": {"type": "object", "default": {}},
    "x": {"type": "any", "default": ""},
}
CALL: Json = {"type": "subflow", "flow": "called", "exits": ["done"]}
COLLECT: Json = {"type": "collect", "prompt": "?"}
LOOKUP: Json = {"type": "lookup", "table": "rows", "key": "vars.t"}
HTTP: Json = {"type": "http_request", "url": "https://crm.example/", "meanwhile": ""}


def told(node: Json, **variables: Json) -> list[tuple[str, str]]:
    """(path, sentence) of each finding about a step that stands alone."""
    ways = {leaving.name: "bye" for leaving in outcomes_of(PALETTE[node["type"]].outcomes, node) if leaving.required}
    document = {
        "format": 1,
        "title": "Values",
        "start": "step",
        "variables": {**VARIABLES, **variables},
        "nodes": {"step": node, "bye": {"type": "end"}},
        "wires": {"step": ways},
    }
    found = check(LOADER.built(document), NAMES)
    return [(f.path, f.message) for f in found if f.code == "target_mismatch"]


TELLS: dict[str, tuple[Json, str, str]] = {
    "assigned": (
        {"type": "set", "assign": {"vars.n": "vars.t"}},
        "assign['vars.n']",
        "vars.n takes a number, and vars.t gives a text.",
    ),
    "assigned to an attribute": (
        {"type": "set", "assign": {"attributes.count": "'a'"}},
        "assign['attributes.count']",
        "attributes.count takes a number, and 'a' gives a text.",
    ),
    "answered": ({**COLLECT, "into": "vars.n"}, "into", "vars.n takes a number, and this step gives a text."),
    "looked up": ({**LOOKUP, "into": "attributes.topic"}, "into",
                  "attributes.topic takes a text, and this step gives an object."),
    "a second answer": ({**HTTP, "status_into": "vars.t"}, "status_into",
                        "vars.t takes a text, and this step gives a number."),
    "an input": ({**CALL, "inputs": {"inward": "vars.t"}}, "inputs.inward",
                 "inward takes a number, and vars.t gives a text."),
    "an output": ({**CALL, "outputs": {"vars.n": "outward"}}, "outputs['vars.n']",
                  "vars.n takes a number, and “outward” of “called” is a text."),
}  # fmt: skip  # a table reads better so
QUIET: dict[str, Json] = {
    "assigned": {"type": "set", "assign": {"vars.n": "vars.n + 1", "vars.x": "vars.t", "vars.t": "vars.x"}},
    "answered": {**COLLECT, "into": "vars.t"},
    "looked up": {**LOOKUP, "into": "vars.o"},
    "a second answer": {**HTTP, "status_into": "vars.n", "into": "vars.t"},
    "an input": {**CALL, "inputs": {"inward": "number(vars.t)"}},
    "an output": {**CALL, "outputs": {"attributes.topic": "outward", "vars.x": "outward"}},
}


@pytest.mark.parametrize(("node", "place", "sentence"), TELLS.values(), ids=TELLS)
def test_what_cannot_be_kept_is_told(node: Json, place: str, sentence: str) -> None:
    assert told(node) == [(f"$.nodes.step.{place}", sentence)]


@pytest.mark.parametrize("node", QUIET.values(), ids=QUIET)
def test_what_fits_is_not(node: Json) -> None:
    assert told(node) == []


def test_a_default_is_of_its_type() -> None:
    say: Json = {"type": "say", "prompt": "Hello."}
    wrong = ("$.variables.z.default", "z takes a number, and its default is a text.")
    assert told(say, z={"type": "number", "default": "0"}) == [wrong]
    assert told(say, z={"type": "number", "default": 0}, y={"type": "text", "default": None}) == []
