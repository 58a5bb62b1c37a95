"""remember: what is written into the record of a number."""

import pytest

from flowengine.lang.fault import EvaluationFault
from flowengine.lang.node_type import Note
from flowengine.messages import Json
from flowengine.nodes.remember import NODE
from tests.nodes.notebook import Notebook, entered

SCOPE = {"caller": {"number": "+447700900123"}, "vars": {"topic": "bikes", "n": "+31 20 123 4567"}}
TABLE: dict[str, tuple[Json, Note]] = {
    "the caller's": ({"attributes": {"topic": "vars.topic"}}, Note("+447700900123", {"topic": "bikes"}, 365)),
    "another's": ({"key": "{{ vars.n }}", "keep_days": 1}, Note("+31201234567", {}, 1)),
    "no number": ({"key": "anonymous"}, Note("", {}, 365)),
    "who it is": ({"name": "'Ann'", "language": "'nl'"}, Note("+447700900123", {}, 365, "Ann", "nl")),
    "nobody": ({"name": "vars.none"}, Note("+447700900123", {}, 365)),
}


@pytest.mark.parametrize(("document", "note"), TABLE.values(), ids=TABLE)
def test_remember(document: Json, note: Note) -> None:
    ctx = Notebook(scope=SCOPE)
    assert entered(NODE, document, ctx) == "done"
    assert ctx.remembered == [note]


def test_a_name_is_a_text() -> None:
    with pytest.raises(EvaluationFault):
        entered(NODE, {"name": "1"}, Notebook(scope=SCOPE))
