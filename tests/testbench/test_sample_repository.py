"""examples/parcels: a user's repository, tested as its user would: by pytest and the installed package alone."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flowengine.testbench.coverage.covered import coverage
from flowengine.testbench.coverage.text import told_ways
from flowengine.testbench.coverage.way import ways_of
from flowengine.testbench.runner import load_file, run_paths, run_suite

ROOT = Path(__file__).parents[2]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy, away from our settings and our conftest."""
    ours = shutil.ignore_patterns("__pycache__", ".pytest_cache")
    return shutil.copytree(ROOT / "examples" / "parcels", tmp_path / "parcels", ignore=ours)


def test_its_own_tests_pass_with_all_ways_taken(repository: Path) -> None:
    around = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHONPATH"))}
    command = [sys.executable, "-P", "-m", "pytest", "-q", "--flow-coverage-fail-under=100"]
    run = subprocess.run(command, cwd=repository, env=around, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "41 passed" in run.stdout
    assert "\nflows/swift/front_door/main " in run.stdout


def test_what_the_readme_says_to_try(repository: Path) -> None:
    file = repository / "flows/swift/front_door/main/cases/main.json"
    flow = file.parents[1] / "flow.json"
    whole = flow.read_text("utf-8")
    flow.write_text(whole.replace('"2": "service"', '"2": "bye"'), "utf-8")
    assert "who_presses_two_reaches_an_agent" in {result.case for result in run_paths([file]) if not result.ok}
    flow.write_text(whole, "utf-8")
    suite = load_file(file)
    assert suite.bench is not None
    without = [result for result in run_suite(suite) if result.case != "a_strike_or_a_holiday"]
    rows = {row.flow: row for row in coverage(without, ways_of(suite.bench)) if row.environment == "front_door"}
    assert "hours (holiday, emergency)" in told_ways(rows["main"].missing)
