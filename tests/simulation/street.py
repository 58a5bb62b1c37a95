"""Where clients are: a client asks any node, waits for so long, and asks again under the same event id."""

import asyncio
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowengine.errors import EngineBug, LedgerError, RequestRefused
from flowengine.messages import Event, Json
from flowengine.runtime.feed import SubscriberDropped
from flowengine.runtime.outbox import Delivery
from flowengine.runtime.runtime import Runtime
from flowengine.runtime.settling import shard_for
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
        shard, left, now_ms = shard_for(tenant), [(tenant, event_id, event)], life.nodes[0].clock_ms()
        while True:
            try:
                if self.chance.random() < 0.5:
                    answer = await self.once(lambda runtime: runtime.submit(tenant, event, event_id))
                    return life.answered(event_id, answer)
                await self.once(lambda runtime: runtime.ledger.accept(shard, left, now_ms))
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


class Ear:
    """Hears one recipient's commands: asks for them from the last number, and again when the connection breaks."""

    def __init__(
        self, street: Street, tenant: str, recipient: str, told: Callable[[Delivery], None] = lambda delivery: None
    ) -> None:
        """`told` is called with each."""
        self.street, self.tenant, self.recipient, self._told = street, tenant, recipient, told
        self.heard: list[Delivery] = []
        self.news = asyncio.Event()
        self._broken = asyncio.Event()
        self._connection = 0
        self.closed = False
        street.life.ears.append(self)

    async def listen(self) -> None:
        """Runs beside its client."""
        life = self.street.life
        while not self.closed:
            self._connection += 1
            self._broken.clear()
            node = self.street.chance.choice(life.nodes)
            self._connect(node, self._connection, self.heard[-1].n if self.heard else 0)
            await self._broken.wait()
            await asyncio.sleep(self.street.chance.uniform(0.01, 0.5))

    def _connect(self, node: Node, connection: int, after: int) -> None:
        life = self.street.life
        machine, weather, loop = life.machine, life.weather, life.street
        last_us = 0

        def on_the_way(call: Callable[[], None]) -> None:
            nonlocal last_us  # a connection keeps its order
            last_us = max(last_us + 1, machine.now_us + round(weather.latency_s() * 1e6))
            machine.at_us(last_us, None, call)

        def broke() -> None:
            if connection == self._connection:
                loop.call_soon(self._broken.set)

        async def serve(runtime: Runtime) -> None:
            stream = runtime.stream(self.tenant, self.recipient, after)
            try:
                async for delivery in stream:
                    if weather.strikes("crash before send"):
                        node.crash()
                        await asyncio.sleep(0)
                    on_the_way(lambda given=delivery: loop.call_soon(self._hear, connection, given))  # type: ignore[misc]  # bound in the loop
                    if weather.strikes("crash after send"):
                        node.crash()
                        await asyncio.sleep(0)
            except SubscriberDropped as why:
                life.note(node.name, "drops", self.recipient, why.code)
            finally:
                stream.close()

        def arrive() -> None:
            node.connections.append(broke)
            node.do(serve, lambda found, error: on_the_way(broke))

        machine.after(weather.latency_s(), arrive)

    def _hear(self, connection: int, delivery: Delivery) -> None:
        if connection != self._connection:
            return
        life, last = self.street.life, self.heard[-1].n if self.heard else 0
        life.note(self.street.name, "hears", self.recipient, delivery.n, type(delivery.command).__name__)
        assert delivery.n == last + 1, f"{self.recipient} heard {delivery.n} after {last}"
        self.heard.append(delivery)
        self.news.set()
        self._told(delivery)

    def is_heard(self, what: Json) -> bool:
        return any(delivery.content == what for delivery in self.heard)

    async def hear(self, what: Callable[[], bool]) -> None:
        """Wait until it was heard."""
        while not what():
            self.news.clear()
            await self.news.wait()
