"""Who may wait, for how long, and in which order."""

import pytest

from flowengine.errors import EngineBug
from flowengine.floor.command import DialogueLeft, DialogueQueued, PositionChanged, RescindOffer
from flowengine.floor.event import (
    AgentProfileSet,
    AgentSignedOut,
    DialogueAbandoned,
    DialogueEnqueued,
    MediaFailed,
    PresenceSet,
    QueueSettingsSet,
)
from tests.floor.hall import Hall, offers, plain, without_timers


def served_in_order(hall: Hall, dialogues: list[str]) -> list[str]:
    """Lets one agent serve all who wait and tells the order."""
    hall.agent("anna")
    order = []
    for _ in dialogues:
        served = next(d for d in dialogues if hall.holder(d) == "anna")
        order.append(served)
        hall.do(DialogueAbandoned(served))
    return order


@pytest.mark.parametrize(
    ("waiting", "order"),
    [
        pytest.param([{}, {}, {}], ["d0", "d1", "d2"], id="oldest first"),
        pytest.param([{"priority": 5}, {"priority": 0}, {"priority": 9}], ["d1", "d0", "d2"], id="strict priority"),
        pytest.param([{}, {"boost_s": 5}, {"boost_s": 30}], ["d2", "d0", "d1"], id="boost counts as age"),
        pytest.param([{}, {"boost_s": 10}], ["d0", "d1"], id="same age, first come"),
        pytest.param([{"priority": 4}, {"boost_s": 900}], ["d0", "d1"], id="boost never beats priority"),
    ],
)
def test_order_of_dialogues(waiting: list[dict[str, int]], order: list[str]) -> None:
    hall = Hall()
    hall.center()
    for n, more in enumerate(waiting):
        hall.call(f"d{n}", **more)
        hall.pass_s(10)
    assert served_in_order(hall, order) == order


def test_order_holds_over_contact_centers_and_requirement_sets() -> None:
    hall = Hall()
    for center in ("sales", "care"):
        hall.center(center, skills=("dutch",))
    for n, (center, needs) in enumerate([("care", {}), ("sales", {"dutch": 1}), ("care", {"dutch": 9}), ("sales", {})]):
        hall.call(f"d{n}", center, needs=needs)
        hall.pass_s(1)
    hall.agent("anna", sales={"dutch": 5}, care={"dutch": 5})
    assert [d for d in ("d0", "d1", "d2", "d3") if hall.holder(d)] == ["d0"]
    assert offers(hall.do(DialogueAbandoned("d0"))) == [("d1", "anna")]
    assert offers(hall.do(DialogueAbandoned("d1"))) == [("d3", "anna")]  # d2 needs dutch 9
    assert offers(hall.do(DialogueAbandoned("d3"))) == []


@pytest.mark.parametrize("settings", [{"max_waiting": 1}, {}], ids=["the center's limit", "the flow's limit"])
def test_a_full_queue_takes_nobody_who_would_have_to_wait(settings: dict[str, int]) -> None:
    hall = Hall()
    hall.center(**settings)
    more = {} if settings else {"max_waiting": 1}
    assert plain(hall.call("d1", **more)) == [DialogueQueued("d1", "sales", 1)]
    assert plain(hall.call("d2", **more)) == [DialogueLeft("d2", "sales", "queue_full")]
    hall.agent("anna")  # takes d1
    hall.agent("ben")
    assert offers(hall.call("d3", max_waiting=0)) == [("d3", "ben")]


def test_nobody_able_is_staffed() -> None:
    hall = Hall()
    hall.center(skills=("dutch",))
    gone = [DialogueLeft("d1", "sales", "no_agents")]
    hall.agent("anna", sales={"dutch": 40})
    assert plain(hall.call("d1", needs={"dutch": 50}, when_unstaffed="leave")) == gone
    hall.do(PresenceSet(agent="anna", intent="away", reason="lunch"))
    assert plain(hall.call("d2", needs={"dutch": 40}, when_unstaffed="leave")) == [DialogueQueued("d2", "sales", 1)]
    hall.do(AgentSignedOut(agent="anna"))
    assert plain(hall.call("d1", when_unstaffed="leave")) == gone
    assert plain(hall.call("d3", when_unstaffed="wait")) == [DialogueQueued("d3", "sales", 2)]


