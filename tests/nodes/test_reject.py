"""reject: refused, with what the network is told."""

import pytest

from flowengine.lang.node_type import Refuse
from flowengine.messages import Json
from flowengine.nodes.reject import NODE
from tests.nodes.notebook import entered

TABLE: dict[str, tuple[Json, Refuse]] = {
    "by default": ({}, Refuse("busy")),
    "declined": ({"reason": "declined"}, Refuse("declined")),
    "with words": ({"prompt": "We are closed."}, Refuse("busy", "We are closed.")),
}


@pytest.mark.parametrize(("document", "step"), TABLE.values(), ids=TABLE)
def test_reject(document: Json, step: Refuse) -> None:
    assert entered(NODE, document) == step
