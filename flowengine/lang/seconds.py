"""Times that depend on people, per channel: a number means voice; `{"voice": 5, "chat": 300}` says each."""

from msgspec import Struct

from flowengine.messages import Json

DEFAULTS = {"voice": 5.0, "chat": 300.0, "message": 86_400.0}  # seconds of silence allowed, DESIGN.md section 5


class Seconds(Struct, frozen=True):
    """Seconds by channel; a channel that is not named has its default."""

    by_channel: dict[str, float]

    def on(self, channel: str) -> float:
        """The seconds for this channel."""
        return self.by_channel.get(channel) or DEFAULTS[channel]


def parse_seconds(value: Json) -> Seconds:
    """Seconds from their JSON form. Raises ValueError with a sentence."""
    given = value if isinstance(value, dict) else {"voice": value}
    for channel, seconds in given.items():
        if channel not in DEFAULTS:
            raise ValueError(f"“{channel}” is not a channel; say voice, chat or message")
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 < seconds <= 86_400:
            raise ValueError("seconds must be a number above 0 and at most 86400")
    return Seconds({channel: float(seconds) for channel, seconds in given.items()})
