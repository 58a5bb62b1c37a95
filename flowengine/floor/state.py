"""What the floor holds, and the event under way: its time, its ids, its commands, and what it touched."""

from collections.abc import Callable
from typing import TypeAlias

from flowengine.errors import EngineBug
from flowengine.floor.agent import Agent
from flowengine.floor.command import AgentChanged, CancelTimer, FloorCommand, PositionChanged
from flowengine.floor.entry import Entry
from flowengine.floor.matching import Matching
from flowengine.floor.queue import POSITIONS_TOLD, Queue
from flowengine.floor.reservation import Reservation
from flowengine.floor.row import agent_body, entry_body, floor_body, queue_body, reservation_body
from flowengine.messages import Stamp, derive_id

FIRST_ORDINAL = 1000  # of ids that the floor derives from a stamp; the switchboard counts from 0
MakeMatching: TypeAlias = Callable[[dict[str, Entry], dict[str, Agent]], Matching]


class FloorState:
    """`entries` and `work` are by dialogue: its wait, and its reservation until the conversation is over."""

    __slots__ = (
        "agents", "at_ms", "dirty", "entries", "index", "just_queued", "ordinal", "out", "queues", "reservations",
        "sequence", "stamp", "touched_agents", "touched_queues", "work",
    )  # fmt: skip  # a list reads better than one item a line

    def __init__(self, make_matching: MakeMatching) -> None:
        self.agents: dict[str, Agent] = {}
        self.queues: dict[str, Queue] = {}
        self.entries: dict[str, Entry] = {}
        self.reservations: dict[str, Reservation] = {}
        self.work: dict[str, Reservation] = {}
        self.index = make_matching(self.entries, self.agents)
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
        self.touched_agents = {}
        self.touched_queues = {}

    def finish(self) -> list[FloorCommand]:
        """Say which positions and agent states changed, and give the commands of the event."""
        for queue in self.touched_queues.values():
            self._tell_positions(queue)
        for agent in self.touched_agents.values():
            word = agent.state()
            if word != agent.told:
                agent.told = word
                self.out.append(AgentChanged(agent.id, word))
            if not agent.memberships and not agent.reservations:
                self._forget(agent)
        return self.out

    def _tell_positions(self, queue: Queue) -> None:
        told, now = queue.told, queue.line[:POSITIONS_TOLD]
        if now == told:
            return
        queue.told = now
        before = [key[3] for key in told] + [""] * (len(now) - len(told))
        for place, key in enumerate(now):
            if before[place] != key[3] and key[3] != self.just_queued:
                self.out.append(PositionChanged(key[3], place + 1))

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

    def touch_entry(self, entry: Entry) -> None:
        """The entry's row changed."""
        self.dirty["entry", entry.id] = None

    def touch_reservation(self, reservation: Reservation) -> None:
        """The reservation's row changed, and perhaps its agent's state word."""
        self.dirty["reservation", reservation.id] = None
        agent = self.agents[reservation.agent]
        self.touched_agents[agent.id] = agent

    def queue_of(self, contact_center: str) -> Queue:
        """The contact center's queue, made when first named."""
        queue = self.queues.get(contact_center)
        if queue is None:
            queue = self.queues[contact_center] = Queue(contact_center)
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
                return queue_body(self.queues[key].figures) if key in self.queues else None
            case "agent":
                return agent_body(self.agents[key]) if key in self.agents else None
            case "entry":
                entry = self.entries.get(key.rsplit(":", 2)[0])
                return entry_body(entry) if entry is not None and entry.id == key else None
            case "reservation":
                return reservation_body(self.reservations[key]) if key in self.reservations else None
        raise EngineBug(f"the floor has no rows of kind {kind}")
