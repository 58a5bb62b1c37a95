"""A small core that keeps every promise of the Core protocol: a dialogue counts its keys and says each number."""

from typing import Any

import msgspec
from msgspec import Struct, field

from flowengine.errors import NotFound
from flowengine.ledger.port import ENDED, TenantBoot
from flowengine.ledger.record import StoredDocument, unpack
from flowengine.messages import (
    AgentSignedIn,
    CallerHungUp,
    Command,
    DialogueArrived,
    DocumentPut,
    Event,
    Json,
    KeyPressed,
    OwnerResumed,
    PlaybackFinished,
    Say,
    Stamp,
    TextReceived,
    TimerFired,
    WorkCompleted,
    derive_id,
)

TICK_MS = 1_000
LONG_MS = 60_000


class Out(Struct, frozen=True):
    id: str
    recipient: str
    n: int
    command: Command


class Facts(Struct, frozen=True):
    at_ms: int
    subject_kind: str
    subject: str
    facts: list[tuple[Json, ...]]


class Record(Struct, frozen=True):
    dialogue: str
    n: int
    cls: str
    body: Json


class Result(Struct):
    reply: Json = None
    commands: list[Out] = field(default_factory=list)
    trace: list[Facts] = field(default_factory=list)
    content: list[Record] = field(default_factory=list)
    live: list[Json] = field(default_factory=list)


class Timer(Struct, frozen=True):
    owner_kind: Any
    owner: str
    name: str
    generation: int
    due_ms: int | None


class Document(Struct, frozen=True):
    kind: str
    key: str
    version: int
    hash: str
    body: str


class Changed(Struct):
    dialogues: dict[str, Any] = field(default_factory=dict)
    legs: dict[tuple[str, str], tuple[str, str, str]] = field(default_factory=dict)
    floor: dict[tuple[str, str], bytes | None] = field(default_factory=dict)
    timers: list[Timer] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)


class Count(Struct, frozen=True):
    """A dialogue: how many keys, how many commands, and whether it is over or parked."""

    v: int
    id: str
    keys: int = 0
    said: int = 0
    status: str = "in_flow"


