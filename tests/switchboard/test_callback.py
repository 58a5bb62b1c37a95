"""Call backs: the place outlives the call, an accepted offer dials, and an attempt that fails is not the last."""

import pytest

from flowengine.messages import (
    CallerHungUp,
    Connect,
    HangUp,
    KeyPressed,
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
)
from tests.switchboard.office import MUSIC, SALES, Office, flow, queue

OFFER = {"type": "offer_callback", "prompt": "Press 1.", "attempts": 2, "gap_s": 30}
HOLD = flow(
    {"offer": OFFER, "music": {"type": "music"}, "gone": {"type": "return"}},
    {"offer": {"accepted": "music", "declined": "music", "invalid_number": "music"}, "music": {"done": "gone"}},
    kind="treatment",
)
CAN = ("keys", "audio", "transfer")


@pytest.fixture
def office() -> Office:
    found = Office()
    found.release("sales", "entry", entry=queue(while_waiting="hold", when_unstaffed="wait", max_wait_s=600), hold=HOLD)
    return found


def promised(office: Office) -> str:
    """A caller who waits and has accepted."""
    dialogue = office.call(SALES, capabilities=CAN)
    office.go(KeyPressed(dialogue=dialogue, key="1"))
    assert [fact[0] for fact in office.facts("promised")] == ["sales/hold/offer"]
    return dialogue


def accept(office: Office, dialogue: str) -> Connect:
    reservation = office.reservation(dialogue)
    office.go(OfferAccepted(reservation=reservation.id, agent=reservation.agent))
    assert office.last is not None
    (connect,) = [one.command for one in office.last.commands if isinstance(one.command, Connect)]
    return connect


def fail(office: Office, dialogue: str, reason: str = "busy") -> None:
    office.go(MediaFailed(dialogue=dialogue, reservation=office.reservation(dialogue).id, reason=reason))


def test_the_place_is_kept_and_the_caller_is_dialled(office: Office) -> None:
    first = promised(office)
    second = office.call(SALES)
    office.go(CallerHungUp(dialogue=first))
    assert (office.status(first), office.board.dialogues[first].presence) == ("queued", "callback")
    assert office.facts("waits_for_callback") == [()]
    office.restart()
    office.sign_in("anna")
    assert (office.status(first), office.status(second)) == ("offered", "queued")
    connect = accept(office, first)
    assert connect.dial_content
    assert office.facts("calls_back") == [(connect.dial_content, 1)]
    office.go(MediaConnected(dialogue=first, reservation=connect.reservation))
    state = office.board.dialogues[first]
    assert (state.status, state.presence, state.callback) == ("connected", "present", None)
    office.go(CallerHungUp(dialogue=first))
    assert office.ended(first) == ("completed", "connected", "caller")


def test_the_longest_wait_does_not_end_a_promise(office: Office) -> None:
    dialogue = promised(office)
    office.go(CallerHungUp(dialogue=dialogue))
    (due,) = [row.due_ms for row in office.board.timers.due() if row.name == "max_wait"]
    assert due is not None
    assert due - office.now == 24 * 3600 * 1000
    office.fire("max_wait")
    assert office.ended(dialogue) == ("disconnected", "queued", "system")
    assert office.to("caller") == ["HangUp"], "the carrier need not wait to dial any more"


def test_a_treatment_that_ends_lets_the_caller_go(office: Office) -> None:
    dialogue = promised(office)
    office.fire("pause", dialogue)
    assert office.last is not None
    assert [one.command.reason for one in office.last.commands if isinstance(one.command, HangUp)] == ["callback"]
    assert (office.status(dialogue), office.board.dialogues[dialogue].presence) == ("queued", "callback")
    assert [row.name for row in office.board.timers.due()] == ["max_wait"]
    office.go(CallerHungUp(dialogue=dialogue))
    assert office.facts("stale") == [("hung up",)]


def test_without_a_treatment_the_caller_is_let_go_at_once() -> None:
    office = Office()
    nodes = {"offer": OFFER, "q": {"type": "enqueue", "when_unstaffed": "wait"}, "bye": {"type": "end"}}
    left = dict.fromkeys(("timed_out", "no_agents", "queue_full", "left"), "bye")
    office.release("sales", "entry", entry=flow(nodes, {"offer": {"accepted": "q", "declined": "bye"}, "q": left}))
    dialogue = office.call(SALES, capabilities=CAN)
    office.go(KeyPressed(dialogue=dialogue, key="1"))
    assert (office.status(dialogue), office.board.dialogues[dialogue].presence) == ("queued", "callback")


