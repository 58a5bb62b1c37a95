"""set_routing: what the next queue shall ask for."""

import pytest

from flowengine.lang.fault import EvaluationFault
from flowengine.lang.node_type import Routing
from flowengine.messages import Json
from flowengine.nodes.set_routing import NODE
from tests.nodes.notebook import Notebook, entered

TABLE: dict[str, tuple[Json, Routing]] = {
    "by default": ({}, Routing()),
    "both": ({"skills": {"dutch": 50}, "priority": 0}, Routing({"dutch": 50}, 0)),
    "the agent of last time": ({"prefer": "caller.last_agent"}, Routing(prefer="anna")),
    "and nobody else for a while": (
        {"prefer": "caller.last_agent", "prefer_s": 20, "boost_s": 60},
        Routing(prefer="anna", prefer_s=20, boost_s=60),
    ),
    "nobody in particular": ({"prefer": "caller.unheard"}, Routing()),
    "for the agent's eyes": ({"show": {"Topic": "vars.topic"}}, Routing(shown={"Topic": "bill"})),
}
SCOPE = {"caller": {"last_agent": "anna"}, "vars": {"topic": "bill"}}


@pytest.mark.parametrize(("document", "routing"), TABLE.values(), ids=TABLE)
def test_set_routing(document: Json, routing: Routing) -> None:
    ctx = Notebook(scope=SCOPE)
    assert entered(NODE, document, ctx) == "done"
    assert ctx.routing == [routing]


def test_the_language_is_that_of_the_dialogue() -> None:
    ctx = Notebook()
    assert entered(NODE, {"language": "'nl'"}, ctx) == "done"
    assert ctx.assigned == [("dialogue.language", "nl")]


def test_an_agent_is_named_by_a_text() -> None:
    with pytest.raises(EvaluationFault, match="named by a text"):
        entered(NODE, {"prefer": "1"})
