"""How far a walk goes, and what is said of the rest."""

import pytest

from flowengine.messages import Json
from flowengine.testbench.explorer.explore import Explorer
from flowengine.testbench.explorer.walk import Bound
from tests.testbench.explorer.planted import BOUND, BYE, MENU, SAY, bench_of, explored, flow
from tests.testbench.explorer.test_reach import LEFT, asked, to_bye


def long_flow() -> tuple[Json, Json]:
    names = [f"n{number}" for number in range(9)]
    wires = {
        name: {"1": to, **to_bye("no_input", "no_match")} for name, to in zip(names, [*names[1:], "bye"], strict=True)
    }
    return {**dict.fromkeys(names, MENU), "bye": BYE}, wires


@pytest.mark.parametrize(
    ("bound", "cut"),
    [(BOUND, {}), (Bound(30.0, 4, 400), {"depth": 1}), (Bound(30.0, 40, 10), {"paths": 3})],
    ids=["none is met", "depth", "paths"],
)
def test_what_was_not_looked_at_is_told(bound: Bound, cut: dict[str, int]) -> None:
    nodes, wires = long_flow()
    account = explored(bench_of({"f": flow(nodes, wires)}), "f", bound)
    assert account.cut == cut
    assert {lost.why for lost in account.unreached} == ({"unexplored"} if cut else set())


def test_what_cannot_be_is_told_apart_from_what_was_not_reached() -> None:
    nodes, wires, _ = asked("1 > 2", "caller.known", "caller.known and caller.withheld")
    nodes |= {"lost": SAY, "queue": {"type": "enqueue", "max_waiting": 500}}
    wires |= {"lost": to_bye("done"), "queue": to_bye(*LEFT)}
    wires["step"]["otherwise"] = "queue"
    bench = bench_of({"f": flow(nodes, wires)})
    ruled_out = {("main", "f", "step", "c0"), ("main", "f", "step", "c2"), ("main", "f", "lost", "done")}
    account = Explorer(bench, ruled_out).explore([("main", "f")], BOUND)
    assert {lost.way[2:]: lost.why for lost in account.unreached} == {
        ("step", "c0"): "impossible", ("step", "c2"): "impossible", ("lost", "done"): "impossible",
        ("queue", "queue_full"): "untried",
    }  # fmt: skip  # as above
