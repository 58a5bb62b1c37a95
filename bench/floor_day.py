"""A steady day on a floor: dialogues arrive as fast as agents become free, so that the lines keep their length."""

import heapq
from random import Random
from typing import NamedTuple

from flowengine.floor import Floor
from flowengine.floor.command import CancelTimer, FloorCommand, MakeOffer, StartTimer, WorkClosed
from flowengine.floor.event import (
    AgentProfileSet,
    AgentSignedIn,
    DialogueAbandoned,
    DialogueEnqueued,
    FloorEvent,
    MediaConnected,
    OfferAccepted,
    OfferDeclined,
    Overflow,
    QueueSettingsSet,
    RouteStep,
    TimerDue,
    WorkEnded,
    WrapUpEnded,
)
from flowengine.messages import Channel, Stamp

CENTERS = 10
START_MS = 1_772_445_600_000
EVERY_MS = 5  # one event
Logged = tuple[FloorEvent, Stamp]
Need = tuple[str, Channel, dict[str, int]]  # contact center, channel, skills


class World(NamedTuple):
    """Sizes of a tenant, and how many events each side takes per round."""

    name: str
    agents: int
    skills: int
    waiting: int
    requirement_sets: int
    events: int
    peer_events: int


class Day:
    """Every event is kept in `log`, so that both sides are given the very same ones.

    One dialogue in ten is a chat, one in ten has a route plan that lets go of a skill and asks a second contact center
    after a minute, one in ten gives up. One offer in fifty is declined, one in a hundred rings in vain, one agent's
    skills change in a thousand steps. Every second contact center has wrap-up.
    """

    def __init__(self, world: World) -> None:
        self.world, self.floor, self.random = world, Floor(), Random(7)  # noqa: S311  # a reproducible load, no secret
        self.log: list[Logged] = []
        self.dialogues = 0
        self.talks: list[tuple[str, str]] = []
        self.wrapping: list[tuple[str, str]] = []
        self.timers: dict[tuple[str, str, str], int] = {}
        self.due: list[tuple[int, tuple[str, str, str]]] = []
        self.skills = [tuple(f"s{center}_{n}" for n in range(world.skills // CENTERS)) for center in range(CENTERS)]
        self.needs = [self._need(n) for n in range(world.requirement_sets)]

    def open(self) -> None:
        """The line forms, then the agents come and take what they may."""
        for center, skills in enumerate(self.skills):
            mode, wrap_s = ("optional", 10.0) if center % 2 else ("none", 0.0)
            self.do(QueueSettingsSet(f"c{center}", skills=skills, wrap_up_mode=mode, wrap_up_s=wrap_s))
        for n in range(self.world.agents):
            self.do(self._profile(n))
        for need in self.needs:  # every requirement set is known before the day is measured
            for center in range(CENTERS):
                self.do(self._enqueue(need, self._plan(need, center)))
        for _ in range(self.world.waiting + self.world.agents - len(self.needs) * CENTERS):
            self.do(self._enqueue(self.random.choice(self.needs)))
        for n in range(self.world.agents):
            self._answer(self.do(AgentSignedIn(agent=f"a{n}")))

    def _need(self, number: int) -> Need:
        center = number % CENTERS
        chosen = self.random.sample(self.skills[center], self.random.choice((1, 1, 2)))
        channel: Channel = "chat" if number // CENTERS % 10 == 0 else "voice"
        return f"c{center}", channel, {skill: self.random.choice((10, 40, 70)) for skill in chosen}

    def _profile(self, number: int) -> AgentProfileSet:
        centers = Random(number).sample(range(CENTERS), 2)  # noqa: S311  # no secret
        return AgentProfileSet(f"a{number}", {f"c{center}": self._levels(center) for center in centers})

    def _levels(self, center: int) -> dict[str, int]:
        skills = self.skills[center]
        return {skill: self.random.randrange(101) for skill in self.random.sample(skills, len(skills) // 2)}

    def do(self, event: FloorEvent) -> list[FloorCommand]:
        count = len(self.log) + 1
        stamp = Stamp(str(count), START_MS + EVERY_MS * count, count.to_bytes(16, "big"))
        self.log.append((event, stamp))
        commands = self.floor.apply(event, stamp)
        for command in commands:
            if isinstance(command, StartTimer):
                timer = (command.owner_kind, command.owner, command.name)
                self.timers[timer] = command.due_ms
                heapq.heappush(self.due, (command.due_ms, timer))
            elif isinstance(command, CancelTimer):
                self.timers.pop((command.owner_kind, command.owner, command.name), None)
        return commands

    def _enqueue(self, need: Need, plan: tuple[RouteStep, ...] = ()) -> FloorEvent:
        self.dialogues += 1
        center, channel, skills = need
        return DialogueEnqueued(
            f"d{self.dialogues}", center, channel, skills, 1, priority=self.random.choice((2, 5, 5)),
            max_wait_s=self.random.choice((None, 36_000.0)), route_plan=plan,
        )  # fmt: skip  # one line per thought

    def _plan(self, need: Need, overflow: int) -> tuple[RouteStep, ...]:
        center, _, skills = need
        over = () if center == f"c{overflow}" else (Overflow(f"c{overflow}"),)
        return (RouteStep(60_000, dict(list(skills.items())[:1]), over),)

    def _answer(self, commands: list[FloorCommand]) -> None:
        asked = [commands]
        while asked:
            for c in asked.pop():
                if isinstance(c, WorkClosed) and c.wrap_up_s:
                    self.wrapping.append((c.reservation, c.agent))
                if not isinstance(c, MakeOffer) or self.floor.reservation(c.reservation) is None:
                    continue
                luck = self.random.random()
                if luck < 0.02:
                    asked.append(self.do(OfferDeclined(reservation=c.reservation, agent=c.agent)))
                elif luck > 0.03:
                    asked.append(self.do(OfferAccepted(reservation=c.reservation, agent=c.agent)))
                    asked.append(self.do(MediaConnected(dialogue=c.dialogue, reservation=c.reservation)))
                    self.talks.append((c.reservation, c.agent))

    def step(self) -> None:
        """Timers that are due, then one dialogue comes and one goes."""
        while self.due and self.due[0][0] <= START_MS + EVERY_MS * len(self.log):
            due_ms, timer = heapq.heappop(self.due)
            if self.timers.get(timer) == due_ms:
                del self.timers[timer]
                self._answer(self.do(TimerDue(*timer)))
        need = self.random.choice(self.needs)
        plan = self._plan(need, self.random.randrange(CENTERS)) if self.random.random() < 0.1 else ()
        self._answer(self.do(self._enqueue(need, plan)))
        luck = self.random.random()
        if luck < 0.1:
            self._answer(self.do(DialogueAbandoned(f"d{self.random.randrange(self.dialogues)}")))
        elif luck < 0.101:
            self._answer(self.do(self._profile(self.random.randrange(self.world.agents))))
        elif self.wrapping and luck < 0.5:
            reservation, agent = self.wrapping.pop(0)
            if self.floor.reservation(reservation) is not None:
                self._answer(self.do(WrapUpEnded(reservation=reservation, agent=agent)))
        if luck >= 0.1 and self.talks:
            self._end_one()

    def _end_one(self) -> None:
        at = self.random.randrange(len(self.talks))
        self.talks[at], self.talks[-1] = self.talks[-1], self.talks[at]
        reservation, _ = self.talks.pop()
        held = self.floor.reservation(reservation)
        if held is not None and held.state == "connected":
            self._answer(self.do(WorkEnded(reservation, "caller")))
