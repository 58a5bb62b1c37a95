"""Refusing a dialogue: its first and only command says so; after an answer it is too late for that."""

from flowengine.messages import HangUp
from tests.interpreter.town import END, flow, one, say

REJECT = {"type": "reject", "reason": "busy"}


def test_it_is_refused_unanswered() -> None:
    line = one(flow({"r": REJECT}, {}))
    assert line.last is not None
    assert line.last.commands == [HangUp(dialogue="d", reason="busy")]
    assert (line.ended, line.facts("refused")) == (("disconnected", "in_flow", "flow"), [("front_door/main/r", "busy")])


def test_one_that_was_spoken_to_cannot_be() -> None:
    line = one(
        flow({"s": say("hi"), "r": REJECT, "bye": END}, {"s": {"done": "r"}, "r": {"error": "bye"}}),
    )
    assert line.facts("fault") == [("front_door/main/r", "the dialogue is answered already, it can only be ended")]
    assert line.ended == ("completed", "in_flow", "flow")
