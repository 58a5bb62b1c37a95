"""Spans of batches, events, commits and requests, by the SDK's own memory; and none of it where no SDK is."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import format_span_id, format_trace_id, get_current_span

from flowengine.errors import NotFound
from flowengine.runtime.otel import OtelTraces
from flowengine.runtime.ports import Request, Response
from flowengine.runtime.runtime import Runtime
from flowengine.runtime.traced_egress import TracedEgress
from flowengine.runtime.traces import NoTraces, traces_of
from tests.runtime.counter import Counter
from tests.runtime.world import TENANT, World, quiet

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
CARRIED = {"traceparent": f"00-{TRACE}-{PARENT}-01", "tracestate": "vendor=1"}


class Kept:
    """Traces, and the spans that ended so far."""

    def __init__(self) -> None:
        self._exporter = InMemorySpanExporter()
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        self.traces = OtelTraces(provider)

    def spans(self, name: str) -> list[ReadableSpan]:
        return [span for span in self._exporter.get_finished_spans() if span.name.startswith(name)]


def traced(life: Callable[[World, Kept], Any]) -> None:
    async def run() -> None:
        kept, world = Kept(), World()
        world.ports = replace(world.ports, traces=kept.traces)
        world.runtime = Runtime(world.ledger, world.ports, Counter)
        await world.runtime.start()
        await world.runtime.add_tenant(TENANT, "EMEA")
        await life(world, kept)
        await world.runtime.stop()

    asyncio.run(run())


def test_an_event_belongs_to_its_requests_trace_and_is_linked_to_its_batch() -> None:
    async def life(world: World, kept: Kept) -> None:
        with kept.traces.served("POST", CARRIED) as serving:
            dialogue = await world.arrive()
            serving.ends("/api/visit/{tenant}", 201)
        with pytest.raises(NotFound):
            await world.press("nobody")
        await world.press(dialogue, "zanzibar")
        (request,) = kept.spans("POST")
        assert request.context is not None
        assert (request.name, format_trace_id(request.context.trace_id)) == ("POST /api/visit/{tenant}", TRACE)
        assert request.parent is not None
        assert format_span_id(request.parent.span_id) == PARENT
        arrived, pressed, said = kept.spans("event")
        assert arrived.context is not None
        assert arrived.parent is not None
        assert arrived.parent.span_id == request.context.span_id
        assert arrived.attributes == {
            "tenant": TENANT, "shard": arrived.attributes["shard"], "event": "DialogueArrived", "dialogue": dialogue,
        }  # fmt: skip  # one thing
        assert pressed.attributes is not None
        assert pressed.attributes["refused"] == "not_found"
        assert pressed.parent is None, "it came from nowhere"
        batches, commits = kept.spans("batch"), kept.spans("commit")
        assert [link.context.span_id for link in said.links] == [batches[-1].context.span_id]
        assert batches[-1].attributes == {"shard": arrived.attributes["shard"], "events": 1}
        assert commits[-1].parent is not None
        assert commits[-1].parent.span_id == batches[-1].context.span_id
        assert "zanzibar" not in "".join(span.to_json() for span in (*kept.spans(""),))

    traced(life)


def test_what_follows_from_an_event_goes_on_in_its_trace() -> None:
    async def life(world: World, kept: Kept) -> None:
        dialogue = await world.arrive()
        seen: list[int] = []
        owner = world.runtime._owner(TENANT)
        owner.shard.outbox.publish = lambda *_: seen.append(get_current_span().get_span_context().span_id)  # type: ignore[method-assign]  # it listens in
        await world.press(dialogue)
        await quiet()
        (pressed,) = kept.spans("event KeyPressed")
        assert pressed.context is not None
        assert seen == [pressed.context.span_id]

    traced(life)


def test_a_request_to_a_service_carries_the_trace() -> None:
    class Remembered:
        headers: dict[str, str] = {}  # noqa: RUF012  # replaced, never changed

        async def fetch(self, request: Request) -> Response:
            self.headers = dict(request.headers)
            return Response(200, {}, b"")

    async def run() -> None:
        kept, egress = Kept(), Remembered()
        with kept.traces.served("POST", CARRIED):
            way = TracedEgress(egress, kept.traces)
            await way.fetch(Request("GET", "https://crm.example/who?number=%2B447700900123", {"Accept": "*/*"}))
        (sent,) = kept.spans("HTTP GET")
        assert sent.context is not None
        assert egress.headers["traceparent"] == f"00-{TRACE}-{format_span_id(sent.context.span_id)}-01"
        assert (egress.headers["tracestate"], egress.headers["Accept"]) == ("vendor=1", "*/*")
        assert sent.attributes == {"http.request.method": "GET", "server.address": "crm.example"}, "no path, no query"

    asyncio.run(run())


def test_without_an_sdk_nothing_is_read_and_nothing_told() -> None:
    program = (
        "import sys; from flowengine.runtime.system import system_ports; import flowengine.main.server; "
        "print(system_ports().traces.is_on, any(name.startswith('opentelemetry') for name in sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout == "False False\n"
    with NoTraces().batch(1, 2), NoTraces().commit(1), NoTraces().request("GET", "x") as carried:
        assert carried == {}


def test_an_sdk_that_is_there_is_used() -> None:
    assert traces_of({}).is_on, "this file has loaded it"
