"""The stored state of one dialogue: frozen values that a step replaces, never changes."""

from typing import Any, Literal

import msgspec
from msgspec import Struct, field
from msgspec.structs import astuple

from flowengine.lang.node_type import Routing, WhenUnstaffed
from flowengine.messages import Accept, Channel, Json, Limits, Requirements

Status = Literal["in_flow", "queued", "offered", "connected", "ended"]
SILENT = ("gone", "callback")  # presences in which nothing reaches the caller
FrameKind = Literal["entry", "subflow", "contact_center", "treatment"]


class Frame(Struct, frozen=True, omit_defaults=True):
    """One running flow: which release of it, at which node, with that node's memory and the flow's own variables.

    `memory` is the node type's memory struct, or, fresh from the store, the same as plain JSON; `program.py` knows
    the node type and converts it when the node is resumed.
    """

    kind: FrameKind
    environment: str
    release: int
    flow: str
    node: str
    memory: Any = None
    vars: dict[str, Json] = {}
    failed: bool = False  # on.error was taken once already in this frame
    counts: dict[str, int] = {}  # node id -> entries counted so far, for the nodes that count them


class Asking(Struct, frozen=True, omit_defaults=True):
    """An Ask that waits for its answer: what was gathered of it so far, for channels that send single keys."""

    accept: Accept
    limits: Limits
    n: int  # the Ask's number in the caller's stream: its prompt is over when playback has reached it
    interruptible: bool
    sensitive: bool
    digits: str = ""


class Caller(Struct, frozen=True, omit_defaults=True):
    """Who is on the other side, as far as known."""

    number: str = ""
    withheld: bool = False
    name: str = ""
    known: bool = False
    language: str = ""
    attributes: dict[str, Json] = {}
    last_agent: str = ""
    last_contact_center: str = ""
    dialogues_24h: int = 0


class Ended(Struct, frozen=True):
    """How a dialogue ended: why, from which state, and by whom."""

    reason: Literal["completed", "abandoned", "transferred", "disconnected", "failed"]
    stage: Status
    by: Literal["caller", "agent", "flow", "system"]


class Callback(Struct, frozen=True, omit_defaults=True):
    """A promise to call back: the content record with the number, how often it is tried, and what lies between."""

    content: int
    attempts: int
    gap_s: float
    made: int = 0


class Line(Struct, frozen=True, omit_defaults=True):
    """The queue in which it waited last, and what it asked for: whom an agent hands on waits like that again."""

    contact_center: str
    skills: Requirements
    priority: int
    max_wait_s: float
    max_waiting: int
    when_unstaffed: WhenUnstaffed


class DialogueFields(Struct, omit_defaults=True):
    """Everything about a live dialogue. `said` and `kept` count its caller's stream and its content records.

    `releases` pins each environment's release from its first entry on. `visits` counts nodes entered, by node key.
    `place` and `waited_ms` are what it brings to its next wait from those before it, until it is connected.
    """

    id: str
    via: str
    channel: Channel
    address: str
    started_ms: int
    v: int = field(default_factory=lambda: 4)  # not a plain default: that would be left out of the stored body
    capabilities: tuple[str, ...] = ()
    caller: Caller = Caller()
    language: str = ""
    attributes: dict[str, Json] = {}
    frames: tuple[Frame, ...] = ()
    wait: int = 0
    asking: Asking | None = None
    awaiting: str = ""  # the class of the answer from outside that this wait is for
    asked: Json = None  # what was asked for it, if that holds something sensitive: it is kept nowhere else
    typed: str = ""
    spoken: int = 0  # the caller's stream has been played up to this number
    uncut: int = 0  # up to this number no key may cut it short
    presence: Literal["present", "away", "gone", "callback"] = "present"
    status: Status = "in_flow"
    contact_center: str = ""
    treatment: str = ""  # the flow that plays while it waits in a queue
    routing: Routing = Routing()
    shown: int = 0  # the content record that an agent's desk shows at the offer, if it is not the first
    callback: Callback | None = None
    told: dict[str, tuple[int, int]] = {}  # in this wait: what was announced last, and when
    recording: Literal["", "on", "paused", "held"] = ""  # held: paused for a sensitive answer
    reservation: str = ""
    connected_ms: int = 0
    releases: dict[str, int] = {}
    visits: dict[str, int] = {}
    said: int = 0
    orders: int = 0  # numbers the stream of commands to services
    kept: int = 0
    test: bool = False
    ended: Ended | None = None
    ended_ms: int = 0
    queued: bool = False  # whether it ever waited for an agent
    line: Line | None = None
    place: tuple[int, int] | None = None
    waited_ms: int = 0
    handed_on: bool = False  # the agent has gone, and the number to which the caller is handed on is being called


class Dialogue(DialogueFields, frozen=True):  # type: ignore[misc]  # msgspec can do it, dataclasses cannot
    """A dialogue as it is stored and handed on: never changed, each step makes a new one."""


def opened(dialogue: Dialogue) -> DialogueFields:
    """A copy that may be changed. By place, as `closed`: to replace twenty fields by name takes ten times as long."""
    return DialogueFields(*astuple(dialogue))


def closed(fields: DialogueFields) -> Dialogue:
    """The dialogue as it is now."""
    return Dialogue(*astuple(fields))


encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(Dialogue)


def decode(body: bytes) -> Dialogue:
    """A dialogue from its stored form; every older version is read here. Raises msgspec.ValidationError."""
    return _decoder.decode(body)