def test_a_center_that_is_closed_down_serves_who_waits_and_takes_nobody() -> None:
    hall = Hall()
    hall.center()
    hall.call("d1")
    hall.do(QueueSettingsSet("sales", enabled=False))
    assert plain(hall.call("d2")) == [DialogueLeft("d2", "sales", "no_agents")]
    assert plain(hall.call("d3", "unheard_of")) == [DialogueLeft("d3", "unheard_of", "no_agents")]
    hall.agent("anna")
    assert hall.holder("d1") == "anna"


def test_the_longest_wait_ends_while_queued_and_while_ringing() -> None:
    hall = Hall()
    hall.center()
    hall.call("d1", max_wait_s=10)
    assert plain(hall.pass_s(10)) == [DialogueLeft("d1", "sales", "timed_out")]
    hall.call("d2", max_wait_s=10)
    hall.pass_s(5)
    hall.agent("anna")
    r = hall.id_of("d2")
    assert without_timers(hall.pass_s(5))[:2] == [
        RescindOffer(r, "anna", "d2", "left"), DialogueLeft("d2", "sales", "timed_out"),
    ]  # fmt: skip  # one line per thought
    assert hall.timers == {}
    assert hall.state("anna") == "idle"


def test_an_accepted_offer_outlives_the_longest_wait_unless_media_fail() -> None:
    hall = Hall()
    hall.center()
    hall.agent("anna")
    hall.call("d1", max_wait_s=10)
    hall.pass_s(9)
    hall.accept("d1")
    assert hall.pass_s(2) == []
    hall.floor = hall.floor.fork()
    said = hall.do(MediaFailed(dialogue="d1", reservation=hall.id_of("d1")))
    assert DialogueLeft("d1", "sales", "timed_out") in plain(said)
    assert hall.timers == {}


def test_the_first_ten_hear_when_they_move() -> None:
    hall = Hall()
    hall.center()
    for n in range(12):
        assert plain(hall.call(f"d{n}")) == [DialogueQueued(f"d{n}", "sales", n + 1)]
    said = hall.do(DialogueAbandoned("d1"))
    assert plain(said) == [
        DialogueLeft("d1", "sales", "abandoned", "abandoned"), *[PositionChanged(f"d{n}", n) for n in range(2, 11)],
    ]  # fmt: skip  # one line per thought
    assert plain(hall.call("d99", priority=0))[0] == DialogueQueued("d99", "sales", 1)
    assert hall.floor.place("d0", hall.at_ms) == {"position": 2, "estimated_wait_s": None, "estimated_p90_s": None}


def test_the_same_wait_twice_changes_nothing_and_another_is_our_bug() -> None:
    hall = Hall()
    hall.center()
    hall.call("d1")
    before = hall.floor.snapshot()
    assert hall.call("d1") == []
    assert hall.floor.snapshot() == before
    with pytest.raises(EngineBug):
        hall.do(DialogueEnqueued("d1", "sales", "voice", {}, 2))


def test_a_preferred_agent_is_first_only_if_free_and_able() -> None:
    hall = Hall()
    hall.center(skills=("dutch",))
    hall.agent("anna", sales={"dutch": 1})
    hall.agent("ben", sales={"dutch": 1})
    hall.agent("cleo", sales={})
    assert offers(hall.call("d1", needs={"dutch": 1}, preferred="ben")) == [("d1", "ben")]
    assert offers(hall.call("d2", needs={"dutch": 1}, preferred="cleo")) == [("d2", "anna")]
    hall.do(AgentProfileSet("dan", {}))
    assert offers(hall.call("d3", preferred="ben")) == [("d3", "cleo")]
