"""What was said on a floor, kept by somebody who only listens: its own books, to hold the floor's against."""

from collections import Counter
from dataclasses import dataclass, field

from flowengine.floor.command import (
    ConnectMedia,
    Counted,
    DialogueConnected,
    DialogueLeft,
    DialogueQueued,
    FloorCommand,
    MakeOffer,
    RescindOffer,
    StaleRefused,
    StepEntered,
    WorkCompleted,
)
from flowengine.floor.event import (
    WHOLE,
    AgentProfileSet,
    DialogueEnqueued,
    FloorEvent,
    OfferDeclined,
    QueueSettingsSet,
    TimerDue,
)
from flowengine.messages import WorkClosed

Needs = dict[str, int]
WAIT_ENDS = ("answered", "abandoned", "timed_out", "no_agents", "queue_full", "left")
OFFER_ENDS = ("connect_failed", "declined", "no_answer", "canceled", "talked")
NOBODY = AgentProfileSet("", {})


@dataclass
class Offer:
    """A live reservation, from the commands alone."""

    agent: str
    dialogue: str
    center: str
    channel: str
    cost: int
    state: str = "pending"


@dataclass
class Waiting:
    """A wait, from its enqueue and what was said since."""

    event: DialogueEnqueued
    asks: dict[str, Needs]
    priority: int
    step: int = 1
    place: tuple[int, int] = (0, 0)  # as first seen in the floor: it may not change
    declined: dict[str, int] = field(default_factory=dict)  # agent -> not before


