"""The flows that we ship, explored for a while: nothing is found, and what is written for them holds."""

import json
from pathlib import Path

import pytest

from flowengine.cli import main
from flowengine.testbench.explorer.explore import Explorer
from flowengine.testbench.explorer.ground import grounds_at
from flowengine.testbench.explorer.impossible import impossible
from flowengine.testbench.explorer.walk import Bound
from flowengine.testbench.runner import run_paths

ROOT = Path(__file__).parents[3]
# Few paths, so that a slow machine walks as many as a fast one: at least so many ways are reached by them.
LEAST = {"flows/hartley": 120, "examples/one_number": 60, "examples/parcels": 50}


@pytest.mark.parametrize("folder", LEAST)
def test_nothing_is_found_in_what_we_ship(folder: str) -> None:
    (ground,) = grounds_at(ROOT / folder)
    explorer = Explorer(ground.bench, impossible(ground.bench, ground.tenant, ground.releases))
    account = explorer.explore(ground.flows, Bound(seconds=120.0, depth=15, paths=40))
    assert [find.found.sentence for find in account.finds] == []
    assert len(account.reached) >= LEAST[folder]


FLOW = {
    "format": 1,
    "title": "T",
    "start": "menu",
    "nodes": {"menu": {"type": "menu", "prompt": "Press 1.", "choices": {"1": {"label": "A"}}}, "bye": {"type": "end"}},
    "wires": {"menu": {"1": "bye", "no_input": "bye", "no_match": "bye"}},
}
KEPT = {
    "start": {"flow": "desk"},
    "cases": {"one": {"steps": [{"caller": {"presses": "1"}}, {"expect": {"visited": ["menu", "bye"]}}]}},
}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A flow with one case."""
    (tmp_path / "desk" / "cases").mkdir(parents=True)
    (tmp_path / "desk" / "flow.json").write_text(json.dumps(FLOW), "utf-8")
    (tmp_path / "desk" / "cases" / "kept.json").write_text(json.dumps(KEPT), "utf-8")
    return tmp_path / "desk"


def names(file: Path) -> list[str]:
    return list(json.loads(file.read_text("utf-8"))["cases"])


def test_only_ways_that_no_case_takes_are_written_and_nothing_is_overwritten(desk: Path) -> None:
    words = ["explore", str(desk), "--write"]
    assert main(words) == 0
    written = desk / "cases" / "explored.json"
    assert names(written) == ["to be read: desk/menu by no_input", "to be read: desk/menu by no_match"]
    assert [result.ok for result in run_paths([desk])] == [True] * 3
    was = written.read_text("utf-8")
    (desk / "cases" / "kept.json").unlink()
    assert main([*words]) == 2
    assert written.read_text("utf-8") == was
    assert main([*words, "--into", "more.json"]) == 0
    assert names(desk / "cases" / "more.json") == ["to be read: desk/menu by 1"]
    assert sorted(file.name for file in desk.rglob("*.json")) == ["explored.json", "flow.json", "more.json"]
    assert main([*words]) == 0  # nothing is left to be written


def test_for_programs_each_line_is_json(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = {**FLOW, "wires": {"menu": {"1": "bye", "no_input": "bye"}}}
    (desk / "flow.json").write_text(json.dumps(broken), "utf-8")
    assert main(["explore", str(desk), "--json"]) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [next(iter(row)) for row in rows] == ["found", *["not_covered"] * 2, "paths"]
    assert (rows[0]["found"], rows[0]["place"]) == ("dead_end", "main/desk/menu")
    assert (rows[-1]["reached"], rows[-1]["possible"], rows[-1]["cut"]) == (4, 4, {})


@pytest.mark.parametrize("words", [["{}/none"], ["{}", "--flow", "none"]], ids=["no such folder", "no such flow"])
def test_what_is_not_there_is_refused(words: list[str], desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explore", *(word.format(desk) for word in words)]) == 2
    assert capsys.readouterr().err.startswith("There is no")
