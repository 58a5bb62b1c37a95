"""Commands to an agent's desk."""

from msgspec import field

from flowengine.messages.stamp import Channel, Message, Requirements


class AgentCommand(Message, frozen=True, kw_only=True):
    agent: str
    reservation: str


class Offer(AgentCommand, frozen=True, kw_only=True):
    """Ring: `ring_s` seconds to accept. The record `caller_content` is what the desk may show: who calls, and what the
    flow wants to be seen (`shown`) or said (`whisper`) before the two are joined. As whom to answer: `contact_center`;
    `home` is the one whose flow the caller went through, another one if the search was widened."""

    dialogue: str
    contact_center: str
    channel: Channel
    ring_s: float
    expires_ms: int
    caller_content: int = 0
    language: str = ""
    home: str = ""
    requirements: Requirements = field(default_factory=dict)
    waited_ms: int = 0


class RescindOffer(AgentCommand, frozen=True, kw_only=True):
    """Stop ringing: `reason` is accepted_elsewhere, abandoned, timed_out, left, canceled."""

    reason: str


class WorkConnected(AgentCommand, frozen=True, kw_only=True):
    """The conversation has begun."""

    dialogue: str


class WorkHeard(AgentCommand, frozen=True, kw_only=True):
    """The caller wrote or keyed content record `content` during the conversation."""

    dialogue: str
    content: int


class WorkHeld(AgentCommand, frozen=True, kw_only=True):
    """The caller waits in mid-conversation, or does so no more."""

    held: bool


class WorkClosed(AgentCommand, frozen=True, kw_only=True):
    """The conversation is over; wrap-up may take `wrap_up_s` seconds (0: none, the reservation is completed), or lasts
    `until_released`: until the agent ends it."""

    dialogue: str
    reason: str
    wrap_up_s: float = 0.0
    until_released: bool = False


class WorkCompleted(AgentCommand, frozen=True, kw_only=True):
    """The reservation is closed and its capacity free."""
