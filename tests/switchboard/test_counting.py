"""Whole dialogues are counted where they arrive and when they end, each in one named way."""

from collections.abc import Callable

import pytest

from flowengine.messages import AgentHungUp, CallerHungUp, MediaConnected, OfferAccepted, Stamp, WrapUpEnded
from tests.switchboard.office import FREE, MAIN, SALES, Office, flow, queue

SAY = flow({"bye": {"type": "end", "prompt": "Bye."}}, {})
WAIT = flow({"w": {"type": "wait", "seconds": 60}, "bye": {"type": "end", "prompt": "Bye."}}, {"w": {"done": "bye"}})
Life = Callable[[Office], object]


def abandoned(office: Office) -> None:
    office.go(CallerHungUp(dialogue=office.call(SALES)))


def served(office: Office) -> None:
    office.sign_in("anna")
    reservation = office.connect(office.call(SALES))
    office.go(AgentHungUp(reservation=reservation, agent="anna"))


def hung_up_on(office: Office) -> None:
    office.sign_in("anna")
    dialogue = office.call(SALES)
    office.connect(dialogue)
    office.go(CallerHungUp(dialogue=dialogue))


def left_in_flow(office: Office) -> None:
    office.release("front_door", "main", main=WAIT)
    office.go(CallerHungUp(dialogue=office.call(MAIN)))


def self_served(office: Office) -> None:
    office.release("front_door", "main", main=SAY)
    office.call(MAIN)


def after_queue(office: Office) -> None:
    office.release("sales", "entry", entry=queue(when_unstaffed="leave"))
    office.call(SALES)


def not_in_service(office: Office) -> None:
    office.call(FREE)


def parked(office: Office) -> None:
    dialogue = office.call(SALES)
    office.last = office.board.park(dialogue, Stamp("e", office.now, bytes(16)), "a bug")


WAYS: list[tuple[str, Life, str]] = [
    ("abandoned", abandoned, "sales"),
    ("served", served, "sales"),
    ("served", hung_up_on, "sales"),
    ("left_in_flow", left_in_flow, "front_door"),
    ("self_served", self_served, "front_door"),
    ("after_queue", after_queue, "sales"),
    ("failed", not_in_service, "front_door"),
    ("failed", parked, "sales"),
]


@pytest.mark.parametrize(("way", "life", "center"), WAYS, ids=[life.__name__ for _, life, _ in WAYS])
def test_each_ends_in_one_way(way: str, life: Life, center: str) -> None:
    office = Office()
    office.release("sales", "entry", entry=queue(when_unstaffed="wait"))
    life(office)
    [fact] = [fact for fact in office.facts("counted", "contact_center") if fact[0].startswith("ended_")]
    assert fact[:2] == (f"ended_{way}", "voice")
    assert fact[3] == center


def test_an_arrival_is_counted_at_its_address_once() -> None:
    office = Office()
    office.call(SALES, "call-1")
    [fact] = [fact for fact in office.facts("counted", "contact_center") if fact[0] == "arrived"]
    assert fact == ("arrived", "voice", (), "sales", "", 0, SALES)
    office.call(SALES, "call-1")
    assert office.facts("counted", "contact_center") == [], "the carrier told it twice"


def test_the_time_of_a_whole_dialogue_is_counted() -> None:
    office = Office()
    office.release("front_door", "main", main=WAIT)
    dialogue = office.call(MAIN)
    office.go(CallerHungUp(dialogue=dialogue), 12.5)
    assert office.facts("counted", "contact_center") == [
        ("ended_left_in_flow", "voice", (), "front_door", "", 12_500, MAIN)
    ]


def test_what_a_test_does_is_counted_apart() -> None:
    """From the arrival to the wrap-up, which ends after the dialogue and a restart."""
    office = Office()
    office.sign_in("anna")
    said: list[tuple[str, str]] = []

    def hear() -> None:
        rows = office.last.trace  # type: ignore[union-attr]  # something was applied
        said.extend((fact[0], fact[1]) for row in rows if row.subject_kind == "contact_center" for fact in row.facts)

    dialogue = office.call(SALES, test=True)
    hear()
    for _ in range(2):
        office.restart()
    reservation = office.reservation(dialogue).id
    for event in (
        OfferAccepted(reservation=reservation, agent="anna"),
        MediaConnected(dialogue=dialogue, reservation=reservation),
        CallerHungUp(dialogue=dialogue),
    ):
        office.go(event)
        hear()
    office.store()
    office.restart()
    office.go(WrapUpEnded(reservation=reservation, agent="anna"))
    hear()
    assert {word for word, _ in said} == {"tried"}
    assert {what for _, what in said} >= {
        "arrived",
        "enqueued",
        "offered",
        "accepted",
        "answered",
        "ended_served",
        "handled",
    }
