"""Answers from outside: what a dialogue waits for while somebody else works. A late or doubled one changes nothing."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from flowengine.messages.caller_event import DialogueEvent
from flowengine.messages.stamp import Json

Problem: TypeAlias = Literal["", "timeout", "refused", "failed", "too_large"]
DialResult: TypeAlias = Literal["connected", "no_answer", "busy", "rejected", "failed"]


class WaitAnswered(DialogueEvent, frozen=True, kw_only=True):
    """Answers wait number `wait` of its dialogue; any other wait has had its answer, or is over."""

    wait: int


class ServiceReplied(WaitAnswered, frozen=True, kw_only=True):
    """A service has answered CallService with `status` and `body` (text, at most 1 MiB), or not: `problem` says why.

    refused: the request may not leave (address, secret, size); failed: nobody answered it; too_large: the answer is.
    """

    problem: Problem = ""
    status: int = 0
    body: str = ""


class TextDelivered(WaitAnswered, frozen=True, kw_only=True):
    """A message was taken by its carrier, or nobody can be reached under that address."""

    delivered: bool


class AnswerGiven(WaitAnswered, frozen=True, kw_only=True):
    """Another system has answered what a flow asked it: by one of the declared exits, with results."""

    exit: str
    results: Mapping[str, Json] = {}


class SoundRecorded(WaitAnswered, frozen=True, kw_only=True):
    """The caller was recorded: `sound` is the channel's id of it ("" if nothing was heard).

    A caller who hangs up has left the message: the channel says so first, and CallerHungUp after it.
    """

    sound: str
    duration_ms: int
    why: Literal["silence", "terminator", "max", "hung_up", "nothing"]


class DialAnswered(WaitAnswered, frozen=True, kw_only=True):
    """What became of a call to somebody else's number."""

    result: DialResult


class DialOver(WaitAnswered, frozen=True, kw_only=True):
    """Whoever was dialled has gone; the caller is still there. Its wait is the one after that of the Dial."""
