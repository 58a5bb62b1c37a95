"""Cases of the small tenants beside this file hold, on the real switchboard."""

import shutil
from pathlib import Path

import pytest

from flowengine.testbench.play import failure_text
from flowengine.testbench.result import Result
from flowengine.testbench.runner import run_paths

DATA = Path(__file__).parent / "data"
RESULTS = run_paths([DATA])


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: result.title.partition("data/")[2])
def test_case_holds(result: Result) -> None:
    assert result.ok, failure_text(result)


def test_every_file_was_found() -> None:
    files = {Path(result.file).name for result in RESULTS}
    assert files == {
        "menu.json", "spare.json", "serve.json", "hold.json", "first.json", "order.json", "barred.json", "floor.json",
        "leaving.json", "typed.json", "calling.json", "knowing.json",
    }  # fmt: skip  # a set of words reads better filled
    assert len(RESULTS) == 77


def test_what_cannot_be_read_is_a_result(tmp_path: Path) -> None:
    shutil.copytree(DATA / "shop", tmp_path / "shop")
    (tmp_path / "shop/front_door/main/cases/torn.json").write_text('{"start": ', "utf-8")
    (torn,) = run_paths([tmp_path / "shop/front_door/main/cases/torn.json"])
    assert all(result.ok for result in run_paths([tmp_path / "shop/support"]))  # the others are not its fault
    (tmp_path / "shop/support/hold/flow.json").write_text('{"format": 1}', "utf-8")
    (gone,) = run_paths([DATA / "shop/cases/gone.json"])
    hold = run_paths([tmp_path / "shop/support/hold"])
    assert [torn.ok, gone.ok, [result.ok for result in hold]] == [False, False, [False]]
    assert "json_malformed" in {finding.code for finding in torn.failure.findings}
    assert "gone.json" in failure_text(gone)
    assert "“title” is missing." in failure_text(hold[0])


def test_a_result_says_which_ways_were_taken() -> None:
    closed = next(result for result in RESULTS if result.example == "Sunday")
    assert closed.visited == [("front_door/main/hours", "closed"), ("front_door/main/closed", "")]
    assert closed.ways == [("front_door", "main", "hours", "closed")]
