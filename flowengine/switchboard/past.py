"""Past: the floor as it stood at a moment, folded from the trace; it answers why with the same words as the live one.

Facts in, rows out (footprint.py writes those that are rows already); the directory of that time is today's, with every
later change undone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

import msgspec

from flowengine.floor.event import AgentProfileSet, QueueSettingsSet
from flowengine.floor.floor import Floor
from flowengine.floor.queue import QueueFigures
from flowengine.floor.row import VERSION
from flowengine.messages import Json, Stamp

Row: TypeAlias = dict[str, Any]
Fact: TypeAlias = Sequence[Any]
Steering: TypeAlias = AgentProfileSet | QueueSettingsSet

BEFORE_TALK = ("pending", "accepted")
GONE = ("signed_out", "draining")


class Past:
    """What the facts that were taken say. Waits by dialogue, reservations and agents by id, figures by contact center.

    Facts come in the order of the trace; words that say nothing of the floor are passed over.
    """

    def __init__(self) -> None:
        self.waits: dict[str, tuple[int, Row]] = {}
        self.reservations: dict[str, Row] = {}
        self.agents: dict[str, Row] = {}
        self.figures: dict[str, QueueFigures] = {}
        self.known: dict[str, dict[tuple[tuple[str, int], ...], None]] = {}

    def take(self, at_ms: int, subject_kind: str, subject: str, facts: Iterable[Fact]) -> None:
        """The facts of one trace row."""
        handlers = HANDLERS.get(subject_kind)
        if handlers is None:
            return
        for fact in facts:
            handler = handlers.get(fact[0])
            if handler is not None:
                handler(self, at_ms, subject, fact)

    def floor(self, directory: Iterable[Steering], at_ms: int) -> Floor:
        """The floor at that moment, of that directory."""
        found = Floor()
        agents: dict[str, None] = {}
        for event in directory:
            found.apply(event, Stamp("past", at_ms, bytes(16)))
            if isinstance(event, AgentProfileSet):
                agents[event.agent] = None
        found.load(self._rows(agents, at_ms))
        return found

    def _rows(self, agents: dict[str, None], at_ms: int) -> Iterator[tuple[str, str, bytes]]:
        encode = msgspec.msgpack.encode
        for name, figures in self.figures.items():
            yield "queue", name, encode({"v": VERSION, "figures": figures})
        for name, known in self.known.items():
            yield "known", name, encode({"v": VERSION, "sets": list(known)})
        live = [row for row in self.reservations.values() if self._stands(row, agents)]
        working = {row["agent"] for row in live if row.get("state", "pending") != "pending"}
        for agent, row in self.agents.items():
            if agent in agents:
                yield "agent", agent, encode(_agent_at(row, at_ms, is_working=agent in working))
        for dialogue, (number, row) in self.waits.items():
            yield "entry", f"{dialogue}:{number}:{row['contact_center']}", encode(_wait_at(row, at_ms))
        for row in live:
            yield "reservation", row["id"], encode(row)

    def _stands(self, row: Row, agents: dict[str, None]) -> bool:
        """Whether all that a reservation needs is there: the trace may begin in the middle of it."""
        return row["agent"] in agents and (
            row.get("state") not in (None, *BEFORE_TALK) or row["dialogue"] in self.waits
        )

    # --- what the facts say, by word --------------------------------------------------------------------------------

    def queued(self, _: int, __: str, fact: Fact) -> None:
        self.known.setdefault(fact[1], {})[tuple(sorted(fact[2].items()))] = None

    def wait(self, _: int, dialogue: str, fact: Fact) -> None:
        row = dict(fact[2])
        self.waits[dialogue] = (fact[1], row)
        for step in row.get("steps", ()):
            for center, asked in step["asks"].items():
                self.known.setdefault(center, {})[tuple(sorted(asked.items()))] = None

    def left(self, at_ms: int, dialogue: str, fact: Fact) -> None:
        self._wait_over(at_ms, dialogue, str(fact[2]))

    def accepted(self, at_ms: int, _: str, fact: Fact) -> None:
        self._change(fact[1], state="accepted", accepted_ms=at_ms)

    def connected(self, at_ms: int, dialogue: str, fact: Fact) -> None:
        self._wait_over(at_ms, dialogue, "connected")
        self._change(fact[1], state="connected", connected_ms=at_ms)

    def _wait_over(self, at_ms: int, dialogue: str, reason: str) -> None:
        number_and_row = self.waits.pop(dialogue, None)
        if number_and_row is not None:
            row = number_and_row[1]
            self._figures(row["contact_center"]).note_wait(at_ms - row.get("begun_ms", at_ms), reason)

    def reserved(self, _: int, agent: str, fact: Fact) -> None:
        reservation, dialogue, row = fact[1], fact[2], fact[3]
        self.reservations[reservation] = {**row, "id": reservation, "dialogue": dialogue, "agent": agent}

    def over(self, _: int, __: str, fact: Fact) -> None:
        self.reservations.pop(fact[1], None)

    def completed(self, at_ms: int, _: str, fact: Fact) -> None:
        row = self.reservations.pop(fact[1], None)
        if row is not None:
            self._figures(row["contact_center"]).note_handling(at_ms - row["created_ms"])

    def held(self, at_ms: int, _: str, fact: Fact) -> None:
        row = self.reservations.get(fact[1])
        if row is None:
            return
        since_ms = row.get("held_since_ms", 0)
        if fact[2]:
            row["held_since_ms"] = since_ms or at_ms
        elif since_ms:
            row["held_ms"] = row.get("held_ms", 0) + at_ms - since_ms
            row["held_since_ms"] = 0

    def desk(self, _: int, agent: str, fact: Fact) -> None:
        since_ms = self.agents.get(agent, {}).get("since_ms", 0)
        self.agents[agent] = {"since_ms": since_ms, **fact[1]}

    def blocked(self, _: int, agent: str, fact: Fact) -> None:
        self._agent(agent)["blocked_until_ms"] = fact[2]

    def agent(self, at_ms: int, agent: str, fact: Fact) -> None:
        row = self._agent(agent)
        row["since_ms"] = at_ms
        if fact[1] in GONE:  # also by the directory, which says nothing at the desk
            row.update(signed_in=False, intent="offline", reason="", next_intent=None, blocked_until_ms=0)

    def _change(self, reservation: str, **changes: Json) -> None:
        if reservation in self.reservations:
            self.reservations[reservation].update(changes)

    def _agent(self, agent: str) -> Row:
        return self.agents.setdefault(agent, {"v": VERSION, "signed_in": True, "intent": "available"})

    def _figures(self, contact_center: str) -> QueueFigures:
        return self.figures.setdefault(contact_center, QueueFigures())


def _agent_at(row: Row, at_ms: int, *, is_working: bool) -> Row:
    """An agent's row without what was over by then; the next status holds once the work is done."""
    devices = {name: report for name, report in row.get("devices", {}).items() if report["until_ms"] > at_ms}
    blocked_ms = row.get("blocked_until_ms", 0)
    found = {**row, "devices": devices, "blocked_until_ms": blocked_ms if blocked_ms > at_ms else 0}
    if row.get("next_intent") and not is_working:
        now = {"intent": row["next_intent"], "reason": row.get("next_reason", "")}
        found |= {**now, "next_intent": None, "next_reason": ""}
    return found


