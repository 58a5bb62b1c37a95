"""A floor in plain lists, written from the rules alone: each event in, its decisions out."""

from collections.abc import Callable
from typing import Any

from flowengine.floor.event import (
    AgentProfileSet,
    AgentSignedIn,
    AgentSignedOut,
    DevicePresenceReported,
    DialogueAbandoned,
    DialogueEnqueued,
    DialogueUpdated,
    DialogueWithdrawn,
    FloorEvent,
    HoldSet,
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
    PresenceSet,
    QueueSettingsSet,
    TimerDue,
    WorkEnded,
    WorkNoted,
    WrapUpEnded,
)
from flowengine.messages import OwnerKind
from tests.floor.brute import waiting
from tests.floor.brute.world import Decision, Person, Work, World

CONNECT_MS = 15_000
DIAL_MS = 60_000
TIMER_OF = {"pending": "ring", "accepted": "connect", "wrapping": "wrap_up"}
OF_AGENTS = {AgentSignedIn, AgentSignedOut, PresenceSet, DevicePresenceReported}
OPEN_IN: dict[type, tuple[str, ...]] = {
    OfferAccepted: ("pending",), OfferDeclined: ("pending",), HoldSet: ("connected",),
    WorkNoted: ("connected", "wrapping"), WrapUpEnded: ("wrapping",),
}  # fmt: skip  # one line per thought


class Brute:
    """Give it every event that the floor gets; `learn` tells it by which id the floor knows an offer."""

    def __init__(self) -> None:
        self.w = World()

    def apply(self, event: FloorEvent, at_ms: int) -> list[Decision]:
        """What has to be decided, in no particular order."""
        w = self.w
        w.now, w.said = at_ms, []
        if self.is_refused(event):
            if type(event) in OPEN_IN:
                w.say("stale", event.reservation, event.agent)
            return w.said
        HANDLERS[type(event)](w, event)
        for person in w.people.values():
            if person.next_intent and all(k.state == "pending" for k in person.works):
                person.intent, person.next_intent = person.next_intent, None
                person.reason = person.next_reason
        w.settle()
        if waiting.widen_deserted(w):
            w.settle()
        self._say_agents()
        return w.said

    def _say_agents(self) -> None:
        w = self.w
        gone = []
        for person in w.people.values():
            word = w.state(person)
            said = (word, w.why_away(person) if word == "not_routable" else "")
            if said != person.word:
                w.say("agent", person.name, word, *person.word)
                person.word = said
            if not person.memberships and not person.works:
                gone.append(person.name)
        for name in gone:
            del w.people[name]

    def learn(self, dialogue: str, agent: str, reservation: str) -> None:
        """The floor made this offer under this id."""
        wait = self.w.waits.get(dialogue)
        work = None if wait is None else wait.work
        if work is not None and work.agent.name == agent and not work.id:
            work.id = reservation

    def timers(self) -> dict[tuple[OwnerKind, str, str], int]:
        """Every timer that has to run now, and when it is due."""
        found: dict[tuple[OwnerKind, str, str], int] = {}
        for work in self.w.works:
            if work.until is not None:
                found["reservation", work.id, TIMER_OF[work.state]] = work.until
        for wait in self.w.waits.values():
            if wait.leave_by is not None and not wait.overdue:
                found["entry", wait.id, "max_wait"] = wait.leave_by
            if wait.next_step is not None:
                found["entry", wait.id, "step"] = wait.next_step
            if wait.held_until:
                found["entry", wait.id, "hold"] = wait.held_until
            for name, until in wait.excluded.items():
                found["entry", wait.id, f"exclusion:{name}"] = until
        for person in self.w.people.values():
            if person.blocked_until:
                found["agent", person.name, "unblock"] = person.blocked_until
            for device, (_, until) in person.reports.items():
                found["agent", person.name, f"device:{device}"] = until
        return found

    def is_refused(self, event: Any) -> bool:
        """Whether an agent's event is too late, or not his to give."""
        kind = type(event)
        if kind in OF_AGENTS:
            person = self.w.people.get(event.agent)
            if person is None or (isinstance(event, AgentSignedIn) and not person.memberships):
                return True
            if isinstance(event, DevicePresenceReported):
                return event.device not in person.devices
            return isinstance(event, PresenceSet) and not person.signed_in
        if kind not in OPEN_IN:
            return False
        work = work_with(self.w, event.reservation)
        if work is None or work.agent.name != event.agent or work.state not in OPEN_IN[kind]:
            return True
        if not isinstance(event, WorkNoted | WrapUpEnded):
            return False
        center = self.w.centers[work.center]
        is_owed = isinstance(event, WrapUpEnded) and center.wrap_up_mode == "mandatory"
        if is_owed and not event.disposition and not work.disposition:
            return True
        return bool(event.disposition and center.dispositions and event.disposition not in center.dispositions)


