"""Traces: what the runtime tells of batches, events, commits and requests to services, to whoever keeps such things.

Nobody does unless the operator set up an OpenTelemetry SDK; then opentelemetry is not even read, and each place costs
one look at `is_on`, or a `with` that does nothing.
"""

import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NamedTuple, Protocol, TypeAlias

from flowengine.runtime.mailbox import Mail

Cause: TypeAlias = Any  # where an event came from, as the keeper of traces knows it; None: from nowhere
Headers: TypeAlias = Mapping[str, str]
_NOTHING: AbstractContextManager[Any] = nullcontext()
_NO_HEADERS: AbstractContextManager[Headers] = nullcontext({})


class Told(NamedTuple):
    """An event that is told, and the dialogue that it is of, if of any: never what stands in it."""

    mail: Mail
    dialogue: str


class Traces(Protocol):
    """Whatever is entered here is a span until it is left, and those within it are its children."""

    @property
    def is_on(self) -> bool: ...
    def here(self) -> Cause:
        """Where we are, for an event that is put into a mailbox now."""

    def batch(self, shard: int, size: int) -> AbstractContextManager[Any]: ...
    def commit(self, shard: int) -> AbstractContextManager[Any]: ...
    def events(self, shard: int, told: Sequence[Told]) -> list[Cause]:
        """A span for each event, from its mailbox until now, linked to the batch that we are in."""

    def within(self, cause: Cause) -> AbstractContextManager[Any]:
        """What is begun here follows from that event."""

    def request(self, method: str, host: str) -> AbstractContextManager[Headers]:
        """Of a flow to a service; gives the headers that carry the trace there."""

    def served(self, method: str, headers: Headers) -> AbstractContextManager["Serving"]:
        """A request to this server; its headers may carry a trace."""


class Serving(Protocol):
    @property
    def headers(self) -> Headers:
        """Those that carry the trace on, to another node."""

    def ends(self, route: str, status: int) -> None: ...


class NoTraces:
    """Nobody keeps them."""

    is_on = False

    def here(self) -> Cause:
        return None

    def batch(self, shard: int, size: int) -> AbstractContextManager[Any]:  # as the port has it
        return _NOTHING

    def commit(self, shard: int) -> AbstractContextManager[Any]:  # as the port has it
        return _NOTHING

    def events(self, shard: int, told: Sequence[Told]) -> list[Cause]:
        del shard
        return [None] * len(told)

    def within(self, cause: Cause) -> AbstractContextManager[Any]:  # as the port has it
        return _NOTHING

    def request(self, method: str, host: str) -> AbstractContextManager[Headers]:  # as the port has it
        return _NO_HEADERS

    def served(self, method: str, headers: Headers) -> AbstractContextManager[Serving]:
        raise NotImplementedError  # nobody asks while `is_on` says no


def traces_of(environ: Mapping[str, str]) -> Traces:
    """The SDK's, if somebody loaded one (`opentelemetry-instrument` does) or names one for the API to load."""
    if "opentelemetry.sdk.trace" not in sys.modules and not environ.get("OTEL_PYTHON_TRACER_PROVIDER"):
        return NoTraces()
    from opentelemetry.trace import get_tracer_provider  # noqa: PLC0415  # an eighth of the server's start

    from flowengine.runtime.otel import OtelTraces  # noqa: PLC0415  # as above

    return OtelTraces(get_tracer_provider())