def test_an_attempt_that_fails_is_made_again_after_the_gap(office: Office) -> None:
    dialogue = promised(office)
    office.go(CallerHungUp(dialogue=dialogue))
    office.sign_in("anna")
    accept(office, dialogue)
    fail(office, dialogue)
    assert office.facts("connect_failed")[0][1] == "busy"
    assert office.facts("requeued") == [("connect_failed",)]
    assert office.status(dialogue) == "queued"
    assert office.board.floor.reservation_of(dialogue) is None, "anna is free, but it is too early"
    office.restart()
    office.sign_in("anna")
    assert office.board.floor.reservation_of(dialogue) is None, "and still is after a restart"
    office.fire("hold", after_s=30)
    assert office.status(dialogue) == "offered"
    assert office.facts("calls_back") == []
    accept(office, dialogue)
    assert office.facts("calls_back")[0][1] == 2
    fail(office, dialogue, "no_answer")
    assert office.ended(dialogue) == ("disconnected", "queued", "system")
    assert office.board.timers.due() == []
    assert office.board.floor.agents(office.now)[0]["state"] == "idle"


def test_others_are_served_while_it_is_held_back(office: Office) -> None:
    dialogue = promised(office)
    office.go(CallerHungUp(dialogue=dialogue))
    office.sign_in("anna")
    accept(office, dialogue)
    fail(office, dialogue)
    other = office.call(SALES)
    assert office.status(other) == "offered"
    office.fire("hold", after_s=30)
    assert (office.status(dialogue), office.status(other)) == ("queued", "offered")


def test_a_carrier_that_says_nothing_has_failed(office: Office) -> None:
    dialogue = promised(office)
    office.go(CallerHungUp(dialogue=dialogue))
    office.sign_in("anna")
    accept(office, dialogue)
    (due,) = [row.due_ms for row in office.board.timers.due() if row.name == "connect"]
    assert due == office.now + 60_000, "it may ring for a while"
    office.fire("connect")
    assert (office.facts("requeued"), office.status(dialogue)) == ([("connect_failed",)], "queued")


def test_a_decline_is_no_attempt(office: Office) -> None:
    dialogue = promised(office)
    office.go(CallerHungUp(dialogue=dialogue))
    office.sign_in("anna")
    reservation = office.reservation(dialogue)
    office.go(OfferDeclined(reservation=reservation.id, agent="anna"))
    state = office.board.dialogues[dialogue]
    assert state.callback is not None
    assert (office.status(dialogue), state.callback.made) == ("queued", 0)


def test_hung_up_while_an_agent_is_being_joined(office: Office) -> None:
    dialogue = promised(office)
    office.sign_in("anna")
    connect = accept(office, dialogue)
    assert connect.dial_content == 0, "the caller was on the line"
    office.go(CallerHungUp(dialogue=dialogue))
    assert (office.status(dialogue), office.board.dialogues[dialogue].presence) == ("queued", "callback")
    assert office.to("agent:anna") == ["RescindOffer"]
    office.go(MediaConnected(dialogue=dialogue, reservation=connect.reservation))
    assert office.facts("stale") == [("MediaConnected",)]
    office.fire("hold", after_s=30)
    assert accept(office, dialogue).dial_content


def test_an_agent_who_answers_first_makes_the_promise_void(office: Office) -> None:
    dialogue = promised(office)
    office.sign_in("anna")
    office.connect(dialogue)
    assert office.board.dialogues[dialogue].callback is None
    office.go(CallerHungUp(dialogue=dialogue))
    assert office.ended(dialogue) == ("completed", "connected", "caller")


def test_who_promised_nothing_is_gone_when_hung_up() -> None:
    office = Office()
    office.release("sales", "entry", entry=queue(while_waiting="hold", when_unstaffed="wait"), hold=MUSIC)
    dialogue = office.call(SALES)
    office.go(CallerHungUp(dialogue=dialogue))
    assert office.ended(dialogue) == ("abandoned", "queued", "caller")