def work_with(w: World, reservation: str) -> Work | None:
    return next((work for work in w.works if work.id == reservation), None)


# --- directory ---


def profile_set(w: World, event: AgentProfileSet) -> None:
    if event.agent not in w.people:
        if not event.memberships:
            return
        w.people[event.agent] = Person(event.agent)
    person = w.people[event.agent]
    was_open = is_free(w, person)
    person.memberships, person.most, person.devices = event.memberships, event.most, event.devices
    person.reports = {device: said for device, said in person.reports.items() if device in event.devices}
    if is_free(w, person) and not was_open:
        person.idle_since = w.count()
    if not person.memberships and person.signed_in:
        signed_out(w, AgentSignedOut(agent=person.name))
    waiting.take_back(w, unmet(w, person))


def unmet(w: World, person: Person) -> list[Work]:
    """Offers that the agent is not able to take any more, or not yet by what is asked now."""
    pending = [work for work in person.works if work.state == "pending"]
    return [k for k in pending if not any(w.meets(person, e) for e in k.wait.entries if e.center == k.center)]


def settings_set(w: World, event: QueueSettingsSet) -> None:
    name = event.contact_center
    w.known.setdefault(name, [])
    w.centers[name] = event
    waiting.take_back(w, [work for person in w.people.values() for work in unmet(w, person)], offer_at_once=False)


# --- agents ---


def is_free(w: World, person: Person) -> bool:
    """Open, with room for anything at all."""
    return w.is_open(person) and w.load(person) < 100


def signed_in(w: World, event: AgentSignedIn) -> None:
    person = w.people[event.agent]
    if not person.signed_in:
        person.signed_in = True
        person.intent, person.next_intent, person.reason = "available", None, ""
        person.idle_since = w.count()


def signed_out(w: World, event: AgentSignedOut) -> None:
    person = w.people[event.agent]
    if person.signed_in:
        person.signed_in = False
        person.intent, person.next_intent, person.reason = "offline", None, ""
        person.misses, person.blocked_until = {}, 0
        waiting.take_back(w, [work for work in person.works if work.state == "pending"])


def presence_set(w: World, event: PresenceSet) -> None:
    person = w.people[event.agent]
    was_free = is_free(w, person)
    if event.intent == "available":
        person.intent, person.next_intent, person.blocked_until = "available", None, 0
        if is_free(w, person) and not was_free:
            person.idle_since = w.count()
        return
    if any(work.state != "pending" for work in person.works):
        person.next_intent, person.next_reason = event.intent, event.reason
    else:
        person.intent, person.next_intent, person.reason = event.intent, None, event.reason
    waiting.take_back(w, [work for work in person.works if work.state == "pending"])


def device_reported(w: World, event: DevicePresenceReported) -> None:
    person = w.people[event.agent]
    was_free = is_free(w, person)
    person.reports[event.device] = (event.presence, w.now + event.expires_s * 1000)
    if is_free(w, person) and not was_free:
        person.idle_since = w.count()


# --- offers and conversations ---


def accepted(w: World, event: OfferAccepted) -> None:
    work = work_with(w, event.reservation)
    assert work is not None
    work.state = "accepted"
    work.until = w.now + (DIAL_MS if work.wait.redial else CONNECT_MS)
    work.agent.misses = {}
    w.say("connect", work.dialogue, work.agent.name)


def declined(w: World, event: OfferDeclined) -> None:
    work = work_with(w, event.reservation)
    assert work is not None
    w.drop(work)
    work.agent.misses = {}
    work.agent.idle_since = w.count()
    decline_ms = round(w.centers[work.center].decline_s * 1000)
    if decline_ms > 0 and not work.wait.event.direct:
        work.wait.excluded[work.agent.name] = w.now + decline_ms
    waiting.offer_on(w, work, "declined")


