"""leave_queue: out of the queue, with a reason."""

import pytest

from flowengine.lang.node_type import QuitQueue
from flowengine.messages import Json
from flowengine.nodes.leave_queue import NODE
from tests.nodes.notebook import entered

TABLE: dict[str, tuple[Json, QuitQueue]] = {
    "by default": ({}, QuitQueue("left")),
    "with a reason": ({"reason": "wants_voicemail"}, QuitQueue("wants_voicemail")),
}


@pytest.mark.parametrize(("document", "step"), TABLE.values(), ids=TABLE)
def test_leave_queue(document: Json, step: QuitQueue) -> None:
    assert entered(NODE, document) == step
