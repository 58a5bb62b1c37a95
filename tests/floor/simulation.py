"""A day of calls on the real floor in virtual time: talks and patience are drawn, every decision is the floor's."""

from dataclasses import dataclass, field
from heapq import heappop, heappush
from random import Random
from statistics import mean, stdev
from typing import NamedTuple

from flowengine.floor import Floor
from flowengine.floor.command import CancelTimer, DialogueLeft, FloorCommand, MakeOffer, StartTimer
from flowengine.floor.event import (
    AgentProfileSet,
    AgentSignedIn,
    DialogueAbandoned,
    DialogueEnqueued,
    FloorEvent,
    MediaConnected,
    OfferAccepted,
    QueueSettingsSet,
    TimerDue,
    WorkEnded,
)
from flowengine.messages import Channel, Stamp

MS = 60_000  # a time unit of the models, in milliseconds


@dataclass
class Model:
    """Rates per time unit. `classes`: rate, skill, priority; `groups`: how many, which skills, rate of each agent.

    `ring` and `wrap_up` are fixed lengths; an offer is accepted at the end of the ring with the chance `accepts`.
    """

    classes: list[tuple[float, str, int]]
    groups: list[tuple[int, set[str], float]]
    gives_up: float = 0.0
    places: int | None = None
    ring: float = 0.0
    wrap_up: float = 0.0
    accepts: float = 1.0
    channel: Channel = "voice"
    within: float = 0.0
    unit_ms: int = MS


@dataclass
class Seen:
    """One replication, after its beginning is cut off; lists by class, `busy` by group. Waits in time units."""

    waits: list[list[float]] = field(default_factory=list)
    offered: list[float] = field(default_factory=list)  # waits until the first offer
    arrived: int = 0
    waited: list[int] = field(default_factory=list)  # who was not offered at once
    blocked: int = 0
    gave_up: int = 0
    gone_within: int = 0
    busy: list[float] = field(default_factory=list)
    span: float = 0.0


class Caller(NamedTuple):
    kind: int
    at_ms: int
    counts: bool


