"""Routing said ahead: the next queue asks for it where it has nothing of its own, and no queue after that."""

import pytest

from flowengine.lang.node_type import QueueLeft
from flowengine.messages import Json
from tests.interpreter.town import END, Line, Town, flow

SET = {"type": "set_routing", "skills": {"dutch": 50}, "priority": 2}
WAIT = {"type": "wait", "seconds": 1}
OWN: dict[str, tuple[Json, tuple[Json, int]]] = {
    "nothing of its own": ({}, ({"dutch": 50}, 2)),
    "skills of its own": ({"skills": {"tools": 10}}, ({"tools": 10}, 2)),
    "a priority of its own": ({"priority": 8}, ({"dutch": 50}, 8)),
}


def waiting(own: Json, set_by: str = "main") -> Line:
    """`set_by`: the flow in which it is said ahead, the queue's or one that it calls."""
    sub = flow({"r": SET, "back": {"type": "return"}}, {"r": {"done": "back"}}, kind="subflow")
    call = {"type": "subflow", "flow": "sub", "exits": ["done"]}
    nodes = {"r": SET if set_by == "main" else call, "q": {"type": "enqueue", **own}, "q2": {"type": "enqueue"}}
    main = flow({**nodes, "bye": END}, {"r": {"done": "q"}, "q": {"left": "q2"}, "q2": {"left": "bye"}})
    line = Line(Town({"sales": {"flows": {"main": main, "sub": sub}}}))
    line.begin(environment="sales")
    return line


@pytest.mark.parametrize(("own", "asked"), OWN.values(), ids=OWN)
def test_the_next_queue(own: Json, asked: tuple[Json, int]) -> None:
    line = waiting(own)
    [joined] = line.queued
    assert (joined.skills, joined.priority) == asked
    assert line.facts("routing") == [({"dutch": 50}, 2)]


def test_said_in_another_flow() -> None:
    [joined] = waiting({}, "sub").queued
    assert (joined.skills, joined.priority) == ({"dutch": 50}, 2)


def test_not_the_one_after_it() -> None:
    line = waiting({})
    line.go(QueueLeft("left"))
    [joined] = line.queued
    assert (joined.skills, joined.priority) == ({}, 5)


def test_it_is_kept_while_the_dialogue_waits_for_something_else() -> None:
    nodes = {"r": SET, "w": WAIT, "bye": END}
    line = Line(Town({"sales": {"flows": {"main": flow(nodes, {"r": {"done": "w"}, "w": {"done": "bye"}})}}}))
    line.begin(environment="sales")
    assert (line.state.routing.skills, line.state.routing.priority) == ({"dutch": 50}, 2)
