"""return: back to the caller by a named exit."""

import pytest

from flowengine.lang.node_type import Return
from flowengine.messages import Json
from flowengine.nodes.return_ import NODE
from tests.nodes.notebook import entered


@pytest.mark.parametrize(
    ("document", "exit_name"), [({}, "done"), ({"exit": "lost"}, "lost")], ids=["default", "named"]
)
def test_return(document: Json, exit_name: str) -> None:
    assert entered(NODE, document) == Return(exit_name)
