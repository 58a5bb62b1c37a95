"""Recording: a sensitive question pauses it until it is answered, whatever the answer is."""

import pytest

from flowengine.interpreter.event import CallerGone, DialogueTimer
from flowengine.interpreter.state import Ended
from flowengine.messages import Json, KeyPressed, SetRecording
from tests.interpreter.town import END, Line, Town, flow

CARD = {"type": "collect", "prompt": "Card?", "into": "vars.card", "max_digits": 2, "tries": 2, "sensitive": True}
WAIT = {"type": "wait", "seconds": 60}


def line(*actions: str, after: Json = CARD) -> Line:
    """A call on which the conversation is recorded, and then a card is asked for."""
    tape = {f"t{i}": {"type": "recording", "action": action, "consent": "true"} for i, action in enumerate(actions)}
    names = [*tape, "card"]
    ways = {name: {"done": names[i + 1], "no_consent": "bye"} for i, name in enumerate(tape)}
    nodes = {**tape, "card": after, "more": WAIT, "bye": END}
    wires = {**ways, "card": {"collected": "more", "no_input": "more", "invalid": "more"}, "more": {"done": "bye"}}
    main = flow(nodes, wires, variables={"card": {"type": "text", "sensitive": True}})
    found = Line(Town({"front_door": {"flows": {"main": main}}}), capabilities=("keys", "audio", "record"))
    found.begin()
    return found


def told(of: Line) -> list[str]:
    """What the channel was told to record, in order, by the last step."""
    assert of.last is not None
    return [one.action for one in of.last.commands if isinstance(one, SetRecording)]


def key(of: Line, keys: str) -> None:
    for each in keys:
        of.go(KeyPressed(dialogue="d", key=each))


def test_the_question_is_not_recorded() -> None:
    on = line("start")
    assert told(on) == ["start", "pause"]
    assert on.commands == ["SetRecording", "SetRecording", "Ask"]
    assert (on.state.recording, on.facts("recording")[-1]) == ("held", ("pause", "sensitive"))
    key(on, "12")
    assert (told(on), on.state.recording) == (["resume"], "on")


def test_asked_again_it_stays_paused() -> None:
    on = line("start")
    said = on.state.said
    on.go(DialogueTimer("first"))
    assert (told(on), on.state.recording, on.facts("recording")) == ([], "held", [])
    assert on.state.said == said + 1, "no number of the stream is left out"


def test_it_goes_on_after_silence() -> None:
    on = line("start")
    on.go(DialogueTimer("first"))
    on.go(DialogueTimer("first"))
    assert (told(on), on.state.recording) == (["resume"], "on")


def test_it_goes_on_after_a_hang_up_but_nobody_is_told() -> None:
    on = line("start")
    on.put(presence="gone")
    on.go(CallerGone(Ended("disconnected", "in_flow", "caller")))
    assert (told(on), on.facts("recording")) == ([], [("resume", "sensitive")])


@pytest.mark.parametrize(
    ("actions", "state"), [((), ""), (("start", "pause"), "paused"), (("start", "stop"), ""), (("pause",), "")]
)
def test_what_is_not_being_recorded_is_not_held(actions: tuple[str, ...], state: str) -> None:
    on = line(*actions)
    assert on.state.recording == state
    key(on, "12")
    assert (told(on), on.state.recording) == ([], state)


def test_what_changes_nothing_is_not_said() -> None:
    assert told(line("start", "start", "resume", "stop", "stop", after=WAIT)) == ["start", "stop"]


def test_an_answer_that_was_keyed_ahead_pauses_nothing() -> None:
    plain = {"type": "collect", "prompt": "Sure?", "into": "vars.card", "max_digits": 1}
    nodes = {"tape": {"type": "recording", "consent": "true"}, "sure": plain, "card": CARD, "more": WAIT, "bye": END}
    ways = {"collected": "card", "no_input": "bye", "invalid": "bye"}
    wires = {"tape": {"done": "sure", "no_consent": "bye"}, "sure": ways, "card": {**ways, "collected": "more"}}
    main = flow(nodes, {**wires, "more": {"done": "bye"}}, variables={"card": {"type": "text"}})
    on = Line(Town({"front_door": {"flows": {"main": main}}}), capabilities=("keys", "audio", "record"))
    on.begin()
    on.put(typed="12")
    key(on, "7")
    assert on.went == ["main/sure:collected", "main/card:collected"]
    assert on.state.recording == "on"
