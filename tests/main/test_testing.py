"""`dialogue-studio test`: coverage, acceptance, files for build servers, and watching until Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from flowengine.cli import main
from tests.main.served import ROOT
from tests.testbench.shop import case, expects, presses, shop_in

CASES = {
    "sales": case(presses("1"), expects(at="bye")),
    "help": case(presses("2"), expects(visited=["sales"])),
    "later": case(skip="not yet"),
}


def test_coverage_is_told_written_and_required(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop_in(tmp_path, sales=CASES["sales"])
    words = ["test", str(tmp_path), "--coverage", "--html", f"{tmp_path}/out", "--lcov", f"{tmp_path}/out/flows.info"]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "  not taken: menu (2, no_input, no_match); help (done)\ntotal" in out
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"index.html", "flows.info"}
    assert main(["test", str(tmp_path), "--fail-under", "50"]) == 1
    assert capsys.readouterr().out.endswith("Flow coverage is 42.8%, and at least 50% is required.\n")
    assert main(["test", str(tmp_path), "--fail-under", "40", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0]["ok"] is True
    assert lines[1]["coverage"]["ways"][0] == ["menu", "1", 1]


def test_what_happened_is_accepted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = shop_in(tmp_path, **CASES)
    assert main(["test", str(tmp_path)]) == 1
    assert "1 passed, 1 failed, 1 skipped in" in capsys.readouterr().out
    assert main(["test", str(tmp_path), "--accept"]) == 0
    out = capsys.readouterr().out
    assert f'Accepted: {file}::help, step 2: visited was ["sales"], is ["menu","help","bye"]\n2 passed, 0 failed' in out
    assert main(["test", str(tmp_path)]) == 0


def test_only_is_refused_where_ci_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop_in(tmp_path, sales={**CASES["sales"], "only": True}, help=CASES["help"])
    monkeypatch.delenv("CI", raising=False)
    assert main(["test", str(tmp_path)]) == 0
    monkeypatch.setenv("CI", "true")
    assert main(["test", str(tmp_path)]) == 1
    assert "$.cases.sales.only: “only” leaves the other cases out, so CI refuses it." in capsys.readouterr().out


def test_junit_file_has_every_case(tmp_path: Path) -> None:
    shop_in(tmp_path, **CASES)
    main(["test", str(tmp_path), "--junit", str(tmp_path / "out" / "junit.xml")])
    suite = ET.parse(tmp_path / "out/junit.xml").getroot()[0]  # noqa: S314  we wrote it
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")
    failure = next(item for item in suite.iter("failure"))
    assert failure.get("message") == "“visited” does not hold."
    assert "Caller: presses 2" in (failure.text or "")


@pytest.mark.parametrize("percent", ["-1", "101", "many"])
def test_odd_percent_is_refused(percent: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["test", str(tmp_path), "--fail-under", percent])
    assert ended.value.code == 2
    assert f"{percent} is not a number from 0 to 100" in capsys.readouterr().err


def test_watching_does_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", str(tmp_path), "--watch", "--accept", "--fail-under", "0"]) == 1
    assert "leave out --fail-under, --accept, and ask" in capsys.readouterr().err


def test_watching_says_at_once_that_there_is_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", str(tmp_path / "nowhere"), "--watch"]) == 1
    assert "There is no such file or folder" in capsys.readouterr().err
    command = [sys.executable, "-u", "-m", "flowengine.cli", "test", "--watch", str(tmp_path)]
    around = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=around, cwd=tmp_path) as run:
        try:
            assert "No cases at" in run.stdout.readline()
        finally:
            run.kill()


def test_watching_tells_each_save_until_ctrl_c(tmp_path: Path) -> None:
    file = shop_in(tmp_path, sales=CASES["sales"])
    command = [sys.executable, "-u", "-m", "flowengine.cli", "test", "--watch", str(tmp_path)]
    around = {**os.environ, "PYTHONPATH": str(ROOT)}
    signal.signal(signal.SIGINT, signal.default_int_handler)  # may be ignored here, and would then be there
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=around, cwd=tmp_path
    ) as run:
        try:
            _save_and_see(run, file)
            run.send_signal(signal.SIGINT)
            assert run.wait(20) == 1
            assert "Traceback" not in run.stdout.read()
        finally:
            run.kill()  # else a failure above would be waited for without an end


def _save_and_see(run: subprocess.Popen[str], file: Path) -> None:
    def says(words: str) -> None:
        heard = []
        while line := run.stdout.readline():
            heard.append(line)
            if words in line:
                return
        raise AssertionError(f"“{words}” was not said: {heard}")

    says("1 passed, 0 failed")
    save(file, file.read_text("utf-8").replace("bye", "menu"))
    says("“at” does not hold.")
    says("0 passed, 1 failed")
    save(file.parents[1] / "flow.json", '{"format"')
    says("Not JSON: line 1")
    says("others could not be run")


def save(file: Path, text: str) -> None:
    """As editors do: a file that is half written is never seen."""
    beside = file.with_suffix(".new")
    beside.write_text(text, "utf-8")
    beside.replace(file)
