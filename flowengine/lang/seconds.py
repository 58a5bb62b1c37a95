"""Times that depend on people, per channel: a number means voice; `{"voice": 5, "chat": 300}` says each."""

from flowengine.messages import Json

DEFAULTS = {"voice": 5.0, "chat": 300.0, "message": 86_400.0}  # seconds of silence allowed, DESIGN.md section 5


class Seconds:
    """Seconds by channel; a channel that is not named has its default."""

    # A plain class: msgspec hands it to the decoding hook instead of looking inside.
    __slots__ = ("by_channel",)

    def __init__(self, by_channel: dict[str, float] | None = None) -> None:
        self.by_channel = by_channel or {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Seconds) and self.by_channel == other.by_channel

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.by_channel.items())))

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
