"""Roster: files agents into classes by the requirement sets that they meet, and keeps it right when either changes."""

from collections.abc import Iterable

from flowengine.floor.agent import Agent
from flowengine.floor.bucket import LAST, Ask, Bucket, Center, Needs
from flowengine.floor.event import QueueSettingsSet
from flowengine.floor.group import AWAY, AgentClass, Filed
from flowengine.floor.idle import Idle
from flowengine.floor.matcher import Most
from flowengine.messages import Channel, Requirements

CHANNELS: tuple[Channel, ...] = ("voice", "chat", "message")
UNUSED = 48  # sets that are not known for good and for which nobody waits: so many stay for the next who asks


class Roster:
    """The contact centers, their requirement sets, and the classes of agents."""

    __slots__ = ("_classes", "_idle", "_vacant", "centers")

    def __init__(self, idle: Idle) -> None:
        self.centers: dict[str, Center] = {}
        self._idle = idle
        self._vacant: list[int] = []  # numbers of sets that are gone
        self._classes: dict[tuple[tuple[int, ...], Most], AgentClass] = {}

    def center(self, name: str) -> Center:
        """The contact center, made when first named."""
        found = self.centers.get(name)
        if found is None:
            found = self.centers[name] = Center(name)
        return found

    def set_center(self, settings: QueueSettingsSet) -> None:
        """Other skills make sets possible or impossible; other capacities change who has room."""
        center = self.center(settings.contact_center)
        if not center.asks:
            center.queue.configure(settings)
            center.version += 1
            return
        before = [center.queue.capacity(channel) for channel in CHANNELS]
        center.queue.configure(settings)
        center.version += 1
        self._idle.version += 1
        for ask in center.asks.values():
            ask.is_possible = center.is_possible(ask.needs)
            for bucket in ask.buckets.values():
                self.show_head(bucket)
            self._idle.note_waiting(ask)
        if before != [center.queue.capacity(channel) for channel in CHANNELS]:
            for kind in {kind: None for ask in center.asks.values() for kind in ask.classes_now()}:
                for group in kind.groups.values():
                    self._idle.settle(kind, group)

    # --- what is asked for ---

    def ask(self, center: Center, needs: Needs) -> Ask:
        """The requirement set; one that is new is met at once by whom it may concern."""
        found = center.asks.get(needs)
        if found is None:
            number = self._vacant.pop() if self._vacant else len(self._idle.asks)
            found = center.asks[needs] = self._idle.asks[number] = Ask(number, center, needs)
            for skill, _ in needs:
                center.naming.setdefault(skill, []).append(found)
            self._admit(found)
            if len(center.unused) >= UNUSED:
                self._forget_unused(center)
            center.unused[needs] = None
        return found

    def know(self, ask: Ask) -> None:
        """The set counts for who is flexible, and stays for good."""
        ask.is_known = True
        ask.center.unused.pop(ask.needs, None)
        ask.center.version += 1

    def bucket(self, ask: Ask, channel: Channel) -> Bucket:
        """The line of the set and channel, made if it is the first of its kind."""
        bucket = ask.buckets.get(channel)
        if bucket is None:
            idle = self._idle
            number = idle.vacant.pop() if idle.vacant else len(idle.heads)
            bucket = ask.buckets[channel] = Bucket(number, ask, channel)
            if number == len(idle.heads):
                idle.heads.append(LAST)
                idle.buckets.append(bucket)
            idle.buckets[number] = bucket
            idle.widen(bucket)
        return bucket

    def show_head(self, bucket: Bucket) -> None:
        """The bucket's first key counts, unless a skill that is not defined is asked for."""
        first = bucket.line.first
        self._idle.heads[bucket.number] = first if first is not None and bucket.ask.is_possible else LAST

    def _forget_unused(self, center: Center) -> None:
        """The set that has been kept for longest goes; those for which somebody waits are kept anew."""
        for needs in list(center.unused):
            del center.unused[needs]
            ask = center.asks[needs]
            if not any(bucket.line.size for bucket in ask.buckets.values()):
                self._forget_ask(ask)
                return
            center.unused[needs] = None

    def _forget_ask(self, ask: Ask) -> None:
        idle, center = self._idle, ask.center
        gone = {bucket.number: None for bucket in ask.buckets.values()}
        for kind in ask.classes_now():
            self._rename(kind, tuple(n for n in kind.asks if n != ask.number))
            for group in kind.groups.values():
                group.set_buckets(tuple(n for n in group.buckets if n not in gone))
        for bucket in ask.buckets.values():
            bucket.is_gone = True
            idle.buckets[bucket.number], idle.heads[bucket.number] = None, LAST
            idle.vacant.append(bucket.number)
        ask.buckets.clear()
        for skill, _ in ask.needs:
            center.naming[skill].remove(ask)
        del center.asks[ask.needs], idle.asks[ask.number]
        self._vacant.append(ask.number)
        idle.version += 1

    # --- who meets it ---

    def file(self, agent: Agent) -> None:
        """New or changed memberships or limits: only sets that name a changed skill are looked at."""
        filed = agent.filed
        if filed is None:
            self._file_anew(agent)
            return
        before, now = filed.memberships, agent.memberships
        asks = self._idle.asks
        met = [number for number in filed.kind.asks if _is_untouched(asks[number], before, now)]
        for name in before:
            if name not in now:
                _leave(self.centers[name], agent.id, before[name])
        for name, levels in now.items():
            if before.get(name) != levels:
                met += _newly_met(self.center(name), agent.id, before.get(name), levels)
        filed.memberships = now
        self._idle.belong(filed, tuple(map(self.center, now)))
        self._move(agent, filed, tuple(sorted(met)), tuple(sorted(agent.most.items())))

    def _file_anew(self, agent: Agent) -> None:
        """One who was not here before: of him there is nothing to compare."""
        filed = agent.filed = Filed(self._class((), ()))
        filed.kind.agents += 1
        filed.memberships = agent.memberships
        filed.centers = tuple([self.center(name) for name in agent.memberships])
        met: list[int] = []
        for center in filed.centers:
            met += _met_by_newcomer(center, agent.id, agent.memberships[center.name])
        if met or agent.most:
            self._move(agent, filed, tuple(sorted(met)), tuple(sorted(agent.most.items())))

    def remove(self, agent: Agent) -> None:
        """The agent, who belongs nowhere any more, is gone for good."""
        self.file(agent)
        if agent.filed is not None:
            self._idle.set_here(agent.filed, AWAY)
            self._leave_class(agent.filed.kind)
            agent.filed = None

    def _admit(self, ask: Ask) -> None:
        """A new set: classes that meet it as a whole grow by it, others lose those who do."""
        name, agents = ask.center.name, self._idle.agents
        met: dict[AgentClass, list[tuple[Agent, Filed]]] = {}
        for agent in map(agents.__getitem__, ask.center.rarest(ask.needs)):
            filed = agent.filed
            if filed is not None and name in filed.memberships and ask.is_met_by(filed.memberships[name]):
                met.setdefault(filed.kind, []).append((agent, filed))
        for kind, members in met.items():
            grown = tuple(sorted((*kind.asks, ask.number)))
            if len(members) < kind.agents:
                for agent, filed in members:
                    self._move(agent, filed, grown, kind.most)
                continue
            self._rename(kind, grown)
            ask.add_class(kind)
            self._idle.count(kind, (ask.number,), kind.staffed)

    # --- classes ---

    def _class(self, asks: tuple[int, ...], most: Most) -> AgentClass:
        kind = self._classes.get((asks, most))
        if kind is None:
            kind = self._classes[asks, most] = AgentClass(asks, most)
            for number in asks:
                self._idle.asks[number].add_class(kind)
        return kind

    def _rename(self, kind: AgentClass, asks: tuple[int, ...]) -> None:
        """The class meets other sets as a whole. Two classes may come to meet the same: no decision depends on it."""
        if self._classes.get((kind.asks, kind.most)) is kind:
            del self._classes[kind.asks, kind.most]
        kind.set_asks(asks)
        self._idle.version += 1
        kind.flexibility.clear()
        self._classes.setdefault((asks, kind.most), kind)

    def _move(self, agent: Agent, filed: Filed, asks: tuple[int, ...], most: Most) -> None:
        """Into the class of those who meet `asks`; a class goes with its last member."""
        old, idle = filed.kind, self._idle
        if old.asks == asks and old.most == most:
            return
        here = filed.here
        idle.set_here(filed, AWAY)
        filed.kind, filed.group = self._class(asks, most), None
        filed.kind.agents += 1
        self._leave_class(old)
        idle.set_here(filed, here)
        if agent.idle_key is not None:
            idle.show(agent)

    def _leave_class(self, kind: AgentClass) -> None:
        kind.agents -= 1
        if not kind.agents:
            if self._classes.get((kind.asks, kind.most)) is kind:
                del self._classes[kind.asks, kind.most]
            for group in kind.groups.values():
                group.number = 0
            kind.groups.clear()
            kind.free = None


