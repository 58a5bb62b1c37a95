"""Exception: a day on which a schedule is not what it says, known at once and without a publish."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from flowengine.tenancy.contact_center import FRONT_DOOR
from flowengine.tenancy.fault import Fault, is_name

if TYPE_CHECKING:
    from flowengine.tenancy.directory import Directory

Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Range = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]


class ScheduleException(Struct, frozen=True, forbid_unknown_fields=True):
    """The days of one schedule that differ, with who said so and why. `days`: local date -> open ranges; none: closed.

    Its key is `<environment>/<schedule>`; it goes before the schedule's holidays and hours, not before an emergency.
    """

    days: dict[Day, Annotated[tuple[Range, ...], Meta(max_length=12)]] = {}
    reason: str = ""
    owner: str = ""


def exception_faults(directory: Directory) -> Iterator[Fault]:
    """The broken rules of schedule exceptions."""
    for key, exception in directory.exceptions.items():
        environment, _, schedule = key.partition("/")
        path = f"$.exceptions['{key}']"
        if environment not in (FRONT_DOOR, *directory.contact_centers) or not is_name(schedule):
            hint = "Write it <contact center>/<schedule>, or front_door/<schedule>."
            yield Fault(path, f"“{key}” names no schedule.", hint)
        for day, ranges in exception.days.items():
            where = f"{path}.days['{day}']"
            if not _is_day(day):
                yield Fault(where, f"No calendar has the day {day}.", "Write it as 2026-12-25.")
            for hours in ranges:
                start, end = hours.split("-")
                if start >= end:
                    yield Fault(where, f"{hours} ends before it begins.", "Write the earlier time first.")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
