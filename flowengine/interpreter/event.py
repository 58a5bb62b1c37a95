"""The interpreter's own events, made by the switchboard; what callers do arrives as messages.py has it."""

from typing import TypeAlias

from msgspec import Struct

from flowengine.interpreter.state import Ended
from flowengine.lang.node_type import ConversationOver, QueueLeft
from flowengine.messages import (
    ButtonPressed,
    Json,
    KeyPressed,
    PlaybackFinished,
    TextReceived,
    WaitAnswered,
)


class Begun(Struct, frozen=True):
    """Start the dialogue: `contact_center` with its entry flow, or one `flow` of `environment` with `inputs`."""

    environment: str
    flow: str = ""
    contact_center: str = ""
    inputs: dict[str, Json] = {}


class TreatmentBegan(Struct, frozen=True):
    """The dialogue waits in a queue: play its treatment from the start."""


class TreatmentStopped(Struct, frozen=True):
    """An agent has accepted: drop the treatment's frames and be silent."""


class Rerouted(Struct, frozen=True):
    """The release on which it is was retired, and no other one has the step at which it waits: wait in this contact
    center's queue instead."""

    contact_center: str


class DialogueTimer(Struct, frozen=True):
    """One of the dialogue's own timers is due (its generation was checked)."""

    name: str


class CallerGone(Struct, frozen=True):
    """The caller has left; `ended` is what that means if no on.hangup has anything to do."""

    ended: Ended


StepEvent: TypeAlias = (
    Begun
    | TreatmentBegan
    | TreatmentStopped
    | Rerouted
    | DialogueTimer
    | CallerGone
    | KeyPressed
    | TextReceived
    | ButtonPressed
    | PlaybackFinished
    | WaitAnswered
    | QueueLeft
    | ConversationOver
)
