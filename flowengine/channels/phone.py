"""The phone simulator's server half: keeps a carrier's contract, so that a real carrier can take its place."""

from hashlib import blake2b

from flowengine.channels.channel import LATEST_MS, SOONEST_MS, CallerSide, Media, Report, arrival_on
from flowengine.channels.frame import frame_of
from flowengine.channels.page_event import read_event
from flowengine.messages import (
    CallerHungUp,
    Command,
    Connect,
    DialogueArrived,
    Event,
    Json,
    KeyPressed,
    MediaConnected,
    MediaFailed,
    PlaybackFinished,
    TextReceived,
)
from flowengine.messages import Channel as Medium


class Phone:
    """`media_ms`: soonest and latest answer to Connect. The time within is derived from the reservation, so that the
    same call connects after the same time wherever and whenever it is run."""

    name = "phone"
    medium: Medium = "voice"
    capabilities: tuple[str, ...] = ("keys", "speech", "audio", "hold")
    away_after_s = 20.0

    def __init__(self, media_ms: tuple[int, int] = (SOONEST_MS, LATEST_MS)) -> None:
        self._soonest, self._latest = media_ms

    def arrival(self, caller: CallerSide) -> DialogueArrived:
        return arrival_on(self, caller)

    def event(self, dialogue: str, said: Json) -> Event:
        """A doubled digit has the event id of the first and is dropped with it; a late one is the flow's to ignore."""
        return read_event((KeyPressed, TextReceived, PlaybackFinished, CallerHungUp), dialogue, said)

    def frame(self, n: int, command: Command, content: Json) -> Json:
        return frame_of(n, command, content)

    def report(self, command: Command, media: Media) -> Report | None:
        if not isinstance(command, Connect):
            return None
        key = f"media:{command.reservation}"
        if media == "fail":
            failed = MediaFailed(dialogue=command.dialogue, reservation=command.reservation, reason="no_media")
            return Report(self._after_ms(command), failed, key)
        return Report(
            self._after_ms(command), MediaConnected(dialogue=command.dialogue, reservation=command.reservation), key
        )

    def page_closed(self, dialogue: str) -> Event | None:
        """A carrier that has lost the caller's side ends the call by itself."""
        return CallerHungUp(dialogue=dialogue, cause="lost")

    def page_opened(self, dialogue: str) -> Event | None:
        return None

    def _after_ms(self, command: Connect) -> int:
        digest = blake2b(command.reservation.encode(), digest_size=4).digest()
        return self._soonest + int.from_bytes(digest, "big") % (self._latest - self._soonest + 1)
