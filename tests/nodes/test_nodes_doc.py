"""docs/nodes.md is true: fresh from the palette, every field explained, every example run."""

import pytest

from flowengine.interpreter.event import TreatmentBegan
from flowengine.interpreter.state import Caller
from flowengine.lang.node_type import NodeType
from flowengine.lang.outcome import outcomes_of
from flowengine.lang.schema import node_schema
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE
from tests.interpreter.town import END, Line, Town, flow
from tests.nodes.nodes_doc import FILE, described, expected

ENVIRONMENT = {
    "schedules": {"office": {"weekly": {"mon": ["09:00-17:00"]}}},
    "tables": {"branches": {"key": "postcode", "rows": [{"postcode": "EC1", "title": "City"}]}},
}
IDENTIFY = flow({"found": {"type": "return", "exit": "found"}}, {}, kind="subflow", exits=["found", "unknown"])
VARIABLES = {
    "born": {"type": "text", "default": ""},
    "postcode": {"type": "text", "default": "EC1"},
    "branch": {"type": "object", "default": {}},
}
FIGURES = {"agents_available": 1, "agents_staffed": 1, "waiting": 0, "oldest_wait_s": 0, "estimated_wait_s": 0}
LAST = {"type": "wait", "seconds": 60}
CENTERS = {name: {"title": name, "enabled": True, "hours": ""} for name in ("sales", "billing")}


def test_the_page_is_fresh() -> None:
    assert FILE.read_text("utf-8") == expected(), "write it anew: python -m tests.nodes.nodes_doc"


@pytest.mark.parametrize("node", PALETTE.values(), ids=PALETTE)
def test_every_type_has_an_example_and_every_field_a_meaning(node: NodeType) -> None:
    fields = node_schema(node)["properties"]
    assert [name for name, field in fields.items() if name != "type" and not described(field)] == []
    assert node.example["type"] == node.name
    assert f"### `{node.name}`:" in FILE.read_text("utf-8")


def standing(node: NodeType) -> Json:
    """A flow that begins with the example; its ways out lead to a step at which every kind of flow may stop."""
    names = [leaving.name for leaving in outcomes_of(node.outcomes, dict(node.example)) if leaving.required]
    wires = {"it": dict.fromkeys(names, "last")} if names else {}
    return flow({"it": dict(node.example), "last": LAST}, wires, kind=node.kinds[0], variables=VARIABLES)


def run(node: NodeType) -> Line:
    """A line on which the example has been entered."""
    queue = flow({"q": {"type": "enqueue", "while_waiting": "main"}, "bye": END}, {"q": {}})
    is_treatment = node.kinds == ("treatment",)
    flows = {
        "after_hours": flow({"last": LAST}, {}, kind=node.kinds[0]),
        "main": standing(node),
        "identify": IDENTIFY,
        "queue": queue,
    }
    town = Town(
        {"sales": {"flows": flows, "environment": ENVIRONMENT}},
        centers=CENTERS,
        attributes={"topic": "text"},
        queue=FIGURES,
    )
    line = Line(town, capabilities=("keys", "audio", "record", "transfer"), caller=Caller("+447700900123"))
    line.begin("queue" if is_treatment else "main", environment="sales")
    if is_treatment:
        line.go(TreatmentBegan())
    return line


@pytest.mark.parametrize("node", PALETTE.values(), ids=PALETTE)
def test_the_example_runs(node: NodeType) -> None:
    line = run(node)
    assert line.state.visits["sales/main/it"] == 1
    assert line.facts("fault") == []
