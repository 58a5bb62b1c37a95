"""Commands to the caller's channel."""

from typing import Literal

from msgspec import Struct

from flowengine.messages.stamp import Message


class Choice(Struct, frozen=True):
    """One choice of an Ask as the channel shows it: a key on a phone, a button in a chat."""

    key: str
    label: str
    phrases: tuple[str, ...] = ()


class Accept(Struct, frozen=True, omit_defaults=True):
    """What an Ask takes for an answer: one of `choices`, or between `min` and `max` digits, or any text.

    `keys` choose too but are not shown: they lead elsewhere from every menu of the flow."""

    kind: Literal["choice", "digits", "text"]
    choices: tuple[Choice, ...] = ()
    min: int = 1
    max: int = 32
    terminator: str = "#"
    keys: tuple[str, ...] = ()


class Limits(Struct, frozen=True):
    """How long an Ask may take, seconds: from the end of its prompt to the first sign, and between two keys."""

    first_s: float
    next_s: float


class CallerCommand(Message, frozen=True, kw_only=True):
    """A command to the channel of `dialogue`. Its gapless number in the caller's stream is given when it is sent."""

    dialogue: str


class Say(CallerCommand, frozen=True, kw_only=True):
    """Speak or write content record `content`; `speaker` is `flow`, or `agent` in a connected chat.

    `sound` names a recording of the environment that says the same; a channel that cannot play it speaks the words,
    with `voice` if it has one of that name.
    """

    content: int
    language: str
    interruptible: bool = True
    sound: str = ""
    voice: str = ""
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
    sound: str = ""


class PlayMusic(CallerCommand, frozen=True, kw_only=True):
    """Sound until the next command: `sound` is a name from the environment, "" the channel's own hold music."""

    sound: str = ""


class StopPlayback(CallerCommand, frozen=True, kw_only=True):
    """Be silent at once and forget what was still to be spoken."""


class HangUp(CallerCommand, frozen=True, kw_only=True):
    """End the caller's leg when everything before it has been spoken. `callback`: the dialogue itself goes on, and the
    caller will be dialled for it (Connect.dial_content)."""

    reason: str


class Connect(CallerCommand, frozen=True, kw_only=True):
    """Join caller and agent; the channel answers MediaConnected or MediaFailed. `agent_name` is for the screen.

    `dial_content`: the record {number} of a caller who was promised a call back and has to be dialled first.
    """

    reservation: str
    agent: str
    agent_name: str = ""
    dial_content: int = 0


class SetHold(CallerCommand, frozen=True, kw_only=True):
    """The caller hears music instead of the agent, or the agent again."""

    reservation: str
    held: bool


class Disconnect(CallerCommand, frozen=True, kw_only=True):
    """Part caller and agent; the caller's leg stays."""

    reservation: str


class RecordSound(CallerCommand, frozen=True, kw_only=True):
    """Record the caller for wait number `wait` after a tone: at most `max_s`, until `silence_s` of silence or the key
    `terminator`; answered by SoundRecorded."""

    wait: int = 0
    max_s: float
    silence_s: float
    terminator: str = "#"


class SetRecording(CallerCommand, frozen=True, kw_only=True):
    """Record the conversation from now on, or pause, go on, stop. `scope`: whose voices. Kept for `keep_days`."""

    action: Literal["start", "pause", "resume", "stop"]
    scope: Literal["caller", "agent", "both"] = "both"
    keep_days: int = 0


class Dial(CallerCommand, frozen=True, kw_only=True):
    """Call somebody for wait number `wait` and join the caller: record `content` {to, caller_id} says whom.

    `mode` blind: the caller's leg leaves with them; bridged: it stays here. Answered by DialAnswered, then DialOver.
    """

    wait: int = 0
    content: int = 0
    mode: Literal["blind", "bridged"]
    ring_timeout_s: float
