"""Events in, commands out: the only words that core and shell share.

Events are past tense, commands imperative. Both are frozen msgspec structs, tagged by their class name, so that
the same bytes stand in inbox, outbox and golden files. Personal content (what was said, typed or collected) never
stands in a command or trace: it is put into a numbered content record of its dialogue, and `content` is that number.
Times are integer UTC milliseconds; durations carry their unit in the name.
"""

from hashlib import blake2b
from typing import Any, Literal, TypeAlias

from msgspec import Struct

Json: TypeAlias = Any  # None, bool, int, float, str, list or dict of the same: checked where it enters
Channel: TypeAlias = Literal["voice", "chat", "message"]
OwnerKind: TypeAlias = Literal["dialogue", "entry", "reservation", "agent"]
Requirements: TypeAlias = dict[str, int]  # skill -> least level, 0..100


class Stamp(Struct, frozen=True):
    """What the owner of a tenant adds to an event when it takes it: nothing else in the core knows time or chance.

    `at_ms` never falls within a tenant; `entropy` is 16 bytes; `event_id` is the sender's, unique in the tenant.
    """

    event_id: str
    at_ms: int
    entropy: bytes


def derive_id(stamp: Stamp, ordinal: int) -> str:
    """An id in UUIDv7 form that depends on the stamp and `ordinal` alone: the same events give the same ids."""
    digest = blake2b(stamp.entropy + ordinal.to_bytes(4, "big"), digest_size=10).digest()
    value = (stamp.at_ms & 0xFFFF_FFFF_FFFF) << 80 | int.from_bytes(digest, "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    h = f"{value:032x}"
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


class Message(Struct, frozen=True, kw_only=True, tag=True):
    """The root of events and commands; the tag is the class name, in the field `type`."""


# --- Events from a channel: what the caller did -------------------------------------------------------------------


class DialogueArrived(Message, frozen=True, kw_only=True):
    """A new dialogue on `address`. `via` is the channel's name (phone, webchat), `external_id` the vendor's id for
    the caller's leg, `capabilities` the words of DESIGN.md section 6. The reply is `{"dialogue": id}`."""

    via: str
    external_id: str
    channel: Channel
    address: str
    caller_number: str = ""
    caller_name: str = ""
    withheld: bool = False
    language: str = ""
    capabilities: tuple[str, ...] = ()
    test: bool = False


class DialogueEvent(Message, frozen=True, kw_only=True):
    """Anything that happens on one existing dialogue."""

    dialogue: str


class KeyPressed(DialogueEvent, frozen=True, kw_only=True):
    """One key of a telephone: 0-9, * or #. A repeated report has the same event id and is dropped."""

    key: str


class TextReceived(DialogueEvent, frozen=True, kw_only=True):
    """A message that was typed, or a phrase that speech recognition heard (`spoken`)."""

    text: str
    spoken: bool = False


class ButtonPressed(DialogueEvent, frozen=True, kw_only=True):
    """A quick reply was chosen; `value` is the choice's key."""

    value: str


class PlaybackFinished(DialogueEvent, frozen=True, kw_only=True):
    """The channel has spoken everything up to command number `n` of the caller's stream (interrupted or to the end)."""

    n: int
    interrupted: bool = False


class CallerHungUp(DialogueEvent, frozen=True, kw_only=True):
    """The caller is gone; `cause` is the carrier's word for why."""

    cause: str = "normal"


class CallerWentAway(DialogueEvent, frozen=True, kw_only=True):
    """A chat page was closed: away, not gone; the dialogue's `away` timer (300 s) ends it."""


class CallerCameBack(DialogueEvent, frozen=True, kw_only=True):
    """The caller's page is open again."""


class MediaConnected(DialogueEvent, frozen=True, kw_only=True):
    """Caller and agent of `reservation` hear each other."""

    reservation: str


class MediaFailed(DialogueEvent, frozen=True, kw_only=True):
    """The agent's leg could not be connected after an accept."""

    reservation: str
    reason: str = ""


# --- Events from the desk: what an agent did ----------------------------------------------------------------------


class AgentSignedIn(Message, frozen=True, kw_only=True):
    agent: str


class AgentSignedOut(Message, frozen=True, kw_only=True):
    agent: str


class PresenceSet(Message, frozen=True, kw_only=True):
    """The agent's intent. While in a conversation it becomes the `next status`."""

    agent: str
    intent: Literal["available", "away", "do_not_disturb", "offline"]
    reason: str = ""


class DevicePresenceReported(Message, frozen=True, kw_only=True):
    """What a device of the agent says, valid for `expires_s`."""

    agent: str
    device: str
    presence: Literal["do_not_disturb", "device_busy", "available", "away"]
    expires_s: int = 300


class OfferAccepted(Message, frozen=True, kw_only=True):
    reservation: str
    agent: str


class OfferDeclined(Message, frozen=True, kw_only=True):
    reservation: str
    agent: str


class AgentSpoke(Message, frozen=True, kw_only=True):
    """The agent wrote `text` in a connected chat."""

    reservation: str
    agent: str
    text: str


class AgentHungUp(Message, frozen=True, kw_only=True):
    """The agent ended the conversation."""

    reservation: str
    agent: str


class WrapUpEnded(Message, frozen=True, kw_only=True):
    """The agent is done with the notes; `disposition` is a key of the contact center's list, or empty."""

    reservation: str
    agent: str
    disposition: str = ""


# --- Events from administration and from the owner itself ---------------------------------------------------------


class DocumentPut(Message, frozen=True, kw_only=True):
    """A stored document was changed: kind and key name it, `body` is JSON text ("" removes it).

    `base` is the hash that the writer last read ("" for a new one, "*" for any); a stale base is refused as Conflict.
    Kinds that steer decisions: tenant, contact_center, address, user, switch. Kinds that only wait to be published:
    environment, draft, layout, cases. The reply is `{"hash": ..., "version": n}`.
    """

    kind: str
    key: str
    body: str
    base: str
    author: str = ""


class ReleaseMade(Message, frozen=True, kw_only=True):
    """A release of `environment` was published and is live at once; the reply is `{"number": n}`.

    `body` is the canonical JSON of the release (see interpreter/program.py); it was checked and compiled before.
    """

    environment: str
    body: str
    hash: str
    message: str = ""
    author: str = ""


class ReleaseMadeLive(Message, frozen=True, kw_only=True):
    """`live` of `environment` points to `number` again (rollback)."""

    environment: str
    number: int
    author: str = ""


class TimerFired(Message, frozen=True, kw_only=True):
    """A timer is due; a `generation` other than the live one changes nothing but the trace."""

    owner_kind: OwnerKind
    owner: str
    name: str
    generation: int
    late_ms: int = 0


class OwnerResumed(Message, frozen=True, kw_only=True):
    """A process took the tenant over after a stop of `down_ms`; every live dialogue's trace says so."""

    down_ms: int


# --- Commands to the caller's channel -----------------------------------------------------------------------------


class Choice(Struct, frozen=True):
    """One choice of an Ask as the channel shows it: a key on a phone, a button in a chat."""

    key: str
    label: str
    phrases: tuple[str, ...] = ()


class Accept(Struct, frozen=True, omit_defaults=True):
    """What an Ask takes for an answer: one of `choices`, or between `min` and `max` digits, or any text."""

    kind: Literal["choice", "digits", "text"]
    choices: tuple[Choice, ...] = ()
    min: int = 1
    max: int = 32
    terminator: str = "#"


class Limits(Struct, frozen=True):
    """How long an Ask may take, seconds: from the end of its prompt to the first sign, and between two keys."""

    first_s: float
    next_s: float


class CallerCommand(Message, frozen=True, kw_only=True):
    """A command to the channel of `dialogue`. Its gapless number in the caller's stream is given when it is sent."""

    dialogue: str


class Say(CallerCommand, frozen=True, kw_only=True):
    """Speak or write content record `content`; `speaker` is `flow`, or `agent` in a connected chat."""

    content: int
    language: str
    interruptible: bool = True
    speaker: Literal["flow", "agent"] = "flow"


class Ask(CallerCommand, frozen=True, kw_only=True):
    """Speak or write `content`, then wait for an answer to wait number `wait`."""

    content: int
    language: str
    wait: int
    accept: Accept
    limits: Limits
    interruptible: bool = True
    sensitive: bool = False


class PlayMusic(CallerCommand, frozen=True, kw_only=True):
    """Sound until the next command: `sound` is a name from the environment, "" the channel's own hold music."""

    sound: str = ""


class StopPlayback(CallerCommand, frozen=True, kw_only=True):
    """Be silent at once and forget what was still to be spoken."""


class HangUp(CallerCommand, frozen=True, kw_only=True):
    """End the caller's leg when everything before it has been spoken."""

    reason: str


class Connect(CallerCommand, frozen=True, kw_only=True):
    """Join caller and agent; the channel answers MediaConnected or MediaFailed. `agent_name` is for the screen."""

    reservation: str
    agent: str
    agent_name: str = ""


class Disconnect(CallerCommand, frozen=True, kw_only=True):
    """Part caller and agent; the caller's leg stays."""

    reservation: str


# --- Commands to an agent's desk ----------------------------------------------------------------------------------


class AgentCommand(Message, frozen=True, kw_only=True):
    agent: str
    reservation: str


class Offer(AgentCommand, frozen=True, kw_only=True):
    """Ring: `ring_s` seconds to accept. `shown` are content records of the dialogue that the desk may show."""

    dialogue: str
    contact_center: str
    channel: Channel
    ring_s: float
    expires_ms: int
    caller_content: int = 0


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


class WorkClosed(AgentCommand, frozen=True, kw_only=True):
    """The conversation is over; wrap-up may take `wrap_up_s` seconds (0: none, the reservation is completed)."""

    dialogue: str
    reason: str
    wrap_up_s: float = 0.0


class WorkCompleted(AgentCommand, frozen=True, kw_only=True):
    """The reservation is closed and its capacity free."""


CALLER_EVENTS = (
    DialogueArrived | KeyPressed | TextReceived | ButtonPressed | PlaybackFinished | CallerHungUp | CallerWentAway
    | CallerCameBack | MediaConnected | MediaFailed
)  # fmt: skip  # a list reads better than one item a line
AGENT_EVENTS = (
    AgentSignedIn | AgentSignedOut | PresenceSet | DevicePresenceReported | OfferAccepted | OfferDeclined | AgentSpoke
    | AgentHungUp | WrapUpEnded
)  # fmt: skip  # as above
OWNER_EVENTS = DocumentPut | ReleaseMade | ReleaseMadeLive | TimerFired | OwnerResumed
Event: TypeAlias = CALLER_EVENTS | AGENT_EVENTS | OWNER_EVENTS
Command: TypeAlias = (
    Say | Ask | PlayMusic | StopPlayback | HangUp | Connect | Disconnect | Offer | RescindOffer | WorkConnected
    | WorkHeard | WorkClosed | WorkCompleted
)  # fmt: skip  # as above
