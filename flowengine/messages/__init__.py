"""Events in, commands out: the only words that core and shell share.

Events are past tense, commands imperative. Both are frozen msgspec structs, tagged by their class name, so that
the same bytes stand in inbox, outbox and golden files. Personal content (what was said, typed or collected) never
stands in a command or trace: it is put into a numbered content record of its dialogue, and `content` is that number.
Times are integer UTC milliseconds; durations carry their unit in the name.
"""

from typing import TypeAlias

from flowengine.messages.agent_command import (
    AgentCommand,
    Offer,
    RescindOffer,
    WorkClosed,
    WorkCompleted,
    WorkConnected,
    WorkHeard,
    WorkHeld,
)
from flowengine.messages.agent_event import (
    AgentHungUp,
    AgentSignedIn,
    AgentSignedOut,
    AgentSpoke,
    DevicePresenceReported,
    HoldSet,
    OfferAccepted,
    OfferDeclined,
    PresenceSet,
    WorkNoted,
    WorkTransferred,
    WrapUpEnded,
)
from flowengine.messages.answer import (
    AnswerGiven,
    DialAnswered,
    DialOver,
    DialResult,
    Problem,
    ServiceReplied,
    SoundRecorded,
    TextDelivered,
    WaitAnswered,
)
from flowengine.messages.caller_command import (
    Accept,
    Ask,
    CallerCommand,
    Choice,
    Connect,
    Dial,
    Disconnect,
    HangUp,
    Limits,
    PlayMusic,
    RecordSound,
    Say,
    SetHold,
    SetRecording,
    StopPlayback,
)
from flowengine.messages.caller_event import (
    ButtonPressed,
    CallerCameBack,
    CallerHungUp,
    CallerWentAway,
    DialogueArrived,
    DialogueEvent,
    KeyPressed,
    LegReported,
    MediaConnected,
    MediaFailed,
    PlaybackFinished,
    TextReceived,
)
from flowengine.messages.owner_event import (
    CallerNoted,
    DataExported,
    DataForgotten,
    DirectoryChange,
    DirectorySynced,
    DocumentPut,
    DocumentsPut,
    OwnerResumed,
    PreviewSet,
    ReleaseMade,
    ReleaseMadeLive,
    ReleaseRetired,
    TimerFired,
)
from flowengine.messages.service_command import (
    CallService,
    SendText,
    ServiceCommand,
)
from flowengine.messages.stamp import (
    Channel,
    Json,
    Message,
    OwnerKind,
    Requirements,
    Stamp,
    derive_id,
    first_id,
)

CALLER_EVENTS = (
    DialogueArrived | KeyPressed | TextReceived | ButtonPressed | PlaybackFinished | CallerHungUp | CallerWentAway
    | CallerCameBack | LegReported | MediaConnected | MediaFailed
)  # fmt: skip  # a list reads better than one item a line
ANSWERS = ServiceReplied | TextDelivered | AnswerGiven | SoundRecorded | DialAnswered | DialOver
AGENT_EVENTS = (
    AgentSignedIn | AgentSignedOut | PresenceSet | DevicePresenceReported | OfferAccepted | OfferDeclined | AgentSpoke
    | AgentHungUp | HoldSet | WorkTransferred | WorkNoted | WrapUpEnded
)  # fmt: skip  # as above
OWNER_EVENTS = (
    DocumentPut | DocumentsPut | DirectorySynced | CallerNoted | ReleaseMade | ReleaseMadeLive | ReleaseRetired
    | PreviewSet | TimerFired | OwnerResumed | DataExported | DataForgotten
)  # fmt: skip  # as above
Event: TypeAlias = CALLER_EVENTS | ANSWERS | AGENT_EVENTS | OWNER_EVENTS
Command: TypeAlias = (
    Say | Ask | PlayMusic | StopPlayback | HangUp | Connect | Disconnect | RecordSound | SetRecording | SetHold | Dial
    | Offer | RescindOffer | WorkConnected | WorkHeard | WorkHeld | WorkClosed | WorkCompleted | CallService | SendText
)  # fmt: skip  # as above


__all__ = [
    "AGENT_EVENTS",
    "ANSWERS",
    "CALLER_EVENTS",
    "OWNER_EVENTS",
    "Accept",
    "AgentCommand",
    "AgentHungUp",
    "AgentSignedIn",
    "AgentSignedOut",
    "AgentSpoke",
    "AnswerGiven",
    "Ask",
    "ButtonPressed",
    "CallService",
    "CallerCameBack",
    "CallerCommand",
    "CallerHungUp",
    "CallerNoted",
    "CallerWentAway",
    "Channel",
    "Choice",
    "Command",
    "Connect",
    "DataExported",
    "DataForgotten",
    "DevicePresenceReported",
    "Dial",
    "DialAnswered",
    "DialOver",
    "DialResult",
    "DialogueArrived",
    "DialogueEvent",
    "DirectoryChange",
    "DirectorySynced",
    "Disconnect",
    "DocumentPut",
    "DocumentsPut",
    "Event",
    "HangUp",
    "HoldSet",
    "Json",
    "KeyPressed",
    "LegReported",
    "Limits",
    "MediaConnected",
    "MediaFailed",
    "Message",
    "Offer",
    "OfferAccepted",
    "OfferDeclined",
    "OwnerKind",
    "OwnerResumed",
    "PlayMusic",
    "PlaybackFinished",
    "PresenceSet",
    "PreviewSet",
    "Problem",
    "RecordSound",
    "ReleaseMade",
    "ReleaseMadeLive",
    "ReleaseRetired",
    "Requirements",
    "RescindOffer",
    "Say",
    "SendText",
    "ServiceCommand",
    "ServiceReplied",
    "SetHold",
    "SetRecording",
    "SoundRecorded",
    "Stamp",
    "StopPlayback",
    "TextDelivered",
    "TextReceived",
    "TimerFired",
    "WaitAnswered",
    "WorkClosed",
    "WorkCompleted",
    "WorkConnected",
    "WorkHeard",
    "WorkHeld",
    "WorkNoted",
    "WorkTransferred",
    "WrapUpEnded",
    "derive_id",
    "first_id",
]
