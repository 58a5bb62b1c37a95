"""One stream of events, two floors: the real one must decide what the brute one decides, event by event."""

from collections.abc import Callable, Iterable
from random import Random
from types import SimpleNamespace
from typing import Any, NamedTuple

from flowengine.floor import Floor
from flowengine.floor.command import (
    AgentBlocked,
    AgentChanged,
    CancelTimer,
    ConnectMedia,
    Counted,
    DialogueConnected,
    DialogueLeft,
    DialogueQueued,
    DialogueRequeued,
    FloorCommand,
    MakeOffer,
    RescindOffer,
    StaleRefused,
    StartTimer,
    StepEntered,
    WorkCompleted,
)
from flowengine.floor.event import FloorEvent, TimerDue
from flowengine.messages import OwnerKind, Stamp, WorkClosed
from tests.floor.brute.floor import Brute
from tests.floor.brute.world import Decision
from tests.floor.hall import START_MS
from tests.floor.stream import Die, Stream

Throw = tuple[int, int]  # which kind of event, and the number that fills it
WIDTH = 1 << 80  # of the number that fills an event: more than its choices use up


class Logged(NamedTuple):
    event: FloorEvent
    stamp: Stamp
    commands: list[FloorCommand]


def decision(c: FloorCommand) -> Decision | None:
    """What a command decides, in the brute floor's words; None: it only tells or counts."""
    words = DECIDES.get(type(c))
    return None if words is None else words(c)


def step_words(c: StepEntered) -> Decision:
    asked = tuple(sorted((center, tuple(sorted(needs.items()))) for center, needs in c.asks.items()))
    return ("step", c.dialogue, c.step, asked, c.priority)


DECIDES: dict[type, Callable[[Any], Decision | None]] = {
    MakeOffer: lambda c: ("offer", c.dialogue, c.agent, c.contact_center),
    RescindOffer: lambda c: ("rescind", c.dialogue, c.agent, c.reason),
    ConnectMedia: lambda c: ("connect", c.dialogue, c.agent),
    DialogueQueued: lambda c: ("queued", c.dialogue),
    DialogueRequeued: lambda c: ("requeued", c.dialogue, c.reason),
    DialogueLeft: lambda c: ("left", c.dialogue, c.reason),
    DialogueConnected: lambda c: ("connected", c.dialogue, c.agent, c.contact_center, c.waited_ms),
    StepEntered: step_words,
    WorkClosed: lambda c: ("closed", c.dialogue, c.agent),
    WorkCompleted: lambda c: ("completed", c.dialogue, c.agent),
    AgentBlocked: lambda c: ("blocked", c.agent, c.until_ms),
    StaleRefused: lambda c: ("stale", c.reservation, c.agent),
    AgentChanged: lambda c: ("agent", c.agent, c.state, c.before, c.reason),
    Counted: lambda c: ("resumed", c.home) if c.what == "resumed" else None,
}


class Seen:
    """What a stream reads, taken from the floor that is tried: for a floor that nobody compares."""

    def __init__(self, duel: "Duel") -> None:
        self.duel = duel
        self.now = START_MS

    @property
    def waits(self) -> dict[str, object]:
        return {dialogue: SimpleNamespace(id=wait.id) for dialogue, wait in self.duel.floor._state.waits.items()}

    @property
    def works(self) -> list[SimpleNamespace]:
        found = self.duel.floor._state.reservations.values()
        return [
            SimpleNamespace(id=r.id, agent=SimpleNamespace(name=r.agent), dialogue=r.dialogue, state=r.state)
            for r in found
        ]


class Duel:
    """Both floors and the clock they share; `timers` are those that the real one has running.

    `world` tells the stamps of several duels apart; `name` renames every id; not `compared`: the real one alone.
    """

    def __init__(
        self, floor: Floor | None = None, name: Callable[[str], str] = str, world: int = 0, *, compared: bool = True
    ) -> None:
        self.floor = floor or Floor()
        self.world = world
        self.log: list[Logged] = []
        self.pending: FloorEvent | None = None  # the event that is being taken
        self.compared = compared
        self.brute = Brute()
        self.w: Any = self.brute.w if compared else Seen(self)
        self.events = 0
        self.timers: dict[tuple[OwnerKind, str, str], int] = {}
        self.stream = Stream(self.w, self.timers, name)
        self.w.now = START_MS

    def next(self, op: int, number: int) -> FloorEvent | None:
        """The next event of the stream; time goes by."""
        die = Die(number)
        self.w.now += self.stream.passing_ms(die)
        return self.stream.event(op, die)

    def stamp(self, event_id: int) -> Stamp:
        return Stamp(f"e{event_id}", self.w.now, (self.world << 64 | event_id).to_bytes(16, "big"))

    def do(self, event: FloorEvent) -> Logged:
        """Both take the event."""
        self.pending = event
        self.events += 1
        stamp = self.stamp(self.events)
        if isinstance(event, TimerDue):
            self.timers.pop((event.owner_kind, event.owner, event.name), None)
        commands = self.floor.apply(event, stamp)
        self.log.append(Logged(event, stamp, commands))
        if self.compared:
            self._compare(event, stamp, commands)
        else:
            self._note(commands)
        return self.log[-1]

    def _compare(self, event: FloorEvent, stamp: Stamp, commands: list[FloorCommand]) -> None:
        decided = self.brute.apply(event, stamp.at_ms)
        said = self._note(commands)
        if said != decided:
            said, decided = sorted(said), sorted(decided)
            assert said == decided, differing(event, "decides", said, decided)
        expected = self.brute.timers()
        if self.timers != expected:
            raise AssertionError(differing(event, "runs", self.timers.items(), expected.items()))

    def _note(self, commands: list[FloorCommand]) -> list[Decision]:
        """What was decided; timers and the ids of offers are kept."""
        said: list[Decision] = []
        for c in commands:
            kind = type(c)
            if kind is StartTimer:
                self.timers[c.owner_kind, c.owner, c.name] = c.due_ms
            elif kind is CancelTimer:
                del self.timers[c.owner_kind, c.owner, c.name]
            elif kind in DECIDES:
                if kind is MakeOffer:
                    self.brute.learn(c.dialogue, c.agent, c.reservation)
                decided = DECIDES[kind](c)
                if decided is not None:
                    said.append(decided)
        return said


def differing(event: FloorEvent, does: str, real: Iterable[object], brute: Iterable[object]) -> str:
    """What only one of the two does."""
    real, brute = list(real), list(brute)
    only = [f"the floor alone {does} {item}" for item in real if item not in brute]
    return "\n".join([str(event), *only, *(f"the rules alone: {item}" for item in brute if item not in real)])


def throws(seed: int, count: int) -> list[Throw]:
    """A stream's numbers; the first one opens the tenant."""
    random = Random(seed)  # noqa: S311  # a reproducible stream, no secret
    return [(random.randrange(10_000), random.randrange(WIDTH)) for _ in range(count)]
