"""Events that the floor takes: what changes who may take which dialogue.

Those that callers, channels and agents send are the ones of `messages.py`; the others come from the switchboard.
"""

from typing import Literal, TypeAlias

from msgspec import Struct, field

from flowengine.messages import (
    AgentHungUp,
    AgentSignedIn,
    AgentSignedOut,
    AgentSpoke,
    Channel,
    DevicePresenceReported,
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
    OwnerKind,
    PresenceSet,
    Requirements,
    WrapUpEnded,
)

WrapUpMode: TypeAlias = Literal["none", "optional", "mandatory"]
DEFAULT_OFFER_S = {"voice": 20.0, "chat": 60.0}


class AgentProfileSet(Struct, frozen=True, tag=True):
    """The directory's word on one agent: contact center -> skill -> level 0..100. Empty: no longer an agent."""

    agent: str
    memberships: dict[str, dict[str, int]]
    name: str = ""  # for sentences; no decision reads it


class QueueSettingsSet(Struct, frozen=True, tag=True):
    """The settings of a contact center's queue; one that is not enabled takes nobody new and serves who waits."""

    contact_center: str
    enabled: bool = True
    skills: tuple[str, ...] = ()
    offer_s: dict[str, float] = field(default_factory=lambda: dict(DEFAULT_OFFER_S))
    wrap_up_mode: WrapUpMode = "none"
    wrap_up_s: float = 0.0
    max_waiting: int | None = None


class DialogueEnqueued(Struct, frozen=True, tag=True):
    """A dialogue waits for an agent. `wait` is the number of the flow's wait; `priority` 0 (first) to 9.

    `boost_s` makes the wait count as that much older; `when_unstaffed` says what happens if nobody able is signed in;
    `preferred` is asked first if free.
    """

    dialogue: str
    contact_center: str
    channel: Channel
    requirements: Requirements
    wait: int
    priority: int = 5
    boost_s: float = 0.0
    max_wait_s: float | None = None
    max_waiting: int | None = None
    when_unstaffed: Literal["wait", "leave"] = "wait"
    preferred: str | None = None


class DialogueAbandoned(Struct, frozen=True, tag=True):
    """The caller is gone, wherever the dialogue was."""

    dialogue: str
    reason: str = "abandoned"


class DialogueWithdrawn(Struct, frozen=True, tag=True):
    """The flow took the dialogue out of the queue; the caller is still there."""

    dialogue: str
    reason: str = ""


class DialogueUpdated(Struct, frozen=True, tag=True):
    """The caller has gone and will be dialled: the wait goes on until `leave_by_ms`, with its key. Connecting takes as
    long as ringing does; after it failed nobody is asked for `redial_s`."""

    dialogue: str
    leave_by_ms: int
    redial_s: float


class WorkEnded(Struct, frozen=True, tag=True):
    """The conversation is over; `by` is caller, agent, flow or system."""

    reservation: str
    by: str


class TimerDue(Struct, frozen=True, tag=True):
    """A timer of the floor is due; the switchboard has checked that its generation is the live one."""

    owner_kind: OwnerKind
    owner: str
    name: str


FloorEvent: TypeAlias = (
    AgentProfileSet | QueueSettingsSet | DialogueEnqueued | DialogueUpdated | DialogueAbandoned | DialogueWithdrawn
    | AgentSignedIn | AgentSignedOut | PresenceSet | DevicePresenceReported | OfferAccepted | OfferDeclined
    | MediaConnected | MediaFailed | WorkEnded | WrapUpEnded | TimerDue
)  # fmt: skip  # a list reads better than one item a line
Refusable: TypeAlias = FloorEvent | AgentHungUp | AgentSpoke

__all__ = [
    "DEFAULT_OFFER_S",
    "AgentHungUp",
    "AgentProfileSet",
    "AgentSignedIn",
    "AgentSignedOut",
    "AgentSpoke",
    "DevicePresenceReported",
    "DialogueAbandoned",
    "DialogueEnqueued",
    "DialogueUpdated",
    "DialogueWithdrawn",
    "FloorEvent",
    "MediaConnected",
    "MediaFailed",
    "OfferAccepted",
    "OfferDeclined",
    "PresenceSet",
    "QueueSettingsSet",
    "Refusable",
    "TimerDue",
    "WorkEnded",
    "WrapUpEnded",
    "WrapUpMode",
]
