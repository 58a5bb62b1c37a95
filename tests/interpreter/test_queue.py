"""Waiting in a queue: the treatment plays, is interrupted without running anything, and never ends the wait."""

import pytest

from flowengine.interpreter.effect import Withdraw
from flowengine.interpreter.event import DialogueTimer, TreatmentBegan, TreatmentStopped
from flowengine.lang.node_type import ConversationOver, QueueLeft
from flowengine.messages import Json, KeyPressed
from tests.interpreter.town import END, Line, Town, flow, say

LEFT = {name: name for name in ("timed_out", "no_agents", "queue_full", "left")}
QUEUE = {"type": "enqueue", "while_waiting": "hold"}
SAYS = {name: say(name) for name in (*LEFT, "answered")}
HOLD = flow(
    {"a": {"type": "announce"}, "m": {"type": "music"}}, {"a": {"done": "m"}, "m": {"done": "a"}}, kind="treatment"
)


def waiting(hold: Json | None = HOLD, node: Json | None = None, wires: Json | None = None, **more: Json) -> Line:
    main = flow(
        {"q": {**QUEUE, **(node or {})}, **SAYS, "bye": END},
        {"q": {**LEFT, **(wires or {})}, **{name: {"done": "bye"} for name in SAYS}},
    )
    flows = {"main": main, **({"hold": hold} if hold else {}), **more}
    line = Line(Town({"sales": {"flows": flows}}))
    line.begin(environment="sales")
    line.go(TreatmentBegan())
    return line


def test_joining() -> None:
    line = Line(
        Town({"sales": {"flows": {"main": flow({"q": {**QUEUE, "skills": {"dutch": 50}}, "bye": END}, {"q": {}})}}})
    )
    line.begin(environment="sales")
    [joined] = line.queued
    assert (joined.contact_center, joined.skills, joined.priority) == ("sales", {"dutch": 50}, 5)
    assert (line.state.status, line.state.wait, line.state.treatment) == ("queued", 1, "hold")


def test_the_treatment_lies_on_top_and_goes_round() -> None:
    line = waiting()
    assert ([frame.kind for frame in line.state.frames], line.words) == (
        ["entry", "treatment"],
        ["You are number 2 in the queue."],
    )
    assert line.commands == ["Say", "PlayMusic"]
    line.go(DialogueTimer("pause"))
    assert line.went == ["hold/m:done", "hold/a:done"]


def test_a_treatment_begins_once() -> None:
    line = waiting()
    before = line.state
    line.go(TreatmentBegan())
    assert line.state == before


def test_it_begins_for_nobody_who_does_not_wait() -> None:
    line = waiting()
    line.go(QueueLeft("left"))
    line.go(TreatmentBegan())
    assert line.commands == []


def test_an_agent_interrupts_it() -> None:
    line = waiting()
    line.go(TreatmentStopped())
    assert (line.commands, line.went, line.timers) == (["StopPlayback"], [], {})
    assert [frame.kind for frame in line.state.frames] == ["entry"]


def test_a_question_in_it_is_forgotten_when_interrupted() -> None:
    menu = {"type": "menu", "prompt": "1 to leave", "choices": {"1": {"label": "Leave"}}}
    hold = flow(
        {"m": menu, "back": {"type": "return"}},
        {"m": {"1": "back", "no_input": "m", "no_match": "m"}},
        kind="treatment",
    )
    line = waiting(hold)
    assert line.state.asking is not None
    line.go(TreatmentStopped())
    assert line.state.asking is None
    line.go(KeyPressed(dialogue="d", key="1"))
    assert line.went == []


@pytest.mark.parametrize("reason", LEFT)
def test_the_wait_ends_and_the_flow_goes_on(reason: str) -> None:
    line = waiting()
    line.go(QueueLeft(reason))
    assert (line.commands[0], line.words) == ("StopPlayback", [reason])
    assert line.ended == ("completed", "in_flow", "flow")


def test_one_that_runs_out_starts_again_after_a_second() -> None:
    hold = flow({"s": say("Please wait."), "back": {"type": "return"}}, {"s": {"done": "back"}}, kind="treatment")
    line = waiting(hold)
    assert line.timers == {"pause": 1000}
    line.go(DialogueTimer("pause"), after_s=1)
    assert line.words == ["Please wait."]
    assert line.state.status == "queued"


