"""Same events, same run; saving and loading between any two events changes nothing; nor do late and doubled reports."""

import pytest

from flowengine.testbench.bench import Bench
from flowengine.testbench.case import Case
from flowengine.testbench.play import failure_text
from flowengine.testbench.runner import run_case
from tests.laws.worlds import Pestered, Recording, Reloading, all_suites

CASES = [
    pytest.param(suite.bench, case, suite.home, id=f"{suite.home}::{case.title}")
    for suite in all_suites()
    for case in suite.cases
    if not case.skip
]


def recorded(kind: type[Recording], bench: Bench, case: Case, home: str) -> Recording:
    made: list[Recording] = []

    def make(bench: Bench, case: Case, home: str) -> Recording:
        made.append(kind(bench, case, home))
        return made[0]

    result = run_case(bench, case, home, make)
    assert result.ok, failure_text(result)
    return made[0]


@pytest.mark.parametrize(("bench", "case", "home"), CASES)
def test_same_events_same_run(bench: Bench, case: Case, home: str) -> None:
    first, second = (recorded(Recording, bench, case, home) for _ in range(2))
    assert first.record == second.record
    assert first.story.content == second.story.content


@pytest.mark.parametrize(("bench", "case", "home"), CASES)
def test_save_and_reload_between_events_changes_nothing(bench: Bench, case: Case, home: str) -> None:
    plain, stored = recorded(Recording, bench, case, home), recorded(Reloading, bench, case, home)
    for one, other in zip(plain.record, stored.record, strict=True):
        assert one == other


@pytest.mark.parametrize(("bench", "case", "home"), CASES)
def test_late_and_doubled_reports_change_only_the_trace(bench: Bench, case: Case, home: str) -> None:
    made: list[Pestered] = []
    result = run_case(bench, case, home, lambda *given: made.append(Pestered(*given)) or made[0])
    assert result.ok, failure_text(result)
    assert made[0].pestered > 0 or not case.start.address
