"""docs/cases.md: every example is run, every key of the format is in one, and the tables are those of the schema."""

import json
import re
from typing import Any

import pytest

from flowengine.interpreter.program import Release
from flowengine.messages import Json
from flowengine.testbench.play import failure_text
from flowengine.testbench.runner import run_suite, suite_of
from flowengine.testbench.schema import cases_schema
from flowengine.testbench.tree import assumed_tenant, read_releases
from tests.testbench.cases_doc import FILE, written

PAGE = FILE.read_text("utf-8")
HOUSE = FILE.parent / "teahouse"
BLOCKS: list[Any] = [json.loads(text) for text in re.findall(r"^```json\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)]
FLOW, FIRST, *REST = BLOCKS
START = {"address": "+442079460100"}


def files() -> list[Json]:
    """The examples as files of cases: those that are only cases begin as the page says."""
    return [block if "cases" in block else {"start": START, "cases": block} for block in REST]


def test_the_smallest_case_holds() -> None:
    world = (
        assumed_tenant({"greeting": FLOW}),
        {"main": Release({"format": 1, "entry": {"default": "greeting"}}, {"greeting": FLOW})},
    )
    (result,) = run_suite(suite_of(*world, "main", ("greeting.json", FIRST, {})))
    assert result.ok, failure_text(result)


@pytest.mark.parametrize("document", files(), ids=lambda document: next(iter(document["cases"])))
def test_the_example_holds(document: Json) -> None:
    results = list(run_suite(suite_of(*read_releases(HOUSE), "front_door", ("page.json", document, {}))))
    assert [failure_text(result) for result in results if not result.ok] == []
    assert len(results) >= len(document["cases"])


def test_the_tables_are_those_of_the_schema() -> None:
    assert written(PAGE) == PAGE, "python -m tests.testbench.cases_doc"


def keys(value: Json) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for one in value.values() for key in keys(one)}
    return {key for one in value for key in keys(one)} if isinstance(value, list) else set()


def test_whatever_can_be_expected_or_done_is_in_an_example() -> None:
    shown = keys(BLOCKS)
    parts = ("Start", "CaseBody", "Given", "AgentGiven", "WaitingGiven", "CallerAct", "AgentAct", "Expect", "Hears")
    wanted = {key for part in parts for key in cases_schema()["$defs"][part]["properties"]}
    assert wanted - shown == NOT_SHOWN


# What the tables alone tell of: seldom needed, or like another key that is shown.
NOT_SHOWN = {"contact_centers", "environment", "note", "only"}
