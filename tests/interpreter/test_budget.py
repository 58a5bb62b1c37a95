"""Budgets: nothing runs for ever; what is overspent leaves by error and is traced."""

import pytest

from flowengine.interpreter.event import DialogueTimer
from flowengine.interpreter.walk import NODES_AFTER_EXHAUSTION, NODES_PER_EVENT, VISITS_PER_NODE
from tests.interpreter.town import END, assign, flow, one, say

COUNT = {"n": {"type": "number"}}


def test_a_ring_of_two_is_left_by_error() -> None:
    nodes = {"a": assign(n="1"), "b": assign(n="2"), "sorry": say("Sorry."), "bye": END}
    line = one(
        flow(
            nodes, {"a": {"done": "b", "error": "sorry"}, "b": {"done": "a"}, "sorry": {"done": "bye"}}, variables=COUNT
        )
    )
    assert (line.words, line.ended) == (["Sorry."], ("completed", "in_flow", "flow"))
    assert len(line.went) == 2 * VISITS_PER_NODE + 2


def test_a_long_chain_is_left_by_error() -> None:
    length = NODES_PER_EVENT + 10
    nodes = {f"n{i}": assign(n="1") for i in range(length)} | {"bye": END}
    line = one(flow(nodes, {f"n{i}": {"done": f"n{i + 1}"} for i in range(length - 1)}, variables=COUNT))
    assert [node for node, _ in line.facts("fault")] == [f"front_door/main/n{NODES_PER_EVENT}"]
    assert line.ended == ("failed", "in_flow", "flow")


def test_a_chain_that_just_fits_runs() -> None:
    nodes = {f"n{i}": assign(n="1") for i in range(NODES_PER_EVENT - 1)} | {"bye": END}
    ahead = [*nodes][1:]
    line = one(flow(nodes, {name: {"done": after} for name, after in zip(nodes, ahead, strict=False)}, variables=COUNT))
    assert line.ended == ("completed", "in_flow", "flow")


@pytest.mark.parametrize("main", ["main", "sub"])
def test_an_error_that_leads_back_into_the_ring_ends_it(main: str) -> None:
    nodes = {"a": assign(n="1"), "bye": END}
    ring = flow(nodes, {"a": {"done": "a", "error": "a"}}, variables=COUNT)
    caller = flow({"c": {"type": "subflow", "flow": "sub", "exits": ["done"]}}, {"c": {"done": "c", "error": "c"}})
    line = one(ring if main == "main" else caller, sub={**ring, "kind": "subflow"})
    assert line.ended == ("failed", "in_flow", "flow")
    assert len(line.went) <= NODES_PER_EVENT + NODES_AFTER_EXHAUSTION


def test_visits_are_counted_over_the_whole_dialogue() -> None:
    line = one(flow({"a": {"type": "wait", "seconds": 1}, "bye": END}, {"a": {"done": "a", "error": "bye"}}))
    events = 0
    while line.ended is None:
        line.go(DialogueTimer("pause"), after_s=1)
        events += 1
    assert events == VISITS_PER_NODE
