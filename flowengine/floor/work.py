"""Work: what happens to a reservation, event by event, from the answer to the end of wrap-up."""

from flowengine.floor.command import (
    AgentBlocked,
    CancelTimer,
    ConnectMedia,
    DialogueConnected,
    RescindOffer,
    StartTimer,
    WorkClosed,
    WorkCompleted,
)
from flowengine.floor.event import (
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
    WorkEnded,
    WrapUpEnded,
)
from flowengine.floor.reservation import Reservation
from flowengine.floor.state import FloorState
from flowengine.floor.step import close, forget, release, requeue, to_back_of_line

EXCLUSION_MS = 60_000  # a dialogue is not offered again to the agent that declined it
UNBLOCK_AFTER_MS = 60_000
CONNECT_MS = 15_000  # every wait is finite: media that says nothing has failed
DIAL_MS = 60_000  # the same for a caller who has to be dialled first
MISSES_TO_BLOCK = {"voice": 1, "chat": 2, "message": 2}


def accepted(s: FloorState, event: OfferAccepted) -> None:
    """The agent took the offer in time: media are to be connected."""
    reservation = s.reservations[event.reservation]
    agent = s.agents[reservation.agent]
    reservation.state, reservation.accepted_ms = "accepted", s.at_ms
    s.touch_reservation(reservation)
    if agent.misses:
        agent.misses.clear()
        s.touch_agent(agent)
    connect_ms = DIAL_MS if s.entries[reservation.dialogue].redial_ms else CONNECT_MS
    s.out.append(CancelTimer("reservation", reservation.id, "ring"))
    s.out.append(StartTimer("reservation", reservation.id, "connect", s.at_ms + connect_ms))
    s.out.append(ConnectMedia(reservation.id, agent.id, reservation.dialogue, reservation.contact_center))


def declined(s: FloorState, event: OfferDeclined) -> None:
    """The agent does not want this one: it is offered on, and not to the same agent for a while."""
    reservation = s.reservations[event.reservation]
    entry = s.entries[reservation.dialogue]
    agent = close(s, reservation)
    agent.misses.clear()
    to_back_of_line(s, agent)
    until_ms = entry.exclusions[agent.id] = s.at_ms + EXCLUSION_MS
    s.touch_entry(entry)
    s.out.append(StartTimer("entry", entry.id, f"exclusion:{agent.id}", until_ms))
    requeue(s, entry, "declined")
    release(s, agent)


def unanswered(s: FloorState, reservation: Reservation) -> None:
    """It rang in vain: the dialogue is offered on; who misses often is blocked."""
    entry = s.entries[reservation.dialogue]
    agent = close(s, reservation, timer_ran=True)
    s.out.append(RescindOffer(reservation.id, agent.id, reservation.dialogue, "timed_out"))
    agent.misses[reservation.channel] = missed = agent.misses.get(reservation.channel, 0) + 1
    to_back_of_line(s, agent)
    if missed >= MISSES_TO_BLOCK[reservation.channel]:
        agent.misses.clear()
        agent.blocked_until_ms = s.at_ms + UNBLOCK_AFTER_MS
        s.out.append(StartTimer("agent", agent.id, "unblock", agent.blocked_until_ms))
        s.out.append(AgentBlocked(agent.id, "no_answer", agent.blocked_until_ms))
    requeue(s, entry, "no_answer")
    release(s, agent)


def connected(s: FloorState, event: MediaConnected) -> None:
    """The conversation begins and the wait is over; a late report of an offer that is gone changes nothing."""
    reservation = s.reservations.get(event.reservation)
    if reservation is None or reservation.state != "accepted":
        return
    reservation.state, reservation.connected_ms = "connected", s.at_ms
    s.touch_reservation(reservation)
    s.out.append(CancelTimer("reservation", reservation.id, "connect"))
    entry = s.entries[reservation.dialogue]
    forget(s, entry, "connected")
    waited_ms = s.at_ms - entry.enqueued_ms
    s.out.append(DialogueConnected(entry.dialogue, reservation.id, reservation.agent, entry.contact_center, waited_ms))


def media_failed(s: FloorState, event: MediaFailed) -> None:
    """The agent's leg could not be connected: the dialogue goes back into line with its old key."""
    reservation = s.reservations.get(event.reservation)
    if reservation is not None and reservation.state == "accepted":
        connect_failed(s, reservation)


def connect_failed(s: FloorState, reservation: Reservation, *, timer_ran: bool = False) -> None:
    """An accepted reservation ends before its conversation began."""
    entry = s.entries[reservation.dialogue]
    agent = close(s, reservation, timer_ran=timer_ran)
    s.out.append(RescindOffer(reservation.id, agent.id, reservation.dialogue, "canceled"))
    to_back_of_line(s, agent)
    requeue(s, entry, "connect_failed")
    release(s, agent)


def work_ended(s: FloorState, event: WorkEnded) -> None:
    """Somebody ended the conversation; before it began this counts as a failed connection."""
    reservation = s.reservations.get(event.reservation)
    if reservation is None:
        return
    if reservation.state == "connected":
        end_conversation(s, reservation, event.by)
    elif reservation.state == "accepted":
        connect_failed(s, reservation)


def end_conversation(s: FloorState, reservation: Reservation, reason: str) -> None:
    """The dialogue is let go; the agent writes up if the contact center wants it."""
    wrap_up_s = s.queues[reservation.contact_center].wrap_up_s()
    s.out.append(WorkClosed(
        agent=reservation.agent, reservation=reservation.id, dialogue=reservation.dialogue, reason=reason,
        wrap_up_s=wrap_up_s,
    ))  # fmt: skip  # one line per thought
    reservation.closed_ms = s.at_ms
    if wrap_up_s <= 0:
        complete(s, reservation)
        return
    reservation.state = "wrapping"
    reservation.wrap_up_until_ms = s.at_ms + round(wrap_up_s * 1000)
    del s.work[reservation.dialogue]
    s.touch_reservation(reservation)
    s.out.append(StartTimer("reservation", reservation.id, "wrap_up", reservation.wrap_up_until_ms))
    agent = s.agents[reservation.agent]
    s.index.refresh(agent)


def wrap_up_ended(s: FloorState, event: WrapUpEnded) -> None:
    """The agent is done with the notes."""
    complete(s, s.reservations[event.reservation])


def complete(s: FloorState, reservation: Reservation, *, timer_ran: bool = False) -> None:
    """The reservation is over as it should be: the agent is free and takes who waits."""
    agent = close(s, reservation, timer_ran=timer_ran)
    s.out.append(WorkCompleted(reservation.id, agent.id, reservation.dialogue))
    s.queues[reservation.contact_center].figures.note_handling(s.at_ms - reservation.created_ms)
    s.dirty["queue", reservation.contact_center] = None
    to_back_of_line(s, agent)
    release(s, agent)
