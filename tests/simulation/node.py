"""One node: the real runtime and performer in a process that is killed, hung, drained and started again."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from flowengine.errors import Busy, FlowEngineError, LedgerError
from flowengine.runtime.calling import Caller
from flowengine.runtime.hooks import Hooks
from flowengine.runtime.performer import Desk, Performer
from flowengine.runtime.ports import Ports
from flowengine.runtime.runtime import Runtime
from tests.simulation.node_clock import START_MS, Entropy, NodeClock
from tests.simulation.process import Process
from tests.simulation.service import Way
from tests.simulation.store import Handle

if TYPE_CHECKING:
    from tests.simulation.life import Life


class NoSecrets:
    def headers(self, tenant: str, name: str, *, environment: str, host: str) -> dict[str, str]:
        return {}


class Node:
    def __init__(self, life: "Life", name: str) -> None:
        self.life, self.name = life, name
        self.off_ms = 0  # its clock against the true time
        self.starts = 0
        self.serving = self.starting = False
        self.supervised = True  # started again when it is over
        self.runtime: Runtime
        self.process: Process
        self.ledger: Handle
        self.connections: list[Callable[[], None]] = []  # what is called when they break

    def start(self) -> None:
        """A new process of this node."""
        self.starts += 1
        self.starting = True
        self.process = self.life.machine.process(f"{self.name}.{self.starts}")
        self.life.note(self.name, "starts", self.starts)
        self.process.spawn(self._boot(self.process))

    async def _boot(self, process: Process) -> None:
        life = self.life
        ledger: Any = Handle(life.store, self, process)
        self.ledger = ledger
        chance = random.Random(f"{life.seed}:{process.name}")  # noqa: S311  # entropy that can be had again
        ports = Ports(NodeClock(self), Entropy(chance), self._alarm, life.cast.books)

        async def taken(tenants: Sequence[str]) -> None:
            for tenant in tenants:
                life.note(self.name, "serves", tenant)
                await life.cast.come(runtime, performer, tenant)

        async def lost(tenants: Sequence[str], why: str) -> None:
            life.note(self.name, "leaves", *tenants, why)
            await performer.leave(tenants)

        cell = ledger if len(life.nodes) > 1 else None
        runtime = Runtime(
            ledger, ports, life.cast.factory, name=self.name, cell=cell, address=self.name, hooks=Hooks(taken, lost)
        )
        caller = Caller(Way(life.service, self), NoSecrets(), asyncio.sleep)
        performer = Performer(Desk(runtime.submit, life.cast.waits(runtime), caller, life.cast.carrier, self._alarm))
        runtime.perform = performer.offer
        try:
            await runtime.start()
            await self._move_in(runtime)
        except LedgerError as error:
            life.note(self.name, "cannot start", str(error))
            self.crash()
            return
        except Exception as error:
            process.complaints.append({"message": "cannot start:", "exception": error, "handle": self._boot})
            raise
        self.runtime, self.performer = runtime, performer
        self.serving, self.starting = True, False
        life.note(self.name, "serves")

    async def _move_in(self, runtime: Runtime) -> None:
        """Whoever is first adds the tenants; the others wait."""
        while True:
            try:
                return await self.life.cast.move_in(runtime)
            except Busy:
                await asyncio.sleep(0.2)

    def _alarm(self, what: str, error: BaseException) -> None:
        self.life.note(self.name, "alarm", what, type(error).__name__)

    def crash(self) -> None:
        """Kill the process where it stands; a supervisor starts the next one soon."""
        if self.process.dead:
            return
        self.life.note(self.name, "is killed")
        self.process.kill()
        self._gone()
        self.life.machine.after(self.life.weather.chance.uniform(0.05, 2), self.start)

    def drain(self) -> None:
        """SIGTERM: finish, and be started again."""
        if not self.serving or self.process.hung:
            return
        self.life.note(self.name, "drains")
        self.serving = False
        self.process.spawn(self._end(self.process))

    async def _end(self, process: Process) -> None:
        await self.performer.close()
        try:
            await self.runtime.stop()
        except FlowEngineError as error:
            self.life.note(self.name, "cannot stop", str(error))
        self.life.note(self.name, "is over")
        self._gone()
        process.kill()
        if self.supervised:
            self.life.machine.after(0.1, self.start)

    def hang(self, seconds: float) -> None:
        """Nothing of it runs for a while; whoever talks to it hears nothing."""
        process = self.process
        if process.dead or process.hung:
            return
        self.life.note(self.name, "hangs", round(seconds, 3))
        process.hang()

        def wake() -> None:
            if not process.dead:
                self.life.note(self.name, "wakes up")
                process.go_on()

        self.life.machine.after(seconds, wake)
        if seconds > 2:
            self._break_connections()

    def clock_ms(self) -> int:
        return START_MS + self.life.machine.now_us // 1000 + self.off_ms

    def move(self, chance: random.Random) -> None:
        """Somebody moves one of its shards away."""
        if len(self.life.nodes) > 1 and self.serving and self.runtime.shards and not self.process.hung:
            shard = chance.choice(self.runtime.shards)
            self.life.note(self.name, "is told to leave", shard)
            self.do(lambda runtime: runtime.release_shard(shard), lambda found, error: None)

    def jump(self, ms: int) -> None:
        self.life.note(self.name, "clock jumps", ms)
        self.off_ms += ms

    def _gone(self) -> None:
        self.serving = self.starting = False
        self.ledger.drop()
        self._break_connections()

    def _break_connections(self) -> None:
        broken, self.connections = self.connections, []
        for told in broken:
            self.life.machine.after(self.life.weather.latency_s(), told)

    def do(self, work: Callable[[Runtime], Awaitable[Any]], tell: Callable[[Any, Exception | None], None]) -> Any:
        """Run a request of somebody's in this node's process; None if nobody is there."""
        if self.process.dead or not self.serving:
            tell(None, LedgerError("Nobody is there."))
            return None

        async def handle() -> None:
            try:
                found = await work(self.runtime)
            except Exception as error:  # noqa: BLE001  # an answer like any other
                tell(None, error)
            else:
                tell(found, None)

        return self.process.spawn(handle())
