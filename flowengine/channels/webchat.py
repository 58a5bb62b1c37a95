"""The chat on a web page: a closed page is a caller away, not gone; a reload goes on where it was."""

from typing import TypeAlias

from flowengine.channels.channel import SOONEST_MS, CallerSide, Media, Report, arrival_on
from flowengine.channels.frame import frame_of
from flowengine.channels.page_event import read_event
from flowengine.messages import (
    ButtonPressed,
    CallerCameBack,
    CallerHungUp,
    CallerWentAway,
    Command,
    Connect,
    DialogueArrived,
    Event,
    Json,
    MediaConnected,
    MediaFailed,
    PlaybackFinished,
    TextReceived,
)
from flowengine.messages import Channel as Medium

ChatEvent: TypeAlias = TextReceived | ButtonPressed | PlaybackFinished | CallerHungUp
_SAID: tuple[type[ChatEvent], ...] = (TextReceived, ButtonPressed, PlaybackFinished, CallerHungUp)


class Webchat:
    """A chat has no media to wait for: agent and caller are joined at once."""

    name = "webchat"
    medium: Medium = "chat"
    capabilities: tuple[str, ...] = ("text", "buttons")
    away_after_s = 3.0

    def arrival(self, caller: CallerSide) -> DialogueArrived:
        return arrival_on(self, caller)

    def event(self, dialogue: str, said: Json) -> ChatEvent:
        return read_event(_SAID, dialogue, said)

    def frame(self, n: int, command: Command, content: Json) -> Json:
        return frame_of(n, command, content)

    def report(self, command: Command, media: Media, content: Json = None) -> Report | None:
        if not isinstance(command, Connect):
            return None
        key = f"media:{command.reservation}"
        if media == "fail" or command.dial_content:
            reason = "cannot_dial" if command.dial_content else "no_media"
            failed = MediaFailed(dialogue=command.dialogue, reservation=command.reservation, reason=reason)
            return Report(SOONEST_MS, failed, key)
        return Report(SOONEST_MS, MediaConnected(dialogue=command.dialogue, reservation=command.reservation), key)

    def page_closed(self, dialogue: str) -> Event | None:
        return CallerWentAway(dialogue=dialogue)

    def page_opened(self, dialogue: str) -> Event | None:
        return CallerCameBack(dialogue=dialogue)
