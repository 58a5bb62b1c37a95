"""What is counted for reports: each fact once, and all of them add up."""

import pytest

from flowengine.floor.command import AgentChanged
from flowengine.floor.event import (
    AgentSignedIn,
    AgentSignedOut,
    DevicePresenceReported,
    DialogueAbandoned,
    DialogueWithdrawn,
    FloorEvent,
    MediaFailed,
    PresenceSet,
)
from tests.floor.hall import Hall


@pytest.fixture
def hall(both: Hall) -> Hall:
    both.center(skills=("dutch", "golf"), wrap_up_mode="optional", wrap_up_s=30)
    return both


def counted(hall: Hall) -> list[tuple[str, int]]:
    found, hall.counted = [(c.what, c.ms) for c in hall.counted], []
    return found


def test_the_whole_way_of_a_call_is_counted(hall: Hall) -> None:
    hall.call("d1", needs={"golf": 1, "dutch": 1})
    hall.pass_s(3)
    hall.agent("anna", sales={"dutch": 9, "golf": 9})
    hall.pass_s(4)
    hall.accept("d1")
    assert {(c.skills, c.contact_center, c.home, c.channel) for c in hall.counted} == {
        (("dutch", "golf"), "sales", "sales", "voice")
    }
    assert [c.agent for c in hall.counted] == ["", "anna", "anna"]
    assert counted(hall) == [("enqueued", 0), ("offered", 0), ("accepted", 4_000)]
    hall.pass_s(1)
    hall.connect_media("d1")
    assert counted(hall) == [("answered", 8_000)]
    hall.pass_s(60)
    hall.end("d1")
    hall.pass_s(30)
    assert counted(hall) == [("talked", 60_000), ("wrapped", 30_000), ("handled", 95_000)]


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ("declined", [("offered", 0), ("declined", 2_000), ("offered", 0)]),
        ("no_answer", [("offered", 0), ("no_answer", 20_000), ("offered", 0)]),
        ("signed_out", [("offered", 0), ("canceled", 2_000), ("offered", 0)]),
        ("media", [("offered", 0), ("accepted", 2_000), ("connect_failed", 2_000), ("offered", 0)]),
        ("abandoned", [("offered", 0), ("canceled", 2_000), ("abandoned", 2_000)]),
        ("withdrawn", [("offered", 0), ("canceled", 2_000), ("left", 2_000)]),
    ],
)
def test_an_offer_ends_in_one_way(hall: Hall, how: str, found: list[tuple[str, int]]) -> None:
    hall.agent("anna")
    hall.agent("ben")
    hall.call("d1")
    hall.pass_s(2)
    if how == "declined":
        hall.decline("d1")
    elif how == "no_answer":
        hall.pass_s(18)
    elif how == "signed_out":
        hall.do(AgentSignedOut(agent="anna"))
    elif how == "media":
        hall.accept("d1")
        hall.do(MediaFailed(dialogue="d1", reservation=hall.id_of("d1")))
    else:
        hall.do(DialogueAbandoned("d1") if how == "abandoned" else DialogueWithdrawn("d1"))
    assert counted(hall) == [("enqueued", 0), *found]


def test_who_may_not_wait_is_counted_too(hall: Hall) -> None:
    hall.call("d1", when_unstaffed="leave")
    hall.call("d2", max_waiting=0)
    hall.call("d3", max_wait_s=5)
    hall.pass_s(5)
    hall.call("d4", "unheard_of")
    assert counted(hall) == [
        ("enqueued", 0), ("no_agents", 0), ("enqueued", 0), ("queue_full", 0), ("enqueued", 0), ("timed_out", 5_000),
        ("enqueued", 0), ("no_agents", 0),
    ]  # fmt: skip  # one line per thought


def test_a_state_says_what_was_before_and_for_how_long(hall: Hall) -> None:
    hall.agent("anna")
    hall.pass_s(5)
    said = [c for c in hall.call("d1") if isinstance(c, AgentChanged)]
    assert said == [AgentChanged("anna", "offered", "idle", 5_000)]
    hall.pass_s(2)
    hall.floor = hall.floor.fork()
    said = [c for c in hall.accept("d1") if isinstance(c, AgentChanged)]
    assert said == [AgentChanged("anna", "busy", "offered", 2_000)]


def test_why_an_agent_was_away_is_told_with_how_long(hall: Hall) -> None:
    """From one reason to the next too; what a device says and who did not answer are reasons like those."""
    hall.agent("anna")
    told: list[tuple[str, str, int, str]] = []

    def then(seconds: float, event: FloorEvent) -> None:
        hall.pass_s(seconds)
        hall.floor = hall.floor.fork()
        told.extend(
            (c.state, c.before, c.lasted_ms // 1000, c.reason) for c in hall.do(event) if isinstance(c, AgentChanged)
        )

    then(5, PresenceSet(agent="anna", intent="away", reason="lunch"))
    then(10, PresenceSet(agent="anna", intent="away", reason="training"))
    then(20, PresenceSet(agent="anna", intent="do_not_disturb"))
    then(30, PresenceSet(agent="anna", intent="available"))
    then(40, DevicePresenceReported(agent="anna", device="phone", presence="device_busy"))
    then(50, AgentSignedOut(agent="anna"))
    assert told == [
        ("not_routable", "idle", 5, ""), ("not_routable", "not_routable", 10, "lunch"),
        ("not_routable", "not_routable", 20, "training"), ("idle", "not_routable", 30, "do_not_disturb"),
        ("not_routable", "idle", 40, ""), ("signed_out", "not_routable", 50, "device_busy"),
    ]  # fmt: skip  # one line per thought
    hall.do(AgentSignedIn(agent="anna"))
    hall.do(DevicePresenceReported(agent="anna", device="phone", presence="available"))
    hall.do(PresenceSet(agent="anna", intent="available"))
    hall.call("d1")
    hall.pass_s(20)
    [back] = [c for c in hall.pass_s(60) if isinstance(c, AgentChanged) and c.before == "not_routable"]
    assert (back.lasted_ms, back.reason) == (60_000, "no_answer")
