"""A request that carries a trace goes on in it, through a node that passes it on, too."""

from typing import Any

from flowengine.api.traced import SEEN, Traced
from tests.api.world import World, call, sign_in
from tests.contracts.at_once import at_once
from tests.runtime.test_traces import CARRIED, PARENT, TRACE, Kept


def test_each_request_is_one_span_named_by_its_route() -> None:
    world, kept = World(), Kept()
    world.operations.traces = kept.traces  # type: ignore[assignment]  # NoTraces else
    with world.client() as client:
        sign_in(client, "all")
        call(client, "GET", "/api/dialogues/+447700900123", **CARRIED)
    (span,) = kept.spans("GET")
    assert span.context is not None
    assert (span.name, span.attributes) == (
        "GET /api/dialogues/{id}",
        {"http.request.method": "GET", "http.route": "/api/dialogues/{id}", "http.response.status_code": 404},
    )
    assert f"{span.context.trace_id:032x}" == TRACE
    assert "447700900123" not in span.to_json()


def test_the_next_node_gets_the_trace_of_this_one() -> None:
    kept, passed = Kept(), []

    async def next_node(scope: Any, receive: Any, send: Any) -> None:
        passed.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Any) -> None:
        del message

    carried = [(name.encode(), value.encode()) for name, value in CARRIED.items()]
    scope: Any = {"type": "http", "method": "GET", "headers": [*carried, (b"accept", b"*/*")], "extensions": None}
    at_once(Traced(next_node, kept.traces)(scope, send, send))
    (span,) = kept.spans("GET")
    headers = dict(passed[0]["headers"])
    assert span.context is not None
    assert headers[b"traceparent"].decode() == f"00-{TRACE}-{span.context.span_id:016x}-01"
    assert PARENT.encode() not in headers[b"traceparent"]
    assert (headers[b"tracestate"], headers[b"accept"]) == (b"vendor=1", b"*/*")
    at_once(Traced(next_node, kept.traces)({**scope, "extensions": {SEEN: {}}}, send, send))
    assert len(kept.spans("GET")) == 1, "a request has one span at a node"
