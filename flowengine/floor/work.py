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
    HoldSet,
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
    WorkEnded,
    WorkNoted,
    WrapUpEnded,
)
from flowengine.floor.reservation import Reservation
from flowengine.floor.route import requeue
from flowengine.floor.state import FloorState
from flowengine.floor.step import close, forget, release, to_back_of_line
from flowengine.floor.tally import count_answered, count_work

CONNECT_MS = 15_000  # every wait is finite: media that says nothing has failed
DIAL_MS = 60_000  # the same for a caller who has to be dialled first
TRANSFERRED = "transfer"  # why a conversation ended: the agent handed the caller on


def accepted(s: FloorState, event: OfferAccepted) -> None:
    """The agent took the offer in time: media are to be connected."""
    reservation = s.reservations[event.reservation]
    agent = s.agents[reservation.agent]
    reservation.state, reservation.accepted_ms = "accepted", s.at_ms
    s.touch_reservation(reservation)
    if agent.misses:
        agent.misses.clear()
        s.touch_agent(agent)
    connect_ms = DIAL_MS if s.waits[reservation.dialogue].redial_ms else CONNECT_MS
    s.out.append(CancelTimer("reservation", reservation.id, "ring"))
    s.out.append(StartTimer("reservation", reservation.id, "connect", s.at_ms + connect_ms))
    s.out.append(ConnectMedia(reservation.id, agent.id, reservation.dialogue, reservation.contact_center))
    count_work(s, "accepted", reservation, _rang_ms(s, reservation))


def _rang_ms(s: FloorState, reservation: Reservation) -> int:
    return s.at_ms - reservation.created_ms


def declined(s: FloorState, event: OfferDeclined) -> None:
    """The agent does not want this one: it is offered on, and not to the same agent for a while."""
    reservation = s.reservations[event.reservation]
    wait = s.waits[reservation.dialogue]
    agent = close(s, reservation)
    count_work(s, "declined", reservation, _rang_ms(s, reservation))
    agent.misses.clear()
    to_back_of_line(s, agent)
    decline_ms = round(s.queues[reservation.contact_center].settings.decline_s * 1000)
    if decline_ms > 0 and not wait.direct:
        until_ms = wait.exclusions[agent.id] = s.at_ms + decline_ms
        s.touch_wait(wait)
        s.out.append(StartTimer("entry", wait.id, f"exclusion:{agent.id}", until_ms))
    requeue(s, wait, "declined")
    release(s, agent)


def unanswered(s: FloorState, reservation: Reservation) -> None:
    """It rang in vain: the dialogue is offered on; who misses often is blocked."""
    wait, queue = s.waits[reservation.dialogue], s.queues[reservation.contact_center]
    agent = close(s, reservation, timer_ran=True)
    s.out.append(RescindOffer(reservation.id, agent.id, reservation.dialogue, "timed_out"))
    count_work(s, "no_answer", reservation, _rang_ms(s, reservation))
    agent.misses[reservation.channel] = missed = agent.misses.get(reservation.channel, 0) + 1
    to_back_of_line(s, agent)
    if missed >= queue.misses_to_block(reservation.channel):
        agent.misses.clear()
        agent.blocked_until_ms = s.at_ms + round(queue.settings.unblock_after_s * 1000)
        s.out.append(StartTimer("agent", agent.id, "unblock", agent.blocked_until_ms))
        s.out.append(AgentBlocked(agent.id, "no_answer", agent.blocked_until_ms))
    requeue(s, wait, "no_answer")
    release(s, agent)


def connected(s: FloorState, event: MediaConnected) -> None:
    """The conversation begins and the wait is over; a late report of an offer that is gone changes nothing."""
    reservation = s.reservations.get(event.reservation)
    if reservation is None or reservation.state != "accepted":
        return
    reservation.state, reservation.connected_ms = "connected", s.at_ms
    s.touch_reservation(reservation)
    s.out.append(CancelTimer("reservation", reservation.id, "connect"))
    wait = s.waits[reservation.dialogue]
    forget(s, wait, "connected")
    s.out.append(DialogueConnected(
        wait.dialogue, reservation.id, reservation.agent, reservation.contact_center, wait.waited(s.at_ms), wait.home,
    ))  # fmt: skip  # one line per thought
    count_answered(s, wait, reservation)


