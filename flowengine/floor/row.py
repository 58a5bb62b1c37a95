"""State encoding: what of the floor is stored, one msgpack body per row, each with its version `v`.

Directory facts (memberships, settings) are not stored here, nor is anything that can be derived.
"""

from sys import intern

from msgspec import Struct, field, msgpack

from flowengine.floor.agent import Agent
from flowengine.floor.entry import Entry
from flowengine.floor.event import DEFAULT_CAPACITY, WHOLE, WhenUnstaffed
from flowengine.floor.plan import PlanStep
from flowengine.floor.presence import DeviceReport, Intent, Presence
from flowengine.floor.queue import Queue, QueueFigures
from flowengine.floor.reservation import Reservation
from flowengine.floor.resume import Place
from flowengine.floor.wait import Wait
from flowengine.messages import Channel, Requirements

VERSION = 1  # of the rows that are as they were at first: floor, known, place
QUEUE_VERSION = 2  # when estimates were told
ENTRY_VERSION = 4  # 2: callers may be called back; 3: route plans, several contact centers; 4: test
RESERVATION_VERSION = 3  # 2: cost in hundredths, hold; 3: test
WITH_COST = 2
AGENT_VERSION = 2  # since when the present state holds
ROW_KINDS = ("floor", "queue", "known", "place", "agent", "entry", "reservation")  # in the order of loading


class FloorRow(Struct, kw_only=True):
    """The one row of kind `floor`, key `floor`."""

    v: int
    sequence: int


class QueueRow(Struct, kw_only=True):
    """Key: contact center."""

    v: int
    figures: QueueFigures
    told_ms: int = 0


class KnownRow(Struct, kw_only=True):
    """Key: contact center. The requirement sets that were ever asked for there."""

    v: int
    sets: list[tuple[tuple[str, int], ...]]


class PlaceRow(Struct, kw_only=True):
    """Key: contact center, `:`, resume key. The place of a caller who dropped out of the queue."""

    v: int
    contact_center: str
    resume_key: str
    until_ms: int
    enqueued_ms: int
    sequence: int
    order: int


class AgentRow(Struct):
    """Key: agent."""

    v: int
    signed_in: bool
    intent: Intent
    reason: str = ""
    next_intent: Intent | None = None
    next_reason: str = ""
    devices: dict[str, DeviceReport] = field(default_factory=dict)
    blocked_until_ms: int = 0
    misses: dict[str, int] = field(default_factory=dict)
    idle_sequence: int = 0
    since_ms: int = 0


class EntryRow(Struct):
    """Key: `dialogue:wait:contact_center`, the wait's home. The whole wait: `others` are its further entries in their
    order, `rank` is priority, enqueued at less boost, and sequence."""

    v: int
    contact_center: str
    channel: Channel
    requirements: dict[str, int]
    rank: tuple[int, int, int]
    enqueued_ms: int
    leave_by_ms: int | None = None
    overdue: bool = False
    preferred: str | None = None
    exclusions: dict[str, int] = field(default_factory=dict)
    redial_ms: int = 0
    held_until_ms: int = 0
    others: list[tuple[str, Requirements]] = field(default_factory=list)
    begun_ms: int = 0
    waited_ms: int = 0
    skills: tuple[str, ...] = ()
    steps: tuple[PlanStep, ...] = ()
    step: int = 1
    step_due_ms: int = 0
    when_unstaffed: WhenUnstaffed = "wait"
    direct: str = ""
    resume_key: str = ""
    told_s: int = 0
    told_ms: int = 0
    test: bool = False


_encoder = msgpack.Encoder()
_floor = msgpack.Decoder(FloorRow)
_queue = msgpack.Decoder(QueueRow)
_known = msgpack.Decoder(KnownRow)
_place = msgpack.Decoder(PlaceRow)
_agent = msgpack.Decoder(AgentRow)
_entry = msgpack.Decoder(EntryRow)
_reservation = msgpack.Decoder(Reservation)


def floor_body(sequence: int) -> bytes:
    """The body of the one floor row."""
    return _encoder.encode(FloorRow(v=VERSION, sequence=sequence))


def sequence_from(body: bytes) -> int:
    """The last sequence number that was given."""
    return _floor.decode(body).sequence


def queue_body(queue: Queue) -> bytes:
    """The body of a contact center's row."""
    return _encoder.encode(QueueRow(v=QUEUE_VERSION, figures=queue.figures, told_ms=queue.told_ms))


def restore_queue(queue: Queue, body: bytes) -> None:
    """Give the queue its running figures."""
    row = _queue.decode(body)
    queue.figures, queue.told_ms = row.figures, row.told_ms


def known_body(known: dict[tuple[tuple[str, int], ...], None]) -> bytes:
    """The body of a contact center's known requirement sets."""
    return _encoder.encode(KnownRow(v=VERSION, sets=list(known)))


