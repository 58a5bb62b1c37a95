"""tag: a milestone with its value."""

import pytest

from flowengine.messages import Json
from flowengine.nodes.tag import NODE
from tests.nodes.notebook import Notebook, entered

TABLE: dict[str, tuple[Json, tuple[str, Json]]] = {
    "alone": ({"name": "identified"}, ("identified", None)),
    "with a value": ({"name": "identified", "value": "vars.n + 1"}, ("identified", 4)),
    "of nothing": ({"name": "identified", "value": "vars.nobody"}, ("identified", None)),
}


@pytest.mark.parametrize(("document", "tagged"), TABLE.values(), ids=TABLE)
def test_tag(document: Json, tagged: tuple[str, Json]) -> None:
    ctx = Notebook(scope={"vars": {"n": 3}})
    assert entered(NODE, document, ctx) == "done"
    assert ctx.tagged == [tagged]
