"""go_to: a jump to the flow that it names."""

from flowengine.lang.node_type import Jump
from flowengine.nodes.go_to import NODE
from tests.nodes.notebook import entered


def test_go_to() -> None:
    assert entered(NODE, {"flow": "after_hours"}) == Jump("after_hours")
