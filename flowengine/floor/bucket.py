"""Bucket: all waits that one contact center is asked for with the same skills and channel, in one line."""

from typing import TypeAlias

from flowengine.floor.entry import Key
from flowengine.floor.group import SLACK, AgentClass, Group
from flowengine.floor.line import Line
from flowengine.floor.queue import Queue
from flowengine.messages import Channel, Requirements

Needs: TypeAlias = tuple[tuple[str, int], ...]  # a requirement set, by skill
LAST: Key = 1 << 120  # after every key: stands where nobody waits


class Center:
    """What the index knows of a contact center: its agents, who holds which skill, and what is asked for there.

    `unused`: sets that are not known for good, those that have been kept for longest first. `version` counts what
    changes who is flexible. Of the members so many are `staffed`, so many of these `available`, and so many `free`.
    """

    __slots__ = (
        "asks", "available", "free", "holders", "members", "name", "naming", "queue", "staffed", "unused", "version",
    )  # fmt: skip  # a list reads better than one item a line

    def __init__(self, name: str) -> None:
        self.name = name
        self.queue = Queue(name)  # for its settings alone
        self.members: dict[str, None] = {}
        self.holders: dict[str, list[str]] = {}
        self.asks: dict[Needs, Ask] = {}
        self.naming: dict[str, list[Ask]] = {}
        self.unused: dict[Needs, None] = {}
        self.version = 0
        self.staffed = self.available = self.free = 0

    def is_possible(self, needs: Needs) -> bool:
        """A skill that is not defined nobody holds."""
        defined = self.queue.defined
        return all(skill in defined for skill, _ in needs)

    def rarest(self, needs: Needs) -> list[str]:
        """The fewest agents among whom all who meet the set are."""
        if not needs:
            return list(self.members)
        return min((self.holders.get(skill, []) for skill, _ in needs), key=len)


class Ask:
    """One requirement set of a contact center. `staffed` counts the agents here who meet it, `barred` those among them
    whose own limit keeps the channel away; `classes` may name some that do not meet it any more."""

    __slots__ = (
        "barred", "buckets", "center", "classes", "is_known", "is_possible", "needs", "number", "prune_at", "staffed",
    )  # fmt: skip  # a list reads better than one item a line

    def __init__(self, number: int, center: Center, needs: Needs) -> None:
        self.number = number
        self.center = center
        self.needs = needs
        self.is_known = False
        self.is_possible = center.is_possible(needs)
        self.buckets: dict[Channel, Bucket] = {}
        self.classes: list[AgentClass] = []
        self.prune_at = SLACK
        self.staffed = 0
        self.barred: dict[str, int] = {}

    def is_met_by(self, levels: Requirements) -> bool:
        """Whether a member with these levels meets it, the skills being defined."""
        for skill, level in self.needs:  # noqa: SIM110  # a generator costs twice as much
            if levels.get(skill, -1) < level:
                return False
        return True

    def add_class(self, kind: AgentClass) -> None:
        """Agents of the class meet the set."""
        if len(self.classes) >= self.prune_at:
            self.classes_now()
            self.prune_at = 2 * len(self.classes) + SLACK
        self.classes.append(kind)

    def classes_now(self) -> list[AgentClass]:
        """The classes whose agents meet the set."""
        found = {kind: None for kind in self.classes if kind.agents and self.number in kind.asks}
        self.classes = list(found)
        return self.classes


class Bucket:
    """The waits of one requirement set and channel. `groups` is a heap of the groups of agents who may take them: load
    and idle sequence of the group's head, never later than true, the group's number, the group."""

    __slots__ = ("ask", "channel", "groups", "is_gone", "line", "number", "prune_at")

    def __init__(self, number: int, ask: Ask, channel: Channel) -> None:
        self.number = number
        self.ask = ask
        self.channel: Channel = channel
        self.line = Line()
        self.groups: list[tuple[int, int, int, Group]] = []
        self.is_gone = False
        self.prune_at = SLACK
