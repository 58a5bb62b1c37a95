"""What a form leaves out speaks of fields that there are, and of values that they can have."""

import pytest

from flowengine.lang.node_type import NodeType
from flowengine.lang.schema import node_schema
from flowengine.nodes.palette import PALETTE

ROWS = [
    pytest.param(node, field, other, id=f"{node.name}.{field}")
    for node in PALETTE.values()
    for field, other in node.only_if.items()
]


@pytest.mark.parametrize(("node", "field", "other"), ROWS)
def test_a_field_depends_on_what_is_there(node: NodeType, field: str, other: tuple[str, ...]) -> None:
    properties = node_schema(node)["properties"]
    name, *values = other
    assert {field, name} <= set(properties)
    assert set(values) <= set(properties[name].get("enum", values))
    assert field not in node_schema(node).get("required", [])
