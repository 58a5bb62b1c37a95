"""The relay: another system brings the words of its users by a hook, and reads what they are answered."""

from flowengine.channels.channel import CallerSide, Media, Report, arrival_on
from flowengine.channels.frame import frame_of
from flowengine.channels.page_event import read_event
from flowengine.channels.webchat import Webchat
from flowengine.messages import (
    ButtonPressed,
    CallerHungUp,
    Command,
    DialogueArrived,
    Event,
    Json,
    LegReported,
    PlaybackFinished,
    TextReceived,
)
from flowengine.messages import Channel as Medium


class Relay:
    """A chat whose page is the other system's: nobody here sees it close, so its caller is never away."""

    name = "relay"
    medium: Medium = "chat"
    capabilities: tuple[str, ...] = ("text", "buttons")
    away_after_s = 3.0

    def arrival(self, caller: CallerSide) -> DialogueArrived:
        return arrival_on(self, caller)

    def event(self, dialogue: str, said: Json) -> Event:
        return read_event((TextReceived, ButtonPressed, PlaybackFinished, CallerHungUp), dialogue, said)

    def leg_event(self, external_id: str, said: Json) -> LegReported:
        """The same of a leg whose dialogue is not known here. Raises RequestRefused."""
        event = self.event("", said)
        assert isinstance(event, TextReceived | ButtonPressed | PlaybackFinished | CallerHungUp)  # noqa: S101  # see event
        return LegReported(via=self.name, external_id=external_id, event=event)

    def frame(self, n: int, command: Command, content: Json) -> Json:
        return frame_of(n, command, content)

    def report(self, command: Command, media: Media, content: Json = None) -> Report | None:
        return _CHAT.report(command, media, content)

    def page_closed(self, dialogue: str) -> Event | None:
        return None

    def page_opened(self, dialogue: str) -> Event | None:
        return None


_CHAT = Webchat()
