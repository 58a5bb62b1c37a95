"""Handing on: hold, notes, and blind transfers to a queue, an agent first, or a number."""

from typing import Any

import pytest

from flowengine.errors import Conflict, NotFound, RequestRefused
from flowengine.messages import (
    AgentHungUp,
    AgentSpoke,
    CallerHungUp,
    DevicePresenceReported,
    DialAnswered,
    HoldSet,
    OfferAccepted,
    OfferDeclined,
    PresenceSet,
    WorkNoted,
    WorkTransferred,
    WrapUpEnded,
)
from tests.switchboard.office import DESK, MUSIC, SALES, TENANT, Office, queue

CAN = ("keys", "audio", "hold", "transfer")
CENTERS: Any = TENANT["contact_centers"]
TOWN: Any = {
    **TENANT,
    "tenant": {**TENANT["tenant"], "away_reasons": {"lunch": "Lunch"}},  # type: ignore[dict-item]  # a tenant file
    "contact_centers": {
        "sales": {"title": "Sales", "skills": {"dutch": {}}, "dispositions": {"sold": "Sold"}},
        "desk": {"title": "Desk", "wrap_up": {"mode": "none"}},
        "shut": {"title": "Shut", "enabled": False},
    },
    "users": {**TENANT["users"], "anna": {**TENANT["users"]["anna"], "devices": ["phone"]}},  # type: ignore[index,dict-item]  # a tenant file
}


@pytest.fixture
def office() -> Office:
    found = Office(TOWN)
    found.release(
        "sales", "entry", entry=queue(while_waiting="hold", when_unstaffed="wait", max_wait_s=600), hold=MUSIC
    )
    found.sign_in("anna")
    return found


def talking(office: Office, **more: Any) -> tuple[str, str]:
    """A caller of sales who talks with anna: dialogue and reservation."""
    dialogue = office.call(SALES, capabilities=CAN, **more)
    return dialogue, office.connect(dialogue)


def hand_on(office: Office, reservation: str, after_s: float = 0.1, **to: Any) -> None:
    office.go(WorkTransferred(reservation=reservation, agent="anna", **to), after_s)


def test_a_caller_on_hold_and_off_again(office: Office) -> None:
    dialogue, reservation = talking(office)
    office.go(HoldSet(reservation=reservation, agent="anna", held=True))
    assert (office.to("caller"), office.to("agent:anna")) == (["SetHold"], ["WorkHeld"])
    assert office.facts("held") == office.facts("held", "agent") == [(reservation, True)]
    office.go(HoldSet(reservation=reservation, agent="anna", held=True))
    assert (office.to("caller"), office.facts("held")) == ([], []), "what is so already stays so"
    office.go(HoldSet(reservation=reservation, agent="anna", held=False), after_s=30)
    assert office.facts("held") == [(reservation, False)]
    office.go(HoldSet(reservation=reservation, agent="anna", held=True))
    office.go(AgentHungUp(reservation=reservation, agent="anna"), after_s=10)
    held = [fact for fact in office.facts("counted", "contact_center") if fact[0] == "held"]
    assert [fact[-1] for fact in held] == [40_100]
    with pytest.raises(Conflict):
        office.go(HoldSet(reservation=reservation, agent="anna", held=False))
    assert office.status(dialogue) == "ended"


def test_a_channel_that_cannot_hold(office: Office) -> None:
    dialogue = office.call(SALES)
    reservation = office.connect(dialogue)
    with pytest.raises(RequestRefused) as refused:
        office.go(HoldSet(reservation=reservation, agent="anna", held=True))
    assert refused.value.code == "channel_cannot"


def test_to_another_queue_with_a_skill_and_the_age(office: Office) -> None:
    office.sign_in("bert")
    dialogue = office.call(SALES, capabilities=CAN)
    office.go(OfferDeclined(reservation=office.reservation(dialogue).id, agent="anna"), after_s=10)
    office.fire("exclusion:anna", after_s=60)
    reservation = office.connect(dialogue)
    hand_on(office, reservation, contact_center="desk", after_s=100)
    assert office.facts("transferred") == [(reservation, "anna", "contact_center", "desk")]
    assert office.to("caller") == ["Disconnect", "PlayMusic"]
    assert "WorkClosed" in office.to("agent:anna")
    assert office.status(dialogue) == "offered"
    found = office.reservation(dialogue)
    assert (found.agent, found.contact_center, found.home) == ("bert", "desk", "desk")
    offer = next(one.command for one in office.last.commands if type(one.command).__name__ == "Offer")  # type: ignore[union-attr]  # it was applied
    assert offer.waited_ms >= 70_000, "what was waited before counts"  # type: ignore[union-attr]  # it is an Offer
    assert [frame.node for frame in office.board.dialogues[dialogue].frames] == ["q", "m"], "it stands at its queue"


