"""What holds for every node type: data for the editor, an example that loads, outcomes that are true."""

import pytest

from flowengine.lang.check.naming import fields_by_format
from flowengine.lang.node_type import NodeType
from flowengine.lang.outcome import outcomes_of
from flowengine.nodes.palette import PALETTE
from tests.nodes.notebook import config

GROUPS = {"Speak", "Ask", "Decide", "Route", "Data", "End"}
FORMATS = {
    "schedule", "flow", "contact_center", "treatment", "queue", "skills", "exit", "exits", "inputs", "next_flow",
    "outputs", "second_target", "secret", "shares", "table", "target", "targets", "may_be", "delivery",
    "headers", "interruptible", "max_wait_s", "meanwhile", "notice", "recording_action", "ring_s", "route_plan",
    "silence_s",
}  # fmt: skip  # a set of words reads better filled


@pytest.mark.parametrize("node", PALETTE.values(), ids=PALETTE)
def test_data(node: NodeType) -> None:
    assert node.group in GROUPS
    assert node.purpose.endswith(".")
    assert node.title
    assert node.icon
    assert node.example["type"] == node.name
    assert set(node.kinds) <= {"entry", "subflow", "treatment"}
    assert len(node.summary) <= 2
    assert set(node.summary) <= set(node.config.__struct_fields__)
    assert set(fields_by_format(node.config)) <= FORMATS


@pytest.mark.parametrize("node", PALETTE.values(), ids=PALETTE)
def test_example_can_be_left_by_what_happens_at_once(node: NodeType) -> None:
    names = {leaving.name for leaving in outcomes_of(node.outcomes, dict(node.example))}
    assert {*(node.at_once or ()), *node.bounded} <= names
    config(node, dict(node.example))


@pytest.mark.parametrize("node", PALETTE.values(), ids=PALETTE)
def test_a_type_that_waits_can_be_resumed(node: NodeType) -> None:
    """And one with memory has a struct for it that the store can read back."""
    if node.waits:
        assert node.resume.__module__ == node.enter.__module__
    if node.memory is not None:
        assert node.memory.__struct_config__.frozen
