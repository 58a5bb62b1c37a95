"""Holidays: a schedule's rule, written out as dates when a release is made and when cases run, never in a call."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache

import msgspec

from flowengine.lang.schedule import HolidayRule
from flowengine.messages import Json

YEARS_PUBLISHED = 3  # written out by a publish: the present one and those that follow
EVERY_YEAR = range(2015, 2041)  # in which cases play


class NoSuchHolidays(ValueError):
    """Nobody knows holidays of this country or part; the message says which are known."""


def published_years(at_ms: int) -> range:
    """The years that a release published at `at_ms` (UTC) knows the holidays of."""
    first = datetime.fromtimestamp(at_ms / 1000, UTC).year
    return range(first, first + YEARS_PUBLISHED)


def expanded(environment: Json, years: Iterable[int]) -> Json:
    """An environment document whose schedules name their holidays by date; what is malformed stays as it is.

    A date that the schedule names itself keeps its name. The rule stays beside the dates, though no call reads it: so
    cases of any year hold on a release too. Raises NoSuchHolidays.
    """
    schedules = environment.get("schedules") if isinstance(environment, dict) else None
    if not isinstance(schedules, dict):
        return environment
    wanted = tuple(sorted(set(years)))
    return {**environment, "schedules": {name: _expanded(one, wanted) for name, one in schedules.items()}}


def _expanded(schedule: Json, years: tuple[int, ...]) -> Json:
    rule = schedule.get("holiday_rule") if isinstance(schedule, dict) else None
    if not rule:
        return schedule
    try:
        dates = dates_of(msgspec.convert(rule, HolidayRule), years)
    except msgspec.ValidationError:
        return schedule
    return {**schedule, "holidays": {**dates, **(schedule.get("holidays") or {})}}


def written(environment: Json) -> Json:
    """A released environment as its draft is written: without the dates that its rules gave. Raises NoSuchHolidays."""
    schedules = environment.get("schedules") if isinstance(environment, dict) else None
    if not isinstance(schedules, dict):
        return environment
    return {**environment, "schedules": {name: _written(one) for name, one in schedules.items()}}


def _written(schedule: Json) -> Json:
    rule, dates = (schedule.get(name) for name in ("holiday_rule", "holidays"))
    if not rule or not dates:
        return schedule
    given = dates_of(msgspec.convert(rule, HolidayRule), tuple(sorted({int(day[:4]) for day in dates})))
    own = {day: name for day, name in dates.items() if given.get(day) != name}
    rest = {key: value for key, value in schedule.items() if key != "holidays"}
    return {**rest, "holidays": own} if own else rest


@lru_cache(maxsize=256)
def dates_of(rule: HolidayRule, years: tuple[int, ...]) -> Mapping[str, str]:
    """Local date -> name. Raises NoSuchHolidays."""
    import holidays  # noqa: PLC0415  # a tenth of a second, for the few who have a rule
    from holidays.registry import EntityLoader  # noqa: PLC0415  # as above

    if rule.country not in EntityLoader.get_country_codes(include_aliases=False):
        raise NoSuchHolidays(f"No holidays of “{rule.country}” are known.")
    country = getattr(holidays, rule.country)  # the library's own lists would load the holidays of all the world
    parts = list(country.subdivisions)
    if rule.subdivision and rule.subdivision not in parts:
        hint = f" Known parts: {', '.join(parts)}." if parts else " It has no parts of its own."
        raise NoSuchHolidays(f"No holidays of “{rule.subdivision}” in {rule.country} are known.{hint}")
    if rule.language and rule.language not in country.supported_languages:
        raise NoSuchHolidays(f"The holidays of {rule.country} have no names in “{rule.language}”.")
    found = holidays.country_holidays(
        rule.country, subdiv=rule.subdivision or None, years=years, language=rule.language or None
    )
    dates = {day.isoformat(): name for day, name in sorted(found.items())}
    return {day: name for day, name in dates.items() if day not in rule.without}
