"""Random streams of events: every promise after every event, every decision as a scan of everything would make it."""

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flowengine.floor import Floor
from flowengine.floor.command import Counted, FloorCommand, StaleRefused
from flowengine.floor.event import (
    AgentProfileSet,
    AgentSignedIn,
    AgentSignedOut,
    DevicePresenceReported,
    DialogueAbandoned,
    DialogueEnqueued,
    DialogueUpdated,
    DialogueWithdrawn,
    FloorEvent,
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
    PresenceSet,
    QueueSettingsSet,
    TimerDue,
    WorkEnded,
    WrapUpEnded,
)
from flowengine.floor.reservation import Reservation
from flowengine.floor.scan import Scan
from tests.floor.hall import Hall
from tests.floor.invariants import Witness

AGENTS = ("anna", "ben", "cleo", "dan", "eve")
CENTERS = ("care", "desk", "sales")
SKILLS = (("dutch", "golf"), ("dutch",), ("dutch", "golf"))
NEEDS: tuple[dict[str, int], ...] = ({}, {"dutch": 30}, {"dutch": 60}, {"golf": 10}, {"dutch": 30, "golf": 10})
LEVELS: tuple[dict[str, int], ...] = ({}, {"dutch": 50}, {"dutch": 90, "golf": 20}, {"golf": 5})
INTENTS = ("available", "available", "away", "do_not_disturb", "offline")
DEVICE_NAMES = ("dev0", "dev1")
DEVICES = ("do_not_disturb", "device_busy", "available", "away")