def media_failed(s: FloorState, event: MediaFailed) -> None:
    """The agent's leg could not be connected: the dialogue goes back into line with its old key."""
    reservation = s.reservations.get(event.reservation)
    if reservation is not None and reservation.state == "accepted":
        connect_failed(s, reservation)


def connect_failed(s: FloorState, reservation: Reservation, *, timer_ran: bool = False) -> None:
    """An accepted reservation ends before its conversation began."""
    wait = s.waits[reservation.dialogue]
    agent = close(s, reservation, timer_ran=timer_ran)
    s.out.append(RescindOffer(reservation.id, agent.id, reservation.dialogue, "canceled"))
    count_work(s, "connect_failed", reservation, _rang_ms(s, reservation))
    to_back_of_line(s, agent)
    requeue(s, wait, "connect_failed")
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


def hold_set(s: FloorState, event: HoldSet) -> None:
    """The caller waits in mid-conversation, or is heard again; saying it twice changes nothing."""
    reservation = s.reservations[event.reservation]
    if event.held == (reservation.held_since_ms > 0):
        return
    if event.held:
        reservation.held_since_ms = s.at_ms
    else:
        _take_up(s, reservation)
    s.touch_reservation(reservation)


def _take_up(s: FloorState, reservation: Reservation) -> None:
    if reservation.held_since_ms:
        reservation.held_ms += s.at_ms - reservation.held_since_ms
        reservation.held_since_ms = 0


def noted(s: FloorState, event: WorkNoted) -> None:
    """The outcome of the conversation, perhaps before its end."""
    if event.disposition:
        reservation = s.reservations[event.reservation]
        reservation.disposition = event.disposition
        s.touch_reservation(reservation)


def end_conversation(s: FloorState, reservation: Reservation, reason: str) -> None:
    """The dialogue is let go; the agent writes up if the contact center wants it."""
    queue = s.queues[reservation.contact_center]
    mode, wrap_up_s = queue.settings.wrap_up_mode, queue.wrap_up_s()
    s.out.append(WorkClosed(
        agent=reservation.agent, reservation=reservation.id, dialogue=reservation.dialogue, reason=reason,
        wrap_up_s=wrap_up_s, until_released=mode == "until_released",
    ))  # fmt: skip  # one line per thought
    reservation.closed_ms = s.at_ms
    _count_talk(s, reservation, reason)
    if wrap_up_s <= 0 and mode != "until_released":
        complete(s, reservation)
        return
    reservation.state = "wrapping"
    del s.work[reservation.dialogue]
    s.touch_reservation(reservation)
    if mode != "until_released":
        reservation.wrap_up_until_ms = s.at_ms + round(wrap_up_s * 1000)
        s.out.append(StartTimer("reservation", reservation.id, "wrap_up", reservation.wrap_up_until_ms))
    s.index.refresh(s.agents[reservation.agent])


def _count_talk(s: FloorState, reservation: Reservation, reason: str) -> None:
    _take_up(s, reservation)
    count_work(s, "talked", reservation, reservation.closed_ms - reservation.connected_ms)
    if reservation.held_ms:
        count_work(s, "held", reservation, reservation.held_ms)
    if reason == TRANSFERRED:
        count_work(s, "transferred", reservation)


def wrap_up_ended(s: FloorState, event: WrapUpEnded) -> None:
    """The agent is done with the notes."""
    complete(s, s.reservations[event.reservation])


def complete(s: FloorState, reservation: Reservation, *, timer_ran: bool = False) -> None:
    """The reservation is over as it should be: the agent is free and takes who waits."""
    was_wrapping = reservation.state == "wrapping"
    agent = close(s, reservation, timer_ran=timer_ran)
    s.out.append(WorkCompleted(reservation.id, agent.id, reservation.dialogue))
    if was_wrapping:
        count_work(s, "wrapped", reservation, s.at_ms - reservation.closed_ms)
    handled_ms = s.at_ms - reservation.created_ms
    count_work(s, "handled", reservation, handled_ms)
    s.queues[reservation.contact_center].figures.note_handling(handled_ms)
    s.dirty["queue", reservation.contact_center] = None
    to_back_of_line(s, agent)
    release(s, agent)