def known_from(body: bytes) -> dict[tuple[tuple[str, int], ...], None]:
    """The known sets in their order."""
    return dict.fromkeys(_known.decode(body).sets)


def place_body(contact_center: str, resume_key: str, place: Place) -> bytes:
    """The body of a kept place."""
    return _encoder.encode(
        PlaceRow(
            v=VERSION, contact_center=contact_center, resume_key=resume_key, until_ms=place.until_ms,
            enqueued_ms=place.enqueued_ms, sequence=place.sequence, order=place.order,
        )
    )  # fmt: skip  # one line per thought


def place_from(body: bytes) -> tuple[str, str, Place]:
    """Contact center, resume key, and the place that is kept."""
    row = _place.decode(body)
    return row.contact_center, row.resume_key, Place(row.until_ms, row.enqueued_ms, row.sequence, row.order)


def agent_body(agent: Agent) -> bytes:
    """The body of an agent's row."""
    p = agent.presence
    return _encoder.encode(
        AgentRow(  # by place, in the order of the fields: by name it takes three times as long
            AGENT_VERSION, agent.signed_in, p.intent, p.reason, p.next_intent, p.next_reason, p.devices,
            agent.blocked_until_ms, agent.misses, agent.idle_sequence, agent.since_ms,
        )
    )  # fmt: skip  # one line per thought


def restore_agent(agent: Agent, body: bytes) -> None:
    """Give the agent, known from the directory or new, what its row says."""
    row = _agent.decode(body)
    agent.signed_in = row.signed_in
    agent.presence = Presence(row.intent, row.reason, row.next_intent, row.next_reason, row.devices)
    agent.blocked_until_ms = row.blocked_until_ms
    agent.misses = row.misses
    agent.idle_sequence = row.idle_sequence
    agent.since_ms = row.since_ms


def entry_body(wait: Wait) -> bytes:
    """The body of a wait's row."""
    home = wait.entry
    others = [(e.contact_center, e.requirements) for e in wait.entries.values() if e is not home]
    return _encoder.encode(
        EntryRow(  # by place, as agent_body
            ENTRY_VERSION, wait.home, wait.channel, home.requirements, wait.rank, wait.enqueued_ms, wait.leave_by_ms,
            wait.overdue, wait.preferred, wait.exclusions, wait.redial_ms, wait.held_until_ms, others, wait.begun_ms,
            wait.waited_ms, wait.skills, wait.steps, wait.step, wait.step_due_ms, wait.when_unstaffed, wait.direct,
            wait.resume_key, wait.told_s, wait.told_ms, wait.test,
        )
    )  # fmt: skip  # one line per thought


def wait_from_row(key: str, body: bytes) -> Wait:
    """The wait, not yet in line. Each field is set once and not made empty before: there may be 100,000."""
    row = _entry.decode(body)
    dialogue, number, _ = key.rsplit(":", 2)
    wait = Wait.__new__(Wait)
    wait.id, wait.dialogue, wait.number = key, dialogue, int(number)
    home = wait.home = intern(row.contact_center)
    wait.channel, wait.reservation = row.channel, None
    wait.priority, ranked_ms, wait.sequence = row.rank
    wait.enqueued_ms, wait.boost_ms = row.enqueued_ms, row.enqueued_ms - ranked_ms
    wait.begun_ms = row.begun_ms if row.v >= 3 else row.enqueued_ms
    wait.skills = row.skills if row.v >= 3 else tuple(sorted(row.requirements))
    wait.waited_ms = row.waited_ms
    wait.leave_by_ms, wait.overdue = row.leave_by_ms, row.overdue
    wait.preferred, wait.exclusions = row.preferred, row.exclusions
    wait.redial_ms, wait.held_until_ms = row.redial_ms, row.held_until_ms
    wait.steps, wait.step, wait.step_due_ms = row.steps, row.step, row.step_due_ms
    wait.when_unstaffed, wait.direct, wait.resume_key = row.when_unstaffed, row.direct, row.resume_key
    wait.told_s, wait.told_ms, wait.test = row.told_s, row.told_ms, row.test
    entry = Entry(wait, home, row.requirements, 0)
    wait.entries = {home: entry}
    entry.only = only = row.direct or (row.preferred if row.step == 0 else None)
    for contact_center, requirements in row.others:
        wait.add(intern(contact_center), requirements).only = only
    return wait


def reservation_body(reservation: Reservation) -> bytes:
    """The body of a reservation's row."""
    return _encoder.encode(reservation)


def reservation_from(body: bytes) -> Reservation:
    """The reservation as it was; before version 2 it had no cost of its own."""
    found = _reservation.decode(body)
    if found.v < WITH_COST:
        found.cost = WHOLE if found.channel == "voice" else DEFAULT_CAPACITY[found.channel].cost
        found.home = found.contact_center
    found.v = RESERVATION_VERSION
    return found