def test_who_hands_on_is_not_asked_at_once_again(office: Office) -> None:
    """Back into the same queue where nobody else is: the caller waits until the time is over, as after a decline."""
    dialogue, reservation = talking(office)
    hand_on(office, reservation, contact_center="sales")
    office.go(WrapUpEnded(reservation=reservation, agent="anna"))
    assert office.board.dialogues[dialogue].status == "queued"
    why = office.board.floor.why_dialogue(dialogue, office.now)
    assert [reason["code"] for reason in why["agents"][0]["because"]] == ["declined"]  # type: ignore[index]  # it waits
    office.fire("exclusion:anna")
    assert office.reservation(dialogue).agent == "anna"


def test_without_its_age_it_is_new_in_the_other_queue(office: Office) -> None:
    dialogue, reservation = talking(office)
    older = office.call(DESK)
    hand_on(office, reservation, contact_center="desk", keep_age=False, after_s=5)
    assert office.status(dialogue) == "queued"
    office.sign_in("bert")
    assert (office.status(older), office.status(dialogue)) == ("offered", "queued")


def test_with_its_age_it_is_before_who_came_later(office: Office) -> None:
    dialogue, reservation = talking(office)
    later = office.call(DESK)
    hand_on(office, reservation, contact_center="desk", after_s=5)
    office.sign_in("bert")
    assert (office.status(dialogue), office.status(later)) == ("offered", "queued")


def test_the_treatment_plays_again_and_the_wait_leaves_by_its_wire(office: Office) -> None:
    dialogue, reservation = talking(office)
    hand_on(office, reservation, contact_center="desk")
    assert (office.status(dialogue), office.to("caller")) == ("queued", ["Disconnect", "PlayMusic"])
    office.fire("max_wait", after_s=600)
    assert (office.words(), office.ended(dialogue)) == (["Sorry."], ("completed", "in_flow", "flow"))


def test_to_an_agent_who_is_asked_first_and_alone(office: Office) -> None:
    dialogue, reservation = talking(office)
    office.sign_in("bert")
    busy = office.call(DESK)
    office.connect(busy)
    hand_on(office, reservation, to_agent="bert")
    assert office.facts("transferred") == [(reservation, "anna", "agent", "bert")]
    assert office.status(dialogue) == "queued"
    office.go(WrapUpEnded(reservation=reservation, agent="anna"))
    assert office.status(dialogue) == "queued", "anna is free, but bert is asked alone"
    office.fire("step", after_s=20)
    assert office.status(dialogue) == "queued", "then the others are asked, too, but not at once who handed on"
    office.fire("exclusion:anna", after_s=40)
    assert office.reservation(dialogue).agent == "anna"


def test_to_a_number_and_gone(office: Office) -> None:
    dialogue, reservation = talking(office)
    hand_on(office, reservation, number="+44 20 7946 0123")
    assert office.to("caller") == ["Disconnect", "Dial"]
    assert "7946" not in str(office.last.trace)  # type: ignore[union-attr]  # it was applied
    wait = office.board.dialogues[dialogue].wait
    office.go(DialAnswered(dialogue=dialogue, wait=wait, result="connected"))
    assert office.ended(dialogue) == ("transferred", "in_flow", "agent")


@pytest.mark.parametrize("silent", [False, True])
def test_to_a_number_where_nobody_answers_and_back_in_the_old_place(office: Office, *, silent: bool) -> None:
    dialogue, reservation = talking(office)
    later = office.call(SALES)
    hand_on(office, reservation, number="+442079460123")
    wait = office.board.dialogues[dialogue].wait
    if silent:
        office.fire("pause", dialogue, after_s=45)
    else:
        office.go(DialAnswered(dialogue=dialogue, wait=wait, result="busy"))
    assert office.status(dialogue) == "queued"
    office.go(WrapUpEnded(reservation=reservation, agent="anna"))
    assert (office.status(dialogue), office.status(later)) == ("offered", "queued")


