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
    Requirements,
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


class HandedOn(Struct, frozen=True):
    """The agent has handed the caller on into a queue: the wait begins again, at the step that waited. `agent` is asked
    first, and alone for `agent_s`."""

    contact_center: str
    skills: Requirements
    agent: str = ""
    agent_s: float = 0.0


class DialledOn(Struct, frozen=True):
    """The agent has handed the caller on to somebody else's number. If nobody answers there, the caller waits where he
    waited last."""

    number: str


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
    | HandedOn
    | DialledOn
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
