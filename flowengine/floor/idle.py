"""Idle: the groups of agents who are free for work, and for each bucket the first of those who may take from it."""

from collections.abc import Iterable
from heapq import heapify, heappop, heappush, heapreplace

from flowengine.floor.agent import Agent, IdleKey
from flowengine.floor.bucket import LAST, Ask, Bucket, Center
from flowengine.floor.entry import Key
from flowengine.floor.group import AVAILABLE, AWAY, FREE, SLACK, STAFFED, AgentClass, Busy, Filed, Group
from flowengine.messages import Channel


class Idle:
    """`heads` has the first key of each bucket by its number, `LAST` where nobody waits or nobody can be able."""

    __slots__ = ("_numbers", "agents", "asks", "buckets", "heads", "staffed", "vacant", "version", "waiting")

    def __init__(self, agents: dict[str, Agent]) -> None:
        self.agents = agents
        self.asks: dict[int, Ask] = {}
        self.buckets: list[Bucket | None] = [None]
        self.heads: list[Key] = [LAST]
        self.vacant: list[int] = []  # numbers of buckets that are gone
        self.staffed: dict[AgentClass, None] = {}  # classes with somebody here
        self.version = 0  # counts what changes who is here, what they meet and what is possible
        self.waiting = 0  # a bit for each set that somebody waits for
        self._numbers = 0

    def show(self, agent: Agent) -> None:
        """Offer the agent for work if it is routable, in the order of its load and idle sequence."""
        filed = agent.filed
        if filed is None:
            return
        self.note(agent, filed)
        if not agent.is_routable():
            agent.idle_key = None
            self.note_free(filed, free=False)
            return
        self.note_free(filed, free=True)
        key, group = (agent.load, agent.idle_sequence, agent.id), self.group_of(agent, filed)
        if filed.group is group and agent.idle_key == key:
            return
        filed.group, agent.idle_key = group, key
        if group.show(key, self.agents):
            self.tell(group, key, group.buckets)

    def note(self, agent: Agent, filed: Filed) -> None:
        """Count the agent as what he is now."""
        intent = agent.presence.intent if agent.signed_in else "offline"
        here = AVAILABLE if intent == "available" else AWAY if intent == "offline" else STAFFED
        if here != filed.here:
            self.set_here(filed, here)

    def note_free(self, filed: Filed, *, free: bool) -> None:
        """Count the agent as one who may be offered something, or not."""
        if free != filed.free:
            filed.free = free
            for center in filed.centers:
                center.free += 1 if free else -1

    def belong(self, filed: Filed, centers: tuple[Center, ...]) -> None:
        """The agent is a member of these contact centers from now on."""
        for sign, those in ((-1, filed.centers), (1, centers)):
            for center in those:
                center.staffed += sign * (filed.here != AWAY)
                center.available += sign * (filed.here == AVAILABLE)
                center.free += sign * filed.free
        filed.centers = centers

    def set_here(self, filed: Filed, here: int) -> None:
        """The class, and each set that it meets, has one more who is staffed, or one less."""
        kind, before = filed.kind, filed.here
        filed.here = here
        self.version += 1
        available = (here == AVAILABLE) - (before == AVAILABLE)
        staffed = (here != AWAY) - (before != AWAY)
        kind.available += available
        for center in filed.centers:
            center.available += available
            center.staffed += staffed
        if not staffed:
            return
        kind.staffed += staffed
        if kind.staffed:
            self.staffed[kind] = None
        else:
            del self.staffed[kind]
        self.count(kind, kind.asks, staffed)

    def count(self, kind: AgentClass, asks: Iterable[int], staffed: int) -> None:
        """So many more agents of the class are staffed."""
        for number in asks:
            self.asks[number].staffed += staffed
        for channel, most in kind.most:
            for number in asks if most == 0 else ():
                barred = self.asks[number].barred
                barred[channel] = barred.get(channel, 0) + staffed

    # --- groups ---

    def group_of(self, agent: Agent, filed: Filed) -> Group:
        """The group that the agent belongs to by its present work."""
        kind, busy = filed.kind, FREE
        if agent.load or agent.reservations:
            live = agent.live
            busy = (agent.load, live.get("voice", 0), live.get("chat", 0), live.get("message", 0))
        elif kind.free is not None:
            return kind.free
        group = kind.groups.get(busy)
        return self._make(kind, busy) if group is None else group

    def _make(self, kind: AgentClass, busy: Busy) -> Group:
        group = kind.groups[busy] = Group(busy, kind.most)
        if busy == FREE:
            kind.free = group
        self.settle(kind, group)
        return group

    def settle(self, kind: AgentClass, group: Group) -> None:
        """The group's buckets: of the sets that its class meets, those with room for one more."""
        self._numbers += 1
        group.number = self._numbers  # what was told under the old number counts no more
        rooms: dict[tuple[Center, Channel], bool] = {}  # a class meets many sets of few contact centers
        found: list[int] = []
        for ask in map(self.asks.__getitem__, kind.asks):
            for channel, bucket in ask.buckets.items():
                room = rooms.get((ask.center, channel))
                if room is None:
                    room = group.has_room(channel, ask.center.queue.capacity(channel))
                    rooms[ask.center, channel] = room
                if room:
                    found.append(bucket.number)
        group.set_buckets(tuple(found))
        self.retell(group, group.buckets)

    def note_waiting(self, ask: Ask) -> None:
        """Somebody waits for the set now, or nobody does any more."""
        bit = 1 << ask.number
        if ask.is_possible and any(bucket.line.size for bucket in ask.buckets.values()):
            self.waiting |= bit
        else:
            self.waiting &= ~bit

    def widen(self, bucket: Bucket) -> None:
        """A new bucket: groups that may take from it learn of it."""
        capacity = bucket.ask.center.queue.capacity(bucket.channel)
        for kind in bucket.ask.classes_now():
            for group in kind.groups.values():
                if group.has_room(bucket.channel, capacity):
                    group.set_buckets((*group.buckets, bucket.number))
                    self.retell(group, (bucket.number,))

    def retell(self, group: Group, buckets: tuple[int, ...]) -> None:
        """These buckets have to know who is first in the group."""
        head = group.head(self.agents) if group.idle else None
        if head is not None:
            self.tell(group, head, buckets)

    def tell(self, group: Group, head: IdleKey, buckets: tuple[int, ...]) -> None:
        """An earlier head is told at once; that it became later is found when the bucket looks at it."""
        item = (head[0], head[1], group.number, group)
        for number in buckets:
            bucket = self.buckets[number]
            if bucket is None:
                continue
            heap = bucket.groups
            heappush(heap, item)
            if len(heap) > bucket.prune_at:
                self._prune(bucket)

    def _prune(self, bucket: Bucket) -> None:
        """One item for each group that has somebody free."""
        heads = [(group.head(self.agents), group) for group in self.groups_for(bucket)]
        bucket.groups = [(head[0], head[1], group.number, group) for head, group in heads if head is not None]
        heapify(bucket.groups)
        bucket.prune_at = 2 * len(bucket.groups) + SLACK

    def groups_for(self, bucket: Bucket) -> list[Group]:
        """All groups that may take from the bucket and may have somebody free."""
        return list({number: group for _, _, number, group in bucket.groups if number == group.number}.values())

    # --- who is first ---

    def first(self, bucket: Bucket) -> Agent | None:
        """The agent with the least load, idle for longest, who may take from the bucket."""
        heap = bucket.groups
        while heap:
            load, sequence, number, group = heap[0]
            head = group.head(self.agents) if number == group.number else None
            if head is None:
                heappop(heap)
            elif head[0] == load and head[1] == sequence:
                return self.agents[head[2]]
            else:
                heapreplace(heap, (head[0], head[1], number, group))
        return None