class Account:
    """`offers` by reservation, `waiting` by dialogue; `ended` are reservations that may never be heard of again."""

    def __init__(self) -> None:
        self.centers: dict[str, QueueSettingsSet] = {}
        self.profiles: dict[str, AgentProfileSet] = {}
        self.offers: dict[str, Offer] = {}
        self.waiting: dict[str, Waiting] = {}
        self.ended: set[str] = set()
        self.enqueued: Counter[str] = Counter()
        self.over: Counter[str] = Counter()
        self.counted: Counter[str] = Counter()
        self.completed = 0
        self.now = 0

    def load(self, agent: str) -> int:
        return sum(offer.cost for offer in self.offers.values() if offer.agent == agent)

    def cost(self, center: str, channel: str) -> int:
        capacity = self.centers[center].capacity.get(channel)
        return WHOLE if channel == "voice" else 33 if capacity is None else capacity.cost

    def most(self, agent: str, center: str, channel: str) -> int:
        capacity = self.centers[center].capacity.get(channel)
        shared = 1 if channel == "voice" else 3 if capacity is None else capacity.most
        return min(shared, self.profiles[agent].most.get(channel, shared))

    def meets(self, agent: str, center: str, needs: Needs) -> bool:
        levels = self.profiles.get(agent, NOBODY).memberships.get(center)
        if levels is None:
            return False
        skills = self.centers[center].skills
        return all(skill in skills and levels.get(skill, -1) >= least for skill, least in needs.items())

    def note(self, at_ms: int, event: FloorEvent, commands: list[FloorCommand]) -> None:
        """Write down one event and what was said to it; what may never be said is found here."""
        self.now = at_ms
        if type(event) in HEARD:
            self._heard(at_ms, event, commands)
        for c in commands:
            if type(c) in NOTES:
                NOTES[type(c)](self, event, c)

    def _heard(self, at_ms: int, event: FloorEvent, commands: list[FloorCommand]) -> None:
        if isinstance(event, QueueSettingsSet):
            self.centers[event.contact_center] = event
        elif isinstance(event, AgentProfileSet):
            self.profiles[event.agent] = event
        elif isinstance(event, DialogueEnqueued) and commands:
            self.enqueued[event.contact_center] += 1
        elif isinstance(event, OfferDeclined) and not isinstance(commands[0], StaleRefused):
            self._declined(at_ms, event)
        elif isinstance(event, TimerDue) and event.owner_kind == "entry" and event.name.startswith("exclusion:"):
            waiting = self.waiting.get(event.owner.rsplit(":", 2)[0])
            if waiting is not None:
                waiting.declined.pop(event.name.partition(":")[2], None)

    def _declined(self, at_ms: int, event: OfferDeclined) -> None:
        offer = self.offers[event.reservation]
        self._close(event.reservation)
        decline_ms = round(self.centers[offer.center].decline_s * 1000)
        waiting = self.waiting[offer.dialogue]
        if decline_ms > 0 and not waiting.event.direct:
            waiting.declined[event.agent] = at_ms + decline_ms

    def _close(self, reservation: str) -> Offer:
        offer = self.offers.pop(reservation)
        self.ended.add(reservation)
        return offer

    def _queued(self, event: FloorEvent, c: DialogueQueued) -> None:
        assert isinstance(event, DialogueEnqueued)
        assert c.dialogue not in self.waiting, "15 a dialogue waits twice"
        first: dict[str, Needs] = {event.contact_center: event.requirements}
        self.waiting[c.dialogue] = waiting = Waiting(event, first, event.priority)
        decline_ms = round(self.centers[event.contact_center].decline_s * 1000)
        if event.barred and decline_ms > 0 and not event.direct:
            waiting.declined[event.barred] = self.now + decline_ms

    def _step(self, event: FloorEvent, c: StepEntered) -> None:
        waiting = self.waiting[c.dialogue]
        if waiting.step or c.step == 0:
            for center, needs in waiting.asks.items():
                now = c.asks.get(center)
                kept = now is not None and all(needs.get(skill, -1) >= least for skill, least in now.items())
                assert kept, f"12 step {c.step} of {c.dialogue} asks more of {center}"
        assert c.priority <= waiting.priority, "11 a step lets others pass"
        waiting.asks, waiting.priority, waiting.step = c.asks, c.priority, c.step

    def _offered(self, event: FloorEvent, c: MakeOffer) -> None:
        assert c.reservation not in self.ended, "14 a reservation comes back"
        waiting = self.waiting[c.dialogue]
        channel = waiting.event.channel
        mine = [offer for offer in self.offers.values() if offer.agent == c.agent]
        cost = self.cost(c.contact_center, channel)
        assert sum(offer.cost for offer in mine) + cost <= WHOLE, "2 more than the agent's capacity"
        same = sum(offer.channel == channel for offer in mine)
        assert same < self.most(c.agent, c.contact_center, channel), f"2 too many of {channel}"
        others = [o for o in self.offers.values() if o.dialogue == c.dialogue and o.state != "wrapping"]
        assert not others, f"3 {c.dialogue} is offered twice at once"
        assert c.requirements == waiting.asks[c.contact_center], "10 offered for what is not asked now"
        assert self.meets(c.agent, c.contact_center, c.requirements), f"10 {c.agent} is not able"
        self.offers[c.reservation] = Offer(c.agent, c.dialogue, c.contact_center, channel, cost)

    def _rescinded(self, event: FloorEvent, c: RescindOffer) -> None:
        offer = self._close(c.reservation)
        assert (offer.agent, offer.dialogue) == (c.agent, c.dialogue), "4 rescinded with another agent"
        assert offer.state in ("pending", "accepted"), "17 a live dialogue was taken away"

    def _accepted(self, event: FloorEvent, c: ConnectMedia) -> None:
        assert self.offers[c.reservation].state == "pending", "14 accepted twice"
        self.offers[c.reservation].state = "accepted"

    def _connected(self, event: FloorEvent, c: DialogueConnected) -> None:
        assert self.offers[c.reservation].state == "accepted", "14 connected without an accept"
        self.offers[c.reservation].state = "connected"
        self._over(c.dialogue, "connected")

    def _left(self, event: FloorEvent, c: DialogueLeft) -> None:
        if c.dialogue in self.waiting:
            self._over(c.dialogue, "left")
        else:  # turned away: it never waited
            assert isinstance(event, DialogueEnqueued), f"15 {c.dialogue} leaves twice"
            self.over[event.contact_center] += 1

    def _over(self, dialogue: str, how: str) -> None:
        waiting = self.waiting.pop(dialogue, None)
        assert waiting is not None, f"15 {dialogue} {how} and did not wait"
        self.over[waiting.event.contact_center] += 1

    def _closed(self, event: FloorEvent, c: WorkClosed) -> None:
        assert self.offers[c.reservation].state == "connected", "14 closed twice"
        self.offers[c.reservation].state = "wrapping"

    def _completed(self, event: FloorEvent, c: WorkCompleted) -> None:
        assert self._close(c.reservation).state == "wrapping", "14 completed before it was over"
        self.completed += 1

    def _counted(self, event: FloorEvent, c: Counted) -> None:
        assert c.ms >= 0, "25 a count of less than nothing"
        self.counted[c.what] += 1

    def check_sums(self) -> None:
        """15 and 25: what came in is still here or went out, once."""
        for center, enqueued in self.enqueued.items():
            here = sum(waiting.event.contact_center == center for waiting in self.waiting.values())
            assert enqueued == here + self.over[center], f"15 {center} lost a dialogue, or has one too many"
        counted, live = self.counted, [o for o in self.offers.values() if o.state != "wrapping"]
        ends = sum(counted[what] for what in WAIT_ENDS)
        assert counted["enqueued"] == ends + len(self.waiting), "25 waits do not re-add"
        assert counted["offered"] == sum(counted[what] for what in OFFER_ENDS) + len(live), "25 offers do not re-add"
        assert counted["handled"] == self.completed, "25 handled is completed"
        assert counted["enqueued"] == sum(self.enqueued.values()), "25 enqueued is counted once"
        assert counted["answered"] >= counted["overflowed"], "25 overflowed are answered"


HEARD = {QueueSettingsSet, AgentProfileSet, DialogueEnqueued, OfferDeclined, TimerDue}
NOTES = {
    DialogueQueued: Account._queued, StepEntered: Account._step, MakeOffer: Account._offered,
    RescindOffer: Account._rescinded, ConnectMedia: Account._accepted, DialogueConnected: Account._connected,
    DialogueLeft: Account._left, WorkClosed: Account._closed, WorkCompleted: Account._completed,
    Counted: Account._counted,
}  # fmt: skip  # a list reads better than one item a line
