"""set: values are worked out in order and assigned."""

import pytest

from flowengine.lang.fault import EvaluationFault
from flowengine.messages import Json
from flowengine.nodes.set import NODE
from tests.nodes.notebook import Notebook, entered

TABLE: dict[str, tuple[Json, list[tuple[str, Json]]]] = {
    "constant": ({"vars.a": "'x'"}, [("vars.a", "x")]),
    "from the scope": ({"attributes.topic": "upper(vars.word)"}, [("attributes.topic", "BILL")]),
    "in order": (
        {"vars.b": "1", "vars.a": "2", "dialogue.language": "'nl'"},
        [("vars.b", 1), ("vars.a", 2), ("dialogue.language", "nl")],
    ),
}


@pytest.mark.parametrize(("assign", "assigned"), TABLE.values(), ids=TABLE)
def test_set(assign: Json, assigned: list[tuple[str, Json]]) -> None:
    ctx = Notebook(scope={"vars": {"word": "bill"}})
    assert entered(NODE, {"assign": assign}, ctx) == "done"
    assert ctx.assigned == assigned


@pytest.mark.parametrize(
    "assign", [{"vars.a": "1 / 0"}, {"vars.refused": "1"}], ids=["fault in value", "target refuses"]
)
def test_a_fault_is_for_the_walk_to_handle(assign: Json) -> None:
    with pytest.raises(EvaluationFault):
        entered(NODE, {"assign": assign})
