"""lookup: the row goes into a variable, or nothing does."""

import pytest

from flowengine.lang.fault import EvaluationFault
from flowengine.messages import Json
from flowengine.nodes.lookup import NODE
from tests.nodes.notebook import Notebook, entered

CITY = {"id": "EC1", "title": "City"}
TABLE: dict[str, tuple[str, str, list[tuple[str, Json]]]] = {
    "there": ("'EC1'", "found", [("vars.row", CITY)]),
    "by what was collected": ("upper(vars.code)", "found", [("vars.row", CITY)]),
    "not there": ("'N1'", "not_found", []),
}


def leave(key: str, into: str = "vars.row") -> tuple[object, Notebook]:
    ctx = Notebook(scope={"vars": {"code": "ec1"}}, facts={("table", "branches"): {"EC1": CITY}})
    return entered(NODE, {"table": "branches", "key": key, "into": into}, ctx), ctx


@pytest.mark.parametrize(("key", "outcome", "assigned"), TABLE.values(), ids=TABLE)
def test_lookup(key: str, outcome: str, assigned: list[tuple[str, Json]]) -> None:
    step, ctx = leave(key)
    assert (step, ctx.assigned) == (outcome, assigned)


def test_a_variable_that_cannot_hold_a_row() -> None:
    with pytest.raises(EvaluationFault):
        leave("'EC1'", "vars.refused")
