"""Steps that events are made of: an offer made or taken back, an agent freed, a wait that stands in line or ends."""

from flowengine.floor.agent import Agent
from flowengine.floor.command import CancelTimer, DialogueLeft, LeftReason, MakeOffer, RescindOffer, StartTimer
from flowengine.floor.entry import Entry
from flowengine.floor.in_line import join, step_out
from flowengine.floor.reservation import Reservation, ReservationState
from flowengine.floor.resume import keep_place
from flowengine.floor.row import RESERVATION_VERSION
from flowengine.floor.state import FloorState
from flowengine.floor.tally import count_left, count_work
from flowengine.floor.wait import Wait

TIMER_OF: dict[ReservationState, str] = {"pending": "ring", "accepted": "connect", "wrapping": "wrap_up"}
DROPPED = "abandoned"  # the caller hung up, and may come back


def offer(s: FloorState, entry: Entry, agent: Agent) -> None:
    """Reserve the agent for the dialogue, and let others see what room is left."""
    reserve(s, entry, agent)
    s.index.refresh(agent)


def reserve(s: FloorState, entry: Entry, agent: Agent) -> None:
    """The agent's capacity is taken from now on; `refresh` has to follow."""
    wait, queue = entry.wait, s.queues[entry.contact_center]
    step_out(s, wait)
    ring_s = queue.ring_s(wait.channel)
    waited_ms = wait.waited(s.at_ms)
    reservation = Reservation(
        v=RESERVATION_VERSION, sequence=s.next_sequence(), id=s.new_id(), dialogue=wait.dialogue, agent=agent.id,
        contact_center=entry.contact_center, channel=wait.channel, created_ms=s.at_ms,
        expires_ms=s.at_ms + round(ring_s * 1000), cost=queue.capacity(wait.channel).cost, home=wait.home,
        requirements=entry.requirements, waited_ms=waited_ms, place=wait.place, test=wait.test,
    )  # fmt: skip  # one line per thought
    wait.reservation = reservation.id
    s.reservations[reservation.id] = s.work[wait.dialogue] = reservation
    agent.take(reservation)
    s.touch_reservation(reservation)
    s.out.append(MakeOffer(
        reservation.id, agent.id, wait.dialogue, entry.contact_center, ring_s, reservation.expires_ms, wait.home,
        entry.requirements, waited_ms,
    ))  # fmt: skip  # one line per thought
    s.out.append(StartTimer("reservation", reservation.id, "ring", reservation.expires_ms))
    count_work(s, "offered", reservation)


def fill(s: FloorState, agent: Agent) -> None:
    """Give a routable agent the first dialogues that it may take, until nothing fits; then it is found again."""
    while agent.is_routable() and (entry := s.index.first_entry(agent)) is not None:
        reserve(s, entry, agent)
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
    endless = reservation.state == "wrapping" and not reservation.wrap_up_until_ms
    if not timer_ran and reservation.state in TIMER_OF and not endless:
        s.out.append(CancelTimer("reservation", reservation.id, TIMER_OF[reservation.state]))
    del s.reservations[reservation.id]
    agent.drop(reservation)
    if s.work.get(reservation.dialogue) is reservation:
        del s.work[reservation.dialogue]
    s.index.hide(agent)
    return agent


def release(s: FloorState, agent: Agent) -> None:
    """The agent may have become free: it is found again, and takes who waits."""
    free(s, agent)
    fill(s, agent)


def place(s: FloorState, wait: Wait) -> None:
    """Offer it to the first who is free, or let it stand in line."""
    found = s.index.first_agent(wait)
    if found is None:
        join(s, wait)
    else:
        offer(s, *found)


def rescind(s: FloorState, reservation: Reservation, reason: str) -> Agent:
    """Take an offer back that nobody has answered, or whose media is not yet connected; the agent stays hidden."""
    agent = close(s, reservation)
    s.out.append(RescindOffer(reservation.id, agent.id, reservation.dialogue, reason))
    count_work(s, "canceled", reservation, s.at_ms - reservation.created_ms)
    return agent


def leave(s: FloorState, wait: Wait, reason: LeftReason, detail: str = "") -> None:
    """The wait ends without an agent: its offer, if any, is taken back and the agent freed in the same step."""
    step_out(s, wait)
    reservation = s.reservations.get(wait.reservation) if wait.reservation is not None else None
    agent = None
    if reservation is not None:
        agent = rescind(s, reservation, "abandoned" if reason == "abandoned" else "left")
    forget(s, wait, reason)
    s.out.append(DialogueLeft(wait.dialogue, wait.home, reason, detail, wait.place, wait.waited(s.at_ms)))
    count_left(s, reason, wait)
    if reason == "abandoned" and detail == DROPPED and wait.resume_key:
        keep_place(s, wait)
    if agent is not None:
        release(s, agent)


def forget(s: FloorState, wait: Wait, reason: str) -> None:
    """The wait is over: its timers, its row and its entries go, its figures count."""
    if wait.leave_by_ms is not None and not wait.overdue:
        s.out.append(CancelTimer("entry", wait.id, "max_wait"))
    if wait.step_due_ms:
        s.out.append(CancelTimer("entry", wait.id, "step"))
    if wait.held_until_ms:
        s.out.append(CancelTimer("entry", wait.id, "hold"))
    for agent in wait.exclusions:
        s.out.append(CancelTimer("entry", wait.id, f"exclusion:{agent}"))
    del s.waits[wait.dialogue]
    s.aside.pop(wait.dialogue, None)
    s.touch_wait(wait)
    for entry in wait.entries.values():
        s.index.drop(entry)
    wait.entries = {}  # no ring of references is left for the garbage collector
    s.queues[wait.home].figures.note_wait(s.at_ms - wait.begun_ms, reason)
    s.dirty["queue", wait.home] = None
