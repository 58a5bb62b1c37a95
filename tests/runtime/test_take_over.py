"""Real nodes on a real PostgreSQL: one is killed, stopped, or emptied while callers press keys; the other goes on."""

import asyncio
import json
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from flowengine.ledger.postgres import PostgresLedger

ROOT = Path(__file__).parents[2]
TENANTS = [f"emea-{number}" for number in range(4)]
CALLERS_OF_TENANT = 4
KEYS = 60


class Gone(Exception):
    """The process has ended."""


class NotNow(Exception):
    """This node does not answer for the tenant, or could not keep the event."""


class NodeProcess:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.waiting: dict[str, asyncio.Future[Any]] = {}
        self.told: list[tuple[str, list[str], float]] = []  # what its hooks were told, and when
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, url: str, name: str) -> "NodeProcess":
        pipe = asyncio.subprocess.PIPE
        command = [sys.executable, "-m", "tests.runtime.node_child", url, name]
        made = cls(await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, cwd=ROOT))
        await made.ready
        return made

    async def ask(self, event_id: str, tenant: str, where: str, key: str) -> Any:
        """Raises Gone, NotNow."""
        assert self.process.stdin is not None
        if self.listening.done():
            raise Gone
        answer = self.waiting[event_id] = asyncio.get_running_loop().create_future()
        try:
            self.process.stdin.write((json.dumps([event_id, tenant, where, key]) + "\n").encode())
            await self.process.stdin.drain()
        except ConnectionError:
            raise Gone from None
        return await answer

    async def _listen(self) -> None:
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            word, reply, *error = json.loads(line)
            if word == "ready":
                self.ready.set_result(None)
            elif word in ("taken", "lost"):
                self.told.append((word, reply, time.monotonic()))
            elif (answer := self.waiting.pop(word, None)) is not None and not answer.done():
                if error:
                    answer.set_exception(NotNow(error[0]))
                else:
                    answer.set_result(reply)
        for answer in self.waiting.values():
            if not answer.done():
                answer.set_exception(Gone())

    def lost(self) -> set[str]:
        return {tenant for word, tenants, _ in self.told if word == "lost" for tenant in tenants}

    async def end(self) -> None:
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await self.listening


class Caller(Struct):
    """Somebody who presses one key after the other and asks either node until it is answered: first the one that gave
    the last answer, for at one that hangs each key would be waited for."""

    tenant: str
    name: str
    dialogue: str = ""
    answered: list[tuple[float, int]] = field(default_factory=list)
    at: int = 0  # the node that gave the last answer

    async def call(self, nodes: list[NodeProcess]) -> None:
        reply, _ = await self._asked(nodes, f"{self.name}-arrives", self.name, "")
        self.dialogue = reply["dialogue"]

    async def press(self, nodes: list[NodeProcess], keys: int) -> None:
        for number in range(len(self.answered), keys):
            reply, at_s = await self._asked(nodes, f"{self.name}-{number}", self.dialogue, "1")
            self.answered.append((at_s, reply["keys"]))
            await asyncio.sleep(0.005)

    async def _asked(self, nodes: list[NodeProcess], event_id: str, where: str, key: str) -> tuple[Any, float]:
        while True:
            node = nodes[self.at]
            try:
                reply = await asyncio.wait_for(node.ask(event_id, self.tenant, where, key), 0.25)
            except (Gone, NotNow, TimeoutError):
                self.at = (self.at + 1) % len(nodes)
                await asyncio.sleep(0.005)
            else:
                return reply, time.monotonic()


