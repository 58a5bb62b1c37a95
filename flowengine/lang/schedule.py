"""Schedules: weekly hours, holidays and an emergency switch; what one says about a moment."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

NO_EXCEPTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RANGE = r"^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
Range = Annotated[str, Meta(pattern=RANGE)]
Day = Annotated[str, Meta(pattern=DAY)]


Hours = tuple[Range, ...]


class HolidayRule(Struct, frozen=True, forbid_unknown_fields=True):
    """The public holidays of a country or a part of it; a publish writes them out as dates (lang/holiday.py)."""

    country: Annotated[str, Meta(pattern="^[A-Z]{2}$", description="ISO 3166: GB, NL, DE")]
    subdivision: Annotated[str, Meta(max_length=8, description="A part with holidays of its own: ENG, BY")] = ""
    language: Annotated[str, Meta(max_length=8, description="Of their names; empty: the country's own")] = ""
    without: Annotated[tuple[Day, ...], Meta(description="Dates that are no holiday here")] = ()


class Weekly(Struct, frozen=True, forbid_unknown_fields=True):
    """Open ranges of local time per weekday: `["09:00-12:30", "13:30-17:00"]`; a day without any is closed."""

    mon: tuple[Range, ...] = ()
    tue: tuple[Range, ...] = ()
    wed: tuple[Range, ...] = ()
    thu: tuple[Range, ...] = ()
    fri: tuple[Range, ...] = ()
    sat: tuple[Range, ...] = ()
    sun: tuple[Range, ...] = ()


class Schedule(Struct, frozen=True, forbid_unknown_fields=True):
    """`holidays`: local date -> name. `time_zone` empty: the contact center's.

    What is said first holds: emergency, an exception for the day (tenancy/exception.py), holiday, weekly hours.
    """

    weekly: Weekly
    time_zone: str = ""
    holidays: dict[Day, str] = {}
    emergency_switch: str = ""
    holiday_rule: HolidayRule | None = None  # a publish writes out its dates; no call reads it

    def state(self, at_ms: int, zone: str, emergency: bool, exceptions: Mapping[str, Hours] = NO_EXCEPTIONS) -> str:
        """open, closed, holiday or emergency at this moment. A range holds its first minute and not its last.

        Local wall-clock time decides, so a range is as long as the clock says on the days when clocks change.
        """
        if emergency:
            return "emergency"
        day, weekday, now = _local(self.time_zone or zone, at_ms // 60_000)
        ranges: Hours | None = exceptions.get(day)
        if ranges is None and day in self.holidays:
            return "holiday"
        if ranges is None:
            ranges = getattr(self.weekly, weekday)
        return "open" if any(start <= now < end for start, end in (item.split("-") for item in ranges)) else "closed"


@lru_cache(maxsize=1024)
def _local(zone: str, minute: int) -> tuple[str, str, str]:
    """Date, day of the week and wall clock of a minute since 1970. Kept, because all who call in it ask the same."""
    local = datetime.fromtimestamp(minute * 60, UTC).astimezone(ZoneInfo(zone))
    return local.date().isoformat(), DAYS[local.weekday()], local.strftime("%H:%M")


def is_day(text: str) -> bool:
    """Whether a calendar has this day: 2026-02-30 has the form of one."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_zone(name: str) -> bool:
    """Whether this is the name of a time zone."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # which one depends on the system's zone files
        return False
    return True
