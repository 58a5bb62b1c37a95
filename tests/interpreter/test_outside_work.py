"""Work of a caller's channel: recorded and dialled, what keys mean meanwhile, what it must be able to."""

from typing import Any

import pytest

from flowengine.interpreter.effect import Deliver
from flowengine.messages import Dial, DialAnswered, DialOver, Json, KeyPressed, RecordSound, SoundRecorded
from tests.interpreter.town import END, Line, Town, flow, say

RECORD = {"type": "record", "prompt": "Speak.", "deliver": {"contact_center": "sales"}, "max_s": 60, "silence_s": 4}
DIAL = {"type": "transfer", "to": "+442079460123", "mode": "bridged", "ring_timeout_s": 20}
BYE = dict.fromkeys(("recorded", "no_audio", "too_short"), "bye")
UNREACHED = dict.fromkeys(("no_answer", "busy", "rejected", "failed"), "bye")
WHOLE = ("keys", "audio", "record", "transfer")


def line(node: Json, wires: Json, can: tuple[str, ...] = WHOLE) -> Line:
    main = flow({"it": node, "wait": {"type": "wait", "seconds": 9}, "bye": END, "cannot": say("no")}, {"it": wires})
    centers = {"sales": {"title": "Sales", "enabled": True, "hours": ""}}
    found = Line(Town({"front_door": {"flows": {"main": main}}}, centers=centers), capabilities=can)
    found.begin()
    return found


def sent(of: Line, kind: type) -> Any:
    assert of.last is not None
    (found,) = [one for one in of.last.commands if isinstance(one, kind)]
    return found


def test_recorded_and_delivered() -> None:
    on = line(RECORD, BYE)
    assert (on.commands, on.facts("records")) == (["Say", "RecordSound"], [("front_door/main/it", 1)])
    asked = sent(on, RecordSound)
    assert (asked.wait, asked.max_s, asked.silence_s, asked.terminator) == (1, 60.0, 4.0, "#")
    on.go(SoundRecorded(dialogue="d", wait=1, sound="s", duration_ms=3000, why="silence"))
    assert on.last is not None
    message = {"sound": "s", "duration_ms": 3000}
    assert [one for one in on.last.effects if isinstance(one, Deliver)] == [Deliver("sales", message)]
    assert on.went == ["main/it:recorded"]


def test_keys_are_part_of_what_is_recorded() -> None:
    on = line(RECORD, {**BYE, "recorded": "wait"})
    on.go(KeyPressed(dialogue="d", key="5"))
    assert (on.state.typed, on.went) == ("", [])
    on.go(SoundRecorded(dialogue="d", wait=1, sound="s", duration_ms=3000, why="terminator"))
    on.go(KeyPressed(dialogue="d", key="6"))
    assert on.state.typed == "6", "after it they are typed ahead again"


def test_a_second_report_changes_nothing() -> None:
    on = line(RECORD, {**BYE, "recorded": "wait"})
    report = SoundRecorded(dialogue="d", wait=1, sound="s", duration_ms=3000, why="max")
    on.go(report)
    on.go(report)
    assert (on.facts("stale"), on.went) == ([("SoundRecorded",)], [])


def test_dialled_talked_and_over() -> None:
    on = line(DIAL, {**UNREACHED, "connected": "wait"})
    dial = sent(on, Dial)
    assert (dial.wait, dial.mode, dial.ring_timeout_s) == (1, "bridged", 20.0)
    assert on.last is not None
    assert {n: body for n, _, body in on.last.content}[dial.content] == {"to": "+442079460123", "caller_id": ""}
    on.go(DialAnswered(dialogue="d", wait=1, result="connected"))
    assert (on.state.awaiting, on.state.wait, on.commands) == ("DialOver", 2, [])
    on.go(KeyPressed(dialogue="d", key="5"))
    assert on.state.typed == "", "it is part of their talk"
    on.go(DialOver(dialogue="d", wait=2))
    assert on.went == ["main/it:connected"]


def test_a_call_that_left_us_is_transferred() -> None:
    on = line({**DIAL, "mode": "blind"}, UNREACHED)
    on.go(DialAnswered(dialogue="d", wait=1, result="connected"))
    assert on.ended == ("transferred", "in_flow", "flow")
    assert on.commands == ["HangUp"]


@pytest.mark.parametrize("node", [DIAL, {"type": "offer_callback", "prompt": "Back?"}], ids=["transfer", "callback"])
def test_a_channel_that_cannot_leaves_by_error(node: Json) -> None:
    on = line(node, {"error": "cannot"}, can=("keys", "audio"))
    assert on.facts("fault")[0] == ("front_door/main/it", "channel_cannot: the channel has no “transfer”")
    assert on.went[0] == "main/it:error"
