"""The 25 promises of a floor, each checked from outside in plain words after every event of a stream."""

from collections.abc import Iterator

from flowengine.floor import Floor
from flowengine.floor.agent import Agent
from flowengine.floor.command import FloorCommand, MakeOffer, RescindOffer, WorkClosed, WorkCompleted
from flowengine.floor.entry import Entry
from flowengine.floor.event import (
    AgentProfileSet,
    AgentSignedOut,
    DevicePresenceReported,
    DialogueAbandoned,
    DialogueEnqueued,
    FloorEvent,
    PresenceSet,
    QueueSettingsSet,
    TimerDue,
    WorkEnded,
)
from flowengine.floor.wait import Wait
from flowengine.messages import OwnerKind
from tests.floor.account import Account

BUSY = ("do_not_disturb", "device_busy")
SPARES_THE_LIVE = (AgentSignedOut, PresenceSet, DevicePresenceReported, AgentProfileSet, QueueSettingsSet)
ENDS = (WorkEnded, DialogueAbandoned)
Timers = dict[tuple[OwnerKind, str, str], int]
Key = tuple[int, int, int, int]


class Witness:
    """Listens to a floor and looks at what it holds; 19, 20, 22 and 23 are seen by whoever runs several floors."""

    def __init__(self) -> None:
        self.account = Account()

    def hear(self, floor: Floor, at_ms: int, event: FloorEvent, commands: list[FloorCommand]) -> None:
        """What one event and the commands alone show, and whether its offers are right."""
        self.at_ms, self.floor, self.s = at_ms, floor, floor._state
        account = self.account
        kind = type(event)
        live = (
            [id_ for id_, offer in account.offers.items() if offer.state != "pending"]
            if kind in SPARES_THE_LIVE
            else ()
        )
        account.note(at_ms, event, commands)
        if kind is DialogueEnqueued and commands and event.dialogue in account.waiting:
            account.waiting[event.dialogue].place = self.s.waits[event.dialogue].place
        for reservation in live:
            assert reservation in account.offers, "17 a live dialogue was dropped"
        if kind is DialogueAbandoned:
            held = [o for o in account.offers.values() if o.dialogue == event.dialogue and o.state != "wrapping"]
            assert not held, "16 an abandoned dialogue still holds an agent"
        for c in commands:
            if type(c) is MakeOffer:
                if c.reservation in account.offers:
                    self._offer(event, commands, c)
            elif type(c) is WorkClosed:
                assert kind in ENDS, "17 the floor ended a conversation"

    def look(self, timers: Timers) -> None:
        """Everything that can be seen of the floor as it stands; `timers` are those that run."""
        for agent in self.s.agents.values():
            self._agent(agent)
        self._waits()
        self._pairs()
        self._timers(timers)
        self._nobody_idle_beside_a_waiting_dialogue([a for a in self.s.agents.values() if self.is_open(a)])
        self.account.check_sums()

    # --- reservations ---

    def _agent(self, agent: Agent) -> None:
        mine = [offer for offer in self.account.offers.values() if offer.agent == agent.id]
        used = sum(offer.cost for offer in mine)
        assert used <= 100, "2 more than the agent's capacity"
        assert agent.load == used, "18 used capacity is the sum of live costs"
        assert not any(o.channel == "voice" for o in mine) or len(mine) == 1, "1 voice takes the whole agent"

    def _pairs(self) -> None:
        s, account = self.s, self.account
        assert s.reservations.keys() == account.offers.keys(), "4 reservations are not those that were told"
        held = {}
        for id_, r in s.reservations.items():
            told = account.offers[id_]
            assert (r.agent, r.dialogue, r.state) == (told.agent, told.dialogue, told.state), "4 told otherwise"
            assert s.agents[r.agent].reservations[id_] is r, "4 the agent does not know it"
            if r.state != "wrapping":
                assert r.dialogue not in held, "3 one live reservation per dialogue"
                held[r.dialogue] = r
                assert s.work[r.dialogue] is r, "4 the dialogue does not know it"
            if r.state in ("pending", "accepted"):
                wait = s.waits[r.dialogue]
                assert wait.reservation == id_, "4 the wait does not know it"
                met = account.meets(r.agent, r.contact_center, wait.entries[r.contact_center].requirements)
                assert met or r.state == "accepted", f"10 {r.agent} is asked and not able any more"
        assert len(s.work) == len(held), "4 a dialogue is held by nobody"
        assert sum(len(a.reservations) for a in s.agents.values()) == len(s.reservations), "4 an agent holds more"

    # --- waits ---

    def _waits(self) -> None:
        s, account = self.s, self.account
        assert s.waits.keys() == account.waiting.keys(), "15 those who wait are not those who were told so"
        for wait in s.waits.values():
            told = account.waiting[wait.dialogue]
            assert wait.place == told.place, "11 the place in line changed"
            assert wait.boost_ms == round(told.event.boost_s * 1000), "11 the boost changed"
            assert (wait.priority, wait.step) == (told.priority, told.step), "11 the priority changed"
            asked = {entry.contact_center: entry.requirements for entry in wait.entries.values()}
            assert asked == told.asks, "10 the present step asks something else"
            away = wait.reservation is not None or wait.held_until_ms > 0
            assert all((entry.line_key is None) == away for entry in wait.entries.values()), "4 in line, or away"
            assert not (wait.reservation is not None and wait.held_until_ms), "4 offered and held back"

    def in_line(self) -> Iterator[Entry]:
        for wait in self.s.waits.values():
            if wait.reservation is None and not wait.held_until_ms:
                yield from wait.entries.values()

    def key(self, entry: Entry) -> Key:
        """Weight, priority, age less boost, arrival: of what was told."""
        told = self.account.waiting[entry.wait.dialogue]
        weight = self.account.centers[entry.contact_center].weight
        return -weight, told.priority, told.place[0] - round(told.event.boost_s * 1000), told.place[1]

    # --- who may take what ---

    def is_open(self, agent: Agent) -> bool:
        """Routable but for room."""
        p = agent.presence
        if not agent.signed_in or p.intent != "available" or p.next_intent is not None or agent.blocked_until_ms:
            return False
        if any(report.presence in BUSY for report in p.devices.values()):
            return False
        return not any(o.agent == agent.id and o.state == "wrapping" for o in self.account.offers.values())

    def may_take(self, agent: Agent, entry: Entry, but: frozenset[str] = frozenset()) -> bool:
        """From the definitions alone; the reservations `but` are left out of account."""
        wait, account = entry.wait, self.account
        channel = wait.channel
        if agent.id in account.waiting[wait.dialogue].declined or entry.only not in (None, agent.id):
            return False
        if not account.meets(agent.id, entry.contact_center, entry.requirements):
            return False
        mine = [o for id_, o in account.offers.items() if o.agent == agent.id and id_ not in but]
        if sum(o.cost for o in mine) + account.cost(entry.contact_center, channel) > 100:
            return False
        return sum(o.channel == channel for o in mine) < account.most(agent.id, entry.contact_center, channel)

    def _nobody_idle_beside_a_waiting_dialogue(self, open_: list[Agent]) -> None:
        for entry in self.in_line():
            for agent in open_:
                assert not self.may_take(agent, entry), f"5 {agent.id} is idle beside {entry.id}"

    # --- offers ---

    def _offer(self, event: FloorEvent, commands: list[FloorCommand], offer: MakeOffer) -> None:
        account, agent, wait = self.account, self.s.agents[offer.agent], self.s.waits[offer.dialogue]
        entry = wait.entries[offer.contact_center]
        assert self.is_open(agent), f"9 {agent.id} is not routable"
        assert entry.contact_center in account.profiles[agent.id].memberships, f"9 {agent.id} is no member"
        until_ms = account.waiting[wait.dialogue].declined.get(agent.id, 0)
        assert not until_ms, f"13 {agent.id} is asked again for {wait.dialogue}"
        places = [c.reservation for c in commands if isinstance(c, MakeOffer)]
        later = frozenset(places[places.index(offer.reservation) :])  # as it was before this offer
        freed = {c.agent for c in commands if isinstance(c, RescindOffer | WorkCompleted)}
        for other in self.in_line():
            if not self.may_take(agent, other, later):
                continue
            first = self.key(other) < self.key(entry)
            assert not (first and agent.id in freed), f"6 {other.id} was before {entry.id}"
            assert not (first and alike(other.wait, wait)), f"7 {other.id} came before {entry.id}"
        is_relaxed = isinstance(event, TimerDue) and event.name == "step"
        if (isinstance(event, DialogueEnqueued) or is_relaxed) and not wait.direct:
            self._first_in_order(agent, wait, later)

    def _first_in_order(self, chosen: Agent, wait: Wait, later: frozenset[str]) -> None:
        """8: the preferred agent; else the first of each contact center's order, and of these the freest."""
        if chosen.id == wait.preferred:
            return
        firsts: list[Agent] = []
        open_ = [agent for agent in self.s.agents.values() if self.is_open(agent)]
        for entry in wait.entries.values():
            able = [agent for agent in open_ if self.may_take(agent, entry, later)]
            assert wait.preferred not in [agent.id for agent in able], f"8 {wait.preferred} is preferred"
            if able:
                firsts.append(min(able, key=lambda agent, e=entry: self.rank(agent, e, later)))  # type: ignore[misc]  # used at once
        first = min(firsts, key=lambda agent: (self.load(agent, later), agent.idle_sequence))
        assert first is chosen, f"8 {first.id} was before {chosen.id}"

    def load(self, agent: Agent, later: frozenset[str]) -> int:
        return sum(o.cost for id_, o in self.account.offers.items() if o.agent == agent.id and id_ not in later)

    def rank(self, agent: Agent, entry: Entry, later: frozenset[str]) -> tuple[int, ...]:
        """The contact center's order of agents; `least_flexible` reads which sets are known."""
        account, center = self.account, entry.contact_center
        base = (self.load(agent, later), agent.idle_sequence)
        match account.centers[center].agent_order:
            case "least_flexible":
                return (sum(account.meets(agent.id, center, dict(k)) for k in self.s.queues[center].known), *base)
            case "best_level":
                levels = account.profiles[agent.id].memberships[center]
                return (-sum(levels[skill] for skill in entry.requirements), *base)
        return base

    # --- timers ---

    def _timers(self, timers: Timers) -> None:
        s = self.s
        owners = {"entry": {w.id for w in s.waits.values()}, "reservation": s.reservations, "agent": s.agents}
        for kind, owner, name in timers:
            assert owner in owners[kind], f"21 timer {name} outlived {kind} {owner}"
        for r in s.reservations.values():
            name = {"pending": "ring", "accepted": "connect"}.get(r.state)
            assert name is None or ("reservation", r.id, name) in timers, "21 nothing ends this"

    def estimates(self) -> None:
        """24: of those who ask for the same, nobody further back is told less; nobody less than nothing."""
        told: dict[object, tuple[Key, int]] = {}
        for wait in sorted(self.s.waits.values(), key=lambda wait: self.key(wait.entry)):
            found = self.floor.place(wait.dialogue, self.at_ms)
            seconds = found["estimated_wait_s"] if found is not None else None
            if seconds is None or wait.reservation is not None:
                continue
            assert isinstance(seconds, int), "24 an estimate is whole seconds"
            assert seconds >= 0, "24 an estimate below nothing"
            asked = (wait.home, wait.channel, tuple(sorted(wait.entry.requirements.items())), len(wait.entries))
            assert asked not in told or told[asked][1] <= seconds, "24 more ahead and a shorter wait"
            told[asked] = (self.key(wait.entry), seconds)


def alike(one: Wait, other: Wait) -> bool:
    """Same contact centers and requirements, priority, boost, channel."""
    return asked(one) == asked(other)


def asked(wait: Wait) -> tuple[object, ...]:
    asks = {entry.contact_center: (entry.requirements, entry.only) for entry in wait.entries.values()}
    return asks, wait.priority, wait.boost_ms, wait.channel
