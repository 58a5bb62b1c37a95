"""The rows of the ledger, one named tuple per table, and the bodies that stand in them.

A row is a tuple because it is bound to a statement as it is; every row starts with (shard, tenant). A body is packed by
msgpack as an array whose first item is its version `v`; items are added at the end with defaults, never moved.
"""

from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from flowengine.messages import Command, Event, Json, Message


class DocumentRow(NamedTuple):
    """A directory document, draft or release; `body` is a packed StoredDocument, None: removed."""

    shard: int
    tenant: str
    kind: str
    key: str
    version: int
    hash: str
    body: bytes | None


class DialogueRow(NamedTuple):
    """The packed state of one dialogue as the core gave it; its `version` is counted by the ledger."""

    shard: int
    tenant: str
    id: str
    status: str
    state: bytes


class LegRow(NamedTuple):
    shard: int
    tenant: str
    via: str
    external_id: str
    dialogue: str
    party: str
    state: str


class TimerRow(NamedTuple):
    """A live timer, or with `due_ms` None one that is gone."""

    shard: int
    tenant: str
    owner_kind: str
    owner: str
    name: str
    generation: int
    due_ms: int | None


class FloorRow(NamedTuple):
    """One packed row of the floor, None: removed."""

    shard: int
    tenant: str
    kind: str
    key: str
    body: bytes | None


class OutboxRow(NamedTuple):
    """A command that may leave once this row is kept; `body` is a packed StoredCommand."""

    shard: int
    tenant: str
    recipient: str
    n: int
    id: str
    at_ms: int
    body: bytes


class TraceRow(NamedTuple):
    """Facts about one subject; `pos` is gapless in the shard, `n` counts the rows of one event from 0."""

    shard: int
    tenant: str
    pos: int
    at_ms: int
    subject_kind: str
    subject: str
    n: int
    body: bytes


class ContentRow(NamedTuple):
    """Personal content, the only thing that is ever deleted; `body` is a packed StoredContent."""

    shard: int
    tenant: str
    dialogue: str
    n: int
    cls: str
    body: bytes


class SeenRow(NamedTuple):
    """An event id that was dealt with, and its packed StoredReply."""

    shard: int
    tenant: str
    event_id: str
    at_ms: int
    reply: bytes


class InboxRow(NamedTuple):
    """An event that was stored before its owner could take it."""

    seq: int
    tenant: str
    event_id: str
    event: Event


class CounterRow(NamedTuple):
    """`n` more, and `ms` more, of `what` in the 15 minutes from `start_ms`; rows of one key are added up.

    `kind` says what `key` is (flowengine/reports/count.py); `within` is the edge in seconds of a histogram, 0: none.
    """

    shard: int
    tenant: str
    kind: str
    start_ms: int
    contact_center: str
    home: str
    channel: str
    key: str
    what: str
    within: int
    n: int
    ms: int


class AuditEntry(NamedTuple):
    """What somebody did, for the tenant's audit; its number and its link to the entry before are the ledger's."""

    shard: int
    tenant: str
    at_ms: int
    actor: str
    what: str
    body: dict[str, Json]


class DeadLetter(Struct, frozen=True):
    """An event that failed alone: what it was and why. The event itself is personal content."""

    tenant: str
    event_id: str
    at_ms: int
    dialogue: str
    kind: str
    error: str
    event: bytes


class Mark(NamedTuple):
    """Commands `first`..`last` of a recipient were sent, or acknowledged, at `at_ms`."""

    at_ms: int
    shard: int
    tenant: str
    recipient: str
    first: int
    last: int


class StoredDocument(Struct, frozen=True, array_like=True):
    v: int
    text: str


class StoredCommand(Struct, frozen=True, array_like=True):
    v: int
    command: Command


class StoredEvent(Struct, frozen=True, array_like=True):
    v: int
    event: Event


class StoredTrace(Struct, frozen=True, array_like=True):
    """Facts, with the cause's id and entropy: enough to run the deterministic core again and compare."""

    v: int
    event_id: str
    entropy: bytes
    facts: list[tuple[Json, ...]]


class StoredContent(Struct, frozen=True, array_like=True):
    v: int
    body: Json


class StoredReply(Struct, frozen=True, array_like=True):
    """What a repeated event is answered: the reply, or the sentence of the bug that it ran into."""

    v: int
    reply: Json
    bug: str = ""


class StoredLetter(Struct, frozen=True, array_like=True):
    """What stands in inbox and dead: the event's kind, never its content."""

    v: int
    kind: str
    error: str = ""


class StoredAudit(Struct, frozen=True, array_like=True):
    """What was done to what; nothing personal, and nothing of what a document says."""

    v: int
    body: dict[str, Json]


Stored = TypeVar(
    "Stored",
    StoredDocument,
    StoredCommand,
    StoredEvent,
    StoredTrace,
    StoredContent,
    StoredReply,
    StoredLetter,
    StoredAudit,
)
BODIES = (
    StoredDocument, StoredCommand, StoredEvent, StoredTrace, StoredContent, StoredReply, StoredLetter, StoredAudit,
)  # fmt: skip  # a list reads better than one item a line
_decoders: dict[type[Struct], Any] = {body: msgspec.msgpack.Decoder(body) for body in BODIES}
pack = msgspec.msgpack.Encoder().encode


def unpack(kind: type[Stored], body: bytes) -> Stored:
    """The stored body of this kind, of any version that was ever written."""
    found: Stored = _decoders[kind].decode(body)
    return found


CONTENT_FIELDS = ("content", "caller_content", "dial_content")


def content_reference(command: Message) -> tuple[str, int] | None:
    """(dialogue, n) of the content record that the command refers to, if any."""
    n = next((n for name in CONTENT_FIELDS if (n := getattr(command, name, 0))), 0)
    dialogue = getattr(command, "dialogue", "")
    return (dialogue, n) if n and dialogue else None
