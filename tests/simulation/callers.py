"""The quick cast: callers of the small core press keys, start timers, ask a service, and hang up."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec

from flowengine.errors import EngineBug, NotFound
from flowengine.messages import (
    AgentSignedIn,
    CallerHungUp,
    DialogueArrived,
    Event,
    KeyPressed,
    PlaybackFinished,
    TextReceived,
)
from flowengine.runtime.carrier import NoCarrier
from flowengine.runtime.performer import Performer
from flowengine.runtime.ports import Books
from flowengine.runtime.runtime import Runtime
from tests.contracts.at_once import at_once
from tests.simulation import oracle
from tests.simulation.core import Asking, Line
from tests.simulation.life import Life, Sent, Wrong
from tests.simulation.listener import Ear, Wallboard
from tests.simulation.street import Street

TENANTS = ("emea-one", "emea-two")


class CoreWaits:
    """What dialogues of the small core wait for."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    def is_waiting(self, tenant: str, dialogue: str, wait: int) -> bool:
        try:
            core: Any = self._runtime.read(tenant)
        except NotFound:
            return False
        line = core.dialogues.get(dialogue)
        return line is not None and line.asked and line.wait == wait

    def asked(self, tenant: str, dialogue: str, wait: int) -> None:
        return None


class Callers:
    tenants = TENANTS
    factory = Asking
    longest_s = 200.0
    carrier = NoCarrier()
    waits = CoreWaits
    books = Books()

    def __init__(self) -> None:
        self.watching: list[asyncio.Task[None]] = []

    async def move_in(self, runtime: Runtime) -> None:
        for tenant in self.tenants:
            await runtime.add_tenant(tenant, "EMEA")

    async def come(self, runtime: Runtime, performer: Performer, tenant: str) -> None:
        core: Any = runtime.read(tenant)
        waiting = [(line.id, line.wait) for line in core.dialogues.values() if line.asked]
        performer.resume(runtime.ledger, tenant, waiting)

    def clients(self, life: Life) -> list[tuple[Street, Any]]:
        made: list[tuple[Street, Any]] = []
        for number in range(4):
            caller = Caller(Street(life, f"caller-{number}"), self.tenants[number % 2])
            made.append((caller.street, caller.call()))
        agent, carrier = Street(life, "agent"), Street(life, "carrier")
        made += [(agent, self._agent(agent)), (carrier, self._carrier(carrier))]
        boards = [Wallboard(Street(life, f"wallboard of {tenant}"), tenant) for tenant in self.tenants]
        return [*made, *((board.street, self._watch(board)) for board in boards)]

    async def _watch(self, board: Wallboard) -> None:
        self.watching.append(asyncio.create_task(board.listen()))

    async def _carrier(self, street: Street) -> None:
        """Somebody who cannot wait for an owner: what is not answered at once is left in the inbox."""
        tenant, arrived = self.tenants[1], DialogueArrived(via="sms", external_id="x", channel="chat", address="+44")
        dialogue = (await street.until_answered(tenant, arrived, street.new_id("arrive")))["dialogue"]
        for _ in range(6):
            event = KeyPressed(dialogue=dialogue, key="1")
            await street.until_taken(tenant, event, street.new_id("left"))
            await asyncio.sleep(street.chance.uniform(0, 2))

    async def _agent(self, street: Street) -> None:
        ear = Ear(street, self.tenants[0], "agent:anna")
        listening = asyncio.create_task(ear.listen())
        for _ in range(4):
            await street.until_answered(self.tenants[0], AgentSignedIn(agent="anna"), street.new_id("in"))
            await asyncio.sleep(street.chance.uniform(0, 2))
        await ear.until(lambda: len(ear.heard) == 4)
        listening.cancel()

    def is_traced(self, sent: Sent) -> bool:
        return isinstance(sent.event, DialogueArrived | KeyPressed | CallerHungUp)

    def judge(self, life: Life) -> None:
        oracle.judge(life)
        for event_id, sent in life.events.items():
            if not sent.answers and not sent.is_left:
                raise Wrong(f"{event_id} was never answered")
        for tenant in self.tenants:
            for record in at_once(life.store.ledger.dialogues_of(tenant, live=False)):
                judge_line(life, tenant, msgspec.msgpack.decode(record.state, type=Line))