class Day:
    """One replication: a heap of what comes, and the floor's timers in it."""

    def __init__(self, model: Model, seed: int, calls: int, warm_up: int) -> None:
        self.model, self.random = model, Random(seed)  # noqa: S311  # a reproducible day, no secret
        self.calls, self.warm_up = calls, warm_up
        self.floor, self.count, self.at_ms = Floor(), 0, 0
        self.coming: list[tuple[int, int, FloorEvent | None]] = []
        self.timers: dict[tuple[str, str, str], int] = {}
        self.callers: dict[str, Caller] = {}
        self.talks: dict[str, tuple[int, int]] = {}  # reservation -> group, since
        self.seen = Seen(
            [[] for _ in model.classes], waited=[0 for _ in model.classes], busy=[0.0 for _ in model.groups]
        )
        self.began_ms = 0
        self.total = sum(rate for rate, _, _ in model.classes)

    def run(self) -> Seen:
        self._open()
        self._next_call()
        while self.coming and (self.count_calls < self.calls or any(c.counts for c in self.callers.values())):
            self.at_ms, _, event = heappop(self.coming)
            if event is None:
                self._arrive()
            elif not isinstance(event, TimerDue) or self._is_due(event):
                if isinstance(event, DialogueAbandoned) and event.dialogue in self.callers:
                    self._give_up(event)
                elif not isinstance(event, DialogueAbandoned):
                    self.do(event)
        self.seen.span = self.seen.span or (self.at_ms - self.began_ms) / self.model.unit_ms
        return self.seen

    def _open(self) -> None:
        self.count_calls = 0
        skills = tuple(sorted({skill for _, skill, _ in self.model.classes if skill}))
        mode = "mandatory" if self.model.wrap_up else "none"
        seconds = self.model.unit_ms / 1000
        ring_s = self.model.ring * seconds if self.model.ring else 20.0
        misses = {"voice": 1_000_000_000, "chat": 1_000_000_000}
        self.do(QueueSettingsSet(
            "center", skills=skills, wrap_up_mode=mode, wrap_up_s=self.model.wrap_up * seconds,
            max_waiting=self.model.places, offer_s={"voice": ring_s, "chat": ring_s}, misses_to_block=misses,
        ))  # fmt: skip  # one line per thought
        for g, (many, held, _) in enumerate(self.model.groups):
            for n in range(many):
                self.do(AgentProfileSet(f"{g}_{n}", {"center": dict.fromkeys(sorted(held), 1)}))
                self.do(AgentSignedIn(agent=f"{g}_{n}"))

    def later(self, after: float, event: FloorEvent | None) -> None:
        self.count += 1
        heappush(self.coming, (self.at_ms + round(after * self.model.unit_ms), self.count, event))

    def _next_call(self) -> None:
        self.later(self.random.expovariate(self.total), None)

    def _arrive(self) -> None:
        if self.count_calls == self.calls:
            self.seen.span = self.seen.span or (self.at_ms - self.began_ms) / self.model.unit_ms
            return  # nobody comes any more; who is here is waited for
        self._next_call()
        self.count_calls += 1
        if self.count_calls == self.warm_up:
            self.began_ms = self.at_ms
        counts = self.count_calls > self.warm_up
        kind = self.random.choices(range(len(self.model.classes)), [rate for rate, _, _ in self.model.classes])[0]
        _, skill, priority = self.model.classes[kind]
        dialogue = f"d{self.count_calls}"
        self.callers[dialogue] = Caller(kind, self.at_ms, counts)
        self.seen.arrived += counts
        needs = {skill: 1} if skill else {}
        said = self.do(DialogueEnqueued(dialogue, "center", self.model.channel, needs, 1, priority))
        if counts and not any(isinstance(c, MakeOffer | DialogueLeft) for c in said):
            self.seen.waited[kind] += 1
        if self.model.gives_up:
            self.later(self.random.expovariate(self.model.gives_up), DialogueAbandoned(dialogue))

    def _give_up(self, event: DialogueAbandoned) -> None:
        caller = self.callers[event.dialogue]
        reservation = self.floor.reservation_of(event.dialogue)
        if reservation is None:
            del self.callers[event.dialogue]
            self.do(event)
            if caller.counts:
                self._left(caller)

    def _left(self, caller: Caller) -> None:
        waited = (self.at_ms - caller.at_ms) / self.model.unit_ms
        self.seen.gave_up += 1
        self.seen.gone_within += waited <= self.model.within
        self.seen.waits[caller.kind].append(waited)

    def _is_due(self, event: TimerDue) -> bool:
        key = (event.owner_kind, event.owner, event.name)
        if self.timers.get(key) != self.at_ms:
            return False
        del self.timers[key]
        return True

    def do(self, event: FloorEvent) -> list[FloorCommand]:
        self.count += 1
        said = self.floor.apply(event, Stamp(str(self.count), self.at_ms, self.count.to_bytes(16, "big")))
        for c in said:
            kind = type(c)
            if kind is StartTimer:
                self.timers[c.owner_kind, c.owner, c.name] = c.due_ms
                heappush(self.coming, (c.due_ms, self.count, TimerDue(c.owner_kind, c.owner, c.name)))
                self.count += 1
            elif kind is CancelTimer:
                del self.timers[c.owner_kind, c.owner, c.name]
            elif kind is MakeOffer:
                self._offered(c)
            elif kind is DialogueLeft and c.reason == "queue_full":
                self.seen.blocked += self.callers.pop(c.dialogue).counts
        if isinstance(event, OfferAccepted):
            self._answered(event)
        return said

    def _offered(self, c: MakeOffer) -> None:
        caller = self.callers[c.dialogue]
        if caller.counts and c.waited_ms == self.at_ms - caller.at_ms and c.dialogue not in self.talks:
            self.seen.offered.append(c.waited_ms / self.model.unit_ms)
            self.talks[c.dialogue] = (0, 0)  # the first offer was seen
        self.talks[c.reservation] = (int(c.agent.partition("_")[0]), self.at_ms)
        if self.random.random() < self.model.accepts:
            ring = self.model.ring - 0.001 / self.model.unit_ms if self.model.ring else 0.0
            accept = OfferAccepted(reservation=c.reservation, agent=c.agent)
            heappush(self.coming, (self.at_ms + int(ring * self.model.unit_ms), -self.count, accept))

    def _answered(self, event: OfferAccepted) -> None:
        dialogue = self.floor.reservation(event.reservation).dialogue  # type: ignore[union-attr]  # it was just accepted
        self.do(MediaConnected(dialogue=dialogue, reservation=event.reservation))
        caller = self.callers.pop(dialogue)
        self.talks.pop(dialogue, None)
        if caller.counts:
            self.seen.waits[caller.kind].append((self.at_ms - caller.at_ms) / self.model.unit_ms)
        group, since_ms = self.talks.pop(event.reservation)
        talk = self.random.expovariate(self.model.groups[group][2])
        if self.began_ms and not self.seen.span:
            many = self.model.groups[group][0]
            held = talk + self.model.wrap_up + (self.at_ms - since_ms) / self.model.unit_ms
            self.seen.busy[group] += held / many
        self.later(talk, WorkEnded(event.reservation, "caller"))


def days(model: Model, replications: int, calls: int, warm_up: int, seed: int = 1) -> list[Seen]:
    """Independent replications."""
    return [Day(model, 1_000 * seed + n, calls, warm_up).run() for n in range(replications)]


def is_near(values: list[float], exact: float, sigmas: float = 3.0) -> bool:
    """Whether the mean of the replications is within so many of its own deviations of the exact value."""
    return abs(mean(values) - exact) <= sigmas * stdev(values) / len(values) ** 0.5 + 1e-12


def told(values: list[float], exact: float) -> str:
    """Mean, deviation of the mean and the exact value, for a message."""
    return f"{mean(values):.5f} +- {stdev(values) / len(values) ** 0.5:.5f}, exactly {exact:.5f}"
