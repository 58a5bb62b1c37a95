"""The whole cast: the demo tenant on real switchboards, callers who choose and talk, agents who answer or do not."""

import asyncio
from functools import cache
from typing import Any

from flowengine.channels.phone import Phone
from flowengine.environments.seed import first_documents
from flowengine.extensions.palette import installed_palette
from flowengine.identity.audit import entries
from flowengine.lang.document import FlowLoader
from flowengine.main.core import CoreFactory
from flowengine.main.demo import demo_tree
from flowengine.main.outside import BoardWaits, Outside
from flowengine.messages import (
    AgentHungUp,
    AgentSignedIn,
    Ask,
    CallerHungUp,
    DialogueArrived,
    HangUp,
    KeyPressed,
    Offer,
    OfferAccepted,
    OfferDeclined,
    PresenceSet,
    RescindOffer,
    WorkClosed,
    WorkCompleted,
    WorkConnected,
    WrapUpEnded,
)
from flowengine.reports.count import tally
from flowengine.runtime.carrier import NoCarrier
from flowengine.runtime.outbox import Delivery
from flowengine.runtime.performer import Performer
from flowengine.runtime.ports import Books
from flowengine.runtime.runtime import Runtime
from flowengine.switchboard.programs import Programs
from tests.contracts.at_once import at_once
from tests.simulation import oracle
from tests.simulation.life import Life, Sent, Wrong
from tests.simulation.listener import Ear
from tests.simulation.node_clock import START_MS
from tests.simulation.street import Street

TENANT = "emea-hartley"
NUMBERS = ("+442079460100", "+442079460100", "+442079460101", "+442079460104")
AGENTS = ("anna", "ben", "carla", "dev")
PHONE = Phone((200, 900))


@cache
def factory() -> CoreFactory:
    return CoreFactory(Programs(FlowLoader(installed_palette())))


@cache
def documents() -> list[Any]:
    return list(first_documents(demo_tree(), START_MS))


class Hartley:
    tenants = (TENANT,)
    longest_s = 1_500.0
    carrier = NoCarrier()
    waits = BoardWaits
    books = Books(tally, entries)

    def __init__(self) -> None:
        self.factory = factory()
        self.calling = 0

    async def move_in(self, runtime: Runtime) -> None:
        await runtime.add_tenant(TENANT, "EMEA", documents())

    async def come(self, runtime: Runtime, performer: Performer, tenant: str) -> None:
        outside: Any = Outside
        await outside(runtime, performer, None, None, None).come(tenant)

    def clients(self, life: Life) -> list[tuple[Street, Any]]:
        callers = [Caller(Street(life, f"caller-{number}")) for number in range(4)]
        agents = [Agent(Street(life, agent), agent) for agent in AGENTS]
        self.calling = len(callers)
        return [(each.street, each.live(self)) for each in (*callers, *agents)]

    def is_traced(self, sent: Sent) -> bool:
        return isinstance(sent.event, DialogueArrived) or (
            isinstance(sent.event, OfferAccepted) and not isinstance(sent.answers[0], str)
        )

    def judge(self, life: Life) -> None:
        oracle.judge(life)
        judge_agents(life)
        live = at_once(life.store.ledger.dialogues_of(TENANT, live=True))
        if live:
            raise Wrong(f"these dialogues have not ended: {[record.id for record in live]}")
        session = life.store.ledger
        lease = at_once(session.claim(life.store.kept.places[TENANT], "judge", START_MS))
        board: Any = self.factory(at_once(session.load(lease)).tenants[TENANT])
        for view in board.floor.agents(START_MS):
            if view["reservations"]:
                raise Wrong(f"{view['agent']} still holds {view['reservations']}")


def judge_agents(life: Life) -> None:
    """Nobody had two callers at once, and no caller had two agents."""
    offered: dict[str, str] = {}
    declined = {sent.event.reservation for sent in life.events.values() if isinstance(sent.event, OfferDeclined)}
    for agent in AGENTS:
        held: list[str] = []
        for record in at_once(life.store.ledger.commands_after(TENANT, f"agent:{agent}", 0, 1_000_000)):
            command: Any = record.stored.command
            if isinstance(command, Offer):
                if set(held) - declined:
                    raise Wrong(f"{agent} was offered {command.reservation} and held {held}")
                if command.reservation in offered:
                    raise Wrong(f"{command.reservation} was offered to {offered[command.reservation]} and {agent}")
                offered[command.reservation] = agent
                held.append(command.reservation)
            elif isinstance(command, RescindOffer | WorkCompleted) and command.reservation in held:
                held.remove(command.reservation)
        if set(held) - declined:
            raise Wrong(f"{agent} was never told the end of {held}")


