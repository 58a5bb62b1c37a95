"""What the floor holds, and the event under way: its time, its ids, its commands, and what it touched."""

from collections.abc import Callable
from typing import TypeAlias

from flowengine.errors import EngineBug
from flowengine.floor.agent import Agent
from flowengine.floor.command import AgentChanged, CancelTimer, FloorCommand, PositionChanged
from flowengine.floor.entry import ONE_OF_WAIT, Entry, Key, dialogue_of
from flowengine.floor.event import QueueSettingsSet
from flowengine.floor.matcher import Matching
from flowengine.floor.queue import POSITIONS_TOLD, Queue
from flowengine.floor.reservation import Reservation
from flowengine.floor.resume import Place
from flowengine.floor.row import (
    agent_body,
    entry_body,
    floor_body,
    known_body,
    place_body,
    queue_body,
    reservation_body,
)
from flowengine.floor.wait import Wait
from flowengine.messages import Requirements, Stamp, derive_id

FIRST_ORDINAL = 1000  # of ids that the floor derives from a stamp; the switchboard counts from 0
MakeMatching: TypeAlias = Callable[[dict[Key, Entry], dict[str, Agent]], Matching]


class FloorState:
    """`waits` and `work` are by dialogue: its wait, and its reservation until the conversation is over. `standing` has
    the entries in line by their keys, `aside` the waits that are offered or held, by dialogue. `places` are those kept
    for callers who dropped out: contact center -> resume key -> place, the oldest first."""

    __slots__ = (
        "agents", "aside", "at_ms", "dirty", "index", "just_queued", "ordinal", "out", "places", "queues",
        "reservations", "sequence", "stamp", "standing", "touched_agents", "touched_queues", "waits", "work",
    )  # fmt: skip  # a list reads better than one item a line

    def __init__(self, make_matching: MakeMatching) -> None:
        self.agents: dict[str, Agent] = {}
        self.queues: dict[str, Queue] = {}
        self.waits: dict[str, Wait] = {}
        self.standing: dict[Key, Entry] = {}
        self.aside: dict[str, Wait] = {}
        self.places: dict[str, dict[str, Place]] = {}
        self.reservations: dict[str, Reservation] = {}
        self.work: dict[str, Reservation] = {}
        self.index = make_matching(self.standing, self.agents)
        self.sequence = 0
        self.dirty: dict[tuple[str, str], None] = {}
        self.stamp = Stamp("", 0, b"")
        self.at_ms = 0
        self.ordinal = FIRST_ORDINAL
        self.out: list[FloorCommand] = []
        self.just_queued: str | None = None  # was told its position by the event itself
        self.touched_agents: dict[str, Agent] = {}
        self.touched_queues: dict[str, Queue] = {}

    def begin(self, stamp: Stamp) -> None:
        """A new event: what the last one touched is forgotten."""
        if stamp is not self.stamp:  # what one event brings about may reach the floor in several parts
            self.stamp, self.at_ms, self.ordinal = stamp, stamp.at_ms, FIRST_ORDINAL
        self.out = []
        self.just_queued = None
        if self.touched_agents:
            self.touched_agents = {}
        if self.touched_queues:
            self.touched_queues = {}

    def finish(self) -> list[FloorCommand]:
        """Say which positions and agent states changed, and give the commands of the event."""
        for queue in self.touched_queues.values():
            self._tell_positions(queue)
        for agent in self.touched_agents.values():
            word = agent.state()
            reason = agent.away_reason() if word == "not_routable" else ""
            if word != agent.told or reason != agent.told_reason:
                lasted_ms = self.at_ms - agent.since_ms if agent.since_ms else 0
                self.out.append(AgentChanged(agent.id, word, agent.told, lasted_ms, agent.told_reason))
                agent.told, agent.told_reason, agent.since_ms = word, reason, self.at_ms
                self.dirty["agent", agent.id] = None
            if not agent.memberships and not agent.reservations:
                self._forget(agent)
        return self.out

    def _tell_positions(self, queue: Queue) -> None:
        told, now = queue.told, queue.line.head(POSITIONS_TOLD)
        if now == told:
            return
        queue.told = now
        before = [*told, *[0] * (len(now) - len(told))]
        for place, key in enumerate(now):
            if not (key ^ before[place]) & ONE_OF_WAIT:
                continue
            wait = self.standing[key].wait
            if wait.dialogue != self.just_queued and wait.home == queue.contact_center:  # one position: where at home
                self.out.append(PositionChanged(wait.dialogue, place + 1))

    def _forget(self, agent: Agent) -> None:
        self.dirty["agent", agent.id] = None
        self.index.forget(agent)
        self.agents.pop(agent.id, None)
        for device in agent.presence.devices:
            self.out.append(CancelTimer("agent", agent.id, f"device:{device}"))

    def new_id(self) -> str:
        """The next id of this event."""
        self.ordinal += 1
        return derive_id(self.stamp, self.ordinal - 1)

    def next_sequence(self) -> int:
        """Counts arrivals and agents becoming free, in the order of the tenant's events."""
        self.sequence += 1
        self.dirty["floor", "floor"] = None
        return self.sequence

    def touch_agent(self, agent: Agent) -> None:
        """The agent's row, and perhaps its state word, changed."""
        self.touched_agents[agent.id] = agent
        self.dirty["agent", agent.id] = None

    def touch_wait(self, wait: Wait) -> None:
        """The wait's row changed."""
        self.dirty["entry", wait.id] = None

    def learn(self, contact_center: str, requirements: Requirements) -> None:
        """The contact center, if there is one, is asked for this set: from now on it counts for `least_flexible`."""
        queue = self.queues.get(contact_center)
        if queue is not None and queue.learn(requirements):
            self.dirty["known", contact_center] = None
            self.index.set_known(contact_center, [requirements])

    def touch_reservation(self, reservation: Reservation) -> None:
        """The reservation's row changed, and perhaps its agent's state word."""
        self.dirty["reservation", reservation.id] = None
        agent = self.agents[reservation.agent]
        self.touched_agents[agent.id] = agent

    def queue_of(self, contact_center: str) -> Queue:
        """The contact center's queue, made when first named."""
        queue = self.queues.get(contact_center)
        if queue is None:
            queue = self.queues[contact_center] = Queue(contact_center, QueueSettingsSet(contact_center))
        return queue

    def add_agent(self, name: str) -> Agent:
        """An agent that was not known before."""
        agent = self.agents[name] = Agent(name)
        self.index.set_profile(agent)
        return agent

    def body(self, kind: str, key: str) -> bytes | None:
        """The row as it is now; None: there is none."""
        match kind:
            case "floor":
                return floor_body(self.sequence)
            case "queue":
                return queue_body(self.queues[key]) if key in self.queues else None
            case "known":
                return known_body(self.queues[key].known) if key in self.queues else None
            case "place":
                contact_center, _, resume_key = key.partition(":")
                place = self.places.get(contact_center, {}).get(resume_key)
                return None if place is None else place_body(contact_center, resume_key, place)
            case "agent":
                return agent_body(self.agents[key]) if key in self.agents else None
            case "entry":
                wait = self.waits.get(dialogue_of(key))
                return entry_body(wait) if wait is not None and wait.id == key else None
            case "reservation":
                return reservation_body(self.reservations[key]) if key in self.reservations else None
        raise EngineBug(f"the floor has no rows of kind {kind}")
