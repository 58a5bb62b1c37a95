"""The promises of a floor, checked from outside in plain words after every event of a stream."""

from flowengine.floor.agent import Agent
from flowengine.floor.command import (
    DialogueConnected,
    DialogueLeft,
    DialogueQueued,
    FloorCommand,
    MakeOffer,
    RescindOffer,
    WorkClosed,
    WorkCompleted,
)
from flowengine.floor.entry import Entry
from flowengine.floor.event import (
    AgentProfileSet,
    DialogueAbandoned,
    DialogueEnqueued,
    FloorEvent,
    OfferDeclined,
    QueueSettingsSet,
    TimerDue,
    WorkEnded,
)
from flowengine.floor.wait import Wait
from tests.floor.hall import Hall

COSTS = {"voice": 100, "chat": 33, "message": 33}


def rank(wait: Wait) -> tuple[int, int, int]:
    """Its place in every line, apart from weights."""
    return wait.priority, wait.enqueued_ms - wait.boost_ms, wait.sequence


def in_line(hall: Hall) -> list[Entry]:
    """All entries that stand in line."""
    waits = hall.floor._state.waits.values()
    return [entry for wait in waits for entry in wait.entries.values() if entry.line_key is not None]


class Witness:
    """Keeps its own account of what was said, and compares it with the floor."""

    def __init__(self) -> None:
        self.skills: dict[str, tuple[str, ...]] = {}
        self.enqueued: dict[str, tuple[int, int, int]] = {}  # dialogue -> its key, from the event alone
        self.over: dict[str, str] = {}  # dialogue -> how its wait ended
        self.declined: dict[tuple[str, str], int] = {}
        self.offered: dict[str, tuple[str, str]] = {}  # reservation -> agent, dialogue
        self.arrivals = 0

    def check(self, hall: Hall, event: FloorEvent, commands: list[FloorCommand], declined: str) -> None:
        """`declined` is the dialogue of a decline that was honoured, or empty."""
        state = hall.floor._state
        self._note(hall.at_ms, event, commands)
        if isinstance(event, OfferDeclined) and declined:
            self.declined[event.agent, declined] = hall.at_ms
        for agent in state.agents.values():
            self._agent(agent)
        self._pairs(hall)
        self._nobody_idle_beside_a_waiting_dialogue(hall)
        for place, command in enumerate(commands):
            if isinstance(command, MakeOffer):
                self._offer(hall, event, commands, place)
        self._timers(hall)
        if isinstance(event, DialogueAbandoned):
            assert event.dialogue not in state.work, "16 an abandoned dialogue still holds an agent"
        closed = [c for c in commands if isinstance(c, WorkClosed)]
        assert not closed or isinstance(event, WorkEnded | DialogueAbandoned), (
            "17 a live dialogue was ended by the floor"
        )

    def _note(self, at_ms: int, event: FloorEvent, commands: list[FloorCommand]) -> None:
        if isinstance(event, QueueSettingsSet):
            self.skills[event.contact_center] = event.skills
        for c in commands:
            if isinstance(c, DialogueQueued):
                assert isinstance(event, DialogueEnqueued)
                self.arrivals += 1
                self.enqueued[c.dialogue] = (event.priority, at_ms - round(event.boost_s * 1000), self.arrivals)
                self.over.pop(c.dialogue, None)
            elif isinstance(c, DialogueLeft | DialogueConnected):
                assert c.dialogue not in self.over, "15 a wait ended twice"
                self.over[c.dialogue] = c.reason if isinstance(c, DialogueLeft) else "connected"
            elif isinstance(c, MakeOffer):
                self.offered[c.reservation] = (c.agent, c.dialogue)
            elif isinstance(c, RescindOffer | WorkCompleted):
                assert self.offered.pop(c.reservation) == (c.agent, c.dialogue), "14 a reservation ended twice"

    def _agent(self, agent: Agent) -> None:
        channels = [r.channel for r in agent.reservations.values()]
        assert agent.load == sum(COSTS[c] for c in channels), "18 used capacity is the sum of live costs"
        assert agent.load <= 100, "2 capacity"
        assert channels.count("voice") == 0 or len(channels) == 1, "1 voice takes the whole agent"

    def _pairs(self, hall: Hall) -> None:
        state = hall.floor._state
        live = [r for r in state.reservations.values() if r.state != "wrapping"]
        assert len({r.dialogue for r in live}) == len(live) == len(state.work), "3 one live reservation per dialogue"
        for r in state.reservations.values():
            assert state.agents[r.agent].reservations[r.id] is r, "4"
            if r.state in ("pending", "accepted"):
                assert state.waits[r.dialogue].reservation == r.id, "4"
        assert sum(len(a.reservations) for a in state.agents.values()) == len(state.reservations), "4"
        held = {r.dialogue: r for r in live}
        for wait in state.waits.values():
            away = wait.dialogue in held or wait.held_until_ms > 0
            for entry in wait.entries.values():
                assert (entry.line_key is None) == away, "4 in line, offered or held back, never two of them"
            assert not (wait.dialogue in held and wait.held_until_ms), "what is held back is not offered"
            assert rank(wait)[:2] == self.enqueued[wait.dialogue][:2], "11 the key never changes"
        ranks = sorted(state.waits.values(), key=rank)
        assert ranks == sorted(ranks, key=lambda wait: self.enqueued[wait.dialogue]), "7 order of arrival"
        for dialogue in self.enqueued:
            assert (dialogue in state.waits) != (dialogue in self.over), "15 waits, or left for one reason"

    def may_take(self, agent: Agent, entry: Entry, load: int) -> bool:
        """From the definitions alone: routable, able, with capacity beside `load`, and not excluded."""
        busy = any(d.presence in ("do_not_disturb", "device_busy") for d in agent.presence.devices.values())
        open_ = agent.presence.intent == "available" and agent.presence.next_intent is None and not busy
        wrapping = any(r.state == "wrapping" for r in agent.reservations.values())
        if not agent.signed_in or not open_ or agent.blocked_until_ms or wrapping:
            return False
        levels, defined = agent.memberships.get(entry.contact_center), self.skills[entry.contact_center]
        able = levels is not None and all(
            k in defined and levels.get(k, -1) >= v for k, v in entry.requirements.items()
        )
        return able and load + COSTS[entry.wait.channel] <= 100 and agent.id not in entry.wait.exclusions

    def _nobody_idle_beside_a_waiting_dialogue(self, hall: Hall) -> None:
        state = hall.floor._state
        for entry in in_line(hall):
            for agent in state.agents.values():
                assert not self.may_take(agent, entry, agent.load), f"5 {agent.id} is idle beside {entry.id}"

    def _offer(self, hall: Hall, event: FloorEvent, commands: list[FloorCommand], place: int) -> None:
        state, offer = hall.floor._state, commands[place]
        assert isinstance(offer, MakeOffer)
        agent, wait = state.agents[offer.agent], state.waits.get(offer.dialogue)
        if wait is None or wait.reservation != offer.reservation:
            return  # made and taken back within the event
        entry, cost = wait.entries[offer.contact_center], COSTS[wait.channel]
        assert self.may_take(agent, entry, agent.load - cost), "9, 10 offered past a skill or a status"
        declined_ms = self.declined.get((agent.id, wait.dialogue), -60_000)
        assert hall.at_ms - declined_ms >= 60_000 or agent.id not in wait.exclusions, "13 an excluded pair"
        made = [c for c in commands[place:] if isinstance(c, MakeOffer)]
        mine = [state.reservations[c.reservation] for c in made if c.reservation in agent.reservations]
        load = agent.load - sum(COSTS[r.channel] for r in mine)  # as it was before this offer
        for other in in_line(hall):
            if self.enqueued[other.wait.dialogue] < self.enqueued[wait.dialogue]:
                assert not self.may_take(agent, other, load), f"6 {other.id} was before {wait.dialogue}"
        if isinstance(event, AgentProfileSet | QueueSettingsSet | TimerDue) or len(made) > 1:
            return
        freed = {c.agent for c in commands if isinstance(c, RescindOffer | WorkCompleted)}
        before = (agent.load - cost, agent.idle_sequence)
        for rival in state.agents.values():
            if rival is agent or rival.id in freed or wait.preferred == agent.id or isinstance(event, OfferDeclined):
                continue
            if self.may_take(rival, entry, rival.load):
                assert before < (rival.load, rival.idle_sequence), f"8 {rival.id} was before {agent.id}"

    def _timers(self, hall: Hall) -> None:
        state = hall.floor._state
        owners = {
            "entry": {wait.id for wait in state.waits.values()},
            "reservation": set(state.reservations),
            "agent": set(state.agents),
        }
        for kind, owner, name in hall.timers:
            assert owner in owners[kind], f"21 timer {name} outlived {kind} {owner}"
        for wait in state.waits.values():
            holds = ("entry", wait.id, "hold") in hall.timers
            assert holds == (wait.held_until_ms > 0), "what is held back is let go, and nothing else"
        for r in state.reservations.values():
            waits = {"pending": "ring", "accepted": "connect", "wrapping": "wrap_up"}.get(r.state)
            assert waits is None or ("reservation", r.id, waits) in hall.timers, "every wait is finite"
