"""The checks of schedules: which holes are told, and from which day on holidays run out."""

import pytest

from flowengine.lang.check.hours import holes, running_out
from flowengine.lang.convert import struct_from
from flowengine.lang.schedule import Schedule
from flowengine.messages import Json

DAY = ["09:00-17:00"]
HOLES: dict[str, tuple[Json, list[str]]] = {
    "all week": (dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DAY), []),
    "Wednesday never": (dict.fromkeys(("mon", "tue", "thu", "fri"), DAY), ["$.wed"]),
    "two days never": (dict.fromkeys(("mon", "wed", "fri"), DAY), ["$.tue", "$.thu"]),
    "two days a week": (dict.fromkeys(("mon", "wed"), DAY), []),
    "a short week": (dict.fromkeys(("mon", "tue", "wed"), DAY), []),
    "never at the weekend": (dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sun"), DAY), []),
    "lunch": ({"mon": ["09:00-12:00", "12:30-17:00"]}, []),
    "a minute": ({"mon": ["09:00-12:00", "12:01-17:00"]}, ["$.mon[0]"]),
    "29 minutes, written in another order": ({"mon": ["12:29-17:00", "09:00-12:00"]}, ["$.mon[1]"]),
    "ranges that meet": ({"mon": ["09:00-12:00", "12:00-17:00"]}, []),
    "ranges that overlap": ({"mon": ["09:00-13:00", "12:00-17:00"]}, []),
    "over midnight": ({"mon": ["22:00-23:59"], "tue": ["00:00-06:00"]}, ["$.mon[0]"]),
    "over midnight rightly": ({"mon": ["22:00-24:00"], "tue": ["00:00-06:00"]}, []),
    "over the end of the week": ({"sun": ["22:00-23:45"], "mon": ["00:00-06:00"]}, ["$.sun[0]"]),
}


@pytest.mark.parametrize(("weekly", "paths"), HOLES.values(), ids=HOLES)
def test_holes(weekly: Json, paths: list[str]) -> None:
    found = list(holes(struct_from(Schedule, {"weekly": weekly}).weekly, ()))
    assert [finding.path.replace("$.weekly", "$") for finding in found] == paths
    assert {(finding.code, finding.severity) for finding in found} <= {("schedule_hole", "warning")}


CHRISTMAS = {"2026-12-25": "Christmas Day", "2026-04-06": "Easter Monday"}
RUNNING_OUT: dict[str, tuple[str, Json, bool]] = {
    "ninety days before": ("2026-09-26", {"holidays": CHRISTMAS}, False),
    "eighty-nine days before": ("2026-09-27", {"holidays": CHRISTMAS}, True),
    "after the last": ("2027-02-01", {"holidays": CHRISTMAS}, True),
    "without any": ("2027-02-01", {}, False),
    "no day given": ("", {"holidays": CHRISTMAS}, False),
    "by a rule": ("2027-02-01", {"holidays": CHRISTMAS, "holiday_rule": {"country": "NL"}}, False),
    "no day of the calendar": ("2027-02-01", {"holidays": {"2026-02-30": "Never"}}, False),
}


@pytest.mark.parametrize(("day", "more", "told"), RUNNING_OUT.values(), ids=RUNNING_OUT)
def test_holidays_running_out(day: str, more: Json, told: bool) -> None:
    schedule = struct_from(Schedule, {"weekly": {}, **more})
    found = [(finding.code, finding.path) for finding in running_out(schedule, day, ("schedules", "office"))]
    assert found == ([("holidays_running_out", "$.schedules.office.holidays")] if told else [])