BROKEN = {
    "fails": flow({"s": say("{{ 1 // 0 }}"), "m": {"type": "music"}}, {"s": {"done": "m"}}, kind="treatment"),
    "is missing": None,
    "spins": flow(
        {"s": {"type": "branch", "cases": [{"when": "true", "outcome": "x"}]}}, {"s": {"x": "s"}}, kind="treatment"
    ),
}


@pytest.mark.parametrize("hold", BROKEN.values(), ids=BROKEN)
def test_one_that_fails_ends_itself_and_never_the_wait(hold: Json) -> None:
    line = waiting(hold)
    assert line.facts("fault")
    assert line.commands == ["PlayMusic"], "the caller is not left in silence"
    assert (line.state.status, line.ended, len(line.state.frames)) == ("queued", None, 1)


def test_a_treatment_cannot_join_a_second_queue() -> None:
    inner = flow(
        {"q": {"type": "enqueue"}, "back": {"type": "return"}}, {"q": dict.fromkeys(LEFT, "back")}, kind="subflow"
    )
    hold = flow({"s": {"type": "subflow", "flow": "inner", "exits": ["done"]}}, {"s": {"done": "s"}}, kind="treatment")
    line = waiting(hold, inner=inner)
    assert (line.queued, line.state.status) == ([], "queued")
    assert ("sales/inner/q", "the dialogue waits in a queue already") in line.facts("fault")


LEAVE = {"type": "leave_queue", "reason": "wants_voicemail"}


def test_it_may_step_out_of_the_queue() -> None:
    """Its last words are not cut off, nothing of it goes on, and the flow that waited is left by left."""
    hold = flow({"s": say("Goodbye, queue."), "out": LEAVE}, {"s": {"done": "out"}}, kind="treatment")
    line = waiting(hold)
    assert line.last is not None
    assert Withdraw("wants_voicemail") in line.last.effects
    assert line.facts("quit") == [("sales/hold/out", "wants_voicemail")]
    assert (line.commands, line.timers, len(line.state.frames)) == (["Say"], {}, 1)
    line.go(QueueLeft("left"))
    assert (line.commands[0], line.words, line.went) == ("Say", ["left"], ["main/q:left", "main/left:done"])


def test_a_flow_that_a_treatment_called_may_step_out_too() -> None:
    inner = flow({"out": LEAVE}, {}, kind="treatment")
    hold = flow({"on": {"type": "go_to", "flow": "inner"}}, {}, kind="treatment")
    line = waiting(hold, inner=inner)
    assert (line.facts("quit"), len(line.state.frames)) == ([("sales/inner/out", "wants_voicemail")], 1)


def test_only_who_waits_can_step_out() -> None:
    line = Line(Town({"sales": {"flows": {"main": flow({"out": LEAVE}, {})}}}))
    line.begin(environment="sales")
    assert line.facts("fault") == [("sales/main/out", "the dialogue waits in no queue that it could leave")]
    assert line.ended == ("failed", "in_flow", "flow")


def test_no_treatment_is_music() -> None:
    line = waiting(node={"while_waiting": ""})
    assert (line.commands, len(line.state.frames)) == (["PlayMusic"], 1)


def test_a_chat_hears_no_music() -> None:
    main = flow({"q": {"type": "enqueue"}, "bye": END}, {"q": dict.fromkeys(LEFT, "bye")})
    line = Line(Town({"sales": {"flows": {"main": main}}}), channel="chat", capabilities=("text",))
    line.begin(environment="sales")
    line.go(TreatmentBegan())
    assert line.commands == []


def test_after_the_conversation_the_flow_goes_on_if_answered_is_wired() -> None:
    line = waiting(wires={"answered": "answered"})
    line.go(TreatmentStopped())
    line.put(status="connected")
    line.go(ConversationOver())
    assert (line.words, line.ended) == (["answered"], ("completed", "in_flow", "flow"))


def test_after_the_conversation_the_dialogue_ends_if_it_is_not() -> None:
    line = waiting()
    line.go(TreatmentStopped())
    line.put(status="connected")
    line.go(ConversationOver())
    assert (line.words, line.ended) == ([], ("completed", "connected", "agent"))


def test_the_front_door_has_no_queue_of_its_own() -> None:
    line = Line(Town({"front_door": {"flows": {"main": flow({"q": {"type": "enqueue"}}, {})}}}))
    line.begin()
    assert (line.queued, line.ended) == ([], ("failed", "in_flow", "flow"))
