"""Schedules: weekly hours, holidays and an emergency switch; what one says about a moment."""

from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Range = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


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
    """`holidays`: local date -> name. `time_zone` empty: the contact center's."""

    weekly: Weekly
    time_zone: str = ""
    holidays: dict[Day, str] = {}
    emergency_switch: str = ""

    def state(self, at_ms: int, zone: str, emergency: bool) -> str:
        """open, closed, holiday or emergency at this moment. A range holds its first minute and not its last.

        Local wall-clock time decides, so a range is as long as the clock says on the days when clocks change.
        """
        if emergency:
            return "emergency"
        local = datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(ZoneInfo(self.time_zone or zone))
        if local.date().isoformat() in self.holidays:
            return "holiday"
        now = local.strftime("%H:%M")
        ranges: tuple[str, ...] = getattr(self.weekly, DAYS[local.weekday()])
        return "open" if any(start <= now < end for start, end in (item.split("-") for item in ranges)) else "closed"


def is_zone(name: str) -> bool:
    """Whether this is the name of a time zone."""
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # which one depends on the system's zone files
        return False
    return True
