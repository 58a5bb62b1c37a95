"""The floor of one tenant: events in, commands out, rows to keep; the only door to this room."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from flowengine.floor import desk, directory, overview, refusal, timer, waiting, why, why_agent, work
from flowengine.floor.agent import Agent
from flowengine.floor.command import AgentState, FloorCommand, StaleRefused
from flowengine.floor.event import (
    AgentHungUp,
    AgentProfileSet,
    AgentSignedIn,
    AgentSignedOut,
    AgentSpoke,
    DevicePresenceReported,
    DialogueAbandoned,
    DialogueEnqueued,
    DialogueUpdated,
    DialogueWithdrawn,
    FloorEvent,
    HoldSet,
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
    PresenceSet,
    QueueSettingsSet,
    Refusable,
    TimerDue,
    WorkEnded,
    WorkNoted,
    WorkTransferred,
    WrapUpEnded,
)
from flowengine.floor.matching import Index
from flowengine.floor.reservation import Reservation
from flowengine.floor.restore import ROW_KINDS, restore
from flowengine.floor.route import widen_deserted
from flowengine.floor.state import FloorState, MakeMatching
from flowengine.floor.telling import tell_estimates
from flowengine.floor.told import Told, told_desk, told_reservation, told_wait
from flowengine.floor.wait import Wait
from flowengine.messages import Json, Stamp

Row = tuple[str, str, bytes]
Refuse = Callable[[FloorState, Any], str | None]
HANDLERS: dict[type, tuple[Refuse | None, Callable[[FloorState, Any], None]]] = {
    AgentProfileSet: (None, directory.profile_set),
    QueueSettingsSet: (None, directory.settings_set),
    DialogueEnqueued: (None, waiting.enqueued),
    DialogueAbandoned: (None, waiting.abandoned),
    DialogueWithdrawn: (None, waiting.withdrawn),
    DialogueUpdated: (None, waiting.updated),
    AgentSignedIn: (refusal.signed_in, desk.signed_in),
    AgentSignedOut: (refusal.signed_out, desk.signed_out),
    PresenceSet: (refusal.presence, desk.presence_set),
    DevicePresenceReported: (refusal.device, desk.device_reported),
    OfferAccepted: (refusal.answer, work.accepted),
    OfferDeclined: (refusal.answer, work.declined),
    MediaConnected: (None, work.connected),
    MediaFailed: (None, work.media_failed),
    WorkEnded: (None, work.work_ended),
    HoldSet: (refusal.talk, work.hold_set),
    WorkNoted: (refusal.note, work.noted),
    WrapUpEnded: (refusal.wrap_up, work.wrap_up_ended),
    TimerDue: (None, timer.timer_due),
}
ONLY_REFUSED: dict[type, Refuse] = {  # the switchboard does these itself
    AgentHungUp: refusal.hang_up,
    AgentSpoke: refusal.talk,
    WorkTransferred: refusal.transfer,
}
OF_A_RESERVATION = (OfferAccepted, OfferDeclined, HoldSet, WorkNoted, WrapUpEnded)


class Floor:
    """Changes in place. Every decision follows from the events and their stamps alone."""

    def __init__(self, make_matching: MakeMatching = Index) -> None:
        self._make_matching = make_matching
        self._state = FloorState(make_matching)

    def apply(self, event: FloorEvent, stamp: Stamp) -> list[FloorCommand]:
        """Take one event; the commands are in the order in which they have to be carried out."""
        s = self._state
        s.begin(stamp)
        refuse, handle = HANDLERS[type(event)]
        reason = refuse(s, event) if refuse is not None else None
        if reason is None:
            handle(s, event)
            if s.touched_agents:
                for agent in list(s.touched_agents.values()):
                    widen_deserted(s, agent)
            if s.touched_queues:
                for queue in s.touched_queues.values():
                    tell_estimates(s, queue)
            return s.finish()
        return [StaleRefused(event.reservation, event.agent, reason)] if isinstance(event, OF_A_RESERVATION) else []

    def furnish(self, directory: Iterable[FloorEvent], stamp: Stamp) -> None:
        """What the directory says, at once, of a floor to which nobody has come yet: nothing follows from it."""
        s = self._state
        s.begin(stamp)
        for event in directory:
            HANDLERS[type(event)][1](s, event)
        s.finish()

    def refuse(self, event: Refusable) -> str | None:
        """Why an agent's event is stale or not allowed, as a sentence; None: it may be applied. Changes nothing."""
        kind = type(event)
        refuse = ONLY_REFUSED[kind] if kind in ONLY_REFUSED else HANDLERS[kind][0]
        return None if refuse is None else refuse(self._state, event)

    def take_dirty(self) -> dict[tuple[str, str], bytes | None]:
        """The rows that changed since the last call, (kind, key) -> msgpack body; None: the row is gone."""
        s = self._state
        dirty, s.dirty = s.dirty, {}
        return {row: s.body(*row) for row in dirty}

    def forget_dirty(self) -> None:
        """Nobody will store what changed since then."""
        self._state.dirty.clear()

    def snapshot(self) -> list[Row]:
        """All rows as they are now, by kind and key."""
        s = self._state
        keys = {
            "floor": ["floor"],
            "queue": list(s.queues),
            "known": [name for name, queue in s.queues.items() if queue.known],
            "place": [f"{center}:{key}" for center, kept in s.places.items() for key in kept],
            "agent": list(s.agents),
            "entry": [wait.id for wait in s.waits.values()],
            "reservation": list(s.reservations),
        }
        rows = ((kind, key, s.body(kind, key)) for kind in ROW_KINDS for key in sorted(keys[kind]))
        return [(kind, key, body) for kind, key, body in rows if body is not None]

    def load(self, rows: Iterable[Row]) -> None:
        """Restore what was stored, after profiles and settings were set; nothing is offered by this."""
        restore(self._state, rows)

    def fork(self) -> "Floor":
        """An independent copy that decides alike."""
        s, copy = self._state, Floor(self._make_matching)
        for queue in s.queues.values():
            copy.apply(queue.settings, s.stamp)
        for agent in s.agents.values():
            copy.apply(profile_of(agent), s.stamp)
        copy.load(self.snapshot())
        copy._state.dirty = dict(s.dirty)
        return copy

    def wait(self, dialogue: str) -> Wait | None:
        """The wait of a dialogue that is queued or offered, to be read only."""
        return self._state.waits.get(dialogue)

    def reservation(self, reservation: str) -> Reservation | None:
        """A live reservation, to be read only."""
        return self._state.reservations.get(reservation)

    def reservation_of(self, dialogue: str) -> Reservation | None:
        """The live reservation that holds the dialogue (not one that only wraps up), to be read only."""
        return self._state.work.get(dialogue)

    def why_dialogue(self, dialogue: str, at_ms: int) -> dict[str, Json] | None:
        """Where the dialogue stands, who could take it or why not, and what comes next; None: not on the floor."""
        return why.why_dialogue(self._state, dialogue, at_ms)

    def why_agent(self, agent: str, at_ms: int) -> dict[str, Json] | None:
        """What the agent does, why it gets no offer, and what it could take."""
        return why_agent.why_agent(self._state, agent, at_ms)

    def queue(self, contact_center: str, at_ms: int) -> dict[str, Json]:
        """Figures that a flow may ask for."""
        return overview.queue_figures(self._state, contact_center, at_ms)

    def line(self, contact_center: str, at_ms: int) -> list[dict[str, Json]]:
        """The first who wait for its agents, the offered and the held among them."""
        return overview.line(self._state, contact_center, at_ms)

    def place(self, dialogue: str, at_ms: int) -> dict[str, Json] | None:
        """Position and estimate of a dialogue that waits or is offered, for who asks at `at_ms`."""
        del at_ms  # neither depends on it yet: figures move with events
        return overview.place(self._state, dialogue)

    def agents(self, at_ms: int) -> list[dict[str, Json]]:
        """All agents by name, for desk and wallboard."""
        return [overview.agent_view(self._state, name, at_ms) for name in sorted(self._state.agents)]

    def agent(self, name: str, at_ms: int) -> dict[str, Json] | None:
        """One agent for desk and wallboard."""
        return overview.agent_view(self._state, name, at_ms) if name in self._state.agents else None

    def members(self, contact_center: str) -> Collection[str]:
        """The names of its agents, in no order that means anything."""
        return self._state.index.members(contact_center)

    def agents_of(self, contact_center: str, after: str, first: int) -> tuple[list[str], int]:
        """The names of its first members after that name, and how many it has; "": of the tenant."""
        return overview.agents_of(self._state, contact_center, after, first)

    def states(self) -> Iterator[tuple[str, AgentState]]:
        """Agent and state word of all who are signed in or still work."""
        return overview.states(self._state)

    def told_wait(self, dialogue: str) -> tuple[int, Told] | None:
        """The number of the dialogue's wait, and what the trace says of it."""
        wait = self._state.waits.get(dialogue)
        return None if wait is None else (wait.number, told_wait(wait))

    def told_reservation(self, reservation: str) -> tuple[str, Told] | None:
        """Whose the reservation is, and what the trace says of it; None: it is over already."""
        found = self._state.reservations.get(reservation)
        return None if found is None else (found.dialogue, told_reservation(found))

    def told_desk(self, agent: str) -> Told | None:
        """What the trace says of an agent's presence."""
        found = self._state.agents.get(agent)
        return None if found is None else told_desk(found)

    def profile(self, agent: str) -> AgentProfileSet | None:
        """What the directory said last of an agent."""
        known = self._state.agents.get(agent)
        return None if known is None else profile_of(known)

    def settings(self, contact_center: str) -> QueueSettingsSet | None:
        """What the directory said last of a contact center."""
        queue = self._state.queues.get(contact_center)
        return None if queue is None else queue.settings


def profile_of(agent: Agent) -> AgentProfileSet:
    """The event that makes the agent what it is."""
    return AgentProfileSet(agent.id, agent.memberships, agent.name, agent.most, agent.devices)
