"""Random events of a small tenant that make sense where they come, or are stale; numbers in, so that they shrink."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from flowengine.floor.event import (
    AgentProfileSet,
    AgentSignedIn,
    AgentSignedOut,
    Capacity,
    DevicePresenceReported,
    DialogueAbandoned,
    DialogueEnqueued,
    DialogueUpdated,
    DialogueWithdrawn,
    FloorEvent,
    HoldSet,
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
    Overflow,
    PresenceSet,
    QueueSettingsSet,
    RouteStep,
    TimerDue,
    WorkEnded,
    WorkNoted,
    WrapUpEnded,
)
from flowengine.messages import OwnerKind
from tests.floor.brute.world import Needs, Work, World

T = TypeVar("T")
Timers = dict[tuple[OwnerKind, str, str], int]
AGENTS = ("anna", "ben", "cleo", "dan")
CENTERS = ("care", "desk", "sales")
SKILLS = (("dutch", "golf"), ("dutch", "golf"), ("dutch",))
NEEDS: tuple[Needs, ...] = ({}, {"dutch": 30}, {"dutch": 60}, {"golf": 10}, {"dutch": 30, "golf": 10})
LEVELS: tuple[Needs | None, ...] = ({}, {"dutch": 50}, {"dutch": 90, "golf": 20}, {"golf": 5}, {"dutch": 30}, None)
DEVICES = ("phone", "laptop")
CAPACITIES = ({}, {"chat": Capacity(50, 2)}, {"chat": Capacity(30, 2)}, {"chat": Capacity(100, 1)})
PASSING_MS = (0, 0, 300, 700, 700, 5_000)
FULL = 7  # dialogues that wait: more teach nothing and take time


class Die:
    """One number, used up choice by choice; 0 always chooses the first."""

    def __init__(self, number: int) -> None:
        self.number = number

    def pick(self, options: Sequence[T]) -> T:
        self.number, at = divmod(self.number, len(options))
        return options[at]


class Stream:
    """Reads what the brute floor knows, and the timers that both agree on; never the floor that is tried."""

    def __init__(self, world: World, timers: Timers, name: Callable[[str], str] = str) -> None:
        self.w = world
        self.timers = timers  # those that run
        self.name = name  # what an id is called: another function renames all
        self.agents = tuple(map(name, AGENTS))
        self.centers = tuple(map(name, CENTERS))
        self.dialogues = 0
        self.seen: list[tuple[str, str, str]] = []  # reservation, agent, dialogue of offers that were answered
        self.ran: list[tuple[OwnerKind, str, str]] = []  # timers that ran
        self.last: DialogueEnqueued | None = None

    def opening(self, die: Die) -> list[FloorEvent]:
        """Every contact center and agent once, most of them at work."""
        events: list[FloorEvent] = [self.settings(die, center) for center in self.centers]
        for agent in self.agents:
            events.append(self.profile(die, agent))
            if die.pick((True, True, True, False)):
                events.append(AgentSignedIn(agent=agent))
        return events

    def passing_ms(self, die: Die) -> int:
        return die.pick(PASSING_MS)

    def event(self, op: int, die: Die) -> FloorEvent | None:
        """The next event; None: there is nothing that this one could be about."""
        make = OPS[op % len(OPS)]
        if make is Stream.enqueue and len(self.w.waits) >= FULL:
            make = Stream.answer
        return make(self, die)

    # --- dialogues ---

    def enqueue(self, die: Die) -> FloorEvent:
        self.dialogues += 1
        agents = self.agents
        home = die.pick(self.centers)
        plan = self.plan(die, home) if die.pick((False, True)) else ()
        direct = die.pick(("",) * 12 + agents)
        self.last = DialogueEnqueued(
            self.name(f"d{self.dialogues}"), home, die.pick(("voice", "chat", "chat", "message")),
            {} if direct else die.pick(NEEDS),
            die.pick((1, 2)), priority=die.pick((5, 5, 5, 2)), boost_s=die.pick((0, 0, 0, 20)),
            max_wait_s=die.pick((None, None, 30, 100)), max_waiting=die.pick((None, None, None, 2)),
            when_unstaffed=die.pick(("wait", "wait", "leave", "skip")),
            preferred=die.pick((None, None, None, *agents)), preferred_s=die.pick((0.0, 0.0, 8.0, 40.0)),
            route_plan=plan, direct=direct, place=self.place(die),
            waited_ms=die.pick((0, 0, 0, 9_000)), resume_key=die.pick(("", "", "k1")),
            barred=die.pick(("", "", "", agents[0])),
        )  # fmt: skip  # one line per thought
        return self.last

    def place(self, die: Die) -> tuple[int, int] | None:
        """That of a wait which was before; its number is used by nobody else."""
        return (self.w.now - 15_000, -self.dialogues) if die.pick((False,) * 9 + (True,)) else None

    def plan(self, die: Die, home: str) -> tuple[RouteStep, ...]:
        after, steps = die.pick((0, 5_000, 12_000)), []
        for _ in range(die.pick((1, 1, 2, 3))):
            needs = die.pick((None, *NEEDS))
            others = [center for center in self.centers if center != home] + [self.name("nowhere")]
            over = [Overflow(center, die.pick(NEEDS)) for center in others if die.pick((False, True, False))]
            steps.append(RouteStep(after, needs, tuple(over), die.pick((0, 0, 1, 3))))
            after += die.pick((10_000, 0, 30_000))
        return tuple(steps)

    def again(self, die: Die) -> FloorEvent | None:
        """A duplicate of the newest enqueue, while it waits."""
        return self.last if self.last is not None and self.last.dialogue in self.w.waits else None

    def fall_away(self, die: Die) -> FloorEvent | None:
        found = [*self.w.waits, *(work.dialogue for work in self.w.works if work.state == "connected")]
        if not found:
            return None
        dialogue = die.pick(found)
        if die.pick((True, True, False)):
            return DialogueAbandoned(dialogue, die.pick(("abandoned", "abandoned", "abandoned", "ended")))
        return DialogueWithdrawn(dialogue)

    def promise(self, die: Die) -> FloorEvent | None:
        """The caller has gone and will be dialled."""
        if not self.w.waits:
            return None
        return DialogueUpdated(
            die.pick(list(self.w.waits)), self.w.now + die.pick((200_000, 40_000)), die.pick((10.0, 90.0, 0.0))
        )

    # --- reservations ---

    def answer(self, die: Die) -> FloorEvent | None:
        """The next thing that happens to a reservation."""
        if not self.w.works:
            return None
        work = die.pick(self.w.works)
        self.seen.append((work.id, work.agent.name, work.dialogue))
        match work.state:
            case "pending":
                if die.pick((True, True, True, False)):
                    return OfferAccepted(reservation=work.id, agent=work.agent.name)
                return OfferDeclined(reservation=work.id, agent=work.agent.name)
            case "accepted":
                return self.media(die, work)
            case "connected":
                return WorkEnded(work.id, die.pick(("caller", "agent", "transfer")))
        disposition = die.pick(("sold", "", "sold", "unheard_of"))
        return WrapUpEnded(reservation=work.id, agent=work.agent.name, disposition=disposition)

    def media(self, die: Die, work: Work) -> FloorEvent:
        if die.pick((True, True, True, False)):
            return MediaConnected(dialogue=work.dialogue, reservation=work.id)
        if die.pick((True, False)):
            return MediaFailed(dialogue=work.dialogue, reservation=work.id)
        return WorkEnded(work.id, "caller")

    def hold(self, die: Die) -> FloorEvent | None:
        """Beside the way: the caller is put on hold, or an outcome noted."""
        found = [work for work in self.w.works if work.state in ("connected", "wrapping")]
        if not found:
            return None
        work = die.pick(found)
        if die.pick((True, False)):
            return HoldSet(reservation=work.id, agent=work.agent.name, held=die.pick((True, False)))
        return WorkNoted(reservation=work.id, agent=work.agent.name, disposition=die.pick(("sold", "", "unheard_of")))

    def stale(self, die: Die) -> FloorEvent | None:
        """Too late, or not this agent's to give."""
        if not self.seen:
            return None
        reservation, agent, dialogue = die.pick(self.seen[-8:])
        other = die.pick((agent, agent, *self.agents))
        match die.pick((0, 1, 2, 3, 4)):
            case 0:
                return OfferAccepted(reservation=reservation, agent=other)
            case 1:
                return OfferDeclined(reservation=reservation, agent=other)
            case 2:
                return MediaConnected(dialogue=dialogue, reservation=reservation)
            case 3:
                return MediaFailed(dialogue=dialogue, reservation=reservation)
        return WrapUpEnded(reservation=reservation, agent=other)

    # --- time ---

    def tick(self, die: Die) -> FloorEvent | None:
        """The timer that is due first runs; the clock moves to it."""
        if not self.timers:
            return None
        timer = min(self.timers, key=self.timers.__getitem__)
        self.w.now = max(self.w.now, self.timers[timer])
        self.ran.append(timer)
        return TimerDue(*timer)

    def late(self, die: Die) -> FloorEvent | None:
        """A timer that nobody awaits any more."""
        found = self.ran[-4:] + [("reservation", work.id, "ring") for work in self.w.works]
        found += [("entry", wait.id, "step") for wait in self.w.waits.values()]
        if not found:
            return None
        kind, owner, name = die.pick(found)
        if kind == "reservation":
            name = die.pick((name, "connect", "wrap_up"))
        elif kind == "entry":
            name = die.pick((name, "max_wait", "hold", "exclusion:" + self.name("anna")))
        return None if (kind, owner, name) in self.timers else TimerDue(kind, owner, name)

    # --- agents and directory ---

    def sign(self, die: Die) -> FloorEvent:
        agent = die.pick(self.agents)
        return AgentSignedIn(agent=agent) if die.pick((True, True, True, False)) else AgentSignedOut(agent=agent)

    def presence(self, die: Die) -> FloorEvent:
        intent = die.pick(("available", "available", "available", "away", "do_not_disturb", "offline"))
        return PresenceSet(agent=die.pick(self.agents), intent=intent, reason=die.pick(("because", "lunch", "")))

    def device(self, die: Die) -> FloorEvent:
        presence = die.pick(("available", "away", "device_busy", "do_not_disturb"))
        device = die.pick((*DEVICES, "toaster"))
        return DevicePresenceReported(
            agent=die.pick(self.agents), device=device, presence=presence, expires_s=die.pick((40, 5))
        )

    def profile(self, die: Die, agent: str = "") -> FloorEvent:
        levels = {center: die.pick(LEVELS) for center in self.centers}
        return AgentProfileSet(
            agent or die.pick(self.agents),
            {center: held for center, held in levels.items() if held is not None},
            most=die.pick(({}, {}, {}, {"chat": 1}, {"chat": 0}, {"voice": 0})),
            devices=die.pick((DEVICES, DEVICES, DEVICES[:1])),
        )

    def settings(self, die: Die, center: str = "") -> FloorEvent:
        mode, wrap_s = die.pick(
            (("none", 0), ("optional", 10), ("optional", 30), ("mandatory", 20), ("until_released", 0))
        )
        return QueueSettingsSet(
            center or die.pick(self.centers), die.pick((True,) * 7 + (False,)), die.pick(SKILLS),
            {"voice": 20, "chat": die.pick((60, 30))}, mode, wrap_s, max_waiting=die.pick((None, None, None, 3)),
            weight=die.pick((0, 0, 5, 9)), agent_order=die.pick(("longest_idle", "least_flexible", "best_level")),
            capacity=die.pick(CAPACITIES), misses_to_block=die.pick(({}, {"chat": 1}, {"voice": 2, "chat": 3})),
            unblock_after_s=die.pick((60.0, 15.0)), decline_s=die.pick((60.0, 20.0, 0.0)),
            resume_s=die.pick((120.0, 20.0, 0.0)), dispositions=die.pick(((), ("sold", "lost"))),
        )  # fmt: skip  # one line per thought


OPS: tuple[Callable[[Stream, Die], FloorEvent | None], ...] = (
    *(Stream.enqueue,) * 12, *(Stream.answer,) * 18, *(Stream.tick,) * 8, *(Stream.fall_away,) * 4,
    *(Stream.promise,) * 2, *(Stream.stale,) * 2, *(Stream.late,) * 2, *(Stream.again,) * 2, *(Stream.hold,) * 2,
    *(Stream.sign,) * 4, *(Stream.presence,) * 4, *(Stream.device,) * 2, Stream.profile, Stream.settings,
)  # fmt: skip  # weights: how often each comes
