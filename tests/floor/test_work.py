"""Talking and writing up: hold, notes, the ways in which wrap-up ends, and the settings for who misses or declines."""

import pytest

from flowengine.floor.command import AgentBlocked, StaleRefused, WorkCompleted
from flowengine.floor.event import (
    AgentProfileSet,
    DevicePresenceReported,
    DialogueAbandoned,
    HoldSet,
    WorkNoted,
    WorkTransferred,
    WrapUpEnded,
)
from tests.floor.hall import DEVICES, START_MS, Hall, offers


@pytest.fixture
def hall(both: Hall) -> Hall:
    """Anna is there."""
    both.center()
    both.agent("anna")
    return both


def talk(hall: Hall, dialogue: str = "d1", **more) -> str:
    hall.call(dialogue, **more)
    hall.connect(dialogue)
    return hall.id_of(dialogue)


def test_hold_is_measured_until_the_end(hall: Hall) -> None:
    r = talk(hall)
    for held, seconds in [(True, 5), (True, 5), (False, 10), (False, 10), (True, 7)]:
        assert hall.do(HoldSet(reservation=r, agent="anna", held=held)) == []
        hall.floor = hall.floor.fork()
        hall.pass_s(seconds)
    hall.do(DialogueAbandoned("d1"))
    counted = {c.what: c.ms for c in hall.counted}
    assert (counted["held"], counted["talked"], counted["handled"]) == (17_000, 37_000, 37_000)


def test_only_the_own_conversation_can_be_held(hall: Hall) -> None:
    hall.call("d1")
    r = hall.id_of("d1")
    refused = "This conversation is not open."
    assert hall.do(HoldSet(reservation=r, agent="anna", held=True)) == [StaleRefused(r, "anna", refused)]
    hall.connect("d1")
    other = "This was offered to somebody else."
    assert hall.do(HoldSet(reservation=r, agent="ben", held=True)) == [StaleRefused(r, "ben", other)]
    assert hall.floor.reservation(r).held_since_ms == 0


def test_wrap_up_until_released_has_no_end_of_its_own(hall: Hall) -> None:
    hall.center(wrap_up_mode="until_released", wrap_up_s=30)
    r = talk(hall)
    said = hall.end("d1")
    assert (said[0].wrap_up_s, said[0].until_released) == (0.0, True)
    assert hall.timers == {}
    hall.floor = hall.floor.fork()
    hall.pass_s(3_600)
    assert hall.state("anna") == "wrapping"
    assert WorkCompleted(r, "anna", "d1") in hall.do(WrapUpEnded(reservation=r, agent="anna"))
    assert {c.what: c.ms for c in hall.counted}["wrapped"] == 3_600_000


def test_mandatory_wrap_up_ends_by_time_or_with_a_disposition(hall: Hall) -> None:
    hall.center(wrap_up_mode="mandatory", wrap_up_s=30, dispositions=("sold", "lost"))
    r = talk(hall)
    hall.end("d1")
    unlisted = "“won” is not a disposition of sales."
    assert hall.floor.refuse(WrapUpEnded(reservation=r, agent="anna", disposition="won")) == unlisted
    assert hall.do(WorkNoted(reservation=r, agent="anna", disposition="won")) == [StaleRefused(r, "anna", unlisted)]
    assert hall.do(WorkNoted(reservation=r, agent="anna", disposition="sold", note="two")) == []
    hall.floor = hall.floor.fork()
    assert WorkCompleted(r, "anna", "d1") in hall.do(WrapUpEnded(reservation=r, agent="anna"))  # it was said before
    r = talk(hall, "d2")
    hall.end("d2")
    assert WorkCompleted(r, "anna", "d2") in hall.pass_s(30)


def test_a_note_is_taken_while_talking_and_not_after(hall: Hall) -> None:
    r = talk(hall)
    assert hall.floor.refuse(WorkNoted(reservation=r, agent="anna", note="hm")) is None
    hall.end("d1")
    assert hall.floor.refuse(WorkNoted(reservation=r, agent="anna", note="hm")) == "This conversation is not open."


@pytest.mark.parametrize(
    ("to", "refused"),
    [
        ({"contact_center": "sales"}, None),
        ({"contact_center": "shut"}, "shut takes nobody."),
        ({"contact_center": "nowhere"}, "nowhere takes nobody."),
        ({"to_agent": "ben"}, None),
        ({"to_agent": "anna"}, "This caller is talking with you already."),
        ({"to_agent": "zed"}, "zed is not an agent of any contact center."),
        ({"number": "+442079460000"}, None),
    ],
)
def test_where_a_caller_may_be_transferred(hall: Hall, to: dict[str, str], refused: str | None) -> None:
    hall.center("shut", enabled=False)
    hall.do(AgentProfileSet("ben", {"sales": {}}))
    r = talk(hall)
    assert hall.floor.refuse(WorkTransferred(reservation=r, agent="anna", **to)) == refused
    assert hall.floor.refuse(WorkTransferred(reservation=r, agent="ben", **to)) == "This was offered to somebody else."


def test_how_many_misses_block_and_for_how_long(hall: Hall) -> None:
    hall.center(misses_to_block={"voice": 2}, unblock_after_s=5.0)
    hall.call("d1")
    assert offers(hall.pass_s(20)) == [("d1", "anna")]
    assert AgentBlocked("anna", "no_answer", START_MS + 45_000) in hall.pass_s(20)
    assert offers(hall.pass_s(5)) == [("d1", "anna")]


def test_for_how_long_a_declined_dialogue_is_not_offered_again(hall: Hall) -> None:
    hall.center(decline_s=5.0)
    hall.call("d1")
    hall.decline("d1")
    assert offers(hall.pass_s(4.999)) == []
    assert offers(hall.pass_s(0.001)) == [("d1", "anna")]


def test_the_settings_of_each_contact_center_hold_for_its_own(hall: Hall) -> None:
    hall.center("care", misses_to_block={"voice": 3})
    hall.do(AgentProfileSet("anna", {"sales": {}, "care": {}}, devices=DEVICES))
    hall.call("d1", "care")
    hall.pass_s(20)
    assert hall.holder("d1") == "anna"
    hall.do(DialogueAbandoned("d1"))
    hall.call("d2", "sales")
    hall.pass_s(20)
    assert hall.state("anna") == "not_routable"


def test_only_devices_of_the_directory_report(hall: Hall) -> None:
    report = DevicePresenceReported(agent="anna", device="toaster", presence="device_busy")
    assert hall.floor.refuse(report) == "“toaster” is not a device of anna."
    before = hall.floor.snapshot()
    assert hall.do(report) == []
    assert hall.floor.snapshot() == before


def test_a_device_that_is_taken_away_counts_no_more(hall: Hall) -> None:
    hall.do(DevicePresenceReported(agent="anna", device="phone", presence="device_busy"))
    hall.call("d1")
    assert hall.holder("d1") is None
    said = hall.do(AgentProfileSet("anna", {"sales": {}}, devices=("teams",)))
    assert offers(said) == [("d1", "anna")]
    assert ("agent", "anna", "device:phone") not in hall.timers
