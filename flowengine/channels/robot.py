"""Robot desks: the demo's agents answer by themselves until somebody sits down at their desk."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any, Protocol

from msgspec import Struct

from flowengine.errors import FlowEngineError, RequestRefused
from flowengine.messages import (
    AgentHungUp,
    AgentSignedIn,
    AgentSpoke,
    Command,
    Event,
    Json,
    Offer,
    OfferAccepted,
    PresenceSet,
    RescindOffer,
    WorkClosed,
    WorkCompleted,
    WorkConnected,
    WorkHeard,
    WrapUpEnded,
)
from flowengine.runtime.log import Log

AGAIN_S = 1.0  # before a stream that was cut off is taken up again
SENTENCE = "Hello, you are speaking with {name}. How can I help you?"
_log = Log(__name__)


class Pace(Struct, frozen=True):
    """How fast a robot works, seconds. `idle_s`: how long a caller may say nothing before the robot says good-bye;
    `listen_s`: how long it listens to a message that was left."""

    accept_s: float = 2.0
    speak_s: float = 1.0
    idle_s: float = 120.0
    listen_s: float = 15.0
    wrap_up_s: float = 3.0


class Work(Struct, frozen=True):
    """A reservation that an agent holds when the robot sits down. `state`: pending, accepted, connected or wrapping."""

    reservation: str
    state: str
    channel: str


class Floor(Protocol):
    """What a robot needs of the runtime."""

    async def submit(self, tenant: str, event: Event, event_id: str | None = None) -> Json: ...

    def agent_commands(self, tenant: str, agent: str) -> AsyncIterator[Command]:
        """The agent's commands from now on."""

    def work(self, tenant: str, agent: str) -> list[Work]:
        """The reservations that the agent holds now."""

    def channel_of(self, tenant: str, dialogue: str) -> str:
        """voice, chat or message; "" for a dialogue that is over."""


class RobotDesk:
    """One agent's robot. Everything it does has an event id of the reservation, so that doing it again does no harm."""

    def __init__(self, floor: Floor, tenant: str, agent: str, name: str, pace: Pace) -> None:
        self._floor = floor
        self._tenant = tenant
        self._agent = agent
        self._name = name
        self._pace = pace
        self._plans: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Sign in, take up what is there, then follow the agent's stream until cancelled; cut off, begin again."""
        try:
            while True:
                try:
                    await self._follow()
                except FlowEngineError as cut_off:
                    _log.debug("robot_cut_off", tenant=self._tenant, error=type(cut_off).__name__)
                await asyncio.sleep(AGAIN_S)
        finally:
            for plan in self._plans.values():
                plan.cancel()

    async def _follow(self) -> None:
        stream = self._floor.agent_commands(self._tenant, self._agent)
        await self._do(AgentSignedIn(agent=self._agent))
        await self._do(PresenceSet(agent=self._agent, intent="available"))
        for work in self._floor.work(self._tenant, self._agent):
            self._take_up(work)
        async for command in stream:
            self._hear(command)

    def _take_up(self, work: Work) -> None:
        if work.state == "pending":
            self._plan(work.reservation, self._accept(work.reservation))
        elif work.state == "connected":
            self._plan(work.reservation, self._part(work.reservation, work.channel))
        elif work.state == "wrapping":
            self._plan(work.reservation, self._wrap_up(work.reservation))

    def _hear(self, command: Command) -> None:
        match command:
            case Offer(reservation=reservation):
                self._plan(reservation, self._accept(reservation))
            case WorkConnected(reservation=reservation, dialogue=dialogue):
                self._plan(reservation, self._talk(reservation, self._floor.channel_of(self._tenant, dialogue)))
            case WorkHeard(reservation=reservation, dialogue=dialogue):
                self._plan(reservation, self._part(reservation, self._floor.channel_of(self._tenant, dialogue)))
            case WorkClosed(reservation=reservation, wrap_up_s=wrap_up_s) if wrap_up_s > 0:
                self._plan(reservation, self._wrap_up(reservation))
            case RescindOffer(reservation=reservation) | WorkCompleted(reservation=reservation):
                self._forget(reservation)
            case _:
                return

    async def _accept(self, reservation: str) -> None:
        await asyncio.sleep(self._pace.accept_s)
        await self._do(OfferAccepted(reservation=reservation, agent=self._agent), f"robot:{reservation}:accept")

    async def _talk(self, reservation: str, channel: str) -> None:
        if channel == "chat":
            await asyncio.sleep(self._pace.speak_s)
            said = AgentSpoke(reservation=reservation, agent=self._agent, text=SENTENCE.format(name=self._name))
            await self._do(said, f"robot:{reservation}:speak")
        await self._part(reservation, channel)

    async def _part(self, reservation: str, channel: str) -> None:
        await asyncio.sleep(self._pace.listen_s if channel == "message" else self._pace.idle_s)
        await self._do(AgentHungUp(reservation=reservation, agent=self._agent), f"robot:{reservation}:part")

    async def _wrap_up(self, reservation: str) -> None:
        await asyncio.sleep(self._pace.wrap_up_s)
        await self._do(WrapUpEnded(reservation=reservation, agent=self._agent), f"robot:{reservation}:wrap_up")

    async def _do(self, event: Event, event_id: str | None = None) -> None:
        try:
            await self._floor.submit(self._tenant, event, event_id)
        except RequestRefused as refusal:
            # The caller left, or a person was quicker: nothing is left for the robot to do.
            _log.debug("robot_refused", tenant=self._tenant, event_kind=type(event).__name__, code=refusal.code)
        except FlowEngineError as fault:
            _log.warning(
                "robot_failed", tenant=self._tenant, event_kind=type(event).__name__, error=type(fault).__name__
            )

    def _plan(self, reservation: str, work: Coroutine[Any, Any, None]) -> None:
        """One plan per reservation: what is heard next replaces what was meant to happen."""
        self._forget(reservation)
        self._plans[reservation] = asyncio.create_task(work)

    def _forget(self, reservation: str) -> None:
        plan = self._plans.pop(reservation, None)
        if plan is not None:
            plan.cancel()


class Robots:
    """The robot desks of demo tenants. `taken(tenant)` names the desks at which somebody sits."""

    def __init__(self, floor: Floor, taken: Callable[[str], frozenset[str]], pace: Pace | None = None) -> None:
        self._floor = floor
        self._taken = taken
        self._pace = pace or Pace()
        self._desks: dict[tuple[str, str], asyncio.Task[None]] = {}

    def start(self, tenant: str, agents: dict[str, str]) -> None:
        """Sit down at every desk of `agents` (id -> name) that nobody has taken over."""
        taken = self._taken(tenant)
        for agent, name in agents.items():
            if agent not in taken and (tenant, agent) not in self._desks:
                desk = RobotDesk(self._floor, tenant, agent, name, self._pace)
                self._desks[tenant, agent] = asyncio.create_task(desk.run())

    async def leave(self, tenant: str, agent: str) -> None:
        """Stand up from one desk: somebody takes it over with what it holds."""
        await _stop(self._desks.pop((tenant, agent), None))

    async def forget(self, tenant: str) -> None:
        """Stand up from every desk of the tenant."""
        for of, agent in [key for key in self._desks if key[0] == tenant]:
            await self.leave(of, agent)

    async def close(self) -> None:
        desks, self._desks = list(self._desks.values()), {}
        for desk in desks:
            await _stop(desk)


async def _stop(task: "asyncio.Task[None] | None") -> None:
    if task is not None:
        task.cancel()
        waited: Awaitable[Any] = asyncio.gather(task, return_exceptions=True)
        await waited