class Stream:
    """Turns four numbers into the next event that makes sense, or into a stale one."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.dialogues = 0
        self.seen: list[Reservation] = []

    def reservations(self, *states: str) -> list[Reservation]:
        return [r for r in self.hall.floor._state.reservations.values() if r.state in states]

    def event(self, op: int, a: int, b: int, c: int) -> FloorEvent | None:
        return OPS[op % len(OPS)](self, a, b, c)

    def enqueue(self, a: int, b: int, c: int) -> FloorEvent:
        self.dialogues += 1
        return DialogueEnqueued(
            f"d{self.dialogues}", CENTERS[a % 3], ("voice", "chat")[b % 2], NEEDS[c % 5], 1,
            priority=(5, 5, 5, 2)[a % 4], boost_s=(0, 0, 20)[b % 3], max_wait_s=(None, 30, 100)[c % 3],
            max_waiting=(None, None, 3)[a % 3], when_unstaffed=("wait", "wait", "leave")[b % 3],
            preferred=(None, None, "anna", "ben")[c % 4],
        )  # fmt: skip  # one line per thought

    def answer(self, a: int, b: int, c: int) -> FloorEvent | None:
        found = self.reservations("pending", "accepted", "connected", "wrapping")
        if not found:
            return None
        r = found[a % len(found)]
        self.seen.append(r)
        if r.state == "pending":
            if b % 5 < 3:
                return OfferAccepted(reservation=r.id, agent=r.agent)
            return OfferDeclined(reservation=r.id, agent=r.agent)
        if r.state == "accepted":
            if b % 4:
                return MediaConnected(dialogue=r.dialogue, reservation=r.id)
            return MediaFailed(dialogue=r.dialogue, reservation=r.id)
        return WorkEnded(r.id, "agent") if r.state == "connected" else WrapUpEnded(reservation=r.id, agent=r.agent)

    def fall_away(self, a: int, b: int, c: int) -> FloorEvent | None:
        state = self.hall.floor._state
        found = [*state.waits, *state.work]
        if not found:
            return None
        dialogue = found[a % len(found)]
        return DialogueAbandoned(dialogue) if b % 2 else DialogueWithdrawn(dialogue)

    def promise(self, a: int, b: int, c: int) -> FloorEvent | None:
        """The caller has gone and will be dialled."""
        entries = list(self.hall.floor._state.waits)
        if not entries:
            return None
        return DialogueUpdated(entries[a % len(entries)], self.hall.at_ms + 200_000, (10.0, 30.0, 90.0)[b % 3])

    def stale(self, a: int, b: int, c: int) -> FloorEvent | None:
        if not self.seen:
            return None
        r = self.seen[a % len(self.seen)]
        if b % 4 == 0:
            return OfferAccepted(reservation=r.id, agent=r.agent)
        if b % 4 == 1:
            return MediaConnected(dialogue=r.dialogue, reservation=r.id)
        if b % 4 == 2:
            return OfferDeclined(reservation=r.id, agent=AGENTS[c % 5])
        return TimerDue("reservation", r.id, "nothing")

    def profile(self, a: int, b: int, c: int) -> FloorEvent:
        centers = [center for n, center in enumerate(CENTERS) if (b >> n) & 1]
        return AgentProfileSet(
            AGENTS[a % 5], {center: LEVELS[(c + n) % 4] for n, center in enumerate(centers)}, devices=DEVICE_NAMES
        )

    def sign(self, a: int, b: int, c: int) -> FloorEvent:
        agent = AGENTS[a % 5]
        return AgentSignedIn(agent=agent) if b % 3 else AgentSignedOut(agent=agent)

    def presence(self, a: int, b: int, c: int) -> FloorEvent:
        return PresenceSet(agent=AGENTS[a % 5], intent=INTENTS[b % 5], reason="because")

    def device(self, a: int, b: int, c: int) -> FloorEvent:
        return DevicePresenceReported(agent=AGENTS[a % 5], device=f"dev{b % 2}", presence=DEVICES[c % 4], expires_s=40)

    def settings(self, a: int, b: int, c: int) -> FloorEvent:
        mode, wrap_s = (("none", 0), ("optional", 10), ("optional", 30))[b % 3]
        skills = SKILLS[c % 3]
        return QueueSettingsSet(CENTERS[a % 3], b % 7 != 6, skills, {"voice": 20, "chat": 60}, mode, wrap_s)

    def tick(self, a: int, b: int, c: int) -> FloorEvent | None:
        return self.hall.due(self.hall.at_ms + (1_000, 20_000, 60_000)[a % 3])


OPS: tuple[Callable[[Stream, int, int, int], FloorEvent | None], ...] = (
    Stream.enqueue, Stream.enqueue, Stream.enqueue, Stream.enqueue, Stream.answer, Stream.answer, Stream.answer,
    Stream.answer, Stream.tick, Stream.tick, Stream.fall_away, Stream.promise, Stream.stale, Stream.profile,
    Stream.sign, Stream.sign, Stream.presence, Stream.device, Stream.settings,
)  # fmt: skip  # weights: how often each comes
NUMBERS = st.lists(st.tuples(*[st.integers(0, 359)] * 4), min_size=10, max_size=90)


def uncounted(commands: list[FloorCommand]) -> list[FloorCommand]:
    """As the hall hands them back."""
    return [c for c in commands if not isinstance(c, Counted)]


def opening(stream: Stream) -> list[FloorEvent]:
    """Three contact centers, four members, three of them at work."""
    return [
        *[stream.settings(n, n, n) for n in range(3)],
        *[stream.profile(n, (7, 5, 6, 1)[n], n) for n in range(4)],
        *[AgentSignedIn(agent=agent) for agent in AGENTS[:3]],
    ]


@settings(
    max_examples=60, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
@given(NUMBERS, st.integers(2, 12))
def test_every_promise_holds_and_a_scan_decides_alike(numbers: list[tuple[int, ...]], reload_every: int) -> None:
    hall, witness = Hall(), Witness()
    stream, scan = Stream(hall), Floor(Scan)
    steps = [lambda e=e: e for e in opening(stream)] + [lambda n=n: stream.event(*n) for n in numbers]
    said = []
    for step, make in enumerate(steps):
        if step % reload_every == 0:
            hall.floor = hall.floor.fork()  # through its rows: saving and loading anywhere changes nothing
        hall.at_ms += 700
        event = make()
        if event is None:
            continue
        held = hall.floor.reservation(event.reservation) if isinstance(event, OfferDeclined) else None
        refused, before = hall.floor.refuse(event), hall.floor.snapshot()
        commands = hall.do(event)
        said.append(commands)
        assert uncounted(scan.apply(*hall.log[-1])) == commands, "every decision is a scan's"
        if refused is not None:
            assert not commands or isinstance(commands[0], StaleRefused)
            assert hall.floor.snapshot() == before, "14 a refused event changes nothing"
        witness.check(hall, event, commands, held.dialogue if held is not None and refused is None else "")
        if isinstance(event, DialogueEnqueued) and event.dialogue in hall.floor._state.waits:
            before = hall.floor.snapshot()
            assert hall.do(event) == []
            hall.log.pop()
            assert hall.floor.snapshot() == before, "20 a duplicate changes nothing"
    again = Floor()
    assert [uncounted(again.apply(*logged)) for logged in hall.log] == said, "19 replay gives the same commands"
    assert again.snapshot() == hall.floor.snapshot()