class Caller:
    """Calls, chooses, talks and goes; says what a carrier says."""

    def __init__(self, street: Street) -> None:
        self.street, self.chance = street, street.chance
        self.reports: set[asyncio.Task[None]] = set()
        self.is_over = asyncio.Event()
        self.is_called_back = False  # the dialogue goes on without its caller

    async def live(self, cast: Hartley) -> None:
        street = self.street
        await asyncio.sleep(self.chance.uniform(0, 6))
        arrived = DialogueArrived(
            via="phone",
            external_id=street.name,
            channel="voice",
            address=self.chance.choice(NUMBERS),
            caller_number="+447700900123",
            capabilities=PHONE.capabilities,
        )
        self.dialogue = (await street.until_answered(TENANT, arrived, street.new_id("arrive")))["dialogue"]
        ear = Ear(street, TENANT, f"caller:{self.dialogue}", self._take)
        listening = asyncio.create_task(ear.listen())
        await asyncio.wait([asyncio.create_task(self.is_over.wait())], timeout=self.chance.uniform(5, 90))
        if not self.is_over.is_set() and not self.is_called_back:
            await street.until_answered(TENANT, CallerHungUp(dialogue=self.dialogue), street.new_id("bye"))
            await ear.until_all(street.life)  # both at once: a key had asked for a call back just before
        if self.is_called_back:
            await self.is_over.wait()
        listening.cancel()
        for report in self.reports:
            report.cancel()
        cast.calling -= 1

    def _take(self, delivery: Delivery) -> None:
        command = delivery.command
        if isinstance(command, HangUp):
            self.is_called_back = command.reason == "callback"
            if not self.is_called_back:
                self.is_over.set()
        elif isinstance(command, Ask) and self.chance.random() < 0.8:
            keys = [choice.key for choice in command.accept.choices] or ["1", "4", "#"]
            self._start(self._press(self.chance.choice(keys)))
        elif (
            report := PHONE.report(command, self.chance.choice(("ok", "ok", "ok", "fail")), delivery.content)
        ) is not None:
            self._start(self._report(report))

    def _start(self, work: Any) -> None:
        self.reports.add(asyncio.create_task(work))

    async def _press(self, key: str) -> None:
        await asyncio.sleep(self.chance.uniform(0.2, 3))
        event = KeyPressed(dialogue=self.dialogue, key=key)
        await self.street.until_answered(TENANT, event, self.street.new_id("key"))

    async def _report(self, report: Any) -> None:
        while report is not None:
            await asyncio.sleep(report.after_ms / 1000)
            await self.street.until_answered(TENANT, report.event, f"{self.dialogue}:{report.key}")
            report = report.then


class Agent:
    """Answers most calls, declines some, forgets others; goes home when nobody calls any more."""

    def __init__(self, street: Street, agent: str) -> None:
        self.street, self.chance, self.agent = street, street.chance, agent
        self.open: set[str] = set()
        self.deeds: set[asyncio.Task[None]] = set()

    async def live(self, cast: Hartley) -> None:
        await asyncio.sleep(self.chance.uniform(0, 2))
        ear = Ear(self.street, TENANT, f"agent:{self.agent}", self._take)
        listening = asyncio.create_task(ear.listen())
        await self._say(AgentSignedIn(agent=self.agent))
        await self._say(PresenceSet(agent=self.agent, intent="available"))
        while cast.calling or self.open or not all(deed.done() for deed in self.deeds):  # noqa: ASYNC110  # many things
            await asyncio.sleep(1)
        listening.cancel()

    async def _say(self, event: Any, after_s: float = 0.0) -> None:
        await asyncio.sleep(after_s)
        await self.street.until_answered(TENANT, event, self.street.new_id(type(event).__name__))
        if isinstance(event, OfferDeclined):
            self.open.discard(event.reservation)

    def _take(self, delivery: Delivery) -> None:
        command, chance = delivery.command, self.chance
        held: dict[str, str] = {"reservation": getattr(command, "reservation", ""), "agent": self.agent}
        match command:
            case Offer():
                self.open.add(command.reservation)
                answer = chance.choice((OfferAccepted, OfferAccepted, OfferAccepted, OfferDeclined, None))
                if answer is not None:
                    self._do(answer(**held), chance.uniform(0.3, 3))
            case WorkConnected():
                self._do(AgentHungUp(**held), chance.uniform(1, 15))
            case WorkClosed():
                self._do(WrapUpEnded(**held), chance.uniform(0.5, 5))
            case RescindOffer() | WorkCompleted():
                self.open.discard(command.reservation)
                self._do(PresenceSet(agent=self.agent, intent="available"), chance.uniform(0.5, 3))

    def _do(self, event: Any, after_s: float) -> None:
        self.deeds.add(asyncio.create_task(self._say(event, after_s)))
