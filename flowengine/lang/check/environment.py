"""Environment: the checks of environment.json, whose entries, prompts, schedules and tables flows rely on."""

from collections.abc import Iterator, Mapping

from flowengine.errors import Finding
from flowengine.lang.check import hours
from flowengine.lang.check.found import error, listed, warning
from flowengine.lang.check.language import missing, sentence
from flowengine.lang.check.names import Names
from flowengine.lang.environment import Environment
from flowengine.lang.environment_schema import read_environment
from flowengine.lang.holiday import NoSuchHolidays, dates_of
from flowengine.lang.named_prompt import stale_sounds, unused_sounds
from flowengine.lang.reading import Part
from flowengine.lang.schedule import DAYS, HolidayRule, is_day, is_zone
from flowengine.messages import Json

_CHANNELS = ("default", "voice", "chat", "message")


def check_environment(document: Json, names: Names, flows: Mapping[str, Json]) -> list[Finding]:
    """Every finding of an environment document; `flows` are those of the same folder."""
    malformed, environment = read_environment(document)
    if environment is None:
        return malformed
    found = [*_entries(environment, names, flows), *_prompts(environment, names)]
    return [*found, *_schedules(environment, names), *_hours(environment, names), *_tables(environment)]


def _entries(environment: Environment, names: Names, flows: Mapping[str, Json]) -> Iterator[Finding]:
    for channel in _CHANNELS:
        name = getattr(environment.entry, channel)
        if not name:
            continue
        known = names.flows.get(name) if name in flows else None
        if known is None:
            own = (other for other in flows if other in names.flows and names.flows[other].kind == "entry")
            yield error("unknown_flow", ("entry", channel), f"There is no flow “{name}” here.", listed(own))
        elif known.kind != "entry":
            text = f"“{name}” is a flow of kind {known.kind}; a dialogue enters by one of kind entry."
            yield error("flow_kind", ("entry", channel), text, "Name another, or set its kind to “entry”.")


def _prompts(environment: Environment, names: Names) -> Iterator[Finding]:
    for name, prompt in environment.prompts.items():
        at: tuple[Part, ...] = ("prompts", name)
        if prompt.name:
            text = f"The prompt “{name}” only names another."
            yield error("prompt_of_prompt", at, text, "Give its words here.")
        for language in missing(prompt.texts, names.languages) if prompt.texts else ():
            yield warning("language_missing", (*at, "by_language"), *sentence(language))
        for language, now in stale_sounds(prompt):
            text = f"The words of “{name}” in {language} were changed since they were recorded."
            hint = f'Record them again. The hash of what they say today is "{now}".'
            yield warning("sound_stale", (*at, "sounds", language), text, hint)
        for language in unused_sounds(prompt):
            text = f"The recording of “{name}” in {language} is never played: it has no fixed words to stand for."
            yield warning("sound_unused", (*at, "sounds", language), text, "Write words without {{ }}, or take it out.")


def _schedules(environment: Environment, names: Names) -> Iterator[Finding]:
    for name, schedule in environment.schedules.items():
        at: tuple[Part, ...] = ("schedules", name)
        if schedule.time_zone and not is_zone(schedule.time_zone):
            text = f"“{schedule.time_zone}” is not a time zone."
            yield error("unknown_time_zone", (*at, "time_zone"), text, "Use an IANA name: Europe/London.")
        if schedule.emergency_switch and schedule.emergency_switch not in names.switches:
            text = f"There is no switch “{schedule.emergency_switch}”."
            yield error("unknown_switch", (*at, "emergency_switch"), text, listed(names.switches))
        if schedule.holiday_rule is not None:
            yield from _holidays(schedule.holiday_rule, (*at, "holiday_rule"))
        for day in schedule.holidays:
            if not is_day(day):
                yield error("no_such_day", (*at, "holidays", day), *_never(day))
        for day in DAYS:
            for index, span in enumerate(getattr(schedule.weekly, day)):
                start, end = span.split("-")
                if start >= end:
                    text = f"{span} on {day} is never open: it ends before it begins."
                    hint = "A range over midnight is two: until 24:00, and from 00:00 of the next day."
                    yield error("empty_range", (*at, "weekly", day, index), text, hint)


def _never(day: str) -> tuple[str, str]:
    return f"No calendar has the day {day}.", "Write year, month and day, as 2026-12-25."


def _holidays(rule: HolidayRule, at: tuple[Part, ...]) -> Iterator[Finding]:
    for index, day in enumerate(rule.without):
        if not is_day(day):
            yield error("no_such_day", (*at, "without", index), *_never(day))
    try:
        dates_of(rule, ())
    except NoSuchHolidays as fault:
        yield error("unknown_holidays", at, str(fault), "Name another country or part, or write the dates.")


def _hours(environment: Environment, names: Names) -> Iterator[Finding]:
    for name, schedule in environment.schedules.items():
        yield from hours.holes(schedule.weekly, ("schedules", name))
        yield from hours.running_out(schedule, names.day, ("schedules", name))


def _tables(environment: Environment) -> Iterator[Finding]:
    for name, table in environment.tables.items():
        seen: set[str] = set()
        for index, key in enumerate(table.keys()):
            at: tuple[Part, ...] = ("tables", name, "rows", index)
            if key is None:
                text = f"A row of “{name}” has no text or whole number under “{table.key}”: it is never found."
                yield error("row_without_key", at, text, f"Give it a key under “{table.key}”.")
            elif key in seen:
                text = f"“{name}” has another row with this key before: this one is never found."
                yield error("row_twice", (*at, table.key), text, "Give each row a key of its own.")
            else:
                seen.add(key)
