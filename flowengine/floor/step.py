"""Steps that events are made of: into line and out of it, an offer made, taken back or passed on, an agent freed."""

from flowengine.floor.agent import Agent
from flowengine.floor.command import (
    CancelTimer,
    DialogueLeft,
    DialogueRequeued,
    LeftReason,
    MakeOffer,
    RescindOffer,
    StartTimer,
)
from flowengine.floor.entry import Entry
from flowengine.floor.reservation import COST, Reservation, ReservationState
from flowengine.floor.row import VERSION
from flowengine.floor.state import FloorState

TIMER_OF: dict[ReservationState, str] = {"pending": "ring", "accepted": "connect", "wrapping": "wrap_up"}


def join(s: FloorState, entry: Entry) -> None:
    """Stand in line with the entry's old or first key."""
    entry.line_key = key = entry.fresh_key()
    s.index.enter(entry)
    queue = s.queues[entry.contact_center]
    queue.join(key)
    s.touched_queues[queue.contact_center] = queue


def step_out(s: FloorState, entry: Entry) -> None:
    """Stand in line no more; the entry lives on if it was offered."""
    key = entry.line_key
    if key is None:
        return
    s.index.leave(entry)
    queue = s.queues[entry.contact_center]
    queue.leave(key)
    s.touched_queues[queue.contact_center] = queue


def offer(s: FloorState, entry: Entry, agent: Agent) -> None:
    """Reserve the agent for the dialogue: its capacity is taken from now on."""
    step_out(s, entry)
    ring_s = s.queues[entry.contact_center].ring_s(entry.channel)
    reservation = Reservation(
        v=VERSION, sequence=s.next_sequence(), id=s.new_id(), dialogue=entry.dialogue, agent=agent.id,
        contact_center=entry.contact_center, channel=entry.channel, created_ms=s.at_ms,
        expires_ms=s.at_ms + round(ring_s * 1000),
    )  # fmt: skip  # one line per thought
    entry.reservation = reservation.id
    s.reservations[reservation.id] = s.work[entry.dialogue] = agent.reservations[reservation.id] = reservation
    agent.load += COST[entry.channel]
    s.index.refresh(agent)
    s.touch_reservation(reservation)
    s.out.append(
        MakeOffer(reservation.id, agent.id, entry.dialogue, entry.contact_center, ring_s, reservation.expires_ms)
    )
    s.out.append(StartTimer("reservation", reservation.id, "ring", reservation.expires_ms))


def fill(s: FloorState, agent: Agent) -> None:
    """Give a routable agent the first dialogues that it may take, until nothing fits; then it is found again."""
    while agent.is_routable() and (entry := s.index.first_entry(agent)) is not None:
        offer(s, entry, agent)
    s.index.refresh(agent)


def free(s: FloorState, agent: Agent) -> None:
    """After the last work the next status holds."""
    presence = agent.presence
    if presence.next_intent is not None and not agent.is_working():
        presence.set_now(presence.next_intent, presence.next_reason)
    s.touch_agent(agent)


def to_back_of_line(s: FloorState, agent: Agent) -> None:
    """The agent became free just now: all others that are free have been so for longer."""
    agent.idle_sequence = s.next_sequence()
    s.touch_agent(agent)


def close(s: FloorState, reservation: Reservation, *, timer_ran: bool = False) -> Agent:
    """The reservation is over and its capacity free. The agent stays hidden until `release`, so that the dialogue
    is offered on to others first."""
    agent = s.agents[reservation.agent]
    s.touch_reservation(reservation)
    if not timer_ran and reservation.state in TIMER_OF:
        s.out.append(CancelTimer("reservation", reservation.id, TIMER_OF[reservation.state]))
    del s.reservations[reservation.id], agent.reservations[reservation.id]
    if s.work.get(reservation.dialogue) is reservation:
        del s.work[reservation.dialogue]
    agent.load -= COST[reservation.channel]
    s.index.hide(agent)
    return agent


def release(s: FloorState, agent: Agent) -> None:
    """The agent may have become free: it is found again, and takes who waits."""
    free(s, agent)
    fill(s, agent)


def requeue(s: FloorState, entry: Entry, reason: str) -> None:
    """The offer failed: the dialogue is offered on, or stands in line with its old key; its time goes on."""
    entry.reservation = None
    if entry.overdue:
        leave(s, entry, "timed_out")
        return
    is_held = reason == "connect_failed" and entry.redial_ms > 0
    if is_held:  # the timer first: whoever hears of the rest may end the wait
        entry.held_until_ms = s.at_ms + entry.redial_ms
        s.touch_entry(entry)
        s.out.append(StartTimer("entry", entry.id, "hold", entry.held_until_ms))
    s.out.append(DialogueRequeued(entry.dialogue, entry.contact_center, reason))
    if not is_held:
        place(s, entry)


def place(s: FloorState, entry: Entry) -> None:
    """Offer it to the first who is free, or let it stand in line."""
    agent = s.index.first_agent(entry)
    if agent is None:
        join(s, entry)
    else:
        offer(s, entry, agent)


def rescind(s: FloorState, reservation: Reservation, reason: str) -> Agent:
    """Take an offer back that nobody has answered, or whose media is not yet connected; the agent stays hidden."""
    agent = close(s, reservation)
    s.out.append(RescindOffer(reservation.id, agent.id, reservation.dialogue, reason))
    return agent


def withdraw_offers(s: FloorState, agent: Agent) -> None:
    """The agent is not to be asked any more: unanswered offers go to others. The agent must not be routable."""
    pending = [r for r in agent.reservations.values() if r.state == "pending"]
    for reservation in pending:
        entry = s.entries[reservation.dialogue]
        rescind(s, reservation, "canceled")
        requeue(s, entry, "agent_gone")


def leave(s: FloorState, entry: Entry, reason: LeftReason, detail: str = "") -> None:
    """The wait ends without an agent: its offer, if any, is taken back and the agent freed in the same step."""
    step_out(s, entry)
    reservation = s.reservations.get(entry.reservation) if entry.reservation is not None else None
    agent = None
    if reservation is not None:
        agent = rescind(s, reservation, "abandoned" if reason == "abandoned" else "left")
    forget(s, entry, reason)
    s.out.append(DialogueLeft(entry.dialogue, entry.contact_center, reason, detail))
    if agent is not None:
        release(s, agent)


def forget(s: FloorState, entry: Entry, reason: str) -> None:
    """The wait is over: its timers and its row go, its figures count."""
    if entry.leave_by_ms is not None and not entry.overdue:
        s.out.append(CancelTimer("entry", entry.id, "max_wait"))
    if entry.held_until_ms:
        s.out.append(CancelTimer("entry", entry.id, "hold"))
    for agent in entry.exclusions:
        s.out.append(CancelTimer("entry", entry.id, f"exclusion:{agent}"))
    del s.entries[entry.dialogue]
    s.touch_entry(entry)
    s.queues[entry.contact_center].figures.note_wait(s.at_ms - entry.enqueued_ms, reason)
    s.dirty["queue", entry.contact_center] = None
