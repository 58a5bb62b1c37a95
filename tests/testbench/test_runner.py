"""Cases of the small tenants beside this file hold, on the real switchboard."""

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
    assert files == {"menu.json", "spare.json", "serve.json", "hold.json", "first.json"}
    assert len(RESULTS) == 21


def test_a_result_says_which_ways_were_taken() -> None:
    closed = next(result for result in RESULTS if result.example == "Sunday")
    assert closed.visited == [("front_door/main/hours", "closed"), ("front_door/main/closed", "")]
