"""The route plan: who is asked when, in which contact centers, and what happens where nobody is there."""

import pytest

from flowengine.errors import EngineBug
from flowengine.floor.command import DialogueLeft, DialogueQueued, MakeOffer, StepEntered
from flowengine.floor.event import AgentProfileSet, AgentSignedOut, Overflow, PresenceSet, QueueSettingsSet, RouteStep
from tests.floor.hall import START_MS, Hall, offers, plain, without_timers

DUTCH = {"dutch": 50}


@pytest.fixture
def hall(both: Hall) -> Hall:
    """Sales and care, with skills of their own."""
    both.center("sales", skills=("dutch", "golf"))
    both.center("care", skills=("empathy",))
    return both


def steps(commands) -> list[StepEntered]:
    return [c for c in commands if isinstance(c, StepEntered)]


def test_a_step_asks_for_less_in_its_time(hall: Hall) -> None:
    hall.agent("anna", sales={"dutch": 30})
    hall.agent("ben", sales={})
    plan = (RouteStep(30_000, {"dutch": 30}), RouteStep(60_000, {}))
    hall.call("d0", needs=DUTCH, route_plan=plan)
    hall.pass_s(10)
    hall.call("d1", needs=DUTCH, route_plan=plan)
    assert offers(hall.pass_s(19.999)) == []
    assert offers(hall.pass_s(0.001)) == [("d0", "anna")]
    assert steps(hall.pass_s(9.999)) == []
    said = hall.pass_s(0.001)
    assert steps(said) == [StepEntered("d1", 2, {"sales": {"dutch": 30}}, 5)]
    assert offers(said) == []
    assert offers(hall.pass_s(29)) == [("d0", "ben")]  # anna had not answered by 50 s; its last step was due at 60 s
    assert hall.timers[("entry", "d1:1:sales", "step")] == START_MS + 70_000


@pytest.mark.parametrize(
    ("asked", "then", "found"),
    [
        pytest.param({"dutch": 50}, {"dutch": 30}, {"dutch": 30}, id="lower"),
        pytest.param({"dutch": 50}, {"dutch": 80}, {"dutch": 50}, id="never higher"),
        pytest.param({"dutch": 50, "golf": 1}, {"golf": 1}, {"golf": 1}, id="dropped"),
        pytest.param({"dutch": 50}, {"golf": 1}, {}, id="never another"),
        pytest.param({"dutch": 50}, None, {"dutch": 50}, id="as before"),
    ],
)
def test_steps_only_weaken(hall: Hall, asked: dict[str, int], then: dict[str, int] | None, found) -> None:
    hall.call("d1", needs=asked, route_plan=(RouteStep(1_000, then),))
    assert steps(hall.pass_s(1)) == [StepEntered("d1", 2, {"sales": found}, 5)]


def test_a_step_may_raise_the_priority_and_never_above_the_first(hall: Hall) -> None:
    hall.call("d1")
    hall.pass_s(1)
    hall.call("d2", priority=6, route_plan=(RouteStep(10_000, raise_by=2), RouteStep(20_000, raise_by=9)))
    assert [c.priority for c in steps(hall.pass_s(20))] == [4, 0]
    hall.agent("anna")
    assert hall.holder("d2") == "anna"


def test_overflow_asks_another_contact_center_with_the_same_age(hall: Hall) -> None:
    hall.call("d1", needs=DUTCH, route_plan=(RouteStep(30_000, overflow=(Overflow("care", {"empathy": 5}),)),))
    hall.pass_s(10)
    hall.call("d2", "care")
    said = hall.pass_s(20)
    assert steps(said) == [StepEntered("d1", 2, {"sales": DUTCH, "care": {"empathy": 5}}, 5)]
    hall.agent("cleo", care={"empathy": 5})
    assert hall.holder("d1") == "cleo"  # older than d2, which has waited in care from the start
    offer = next(c for c in hall.said if isinstance(c, MakeOffer))
    assert (offer.contact_center, offer.home, offer.requirements) == ("care", "sales", {"empathy": 5})
    hall.connect("d1")
    counted = {c.what: (c.contact_center, c.home, c.skills, c.agent, c.ms) for c in hall.counted}
    assert counted["answered"] == counted["overflowed"] == ("care", "sales", ("dutch",), "cleo", 30_000)
    assert counted["offered"] == ("care", "sales", ("empathy",), "cleo", 0)
    assert hall.timers == {}


def test_several_contact_centers_at_once_and_the_first_who_is_free_takes_it(hall: Hall) -> None:
    hall.agent("ben", care={})
    hall.agent("anna", sales={})
    both_at_once = (RouteStep(0, overflow=(Overflow("care"),)),)
    said = hall.call("d1", route_plan=both_at_once)
    assert steps(said) == [StepEntered("d1", 2, {"sales": {}, "care": {}}, 5)]
    assert offers(said) == [("d1", "ben")]  # idle for longest over both
    assert offers(hall.call("d2", route_plan=both_at_once)) == [("d2", "anna")]
    hall.call("d3", route_plan=both_at_once)
    hall.connect("d2")
    said = hall.end("d2")
    assert offers(said) == [("d3", "anna")]
    assert hall.floor.queue("care", hall.at_ms)["waiting"] == 0  # the other entry is gone in the same step


