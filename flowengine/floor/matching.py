"""Matching: for a free agent the first dialogue, for a dialogue the first free agent, without a scan of either side.

Equal requirement sets share a bucket with its line; agents that meet the same sets share a class, and by their present
work a group, with a heap of those who are free; each bucket has a heap of the heads of its groups. Nothing here decides
by the order of a set, or by a number of a bucket, class or group.
"""

from collections.abc import Callable, Collection, Iterable

from flowengine.floor.agent import Agent
from flowengine.floor.bucket import LAST, Bucket, Needs
from flowengine.floor.entry import Entry, Key
from flowengine.floor.event import QueueSettingsSet
from flowengine.floor.idle import Idle
from flowengine.floor.matcher import Here, Pooled
from flowengine.floor.order import first_by
from flowengine.floor.pooling import Pools
from flowengine.floor.roster import Roster
from flowengine.floor.wait import Wait
from flowengine.messages import Channel, Requirements


class Index:
    """The `Matching` of a tenant. `alone`: by agent the entries in line for which no other agent is asked."""

    __slots__ = ("_agents", "_alone", "_heads", "_idle", "_pools", "_roster", "_standing", "refresh", "set_profile")

    def __init__(self, standing: dict[Key, Entry], agents: dict[str, Agent]) -> None:
        self._standing = standing
        self._agents = agents
        self._idle = Idle(agents)
        self._roster = Roster(self._idle)
        self._pools = Pools(self._idle)
        self._heads = self._idle.heads
        self._alone: dict[str, dict[Key, Entry]] = {}
        self.refresh: Callable[[Agent], None] = self._idle.show
        self.set_profile: Callable[[Agent], None] = self._roster.file

    # --- dialogues ---

    def enter(self, entry: Entry) -> None:
        """File the entry's `line_key` in its bucket."""
        key = entry.line_key
        assert key is not None  # noqa: S101  # the caller has just set it
        if entry.only is not None:
            self._alone.setdefault(entry.only, {})[key] = entry
            return
        bucket = entry.bucket
        if bucket is None or bucket.is_gone:
            bucket = self._bucket_for(entry)
        line = bucket.line
        line.add(key)
        if line.size == 1:
            self._idle.note_waiting(bucket.ask)
        if key < self._heads[bucket.number] and bucket.ask.is_possible:
            self._heads[bucket.number] = key

    def enter_all(self, entries: Iterable[Entry]) -> None:
        """As `enter` of each, for very many at once: those who ask for the same are filed together."""
        alike: dict[tuple[str, Channel, Needs], list[Entry]] = {}
        for entry in entries:
            if entry.only is not None:
                self.enter(entry)
            else:
                needs = _needs(entry.requirements) if entry.requirements else ()
                asked = (entry.contact_center, entry.wait.channel, needs)
                if asked in alike:
                    alike[asked].append(entry)
                else:
                    alike[asked] = [entry]
        for same in alike.values():
            bucket = self._bucket_for(same[0])
            for entry in same:
                entry.bucket = bucket
            bucket.line.add_all([entry.line_key for entry in same if entry.line_key is not None])
            self._idle.note_waiting(bucket.ask)
            self._roster.show_head(bucket)

    def leave(self, entry: Entry) -> None:
        """Forget the entry's `line_key`."""
        key, entry.line_key = entry.line_key, None
        assert key is not None  # noqa: S101  # it stands in line
        if entry.only is not None:
            del self._alone[entry.only][key]
            if not self._alone[entry.only]:
                del self._alone[entry.only]
            return
        bucket = entry.bucket
        assert bucket is not None  # noqa: S101  # `enter` has set it
        bucket.line.remove(key)
        if not bucket.line.size:
            self._idle.note_waiting(bucket.ask)
        if self._heads[bucket.number] == key:
            first = bucket.line.first
            self._heads[bucket.number] = LAST if first is None else first

    def drop(self, entry: Entry) -> None:
        """It may ask for something else from now on."""
        entry.bucket = None

    def _bucket_for(self, entry: Entry) -> Bucket:
        roster = self._roster
        ask = roster.ask(roster.center(entry.contact_center), _needs(entry.requirements))
        bucket = entry.bucket = roster.bucket(ask, entry.wait.channel)
        return bucket

    def first_entry(self, agent: Agent) -> Entry | None:
        """In line, the smallest key that the agent, known to be routable, may take, over all its contact centers."""
        filed = agent.filed
        if filed is None:
            return None
        group = self._idle.group_of(agent, filed)
        picked = (group.pick or group.make_pick())(self._heads)
        best = min(picked)
        entry = self._standing.get(best)  # LAST is nobody's
        if entry is not None and agent.id in entry.wait.exclusions:
            entry = self._first_allowed(agent, picked)
        if agent.id in self._alone:
            for key, other in self._alone[agent.id].items():
                if (entry is None or entry.line_key is None or key < entry.line_key) and self._may_take(agent, other):
                    entry = other
        return entry

    def _first_allowed(self, agent: Agent, heads: tuple[Key, ...]) -> Entry | None:
        """The first whose dialogue the agent did not decline lately."""
        found: Key | None = None
        for head in heads:
            if head == LAST or (found is not None and found < head):
                continue
            bucket = self._standing[head].bucket
            for key in bucket.line if bucket is not None else ():
                if agent.id not in self._standing[key].wait.exclusions:
                    found = key if found is None or key < found else found
                    break
        return None if found is None else self._standing[found]

    def alone(self, agent: Agent) -> list[Wait]:
        """Those in line for which no other agent is asked."""
        entries = self._alone.get(agent.id)
        return [entry.wait for entry in entries.values() if not entry.ordinal] if entries else []

    # --- agents ---

    def first_agent(self, wait: Wait) -> tuple[Entry, Agent] | None:
        """Who takes it and for which entry: the preferred agent if free, else the first of each entry by its contact
        center's order, and of these the one with the least load, then idle for longest."""
        entries: Collection[Entry] = wait.entries.values()
        if len(entries) > 1:  # one agent in two of the contact centers answers for the heavier
            entries = sorted(entries, key=self._by_weight)
        if wait.preferred is not None and wait.preferred not in wait.exclusions:
            preferred = self._agents.get(wait.preferred)
            if preferred is not None and preferred.idle_key is not None:
                for entry in entries:
                    if entry.only in (None, preferred.id) and self._may_take(preferred, entry):
                        return entry, preferred
        hidden = self._hidden(wait) if wait.exclusions else ()
        best: tuple[Entry, Agent] | None = None
        for entry in entries:
            agent = self._first_for(entry)
            if agent is not None and (best is None or _rank(agent) < _rank(best[1])):
                best = entry, agent
        for agent in hidden:
            self.refresh(agent)
        return best

    def _by_weight(self, entry: Entry) -> tuple[int, int]:
        return -self._roster.center(entry.contact_center).queue.settings.weight, entry.ordinal

    def _hidden(self, wait: Wait) -> list[Agent]:
        """Those who declined the dialogue lately are not found for now."""
        agents = [agent for agent in map(self._agents.get, wait.exclusions) if agent is not None]
        free = [agent for agent in agents if agent.idle_key is not None]
        for agent in free:
            agent.idle_key = None
        return free

    def _first_for(self, entry: Entry) -> Agent | None:
        if entry.only is not None:
            agent = self._agents.get(entry.only)
            if agent is None or agent.idle_key is None or not self._may_take(agent, entry):
                return None
            return agent
        bucket = entry.bucket
        if bucket is None or bucket.is_gone:
            bucket = self._bucket_for(entry)
        if not bucket.groups or not bucket.ask.is_possible:
            return None
        order = bucket.ask.center.queue.settings.agent_order
        return self._idle.first(bucket) if order == "longest_idle" else first_by(order, self._idle, bucket)

    def _may_take(self, agent: Agent, entry: Entry) -> bool:
        """Able and with room; exclusions are looked at before."""
        center, channel = self._roster.center(entry.contact_center).queue, entry.wait.channel
        if not agent.has_room(channel, center.capacity(channel)):
            return False
        return agent.meets(entry.contact_center, entry.requirements, center.defined)

    def is_staffed(self, entry: Entry) -> bool:
        """Whether somebody able is here, free or not."""
        channel = entry.wait.channel
        if entry.only is not None:
            agent = self._agents.get(entry.only)
            if agent is None or not agent.is_staffed() or agent.most.get(channel) == 0:
                return False
            defined = self._roster.center(entry.contact_center).queue.defined
            return agent.meets(entry.contact_center, entry.requirements, defined)
        if entry.bucket is None or entry.bucket.is_gone:
            self._bucket_for(entry)
        assert entry.bucket is not None  # noqa: S101  # was just set
        ask = entry.bucket.ask
        return ask.is_possible and ask.staffed > ask.barred.get(channel, 0)

    def pool(self, entry: Entry) -> Pooled:
        """See `pooling.py`."""
        bucket = entry.bucket
        if bucket is None or bucket.is_gone:
            bucket = self._bucket_for(entry)
        return self._pools.pool(bucket.ask)

    def hide(self, agent: Agent) -> None:
        """Not found until the next `refresh`."""
        agent.idle_key = None
        if agent.filed is not None:
            self._idle.note(agent, agent.filed)
            self._idle.note_free(agent.filed, free=False)

    def forget(self, agent: Agent) -> None:
        """The agent is gone for good."""
        agent.idle_key = None
        self._roster.remove(agent)

    # --- contact centers ---

    def members(self, contact_center: str) -> Collection[str]:
        """As they are filed."""
        center = self._roster.centers.get(contact_center)
        return () if center is None else center.members

    def here(self, contact_center: str) -> Here:
        """Counted as agents come, go and become free."""
        center = self._roster.center(contact_center)
        return Here(center.staffed, center.available, center.free)

    def set_center(self, settings: QueueSettingsSet) -> None:
        """Skills, capacity, agent order, weight."""
        self._roster.set_center(settings)

    def set_known(self, contact_center: str, known: list[Requirements]) -> None:
        """These sets too count for `least_flexible`."""
        center = self._roster.center(contact_center)
        for requirements in known:
            self._roster.know(self._roster.ask(center, _needs(requirements)))


def _needs(requirements: Requirements) -> Needs:
    return tuple(sorted(requirements.items()) if len(requirements) > 1 else requirements.items())


def _rank(agent: Agent) -> tuple[int, int]:
    return agent.load, agent.idle_sequence
