"""The pytest plugin as users get it: items from files, plays in failures, the fixture, no trace where no case is."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.testbench.shop import case, expects, presses, shop_in

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parent / "data"


def pytest_in(folder: Path, *more: str, code: int | None = None) -> str:
    command = [sys.executable, "-W", "error", "-m", "pytest", "-p", "flowengine.testbench.plugin", "-v", *more]
    surroundings = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    run = subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False, timeout=120
    )
    assert run.returncode in ((0, 1, 5) if code is None else (code,)), run.stdout + run.stderr
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

@pytest.mark.flow_tenant("other/little")
def test_another_tenant(caller):
    caller.enters("main").presses("1").hears(contains="Sales")

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

def test_everything(caller, tmp_path):
    caller.given("office", agents={"anna": {"answers": {"accepts": True, "after_s": 4}}}).enters("main")
    caller.at("main_menu").does(presses="1").expect(connected_to="anna")
    caller.agent("anna").notes("VIP").agent("anna").holds().expect(on_hold=True).agent("anna").holds(False)
    caller.agent("anna").hangs_up().calls_again("+442079460107").at("what").presses("1").records(3)
    assert "calls +442079460107" in caller.play

def test_loose_keys(caller):
    caller.calls("+442079460100").presses("2").hangs_up()
    caller.given(agents={"anna": {}}).calls("+442079460100").presses("19")
    with pytest.raises(AssertionError, match="Nobody ever took these keys"):
        caller.closes()

def test_unknown(caller):
    with pytest.raises(AssertionError, match="“slumbers” is not known here"):
        caller.calls("+442079460100").does(slumbers=True)

def test_play(caller):
    with pytest.raises(AssertionError, match="> Flow .main_menu.: Press 1"):
        caller.calls("+442079460100").hears("nothing")

def test_nobody_called(caller):
    with pytest.raises(AssertionError, match="Nobody has called"):
        caller.presses("1")
"""


def test_fixture_caller(tmp_path: Path) -> None:
    shutil.copytree(DATA / "shop", tmp_path / "flows" / "shop", ignore=shutil.ignore_patterns("cases"))
    given = tmp_path / "flows/shop/front_door/main/cases/given"
    given.mkdir(parents=True)
    (given / "office.json").write_text('{"at": "2026-03-02 11:00"}', "utf-8")
    shop_in(tmp_path / "other" / "little")
    (tmp_path / "test_calls.py").write_text(CALLING, "utf-8")
    out = pytest_in(tmp_path, "--flow-coverage")
    assert "10 passed" in out
    assert re.search(r"flows/shop/front_door/barred +0 of 1 +0\.0%", out)
    assert re.search(r"other/little/front_door/main +3 of 7 ", out)
    assert re.search(r"flows/shop/support/serve +[1-9] of 5 ", out)


def test_workers_send_what_they_counted_and_expectations_are_accepted(tmp_path: Path) -> None:
    file = shop_in(
        tmp_path / "flows" / "little",
        sales=case(presses("1"), expects(visited=["help"])),
        help=case(presses("2"), expects(at="bye")),
        over=case(presses("2"), presses("2")),
    )
    more = ("-p", "xdist.plugin", "-n", "1", "--flow-accept", "--flow-coverage-fail-under", "80")
    out = pytest_in(tmp_path, *more)
    assert "1 failed, 2 passed" in out
    assert "flows/little/front_door/main      5 of 7      71.4%" in out
    assert "Flow coverage is 71.4%, and at least 80% is required." in out
    assert 'main.json::sales, step 2: visited was ["help"], is ["menu","sales","bye"]' in out
    assert "Not accepted: step 2 fails, and not by an expectation: The dialogue is over already." in out
    assert json.loads(file.read_text("utf-8"))["cases"]["sales"]["steps"][1]["expect"]["visited"][0] == "menu"


def test_too_little_coverage_fails_the_run(tmp_path: Path) -> None:
    shop_in(tmp_path, sales=case(presses("1"), expects(at="bye")))
    told = ["--flow-coverage-html", "out", "--flow-coverage-lcov", "out/flows.info"]
    out = pytest_in(tmp_path, *told, "--flow-coverage-fail-under", "60", code=1)
    assert "1 passed" in out
    assert "Flow coverage is 42.8%, and at least 60% is required." in out
    assert (tmp_path / "out/index.html").stat().st_size > 5000
    assert "SF:front_door/main/flow.json" in (tmp_path / "out/flows.info").read_text("utf-8")


def test_without_cases_the_engine_is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "data.json").write_text("not json", "utf-8")
    alone = "import sys\n\ndef test_it():\n    assert not {'msgspec', 'jsonschema', 're2'} & set(sys.modules)\n"
    (tmp_path / "test_alone.py").write_text(alone, "utf-8")
    assert "1 passed" in pytest_in(tmp_path)