def test_a_caller_who_hangs_up_while_the_number_is_called(office: Office) -> None:
    dialogue, reservation = talking(office)
    hand_on(office, reservation, number="+442079460123")
    office.go(CallerHungUp(dialogue=dialogue))
    assert office.ended(dialogue) == ("completed", "in_flow", "caller")


BAD: dict[str, tuple[Any, type[Exception], str]] = {
    "nowhere": ({}, RequestRefused, "transfer_target"),
    "two places": ({"contact_center": "desk", "number": "+442079460123"}, RequestRefused, "transfer_target"),
    "no such contact center": ({"contact_center": "nowhere"}, NotFound, "not_found"),
    "a disabled one": ({"contact_center": "shut"}, RequestRefused, "disabled"),
    "a skill that it lacks": ({"contact_center": "desk", "skills": {"dutch": 1}}, RequestRefused, "unknown_skill"),
    "a level out of range": ({"contact_center": "sales", "skills": {"dutch": 101}}, RequestRefused, "bad_level"),
    "no such agent": ({"to_agent": "nobody"}, NotFound, "not_found"),
    "who is no agent": ({"to_agent": "dora"}, NotFound, "not_found"),
    "oneself": ({"to_agent": "anna"}, RequestRefused, "transfer_target"),
    "an agent of another queue": ({"to_agent": "bert", "contact_center": "sales"}, RequestRefused, "transfer_target"),
    "no number": ({"number": "020 7946 0123"}, RequestRefused, "bad_number"),
}


@pytest.mark.parametrize(("to", "kind", "code"), BAD.values(), ids=BAD)
def test_what_cannot_be_handed_on_changes_nothing(office: Office, to: Any, kind: type[Exception], code: str) -> None:
    dialogue, reservation = talking(office)
    office.board.take_changes()
    with pytest.raises(kind) as refused:
        hand_on(office, reservation, **to)
    assert refused.value.code == code  # type: ignore[attr-defined]  # they are all RequestRefused
    assert str(refused.value).count(".") == 1
    changes = office.board.take_changes()
    assert (changes.dialogues, changes.floor, changes.timers) == ({}, {}, [])
    office.go(AgentSpoke(reservation=reservation, agent="anna", text="Still here"))
    assert office.status(dialogue) == "connected"


def test_what_is_not_ones_own_or_over_is_refused(office: Office) -> None:
    _, reservation = talking(office)
    office.sign_in("bert")
    for event in (
        HoldSet(reservation=reservation, agent="bert", held=True),
        WorkTransferred(reservation=reservation, agent="bert", contact_center="desk"),
        WorkNoted(reservation=reservation, agent="bert", note="x"),
    ):
        with pytest.raises(Conflict):
            office.go(event)
    hand_on(office, reservation, contact_center="desk")
    with pytest.raises(Conflict):
        hand_on(office, reservation, contact_center="desk")


def test_notes_are_content_and_dispositions_are_of_the_list(office: Office) -> None:
    dialogue, reservation = talking(office)
    office.go(WorkNoted(reservation=reservation, agent="anna", disposition="sold", note="Two lamps"))
    (record,) = office.last.content  # type: ignore[union-attr]  # it was applied
    assert (record.cls, record.body) == ("note", "Two lamps")
    assert office.facts("noted") == [(reservation, "sold", record.n)]
    assert "lamps" not in str(office.last.trace)  # type: ignore[union-attr]  # as above
    with pytest.raises(RequestRefused) as refused:
        office.go(WorkNoted(reservation=reservation, agent="anna", disposition="lost"))
    assert (refused.value.code, refused.value.hint) == ("unknown_disposition", "Known: sold.")
    office.go(CallerHungUp(dialogue=dialogue))
    office.store()
    office.go(WorkNoted(reservation=reservation, agent="anna", note="And a chair"))
    (late,) = office.last.content  # type: ignore[union-attr]  # as above
    assert (late.dialogue, late.body) == (dialogue, "And a chair")
    assert late.n == record.n, "one note of one conversation, as it was written last"
    office.go(WrapUpEnded(reservation=reservation, agent="anna"))
    assert office.facts("wrapped_up", "agent") == [(reservation, "sold", 0)]


