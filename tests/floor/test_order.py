"""Who is first: among agents by the contact center's order, among dialogues of several contact centers by weight."""

import pytest

from flowengine.floor.event import DialogueAbandoned, Overflow, RouteStep
from tests.floor.hall import Hall, offers

SKILLS = ("dutch", "golf", "tax")


@pytest.fixture
def hall(both: Hall) -> Hall:
    return both


def asked_for(hall: Hall, *needs: dict[str, int]) -> None:
    """These requirement sets were asked for before."""
    for n, need in enumerate(needs):
        hall.call(f"old{n}", needs=need)
        hall.do(DialogueAbandoned(f"old{n}"))


def test_the_least_flexible_is_asked_first(hall: Hall) -> None:
    hall.center(skills=SKILLS, agent_order="least_flexible")
    asked_for(hall, {"dutch": 1}, {"golf": 1}, {"tax": 1})
    hall.agent("all", sales={"dutch": 9, "golf": 9, "tax": 9})
    hall.agent("two", sales={"dutch": 9, "golf": 9})
    hall.agent("one", sales={"dutch": 9})
    asked = [offers(hall.call(f"d{n}", needs={"dutch": 1}))[0][1] for n in range(3)]
    assert asked == ["one", "two", "all"]


def test_a_set_that_is_asked_for_the_first_time_counts_from_then_on(hall: Hall) -> None:
    hall.center(skills=SKILLS, agent_order="least_flexible")
    hall.agent("golfer", sales={"dutch": 9, "golf": 9})
    hall.agent("taxer", sales={"dutch": 9, "tax": 9})
    assert offers(hall.call("d1", needs={"dutch": 1})) == [("d1", "golfer")]  # both meet one set
    hall.do(DialogueAbandoned("d1"))
    asked_for(hall, {"golf": 20})  # golf 9 does not meet it
    assert offers(hall.call("d2", needs={"dutch": 1})) == [("d2", "golfer")]
    hall.do(DialogueAbandoned("d2"))
    asked_for(hall, {"golf": 5})
    hall.floor = hall.floor.fork()
    assert offers(hall.call("d3", needs={"dutch": 1})) == [("d3", "taxer")]


def test_sets_of_a_plan_count_before_they_are_reached(hall: Hall) -> None:
    hall.center(skills=SKILLS, agent_order="least_flexible")
    hall.agent("golfer", sales={"dutch": 9, "golf": 9})
    hall.agent("dutch", sales={"dutch": 9})
    plan = (RouteStep(9_000, {"golf": 1}),)
    assert offers(hall.call("d1", needs={"golf": 50}, route_plan=plan)) == []
    assert offers(hall.call("d2", needs={"dutch": 1})) == [("d2", "dutch")]


def test_the_best_level_is_asked_first(hall: Hall) -> None:
    hall.center(skills=SKILLS, agent_order="best_level")
    hall.agent("low", sales={"dutch": 20, "golf": 30})
    hall.agent("high", sales={"dutch": 90, "golf": 10, "tax": 1})
    hall.agent("even", sales={"dutch": 50, "golf": 50})
    assert offers(hall.call("d1", needs={"dutch": 10})) == [("d1", "high")]
    assert offers(hall.call("d2", needs={"dutch": 10, "golf": 10})) == [("d2", "even")]
    assert offers(hall.call("d3")) == [("d3", "low")]


def test_by_best_level_equals_share_by_load_and_idleness(hall: Hall) -> None:
    hall.center(skills=SKILLS, agent_order="best_level")
    for name in ("anna", "ben"):
        hall.agent(name, sales={"dutch": 50})
    needs = {"dutch": 10}
    asked = [offers(hall.call(f"c{n}", channel="chat", needs=needs))[0][1] for n in range(4)]
    assert asked == ["anna", "ben", "anna", "ben"]


def test_orders_differ_between_contact_centers_and_the_freest_first_wins(hall: Hall) -> None:
    hall.center("sales", skills=SKILLS, agent_order="best_level")
    hall.center("care", skills=SKILLS)
    hall.agent("low", sales={"dutch": 20})
    hall.agent("other", care={"dutch": 20})
    hall.agent("high", sales={"dutch": 90})
    plan = (RouteStep(0, overflow=(Overflow("care", {}),)),)
    said = [offers(hall.call(f"d{n}", needs={"dutch": 1}, route_plan=plan))[0][1] for n in range(3)]
    assert said == ["other", "high", "low"]  # the best of sales came later than the one of care


def test_the_heavier_contact_center_is_served_first_by_shared_agents(hall: Hall) -> None:
    hall.center("sales")
    hall.center("care", weight=10)
    hall.call("s0", "sales", priority=0)
    hall.pass_s(5)
    hall.call("c0", "care", priority=9)
    hall.agent("anna", sales={}, care={})
    assert (hall.holder("c0"), hall.holder("s0")) == ("anna", None)


def test_of_equal_weight_the_oldest_in_the_tenant(hall: Hall) -> None:
    hall.center("sales", weight=7)
    hall.center("care", weight=7)
    hall.call("s0", "sales")
    hall.pass_s(1)
    hall.call("c0", "care")
    hall.agent("anna", sales={}, care={})
    assert hall.holder("s0") == "anna"


def test_a_new_weight_orders_who_stands_in_line_already(hall: Hall) -> None:
    hall.center("sales")
    hall.center("care")
    for n in range(2):
        hall.call(f"s{n}", "sales")
        hall.pass_s(1)
        hall.call(f"c{n}", "care")
        hall.pass_s(1)
    hall.center("care", weight=1)
    hall.agent("anna", sales={}, care={})
    order = []
    for _ in range(4):
        served = next(d for d in ("s0", "s1", "c0", "c1") if hall.holder(d))
        order.append(served)
        hall.do(DialogueAbandoned(served))
    assert order == ["c0", "c1", "s0", "s1"]


def test_one_agent_in_two_of_the_contact_centers_answers_for_the_heavier(hall: Hall) -> None:
    hall.center("sales")
    hall.center("care", weight=3)
    plan = (RouteStep(0, overflow=(Overflow("care"),)),)
    hall.agent("anna", sales={}, care={})
    said = hall.call("d0", route_plan=plan)
    assert next(c.contact_center for c in said if hasattr(c, "ring_s")) == "care"
    hall.call("d1", route_plan=plan)
    said = hall.do(DialogueAbandoned("d0"))
    assert next(c.contact_center for c in said if hasattr(c, "ring_s")) == "care"