def _is_untouched(ask: Ask, before: dict[str, Requirements], now: dict[str, Requirements]) -> bool:
    """Whether an agent who met the set meets it still, without a second look."""
    new = now.get(ask.center.name)
    if new is None:
        return False
    old = before[ask.center.name]
    return all(old.get(skill) == new.get(skill) for skill, _ in ask.needs)


def _leave(center: Center, agent: str, levels: Requirements) -> None:
    del center.members[agent]
    for skill in levels:
        center.holders[skill].remove(agent)


def _met_by_newcomer(center: Center, agent: str, levels: Requirements) -> Iterable[int]:
    """The sets that an agent meets who was no member before."""
    center.members[agent] = None
    for skill in levels:
        center.holders.setdefault(skill, []).append(agent)
    return [ask.number for ask in center.asks.values() if ask.is_met_by(levels)] if center.asks else ()


def _newly_met(center: Center, agent: str, old: Requirements | None, new: Requirements) -> Iterable[int]:
    """The sets that the agent meets among those that name a changed skill, or among all if he is new here."""
    if old is None:
        return _met_by_newcomer(center, agent, new)
    for skill in new:
        if skill not in old:
            center.holders.setdefault(skill, []).append(agent)
    for skill in old:
        if skill not in new:
            center.holders[skill].remove(agent)
    changed = [skill for skill in {**old, **new} if old.get(skill) != new.get(skill)]
    named = {ask.number: ask for skill in changed for ask in center.naming.get(skill, ())}
    return [number for number, ask in named.items() if ask.is_met_by(new)]
