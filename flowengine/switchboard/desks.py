"""What agents do at their desks: presence, answers to offers, talking, ending, wrapping up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from flowengine.errors import Conflict, NotFound
from flowengine.floor.event import Refusable, WorkEnded
from flowengine.lang.node_type import ConversationOver
from flowengine.messages import (
    AgentHungUp,
    AgentSignedIn,
    AgentSignedOut,
    AgentSpoke,
    DevicePresenceReported,
    Disconnect,
    OfferAccepted,
    OfferDeclined,
    PresenceSet,
    Say,
    WrapUpEnded,
)

if TYPE_CHECKING:
    from flowengine.switchboard.act import Act
    from flowengine.switchboard.switchboard import Switchboard


def _refuse(board: Switchboard, event: Refusable) -> None:
    """Raises Conflict with the floor's reason if the agent may not do this now."""
    reason = board.floor.refuse(event)
    if reason is not None:
        raise Conflict(reason, code="stale")


def _to_floor(board: Switchboard, event: Any, act: Act) -> None:
    user = board.around.directory.users.get(event.agent)
    if user is None or not user.is_agent():
        raise NotFound(f"There is no agent “{event.agent}”.")
    _refuse(board, event)
    if isinstance(event, WrapUpEnded):
        act.fact("agent", event.agent, "wrapped_up", event.reservation, event.disposition)
    elif isinstance(event, OfferDeclined):
        act.fact("agent", event.agent, "declined", event.reservation)
    elif isinstance(event, PresenceSet):
        act.fact("agent", event.agent, "presence", event.intent, event.reason)
    board.on_floor(act, event)


def _spoke(board: Switchboard, event: AgentSpoke, act: Act) -> None:
    _refuse(board, event)
    reservation = board.floor.reservation(event.reservation)
    if reservation is None:
        raise NotFound(f"There is no conversation {event.reservation}.")
    dialogue = reservation.dialogue
    content = board.keep(act, dialogue, "said", event.text)
    act.fact("dialogue", dialogue, "agent_said", content, event.agent)
    language = board.dialogues[dialogue].language
    board.command(act, dialogue, Say(dialogue=dialogue, content=content, language=language, speaker="agent"))


def _hung_up(board: Switchboard, event: AgentHungUp, act: Act) -> None:
    _refuse(board, event)
    reservation = board.floor.reservation(event.reservation)
    if reservation is None:
        raise NotFound(f"There is no conversation {event.reservation}.")
    dialogue = reservation.dialogue
    board.on_floor(act, WorkEnded(event.reservation, "agent"))
    act.fact("dialogue", dialogue, "over", "agent")
    board.command(act, dialogue, Disconnect(dialogue=dialogue, reservation=event.reservation))
    board.put(replace(board.dialogues[dialogue], reservation=""))
    board.run(act, dialogue, ConversationOver())


HANDLERS: dict[type, Callable[[Switchboard, Any, Act], None]] = {
    AgentSignedIn: _to_floor,
    AgentSignedOut: _to_floor,
    PresenceSet: _to_floor,
    DevicePresenceReported: _to_floor,
    OfferAccepted: _to_floor,
    OfferDeclined: _to_floor,
    WrapUpEnded: _to_floor,
    AgentSpoke: _spoke,
    AgentHungUp: _hung_up,
}
