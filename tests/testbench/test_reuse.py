"""Reuse: what is not run again is what it would have been, whatever was changed."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from flowengine.testbench.drafts.cases import DraftCases
from flowengine.testbench.drafts.reuse import changed_steps
from flowengine.testbench.tree import read_releases

TENANT = Path(__file__).parents[2] / "flows" / "hartley"
PLACE = ("front_door", "main")
HOME = TENANT / "front_door" / "main"


def read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def trial() -> DraftCases:
    tenant, releases = read_releases(TENANT)
    cases = {file.name: read(file) for file in sorted((HOME / "cases").glob("*.json"))}
    given = {file.stem: read(file) for file in (HOME / "cases" / "given").glob("*.json")}
    return DraftCases(PLACE, tenant, releases, (cases, given))


def untimed(ran: Any) -> Any:
    results, covered = ran
    return [replace(result, ms=0.0) for result in results], covered


FLOW = read(HOME / "flow.json")


def test_after_any_change_of_a_step_the_results_are_those_of_a_fresh_run() -> None:
    """One trial lives through all changes; another sees each alone. Enough of them make cases fail."""
    kept, failed = trial(), 0
    kept.run(FLOW, {})
    for step in list(FLOW["nodes"])[::2]:
        changed = {**FLOW, "nodes": {**FLOW["nodes"], step: {**FLOW["nodes"][step], "type": "end"}}}
        changed = {**changed, "wires": {key: wires for key, wires in FLOW["wires"].items() if key != step}}
        changed["nodes"][step] = {"type": "end"}
        found = untimed(kept.run(changed, {}))
        assert found == untimed(trial().run(changed, {}))
        failed += any(not result.ok for result in found[0])
    assert failed > 2
    assert all(result.ok for result in kept.run(FLOW, {})[0])


def test_cases_that_came_to_no_changed_step_are_not_run_again() -> None:
    kept = trial()
    first = {(result.file, result.case, result.example): result for result in kept.run(FLOW, {})[0]}
    step = next(key for key in FLOW["nodes"] if FLOW["nodes"][key]["type"] == "menu")
    changed = {**FLOW, "nodes": {**FLOW["nodes"], step: {**FLOW["nodes"][step], "title": "Changed"}}}
    for result in kept.run(changed, {})[0]:
        before = first[result.file, result.case, result.example]
        assert (result.ms == before.ms) == (f"front_door/main/{step}" not in dict(result.visited))


@pytest.mark.parametrize(
    ("after", "steps"),
    [
        ({"start": "a", "nodes": {"a": {"x": 1}}, "wires": {}}, set()),
        ({"start": "a", "nodes": {"a": {"x": 2}}, "wires": {}}, {"a"}),
        ({"start": "a", "nodes": {"a": {"x": 1}, "b": {}}, "wires": {"a": {"out": "b"}}}, {"a", "b"}),
        ({"start": "b", "nodes": {"a": {"x": 1}}, "wires": {}}, None),
        ({"start": "a", "nodes": {"a": {"x": 1}}, "wires": {}, "keys": {}}, None),
        ([], None),
    ],
    ids=["nothing", "a step", "a wire", "where it begins", "keys of the flow", "no flow"],
)
def test_what_changed(after: Any, steps: set[str] | None) -> None:
    assert changed_steps({"start": "a", "nodes": {"a": {"x": 1}}, "wires": {}}, after) == steps


def test_the_order_of_choices_is_a_change() -> None:
    before: Any = {"nodes": {"a": {"choices": {"1": {}, "2": {}}}}, "wires": {}}
    after: Any = {"nodes": {"a": {"choices": {"2": {}, "1": {}}}}, "wires": {}}
    assert changed_steps(before, after) == {"a"}
