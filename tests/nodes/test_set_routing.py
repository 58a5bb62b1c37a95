"""set_routing: what the next queue shall ask for."""

import pytest

from flowengine.messages import Json
from flowengine.nodes.set_routing import NODE
from tests.nodes.notebook import Notebook, entered

TABLE: dict[str, tuple[Json, tuple[Json, int]]] = {
    "by default": ({}, ({}, 5)),
    "both": ({"skills": {"dutch": 50}, "priority": 0}, ({"dutch": 50}, 0)),
}


@pytest.mark.parametrize(("document", "routing"), TABLE.values(), ids=TABLE)
def test_set_routing(document: Json, routing: tuple[Json, int]) -> None:
    ctx = Notebook()
    assert entered(NODE, document, ctx) == "done"
    assert ctx.routing == [routing]
