"""Intervals of a time zone's calendar over the counters' quarters of an hour: a day has 23 to 25 hours."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Literal, TypeAlias, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flowengine.errors import RequestRefused
from flowengine.reports.count import INTERVAL_MS

Interval: TypeAlias = Literal["15m", "30m", "1h", "day", "week", "month"]
INTERVALS: tuple[str, ...] = get_args(Interval)
MOST_SPANS = 3_000
FIRST_YEAR, LAST_YEAR = 2000, 2199
Span: TypeAlias = tuple[int, int]
_MINUTES = {"15m": 15, "30m": 30, "1h": 60}


def zone_of(name: str) -> ZoneInfo:
    """Raises RequestRefused for a name that is no time zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = "Use an IANA name such as Europe/Amsterdam."
        raise RequestRefused(f"“{name[:60]}” is not a time zone.", hint=hint, code="unknown_zone") from None


def moment_of(text: str, zone: ZoneInfo) -> int:
    """A day or a moment, of the zone if it names no offset of its own, in UTC milliseconds. Raises RequestRefused."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or not FIRST_YEAR <= moment.year < LAST_YEAR:
        hint = "Write it like 2026-03-29, 2026-03-29T08:00 or 2026-03-29T08:00:00+02:00."
        raise RequestRefused(f"“{text[:40]}” is not a day or a moment.", hint=hint, code="bad_value")
    return _ms(moment if moment.tzinfo else moment.replace(tzinfo=zone))


def midnight_before(at_ms: int, zone: ZoneInfo) -> int:
    """When the zone's present day began."""
    return _ms(_local(at_ms, zone).date(), zone)


def spans_of(first_ms: int, end_ms: int, interval: str, zone: ZoneInfo) -> list[Span]:
    """The whole intervals that touch the time from `first_ms` to before `end_ms`. Raises RequestRefused."""
    if interval not in INTERVALS:
        hint = f"One of {', '.join(INTERVALS)}."
        raise RequestRefused(f"“{interval[:20]}” is not an interval.", hint=hint, code="bad_value")
    if first_ms >= end_ms:
        raise RequestRefused("The end is not after the beginning.", hint="Give a later `to`.", code="bad_value")
    minutes = _MINUTES.get(interval)
    starts = _by_clock(first_ms, minutes, zone) if minutes else _by_day(first_ms, interval, zone)
    found: list[int] = []
    for start in starts:
        found.append(start)
        if start >= end_ms:
            break
        if len(found) > MOST_SPANS:
            hint = "Ask for a shorter time, or longer intervals."
            raise RequestRefused(f"These are more than {MOST_SPANS:,} intervals.", hint=hint, code="too_many_rows")
    return [span for span in pairwise(found) if span[0] < span[1]]  # a day that a zone skipped is none


def _by_clock(first_ms: int, minutes: int, zone: ZoneInfo) -> Iterator[int]:
    """Where the clock on the wall shows a whole multiple of `minutes`, and where it is put forward or back."""
    at = first_ms - first_ms % INTERVAL_MS
    while _face(at - INTERVAL_MS, minutes, zone) == _face(at, minutes, zone):
        at -= INTERVAL_MS
    yield at
    while True:
        face = _face(at, minutes, zone)
        at += INTERVAL_MS
        if _face(at, minutes, zone) != face:
            yield at


def _face(at_ms: int, minutes: int, zone: ZoneInfo) -> tuple[date, int, timedelta | None]:
    local = _local(at_ms, zone)
    return local.date(), (local.hour * 60 + local.minute) // minutes, local.utcoffset()


def _by_day(first_ms: int, interval: str, zone: ZoneInfo) -> Iterator[int]:
    day = _local(first_ms, zone).date()
    if interval == "week":
        day -= timedelta(days=day.weekday())
    elif interval == "month":
        day = day.replace(day=1)
    while True:
        yield _ms(day, zone)
        if interval == "month":
            day = (day + timedelta(days=31)).replace(day=1)
        else:
            day += timedelta(days=7 if interval == "week" else 1)


def _local(at_ms: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone)


def _ms(moment: date | datetime, zone: ZoneInfo | None = None) -> int:
    """A midnight that a zone's clock skips is the moment of the skip; one that it shows twice is the first."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=zone)
    return round(moment.timestamp() * 1000)


def text_of(at_ms: int, zone: ZoneInfo) -> str:
    """RFC 3339 with the zone's offset at that moment: the hour that comes twice is told apart by it."""
    return _local(at_ms, zone).isoformat(timespec="seconds")
