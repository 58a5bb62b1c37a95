"""What one event did to a tenant, and what a batch of events changed: the switchboard's words to the runtime."""

from typing import Any

from msgspec import Struct

from flowengine.interpreter.state import Dialogue
from flowengine.messages import Command, Json, OwnerKind


class Outgoing(Struct, frozen=True):
    """One command on its way out. `id` is cause event id and ordinal; `n` is gapless per recipient stream, which is
    `caller:<dialogue>` or `agent:<agent>`."""

    id: str
    recipient: str
    n: int
    command: Command


class TraceFacts(Struct, frozen=True):
    """The facts about one subject that one event brought, in order; docs/trace.md lists the words."""

    at_ms: int
    subject_kind: str
    subject: str
    facts: list[tuple[Any, ...]]


class Content(Struct, frozen=True):
    """One record of personal content: class said, heard, value, caller or note."""

    dialogue: str
    n: int
    cls: str
    body: Json


class Outcome(Struct, frozen=True):
    """Everything about one event; nothing of it leaves before the commit."""

    reply: Json
    commands: list[Outgoing]
    trace: list[TraceFacts]
    content: list[Content]
    live: list[Json] = []


class TimerChange(Struct, frozen=True, gc=False):
    """A timer as it is now; `due_ms` None: it is gone."""

    owner_kind: OwnerKind
    owner: str
    name: str
    generation: int
    due_ms: int | None


class Document(Struct, frozen=True):
    """A stored document: JSON text, its version counted from 1, and its content hash."""

    kind: str
    key: str
    version: int
    hash: str
    body: str


class Changes(Struct, frozen=True):
    """What changed since the last time that anybody asked, each thing once and in its latest state."""

    dialogues: dict[str, Dialogue]
    legs: dict[tuple[str, str], tuple[str, str, str]]
    floor: dict[tuple[str, str], bytes | None]
    timers: list[TimerChange]
    documents: list[Document]
