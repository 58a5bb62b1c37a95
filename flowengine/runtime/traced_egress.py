"""A span around each request of a flow to a service, which carries the trace there."""

from msgspec.structs import replace

from flowengine.runtime.egress.place import place_of
from flowengine.runtime.ports import Egress, Request, Response
from flowengine.runtime.traces import Traces


class TracedEgress:
    """The one way out, seen."""

    def __init__(self, egress: Egress, traces: Traces) -> None:
        self._egress, self._traces = egress, traces

    async def fetch(self, request: Request) -> Response:
        with self._traces.request(request.method, place_of(request.url).host) as carried:
            return await self._egress.fetch(replace(request, headers={**request.headers, **carried}))
