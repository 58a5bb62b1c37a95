"""Flows of every kind of step, wired by chance: the walk meets no exception, and what it writes does what it says."""

from random import Random
from typing import Any

import pytest

from flowengine.lang.document import FlowLoader
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE
from flowengine.testbench.bench import Bench
from flowengine.testbench.explorer.explore import Explorer
from flowengine.testbench.explorer.walk import Bound
from flowengine.testbench.explorer.written import holds
from tests.testbench.explorer.planted import MENU, bench_of, flow

LOADER = FlowLoader(PALETTE)
BOUND = Bound(seconds=20.0, depth=8, paths=25)
TENANT: dict[str, Any] = {
    "format": 1,
    "tenant": {
        "id": "emea-random", "name": "R", "region": "EMEA", "time_zone": "Europe/London", "languages": ["en", "nl"],
        "attributes": {name: {"type": "any", "default": ""} for name in ("topic", "rating")},
    },
    "contact_centers": {
        "main": {"title": "Main", "skills": {"dutch": {"title": "Dutch"}}},
        "billing": {"title": "Billing", "hours": "office"},
    },
}  # fmt: skip  # reads as the file that it would be
ENVIRONMENT = {
    "schedules": {"office": {"weekly": {"mon": ["08:00-18:00"]}}},
    "tables": {"branches": {"key": "postcode", "rows": [{"postcode": "1", "city": "York"}]}},
}


def random_bench(seed: int) -> Bench:
    """An entry flow of ten steps, of which each outcome leads anywhere."""
    chance = Random(seed)  # noqa: S311  # the same flows each time
    able = [node_type for node_type in PALETTE.values() if not node_type.kinds or "entry" in node_type.kinds]
    nodes: dict[str, Json] = {f"n{at}": dict(chance.choice(able).example) for at in range(10)}
    nodes["n0"] = MENU
    loaded = LOADER.load(flow(nodes, {}, variables=VARIABLES))
    wires = {
        node.id: {
            one.name: chance.choice(list(nodes)) for one in node.leavings if one.required or chance.random() < 0.1
        }
        for node in loaded.nodes.values()
    }
    part = {"ask": MENU, "one": {"type": "return", "exit": "found"}, "no": {"type": "return", "exit": "unknown"}}
    ways = {"ask": {"1": "one", "no_input": "no", "no_match": "no"}}
    called = flow(part, ways, kind="subflow", exits=["found", "unknown"])
    more = {"identify": called, "after_hours": flow({"bye": {"type": "end"}}, {})}
    flows = {"f": flow(nodes, wires, variables=VARIABLES), **more}
    return bench_of(flows, ENVIRONMENT, TENANT)


VARIABLES = {name: {"type": "any"} for name in ("born", "branch", "postcode", "account", "name", "digits")}


@pytest.mark.parametrize("seed", range(10))
def test_a_walk_through_anything_ends_well(seed: int) -> None:
    bench = random_bench(seed)
    explorer = Explorer(bench)
    account = explorer.explore([("main", "f")], BOUND)
    assert [find.found for find in account.finds if find.found.kind == "exception"] == []
    assert [find.name for find in account.finds if holds(bench, find.root, find.plan)] == []
    written = [(root, name, plan) for root, plans in explorer.skeletons(account, []) for name, plan in plans.items()]
    assert [name for root, name, plan in written if not holds(bench, root, plan)] == []
