"""Every way of a flow: from its outcomes and wires, in the flow's order."""

from typing import Any

from flowengine.interpreter.program import Release
from flowengine.testbench.coverage.way import ways_of
from flowengine.testbench.runner import compiler
from flowengine.testbench.tree import assumed_tenant

FLOW: dict[str, Any] = {
    "format": 1,
    "title": "Reception",
    "start": "menu",
    "nodes": {
        "menu": {"type": "menu", "prompt": "Press 1 or 2.", "choices": {"1": {"label": "One"}, "2": {"label": "Two"}}},
        "ask": {"type": "http_request", "url": "https://crm.example/", "method": "GET"},
        "queue": {"type": "enqueue"},
        "bye": {"type": "end"},
    },
    "wires": {
        "menu": {"1": "ask", "2": "queue", "no_input": "bye", "no_match": "bye"},
        "ask": {
            "success": "queue",
            "http_error": "queue",
            "timeout": "queue",
            "invalid_response": "bye",
            "error": "bye",
        },
        "queue": {"timed_out": "bye", "no_agents": "bye", "queue_full": "bye", "left": "bye"},
    },
}


def test_every_way_is_told_in_order_and_what_cannot_be_left_is_reached() -> None:
    releases = {"main": Release({"format": 1, "entry": {"default": "reception"}}, {"reception": FLOW})}
    bench = compiler().bench(assumed_tenant({"reception": FLOW}), releases)
    assert ways_of(bench) == {
        ("main", "reception"): [
            *(("menu", outcome) for outcome in ("1", "2", "no_input", "no_match")),
            *(("ask", outcome) for outcome in ("success", "http_error", "timeout", "invalid_response", "error")),
            *(("queue", outcome) for outcome in ("timed_out", "no_agents")),
            ("bye", ""),
        ]
    }


def test_the_built_in_flow_is_not_counted() -> None:
    tenant = assumed_tenant({})
    assert ways_of(compiler().bench(tenant, {"main": Release({"format": 1}, {})})) == {}


HOLD: dict[str, Any] = {
    "format": 1,
    "title": "On hold",
    "kind": "treatment",
    "start": "more",
    "nodes": {"more": {"type": "go_to", "flow": "way_out"}},
    "wires": {},
}
WAY_OUT: dict[str, Any] = {**HOLD, "start": "out", "nodes": {"out": {"type": "leave_queue"}}}


def ways_out(queue: dict[str, Any], **flows: Any) -> list[str]:
    """The ways that count of a queue with this in its config."""
    waits = {**FLOW, "nodes": {**FLOW["nodes"], "queue": {"type": "enqueue", **queue}}}
    flows = {"reception": waits, **flows}
    releases = {"main": Release({"format": 1, "entry": {"default": "reception"}}, flows)}
    found = ways_of(compiler().bench(assumed_tenant(flows), releases))["main", "reception"]
    return [outcome for node, outcome in found if node == "queue"]


def test_ways_out_of_a_queue_follow_what_can_happen() -> None:
    """Nobody steps out where nothing played lets them, not even in a flow that it goes on with; a line without a limit
    is never full."""
    assert ways_out({}) == ["timed_out", "no_agents"]
    assert ways_out({"max_waiting": 10}) == ["timed_out", "no_agents", "queue_full"]
    plain = {**HOLD, "nodes": {"more": {"type": "music", "seconds": 10}}, "wires": {"more": {"done": "more"}}}
    assert ways_out({"while_waiting": "hold"}, hold=plain) == ["timed_out", "no_agents"]
    assert ways_out({"while_waiting": "hold"}, hold=HOLD, way_out=WAY_OUT) == ["timed_out", "no_agents", "left"]