class Street:
    """Two nodes, the tenants all at the first, and their callers."""

    def __init__(self, nodes: list[NodeProcess], url: str) -> None:
        self.nodes, self.url = nodes, url
        self.callers = [Caller(tenant, f"{tenant}-{n}") for tenant in TENANTS for n in range(CALLERS_OF_TENANT)]

    async def begin(self) -> None:
        for tenant in TENANTS:
            await self.nodes[0].ask(f"add {tenant}", "", "add", tenant)
        await asyncio.gather(*(caller.call(self.nodes) for caller in self.callers))

    async def press_while(self, what: Callable[[], Awaitable[None]]) -> float:
        """Everybody presses; in between something happens. How long the slowest tenant then waited for an effect."""
        pressing = asyncio.gather(*(caller.press(self.nodes, KEYS) for caller in self.callers))
        while min(len(caller.answered) for caller in self.callers) < KEYS // 4:  # noqa: ASYNC110  # they tell nobody
            await asyncio.sleep(0.005)
        happened_s = time.monotonic()
        await what()
        async with asyncio.timeout(30):
            await pressing
        second = [tenant for word, tenants, _ in self.nodes[1].told if word == "taken" for tenant in tenants]
        assert set(second) == set(TENANTS)
        return max(self._waited_s(tenant, happened_s) for tenant in TENANTS)

    def _waited_s(self, tenant: str, since_s: float) -> float:
        taken_s = next(at_s for word, who, at_s in self.nodes[1].told if word == "taken" and tenant in who)
        effects = [at_s for caller in self.callers if caller.tenant == tenant for at_s, _ in caller.answered]
        return min(at_s for at_s in effects if at_s >= taken_s) - since_s

    async def check(self) -> None:
        """Nothing was lost, doubled or out of order: neither in the answers nor in what is kept."""
        for caller in self.callers:
            assert [keys for _, keys in caller.answered] == list(range(1, KEYS + 1))
        ledger = await PostgresLedger.open(self.url)
        try:
            for caller in self.callers:
                commands = await ledger.commands_after(caller.tenant, f"caller:{caller.dialogue}", 0, 9_999)
                assert [(each.n, each.content) for each in commands] == [(n, str(n)) for n in range(1, KEYS + 1)]
                assert len({each.id for each in commands}) == KEYS
            for tenant in TENANTS:
                positions = [row.pos for row in await ledger.trace_after(tenant, 0, 9_999)]
                assert positions == sorted(set(positions))
        finally:
            await ledger.close()


@asynccontextmanager
async def street(url: str) -> AsyncIterator[Street]:
    nodes = [await NodeProcess.start(url, "a"), await NodeProcess.start(url, "b")]
    try:
        made = Street(nodes, url)
        await made.begin()
        yield made
    finally:
        for node in nodes:
            await node.end()


def tell(what: str, waited_s: float) -> None:
    """The figure, for whoever runs this with -s."""
    sys.stdout.write(
        f"owner {what}: the slowest of {len(TENANTS)} tenants had its next effect after {waited_s:.3f} s\n"
    )


def test_a_killed_owner_is_followed_at_once(database: str) -> None:
    async def life() -> None:
        async with street(database) as made:

            async def kill() -> None:
                made.nodes[0].process.kill()

            waited_s = await made.press_while(kill)
            tell("killed", waited_s)
            assert waited_s < 3.0, "0.5 s on a quiet machine"
            await made.check()

    asyncio.run(life())


def test_a_stopped_owner_is_followed_and_fenced(database: str) -> None:
    async def life() -> None:
        async with street(database) as made:
            first = made.nodes[0]

            async def stop() -> None:
                first.process.send_signal(signal.SIGSTOP)

            waited_s = await made.press_while(stop)
            tell("stopped", waited_s)
            assert waited_s < 9.0, "4 s on a quiet machine"
            first.process.send_signal(signal.SIGCONT)
            async with asyncio.timeout(10):
                while first.lost() != set(TENANTS):  # noqa: ASYNC110  # another process tells it
                    await asyncio.sleep(0.02)
            await made.check()

    asyncio.run(life())


def test_an_owner_that_drains_hands_over_without_a_pause(database: str) -> None:
    async def life() -> None:
        async with street(database) as made:

            async def drain() -> None:
                assert await made.nodes[0].ask("drain", "", "drain", "") == []

            waited_s = await made.press_while(drain)
            tell("emptied", waited_s)
            await made.check()

    asyncio.run(life())
