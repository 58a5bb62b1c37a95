"""State encoding: what of the floor is stored, one msgpack body per row, each with its version `v`.

Directory facts (memberships, settings) are not stored here, nor is anything that can be derived.
"""

from msgspec import Struct, field, msgpack

from flowengine.floor.agent import Agent
from flowengine.floor.entry import Entry, dialogue_of
from flowengine.floor.presence import DeviceReport, Intent, Presence
from flowengine.floor.queue import QueueFigures
from flowengine.floor.reservation import Reservation
from flowengine.messages import Channel

VERSION = 1
ENTRY_VERSION = 2  # since callers may be called back
ROW_KINDS = ("floor", "queue", "agent", "entry", "reservation")  # in the order in which they are loaded


class FloorRow(Struct, kw_only=True):
    """The one row of kind `floor`, key `floor`."""

    v: int
    sequence: int


class QueueRow(Struct, kw_only=True):
    """Key: contact center."""

    v: int
    figures: QueueFigures


class AgentRow(Struct, kw_only=True):
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


class EntryRow(Struct, kw_only=True):
    """Key: `dialogue:wait:contact_center`."""

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


_encoder = msgpack.Encoder()
_floor = msgpack.Decoder(FloorRow)
_queue = msgpack.Decoder(QueueRow)
_agent = msgpack.Decoder(AgentRow)
_entry = msgpack.Decoder(EntryRow)
_reservation = msgpack.Decoder(Reservation)


def floor_body(sequence: int) -> bytes:
    """The body of the one floor row."""
    return _encoder.encode(FloorRow(v=VERSION, sequence=sequence))


def sequence_from(body: bytes) -> int:
    """The last sequence number that was given."""
    return _floor.decode(body).sequence


def queue_body(figures: QueueFigures) -> bytes:
    """The body of a contact center's row."""
    return _encoder.encode(QueueRow(v=VERSION, figures=figures))


def figures_from(body: bytes) -> QueueFigures:
    """The running figures of a queue."""
    return _queue.decode(body).figures


def agent_body(agent: Agent) -> bytes:
    """The body of an agent's row."""
    p = agent.presence
    return _encoder.encode(
        AgentRow(
            v=VERSION, signed_in=agent.signed_in, intent=p.intent, reason=p.reason, next_intent=p.next_intent,
            next_reason=p.next_reason, devices=p.devices, blocked_until_ms=agent.blocked_until_ms, misses=agent.misses,
            idle_sequence=agent.idle_sequence,
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


def entry_body(entry: Entry) -> bytes:
    """The body of an entry's row."""
    return _encoder.encode(
        EntryRow(
            v=ENTRY_VERSION, contact_center=entry.contact_center, channel=entry.channel,
            requirements=entry.requirements, rank=entry.rank, enqueued_ms=entry.enqueued_ms,
            leave_by_ms=entry.leave_by_ms, preferred=entry.preferred,
            exclusions=entry.exclusions, overdue=entry.overdue, redial_ms=entry.redial_ms,
            held_until_ms=entry.held_until_ms,
        )
    )  # fmt: skip  # one line per thought


def entry_from(key: str, body: bytes) -> Entry:
    """The entry, not yet in line."""
    row = _entry.decode(body)
    entry = Entry(dialogue_of(key), int(key.rsplit(":", 2)[1]), row.contact_center, row.channel)
    entry.requirements = row.requirements
    entry.rank = row.rank
    entry.enqueued_ms = row.enqueued_ms
    entry.leave_by_ms = row.leave_by_ms
    entry.overdue = row.overdue
    entry.preferred = row.preferred
    entry.exclusions = row.exclusions
    entry.redial_ms = row.redial_ms
    entry.held_until_ms = row.held_until_ms
    return entry


def reservation_body(reservation: Reservation) -> bytes:
    """The body of a reservation's row."""
    return _encoder.encode(reservation)


def reservation_from(body: bytes) -> Reservation:
    """The reservation as it was."""
    return _reservation.decode(body)
