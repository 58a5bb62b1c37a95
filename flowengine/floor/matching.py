"""Matching: for a free agent the first dialogue, for a dialogue the first free agent, without a scan of either side.

Equal requirement sets share a bucket with a heap of waiting keys; agents that meet the same buckets share a group with
a heap of idle keys, and each bucket has a heap of the heads of its groups. Heaps are cleaned lazily: an item counts
only while it is the very tuple that its owner holds. Nothing here decides by the order of a set or by a number of a
bucket.
"""

from heapq import heapify, heappop, heappush, heapreplace
from typing import Protocol, TypeAlias

from flowengine.floor.agent import Agent, IdleKey
from flowengine.floor.entry import Entry, Key
from flowengine.floor.reservation import CAPACITY, COST
from flowengine.messages import Requirements

BucketKey: TypeAlias = tuple[str, int, tuple[tuple[str, int], ...]]  # contact center, cost, requirements
SLACK = 16  # stale items that a heap may carry beside as many as are live


class Matching(Protocol):
    """What the floor asks of its index; `scan.py` is the same in plain words."""

    def enter(self, entry: Entry) -> None: ...  # the entry stands in line: its `line_key` was set
    def leave(self, entry: Entry) -> None: ...  # the entry stands in line no more; clears `line_key`
    def set_profile(self, agent: Agent) -> None: ...  # new or changed memberships
    def set_skills(self, contact_center: str, defined: frozenset[str]) -> None: ...
    def refresh(self, agent: Agent) -> None: ...  # load, presence or idle sequence may have changed
    def hide(self, agent: Agent) -> None: ...  # until the next `refresh` the agent is not found
    def forget(self, agent: Agent) -> None: ...  # the agent is gone for good
    def first_entry(self, agent: Agent) -> Entry | None: ...
    def first_agent(self, entry: Entry) -> Agent | None: ...


class Bucket:
    """One requirement set of one contact center and cost; `head` is the first live waiting key."""

    __slots__ = ("contact_center", "cost", "groups", "head", "line", "number", "requirements", "waiting")

    def __init__(self, number: int, contact_center: str, cost: int, requirements: Requirements) -> None:
        self.number = number
        self.contact_center = contact_center
        self.cost = cost
        self.requirements = requirements
        self.line: list[Key] = []
        self.waiting = 0
        self.head: Key | None = None
        self.groups: list[tuple[int, int, int]] = []  # load and idle sequence of a head, group; never later than true


class Group:
    """Agents that meet the same buckets; `members` keeps the order in which they came."""

    __slots__ = ("buckets", "idle", "members", "number")

    def __init__(self, number: int, buckets: tuple[int, ...]) -> None:
        self.number = number
        self.buckets = buckets
        self.idle: list[IdleKey] = []
        self.members: dict[str, None] = {}


