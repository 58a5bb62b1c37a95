"""The command's words: what they print, and their exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flowengine.cli import main
from tests.main.spoiled import PLACES, TEN_MISTAKES

ROOT = Path(__file__).parent.parent.parent
HARTLEY = ROOT / "flows" / "hartley"


def test_check_finds_nothing_in_the_demo_tenant(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(HARTLEY)]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out


def test_check_looks_at_the_environment_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "acme"
    assert main(["new", str(folder)]) == 0
    file = folder / "front_door" / "environment.json"
    document = json.loads(file.read_text())
    file.write_text(json.dumps(document | {"entry": {"default": "nowhere"}}))
    capsys.readouterr()
    assert main(["check", str(folder), "--json"]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["code"], Path(line["file"])) for line in found] == [("unknown_flow", file)]


def test_check_gives_one_json_line_per_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "flow.json"
    file.write_text(json.dumps(TEN_MISTAKES))
    assert main(["check", str(file), "--json"]) == 1
    findings = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"code", "severity", "path", "message", "hint"} <= set(findings[0])
    assert {finding["path"] for finding in findings} >= PLACES


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param('{"a": 1, "a": 2}', "stands twice", id="doubled key"),
        pytest.param("{", "Not JSON", id="not JSON"),
        pytest.param("[" * 80 + "]" * 80, "deeper", id="too deep"),
        pytest.param('"x"', "must be of type object", id="not an object"),
    ],
)
def test_a_file_that_is_no_flow_is_one_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    file = tmp_path / "flow.json"
    file.write_text(text)
    assert main(["check", str(file), "--json"]) == 1
    assert words in json.loads(capsys.readouterr().out.splitlines()[0])["message"]


def test_a_path_that_is_not_there_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "nowhere"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "no_such_file"


def test_fmt_writes_the_canonical_form_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flow = json.loads((HARTLEY / "front_door/main/flow.json").read_text())
    file = tmp_path / "flow.json"
    file.write_text(json.dumps(dict(reversed(flow.items()))))
    assert main(["fmt", "--check", str(file)]) == 1
    assert main(["fmt", str(file)]) == 0
    assert file.read_text() == (HARTLEY / "front_door/main/flow.json").read_text()
    capsys.readouterr()
    assert main(["fmt", "--check", str(tmp_path)]) == 0
    assert capsys.readouterr().out == ""


def test_fmt_leaves_a_broken_file_alone(tmp_path: Path) -> None:
    file = tmp_path / "flow.json"
    file.write_text("{broken")
    assert main(["fmt", str(file)]) == 1
    assert file.read_text() == "{broken"


def test_eval_prints_the_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "upper(vars.name) + '!'", "--scope", '{"vars": {"name": "anna"}}']) == 0
    assert capsys.readouterr().out == '"ANNA!"\n'


@pytest.mark.parametrize("expression", ["1 / 0", "__import__('os')", "vars.name.upper()"])
def test_eval_refuses_in_one_sentence(capsys: pytest.CaptureFixture[str], expression: str) -> None:
    assert main(["eval", expression]) == 1
    error = capsys.readouterr().err
    assert error.strip()
    assert "Traceback" not in error


def test_test_runs_the_demo_tenants_cases_and_tells_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", str(HARTLEY / "front_door"), "--json"]) == 0
    results = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert results
    assert all(result["ok"] for result in results)


def test_test_without_cases_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", str(tmp_path)]) == 1
    assert "No cases were found" in capsys.readouterr().out


def test_a_server_that_is_not_there_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["call", "+442079460100", "--server", "http://127.0.0.1:9"]) == 1
    assert "No server answers" in capsys.readouterr().err


def test_the_server_does_not_bind_beyond_loopback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--bind", "0.0.0.0", "--data", str(tmp_path)]) == 1  # noqa: S104  # it is refused
    assert "127.0.0.1 only" in capsys.readouterr().err


def test_help_reads_nothing_of_the_engine() -> None:
    program = "import sys; from flowengine.cli import parser; parser().format_help(); print('litestar' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert found.stdout == "False\n"
