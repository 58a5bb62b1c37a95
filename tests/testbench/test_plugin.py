"""The pytest plugin as users get it: items from files, plays in failures, the fixture, no trace where no case is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data"


def pytest_in(folder: Path, *more: str) -> str:
    command = [sys.executable, "-W", "error", "-m", "pytest", "-p", "flowengine.testbench.plugin", "-v", *more]
    surroundings = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    run = subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False, timeout=120
    )
    assert run.returncode in (0, 1, 5), run.stdout + run.stderr
    return run.stdout


def test_cases_are_items_and_failures_are_plays(tmp_path: Path) -> None:
    shutil.copytree(DATA / "shop", tmp_path / "flows" / "shop")
    cases = tmp_path / "flows/shop/front_door/main/cases"
    wrong = '{"start": {"flow": "main"}, "cases": {"a": {"steps": [{"expect": {"hears": "x"}}]}}}'
    (cases / "wrong.json").write_text(wrong, "utf-8")
    later = '{"start": {"flow": "main"}, "cases": {"not_yet": {"skip": "later", "steps": []}}}'
    (cases / "later.json").write_text(later, "utf-8")
    (cases / "odd.json").write_text('{"start": {"flow": "main"}, "cases": {"a": {"steps": [{"y": 1}]}}}', "utf-8")
    out = pytest_in(tmp_path)
    assert "menu.json::closed[Sunday] PASSED" in out
    assert "later.json::not_yet SKIPPED" in out
    assert "wrong.json::a FAILED" in out
    assert "> Flow (main_menu): Press 1 for support, 2 for your account." in out
    assert "odd.json::document FAILED" in out
    assert "$.cases.a.steps[0].y: “y” is not known here." in out


def test_one_case_by_its_name(tmp_path: Path) -> None:
    shutil.copytree(DATA / "shop", tmp_path / "shop")
    out = pytest_in(tmp_path, "shop/front_door/main/cases/menu.json::closed[Sunday]")
    assert "1 passed" in out


CALLING = """
import pytest

def test_reaches_anna(caller):
    caller.given(agents={"anna": {}}).calls("+442079460100").hears(contains="support").presses("1")
    caller.expect(offered_to="anna").agent("anna").accepts().pass_s(95).hangs_up()
    assert caller.now.state.ended.reason == "completed"

def test_account(caller):
    caller.calls("+442079460100").presses("2").at("ask").presses("12#").hears("Thank you, 12.")

def test_message(caller):
    caller.calls("+442079460107").presses("1").records(12).expect(voicemail={"duration_s": 12})

def test_no_message(caller):
    caller.calls("+442079460107").presses("1").records(0).expect(voicemail=False)

def test_play(caller):
    with pytest.raises(AssertionError, match="> Flow .main_menu.: Press 1"):
        caller.calls("+442079460100").hears("nothing")

def test_nobody_called(caller):
    with pytest.raises(AssertionError, match="Nobody has called"):
        caller.presses("1")
"""


def test_fixture_caller(tmp_path: Path) -> None:
    shutil.copytree(DATA / "shop", tmp_path / "flows" / "shop", ignore=shutil.ignore_patterns("cases"))
    (tmp_path / "test_calls.py").write_text(CALLING, "utf-8")
    assert "6 passed" in pytest_in(tmp_path)


def test_without_cases_the_engine_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "data.json").write_text("not json", "utf-8")
    alone = "import sys\n\ndef test_it():\n    assert not {'msgspec', 'jsonschema', 're2'} & set(sys.modules)\n"
    (tmp_path / "test_alone.py").write_text(alone, "utf-8")
    assert "1 passed" in pytest_in(tmp_path)
