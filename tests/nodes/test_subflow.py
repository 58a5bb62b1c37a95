"""subflow: calls a flow with inputs, keeps its outputs, leaves by its exit."""

import pytest

from flowengine.lang.node_type import Call, Fault, FrameReturned, Resumed, Step, WokeUp
from flowengine.messages import Json
from flowengine.nodes.subflow import NODE
from tests.nodes.notebook import Notebook, entered, resumed

CONFIG = {"flow": "identify", "exits": ["found", "lost"], "inputs": {"n": "1 + 1"}, "outputs": {"vars.account": "id"}}
RESUMED: dict[str, tuple[Resumed, Step, list[tuple[str, Json]]]] = {
    "exit": (FrameReturned("found", {"id": "7"}), "found", [("vars.account", "7")]),
    "output left out": (FrameReturned("lost"), "lost", [("vars.account", None)]),
    "exit not listed": (FrameReturned("x"), Fault("“identify” returned by the exit “x”"), [("vars.account", None)]),
    "failed": (FrameReturned(problem="error"), Fault("the flow “identify” could not run to its end"), []),
    "missing": (FrameReturned(problem="unavailable"), Fault("the flow “identify” could not run to its end"), []),
    "anything else": (WokeUp(), Fault("the flow “identify” could not run to its end"), []),
}


def test_enter() -> None:
    assert entered(NODE, CONFIG) == Call(None, flow="identify", inputs={"n": 2})


@pytest.mark.parametrize(("event", "step", "assigned"), RESUMED.values(), ids=RESUMED)
def test_resume(event: Resumed, step: Step, assigned: list[tuple[str, Json]]) -> None:
    ctx = Notebook()
    assert resumed(NODE, CONFIG, None, event, ctx) == step
    assert ctx.assigned == assigned
