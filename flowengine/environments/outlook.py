"""Outlook: what a schedule says about now and about the days to come, as its draft has it and as callers meet it."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from flowengine.environments.content import Content, draft_content, live_content
from flowengine.environments.tree import known_environment
from flowengine.errors import NotFound, RequestRefused
from flowengine.lang.environment_schema import read_environment
from flowengine.lang.holiday import NoSuchHolidays, dates_of
from flowengine.lang.schedule import DAYS, NO_EXCEPTIONS, Schedule, is_zone
from flowengine.switchboard.switchboard import Switchboard

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
WEEK = 7


class Day(Struct, frozen=True):
    """A local day. `why`: exception, holiday or weekly, whichever says what holds; `name` is the holiday's."""

    day: str
    why: Literal["exception", "holiday", "weekly"]
    ranges: tuple[str, ...]
    name: str = ""


class Outlook(Struct, frozen=True):
    """`draft` and `live`: open, closed, holiday or emergency now; `live` "" if no live release has the schedule.

    `next_change`: the local moment (`2026-11-27T17:00`) at which the draft's state changes next within two weeks, "" if
    it does not. `problem`: why its holidays cannot be written out.
    """

    now: str
    time_zone: str
    draft: str
    live: str
    next_change: str
    days: list[Day]
    problem: str = ""


def outlook(board: Switchboard, place: tuple[str, str], month: str, now_ms: int) -> Outlook:
    """Of the schedule at `place` (environment, name), for the weeks of a month ("": the present). Raises NotFound."""
    environment, name = place
    zone = zone_of(board, known_environment(board, environment))
    draft = _schedule(draft_content(board.library, environment), name)
    live = _schedule(live_content(board.library, environment), name)
    shown = draft or live
    if shown is None:
        raise NotFound(f"{environment} has no schedule “{name}”.")
    own = shown.time_zone if is_zone(shown.time_zone) else zone
    local = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(ZoneInfo(own))
    days = _weeks_of(month or local.strftime("%Y-%m"))
    dated, problem = _with_holidays(shown, {local.year, *(day.year for day in days)})
    found = board.around.directory.exceptions.get(f"{environment}/{name}")
    exceptions = found.days if found else NO_EXCEPTIONS

    def state(schedule: Schedule | None, at_ms: int = now_ms) -> str:
        if schedule is None:
            return ""
        switch = board.around.directory.switches.get(schedule.emergency_switch)
        return schedule.state(at_ms, zone, bool(switch and switch.is_on(at_ms)), exceptions)

    plain = replace(dated, time_zone=own)
    return Outlook(
        now=local.strftime("%Y-%m-%dT%H:%M"),
        time_zone=own,
        draft=state(plain) if draft else "",
        live=state(live),
        next_change=_next_change(plain, exceptions, local, lambda at: state(plain, at)),
        days=[_day(plain, exceptions, day) for day in days],
        problem=problem,
    )


def _weeks_of(month: str) -> list[date]:
    """Every day of the weeks, from Monday on, in which the month has a day."""
    if not _MONTH.fullmatch(month) or month[:4] in ("0000", "0001", "9999"):
        raise RequestRefused(f"“{month[:20]}” is no month.", hint="Write it as 2026-12.", code="bad_value")
    first = date.fromisoformat(f"{month}-01")
    begins = first - timedelta(days=first.weekday())
    days = [begins + timedelta(days=n) for n in range(6 * WEEK)]
    last = max(n for n, day in enumerate(days) if day.month == first.month)
    return days[: (last // WEEK + 1) * WEEK]


def zone_of(board: Switchboard, environment: str) -> str:
    """The time zone of the contact center, else the tenant's."""
    directory = board.around.directory
    center = directory.contact_centers.get(environment)
    return (center.time_zone if center else "") or directory.tenant.time_zone


def _schedule(content: Content, name: str) -> Schedule | None:
    _, environment = read_environment(content["environment"])
    return environment.schedules.get(name) if environment else None


def _with_holidays(schedule: Schedule, years: set[int]) -> tuple[Schedule, str]:
    """With the dates of its rule, as a publish writes them; and why that cannot be done."""
    if schedule.holiday_rule is None:
        return schedule, ""
    try:
        dates = dates_of(schedule.holiday_rule, tuple(sorted(years)))
    except NoSuchHolidays as fault:
        return schedule, str(fault)
    return replace(schedule, holidays={**dates, **schedule.holidays}), ""


def _day(schedule: Schedule, exceptions: Mapping[str, tuple[str, ...]], day: date) -> Day:
    key = day.isoformat()
    if key in exceptions:
        return Day(key, "exception", tuple(exceptions[key]))
    if key in schedule.holidays:
        return Day(key, "holiday", (), schedule.holidays[key])
    return Day(key, "weekly", getattr(schedule.weekly, DAYS[day.weekday()]))


LOOKED_AHEAD_DAYS = 14


def _next_change(
    schedule: Schedule, exceptions: Mapping[str, tuple[str, ...]], local: datetime, state: Callable[[int], str]
) -> str:
    """Tried at every edge of the coming days: a state changes nowhere else."""
    now = state(int(local.timestamp() * 1000))
    for ahead in range(LOOKED_AHEAD_DAYS):
        day = local.date() + timedelta(days=ahead)
        edges = {"00:00", *(edge for span in _day(schedule, exceptions, day).ranges for edge in span.split("-"))}
        for edge in sorted(edges - {"24:00"}):
            moment = datetime.fromisoformat(f"{day.isoformat()}T{edge}").replace(tzinfo=local.tzinfo)
            if moment > local and state(int(moment.timestamp() * 1000)) != now:
                return moment.strftime("%Y-%m-%dT%H:%M")
    return ""