def test_settings_of_the_contact_center_that_answers_hold(hall: Hall) -> None:
    hall.center("care", offer_s={"voice": 7.0, "chat": 60.0}, wrap_up_mode="optional", wrap_up_s=11)
    hall.agent("ben", care={})
    said = hall.call("d1", route_plan=(RouteStep(0, overflow=(Overflow("care"),)),))
    assert next(c.ring_s for c in said if hasattr(c, "ring_s")) == 7.0
    hall.connect("d1")
    assert next(c.wrap_up_s for c in hall.end("d1") if hasattr(c, "wrap_up_s")) == 11


def test_a_contact_center_that_is_not_there_is_passed_over(hall: Hall) -> None:
    hall.do(QueueSettingsSet("shut", enabled=False))
    plan = (RouteStep(1_000, overflow=(Overflow("nowhere"), Overflow("shut"), Overflow("care"))),)
    hall.call("d1", route_plan=plan)
    assert steps(hall.pass_s(1)) == [StepEntered("d1", 2, {"sales": {}, "care": {}}, 5)]


def test_a_ringing_offer_goes_on_when_a_step_is_entered(hall: Hall) -> None:
    hall.agent("anna", sales={"dutch": 50})
    hall.call("d1", needs=DUTCH, route_plan=(RouteStep(5_000, {}, (Overflow("care"),)),))
    hall.agent("ben", care={})
    said = hall.pass_s(5)
    assert (len(steps(said)), offers(said), hall.holder("d1")) == (1, [], "anna")
    assert offers(hall.decline("d1")) == [("d1", "ben")]


def test_the_plan_goes_on_through_a_failed_offer(hall: Hall) -> None:
    hall.agent("anna", sales={"dutch": 50})
    hall.call("d1", needs=DUTCH, route_plan=(RouteStep(10_000, {}), RouteStep(40_000, overflow=(Overflow("care"),))))
    assert [c.step for c in steps(hall.pass_s(20))] == [2]  # rings until 20 s
    hall.floor = hall.floor.fork()
    assert [c.step for c in steps(hall.pass_s(20))] == [3]


def test_the_preferred_agent_alone_for_a_while(hall: Hall) -> None:
    for name in ("anna", "ben"):
        hall.agent(name)
    hall.call("d0")
    hall.connect("d0")  # anna talks
    said = hall.call("d1", preferred="anna", preferred_s=15, route_plan=(RouteStep(10_000, {}),))
    assert said[:1] == [DialogueQueued("d1", "sales", 1)]
    assert (steps(said), offers(said)) == ([StepEntered("d1", 0, {"sales": {}}, 5)], [])
    assert hall.pass_s(14) == []
    said = hall.pass_s(1)
    assert steps(said) == [StepEntered("d1", 2, {"sales": {}}, 5)]  # its time had come meanwhile
    assert offers(said) == [("d1", "ben")]


def test_the_preferred_agent_is_not_waited_for_if_he_cannot_come(hall: Hall) -> None:
    hall.agent("anna", sales={"dutch": 10})
    hall.agent("ben", sales={"dutch": 60})
    assert offers(hall.call("d1", needs=DUTCH, preferred="anna", preferred_s=15)) == [("d1", "ben")]
    hall.connect("d1")
    hall.do(AgentSignedOut(agent="anna"))
    hall.call("d2", preferred="anna", preferred_s=15)
    assert offers(hall.end("d1")) == [("d2", "ben")]


@pytest.mark.parametrize("how", ["declines", "misses", "leaves"])
def test_who_was_preferred_and_does_not_take_it_is_waited_for_no_longer(hall: Hall, how: str) -> None:
    for name in ("anna", "ben"):
        hall.agent(name)
    hall.call("d0")
    hall.do(AgentProfileSet("cleo", {"sales": {}}))
    assert offers(hall.call("d1", preferred="ben", preferred_s=90)) == [("d1", "ben")]
    if how == "declines":
        said = hall.decline("d1")
    elif how == "misses":
        said = hall.pass_s(20)
    else:
        said = hall.do(AgentSignedOut(agent="ben"))
    assert StepEntered("d1", 1, {"sales": {}}, 5) in said
    assert ("entry", "d1:1:sales", "step") not in hall.timers


