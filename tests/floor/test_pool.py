"""Which lines share their agents: over agents who meet one set and another, however many there are between."""

import pytest

from flowengine.floor.event import AgentSignedOut, DialogueAbandoned, Overflow, PresenceSet, RouteStep
from flowengine.floor.pool import Pool, pool_of
from tests.floor.hall import Hall


@pytest.fixture
def hall(both: Hall) -> Hall:
    """A chain: anna joins dutch and golf, ben golf and care; cleo is alone in desk."""
    for center in ("sales", "care", "desk"):
        both.center(center, skills=("dutch", "golf"))
    both.agent("anna", sales={"dutch": 9, "golf": 9})
    both.agent("ben", sales={"golf": 9}, care={})
    both.agent("cleo", desk={})
    for n, center in enumerate(("sales", "care", "desk")):
        both.call(f"busy{n}", center)
        both.connect(f"busy{n}")
    return both


def pool(hall: Hall, dialogue: str) -> Pool:
    state = hall.floor._state
    found = pool_of(state, state.waits[dialogue].entry)
    assert found is not None
    return found


def parts(hall: Hall, dialogue: str) -> tuple[tuple[str, ...], int, int]:
    found = pool(hall, dialogue)
    return found.contact_centers, found.slots, found.ahead


def test_sets_are_connected_over_agents_between_them(hall: Hall) -> None:
    hall.call("d1", needs={"dutch": 1})
    assert parts(hall, "d1") == (("sales",), 1, 0)
    hall.call("d2", "care")
    assert parts(hall, "d2") == (("care",), 1, 0)  # nobody waits for what would connect them
    hall.call("d3", needs={"golf": 1})
    assert parts(hall, "d3") == (("care", "sales"), 2, 2)
    assert parts(hall, "d1") == (("care", "sales"), 2, 0)
    hall.call("d4", "desk")
    assert parts(hall, "d4") == (("desk",), 1, 0)
    hall.do(DialogueAbandoned("d3"))
    assert parts(hall, "d2") == (("care",), 1, 0)


def test_who_is_away_keeps_sets_together_and_serves_nobody(hall: Hall) -> None:
    hall.call("d2", "care")
    hall.call("d3", needs={"golf": 1})
    hall.end("busy1")
    hall.do(PresenceSet(agent="ben", intent="away"))
    hall.call("d5", "care")
    assert parts(hall, "d5") == (("care", "sales"), 1, 2)  # anna alone, after d2 and d3
    hall.do(AgentSignedOut(agent="ben"))
    state = hall.floor._state
    assert pool_of(state, state.waits["d5"].entry) is None


def test_a_dialogue_in_two_of_the_lines_comes_before_once(hall: Hall) -> None:
    hall.call("d1", needs={"golf": 1}, route_plan=(RouteStep(0, overflow=(Overflow("care"),)),))
    hall.call("d2", "care")
    assert parts(hall, "d2") == (("care", "sales"), 2, 1)
    assert parts(hall, "d1") == (("care", "sales"), 2, 0)


def test_a_skill_that_is_not_defined_is_in_no_pool(hall: Hall) -> None:
    hall.call("d1", needs={"tax": 1})
    state = hall.floor._state
    assert pool_of(state, state.waits["d1"].entry) is None
    hall.call("d2", needs={"golf": 1})
    assert parts(hall, "d2") == (("sales",), 2, 0)


def test_a_skill_that_is_defined_no_more_is_in_no_pool_though_one_was_found_before(hall: Hall) -> None:
    hall.end("busy0")
    hall.call("d1", needs={"golf": 1})
    assert parts(hall, "d1")[0] == ("sales",)  # it is offered: nobody stands in that line
    hall.center("sales", skills=("dutch",))
    hall.call("d2", needs={"golf": 1})
    state = hall.floor._state
    assert pool_of(state, state.waits["d2"].entry) is None
