"""Who listens: asks any node for what follows the last number, and again when the connection breaks."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

from flowengine.messages import Json
from flowengine.runtime.feed import SubscriberDropped, TraceItem
from flowengine.runtime.outbox import Delivery
from flowengine.runtime.runtime import Runtime
from tests.simulation.node import Node
from tests.simulation.street import Street

if TYPE_CHECKING:
    from tests.simulation.life import Life


class Listener(ABC):
    """A connection of one client to any node, taken up again whenever it breaks."""

    def __init__(self, street: Street, tenant: str, what: str) -> None:
        self.street, self.tenant, self.what = street, tenant, what
        self.last = 0
        self._broken = asyncio.Event()
        self._connection = 0

    @abstractmethod
    def follow(self, runtime: Runtime) -> Any:
        """What to iterate over, from `last` on."""

    @abstractmethod
    def hear(self, item: Any) -> None: ...

    async def listen(self) -> None:
        """Runs beside its client."""
        while True:
            self._connection += 1
            self._broken.clear()
            self._connect(self.street.chance.choice(self.street.life.nodes), self._connection)
            await self._broken.wait()
            await asyncio.sleep(self.street.chance.uniform(0.01, 0.5))

    def _connect(self, node: Node, connection: int) -> None:
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
            following = self.follow(runtime)
            try:
                async for item in following:
                    await self._crash(node, "crash before send")
                    on_the_way(lambda given=item: loop.call_soon(self._arrive, connection, given))  # type: ignore[misc]  # bound in the loop
                    await self._crash(node, "crash after send")
            except SubscriberDropped as why:
                life.note(node.name, "drops", self.what, why.code)
            finally:
                following.close()

        def arrive() -> None:
            node.connections.append(broke)
            node.do(serve, lambda found, error: on_the_way(broke))

        machine.after(weather.latency_s(), arrive)

    async def _crash(self, node: Node, kind: str) -> None:
        if self.street.life.weather.strikes(kind):
            node.crash()
            await asyncio.sleep(0)

    def _arrive(self, connection: int, item: Any) -> None:
        if connection == self._connection:
            self.hear(item)


class Ear(Listener):
    """Hears one recipient's commands; `told` is called with each."""

    def __init__(
        self, street: Street, tenant: str, recipient: str, told: Callable[[Delivery], None] = lambda delivery: None
    ) -> None:
        super().__init__(street, tenant, recipient)
        self._told = told
        self.heard: list[Delivery] = []
        self._news = asyncio.Event()
        street.life.ears.append(self)

    def follow(self, runtime: Runtime) -> AsyncIterator[Delivery]:
        stream: Any = runtime.stream(self.tenant, self.what, self.last)
        found: AsyncIterator[Delivery] = stream
        return found

    def hear(self, item: Delivery) -> None:
        self.street.life.note(self.street.name, "hears", self.what, item.n, type(item.command).__name__)
        assert item.n == self.last + 1, f"{self.what} heard {item.n} after {self.last}"
        self.last = item.n
        self.heard.append(item)
        self._news.set()
        self._told(item)

    def is_heard(self, what: Json) -> bool:
        return any(delivery.content == what for delivery in self.heard)

    async def until(self, what: Callable[[], bool]) -> None:
        """Wait until it was heard."""
        while not what():
            self._news.clear()
            await self._news.wait()

    async def until_all(self, life: "Life") -> None:
        """Wait until everything that stands there now was heard."""
        standing = len(await life.store.ledger.commands_after(self.tenant, self.what, 0, 1_000_000))
        await self.until(lambda: len(self.heard) >= standing)


class Wallboard(Listener):
    """Watches all that happens in a tenant."""

    def __init__(self, street: Street, tenant: str) -> None:
        super().__init__(street, tenant, f"trace of {tenant}")
        self.seen: list[TraceItem] = []
        street.life.wallboards.append(self)

    def follow(self, runtime: Runtime) -> Any:
        return runtime.subscribe(self.tenant, self.last)

    def hear(self, item: Any) -> None:
        if isinstance(item, TraceItem):
            assert item.pos > self.last, f"{self.what} showed {item.pos} after {self.last}"
            self.last = item.pos
            self.seen.append(item)