@pytest.mark.parametrize("how", ["signs out", "goes at the end of the talk", "loses the skill"])
def test_who_is_waited_for_alone_and_will_not_come_is_waited_for_no_longer(hall: Hall, how: str) -> None:
    for name in ("anna", "ben"):
        hall.agent(name, sales={"dutch": 60})
    hall.call("d0")
    hall.connect("d0")  # anna talks
    hall.call("d1", needs=DUTCH, preferred="anna", preferred_s=90)
    assert hall.floor.wait("d1").is_in_line()
    if how == "signs out":
        said = hall.do(AgentSignedOut(agent="anna"))
    elif how == "loses the skill":
        said = hall.do(AgentProfileSet("anna", {"sales": {}}))
    else:
        assert offers(hall.do(PresenceSet(agent="anna", intent="offline", reason=""))) == []
        said = hall.end("d0")
    assert steps(said) == [StepEntered("d1", 1, {"sales": DUTCH}, 5)]
    assert offers(said) == [("d1", "ben")]


def test_who_handed_it_on_is_not_asked_for_a_while(hall: Hall) -> None:
    hall.agent("anna")
    said = hall.call("d1", barred="anna", preferred="anna", preferred_s=90)
    assert (offers(said), steps(said)) == ([], [])
    assert hall.timers[("entry", "d1:1:sales", "exclusion:anna")] == START_MS + 60_000
    assert offers(hall.pass_s(59)) == []
    assert offers(hall.pass_s(1)) == [("d1", "anna")]


def test_a_preferred_agent_without_a_time_of_his_own_is_asked_first_if_free(hall: Hall) -> None:
    for name in ("anna", "ben"):
        hall.agent(name)
    assert offers(hall.call("d1", preferred="ben")) == [("d1", "ben")]
    assert offers(hall.call("d2", preferred="ben")) == [("d2", "anna")]


def test_nobody_able_is_here_skip(hall: Hall) -> None:
    hall.agent("ben", care={})
    plan = (RouteStep(30_000, {"dutch": 10}), RouteStep(60_000, {}, (Overflow("care"),)), RouteStep(90_000, raise_by=1))
    said = hall.call("d1", needs=DUTCH, when_unstaffed="skip", route_plan=plan)
    assert steps(said) == [StepEntered("d1", 3, {"sales": {}, "care": {}}, 5)]
    assert offers(said) == [("d1", "ben")]
    assert hall.timers[("entry", "d1:1:sales", "step")] == START_MS + 90_000
    hall.do(AgentSignedOut(agent="ben"))
    said = hall.call("d2", needs=DUTCH, when_unstaffed="skip", route_plan=plan)
    assert [c.step for c in steps(said)] == [4]  # the last one stays
    assert hall.floor.wait("d2").is_in_line()


def test_nobody_able_is_here_leave_at_a_later_step(hall: Hall) -> None:
    hall.agent("ben")
    hall.call("d0")
    assert without_timers(hall.call("d1", when_unstaffed="leave", route_plan=(RouteStep(5_000, {}),))) == [
        DialogueQueued("d1", "sales", 1)
    ]
    hall.do(AgentSignedOut(agent="ben"))
    assert DialogueLeft("d1", "sales", "no_agents") in plain(hall.pass_s(5))
    assert hall.floor.wait("d0") is not None  # wait is what it chose


def test_a_new_requirement_set_and_a_plan_survive_the_rows(hall: Hall) -> None:
    hall.call("d1", needs=DUTCH, preferred="anna", route_plan=(RouteStep(5_000, {}, (Overflow("care"),), 1),))
    hall.pass_s(6)
    hall.floor = hall.floor.fork()
    wait = hall.floor.wait("d1")
    assert [(e.contact_center, e.requirements, e.ordinal) for e in wait.entries.values()] == [
        ("sales", {}, 0), ("care", {}, 1),
    ]  # fmt: skip  # one line per thought
    assert (wait.step, wait.priority, wait.skills) == (2, 4, ("dutch",))
    hall.agent("ben", care={})
    assert hall.holder("d1") == "ben"


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"route_plan": (RouteStep(9, {}), RouteStep(5, {}))}, id="times out of order"),
        pytest.param({"route_plan": (RouteStep(-1, {}),)}, id="before the start"),
        pytest.param({"route_plan": (RouteStep(1, {}, raise_by=-1),)}, id="lowers the priority"),
        pytest.param({"priority": 10}, id="priority 10"),
        pytest.param({"boost_s": -1.0}, id="younger than it is"),
        pytest.param({"preferred_s": -1.0}, id="negative time"),
    ],
)
def test_numbers_that_no_checked_flow_gives_are_our_bug(hall: Hall, more) -> None:
    before = hall.floor.snapshot()
    with pytest.raises(EngineBug):
        hall.call("d1", **more)
    assert hall.floor.snapshot() == before


def test_an_offer_that_ends_by_new_settings_goes_to_who_is_free_elsewhere(hall: Hall) -> None:
    hall.center()
    hall.center("help", skills=("golf",))
    hall.agent("cleo", help={"golf": 50})
    plan = (RouteStep(0, None, (Overflow("help", {"golf": 10}),)),)
    assert offers(hall.call("d1", route_plan=plan)) == [("d1", "cleo")]
    hall.agent("anna", sales={})
    hall.center("help", skills=())
    assert hall.holder("d1") == "anna"