class Index:
    """The buckets and groups of a tenant."""

    def __init__(self, entries: dict[str, Entry], agents: dict[str, Agent]) -> None:
        self._entries = entries
        self._agents = agents
        self._defined: dict[str, frozenset[str]] = {}
        self._members: dict[str, dict[str, None]] = {}  # contact center -> agents
        self._buckets: list[Bucket] = []
        self._bucket_of: dict[BucketKey, int] = {}
        self._buckets_in: dict[str, list[int]] = {}
        self._groups: dict[int, Group] = {}
        self._group_of: dict[tuple[int, ...], int] = {}
        self._next_group = 0

    # --- dialogues ---

    def enter(self, entry: Entry) -> None:
        """File the entry's `line_key` in its bucket."""
        bucket = self._buckets[entry.bucket if entry.bucket >= 0 else self._bucket_for(entry)]
        key = entry.line_key
        assert key is not None  # noqa: S101  # the caller has just set it
        heappush(bucket.line, key)
        bucket.waiting += 1
        if bucket.head is None or key < bucket.head:
            bucket.head = key
        if len(bucket.line) > 2 * bucket.waiting + SLACK:
            bucket.line = [item for item in bucket.line if self._stands(item)]
            heapify(bucket.line)

    def leave(self, entry: Entry) -> None:
        """Forget the entry's `line_key`; its heap item goes when it comes to the top."""
        key, entry.line_key = entry.line_key, None
        bucket = self._buckets[entry.bucket]
        bucket.waiting -= 1
        if bucket.head is key:
            line = bucket.line
            while line and not self._stands(line[0]):
                heappop(line)
            bucket.head = line[0] if line else None

    def _stands(self, key: Key) -> bool:
        entry = self._entries.get(key[3])
        return entry is not None and entry.line_key is key

    def first_entry(self, agent: Agent) -> Entry | None:
        """The smallest key that the agent, known to be routable, may take, over all its contact centers."""
        room = CAPACITY - agent.load
        best: Key | None = None
        buckets = self._buckets
        for number in self._groups[agent.group].buckets:
            bucket = buckets[number]
            head = bucket.head
            if head is None or bucket.cost > room or (best is not None and best < head):
                continue
            if agent.id in self._entries[head[3]].exclusions:
                head = self._first_allowed(bucket, agent.id)
            if head is not None and (best is None or head < best):
                best = head
        return None if best is None else self._entries[best[3]]

    def _first_allowed(self, bucket: Bucket, agent: str) -> Key | None:
        """The first key of the bucket whose dialogue the agent did not decline lately."""
        passed: list[Key] = []
        found = None
        while bucket.line:
            key = bucket.line[0]
            if self._stands(key):
                if agent not in self._entries[key[3]].exclusions:
                    found = key
                    break
                passed.append(key)
            heappop(bucket.line)
        for key in passed:
            heappush(bucket.line, key)
        return found

    def _bucket_for(self, entry: Entry) -> int:
        """The entry's bucket, made if it is the first of its kind."""
        cost = COST[entry.channel]
        wanted = (entry.contact_center, cost, tuple(sorted(entry.requirements.items())))
        number = self._bucket_of.get(wanted)
        if number is None:
            number = self._bucket_of[wanted] = len(self._buckets)
            self._buckets.append(Bucket(number, entry.contact_center, cost, entry.requirements))
            self._buckets_in.setdefault(entry.contact_center, []).append(number)
            self._admit(self._buckets[number])
        entry.bucket = number
        return number

    # --- agents ---

    def set_profile(self, agent: Agent) -> None:
        """File the agent under the buckets that its memberships meet."""
        for contact_center in [c for c, members in self._members.items() if agent.id in members]:
            if contact_center not in agent.memberships:
                del self._members[contact_center][agent.id]
        met: list[int] = []
        for contact_center in agent.memberships:
            self._members.setdefault(contact_center, {})[agent.id] = None
            met += [n for n in self._buckets_in.get(contact_center, ()) if self._meets(agent, self._buckets[n])]
        self._move(agent, tuple(sorted(met)))

    def set_skills(self, contact_center: str, defined: frozenset[str]) -> None:
        """A contact center defines other skills: its members are filed anew."""
        if self._defined.get(contact_center) != defined:
            self._defined[contact_center] = defined
            for agent in self._members.get(contact_center, ()):
                self.set_profile(self._agents[agent])

    def refresh(self, agent: Agent) -> None:
        """Offer the agent for work if it is routable, in the order of its load and idle sequence."""
        if not agent.is_routable():
            agent.idle_key = None
            return
        key = (agent.load, agent.idle_sequence, agent.id)
        if agent.idle_key == key:
            return
        agent.idle_key = key
        group = self._groups[agent.group]
        head = self._head(group)
        heappush(group.idle, key)
        if head is None or key < head:
            self._announce(group, key)
        if len(group.idle) > 2 * len(group.members) + SLACK:
            group.idle = [item for item in group.idle if self._agents[item[2]].idle_key is item]
            heapify(group.idle)

    def hide(self, agent: Agent) -> None:
        """Not found until the next `refresh`."""
        agent.idle_key = None

    def forget(self, agent: Agent) -> None:
        """The agent is gone for good."""
        agent.idle_key = None
        for members in self._members.values():
            members.pop(agent.id, None)
        self._drop_from_group(agent)

    def first_agent(self, entry: Entry) -> Agent | None:
        """The preferred agent if free, else least load, then longest idle, among those that may take the dialogue."""
        bucket = self._buckets[entry.bucket if entry.bucket >= 0 else self._bucket_for(entry)]
        preferred = self._agents.get(entry.preferred) if entry.preferred is not None else None
        if preferred is not None and self._may_take(preferred, entry, bucket):
            return preferred
        hidden = [a for a in map(self._agents.get, entry.exclusions) if a is not None and a.idle_key is not None]
        for agent in hidden:
            agent.idle_key = None
        key = self._first_idle(bucket)
        for agent in hidden:
            self.refresh(agent)
        return None if key is None or key[0] + bucket.cost > CAPACITY else self._agents[key[2]]

    def _may_take(self, agent: Agent, entry: Entry, bucket: Bucket) -> bool:
        if agent.idle_key is None or agent.load + bucket.cost > CAPACITY or agent.id in entry.exclusions:
            return False
        return bucket.number in self._groups[agent.group].buckets

    def _first_idle(self, bucket: Bucket) -> IdleKey | None:
        heap = bucket.groups
        while heap:
            item = heap[0]
            group = self._groups.get(item[2])
            head = self._head(group) if group is not None else None
            if head is None:
                heappop(heap)
            elif head[0] == item[0] and head[1] == item[1]:
                return head
            else:
                heapreplace(heap, (head[0], head[1], item[2]))
        return None

    def _head(self, group: Group) -> IdleKey | None:
        idle, agents = group.idle, self._agents
        while idle:
            key = idle[0]
            agent = agents.get(key[2])
            if agent is not None and agent.idle_key is key and agent.group == group.number:
                return key
            heappop(idle)
        return None

    def _announce(self, group: Group, key: IdleKey) -> None:
        """Each bucket of the group learns its earlier head; a later one is found when the old one is looked at."""
        item = (key[0], key[1], group.number)
        for number in group.buckets:
            self._tell(self._buckets[number], item)

    def _tell(self, bucket: Bucket, item: tuple[int, int, int]) -> None:
        heap = bucket.groups
        heappush(heap, item)
        if len(heap) > 2 * len(self._groups) + SLACK:
            heads = [(n, self._head(g)) for n, g in ((n, self._groups.get(n)) for n in {i[2]: None for i in heap}) if g]
            bucket.groups = [(head[0], head[1], n) for n, head in heads if head is not None]
            heapify(bucket.groups)

    # --- who meets what ---

    def _meets(self, agent: Agent, bucket: Bucket) -> bool:
        defined = self._defined.get(bucket.contact_center, frozenset())
        return agent.meets(bucket.contact_center, bucket.requirements, defined)

    def _move(self, agent: Agent, buckets: tuple[int, ...]) -> None:
        """Put the agent into the group of `buckets`; the old group goes with its last member."""
        if agent.group >= 0 and self._groups[agent.group].buckets == buckets:
            return
        self._drop_from_group(agent)
        number = self._group_of.get(buckets)
        if number is None:
            number = self._group_of[buckets] = self._next_group
            self._groups[number] = Group(number, buckets)
            self._next_group += 1
        self._groups[number].members[agent.id] = None
        agent.group = number
        if agent.idle_key is not None:
            agent.idle_key = None
            self.refresh(agent)

    def _drop_from_group(self, agent: Agent) -> None:
        group = self._groups.get(agent.group)
        agent.group = -1
        if group is None:
            return
        del group.members[agent.id]
        if not group.members:
            del self._groups[group.number], self._group_of[group.buckets]

    def _admit(self, bucket: Bucket) -> None:
        """A new bucket: groups that meet it as a whole grow by it, others lose those who do."""
        by_group: dict[int, list[Agent]] = {}
        for name in self._members.get(bucket.contact_center, ()):
            agent = self._agents[name]
            if self._meets(agent, bucket):
                by_group.setdefault(agent.group, []).append(agent)
        for number, agents in by_group.items():
            group = self._groups[number]
            grown = (*group.buckets, bucket.number)
            if len(agents) < len(group.members):
                for agent in agents:
                    self._move(agent, grown)
                continue
            del self._group_of[group.buckets]
            group.buckets = grown
            self._group_of[grown] = number
            head = self._head(group)
            if head is not None:
                self._tell(bucket, (head[0], head[1], number))