def unanswered(w: World, work: Work) -> None:
    """It rang in vain; who misses so many in a row is blocked."""
    person, center = work.agent, w.centers[work.center]
    w.drop(work)
    w.say("rescind", work.dialogue, person.name, "timed_out")
    person.misses[work.channel] = person.misses.get(work.channel, 0) + 1
    person.idle_since = w.count()
    if person.misses[work.channel] >= center.misses_to_block.get(work.channel, 1 if work.channel == "voice" else 2):
        person.misses = {}
        person.blocked_until = w.now + round(center.unblock_after_s * 1000)
        w.say("blocked", person.name, person.blocked_until)
    waiting.offer_on(w, work, "no_answer")


def connected(w: World, event: MediaConnected) -> None:
    work = work_with(w, event.reservation)
    if work is not None and work.state == "accepted":
        work.state, work.until = "connected", None
        del w.waits[work.dialogue]
        waited = work.wait.event.waited_ms + w.now - work.wait.began
        w.say("connected", work.dialogue, work.agent.name, work.center, waited)


def connect_failed(w: World, work: Work) -> None:
    w.drop(work)
    w.say("rescind", work.dialogue, work.agent.name, "canceled")
    work.agent.idle_since = w.count()
    waiting.offer_on(w, work, "connect_failed")


def media_failed(w: World, event: MediaFailed) -> None:
    work = work_with(w, event.reservation)
    if work is not None and work.state == "accepted":
        connect_failed(w, work)


def work_ended(w: World, event: WorkEnded) -> None:
    work = work_with(w, event.reservation)
    if work is not None and work.state == "connected":
        waiting.end_conversation(w, work)
    elif work is not None and work.state == "accepted":
        connect_failed(w, work)


def hold_set(w: World, event: HoldSet) -> None:
    work = work_with(w, event.reservation)
    assert work is not None
    work.held = event.held


def noted(w: World, event: WorkNoted) -> None:
    work = work_with(w, event.reservation)
    assert work is not None
    work.disposition = event.disposition or work.disposition


def wrap_up_ended(w: World, event: WrapUpEnded) -> None:
    work = work_with(w, event.reservation)
    assert work is not None
    waiting.complete(w, work)


def timer_due(w: World, event: TimerDue) -> None:
    """The owner's business; one that no longer fits changes nothing."""
    if event.owner_kind == "entry":
        for wait in list(w.waits.values()):
            if wait.id == event.owner:
                waiting.timer(w, wait, event.name)
    elif event.owner_kind == "reservation":
        work = work_with(w, event.owner)
        match event.name, work.state if work is not None else "":
            case "ring", "pending":
                unanswered(w, work)
            case "connect", "accepted":
                connect_failed(w, work)
            case "wrap_up", "wrapping" if work.until is not None:
                waiting.complete(w, work)
    elif event.owner in w.people:
        agent_timer(w, w.people[event.owner], event.name)


def agent_timer(w: World, person: Person, name: str) -> None:
    was_free = is_free(w, person)
    kind, _, device = name.partition(":")
    if kind == "unblock" and person.blocked_until:
        person.blocked_until = 0
        person.idle_since = w.count()
    elif kind == "device" and device in person.reports:
        del person.reports[device]
        if is_free(w, person) and not was_free:
            person.idle_since = w.count()


HANDLERS: dict[type, Callable[[World, Any], None]] = {
    AgentProfileSet: profile_set, QueueSettingsSet: settings_set, DialogueEnqueued: waiting.enqueued,
    DialogueAbandoned: waiting.abandoned, DialogueWithdrawn: waiting.withdrawn, DialogueUpdated: waiting.updated,
    AgentSignedIn: signed_in, AgentSignedOut: signed_out, PresenceSet: presence_set,
    DevicePresenceReported: device_reported, OfferAccepted: accepted, OfferDeclined: declined,
    MediaConnected: connected, MediaFailed: media_failed, HoldSet: hold_set, WorkNoted: noted, WorkEnded: work_ended,
    WrapUpEnded: wrap_up_ended, TimerDue: timer_due,
}  # fmt: skip  # a list reads better than one item a line
