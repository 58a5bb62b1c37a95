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

AT_THE_DESK = (AgentSignedIn, AgentSignedOut, PresenceSet, DevicePresenceReported)
WAITS = (floor.DialogueQueued, floor.DialogueRequeued, floor.StepEntered)
UNTOLD = ("resume_key", "told_s", "told_ms", "id", "agent", "kind", "disposition")
ALWAYS = ("step", "requirements", "signed_in")  # their zero is not their default


def before(of: Floor, event: FloorEvent) -> Plain | None:
    """What the event is about to replace in the floor's directory; None: nothing, or it is not about it."""
    if isinstance(event, AgentProfileSet):
        known = of.profile(event.agent)
        return None if known is None else plain(known)
    if isinstance(event, QueueSettingsSet):
        settings = of.settings(event.contact_center)
        return None if settings is None else plain(settings)
    return None


def leave(board: Switchboard, act: Act, event: FloorEvent, was: Plain | None, commands: list[Any]) -> None:
    """Write down what the event changed and no other fact tells. `was` is `before` the event."""
    if isinstance(event, AgentProfileSet | QueueSettingsSet):
        _leave_directory(act, event, was)
    elif isinstance(event, AT_THE_DESK):
        _leave_desk(board, act, event.agent)
    waits: dict[str, None] = {event.dialogue: None} if isinstance(event, DialogueUpdated) else {}
    for command in commands:
        if isinstance(command, WAITS):
            waits[command.dialogue] = None
        elif isinstance(command, floor.MakeOffer | WorkClosed):
            _leave_reservation(board, act, command.agent, command.reservation)
    for dialogue in waits:
        wait = board.floor.wait(dialogue)
        row = board.floor.row("entry", wait.id) if wait is not None else None
        if wait is not None and row is not None:
            act.fact("dialogue", dialogue, "wait", wait.number, lean(row))


def _leave_directory(act: Act, event: Steering, was: Plain | None) -> None:
    now = plain(event)
    if was == now:
        return
    if isinstance(event, AgentProfileSet):
        act.fact("tenant", "", "steered", "agent", event.agent, was, now)
    else:
        act.fact("tenant", "", "steered", "contact_center", event.contact_center, was, now)


def _leave_desk(board: Switchboard, act: Act, agent: str) -> None:
    row = board.floor.row("agent", agent)
    if row is not None:
        act.fact("agent", agent, "desk", lean(row))


def _leave_reservation(board: Switchboard, act: Act, agent: str, reservation: str) -> None:
    """None: it is over already, and other facts say so."""
    row = board.floor.row("reservation", reservation)
    if row is not None:
        body = lean(row)
        act.fact("agent", agent, "reserved", reservation, body.pop("dialogue"), body)


def plain(event: Steering) -> Plain:
    """The event without names of people, and without whom it is about."""
    body: Plain = msgspec.to_builtins(event)
    for key in ("type", "agent", "name", "contact_center"):
        body.pop(key, None)
    return body


def lean(row: bytes) -> Plain:
    """A row without what is empty, told elsewhere, or somebody's number."""
    body: Plain = msgspec.msgpack.decode(row)
    return {key: value for key, value in body.items() if (value or key in ALWAYS) and key not in UNTOLD}
