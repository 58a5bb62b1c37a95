"""Group: agents who may take the same dialogues at present, in the order in which they became free."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heappush
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from flowengine.floor.agent import Agent, IdleKey
from flowengine.floor.entry import Key
from flowengine.floor.event import WHOLE, Capacity
from flowengine.floor.matcher import Most
from flowengine.messages import Channel

if TYPE_CHECKING:
    from flowengine.floor.bucket import Center

Busy: TypeAlias = tuple[int, int, int, int]  # load, and how many live reservations by voice, chat and message
Pick: TypeAlias = Callable[[list[Key]], tuple[Key, ...]]
AWAY, STAFFED, AVAILABLE = 0, 1, 2  # not here; here; here and wants work
FREE: Busy = (0, 0, 0, 0)
PLACE_IN_BUSY: dict[Channel, int] = {"voice": 1, "chat": 2, "message": 3}
SLACK = 16  # stale items that a heap or list may carry beside as many as are live


class Group:
    """Agents of one class who are alike `busy`: `buckets` are those that they may take from, by number.

    `number` is the group's own, another one whenever it loses buckets, and 0 when it is gone.
    `idle` is a heap in which an item counts only while it is the very tuple that its agent holds.
    """

    __slots__ = ("buckets", "busy", "idle", "most", "number", "pick", "prune_at")

    def __init__(self, busy: Busy, most: Most) -> None:
        self.number = 0
        self.busy = busy
        self.most = most
        self.idle: list[IdleKey] = []
        self.prune_at = SLACK
        self.set_buckets(())

    def set_buckets(self, buckets: tuple[int, ...]) -> None:
        """A new set concerns a thousand groups: what they pick by is made when they next need it."""
        self.buckets = buckets
        self.pick: Pick | None = None

    def make_pick(self) -> Pick:
        """What takes the heads of these buckets out of a list of all heads; that of bucket 0, always empty, is first,
        so that two at least are picked."""
        self.pick = pick = itemgetter(0, *(self.buckets or (0,)))
        return pick

    def has_room(self, channel: Channel, capacity: Capacity) -> bool:
        """Whether one more dialogue of the channel fits beside the work of each: as `Agent.has_room`."""
        busy, most = self.busy, capacity.most
        for limited, own in self.most:
            if limited == channel:
                most = min(most, own)
        return busy[0] + capacity.cost <= WHOLE and busy[PLACE_IN_BUSY[channel]] < most

    def head(self, agents: dict[str, Agent]) -> IdleKey | None:
        """Who is asked first."""
        idle = self.idle
        while idle:
            key = idle[0]
            if self.holds(key, agents):
                return key
            heappop(idle)
        return None

    def holds(self, key: IdleKey, agents: dict[str, Agent]) -> bool:
        """Whether the item counts."""
        agent = agents.get(key[2])
        if agent is None or agent.idle_key is not key:
            return False
        return agent.filed is not None and agent.filed.group is self

    def show(self, key: IdleKey, agents: dict[str, Agent]) -> bool:
        """One more agent is free; whether he is the first."""
        if len(self.idle) > self.prune_at:
            self.idle = [item for item in self.idle if self.holds(item, agents)]
            heapify(self.idle)
            self.prune_at = 2 * len(self.idle) + SLACK
        head = self.head(agents)
        heappush(self.idle, key)
        return head is None or key < head


class AgentClass:
    """Agents who meet the same requirement sets (`asks`, by number) and have the same limits of their own (`most`).

    `mask` has a bit for each of `asks`. Of its `agents` so many are `staffed`, and of these so many `available`. `free`
    is the group of those without work, one of `groups`; `flexibility`: how many known sets of a contact center they
    meet, with the version of the contact center for which that was counted.
    """

    __slots__ = ("agents", "asks", "available", "flexibility", "free", "groups", "mask", "most", "staffed")

    def __init__(self, asks: tuple[int, ...], most: Most) -> None:
        self.set_asks(asks)
        self.most = most
        self.agents = self.staffed = self.available = 0
        self.free: Group | None = None
        self.groups: dict[Busy, Group] = {}
        self.flexibility: dict[str, tuple[int, int]] = {}

    def set_asks(self, asks: tuple[int, ...]) -> None:
        """The class meets these from now on."""
        self.asks = asks
        self.mask = sum(1 << number for number in asks)


class Filed:
    """Where an agent stands in the index, what he is counted as (`here`, `free`), and with which `memberships` he was
    filed, in which `centers`."""

    __slots__ = ("centers", "free", "group", "here", "kind", "memberships")

    def __init__(self, kind: AgentClass) -> None:
        self.kind = kind
        self.group: Group | None = None
        self.here = AWAY
        self.free = False
        self.centers: tuple[Center, ...] = ()
        self.memberships: dict[str, dict[str, int]] = {}