def test_reasons_and_devices_are_those_of_the_directory(office: Office) -> None:
    office.go(PresenceSet(agent="anna", intent="away", reason="lunch"))
    assert office.facts("presence", "agent") == [("away", "lunch")]
    with pytest.raises(RequestRefused) as refused:
        office.go(PresenceSet(agent="anna", intent="away", reason="bored"))
    assert (refused.value.code, refused.value.hint) == ("unknown_reason", "Known: lunch.")
    office.go(DevicePresenceReported(agent="anna", device="phone", presence="device_busy", expires_s=60))
    assert office.facts("device", "agent") == [("phone", "device_busy", office.now + 60_000)]
    with pytest.raises(RequestRefused) as unknown:
        office.go(DevicePresenceReported(agent="anna", device="fax", presence="device_busy"))
    assert unknown.value.code == "unknown_device"


def test_who_dropped_out_gets_the_old_place_once() -> None:
    office = Office()
    first = office.call(DESK, caller_number="+447700900001")
    second = office.call(DESK, caller_number="+447700900002")
    office.go(CallerHungUp(dialogue=first))
    again = office.call(DESK, caller_number="+447700900001")
    office.sign_in("bert")
    assert (office.status(again), office.status(second)) == ("offered", "queued")


def test_the_place_is_kept_from_one_queue_to_the_next() -> None:
    office = Office(TOWN)
    nodes = {
        "q": {"type": "enqueue", "max_wait_s": 60, "when_unstaffed": "wait"},
        "on": {"type": "contact_center", "contact_center": "desk"},
        "bye": {"type": "end"},
    }
    left = {"timed_out": "on", "no_agents": "bye", "queue_full": "bye", "left": "bye"}
    over = {"returned": "bye", "closed": "bye", "unavailable": "bye"}
    entry = {"format": 1, "title": "T", "start": "q", "nodes": nodes, "wires": {"q": left, "on": over}}
    office.release("sales", "entry", entry=entry)
    first = office.call(SALES, caller_number="+447700900001")
    later = office.call(DESK, caller_number="+447700900002")
    office.fire("max_wait", after_s=59)
    assert office.facts("queued")[0][0] == "desk"
    office.restart()
    office.sign_in("bert")
    assert (office.status(first), office.status(later)) == ("offered", "queued")
    assert office.board.dialogues[first].place is not None
    office.connect(first)
    assert office.board.dialogues[first].place is None
    assert office.facts("connected")[0][2] >= 59_000, "the wait is summed over both queues"


def test_an_agent_is_rung_by_name_and_the_flow_goes_on_by_why_not() -> None:
    office = Office(TOWN)
    nodes = {
        "t": {"type": "transfer", "to": "anna", "ring_timeout_s": 15},
        **{name: {"type": "end", "prompt": name} for name in ("no_answer", "busy", "rejected", "failed", "connected")},
    }
    wires = {"t": {name: name for name in ("no_answer", "busy", "rejected", "failed", "connected")}}
    office.release("desk", "entry", entry={"format": 1, "title": "T", "start": "t", "nodes": nodes, "wires": wires})
    office.call(DESK)
    assert office.words() == ["failed"]
    office.sign_in("anna")
    talks = office.call(DESK)
    office.call(DESK)
    assert office.words() == ["busy"]
    office.go(OfferDeclined(reservation=office.reservation(talks).id, agent="anna"))
    assert office.words() == ["rejected"]
    office.call(DESK)
    office.fire("max_wait", after_s=15)
    assert office.words() == ["no_answer"]
    office.go(PresenceSet(agent="anna", intent="available"))
    dialogue = office.call(DESK)
    reservation = office.connect(dialogue)
    assert office.status(dialogue) == "connected"
    office.go(AgentHungUp(reservation=reservation, agent="anna"))
    assert office.words() == ["connected"]


def test_accepting_twice_changes_nothing(office: Office) -> None:
    dialogue, reservation = talking(office)
    with pytest.raises(Conflict):
        office.go(OfferAccepted(reservation=reservation, agent="anna"))
    assert office.status(dialogue) == "connected"
