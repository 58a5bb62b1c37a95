"""Schedules: hours, holidays and emergency by the local clock, on the days when clocks change too."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.lang.schedule import DAYS, Schedule
from flowengine.messages import Json

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OFFICE = msgspec.convert(
    {
        "weekly": {"mon": ["09:00-12:30", "13:30-17:00"], "sun": ["00:00-24:00"]},
        "holidays": {"2026-12-28": "Company day"},
        "emergency_switch": "closure",
    },
    Schedule,
)


def at(text: str, fold: int = 0) -> int:
    local = datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM, fold=fold)
    return int(local.timestamp() * 1000)


STATES = {
    "first minute": ("2026-03-02 09:00", "open"),
    "before": ("2026-03-02 08:59:59.999", "closed"),
    "last minute": ("2026-03-02 12:29:59", "open"),
    "at the end": ("2026-03-02 12:30", "closed"),
    "second range": ("2026-03-02 13:30", "open"),
    "day without hours": ("2026-03-03 10:00", "closed"),
    "holiday": ("2026-12-28 10:00", "holiday"),
    "holiday at night too": ("2026-12-28 23:59", "holiday"),
    "day before a holiday": ("2026-12-27 23:59", "open"),
    "until midnight": ("2026-03-01 23:59:59", "open"),
}


@pytest.mark.parametrize(("when", "state"), STATES.values(), ids=STATES)
def test_state(when: str, state: str) -> None:
    assert OFFICE.state(at(when), "Europe/Amsterdam", emergency=False) == state


def test_emergency_goes_before_all() -> None:
    assert OFFICE.state(at("2026-12-28 10:00"), "Europe/Amsterdam", emergency=True) == "emergency"


EXCEPTIONS = {
    "shut all day": ("2026-03-02 10:00", {"2026-03-02": ()}, "closed"),
    "open later": ("2026-03-02 09:30", {"2026-03-02": ("10:00-12:00",)}, "closed"),
    "open then": ("2026-03-02 10:00", {"2026-03-02": ("10:00-12:00",)}, "open"),
    "open on a day without hours": ("2026-03-03 10:00", {"2026-03-03": ("10:00-12:00",)}, "open"),
    "open on a holiday": ("2026-12-28 10:00", {"2026-12-28": ("10:00-12:00",)}, "open"),
    "another day": ("2026-03-02 10:00", {"2026-03-03": ()}, "open"),
    "the local day": ("2026-03-02 00:30", {"2026-03-01": ("00:00-24:00",)}, "closed"),
}


@pytest.mark.parametrize(("when", "exceptions", "state"), EXCEPTIONS.values(), ids=EXCEPTIONS)
def test_an_exception_goes_before_holidays_and_hours(
    when: str, exceptions: dict[str, tuple[str, ...]], state: str
) -> None:
    assert OFFICE.state(at(when), "Europe/Amsterdam", emergency=False, exceptions=exceptions) == state
    assert OFFICE.state(at(when), "Europe/Amsterdam", emergency=True, exceptions=exceptions) == "emergency"


NEW_YORK = msgspec.convert({"weekly": {"sun": ["01:00-03:30"]}, "time_zone": "America/New_York"}, Schedule)


@pytest.mark.parametrize(
    ("utc", "state"),
    [
        ("2026-03-08 06:59", "open"),
        ("2026-03-08 07:00", "open"),
        ("2026-03-08 07:29", "open"),
        ("2026-03-08 07:30", "closed"),
        ("2026-11-01 05:30", "open"),
        ("2026-11-01 06:30", "open"),
        ("2026-11-01 08:29", "open"),
        ("2026-11-01 08:30", "closed"),
    ],
)
def test_another_continents_clocks(utc: str, state: str) -> None:
    """On 8 March 2 o'clock never comes; on 1 November 1 o'clock comes twice."""
    at_ms = int(datetime.fromisoformat(utc).replace(tzinfo=UTC).timestamp() * 1000)
    assert NEW_YORK.state(at_ms, "Europe/Amsterdam", emergency=False) == state


LONDON = msgspec.convert(
    {"weekly": {"sat": ["22:00-24:00"], "sun": ["00:00-02:00"]}, "time_zone": "Europe/London"}, Schedule
)
LONDON_CLOCKS = {
    "before the night": ("2026-03-28 21:59:59.999", "closed"),
    "its first minute": ("2026-03-28 22:00", "open"),
    "the last before midnight": ("2026-03-28 23:59:59.999", "open"),
    "over midnight": ("2026-03-29 00:00", "open"),
    "the last before 1 o'clock, which never comes": ("2026-03-29 00:59:59.999", "open"),
    "2 o'clock at once": ("2026-03-29 01:00", "closed"),
    "autumn, midnight": ("2026-10-24 23:00", "open"),
    "1 o'clock": ("2026-10-25 00:30", "open"),
    "1 o'clock again": ("2026-10-25 01:30", "open"),
    "the last of it": ("2026-10-25 01:59:59.999", "open"),
    "2 o'clock": ("2026-10-25 02:00", "closed"),
}


@pytest.mark.parametrize(("utc", "state"), LONDON_CLOCKS.values(), ids=LONDON_CLOCKS)
def test_a_night_in_london_when_clocks_change(utc: str, state: str) -> None:
    """From ten to two: three hours in March, five in October."""
    at_ms = round(datetime.fromisoformat(utc).replace(tzinfo=UTC).timestamp() * 1000)
    assert LONDON.state(at_ms, "America/New_York", emergency=False) == state


def test_its_own_time_zone_goes_before_the_contact_centers() -> None:
    own = msgspec.structs.replace(OFFICE, time_zone="America/New_York")
    assert own.state(at("2026-03-02 09:00"), "Europe/Amsterdam", emergency=False) == "closed"
    assert own.state(at("2026-03-02 15:00"), "Europe/Amsterdam", emergency=False) == "open"


def hours(schedule: Schedule, day: datetime) -> float:
    """How long the schedule is open, in real hours, from local midnight to local midnight."""
    begin, end = (day + timedelta(days=n) for n in (0, 1))
    first, last = (int(moment.astimezone(UTC).timestamp() * 1000) for moment in (begin, end))
    return (
        sum(schedule.state(ms, "Europe/Amsterdam", emergency=False) == "open" for ms in range(first, last, 900_000)) / 4
    )


ALL_DAY = msgspec.convert({"weekly": {day: ["00:00-24:00"] for day in DAYS}}, Schedule)
NIGHT = msgspec.convert({"weekly": {day: ["01:00-04:00"] for day in DAYS}}, Schedule)


@pytest.mark.parametrize(
    ("schedule", "day", "expected"),
    [
        (ALL_DAY, "2026-03-29", 23),
        (ALL_DAY, "2026-10-25", 25),
        (ALL_DAY, "2026-06-01", 24),
        (NIGHT, "2026-03-29", 2),
        (NIGHT, "2026-10-25", 4),
    ],
    ids=["spring, all day", "autumn, all day", "plain day", "spring night", "autumn night"],
)
def test_the_wall_clock_decides_when_clocks_change(schedule: Schedule, day: str, expected: float) -> None:
    assert hours(schedule, datetime.fromisoformat(day).replace(tzinfo=AMSTERDAM)) == expected


def test_both_passes_of_a_doubled_hour_are_alike() -> None:
    states = {NIGHT.state(at("2026-10-25 02:30", fold), "Europe/Amsterdam", emergency=False) for fold in (0, 1)}
    assert states == {"open"}


@pytest.mark.proof
@settings(max_examples=200, deadline=None)
@given(st.integers(0, 4_000_000_000_000))
def test_every_moment_has_a_state(at_ms: int) -> None:
    assert OFFICE.state(at_ms, "Europe/Amsterdam", emergency=False) in ("open", "closed", "holiday")


@pytest.mark.parametrize(
    "document",
    [
        {"weekly": {"mon": ["9:00-17:00"]}},
        {"weekly": {"mon": ["09:00-25:00"]}},
        {"weekly": {"mon": ["24:00-24:00"]}},
        {"weekly": {"monday": []}},
        {"weekly": {}, "holidays": {"25-12-2026": "x"}},
        {},
    ],
)
def test_refused(document: Json) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(document, Schedule)
