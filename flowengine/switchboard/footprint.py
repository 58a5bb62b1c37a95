"""Footprint: facts by which a past moment can be asked why: the floor's rows where they change, the directory undone.

Nothing personal is among them: who waits, for whom, since when; never who calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from flowengine.floor import command as floor
from flowengine.floor.event import (
    AgentProfileSet,
    AgentSignedIn,
    AgentSignedOut,
    DevicePresenceReported,
    DialogueUpdated,
    FloorEvent,
    PresenceSet,
    QueueSettingsSet,
)
from flowengine.messages import Json, WorkClosed

if TYPE_CHECKING:
    from flowengine.floor.floor import Floor
    from flowengine.switchboard.act import Act
    from flowengine.switchboard.switchboard import Switchboard

Steering: TypeAlias = AgentProfileSet | QueueSettingsSet
Plain: TypeAlias = dict[str, Json]

AT_THE_DESK = frozenset({AgentSignedIn, AgentSignedOut, PresenceSet, DevicePresenceReported})
WAITS = frozenset({floor.DialogueQueued, floor.DialogueRequeued, floor.StepEntered})
RESERVES = frozenset({floor.MakeOffer, WorkClosed})
STEERS = frozenset({AgentProfileSet, QueueSettingsSet})


def before(of: Floor, event: FloorEvent) -> Plain | None:
    """What an event that steers is about to replace in the floor's directory; None: nothing."""
    if isinstance(event, AgentProfileSet):
        known = of.profile(event.agent)
        return None if known is None else plain(known)
    if isinstance(event, QueueSettingsSet):
        settings = of.settings(event.contact_center)
        return None if settings is None else plain(settings)
    return None


def leave(board: Switchboard, act: Act, event: FloorEvent, was: Plain | None, commands: list[Any]) -> None:
    """Write down what the event changed and no other fact tells. `was` is `before` the event."""
    of, kind = board.floor, type(event)
    if kind in AT_THE_DESK:
        agent = event.agent  # type: ignore[union-attr]  # the four have an agent
        if (told := of.told_desk(agent)) is not None:
            act.fact("agent", agent, "desk", told)
    elif kind in STEERS:
        _leave_directory(act, event, was)  # type: ignore[arg-type]  # the two of Steering
    waits = {event.dialogue: None} if isinstance(event, DialogueUpdated) else {}
    for command in commands:
        kind = type(command)
        if kind in WAITS:
            waits[command.dialogue] = None
        elif kind in RESERVES and (reserved := of.told_reservation(command.reservation)) is not None:
            act.fact("agent", command.agent, "reserved", command.reservation, *reserved)
    for dialogue in waits:
        if (waiting := of.told_wait(dialogue)) is not None:
            act.fact("dialogue", dialogue, "wait", *waiting)


def _leave_directory(act: Act, event: Steering, was: Plain | None) -> None:
    now = plain(event)
    if was == now:
        return
    if isinstance(event, AgentProfileSet):
        act.fact("tenant", "", "steered", "agent", event.agent, was, now)
    else:
        act.fact("tenant", "", "steered", "contact_center", event.contact_center, was, now)


def plain(event: Steering) -> Plain:
    """The event without names of people, and without whom it is about."""
    body: Plain = msgspec.to_builtins(event)
    for key in ("type", "agent", "name", "contact_center"):
        body.pop(key, None)
    return body
