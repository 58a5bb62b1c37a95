"""Work that a node has done outside its dialogue, and the answer that each kind of it brings."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from msgspec import Struct

from flowengine.messages import (
    AnswerGiven,
    DialAnswered,
    DialOver,
    Json,
    ServiceReplied,
    SoundRecorded,
    TextDelivered,
    WaitAnswered,
)


class CallWork(Struct, frozen=True):
    """Send an HTTP request; `secret` names the authorisation that the runtime adds."""

    method: str
    url: str
    headers: Mapping[str, str] = {}
    body: str = ""
    secret: str = ""
    timeout_s: float = 10.0
    retries: int = 0


RETRY_AFTER_S = (0.5, 1.0, 2.0)  # between one try and the next


def longest_s(work: CallWork) -> float:
    """How long all the tries of a call may take together."""
    return (1 + work.retries) * work.timeout_s + sum(RETRY_AFTER_S[: work.retries])


class TextWork(Struct, frozen=True):
    """Send a message to an address of a messaging channel."""

    to: str
    body: str


class QuestionWork(Struct, frozen=True):
    """Let another system answer by one of `exits`; `name` and `inputs` tell it what is asked.

    `results`: what it has to tell, name -> the target (`vars.limit`) whose declared type it must fit."""

    name: str
    inputs: Mapping[str, Json]
    exits: tuple[str, ...]
    results: Mapping[str, str] = {}


class RecordWork(Struct, frozen=True):
    """Record the caller, after a tone."""

    max_s: float
    silence_s: float
    terminator: str = "#"


class DialWork(Struct, frozen=True):
    """Call somebody and join the caller to them."""

    to: str
    mode: Literal["blind", "bridged"]
    ring_timeout_s: float
    caller_id: str = ""


class TalkWork(Struct, frozen=True):
    """Nothing is to be done any more: caller and whoever was dialled talk until one of them goes."""


Work: TypeAlias = CallWork | TextWork | QuestionWork | RecordWork | DialWork | TalkWork
ANSWERED_BY: Mapping[type, type[WaitAnswered]] = MappingProxyType(
    {
        CallWork: ServiceReplied,
        TextWork: TextDelivered,
        QuestionWork: AnswerGiven,
        RecordWork: SoundRecorded,
        DialWork: DialAnswered,
        TalkWork: DialOver,
    }
)
