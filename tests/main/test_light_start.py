"""What a word has read when it works: nothing that only others need. Told by names of modules, not by time."""

import json
import subprocess
import sys
from pathlib import Path

WEB = {"litestar", "uvicorn", "prometheus_client", "httpx", "asyncpg", "opentelemetry"}
RARE = {"jsonschema", "babel", "phonenumbers", "holidays", "networkx", "webbrowser"}
WORDS = (
    "word_list", "words", "data_words", "directory_words", "explore_words", "operator_words", "replay_words",
    "report_words", "simulation_words", "why_words",
)  # fmt: skip  # a list reads better than one item a line
READ = "import json, sys; {what}; print(json.dumps(sorted(sys.modules)), file=sys.stderr)"


def read_by(what: str) -> set[str]:
    """The modules that a fresh Python has read after these statements."""
    done = subprocess.run([sys.executable, "-c", READ.format(what=what)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


def said(*words: str) -> str:
    """As the shell says them, and the exit code that is expected."""
    return f"from flowengine.cli import main; assert main({list(words)!r}) == 0"


def test_help_reads_the_words_and_nothing_of_what_they_do() -> None:
    read = read_by("from flowengine.cli import parser; parser().format_help()")
    assert not read & (WEB | RARE | {"msgspec", "asyncio", "apsw", "jinja2", "re2", "logging", "ssl"})
    assert {name for name in read if name.startswith("flowengine.")} <= {
        "flowengine.cli", "flowengine.main", *(f"flowengine.main.{name}" for name in WORDS)
    }  # fmt: skip  # one thought


def test_cases_are_run_without_a_server_a_store_or_rare_libraries(tmp_path: Path) -> None:
    folder = str(tmp_path / "emea-new")
    read_by(said("new", folder))
    read = read_by(said("test", folder))
    assert "flowengine.testbench.runner" in read
    assert not read & (WEB | RARE | {"asyncio", "apsw", "ssl", "multiprocessing", "logging"})


def test_a_server_begins_without_what_callers_do_not_need() -> None:
    read = read_by("import flowengine.main.serving")
    assert "flowengine.api.first" in read
    assert not read & (RARE | (WEB - {"litestar", "uvicorn"}) | {"attr", "pydantic"})
    assert not read & {
        "flowengine.api.afterwards", "flowengine.api.openapi", "flowengine.api.node_figures",
        "flowengine.testbench.world", "flowengine.testbench.simulation.day", "flowengine.ledger.postgres",
    }  # fmt: skip  # a list reads better than one item a line
