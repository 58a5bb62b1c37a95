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
            *(("queue", outcome) for outcome in ("timed_out", "no_agents", "queue_full", "left")),
            ("bye", ""),
        ]
    }


def test_the_built_in_flow_is_not_counted() -> None:
    tenant = assumed_tenant({})
    assert ways_of(compiler().bench(tenant, {"main": Release({"format": 1}, {})})) == {}
