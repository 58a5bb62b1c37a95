"""Office: one tenant's switchboard on a clock, with events in and everything that came of them at hand."""

from typing import Any

import msgspec

from flowengine.floor.reservation import Reservation
from flowengine.interpreter.state import Dialogue
from flowengine.lang.canonical import canonical, content_hash
from flowengine.lang.document import FlowLoader
from flowengine.messages import (
    AgentSignedIn,
    DialogueArrived,
    Event,
    Json,
    OfferAccepted,
    PresenceSet,
    ReleaseMade,
    Stamp,
    TimerFired,
)
from flowengine.messages import MediaConnected as Joined
from flowengine.nodes.palette import PALETTE
from flowengine.switchboard.boot import Boot
from flowengine.switchboard.outcome import Document, Outcome
from flowengine.switchboard.programs import Programs
from flowengine.switchboard.switchboard import Switchboard
from flowengine.tenancy.directory import directory_from

PROGRAMS = Programs(FlowLoader(PALETTE))
MAIN, SALES, DESK, FREE, CHAT = "+442079460100", "+442079460101", "+442079460104", "+442079460109", "chat:site"
TENANT = {
    "format": 1,
    "tenant": {
        "id": "emea-x", "name": "X", "region": "EMEA", "time_zone": "Europe/London", "languages": ["en", "nl"],
        "not_in_service": {"by_language": {"en": "Not in service.", "nl": "Niet in gebruik."}},
        "attributes": {"topic": {"type": "text", "default": ""}},
    },
    "contact_centers": {"sales": {"title": "Sales", "skills": {"dutch": {}}}, "desk": {"title": "Desk"}},
    "addresses": {
        MAIN: {"kind": "number", "link": {"front_door": "main"}},
        SALES: {"kind": "number", "link": {"contact_center": "sales"}},
        DESK: {"kind": "number", "link": {"contact_center": "desk"}},
        CHAT: {"kind": "chat", "link": {"contact_center": "desk"}},
        FREE: {"kind": "number"},
    },
    "users": {
        "anna": {"name": "Anna", "directory_id": "d", "object_id": "a", "roles": {"": ["agent"]},
                 "memberships": {"sales": {"dutch": 80}, "desk": {}}},
        "bert": {"name": "Bert", "directory_id": "d", "object_id": "b", "roles": {"": ["agent"]},
                 "memberships": {"desk": {}}},
        "dora": {"name": "Dora", "directory_id": "d", "object_id": "c", "roles": {"": ["administrator"]}},
    },
    "switches": {"closure": {}},
}  # fmt: skip  # a tenant file as people write it
LEFT = dict.fromkeys(("timed_out", "no_agents", "queue_full", "left"), "sorry")
MUSIC = {
    "format": 1,
    "title": "H",
    "kind": "treatment",
    "start": "m",
    "nodes": {"m": {"type": "music"}},
    "wires": {"m": {"done": "m"}},
}


def flow(nodes: Json, wires: Json, **more: Json) -> Json:
    return {"format": 1, "title": "T", "start": next(iter(nodes)), "nodes": nodes, "wires": wires, **more}


def queue(words: str = "Sorry.", **config: Json) -> Json:
    """A flow that waits in the contact center's queue, and says sorry."""
    nodes = {"q": {"type": "enqueue", **config}, "sorry": {"type": "end", "prompt": words}}
    return flow(nodes, {"q": LEFT})


