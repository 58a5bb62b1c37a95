"""Messages: each is a dialogue of its own, offered like any other, and over when its agent is done."""

from typing import Any

import pytest

from flowengine.messages import AgentHungUp, CallerHungUp, Offer, OfferAccepted, SoundRecorded, WorkHeard
from tests.switchboard.office import SALES, Office, flow

RECORD = {"type": "record", "prompt": "Speak.", "deliver": {"contact_center": "desk"}, "max_s": 60}
ENTRY = flow(
    {"message": RECORD, "bye": {"type": "end", "prompt": "Thanks."}},
    {"message": dict.fromkeys(("recorded", "no_audio", "too_short"), "bye")},
)
CAN = ("keys", "audio", "record")


@pytest.fixture
def office() -> Office:
    found = Office()
    found.release("sales", "entry", entry=ENTRY)
    return found


def left(office: Office, why: Any = "terminator") -> tuple[str, str]:
    """The call, and the message that was left in it."""
    call = office.call(SALES, capabilities=CAN)
    office.go(SoundRecorded(dialogue=call, wait=1, sound="s1", duration_ms=12_400, why=why))
    ((center, message),) = office.facts("delivered")
    assert center == "desk"
    return call, message


def test_it_waits_in_the_same_step(office: Office) -> None:
    call, message = left(office)
    assert (office.ended(call), office.status(message)) == (("completed", "in_flow", "flow"), "queued")
    state = office.board.dialogues[message]
    assert (state.via, state.channel, state.contact_center) == ("voicemail", "message", "desk")
    assert (state.caller.number, state.address) == ("+447700900123", SALES)
    assert office.facts("left_by") == [(call, 2)]
    assert office.last is not None
    bodies = {row.n: row.body for row in office.last.content if row.dialogue == message}
    assert bodies[2] == {"text": "♪ 12 s", "sound": "s1", "duration_ms": 12_400}
    assert bodies[1]["number"] == "+447700900123"


def test_it_goes_to_the_queue_and_not_into_the_flow_that_calls_get(office: Office) -> None:
    bye = flow({"bye": {"type": "end"}}, {})
    office.release("desk", "entry", entry=bye)
    _, message = left(office)
    assert office.status(message) == "queued"


def test_an_agent_hears_it_and_is_done(office: Office) -> None:
    _, message = left(office)
    office.restart()
    office.sign_in("bert")
    assert office.status(message) == "offered"
    reservation = office.reservation(message)
    office.go(OfferAccepted(reservation=reservation.id, agent="bert"))
    assert office.status(message) == "connected"
    assert "Connect" not in office.to("caller"), "nobody has to be joined"
    assert office.to("agent:bert") == ["WorkConnected", "WorkHeard"]
    assert office.last is not None
    (heard,) = [one.command for one in office.last.commands if isinstance(one.command, WorkHeard)]
    assert (heard.dialogue, heard.content) == (message, 2)
    assert office.facts("agent", "agent")[-1][0] == "busy"
    office.go(AgentHungUp(reservation=reservation.id, agent="bert"))
    assert office.ended(message) == ("completed", "connected", "agent")
    assert [row.name for row in office.board.timers.due()] == ["wrap_up"]


def test_it_is_never_lost(office: Office) -> None:
    """Whoever waits for a day waits for another."""
    _, message = left(office)
    office.fire("max_wait", after_s=86_400)
    assert office.status(message) == "queued"
    office.restart()
    office.fire("max_wait", after_s=86_400)
    office.sign_in("bert")
    assert office.status(message) == "offered"


def test_who_hangs_up_has_left_it(office: Office) -> None:
    call, message = left(office, "hung_up")
    office.go(CallerHungUp(dialogue=call))
    assert (office.facts("stale"), office.status(message)) == ([("hung up",)], "queued")


def test_what_the_flow_wants_to_be_seen_is_offered() -> None:
    office = Office()
    nodes = {
        "show": {"type": "set_routing", "prefer": "'bert'", "language": "'nl'", "show": {"Asks for": "caller.number"}},
        "q": {"type": "enqueue", "whisper": "Hello.", "when_unstaffed": "wait"},
        "bye": {"type": "end"},
    }
    ways = dict.fromkeys(("timed_out", "no_agents", "queue_full", "left"), "bye")
    office.release("desk", "entry", entry=flow(nodes, {"show": {"done": "q"}, "q": ways}))
    office.sign_in("anna", "bert")
    dialogue = office.call("+442079460104")
    assert office.last is not None
    (offer,) = [one.command for one in office.last.commands if isinstance(one.command, Offer)]
    assert (offer.agent, offer.language) == ("bert", "nl"), "anna has been free for longer"
    bodies = {row.n: row.body for row in office.last.content if row.dialogue == dialogue}
    assert bodies[offer.caller_content] == {
        "number": "+447700900123", "name": "", "withheld": False, "language": "", "whisper": "Hello.",
        "shown": {"Asks for": "+447700900123"},
    }  # fmt: skip  # one record reads as one
