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
    HoldSet,
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
    OwnerKind,
    PresenceSet,
    Requirements,
    WorkNoted,
    WorkTransferred,
    WrapUpEnded,
)

WrapUpMode: TypeAlias = Literal["none", "optional", "mandatory", "until_released"]
AgentOrder: TypeAlias = Literal["longest_idle", "least_flexible", "best_level"]
WhenUnstaffed: TypeAlias = Literal["wait", "skip", "leave"]
DEFAULT_OFFER_S = {"voice": 20.0, "chat": 60.0}
WHOLE = 100  # the capacity of an agent; a voice dialogue takes all of it


class Capacity(Struct, frozen=True):
    """What one dialogue of a channel takes of an agent's 100, and how many of the channel an agent may have."""

    cost: int
    most: int


DEFAULT_CAPACITY = {"chat": Capacity(33, 3), "message": Capacity(33, 3)}


class Overflow(Struct, frozen=True):
    """One more contact center whose agents may take the dialogue, asked for in its own skill names; none: any agent."""

    contact_center: str
    requirements: Requirements = {}


class RouteStep(Struct, frozen=True):
    """`after_ms` since the enqueue the search is widened: the first contact center asks for `requirements` (None: for
    what it asked before), `overflow` is asked too, and the dialogue moves up by `raise_by` priorities.

    Steps only ever weaken: of a skill the lower level counts, and one that the step before did not ask is not asked.
    """

    after_ms: int
    requirements: Requirements | None = None
    overflow: tuple[Overflow, ...] = ()
    raise_by: int = 0


class AgentProfileSet(Struct, frozen=True, tag=True):
    """The directory's word on one agent: contact center -> skill -> level 0..100. Empty: no longer an agent."""

    agent: str
    memberships: dict[str, dict[str, int]]
    name: str = ""  # for sentences; no decision reads it
    most: dict[str, int] = {}  # channel -> how many at once, where the agent has a limit of his own; 0: never
    devices: tuple[str, ...] = ()  # those that may report presence


class QueueSettingsSet(Struct, frozen=True, tag=True):
    """The settings of a contact center's queue; one that is not enabled takes nobody new and serves who waits.

    `weight`: agents that contact centers share take those of the heavier one first. `misses_to_block`: so many
    unanswered offers in a row block an agent for `unblock_after_s`. Declined: not asked again for `decline_s`. Who
    dropped out may take the old place within `resume_s`.
    """

    contact_center: str
    enabled: bool = True
    skills: tuple[str, ...] = ()
    offer_s: dict[str, float] = field(default_factory=lambda: dict(DEFAULT_OFFER_S))
    wrap_up_mode: WrapUpMode = "none"
    wrap_up_s: float = 0.0
    max_waiting: int | None = None
    weight: int = 0
    agent_order: AgentOrder = "longest_idle"
    capacity: dict[str, Capacity] = field(default_factory=lambda: dict(DEFAULT_CAPACITY))
    misses_to_block: dict[str, int] = field(default_factory=lambda: {"voice": 1, "chat": 2, "message": 2})
    unblock_after_s: float = 60.0
    decline_s: float = 60.0
    resume_s: float = 120.0
    dispositions: tuple[str, ...] = ()


class DialogueEnqueued(Struct, frozen=True, tag=True):
    """A dialogue waits for an agent. `wait` is the number of the flow's wait; `priority` 0 (first) to 9.

    `boost_s` makes the wait count as that much older. `when_unstaffed` says what happens on entering a step for which
    nobody able is signed in: wait all the same, go on to the next step, or leave. `preferred` is step 0: asked first if
    free, and alone for `preferred_s`. `route_plan` holds the later steps, in order of time. `direct`: this agent or
    nobody, at once. `barred`: the agent who handed it on is not asked for as long as one who declined. `place`
    (enqueued at, sequence) and `waited_ms` come from a wait before this one; `resume_key` tells a caller who dropped
    out of the queue.
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
    when_unstaffed: WhenUnstaffed = "wait"
    preferred: str | None = None
    preferred_s: float = 0.0
    route_plan: tuple[RouteStep, ...] = ()
    direct: str = ""
    place: tuple[int, int] | None = None
    waited_ms: int = 0
    resume_key: str = ""
    barred: str = ""
    test: bool = False  # no real caller: reports show it apart


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
    """The conversation is over; `by` is caller, agent, flow, system or transfer (the agent handed the caller on)."""

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
    | MediaConnected | MediaFailed | HoldSet | WorkNoted | WorkEnded | WrapUpEnded | TimerDue
)  # fmt: skip  # a list reads better than one item a line
Refusable: TypeAlias = FloorEvent | AgentHungUp | AgentSpoke | WorkTransferred

__all__ = [
    "DEFAULT_CAPACITY",
    "DEFAULT_OFFER_S",
    "WHOLE",
    "AgentHungUp",
    "AgentOrder",
    "AgentProfileSet",
    "AgentSignedIn",
    "AgentSignedOut",
    "AgentSpoke",
    "Capacity",
    "DevicePresenceReported",
    "DialogueAbandoned",
    "DialogueEnqueued",
    "DialogueUpdated",
    "DialogueWithdrawn",
    "FloorEvent",
    "HoldSet",
    "MediaConnected",
    "MediaFailed",
    "OfferAccepted",
    "OfferDeclined",
    "Overflow",
    "PresenceSet",
    "QueueSettingsSet",
    "Refusable",
    "RouteStep",
    "TimerDue",
    "WhenUnstaffed",
    "WorkEnded",
    "WorkNoted",
    "WorkTransferred",
    "WrapUpEnded",
    "WrapUpMode",
]