class Office:
    def __init__(self, tenant: Json = TENANT) -> None:
        self.board = Switchboard(Boot(directory_from(tenant), PROGRAMS))
        self.now = 1_772_445_600_000
        self.events = 0
        self.last: Outcome | None = None
        self.streams: dict[str, list[int]] = {}
        self.rows: dict[str, Any] = {"dialogues": {}, "legs": {}, "floor": {}, "timers": {}, "documents": {}}

    def go(self, event: Event, after_s: float = 0.1) -> Outcome:
        """Apply an event; the numbers of every stream are shown to have no gap."""
        self.now += round(after_s * 1000)
        self.events += 1
        stamp = Stamp(f"e{self.events}", self.now, self.events.to_bytes(16, "big"))
        self.last = self.board.apply(event, stamp)
        for n, command in enumerate(self.last.commands):
            stream = self.streams.setdefault(command.recipient, [])
            assert command.id == f"e{self.events}:{n}"
            assert command.n == len(stream) + 1
            stream.append(command.n)
        return self.last

    def store(self) -> None:
        """What the runtime does after each batch: take the changes and keep them."""
        changes = self.board.take_changes()
        for key, state in changes.dialogues.items():
            self.rows["dialogues"][key] = msgspec.msgpack.decode(self.board.pack(state)[1], type=Dialogue)
        self.rows["legs"] |= {leg: dialogue for leg, (dialogue, _, status) in changes.legs.items() if status == "open"}
        self.rows["floor"] |= changes.floor
        self.rows["timers"] |= {(row.owner_kind, row.owner, row.name): row for row in changes.timers}
        self.rows["documents"] |= {(row.kind, row.key): row for row in changes.documents}

    def restart(self) -> None:
        """Throw the switchboard away and load it from what was kept."""
        self.store()
        rows = self.rows
        self.board = Switchboard(
            Boot(
                self.board.around.directory,
                PROGRAMS,
                documents=[row for row in rows["documents"].values() if row.body],
                dialogues=[state for state in rows["dialogues"].values() if state.status != "ended"],
                legs=rows["legs"].items(),
                floor=[(kind, key, body) for (kind, key), body in rows["floor"].items() if body is not None],
                timers=[row for row in rows["timers"].values() if row.due_ms is not None],
                agent_streams=[
                    (who.partition(":")[2], len(stream)) for who, stream in self.streams.items() if who[0] == "a"
                ],
            )
        )

    def release(self, environment: str, entry: str = "", /, **flows: Json) -> int:
        body = canonical({"format": 1, "environment": {"format": 1, "entry": {"default": entry}}, "flows": flows})
        reply = self.go(ReleaseMade(environment=environment, body=body, hash=content_hash(body))).reply
        number: int = reply["number"]
        return number

    def call(self, address: str = DESK, external_id: str = "", **more: Any) -> str:
        given = {
            "via": "phone",
            "channel": "voice",
            "capabilities": ("keys", "audio"),
            "caller_number": "+447700900123",
            **more,
        }
        arrived = DialogueArrived(external_id=external_id or f"x{self.events}", address=address, **given)
        dialogue: str = self.go(arrived).reply["dialogue"]
        return dialogue

    def sign_in(self, *agents: str) -> None:
        for agent in agents:
            self.go(AgentSignedIn(agent=agent))
            self.go(PresenceSet(agent=agent, intent="available"))

    def connect(self, dialogue: str) -> str:
        """The offered agent accepts and is heard; the reservation."""
        reservation = self.reservation(dialogue)
        self.go(OfferAccepted(reservation=reservation.id, agent=reservation.agent))
        self.go(Joined(dialogue=dialogue, reservation=reservation.id))
        return reservation.id

    def reservation(self, dialogue: str) -> Reservation:
        found = self.board.floor.reservation_of(dialogue)
        assert found is not None
        return found

    def fire(self, name: str, owner: str = "", after_s: float = 0.1) -> Outcome:
        """The soonest live timer of this name is due."""
        row = next(row for row in self.board.timers.due() if row.name == name and owner in ("", row.owner))
        return self.go(
            TimerFired(owner_kind=row.owner_kind, owner=row.owner, name=name, generation=row.generation), after_s
        )

    def status(self, dialogue: str) -> str:
        return self.board.dialogues[dialogue].status

    def ended(self, dialogue: str) -> tuple[str, str, str] | None:
        found = self.board.dialogues[dialogue].ended
        return (found.reason, found.stage, found.by) if found and self.status(dialogue) == "ended" else None

    def facts(self, word: str, kind: str = "dialogue") -> list[tuple[Any, ...]]:
        """The last event's facts of this word about subjects of this kind."""
        assert self.last is not None
        return [
            fact[1:] for row in self.last.trace if row.subject_kind == kind for fact in row.facts if fact[0] == word
        ]

    def words(self) -> list[str]:
        assert self.last is not None
        return [row.body for row in self.last.content if row.cls == "said"]

    def to(self, recipient: str) -> list[str]:
        """The names of the last event's commands to `caller` or an agent."""
        assert self.last is not None
        return [type(one.command).__name__ for one in self.last.commands if recipient in one.recipient]

    def document(self, kind: str, key: str) -> Document | None:
        return self.board.library.get(kind, key)
