"""Switches: seen by running dialogues at once, over by themselves at their end, told with reason and owner."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from flowengine.errors import RequestRefused
from flowengine.lang.canonical import canonical, content_hash
from flowengine.messages import DocumentPut, Json, KeyPressed, ReleaseMade
from tests.switchboard.office import DESK, Office, flow


def hours_behind_a_menu() -> Office:
    """A caller who presses 1 meets the opening hours; the switch `closure` makes them an emergency."""
    ways = {"open": "open", "closed": "shut", "holiday": "shut", "emergency": "sorry"}
    nodes: dict[str, Json] = {
        "ask": {"type": "menu", "prompt": "Press 1.", "choices": {"1": {"label": "Go"}}},
        "hours": {"type": "opening_hours", "schedule": "always"},
        **{
            name: {"type": "menu", "prompt": name, "choices": {"1": {"label": "Go"}}}
            for name in ("open", "shut", "sorry")
        },
        "bye": {"type": "end"},
    }
    wires: dict[str, Json] = {"ask": {"1": "hours", "no_input": "bye", "no_match": "bye"}, "hours": ways}
    wires |= {name: {"1": "hours", "no_input": "bye", "no_match": "bye"} for name in ("open", "shut", "sorry")}
    week = {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    schedules = {"always": {"weekly": week, "emergency_switch": "closure"}}
    environment = {"format": 1, "entry": {"default": "main"}, "schedules": schedules}
    text = canonical({"format": 1, "environment": environment, "flows": {"main": flow(nodes, wires)}})
    office = Office()
    office.go(ReleaseMade(environment="desk", body=text, hash=content_hash(text)))
    return office


def test_a_live_prompt_is_said_as_it_was_saved_last() -> None:
    """Saved is enough: nothing is published between the two."""
    office, document = Office(), {"format": 1, "entry": {"default": "main"}}
    ask = {"type": "menu", "prompt": {"prompt": "news"}, "choices": {"1": {"label": "Again"}}}
    again = {"ask": {"1": "ask", "no_input": "bye", "no_match": "bye"}}
    flows = {"main": flow({"ask": ask, "bye": {"type": "end"}}, again)}

    def saying(words: str) -> Json:
        return {**document, "prompts": {"news": {"by_language": {"en": words}, "live": True}}}

    text = canonical({"format": 1, "environment": saying("All is well."), "flows": flows})
    office.go(ReleaseMade(environment="desk", body=text, hash=content_hash(text)))
    dialogue = office.call(DESK)
    office.go(DocumentPut(kind="environment", key="desk", body=canonical(saying("Fire.")), base="*", author="sue"))
    assert heard(office, dialogue) == ["Fire."]
    office.restart()
    assert heard(office, dialogue) == ["Fire."]


def turn(office: Office, **switch: Any) -> None:
    body = msgspec.json.encode(switch).decode()
    office.go(DocumentPut(kind="switch", key="closure", body=body, base="*", author="sue"))


def heard(office: Office, dialogue: str) -> list[str]:
    office.go(KeyPressed(dialogue=dialogue, key="1"))
    return office.words()


def test_a_running_dialogue_sees_it_at_once_and_that_it_is_over() -> None:
    office = hours_behind_a_menu()
    dialogue = office.call(DESK)
    turn(office, on=True, reason="fire alarm", owner="sue", until_ms=office.now + 60_000)
    assert heard(office, dialogue) == ["sorry"]
    office.restart()
    assert heard(office, dialogue) == ["sorry"]
    office.now += 60_000  # its end is reached, and no event says so
    assert heard(office, dialogue) == ["open"]


def test_an_exception_is_seen_at_once_and_no_publish_needs_it() -> None:
    office = hours_behind_a_menu()
    dialogue = office.call(DESK)
    today = datetime.fromtimestamp(office.now / 1000, UTC).date().isoformat()
    body = msgspec.json.encode({"days": {today: []}, "reason": "moving", "owner": "sue"}).decode()
    office.go(DocumentPut(kind="exception", key="desk/always", body=body, base="*", author="sue"))
    assert office.facts("excepted", "tenant") == [("desk/always", [today], "sue", "moving")]
    office.restart()
    assert heard(office, dialogue) == ["shut"]


@pytest.mark.parametrize("key", ["desk", "nowhere/always", "desk/Always", "/always"])
def test_an_exception_of_no_schedule_is_refused(key: str) -> None:
    office = hours_behind_a_menu()
    with pytest.raises(RequestRefused):
        office.go(DocumentPut(kind="exception", key=key, body='{"days": {}}', base="*", author="sue"))


def test_its_history_is_in_the_trace() -> None:
    office = hours_behind_a_menu()
    turn(office, on=True, text="Closed today", reason="fire alarm", owner="sue")
    assert office.facts("switched", "tenant") == [("closure", True, "Closed today", 0, "sue", "fire alarm")]
    turn(office, on=False, reason="it was a drill", owner="sue")
    assert office.facts("switched", "tenant") == [("closure", False, "", 0, "sue", "it was a drill")]


def test_one_that_needs_a_reason_is_not_set_without() -> None:
    office = hours_behind_a_menu()
    turn(office, on=False, reason="made", needs_reason=True)
    with pytest.raises(RequestRefused, match="“closure” is set with a reason only") as refused:
        turn(office, on=True, reason="  ", needs_reason=False)
    assert refused.value.code == "reason_needed"
    assert not office.board.around.directory.switches["closure"].on


def test_an_end_that_is_past_is_refused() -> None:
    office = hours_behind_a_menu()
    with pytest.raises(RequestRefused, match="would end before now"):
        turn(office, on=True, reason="x", until_ms=office.now - 1)
    assert office.document("switch", "closure") is None