class Counter:
    """Keys count; `*` starts a short timer, `#` a long one; a text is a bug, after nine keys in parking too."""

    kind: type[Count] = Count  # of its dialogues

    def __init__(self, boot: TenantBoot) -> None:
        self.dialogues = {row.id: msgspec.msgpack.decode(row.state, type=self.kind) for row in boot.dialogues}
        self.timers = {(row.owner_kind, row.owner, row.name): row.generation for row in boot.timers}
        self.documents = {
            (row.kind, row.key): (row.version, unpack(StoredDocument, row.body).text)
            for row in boot.documents
            if row.body is not None
        }
        self.agents = dict(boot.streams)
        self.generation = boot.last_generation
        self.changed = Changed()

    def apply(self, event: Event, stamp: Stamp) -> Result:
        result = Result()
        match event:
            case DialogueArrived():
                name = derive_id(stamp, 0)
                self._keep(self.kind(1, name))
                self.changed.legs[event.via, event.external_id] = (name, "caller", "open")
                self._fact(result, stamp, name, ("arrived", event.via, event.address))
                result.reply = {"dialogue": name}
            case KeyPressed(dialogue=name, key=key):
                count = self._found(name)
                if key in "*#":
                    self._start(name, stamp.at_ms + (TICK_MS if key == "*" else LONG_MS))
                self._say(result, stamp, msgspec.structs.replace(count, keys=count.keys + 1), f"{count.keys + 1}")
                result.reply = {"keys": count.keys + 1}
            case TextReceived(dialogue=name, text=text):
                self._found(name)
                self._keep(msgspec.structs.replace(self._found(name), keys=-1))  # half done when the bug strikes
                raise ZeroDivisionError(text)
            case TimerFired():
                timer = (event.owner_kind, event.owner, event.name)
                if self.timers.get(timer) == event.generation:
                    self._say(result, stamp, self._found(event.owner), "tick")
                    del self.timers[timer]
                    self.changed.timers.append(Timer(*timer, event.generation, None))
                self._fact(result, stamp, event.owner, ("ticked", event.generation, event.late_ms >= 0))
            case PlaybackFinished(dialogue=name):
                self._repeat(result, stamp, self._found(name))
            case CallerHungUp(dialogue=name):
                self._keep(msgspec.structs.replace(self._found(name), status=ENDED))
                self._fact(result, stamp, name, ("ended",))
            case _:
                self._apply_other(result, event, stamp)
        result.live.append("seen")
        return result

    def _apply_other(self, result: Result, event: Event, stamp: Stamp) -> None:
        match event:
            case OwnerResumed(down_ms=down_ms):
                for name in self.dialogues:
                    self._fact(result, stamp, name, ("resumed_after", down_ms))
            case AgentSignedIn(agent=agent):
                self._sign_in(result, stamp, agent)
            case DocumentPut():
                self._put_document(result, event)

    def _sign_in(self, result: Result, stamp: Stamp, agent: str) -> None:
        recipient = f"agent:{agent}"
        n = self.agents[recipient] = self.agents.get(recipient, 0) + 1
        self.changed.floor["agent", agent] = msgspec.msgpack.encode([1, n])
        result.commands.append(Out(f"{stamp.event_id}:0", recipient, n, WorkCompleted(agent=agent, reservation="r")))

    def _put_document(self, result: Result, event: DocumentPut) -> None:
        version = self.documents.get((event.kind, event.key), (0, ""))[0] + 1
        self.documents[event.kind, event.key] = (version, event.body)
        self.changed.documents.append(Document(event.kind, event.key, version, "h", event.body))
        result.reply = {"version": version}

    def park(self, dialogue: str, stamp: Stamp, reason: str) -> Result:
        result = Result()
        if dialogue in self.dialogues:
            if "TextReceived" in reason and self.dialogues[dialogue].keys >= 9:
                raise ZeroDivisionError("parking fails too")
            self._keep(msgspec.structs.replace(self._found(dialogue), status="parked"))
            self._fact(result, stamp, dialogue, ("parked",))
        return result

    def take_changes(self) -> Changed:
        changed, self.changed = self.changed, Changed()
        return changed

    def pack(self, dialogue: Any) -> tuple[str, bytes]:
        return dialogue.status, msgspec.msgpack.encode(dialogue)

    def _found(self, name: str) -> Count:
        if name not in self.dialogues:
            raise NotFound(f"There is no dialogue {name}.")
        return self.dialogues[name]

    def _keep(self, count: Count) -> None:
        self.changed.dialogues[count.id] = self.dialogues[count.id] = count
        if count.status == ENDED:
            del self.dialogues[count.id]

    def _start(self, name: str, due_ms: int) -> None:
        self.generation += 1
        self.timers["dialogue", name, "tick"] = self.generation
        self.changed.timers.append(Timer("dialogue", name, "tick", self.generation, due_ms))

    def _say(self, result: Result, stamp: Stamp, count: Count, text: str) -> None:
        n = count.said + 1
        self._keep(msgspec.structs.replace(count, said=n))
        result.content.append(Record(count.id, n, "said", text))
        command = Say(dialogue=count.id, content=n, language="en")
        result.commands.append(Out(f"{stamp.event_id}:{len(result.commands)}", f"caller:{count.id}", n, command))
        self._fact(result, stamp, count.id, ("said", n))

    def _repeat(self, result: Result, stamp: Stamp, count: Count) -> None:
        """Say the first content again: a command that refers to what an older batch kept."""
        self._keep(msgspec.structs.replace(count, said=count.said + 1))
        command = Say(dialogue=count.id, content=1, language="en")
        result.commands.append(Out(f"{stamp.event_id}:0", f"caller:{count.id}", count.said + 1, command))

    def _fact(self, result: Result, stamp: Stamp, name: str, fact: tuple[Json, ...]) -> None:
        result.trace.append(Facts(stamp.at_ms, "dialogue", name, [fact]))
