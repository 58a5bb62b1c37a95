"""Hours: a schedule has no hole that nobody meant, and its holidays do not run out."""

from collections.abc import Iterator
from datetime import date

from flowengine.errors import Finding
from flowengine.lang.check.found import warning
from flowengine.lang.reading import Part
from flowengine.lang.schedule import DAYS, Schedule, Weekly

SHORTEST_BREAK_MIN = 30
DAYS_AHEAD = 90
_MIDNIGHT = 24 * 60
_WORKING = DAYS[:5]


def holes(weekly: Weekly, at: tuple[Part, ...]) -> Iterator[Finding]:
    """A working day that is never open between some that are, and a break shorter than half an hour."""
    is_open = [day for day in _WORKING if getattr(weekly, day)]
    for day in _WORKING if len(is_open) > 2 else ():
        if day not in is_open and _between(day, is_open):
            text = f"It is never open on {day}, though it is on the days before and after."
            yield warning("schedule_hole", (*at, "weekly", day), text, "Give it its hours, if it is not meant so.")
    for day, index, minutes in _breaks(weekly):
        text = f"It is closed for {minutes} minutes after {getattr(weekly, day)[index]} on {day}."
        hint = "Let the hours meet; a range holds its first minute and not its last."
        yield warning("schedule_hole", (*at, "weekly", day, index), text, hint)


def _between(day: str, is_open: list[str]) -> bool:
    places = [DAYS.index(name) for name in is_open]
    return min(places) < DAYS.index(day) < max(places)


def _breaks(weekly: Weekly) -> Iterator[tuple[str, int, int]]:
    """Day, place and length of each short break; over midnight too."""
    for number, day in enumerate(DAYS):
        ranges = sorted((*_minutes(text), index) for index, text in enumerate(getattr(weekly, day)))
        after = sorted(_minutes(text) for text in getattr(weekly, DAYS[(number + 1) % 7]))
        starts = [start for start, _, _ in ranges[1:]] + ([_MIDNIGHT + after[0][0]] if after else [])
        for (_, end, index), start in zip(ranges, starts, strict=False):
            if 0 < start - end < SHORTEST_BREAK_MIN:
                yield day, index, start - end


def _minutes(text: str) -> tuple[int, int]:
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in text.split("-"))
    return start, end


def running_out(schedule: Schedule, day: str, at: tuple[Part, ...]) -> Iterator[Finding]:
    """The last holiday is less than three months away, seen from `day`; one without any, or with a
    rule, has none to run out."""
    if not day or not schedule.holidays or schedule.holiday_rule is not None:
        return
    last = max(schedule.holidays)
    try:
        left = (date.fromisoformat(last) - date.fromisoformat(day)).days
    except ValueError:  # no day of the calendar: another finding's matter
        return
    if left < DAYS_AHEAD:
        text = f"The last holiday is {last}: after it every day counts as an ordinary one."
        yield warning("holidays_running_out", (*at, "holidays"), text, "Add the holidays of the coming year.")
