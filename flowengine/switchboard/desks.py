"""What agents do at their desks: presence, answers to offers, talking, ending, wrapping up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.errors import Conflict, NotFound, RequestRefused
from flowengine.floor.event import Refusable, WorkEnded
from flowengine.floor.reservation import Reservation
from flowengine.lang.node_type import ConversationOver
from flowengine.messages import (
    AgentHungUp,
    AgentSignedIn,
    AgentSignedOut,
    AgentSpoke,
    DevicePresenceReported,
    Disconnect,
    HoldSet,
    OfferAccepted,
    OfferDeclined,
    PresenceSet,
    Say,
    SetHold,
    WorkHeld,
    WorkNoted,
    WorkTransferred,
    WrapUpEnded,
)
from flowengine.switchboard.transferring import target_of

if TYPE_CHECKING:
    from flowengine.switchboard.act import Act
    from flowengine.switchboard.switchboard import Switchboard


def _refuse(board: Switchboard, event: Refusable) -> None:
    """Raises Conflict with the floor's reason if the agent may not do this now."""
    reason = board.floor.refuse(event)
    if reason is not None:
        raise Conflict(reason, code="stale")


def _conversation(board: Switchboard, event: AgentSpoke | AgentHungUp | HoldSet | WorkTransferred) -> Reservation:
    """The agent's reservation. Raises Conflict, or NotFound."""
    _refuse(board, event)
    reservation = board.floor.reservation(event.reservation)
    if reservation is None:
        raise NotFound(f"There is no conversation {event.reservation}.")
    return reservation


def _to_floor(board: Switchboard, event: Any, act: Act) -> None:
    user = board.around.directory.users.get(event.agent)
    if user is None or not user.is_agent():
        raise NotFound(f"There is no agent “{event.agent}”.")
    _refuse(board, event)
    if isinstance(event, OfferDeclined):
        act.fact("agent", event.agent, "declined", event.reservation)
    elif isinstance(event, PresenceSet):
        act.fact("agent", event.agent, "presence", event.intent, event.reason)
    elif isinstance(event, DevicePresenceReported):
        until_ms = act.stamp.at_ms + event.expires_s * 1000
        act.fact("agent", event.agent, "device", event.device, event.presence, until_ms)
    board.on_floor(act, event)


def _presence(board: Switchboard, event: PresenceSet, act: Act) -> None:
    """A tenant that lists reasons for being away takes no others."""
    reasons = board.around.directory.tenant.away_reasons
    if event.reason and reasons and event.reason not in reasons:
        hint = f"Known: {', '.join(sorted(reasons))}."
        raise RequestRefused(f"“{event.reason}” is no reason for being away here.", hint=hint, code="unknown_reason")
    _to_floor(board, event, act)


def _device(board: Switchboard, event: DevicePresenceReported, act: Act) -> None:
    user = board.around.directory.users.get(event.agent)
    if user is not None and user.is_agent() and event.device not in user.devices:
        hint = "An administrator lists a person's devices in the directory."
        raise RequestRefused(f"“{event.device}” is no device of {user.name}.", hint=hint, code="unknown_device")
    _to_floor(board, event, act)


def _spoke(board: Switchboard, event: AgentSpoke, act: Act) -> None:
    dialogue = _conversation(board, event).dialogue
    content = board.keep(act, dialogue, "said", event.text)
    act.fact("dialogue", dialogue, "agent_said", content, event.agent)
    language = board.dialogues[dialogue].language
    board.command(act, dialogue, Say(dialogue=dialogue, content=content, language=language, speaker="agent"))


def _hung_up(board: Switchboard, event: AgentHungUp, act: Act) -> None:
    dialogue = _conversation(board, event).dialogue
    board.on_floor(act, WorkEnded(event.reservation, "agent"))
    act.fact("dialogue", dialogue, "over", "agent")
    board.command(act, dialogue, Disconnect(dialogue=dialogue, reservation=event.reservation))
    board.put(replace(board.dialogues[dialogue], reservation=""))
    board.run(act, dialogue, ConversationOver())


