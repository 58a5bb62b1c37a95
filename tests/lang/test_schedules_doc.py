"""The example of docs/schedules.md is an environment that passes, and its holidays are those that it speaks of."""

import re
from pathlib import Path

from flowengine.lang.check.environment import check_environment
from flowengine.lang.check.names import Names
from flowengine.lang.holiday import EVERY_YEAR, YEARS_PUBLISHED, expanded
from flowengine.lang.strict_json import loads

DOC = (Path(__file__).parents[2] / "docs" / "schedules.md").read_text("utf-8")


def test_the_example_passes() -> None:
    (text,) = re.findall(r"^```json\n(.*?)^```", DOC, re.DOTALL | re.MULTILINE)
    document = loads(text)
    found = check_environment(document, Names("front_door", switches=frozenset({"closure"})), {})
    assert [finding for finding in found if finding.severity == "error"] == []
    dates = expanded(document, [2026])["schedules"]["office"]["holidays"]
    assert "2026-12-24" in dates
    assert "2026-12-28" not in dates


def test_the_years_are_those_that_are_known() -> None:
    assert f"{EVERY_YEAR[0]} to {EVERY_YEAR[-1]}" in DOC
    assert YEARS_PUBLISHED == 3
