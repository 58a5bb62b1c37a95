"""Commands that the floor gives: what the switchboard has to do or to tell, in this order."""

from typing import Literal, TypeAlias

from msgspec import Struct

from flowengine.messages import Channel, OwnerKind, Requirements, WorkClosed

LeftReason: TypeAlias = Literal[
    "timed_out", "no_agents", "queue_full", "left", "abandoned", "no_answer", "busy", "rejected", "failed"
]  # the last four: of a dialogue that was meant for one agent alone
Count: TypeAlias = Literal[
    "enqueued", "answered", "abandoned", "timed_out", "no_agents", "queue_full", "left",
    "offered", "accepted", "declined", "no_answer", "canceled", "connect_failed",
    "talked", "held", "wrapped", "handled", "overflowed", "transferred", "resumed",
]  # fmt: skip  # a list reads better than one item a line
AgentState: TypeAlias = Literal["signed_out", "not_routable", "idle", "offered", "busy", "wrapping", "draining"]


class MakeOffer(Struct, frozen=True, tag=True, gc=False):
    """Ring at the agent's desk for `ring_s` seconds, until `expires_ms`."""

    reservation: str
    agent: str
    dialogue: str
    contact_center: str
    ring_s: float
    expires_ms: int
    home: str = ""
    requirements: Requirements = {}
    waited_ms: int = 0


class RescindOffer(Struct, frozen=True, tag=True, gc=False):
    """Stop ringing: `reason` is abandoned, timed_out, left or canceled."""

    reservation: str
    agent: str
    dialogue: str
    reason: str


class ConnectMedia(Struct, frozen=True, tag=True, gc=False):
    """The agent accepted: join the two; MediaConnected or MediaFailed is awaited."""

    reservation: str
    agent: str
    dialogue: str
    contact_center: str


class DialogueQueued(Struct, frozen=True, tag=True, gc=False):
    """The wait has begun, at `position` (1 is next); an offer may follow at once."""

    dialogue: str
    contact_center: str
    position: int


class DialogueRequeued(Struct, frozen=True, tag=True, gc=False):
    """Back in line with the old key: `reason` is declined, no_answer, connect_failed or agent_gone."""

    dialogue: str
    contact_center: str
    reason: str


class DialogueLeft(Struct, frozen=True, tag=True, gc=False):
    """The wait is over without an agent; `detail` is the flow's own word for why. `place` and `waited_ms` may be given
    to the next wait of the dialogue; None: it never waited."""

    dialogue: str
    contact_center: str
    reason: LeftReason
    detail: str = ""
    place: tuple[int, int] | None = None
    waited_ms: int = 0


class DialogueConnected(Struct, frozen=True, tag=True, gc=False):
    """The wait is over: caller and agent hear each other, `waited_ms` after the first enqueue."""

    dialogue: str
    reservation: str
    agent: str
    contact_center: str
    waited_ms: int
    home: str = ""


class StepEntered(Struct, frozen=True, tag=True, gc=False):
    """The search was widened: step `step` of the route plan (0: the preferred agent alone, 1: the first) asks these
    contact centers for these skills."""

    dialogue: str
    step: int
    asks: dict[str, Requirements]
    priority: int


class EstimateChanged(Struct, frozen=True, tag=True, gc=False):
    """The expected wait of one of the first in line, as a mean and what nine in ten will not exceed; told rarely."""

    dialogue: str
    mean_s: int
    p90_s: int


class Counted(Struct, frozen=True, tag=True, gc=False):
    """One more for the reports. `ms` is the wait until then (enqueued to abandoned), the ringing (accepted to
    canceled), or what the word names. `contact_center`: whose agent or queue; `home`: whose flow; `skills`: asked for.
    """

    what: Count
    contact_center: str
    home: str
    channel: Channel
    skills: tuple[str, ...]
    agent: str = ""
    ms: int = 0
    test: bool = False


class WorkCompleted(Struct, frozen=True, tag=True, gc=False):
    """The reservation is closed and its capacity free."""

    reservation: str
    agent: str
    dialogue: str


class StartTimer(Struct, frozen=True, tag=True, gc=False):
    """Start the timer anew; one that already runs under the same owner and name is replaced."""

    owner_kind: OwnerKind
    owner: str
    name: str
    due_ms: int


class CancelTimer(Struct, frozen=True, tag=True, gc=False):
    """The timer is not awaited any more."""

    owner_kind: OwnerKind
    owner: str
    name: str


class AgentBlocked(Struct, frozen=True, tag=True, gc=False):
    """The agent gets no offers until `until_ms`, or until he says that he is available."""

    agent: str
    reason: str
    until_ms: int


class StaleRefused(Struct, frozen=True, tag=True, gc=False):
    """The agent's answer came too late, or was not his to give; nothing was changed."""

    reservation: str
    agent: str
    reason: str


class PositionChanged(Struct, frozen=True, tag=True, gc=False):
    """A dialogue among the first ten of its queue moved."""

    dialogue: str
    position: int


class AgentChanged(Struct, frozen=True, tag=True, gc=False):
    """The derived state of an agent became another one, after `lasted_ms` of `before`; of `not_routable` also the
    `reason` why it was so, and then one may follow the other."""

    agent: str
    state: AgentState
    before: AgentState = "signed_out"
    lasted_ms: int = 0
    reason: str = ""


FloorCommand: TypeAlias = (
    MakeOffer | RescindOffer | ConnectMedia | DialogueQueued | DialogueRequeued | DialogueLeft | DialogueConnected
    | WorkClosed | WorkCompleted | StartTimer | CancelTimer | AgentBlocked | StaleRefused | PositionChanged
    | AgentChanged | StepEntered | EstimateChanged | Counted
)  # fmt: skip  # a list reads better than one item a line

__all__ = [
    "AgentBlocked",
    "AgentChanged",
    "AgentState",
    "CancelTimer",
    "ConnectMedia",
    "Count",
    "Counted",
    "DialogueConnected",
    "DialogueLeft",
    "DialogueQueued",
    "DialogueRequeued",
    "EstimateChanged",
    "FloorCommand",
    "LeftReason",
    "MakeOffer",
    "PositionChanged",
    "RescindOffer",
    "StaleRefused",
    "StartTimer",
    "StepEntered",
    "WorkClosed",
    "WorkCompleted",
]
