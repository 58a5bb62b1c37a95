"""Timers of the floor: who owns which, and what is done when one is due. One that no longer fits changes nothing."""

from flowengine.floor.desk import block_over, device_expired
from flowengine.floor.entry import dialogue_of
from flowengine.floor.event import TimerDue
from flowengine.floor.route import step_due
from flowengine.floor.state import FloorState
from flowengine.floor.waiting import exclusion_over, hold_over, waited_enough
from flowengine.floor.work import complete, connect_failed, unanswered


def timer_due(s: FloorState, event: TimerDue) -> None:
    """Hand the timer to its owner."""
    if event.owner_kind == "reservation":
        _reservation_timer(s, event)
    elif event.owner_kind == "entry":
        _entry_timer(s, event)
    elif event.owner_kind == "agent":
        _agent_timer(s, event)


def _reservation_timer(s: FloorState, event: TimerDue) -> None:
    reservation = s.reservations.get(event.owner)
    if reservation is None:
        return
    match event.name, reservation.state:
        case "ring", "pending":
            unanswered(s, reservation)
        case "connect", "accepted":
            connect_failed(s, reservation, timer_ran=True)
        case "wrap_up", "wrapping" if reservation.wrap_up_until_ms:  # else the agent alone ends it
            complete(s, reservation, timer_ran=True)


def _entry_timer(s: FloorState, event: TimerDue) -> None:
    wait = s.waits.get(dialogue_of(event.owner))
    if wait is None or wait.id != event.owner:
        return
    name, _, agent = event.name.partition(":")
    if name == "max_wait":
        waited_enough(s, wait)
    elif name == "step":
        step_due(s, wait)
    elif name == "hold":
        hold_over(s, wait)
    elif name == "exclusion":
        exclusion_over(s, wait, agent)


def _agent_timer(s: FloorState, event: TimerDue) -> None:
    agent = s.agents.get(event.owner)
    if agent is None:
        return
    name, _, device = event.name.partition(":")
    if name == "unblock":
        block_over(s, agent)
    elif name == "device":
        device_expired(s, agent, device)
