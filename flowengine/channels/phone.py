"""The phone simulator's server half: keeps a carrier's contract, so that a real carrier can take its place."""

from collections.abc import Mapping
from hashlib import blake2b
from types import MappingProxyType
from typing import TypeAlias

from flowengine.channels.channel import LATEST_MS, SOONEST_MS, CallerSide, Media, Report, arrival_on
from flowengine.channels.frame import frame_of
from flowengine.channels.page_event import read_event
from flowengine.messages import (
    CallerHungUp,
    Command,
    Connect,
    Dial,
    DialAnswered,
    DialogueArrived,
    DialOver,
    DialResult,
    Event,
    Json,
    KeyPressed,
    MediaConnected,
    MediaFailed,
    PlaybackFinished,
    RecordSound,
    SoundRecorded,
    TextReceived,
)
from flowengine.messages import Channel as Medium

# Numbers that the regulator keeps for fiction; docs/simulated_phone.md names them. All others are answered.
NUMBERS: Mapping[str, DialResult] = MappingProxyType(
    {
        "+442079460971": "busy",
        "+442079460972": "no_answer",
        "+442079460973": "rejected",
        "+442079460974": "failed",
    }
)
RING_MS = 2000
TALK_MS = 20_000  # somebody who was called for a bridged transfer hangs up after so long
PROMPT_MS = 20_000  # what a prompt may take before the tone
CallEvent: TypeAlias = KeyPressed | TextReceived | PlaybackFinished | SoundRecorded | CallerHungUp
_SAID: tuple[type[CallEvent], ...] = (KeyPressed, TextReceived, PlaybackFinished, SoundRecorded, CallerHungUp)


class Phone:
    """`media_ms`: soonest and latest answer to Connect. The time within is derived from the reservation, so that the
    same call connects after the same time wherever and whenever it is run."""

    name = "phone"
    medium: Medium = "voice"
    capabilities: tuple[str, ...] = ("keys", "speech", "audio", "hold", "record", "transfer")
    away_after_s = 20.0

    def __init__(self, media_ms: tuple[int, int] = (SOONEST_MS, LATEST_MS)) -> None:
        self._soonest, self._latest = media_ms

    def arrival(self, caller: CallerSide) -> DialogueArrived:
        return arrival_on(self, caller)

    def event(self, dialogue: str, said: Json) -> CallEvent:
        """A doubled digit has the event id of the first and is dropped with it; a late one is the flow's to ignore.
        What was recorded is named here: a page says only how long it was, and what ended it."""
        if isinstance(said, dict) and said.get("type") == "SoundRecorded":
            said = {**said, "sound": _sound_of(said.get("wait"), said.get("why"))}
        return read_event(_SAID, dialogue, said)

    def frame(self, n: int, command: Command, content: Json) -> Json:
        return frame_of(n, command, content)

    def report(self, command: Command, media: Media, content: Json = None) -> Report | None:
        if isinstance(command, Connect):
            return self._joined(command, media, content)
        if isinstance(command, RecordSound):
            return _recorded(command)
        return _dialled(command, content) if isinstance(command, Dial) else None

    def page_closed(self, dialogue: str) -> Event | None:
        """A carrier that has lost the caller's side ends the call by itself."""
        return CallerHungUp(dialogue=dialogue, cause="lost")

    def page_opened(self, dialogue: str) -> Event | None:
        return None

    def _joined(self, command: Connect, media: Media, content: Json) -> Report:
        key = f"media:{command.reservation}"
        reason = "no_media" if media == "fail" else ""
        if command.dial_content:
            answer = answer_of(content.get("number", "") if isinstance(content, dict) else "")
            reason = reason or ("" if answer == "connected" else answer)
        about = {"dialogue": command.dialogue, "reservation": command.reservation}
        event = MediaFailed(**about, reason=reason) if reason else MediaConnected(**about)
        return Report(self._after_ms(command), event, key)

    def _after_ms(self, command: Connect) -> int:
        digest = blake2b(command.reservation.encode(), digest_size=4).digest()
        return self._soonest + int.from_bytes(digest, "big") % (self._latest - self._soonest + 1)


def answer_of(number: str) -> DialResult:
    """How the simulated network answers a call to this number: the same at every call."""
    return NUMBERS.get(number, "connected")


def _sound_of(wait: Json, why: Json) -> str:
    return "" if why == "nothing" else f"phone:{wait}"


def _recorded(command: RecordSound) -> Report:
    """The longest message, if the caller's side has not said by then what was recorded."""
    event = SoundRecorded(
        dialogue=command.dialogue,
        wait=command.wait,
        sound=_sound_of(command.wait, "max"),
        duration_ms=round(command.max_s * 1000),
        why="max",
    )
    return Report(round(command.max_s * 1000) + PROMPT_MS, event, f"recorded:{command.wait}")


def _dialled(command: Dial, content: Json) -> Report:
    """Whoever answers talks for a while and goes, if the call has not left us by then."""
    result = answer_of(content.get("to", "") if isinstance(content, dict) else "")
    after_ms = round(command.ring_timeout_s * 1000) if result == "no_answer" else RING_MS
    answered = DialAnswered(dialogue=command.dialogue, wait=command.wait, result=result)
    over = None
    if result == "connected" and command.mode == "bridged":
        talked = DialOver(dialogue=command.dialogue, wait=command.wait + 1)
        over = Report(TALK_MS, talked, f"dial_over:{command.wait}")
    return Report(after_ms, answered, f"dialled:{command.wait}", over)
