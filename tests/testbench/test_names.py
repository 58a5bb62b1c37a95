"""What a case names and its tenant does not have: a finding with its place and a near name."""

import json
from pathlib import Path
from typing import Any

import pytest

from flowengine.testbench.runner import load_file, run_paths, suite_of
from flowengine.testbench.tree import read_releases

SHOP = Path(__file__).parent / "data" / "shop"
LINE = {"address": "+442079460100"}


def findings(given: Any, steps: list[Any], start: Any = None) -> list[tuple[str, str, str]]:
    """(path below the case, message, hint) of each."""
    document = {"start": start or LINE, "cases": {"a": {"given": given, "steps": steps}}}
    suite = suite_of(*read_releases(SHOP), "front_door", ("a.json", document, {}))
    assert suite.cases == [] or not suite.findings
    return [(found.path.removeprefix("$.cases.a."), found.message, found.hint) for found in suite.findings]


WRONG: dict[str, tuple[Any, list[Any], str, str, str]] = {
    "a step that is never visited": (
        {}, [{"expect": {"never_visited": ["hours", "main_meny"]}}], "steps[0].expect.never_visited[1]",
        "There is no step “main_meny”.", "Did you mean “main_menu”?",
    ),
    "a step of another flow": (
        {}, [{"expect": {"at": "main/ask"}}], "steps[0].expect.at", "There is no step “main/ask”.", "",
    ),
    "inside never": (
        {}, [{"expect": {"never": {"queued": {"contact_center": "suport"}}}}],
        "steps[0].expect.never.queued.contact_center", "There is no contact center “suport”.",
        "Did you mean “support”?",
    ),
    "an agent who rings": (
        {}, [{"expect": {"offered_to": ["zoe"]}}], "steps[0].expect.offered_to[0]", "agent “zoe”", "",
    ),
    "an agent who acts": (
        {"agents": {"zoe": {}}}, [{"agent": {"zoey": "accepts"}}], "steps[0].agent.zoey", "“zoey”", "",
    ),
    "a switch that is set": ({}, [{"set": {"closing": True}}], "steps[0].set.closing", "no switch “closing”", ""),
    "a switch that is given": ({"switches": {"closing": True}}, [], "given.switches.closing", "no switch", ""),
    "a schedule": ({"schedules": {"offices": "open"}}, [], "given.schedules.offices", "no schedule “offices”", ""),
    "a schedule's exceptions": ({"exceptions": {"ofice": {}}}, [], "given.exceptions.ofice", "“ofice”", "office"),
    "a queue": ({"queue": {"suport": 1}}, [], "given.queue.suport", "“suport”", "Did you mean “support”?"),
    "a center of an agent": (
        {"agents": {"anna": {"contact_center": "sport"}}}, [], "given.agents.anna.contact_center", "“sport”", "support",
    ),
    "an attribute": (
        {}, [{"expect": {"attributes": {"topik": 1}}}], "steps[0].expect.attributes.topik", "“topik”", "topic",
    ),
    "a variable": ({}, [{"expect": {"vars": {"nmber": 1}}}], "steps[0].expect.vars.nmber", "“nmber”", "number"),
    "a prompt": (
        {}, [{"expect": {"hears": {"prompt": "welcom"}}}], "steps[0].expect.hears.prompt", "“welcom”", "welcome",
    ),
    "an exit": ({}, [{"expect": {"returned": "knows"}}], "steps[0].expect.returned", "exit “knows”", "known"),
    "a milestone": ({}, [{"expect": {"tagged": {"x": 1}}}], "steps[0].expect.tagged.x", "no milestone “x”", "on_trial"),
    "an address to call": ({}, [{"caller": {"calls": "+4420"}}], "steps[0].caller.calls", "no address “+4420”", ""),
}  # fmt: skip  # a table of mistakes


@pytest.mark.parametrize(("given", "steps", "path", "message", "hint"), WRONG.values(), ids=WRONG)
def test_an_unknown_name_has_its_place(given: Any, steps: list[Any], path: str, message: str, hint: str) -> None:
    (found,) = findings(given, steps)
    assert (found[0], message in found[1], hint in found[2]) == (path, True, True), found


STARTS = {
    "address": ({"address": "+442079460199"}, "$.start.address", "no address “+442079460199”"),
    "flow": ({"flow": "mian"}, "$.start.flow", "no flow “front_door/mian”"),
    "environment": ({"flow": "main", "environment": "front"}, "$.start.environment", "no environment “front”"),
    "treatment": ({"treatment": "holt", "environment": "support"}, "$.start.treatment", "no flow “support/holt”"),
}


@pytest.mark.parametrize(("start", "path", "message"), STARTS.values(), ids=STARTS)
def test_an_unknown_start_has_its_place(start: Any, path: str, message: str) -> None:
    found = findings({}, [], start)[0]
    assert (found[0], message in found[1]) == (path, True), found


def test_one_mistake_in_many_examples_is_told_once() -> None:
    body = {"examples": [{"key": "1"}, {"key": "2"}], "steps": [{"expect": {"at": "nowhere"}}]}
    suite = suite_of(*read_releases(SHOP), "front_door", ("a.json", {"start": LINE, "cases": {"a": body}}, {}))
    assert [found.path for found in suite.findings] == ["$.cases.a.steps[0].expect.at"]


def test_only_is_refused_where_ci_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = tmp_path / "shop" / "front_door" / "main" / "cases" / "a.json"
    for file in SHOP.rglob("*.json"):
        if "cases" not in file.relative_to(SHOP).parts:
            copy = tmp_path / "shop" / file.relative_to(SHOP)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    cases.parent.mkdir()
    document = {"start": LINE, "cases": {"a": {"only": True, "steps": []}, "b": {"steps": []}}}
    cases.write_text(json.dumps(document), "utf-8")
    monkeypatch.delenv("CI", raising=False)
    assert [result.ok for result in run_paths([cases])] == [True, True]
    monkeypatch.setenv("CI", "true")
    assert [found.path for found in load_file(cases).findings] == ["$.cases.a.only"]
    assert [result.ok for result in run_paths([cases])] == [False, True, True]