def _wait_at(row: Row, at_ms: int) -> Row:
    """A wait's row without what was over by then."""
    exclusions = {agent: until_ms for agent, until_ms in row.get("exclusions", {}).items() if until_ms > at_ms}
    held_ms, leave_ms = row.get("held_until_ms", 0), row.get("leave_by_ms")
    overdue = leave_ms is not None and leave_ms <= at_ms
    return {**row, "exclusions": exclusions, "held_until_ms": held_ms if held_ms > at_ms else 0, "overdue": overdue}


Handler: TypeAlias = Callable[[Past, int, str, Fact], None]
HANDLERS: dict[str, dict[str, Handler]] = {
    "dialogue": {
        "queued": Past.queued, "wait": Past.wait, "left_queue": Past.left, "accepted": Past.accepted,
        "connected": Past.connected,
    },
    "agent": {
        "reserved": Past.reserved, "rescinded": Past.over, "declined": Past.over, "completed": Past.completed,
        "held": Past.held, "desk": Past.desk, "blocked": Past.blocked, "agent": Past.agent,
    },
}  # fmt: skip  # a table reads better filled


def directory_at(today: Iterable[Steering], later: Sequence[Fact]) -> list[Steering]:
    """The directory of a moment, as floor events: today's, and the `steered` facts since then, undone from the last
    back. Names of people are today's."""
    found: dict[tuple[str, str], Steering] = {_key(event): event for event in today}
    for _, kind, name, before, _ in reversed([fact for fact in later if fact[0] == "steered"]):
        present = found.pop((kind, name), None)
        if before is not None:
            found[kind, name] = _restored(kind, name, before, present)
    return sorted(found.values(), key=lambda event: isinstance(event, AgentProfileSet))


def _key(event: Steering) -> tuple[str, str]:
    return ("agent", event.agent) if isinstance(event, AgentProfileSet) else ("contact_center", event.contact_center)


def _restored(kind: str, name: str, body: Row, present: Steering | None) -> Steering:
    if kind == "contact_center":
        return msgspec.convert({"type": "QueueSettingsSet", **body, "contact_center": name}, QueueSettingsSet)
    known = present.name if isinstance(present, AgentProfileSet) else name
    return msgspec.convert({"type": "AgentProfileSet", **body, "agent": name, "name": known}, AgentProfileSet)
