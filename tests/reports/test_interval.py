"""Intervals follow the clock on the wall: 23 and 25 hours, half hours, skipped days."""

import itertools
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.errors import RequestRefused
from flowengine.reports.count import INTERVAL_MS
from flowengine.reports.interval import INTERVALS, midnight_before, moment_of, spans_of, text_of, zone_of

HOUR_MS = 3_600_000
ZONES = (
    "UTC", "Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe",
    "America/St_Johns", "Africa/Cairo", "Pacific/Apia", "America/Santiago", "Africa/Casablanca",
)  # fmt: skip  # a list reads better than one item a line


def told(first: str, end: str, interval: str, zone_name: str) -> list[str]:
    zone = zone_of(zone_name)
    spans = spans_of(moment_of(first, zone), moment_of(end, zone), interval, zone)
    return [text_of(start, zone) for start, _ in spans]


def hours(day: str, after: str, zone_name: str) -> list[float]:
    """How long the day is, and its hours."""
    zone = zone_of(zone_name)
    [(start, end)] = spans_of(moment_of(day, zone), moment_of(after, zone), "day", zone)
    by_hour = spans_of(start, end, "1h", zone)
    assert (by_hour[0][0], by_hour[-1][1]) == (start, end)
    assert all(each[1] - each[0] == HOUR_MS for each in by_hour)
    return [(end - start) / HOUR_MS, len(by_hour)]


@pytest.mark.parametrize(
    ("zone", "day", "after", "length"),
    [
        ("Europe/Amsterdam", "2026-03-29", "2026-03-30", 23),
        ("Europe/Amsterdam", "2026-10-25", "2026-10-26", 25),
        ("Europe/Amsterdam", "2026-11-27", "2026-11-28", 24),
        ("America/New_York", "2026-03-08", "2026-03-09", 23),
        ("America/New_York", "2026-11-01", "2026-11-02", 25),
        ("Asia/Kolkata", "2026-03-29", "2026-03-30", 24),
        ("Asia/Kathmandu", "2026-03-29", "2026-03-30", 24),
        ("Africa/Cairo", "2026-04-24", "2026-04-25", 23),
    ],
)
def test_a_day_has_its_hours(zone: str, day: str, after: str, length: int) -> None:
    assert hours(day, after, zone) == [length, length]


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    assert told("2026-10-25T01:00", "2026-10-25T04:00", "1h", "Europe/Amsterdam") == [
        "2026-10-25T01:00:00+02:00",
        "2026-10-25T02:00:00+02:00",
        "2026-10-25T02:00:00+01:00",
        "2026-10-25T03:00:00+01:00",
    ]


def test_the_hour_that_does_not_come_is_left_out() -> None:
    assert told("2026-03-08T01:00", "2026-03-08T04:00", "1h", "America/New_York") == [
        "2026-03-08T01:00:00-05:00",
        "2026-03-08T03:00:00-04:00",
    ]


def test_a_half_hour_is_put_forward_and_back() -> None:
    """Lord Howe Island: half an hour of its own at each change of the clock."""
    forward = told("2026-10-04T01:00", "2026-10-04T04:00", "1h", "Australia/Lord_Howe")
    assert forward == ["2026-10-04T01:00:00+10:30", "2026-10-04T02:30:00+11:00", "2026-10-04T03:00:00+11:00"]
    back = told("2026-04-05T01:00", "2026-04-05T03:00", "1h", "Australia/Lord_Howe")
    assert back == ["2026-04-05T01:00:00+11:00", "2026-04-05T01:30:00+10:30", "2026-04-05T02:00:00+10:30"]


def test_an_hour_begins_by_the_clock_of_the_place() -> None:
    """05:45 before UTC: hours begin at a quarter past UTC's."""
    zone = zone_of("Asia/Kathmandu")
    [(start, end)] = spans_of(moment_of("2026-03-02T10:20", zone), moment_of("2026-03-02T10:40", zone), "1h", zone)
    assert (text_of(start, zone), text_of(end, zone)) == ("2026-03-02T10:00:00+05:45", "2026-03-02T11:00:00+05:45")
    assert datetime.fromtimestamp(start / 1000, UTC).minute == 15


def test_weeks_begin_on_monday_and_months_on_their_first() -> None:
    assert told("2026-03-25", "2026-04-07", "week", "Europe/Amsterdam") == [
        "2026-03-23T00:00:00+01:00",
        "2026-03-30T00:00:00+02:00",
        "2026-04-06T00:00:00+02:00",
    ]
    assert told("2026-01-31", "2026-03-01", "month", "America/New_York") == [
        "2026-01-01T00:00:00-05:00",
        "2026-02-01T00:00:00-05:00",
    ]


def test_a_day_that_a_place_skipped_is_none() -> None:
    """Samoa went from 29 to 31 December 2011."""
    days = told("2011-12-29", "2012-01-01", "day", "Pacific/Apia")
    assert [day[:10] for day in days] == ["2011-12-29", "2011-12-31"]


def test_midnight_before() -> None:
    zone = zone_of("Europe/Amsterdam")
    assert text_of(midnight_before(moment_of("2026-10-25T23:59", zone), zone), zone) == "2026-10-25T00:00:00+02:00"


@settings(deadline=None)
@given(st.sampled_from(ZONES), st.sampled_from(INTERVALS), st.integers(0, 35_000 * 24), st.integers(1, 24 * 60))
def test_intervals_cover_the_time_without_gap_or_overlap(name: str, interval: str, hour: int, quarters: int) -> None:
    zone = ZoneInfo(name)
    first = 946_684_800_000 + hour * HOUR_MS // 4 // INTERVAL_MS * INTERVAL_MS
    end = first + quarters * INTERVAL_MS
    spans = spans_of(first, end, interval, zone)
    assert spans[0][0] <= first < spans[0][1]
    assert spans[-1][0] < end <= spans[-1][1]
    assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))
    assert all(start % INTERVAL_MS == 0 for start, _ in spans), "an interval would cut a counter in two"
    if interval in ("day", "week", "month"):
        assert all(text_of(start, zone)[11:16] in ("00:00", "01:00") for start, _ in spans)


@pytest.mark.parametrize(
    ("first", "end", "interval", "code", "words"),
    [
        ("2026-03-02", "2026-03-01", "day", "bad_value", "The end is not after the beginning."),
        ("2026-03-02", "2026-03-02", "day", "bad_value", "The end is not after the beginning."),
        ("2026-03-02", "2026-03-03", "hour", "bad_value", "“hour” is not an interval."),
        ("2026-01-01", "2026-12-31", "15m", "too_many_rows", "These are more than 3,000 intervals."),
        ("yesterday", "2026-03-03", "day", "bad_value", "“yesterday” is not a day or a moment."),
        ("1970-01-01", "2026-03-03", "day", "bad_value", "“1970-01-01” is not a day or a moment."),
    ],
)
def test_bad_input_is_one_sentence(first: str, end: str, interval: str, code: str, words: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        told(first, end, interval, "Europe/Amsterdam")
    assert (refused.value.code, str(refused.value).split(" Use ")[0][: len(words)]) == (code, words)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "Europe", "/etc/passwd", "a\0b"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        zone_of(name)
    assert refused.value.code == "unknown_zone"
