"""contact_center: calls its entry flow, unless it is closed or not there."""

import pytest

from flowengine.lang.node_type import Call, Fault, FrameReturned, Resumed, Step, WokeUp
from flowengine.messages import Json
from flowengine.nodes.contact_center import NODE
from tests.nodes.notebook import Notebook, entered, resumed

SALES = {"contact_center": "sales"}
ENTERED: dict[str, tuple[Json, Json, Step]] = {
    "open": (SALES, {"enabled": True, "open": True}, Call(None, contact_center="sales")),
    "closed": (SALES, {"enabled": True, "open": False}, "closed"),
    "closed, hours not respected": (
        {**SALES, "respect_hours": False},
        {"enabled": True, "open": False},
        Call(None, contact_center="sales"),
    ),
    "disabled": (SALES, {"enabled": False, "open": True}, "unavailable"),
    "unknown": (SALES, None, "unavailable"),
    "chosen": (
        {"chosen_by": "vars.to", "may_be": ["sales", "desk"]},
        {"enabled": True, "open": True},
        Call(None, contact_center="sales"),
    ),
    "chosen, none that it may be": (
        {"chosen_by": "vars.topic", "may_be": ["sales"]},
        {"enabled": True, "open": True},
        "unavailable",
    ),
    "with inputs": (
        {**SALES, "inputs": {"why": "vars.topic"}},
        {"enabled": True, "open": True},
        Call(None, contact_center="sales", inputs={"why": "bill"}),
    ),
}
RESUMED: dict[str, tuple[Resumed, Step]] = {
    "returned": (FrameReturned("done"), "returned"),
    "returned closed": (FrameReturned("closed"), "closed"),
    "could not run": (FrameReturned(problem="unavailable"), "unavailable"),
    "was closed": (FrameReturned(problem="closed"), "closed"),
    "failed": (FrameReturned(problem="error"), Fault("the flow of sales failed")),
    "anything else": (WokeUp(), Fault("expected the contact center's flow to return")),
}


@pytest.mark.parametrize(("document", "found", "step"), ENTERED.values(), ids=ENTERED)
def test_enter(document: Json, found: Json, step: Step) -> None:
    ctx = Notebook(scope={"vars": {"topic": "bill", "to": "sales"}}, facts={("contact_center", "sales"): found})
    assert entered(NODE, document, ctx) == step


@pytest.mark.parametrize(("event", "step"), RESUMED.values(), ids=RESUMED)
def test_resume(event: Resumed, step: Step) -> None:
    assert resumed(NODE, SALES, None, event) == step
