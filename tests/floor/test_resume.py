"""Places that are kept: for a caller who dropped out and comes back, and from one wait of a dialogue to the next."""

import pytest

from flowengine.floor.command import DialogueConnected, DialogueLeft
from flowengine.floor.event import DialogueAbandoned, DialogueWithdrawn, WorkEnded
from tests.floor.hall import START_MS, Hall


@pytest.fixture
def hall(both: Hall) -> Hall:
    both.center(resume_s=60.0)
    both.center("care", resume_s=60.0)
    return both


def served_first(hall: Hall, *dialogues: str) -> str:
    hall.agent("anna", sales={}, care={})
    return next(d for d in dialogues if hall.holder(d))


def dropped(hall: Hall) -> None:
    """d1 was there before d2, hung up after 10 s, and comes back as d3."""
    hall.call("d1", resume_key="4f")
    hall.pass_s(1)
    hall.call("d2")
    hall.pass_s(9)
    hall.do(DialogueAbandoned("d1"))


def test_who_dropped_out_stands_where_he_stood(hall: Hall) -> None:
    dropped(hall)
    hall.floor = hall.floor.fork()
    hall.pass_s(59)
    said = hall.call("d3", resume_key="4f")
    assert said[0].position == 1
    assert [c.what for c in hall.counted[-2:]] == ["enqueued", "resumed"]
    assert served_first(hall, "d2", "d3") == "d3"
    assert hall.floor.wait("d3").waited(hall.at_ms) == 0  # the place is older than the call


@pytest.mark.parametrize(
    ("after_s", "center", "key"), [(60, "sales", "4f"), (1, "care", "4f"), (1, "sales", "5a"), (1, "sales", "")]
)
def test_not_after_its_time_nor_elsewhere_nor_for_another(hall: Hall, after_s: int, center: str, key: str) -> None:
    dropped(hall)
    hall.pass_s(after_s)
    hall.call("d3", center, resume_key=key)
    assert served_first(hall, "d2", "d3") == "d2"


def test_the_place_is_given_once(hall: Hall) -> None:
    dropped(hall)
    hall.call("d3", resume_key="4f")
    hall.call("d4", resume_key="4f")
    assert hall.floor.wait("d3").place == (START_MS, 1)
    assert hall.floor.wait("d4").enqueued_ms == hall.at_ms


@pytest.mark.parametrize("how", ["offered", "taken out", "gave up a call back", "not kept here"])
def test_whose_place_is_kept(hall: Hall, how: str) -> None:
    if how == "offered":
        hall.agent("anna")
    elif how == "not kept here":
        hall.center(resume_s=0.0)
    hall.call("d1", resume_key="4f")
    if how == "taken out":
        hall.do(DialogueWithdrawn("d1"))
    else:
        hall.do(DialogueAbandoned("d1", "unreachable" if how == "gave up a call back" else "abandoned"))
    hall.call("d3", resume_key="4f")
    assert (hall.counted[-1].what == "resumed" or hall.counted[-2].what == "resumed") is (how == "offered")


def test_places_that_are_over_leave_no_rows(hall: Hall) -> None:
    for n in range(3):
        hall.call(f"d{n}", resume_key=f"k{n}")
        hall.do(DialogueAbandoned(f"d{n}"))
    kept = [key for kind, key, _ in hall.floor.snapshot() if kind == "place"]
    assert kept == ["sales:k0", "sales:k1", "sales:k2"]
    hall.pass_s(60)
    hall.floor.take_dirty()
    hall.call("d9", resume_key="k9")
    gone = {key: body for (kind, key), body in hall.floor.take_dirty().items() if kind == "place"}
    assert gone == dict.fromkeys(kept)
    assert [key for kind, key, _ in hall.floor.snapshot() if kind == "place"] == []


def test_the_age_goes_from_one_wait_to_the_next(hall: Hall) -> None:
    hall.call("d1")
    hall.pass_s(10)
    hall.call("d2", "care")
    hall.pass_s(5)
    said = hall.do(DialogueWithdrawn("d1", "elsewhere"))
    assert said == [DialogueLeft("d1", "sales", "left", "elsewhere", (START_MS, 1), 15_000)]
    hall.pass_s(5)
    hall.call("d1", "care", place=(START_MS, 1), waited_ms=15_000)
    assert served_first(hall, "d2", "d1") == "d1"
    offer = next(c for c in hall.said if hasattr(c, "ring_s"))
    assert offer.waited_ms == 15_000
    hall.pass_s(4)
    said = hall.connect("d1")
    assert DialogueConnected("d1", hall.id_of("d1"), "anna", "care", 19_000, "care") in said
    assert [c.ms for c in hall.counted if c.what == "answered"] == [19_000]


def test_a_transfer_may_keep_the_age(hall: Hall) -> None:
    hall.call("d1")
    hall.pass_s(10)
    hall.agent("anna")
    hall.connect("d1")
    reservation = hall.floor.reservation_of("d1")
    assert (reservation.place, reservation.waited_ms) == ((START_MS, 1), 10_000)
    hall.do(WorkEnded(reservation.id, "transfer"))
    assert [c.what for c in hall.counted[-3:]] == ["talked", "transferred", "handled"]


def test_who_never_waited_has_no_place(hall: Hall) -> None:
    assert hall.call("d1", when_unstaffed="leave", waited_ms=7) == [
        DialogueLeft("d1", "sales", "no_agents", "", None, 7)
    ]
