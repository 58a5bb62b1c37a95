"""Other people's services, reached by the one port that leads outside: slow, broken, and with a good memory."""

from collections import defaultdict
from typing import TYPE_CHECKING

from flowengine.runtime.egress.refusal import EgressFailed, EgressTimedOut
from flowengine.runtime.ports import Request, Response
from tests.simulation.process import give

if TYPE_CHECKING:
    from tests.simulation.life import Life
    from tests.simulation.node import Node

WAYS = ("service slow", "service fails", "service busy", "service answer lost")


class Service:
    """Remembers, for each thing it was asked, under which keys and what it answered. One key, one answer."""

    def __init__(self, life: "Life") -> None:
        self.life = life
        self.keys: dict[str, set[str]] = defaultdict(set)  # url -> Idempotency-Keys
        self.done: dict[str, str] = {}  # key -> answer
        self.asked = 0

    def perform(self, request: Request) -> str:
        key = request.headers.get("Idempotency-Key", "")
        self.asked += 1
        self.keys[request.url].add(key)
        return self.done.setdefault(key, f"done-{len(self.done)}")


class Way:
    """The egress port of one process."""

    def __init__(self, service: Service, node: "Node") -> None:
        self._service, self._node, self._process = service, node, node.process

    async def fetch(self, request: Request) -> Response:
        life, answer = self._service.life, self._process.create_future()
        weather, machine, process = life.weather, life.machine, self._process
        there, back = weather.latency_s(), weather.latency_s()
        fate = weather.one_of(WAYS)
        if fate == "service slow":
            back += weather.chance.uniform(0.5, 4)
        if weather.strikes("crash before send"):
            self._node.crash()

        def told(response: Response | None, error: Exception | None) -> None:
            process.call_soon(give, answer, response, error)

        def arrived() -> None:
            if fate == "service fails":
                return told(None, EgressFailed("The service", "it hung up"))
            body = self._service.perform(request) if fate != "service busy" else "busy"
            if fate == "service answer lost":
                return None
            response = Response(503 if fate == "service busy" else 200, {}, body.encode())
            return machine.after(back, lambda: told(response, None))

        machine.after(there, arrived)
        machine.after(request.timeout_s, lambda: told(None, EgressTimedOut("The service", "it took too long")))
        if weather.strikes("crash after send"):
            self._node.crash()
        response: Response = await answer
        return response