def judge_line(life: Life, tenant: str, line: Line) -> None:
    """A dialogue against what its caller asked for."""
    mine = [sent for sent in life.events.values() if getattr(sent.event, "dialogue", "") == line.id]
    pressed = Counter(sent.event.key for sent in mine if isinstance(sent.event, KeyPressed))
    if line.keys != pressed.total():
        raise Wrong(f"{line.id} counts {line.keys} keys of {pressed.total()} that were pressed")
    if len(line.answers) != pressed["@"] or line.asked:
        raise Wrong(f"{line.id} has {len(line.answers)} answers to {pressed['@']} questions")
    for number, answer in enumerate(line.answers, 1):
        oracle.judge_answer(life.service, f"https://crm.example/{line.id}/{number}", answer)
    said = at_once(life.store.ledger.commands_after(tenant, f"caller:{line.id}", 0, 9_999))
    ticks = sum(record.content == "tick" for record in said)
    if ticks != pressed["*"]:
        raise Wrong(f"{line.id} heard {ticks} ticks of {pressed['*']} timers")


class Caller:
    """Does one thing after the other, and knows how many sentences it must have heard."""

    def __init__(self, street: Street, tenant: str) -> None:
        self.street, self.tenant = street, tenant
        self.past: list[tuple[str, Event]] = []
        self.keys = self.said = 0

    async def call(self) -> None:
        chance = self.street.chance
        await asyncio.sleep(chance.uniform(0, 3))
        arrived = DialogueArrived(via="phone", external_id=self.street.name, channel="voice", address="+442079460100")
        self.dialogue = (await self._send("arrive", arrived))["dialogue"]
        self.ear = Ear(self.street, self.tenant, f"caller:{self.dialogue}")
        listening = asyncio.create_task(self.ear.listen())
        deeds = (self._key, self._key, self._timer, self._ask, self._ask, self._repeat, self._again, self._bug)
        for _ in range(chance.randint(4, 14)):
            await chance.choice(deeds)()
            await asyncio.sleep(chance.expovariate(2))
        await self.ear.until(lambda: len(self.ear.heard) >= self.said)
        if chance.random() < 0.5:
            await self._send("bye", CallerHungUp(dialogue=self.dialogue))
            await self._again()
        listening.cancel()

    async def _send(self, what: str, event: Event, at_once: int = 1) -> Any:
        event_id = self.street.new_id(what)
        self.past.append((event_id, event))
        return await self.street.until_answered(self.tenant, event, event_id, at_once)

    async def _key(self, key: str = "1") -> None:
        answer = await self._send(
            "key", KeyPressed(dialogue=self.dialogue, key=key), self.street.chance.choice((1, 1, 2))
        )
        self.keys, self.said = self.keys + 1, self.said + 1
        if answer != {"keys": self.keys}:
            raise Wrong(f"key {self.keys} of {self.dialogue} was answered {answer!r}")

    async def _timer(self) -> None:
        await self._key("*")
        await self._hear(lambda what: what == "tick")

    async def _ask(self) -> None:
        await self._key("@")
        await self._hear(lambda what: what.startswith("answer"))

    async def _hear(self, wanted: Callable[[str], bool]) -> None:
        """The next sentence of this kind; everything else that was to be heard comes before it."""
        self.said += 1
        await self.ear.until(lambda: len(self.ear.heard) >= self.said)
        if not wanted(str(self.ear.heard[-1].content)):
            raise Wrong(f"{self.dialogue} heard {self.ear.heard[-1].content!r}")

    async def _repeat(self) -> None:
        if self.keys:
            await self._send("repeat", PlaybackFinished(dialogue=self.dialogue, n=1))
            self.said += 1

    async def _again(self) -> None:
        """Something that was answered long ago comes once more."""
        event_id, event = self.street.chance.choice(self.past)
        await self.street.until_answered(self.tenant, event, event_id)

    async def _bug(self) -> None:
        """An event that the core cannot stand."""
        answer = await self._send("bug", TextReceived(dialogue=self.dialogue, text="x"))
        if not isinstance(answer, EngineBug):
            raise Wrong(f"a bug was answered {answer!r}")
