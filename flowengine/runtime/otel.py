"""Traces by OpenTelemetry's API: W3C trace context in and out, spans named by what was done, never by whom."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from opentelemetry import context as contexts
from opentelemetry.context import Context
from opentelemetry.trace import Link, SpanKind, StatusCode, TracerProvider, get_current_span, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from flowengine.runtime.traces import Cause, Told

CARRIED = ("traceparent", "tracestate")
_W3C = TraceContextTextMapPropagator()


class OtelTraces:
    """See traces.Traces."""

    is_on = True

    def __init__(self, provider: TracerProvider) -> None:
        self._tracer = provider.get_tracer("dialogue_studio")

    def here(self) -> Cause:
        return contexts.get_current()

    @contextmanager
    def batch(self, shard: int, size: int) -> Iterator[Any]:
        # A batch holds events of many traces: it is one of its own, to which they are linked.
        with self._tracer.start_as_current_span(
            "batch", Context(), attributes={"shard": shard, "events": size}
        ) as span:
            yield span

    @contextmanager
    def commit(self, shard: int) -> Iterator[Any]:
        with self._tracer.start_as_current_span("commit", attributes={"shard": shard}) as span:
            yield span

    def events(self, shard: int, told: Sequence[Told]) -> list[Cause]:
        batch = get_current_span().get_span_context()
        links = [Link(batch)] if batch.is_valid else []
        return [self._event(shard, each, links) for each in told]

    def _event(self, shard: int, told: Told, links: list[Link]) -> Cause:
        mail, parent = told.mail, told.mail.cause if told.mail.cause is not None else Context()
        named = type(mail.event).__name__
        said: dict[str, Any] = {"tenant": mail.tenant, "shard": shard, "event": named}
        if told.dialogue:
            said["dialogue"] = told.dialogue
        started_ns = mail.at_ms * 1_000_000 or None
        span = self._tracer.start_span(f"event {named}", parent, SpanKind.CONSUMER, said, links, started_ns)
        if mail.refusal is not None:
            span.set_attribute("refused", mail.refusal.code)
        span.end()
        return set_span_in_context(span, parent)

    @contextmanager
    def within(self, cause: Cause) -> Iterator[Any]:
        token = contexts.attach(cause if cause is not None else Context())
        try:
            yield
        finally:
            contexts.detach(token)

    @contextmanager
    def request(self, method: str, host: str) -> Iterator[Mapping[str, str]]:
        """The host is the flow's; path and query may hold what a caller said."""
        said = {"http.request.method": method, "server.address": host}
        with self._tracer.start_as_current_span(f"HTTP {method}", None, SpanKind.CLIENT, said):
            yield _carried()

    @contextmanager
    def served(self, method: str, headers: Mapping[str, str]) -> Iterator["Served"]:
        parent = _W3C.extract(headers, Context())
        said = {"http.request.method": method}
        with self._tracer.start_as_current_span(method, parent, SpanKind.SERVER, said) as span:
            yield Served(span, _carried())


class Served:
    """See traces.Serving."""

    def __init__(self, span: Any, headers: Mapping[str, str]) -> None:
        self._span, self.headers = span, headers

    def ends(self, route: str, status: int) -> None:
        if route:
            self._span.update_name(f"{self._span.name.partition(' ')[0]} {route}")
            self._span.set_attribute("http.route", route)
        self._span.set_attribute("http.response.status_code", status)
        if status >= 500:
            self._span.set_status(StatusCode.ERROR)


def _carried() -> dict[str, str]:
    found: dict[str, str] = {}
    _W3C.inject(found)
    return found
