"""enqueue: joins a queue, and leaves by how the wait ended."""

import pytest

from flowengine.lang.node_type import ConversationOver, Fault, JoinQueue, QueueLeft, Resumed, Step, WokeUp
from flowengine.lang.route_plan import Overflow, PlanStep
from flowengine.messages import Json
from flowengine.nodes.enqueue import NODE
from tests.nodes.notebook import Notebook, entered, resumed

ENTERED: dict[str, tuple[Json, JoinQueue]] = {
    "by default": ({}, JoinQueue(None, "", {}, None, "", 1800.0, 100_000, "leave")),
    "all of it": (
        {
            "contact_center": "desk", "skills": {"dutch": 50}, "priority": 0, "while_waiting": "hold",
            "max_wait_s": 60, "max_waiting": 3, "when_unstaffed": "wait",
        },
        JoinQueue(None, "desk", {"dutch": 50}, 0, "hold", 60.0, 3, "wait"),
    ),
    "a search that is widened": (
        {
            "when_unstaffed": "skip",
            "route_plan": [
                {"after_s": 30, "skills": {}},
                {"after_s": 60, "overflow": [{"contact_center": "sales", "skills": {"b": 1}}], "raise_by": 2},
            ],
        },
        JoinQueue(
            None, "", {}, None, "", 1800.0, 100_000, "skip",
            route_plan=(PlanStep(30, {}), PlanStep(60, None, (Overflow("sales", {"b": 1}),), 2)),
        ),
    ),
}  # fmt: skip  # one case reads as one
RESUMED: dict[str, tuple[Resumed, Step]] = {
    "timed out": (QueueLeft("timed_out"), "timed_out"),
    "no agents": (QueueLeft("no_agents"), "no_agents"),
    "full": (QueueLeft("queue_full"), "queue_full"),
    "left": (QueueLeft("left"), "left"),
    "conversation over": (ConversationOver(), "answered"),
    "anything else": (WokeUp(), Fault("expected the wait in the queue to end")),
}


CHOSEN: dict[str, tuple[str, JoinQueue | Fault]] = {
    "one of them": ("'desk'", JoinQueue(None, "desk", {}, None, "", 1800.0, 100_000, "leave")),
    "none of them": ("'sales'", Fault("the expression gave none of the contact centers that it may give")),
    "nothing": ("vars.none", Fault("the expression gave none of the contact centers that it may give")),
}


@pytest.mark.parametrize(("chosen_by", "step"), CHOSEN.values(), ids=CHOSEN)
def test_an_expression_chooses_the_queue(chosen_by: str, step: JoinQueue | Fault) -> None:
    assert entered(NODE, {"chosen_by": chosen_by, "may_be": ["desk", "support"]}) == step


def test_the_whisper_is_made_when_the_wait_begins() -> None:
    step = entered(NODE, {"whisper": "About {{ vars.topic }}."}, Notebook(scope={"vars": {"topic": "a bill"}}))
    assert isinstance(step, JoinQueue)
    assert step.whisper == "About a bill."


@pytest.mark.parametrize(("document", "step"), ENTERED.values(), ids=ENTERED)
def test_enter(document: Json, step: JoinQueue) -> None:
    assert entered(NODE, document) == step


@pytest.mark.parametrize(("event", "step"), RESUMED.values(), ids=RESUMED)
def test_resume(event: Resumed, step: Step) -> None:
    assert resumed(NODE, {}, None, event) == step