def _held(board: Switchboard, event: HoldSet, act: Act) -> None:
    """The caller hears music until the agent is back; what is so already stays so."""
    reservation = _conversation(board, event)
    dialogue = reservation.dialogue
    if "hold" not in board.dialogues[dialogue].capabilities:
        raise RequestRefused("A caller on this channel cannot be put on hold.", code="channel_cannot")
    if bool(reservation.held_since_ms) == event.held:
        return
    board.on_floor(act, event)
    act.fact("dialogue", dialogue, "held", event.reservation, event.held)
    act.fact("agent", event.agent, "held", event.reservation, event.held)
    board.command(act, dialogue, SetHold(dialogue=dialogue, reservation=event.reservation, held=event.held))
    act.to_agent(WorkHeld(agent=event.agent, reservation=event.reservation, held=event.held))


def _transferred(board: Switchboard, event: WorkTransferred, act: Act) -> None:
    """The agent is done with the conversation, and the caller waits on, or leaves us for a number."""
    target = target_of(board, event)
    reservation = _conversation(board, event)
    dialogue, place, waited_ms = reservation.dialogue, reservation.place, reservation.waited_ms
    board.on_floor(act, WorkEnded(event.reservation, "transfer"))
    act.fact("dialogue", dialogue, "transferred", event.reservation, event.agent, target.kind, target.to)
    board.command(act, dialogue, Disconnect(dialogue=dialogue, reservation=event.reservation))
    kept = {"place": place, "waited_ms": waited_ms} if event.keep_age else {}
    board.put(replace(board.dialogues[dialogue], reservation="", **kept))
    act.handed_on[dialogue] = event.agent
    board.run(act, dialogue, target.event)


def _noted(board: Switchboard, event: WorkNoted | WrapUpEnded, act: Act) -> None:
    """A disposition and a note, which is personal content; after them the wrap-up may end."""
    reservation = board.floor.reservation(event.reservation)
    if reservation is not None and reservation.agent == event.agent:
        _check_disposition(board, reservation, event.disposition)
    _refuse(board, event)
    if reservation is None:
        raise NotFound(f"There is no conversation {event.reservation}.")
    content = _keep_note(act, reservation, event.note) if event.note else 0
    disposition = event.disposition or reservation.disposition
    if isinstance(event, WrapUpEnded):
        act.fact("agent", event.agent, "wrapped_up", event.reservation, disposition, content)
    if content or event.disposition:
        act.fact("dialogue", reservation.dialogue, "noted", event.reservation, disposition, content)
    board.on_floor(act, event)


def _check_disposition(board: Switchboard, reservation: Reservation, disposition: str) -> None:
    center = board.around.directory.contact_centers.get(reservation.contact_center)
    known = center.dispositions if center is not None else {}
    if disposition and known and disposition not in known:
        text = f"“{disposition}” is no disposition of “{reservation.contact_center}”."
        raise RequestRefused(text, hint=f"Known: {', '.join(sorted(known))}.", code="unknown_disposition")


NOTES_FROM = 1 << 48  # the numbers of notes: the dialogue may be over, and its own count is not kept any more then


def _keep_note(act: Act, reservation: Reservation, note: str) -> int:
    """The note's number among the records of the dialogue. A conversation has one note: written again, it is as it was
    written last."""
    number = NOTES_FROM + int(reservation.id[-12:], 16)
    act.keep(reservation.dialogue, number, "note", note)
    return number


HANDLERS: dict[type, Callable[[Switchboard, Any, Act], None]] = {
    AgentSignedIn: _to_floor,
    AgentSignedOut: _to_floor,
    PresenceSet: _presence,
    DevicePresenceReported: _device,
    OfferAccepted: _to_floor,
    OfferDeclined: _to_floor,
    AgentSpoke: _spoke,
    AgentHungUp: _hung_up,
    HoldSet: _held,
    WorkTransferred: _transferred,
    WorkNoted: _noted,
    WrapUpEnded: _noted,
}
