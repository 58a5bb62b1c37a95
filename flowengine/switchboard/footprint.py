"""Footprint: facts by which a past moment can be asked why: the floor's rows where they change, the directory undone.

Nothing personal is among them: who waits, for whom, since when; never who calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from msgspec import Struct

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


class ToldWait(Struct, kw_only=True, omit_defaults=True):
    """What is told of a wait's row (floor/row.py). What most rows say is a default here, and need not be said."""

    v: int
    contact_center: str
    channel: str
    requirements: dict[str, int]
    rank: list[int]
    enqueued_ms: int
    leave_by_ms: int | None = None
    overdue: bool = False
    preferred: str | None = None
    exclusions: dict[str, int] = {}
    redial_ms: int = 0
    held_until_ms: int = 0
    others: list[Any] = []
    begun_ms: int = 0
    waited_ms: int = 0
    steps: list[Any] = []
    step: int = 1
    step_due_ms: int = 0
    when_unstaffed: str = "wait"
    direct: str = ""


class ToldReservation(Struct, kw_only=True, omit_defaults=True):
    """What is told of a reservation's row; whose it is stands beside it."""

    v: int
    sequence: int
    contact_center: str
    channel: str
    created_ms: int
    expires_ms: int
    requirements: dict[str, int]
    state: str = "pending"
    accepted_ms: int = 0
    connected_ms: int = 0
    closed_ms: int = 0
    wrap_up_until_ms: int = 0
    cost: int = 0
    home: str = ""
    waited_ms: int = 0
    held_since_ms: int = 0
    held_ms: int = 0


class ToldDesk(Struct, kw_only=True, omit_defaults=True):
    """What is told of an agent's row."""

    v: int
    signed_in: bool
    intent: str
    reason: str = ""
    next_intent: str | None = None
    next_reason: str = ""
    devices: dict[str, Any] = {}
    blocked_until_ms: int = 0
    since_ms: int = 0


# No answer to why needs the other fields of a row, or they are somebody's number, or they stand beside the row. Typed
# decoders, because they pass over all that is not told: three times as fast as a dictionary that is thinned out.
_told_wait = msgspec.msgpack.Decoder(ToldWait).decode
_told_reservation = msgspec.msgpack.Decoder(ToldReservation).decode
_told_desk = msgspec.msgpack.Decoder(ToldDesk).decode
_plain = msgspec.to_builtins


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
    kind, waits = type(event), dict[str, None]()
    if isinstance(event, AgentProfileSet | QueueSettingsSet):
        _leave_directory(act, event, was)
    elif kind in AT_THE_DESK:
        _leave_desk(board, act, event.agent)  # type: ignore[union-attr]  # the four have an agent
    elif isinstance(event, DialogueUpdated):
        waits[event.dialogue] = None
    for command in commands:
        kind = type(command)
        if kind in WAITS:
            waits[command.dialogue] = None
        elif kind in RESERVES:
            _leave_reservation(board, act, command.agent, command.reservation)
    for dialogue in waits:
        wait = board.floor.wait(dialogue)
        row = board.floor.row("entry", wait.id) if wait is not None else None
        if wait is not None and row is not None:
            act.fact("dialogue", dialogue, "wait", wait.number, _plain(_told_wait(row)))


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
        act.fact("agent", agent, "desk", _plain(_told_desk(row)))


def _leave_reservation(board: Switchboard, act: Act, agent: str, reservation: str) -> None:
    """None: it is over already, and other facts say so."""
    row = board.floor.row("reservation", reservation)
    known = board.floor.reservation(reservation)
    if row is not None and known is not None:
        act.fact("agent", agent, "reserved", reservation, known.dialogue, _plain(_told_reservation(row)))


def plain(event: Steering) -> Plain:
    """The event without names of people, and without whom it is about."""
    body: Plain = msgspec.to_builtins(event)
    for key in ("type", "agent", "name", "contact_center"):
        body.pop(key, None)
    return body
