"""Times per channel: a number means voice, what is not named has the channel's default."""

import pytest

from flowengine.lang.seconds import Seconds, parse_seconds
from flowengine.messages import Json

ON: dict[str, tuple[Json, str, float]] = {
    "number means voice": (8, "voice", 8.0),
    "number leaves chat alone": (8, "chat", 300.0),
    "by channel": ({"voice": 4, "chat": 60}, "chat", 60.0),
    "channel not named": ({"chat": 60}, "voice", 5.0),
    "message default": ({}, "message", 86_400.0),
}


@pytest.mark.parametrize(("value", "channel", "seconds"), ON.values(), ids=ON)
def test_on(value: Json, channel: str, seconds: float) -> None:
    assert parse_seconds(value).on(channel) == seconds


@pytest.mark.parametrize("value", [0, -1, 86_401, True, "5", None, {"voice": 0}, {"fax": 5}, float("nan")])
def test_refused(value: Json) -> None:
    with pytest.raises(ValueError, match=r"seconds must be|not a channel"):
        parse_seconds(value)


def test_equal_by_value() -> None:
    assert parse_seconds(5) == parse_seconds({"voice": 5.0})
    assert hash(parse_seconds(5)) == hash(parse_seconds({"voice": 5.0}))
    assert parse_seconds(5) != Seconds()
