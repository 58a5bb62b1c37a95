"""A whole stream: opened, played with a witness, replayed, and made short when it fails."""

from collections.abc import Callable
from typing import NamedTuple

from flowengine.floor import Floor
from flowengine.floor.command import StaleRefused
from flowengine.floor.event import AgentProfileSet, DialogueEnqueued, FloorEvent, QueueSettingsSet, TimerDue
from tests.floor.duel import Duel, Logged, Throw, decision, throws
from tests.floor.invariants import Witness
from tests.floor.stream import Die

DOUBLED_ANEW = (AgentProfileSet, QueueSettingsSet)  # said again they are settings like any other


class Pace(NamedTuple):
    """Every how many events the floor is saved and loaded, hears one twice, is looked at as a whole, must show that
    what comes too late changes nothing, and is asked for estimates. Decisions and timers are compared at every one."""

    reload: int = 97
    double: int = 29
    look: int = 1
    late: int = 1
    estimate: int = 64


CLOSE = Pace()
BULK = Pace(reload=199, double=149, look=16, late=16, estimate=512)  # a good third of the time, event for event


def play(duel: Duel, numbers: list[Throw], pace: Pace = CLOSE) -> None:
    """The first number opens the tenant."""
    witness = Witness()
    events: list[FloorEvent] = duel.stream.opening(Die(numbers[0][1]))
    for at in range(len(events) + len(numbers) - 1):
        event = events[at] if at < len(events) else duel.next(*numbers[at - len(events) + 1])
        if event is None:
            continue
        if at % pace.reload == 0:
            duel.floor = duel.floor.fork()
        before = duel.floor.snapshot() if at % pace.late == 0 and is_vain(duel, event) else None
        logged = duel.do(event)
        if before is not None:
            assert not acted(logged), f"21 {event} came too late: {logged.commands}"
            assert duel.floor.snapshot() == before, "14, 21 what comes too late changes nothing"
        witness.hear(duel.floor, logged.stamp.at_ms, event, logged.commands)
        if at % pace.look == 0:
            witness.look(duel.timers)
        if at % pace.estimate == 0:
            witness.estimates()
        if at % pace.double == 0 and not isinstance(event, DOUBLED_ANEW):
            twice(duel, logged)
    witness.look(duel.timers)


def acted(logged: Logged) -> bool:
    """Whether anything was decided."""
    return any(d is not None and d[0] != "stale" for d in map(decision, logged.commands))


def is_vain(duel: Duel, event: FloorEvent) -> bool:
    """An answer that is refused, or a timer that is not awaited."""
    return duel.floor.refuse(event) is not None or is_late(duel, event)


def is_late(duel: Duel, event: FloorEvent) -> bool:
    """A timer that is not awaited."""
    return isinstance(event, TimerDue) and (event.owner_kind, event.owner, event.name) not in duel.timers


def twice(duel: Duel, logged: Logged) -> None:
    """20: the same event once more changes nothing."""
    event = logged.event
    if isinstance(event, TimerDue) and not is_late(duel, event):
        return  # the timer was started anew: its generation tells the two apart, before they come here
    if isinstance(event, DialogueEnqueued) and event.dialogue not in duel.w.waits:
        return  # turned away at once: another one would be too
    before = duel.floor.snapshot()
    commands = duel.floor.apply(event, duel.stamp(duel.events + 1_000_000))
    said = [d for d in map(decision, commands) if d is not None]
    assert all(isinstance(c, StaleRefused) for c in commands) or not said, f"20 {event} twice: {commands}"
    assert duel.floor.snapshot() == before, f"20 {event} twice changed something"


def replay(duel: Duel) -> None:
    """19: the same events bring the same commands and the same rows."""
    again = Floor()
    for logged in duel.log:
        assert again.apply(logged.event, logged.stamp) == logged.commands, f"19 replay: {logged.event}"
    assert again.snapshot() == duel.floor.snapshot(), "19 replay leads elsewhere"


def seeded(seed: int, count: int, floor: Floor | None = None, pace: Pace = CLOSE) -> Duel:
    """One seeded stream from beginning to end; what fails says the seed."""
    duel = Duel(floor)
    try:
        play(duel, throws(seed, count), pace)
    except AssertionError as fault:
        fault.add_note(f"seed {seed}, {count} throws, event {duel.events}")
        raise
    return duel


def fault_of(
    numbers: list[Throw], make: Callable[[], Duel] = Duel, pace: Pace = CLOSE, *, replays: bool = False
) -> Exception | None:
    """What is wrong in a stream, if anything; with `replays` in its replay, too."""
    duel = make()
    try:
        play(duel, numbers, pace)
        if replays:
            replay(duel)
    except Exception as fault:  # noqa: BLE001  # whatever a broken floor raises is a finding
        return fault
    return None


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
