"""Where clients are: a client asks any node, waits for so long, and asks again under the same event id."""

import asyncio
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowengine.errors import EngineBug, LedgerError, RequestRefused
from flowengine.messages import Event
from flowengine.runtime.runtime import Runtime
from tests.simulation.node import Node
from tests.simulation.process import give
from tests.simulation.weather import MESSAGES

if TYPE_CHECKING:
    from tests.simulation.life import Life

PATIENCE_S = (0.5, 6.0)


class Unanswered(LedgerError):
    """Nobody said anything for as long as the client would wait."""


class Street:
    """The network between clients and nodes, seen from one client's side."""

    def __init__(self, life: "Life", name: str) -> None:
        self.life, self.name = life, name
        self.chance = random.Random(f"{life.seed}:{name}")  # noqa: S311  # a client that can be had again
        self._ids = 0

    def new_id(self, what: str) -> str:
        self._ids += 1
        return f"{self.name}-{what}-{self._ids}"

    async def until_answered(self, tenant: str, event: Event, event_id: str, at_once: int = 1) -> Any:
        """The reply, or what it was refused with; sent again, for as long as it takes."""
        life, bugs = self.life, 0
        life.sent(event_id, event)
        while True:
            asked = [self.once(lambda runtime: runtime.submit(tenant, event, event_id)) for _ in range(at_once)]
            answers = await asyncio.gather(*asked, return_exceptions=True)
            for answer in answers:
                if isinstance(answer, EngineBug):
                    bugs += 1
                if isinstance(answer, EngineBug) and bugs < 2:
                    continue  # it may be the one that says: send it again
                if isinstance(answer, LedgerError) or getattr(answer, "code", "") == "overloaded":
                    continue
                if isinstance(answer, BaseException) and not isinstance(answer, RequestRefused | EngineBug):
                    raise answer
                life.answered(event_id, answer)
                return answer
            await asyncio.sleep(self.chance.uniform(0.05, 0.5))

    async def until_taken(self, tenant: str, event: Event, event_id: str) -> None:
        """Told to its owner or, when that fails, left in the inbox, for as long as it takes."""
        life = self.life
        life.sent(event_id, event)
        while True:
            try:
                if self.chance.random() < 0.5:
                    answer = await self.once(lambda runtime: runtime.submit(tenant, event, event_id))
                    return life.answered(event_id, answer)
                await self.once(lambda runtime: runtime.accept(tenant, event, event_id))
                return life.taken(event_id)
            except LedgerError:
                await asyncio.sleep(self.chance.uniform(0.05, 0.5))

    async def once(self, work: Callable[[Runtime], Any], node: Node | None = None) -> Any:
        """One request to one node; raises what it raises there, LedgerError when it is not heard of."""
        life, loop = self.life, self.life.street
        weather, machine = life.weather, life.machine
        node = node or self.chance.choice(life.nodes)
        answer = loop.create_future()
        patience_s = self.chance.uniform(*PATIENCE_S)
        fate = weather.one_of(MESSAGES[:3])

        def tell(found: Any, error: Exception | None) -> None:
            if fate != "answer lost":
                machine.after(weather.latency_s("slow network"), lambda: loop.call_soon(give, answer, found, error))

        def arrive() -> None:
            task = node.do(work, tell)
            if task is not None and weather.strikes("deaf caller"):
                machine.after(weather.latency_s(), lambda: node.process.call_soon(task.cancel))

        if fate != "request lost":
            machine.after(weather.latency_s("slow network"), arrive)
        if fate == "request doubled":
            machine.after(weather.latency_s("slow network"), arrive)
        waiting = loop.call_later(patience_s, give, answer, None, Unanswered("Nobody answers."))
        try:
            return await answer
        finally:
            waiting.cancel()
