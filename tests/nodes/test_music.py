"""music: sound for a while."""

import pytest

from flowengine.lang.node_type import Pause, WokeUp
from flowengine.messages import Json
from flowengine.nodes.music import NODE
from tests.nodes.notebook import entered, resumed

TABLE: dict[str, tuple[Json, Pause]] = {
    "by default": ({}, Pause(None, 20.0, "")),
    "named sound": ({"seconds": 5, "sound": "jingle"}, Pause(None, 5.0, "jingle")),
}


@pytest.mark.parametrize(("document", "step"), TABLE.values(), ids=TABLE)
def test_music(document: Json, step: Pause) -> None:
    assert entered(NODE, document) == step


def test_is_done_when_the_time_is_over() -> None:
    assert resumed(NODE, {}, None, WokeUp()) == "done"
