"""The matching in plain words: looks at everything at each decision. Tests and benchmark hold the index against it."""

from flowengine.floor.agent import Agent
from flowengine.floor.entry import Entry
from flowengine.floor.reservation import CAPACITY, COST


class Scan:
    """The same promises as `Index`, kept by looking at every dialogue or every agent."""

    def __init__(self, entries: dict[str, Entry], agents: dict[str, Agent]) -> None:
        self._entries = entries
        self._agents = agents
        self._defined: dict[str, frozenset[str]] = {}

    def enter(self, entry: Entry) -> None:
        """Nothing to file: `line_key` says it all."""

    def leave(self, entry: Entry) -> None:
        """Stand in line no more."""
        entry.line_key = None

    def set_profile(self, agent: Agent) -> None:
        """Nothing to file."""

    def set_skills(self, contact_center: str, defined: frozenset[str]) -> None:
        """Remember which skills there are."""
        self._defined[contact_center] = defined

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
        able = [e for e in self._entries.values() if e.line_key is not None and self._may_take(agent, e)]
        return min(able, key=lambda entry: entry.rank, default=None)

    def first_agent(self, entry: Entry) -> Agent | None:
        """The preferred agent, else the smallest idle key, among all that may take the dialogue."""
        able = [a for a in self._agents.values() if a.idle_key is not None and self._may_take(a, entry)]
        preferred = [a for a in able if a.id == entry.preferred]
        return preferred[0] if preferred else min(able, key=lambda a: (a.load, a.idle_sequence), default=None)

    def _may_take(self, agent: Agent, entry: Entry) -> bool:
        if agent.load + COST[entry.channel] > CAPACITY or agent.id in entry.exclusions:
            return False
        return agent.meets(
            entry.contact_center, entry.requirements, self._defined.get(entry.contact_center, frozenset())
        )
