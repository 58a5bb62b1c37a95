"""One stream of events, two floors: the real one must decide what the brute one decides, event by event."""

from collections.abc import Callable, Iterable
from random import Random
from typing import NamedTuple

from flowengine.floor import Floor
from flowengine.floor.command import (
    AgentBlocked,
    AgentChanged,
    CancelTimer,
    ConnectMedia,
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
from flowengine.messages import Stamp, WorkClosed
from tests.floor.brute.floor import Brute
from tests.floor.brute.world import Decision
from tests.floor.hall import START_MS
from tests.floor.stream import Die, Stream

Throw = tuple[int, int]  # which kind of event, and the number that fills it
WIDTH = 1 << 80


class Logged(NamedTuple):
    event: FloorEvent
    stamp: Stamp
    commands: list[FloorCommand]


def decision(c: FloorCommand) -> Decision | None:
    """What a command decides, in the brute floor's words."""
    match c:
        case MakeOffer():
            return ("offer", c.dialogue, c.agent, c.contact_center)
        case RescindOffer():
            return ("rescind", c.dialogue, c.agent, c.reason)
        case ConnectMedia():
            return ("connect", c.dialogue, c.agent)
        case DialogueQueued():
            return ("queued", c.dialogue)
        case DialogueRequeued():
            return ("requeued", c.dialogue, c.reason)
        case DialogueLeft():
            return ("left", c.dialogue, c.reason)
        case DialogueConnected():
            return ("connected", c.dialogue, c.agent, c.contact_center, c.waited_ms)
        case StepEntered():
            asked = tuple(sorted((center, tuple(sorted(needs.items()))) for center, needs in c.asks.items()))
            return ("step", c.dialogue, c.step, asked, c.priority)
        case WorkClosed():
            return ("closed", c.dialogue, c.agent)
        case WorkCompleted():
            return ("completed", c.dialogue, c.agent)
        case AgentBlocked():
            return ("blocked", c.agent, c.until_ms)
        case StaleRefused():
            return ("stale", c.reservation, c.agent)
        case AgentChanged():
            return ("agent", c.agent, c.state, c.before)
    return None


class Duel:
    """Both floors and the clock they share; `timers` are those that the real one has running."""

    def __init__(self, floor: Floor | None = None, names: str = "") -> None:
        self.floor = floor or Floor()
        self.brute = Brute()
        self.stream = Stream(self.brute.w, self.brute.timers, names)
        self.events = 0
        self.timers: dict[tuple[str, str, str], int] = {}
        self.brute.w.now = START_MS

    def open(self, number: int) -> list[Logged]:
        return [self.do(event) for event in self.stream.opening(Die(number))]

    def throw(self, op: int, number: int) -> Logged | None:
        """The next event of the stream, taken by both."""
        die = Die(number)
        w = self.brute.w
        w.now += self.stream.passing_ms(die)
        event = self.stream.event(op, die)
        return None if event is None else self.do(event)

    def do(self, event: FloorEvent) -> Logged:
        self.events += 1
        at_ms = self.brute.w.now
        stamp = Stamp(f"e{self.events}", at_ms, self.events.to_bytes(16, "big"))
        if isinstance(event, TimerDue):
            self.timers.pop((event.owner_kind, event.owner, event.name), None)
        commands = self.floor.apply(event, stamp)
        decided = self.brute.apply(event, at_ms)
        self._note(commands)
        said = [d for d in map(decision, commands) if d is not None]
        if said != decided:
            said, decided = sorted(said), sorted(decided)
            assert said == decided, differing(event, "decides", said, decided)
        expected = self.brute.timers()
        if self.timers != expected:
            raise AssertionError(differing(event, "runs", self.timers.items(), expected.items()))
        return Logged(event, stamp, commands)

    def _note(self, commands: list[FloorCommand]) -> None:
        for c in commands:
            kind = type(c)
            if kind is MakeOffer:
                self.brute.learn(c.dialogue, c.agent, c.reservation)
            elif kind is StartTimer:
                if c.name != "estimate":
                    self.timers[c.owner_kind, c.owner, c.name] = c.due_ms
            elif kind is CancelTimer and c.name != "estimate":
                del self.timers[c.owner_kind, c.owner, c.name]


def differing(event: FloorEvent, does: str, real: Iterable[object], brute: Iterable[object]) -> str:
    """What only one of the two does."""
    real, brute = list(real), list(brute)
    only = [f"the floor alone {does} {item}" for item in real if item not in brute]
    return "\n".join([str(event), *only, *(f"the rules alone: {item}" for item in brute if item not in real)])


def throws(seed: int, count: int) -> list[Throw]:
    """A stream's numbers; the first one opens the tenant."""
    random = Random(seed)  # noqa: S311  # a reproducible stream, no secret
    return [(random.randrange(10_000), random.randrange(WIDTH)) for _ in range(count)]


def shrunk(numbers: list[Throw], fails: Callable[[list[Throw]], bool]) -> list[Throw]:
    """A shorter list that still fails: pieces are left out as long as that goes on, then numbers made smaller."""
    size = len(numbers) // 2
    while size:
        at = 1  # the first opens the tenant
        while at < len(numbers):
            shorter = numbers[:at] + numbers[at + size :]
            if fails(shorter):
                numbers = shorter
            else:
                at += size
        size //= 2
    for at, (op, number) in enumerate(numbers):
        for smaller in (0, *(number % (1 << bits) for bits in range(4, 80, 4))):
            shorter = [*numbers[:at], (op, smaller), *numbers[at + 1 :]]
            if smaller < number and fails(shorter):
                numbers = shorter
                break
    return numbers
