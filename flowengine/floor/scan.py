"""The matching in plain words: looks at everything at each decision. Tests and benchmark hold the index against it."""

from collections.abc import Iterable

from flowengine.floor.agent import Agent
from flowengine.floor.bucket import LAST
from flowengine.floor.entry import Entry, Key
from flowengine.floor.event import QueueSettingsSet
from flowengine.floor.line import Line
from flowengine.floor.matcher import Asked, Here, Most, Pooled, asked
from flowengine.floor.queue import Queue
from flowengine.floor.wait import Wait
from flowengine.messages import Requirements


class Scan:
    """The same promises as `Index`, kept by looking at every dialogue or every agent."""

    def __init__(self, standing: dict[Key, Entry], agents: dict[str, Agent]) -> None:
        self._standing = standing
        self._agents = agents
        self._centers: dict[str, Queue] = {}
        self._known: dict[str, list[Requirements]] = {}

    def enter(self, entry: Entry) -> None:
        """Nothing to file: `line_key` says it all."""

    def enter_all(self, entries: Iterable[Entry]) -> None:
        """Nothing to file either."""

    def leave(self, entry: Entry) -> None:
        """Stand in line no more."""
        entry.line_key = None

    def drop(self, entry: Entry) -> None:
        """Nothing was filed."""

    def set_center(self, settings: QueueSettingsSet) -> None:
        """Remember how it is set."""
        self._centers[settings.contact_center] = Queue(settings.contact_center, settings)

    def set_known(self, contact_center: str, known: list[Requirements]) -> None:
        """Remember what is asked for there."""
        self._known.setdefault(contact_center, []).extend(known)

    def set_profile(self, agent: Agent) -> None:
        """Nothing to file."""

    def refresh(self, agent: Agent) -> None:
        """Offer the agent for work if it is routable."""
        agent.idle_key = (agent.load, agent.idle_sequence, agent.id) if agent.is_routable() else None

    def hide(self, agent: Agent) -> None:
        """Not found until the next `refresh`."""
        agent.idle_key = None

    def forget(self, agent: Agent) -> None:
        """Gone for good."""
        agent.idle_key = None

    def first_entry(self, agent: Agent) -> Entry | None:
        """The smallest key among all in line that the agent, known to be routable, may take."""
        found, smallest = None, LAST
        for key, entry in self._standing.items():
            if key < smallest and self._may_take(agent, entry):
                found, smallest = entry, key
        return found

    def alone(self, agent: Agent) -> list[Wait]:
        """Those in line for which no other agent is asked."""
        return [entry.wait for entry in self._standing.values() if entry.only == agent.id and not entry.ordinal]

    def first_agent(self, wait: Wait) -> tuple[Entry, Agent] | None:
        """The preferred agent if free; else the first of each entry by its contact center's order, and of these the one
        with the least load, then idle for longest. One agent for two entries takes that of the smaller key."""
        firsts: list[tuple[Entry, Agent]] = []
        for entry in sorted(wait.entries.values(), key=lambda e: (-self._center(e).settings.weight, e.ordinal)):
            free = [a for a in self._agents.values() if a.idle_key is not None and self._may_take(a, entry)]
            for agent in free:
                if agent.id == wait.preferred:
                    return entry, agent
            if free:
                firsts.append((entry, min(free, key=lambda a, e=entry: self._order(a, e))))  # type: ignore[misc]  # e is bound now
        return min(firsts, key=lambda pair: (pair[1].load, pair[1].idle_sequence), default=None)

    def is_staffed(self, entry: Entry) -> bool:
        """Whether anybody able is here, free or not."""
        return any(a.is_staffed() and self._is_able(a, entry) for a in self._agents.values())

    def members(self, contact_center: str) -> list[str]:
        """Looks at all agents."""
        return [agent.id for agent in self._agents.values() if contact_center in agent.memberships]

    def here(self, contact_center: str) -> Here:
        """Member by member."""
        members = [a for a in self._agents.values() if contact_center in a.memberships and a.is_staffed()]
        available = sum(agent.presence.intent == "available" for agent in members)
        return Here(len(members), available, sum(agent.is_routable() for agent in members))

    def pool(self, entry: Entry) -> Pooled:
        """Set by set: who meets it, and which other sets these agents meet."""
        waiting = self._waiting()
        first = asked(entry)
        met, left = [first], [other for other in waiting if other != first]
        agents: list[Agent] = []
        free = [agent for agent in self._agents.values() if agent.is_staffed()]
        for one in met:  # grows on the way
            new = [agent for agent in free if self._meets_set(agent, one)]
            free = [agent for agent in free if not self._meets_set(agent, one)]
            agents += new
            reached = [other for other in left if any(self._meets_set(agent, other) for agent in new)]
            met += reached
            left = [other for other in left if other not in reached]
        available: dict[Most, int] = {}
        for agent in agents:
            if agent.presence.intent == "available":
                most = tuple(sorted(agent.most.items()))
                available[most] = available.get(most, 0) + 1
        lines = sorted((waiting[one] for one in met if one in waiting), key=lambda line: line.first or LAST)
        centers = tuple(sorted({center for center, _ in met}))
        return Pooled(dict.fromkeys(met), centers, lines, len(agents), available)

    def _waiting(self) -> dict[Asked, Line]:
        """The lines by what they ask for; what one agent alone is asked for is no line."""
        found: dict[Asked, Line] = {}
        for key, entry in self._standing.items():
            if entry.only is None:
                found.setdefault(asked(entry), Line()).add(key)
        return found

    def _order(self, agent: Agent, entry: Entry) -> tuple[int, int, int]:
        """Smaller is asked first."""
        first = 0
        order = self._center(entry).settings.agent_order
        if order == "least_flexible":
            first = sum(self._meets(agent, entry, needs) for needs in self._known.get(entry.contact_center, ()))
        elif order == "best_level":
            levels = agent.memberships[entry.contact_center]
            first = -sum(levels[skill] for skill in entry.requirements)
        return first, agent.load, agent.idle_sequence

    def _may_take(self, agent: Agent, entry: Entry) -> bool:
        """Able, with room, and not excluded."""
        if agent.id in entry.wait.exclusions or not self._is_able(agent, entry):
            return False
        return agent.has_room(entry.wait.channel, self._center(entry).capacity(entry.wait.channel))

    def _is_able(self, agent: Agent, entry: Entry) -> bool:
        """Whether the agent could ever take it, as member, by skills and by his own limit."""
        if entry.only not in (None, agent.id) or agent.most.get(entry.wait.channel) == 0:
            return False
        return self._meets(agent, entry, entry.requirements)

    def _meets(self, agent: Agent, entry: Entry, requirements: Requirements) -> bool:
        return agent.meets(entry.contact_center, requirements, self._center(entry).defined)

    def _meets_set(self, agent: Agent, one: Asked) -> bool:
        center = self._centers.get(one[0])
        return center is not None and agent.meets(one[0], dict(one[1]), center.defined)

    def _center(self, entry: Entry) -> Queue:
        return self._centers.setdefault(entry.contact_center, Queue(entry.contact_center))
