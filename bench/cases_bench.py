"""Flow tests on one core: cases per second, tenants compiled once; and a hundred from the shell, start-up and all."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from flowengine.testbench.runner import Suite, load_paths, run_suite

ROOT = Path(__file__).parents[1]
ROUNDS = 5
ROUND_S = 1.5
TARGET = 1000  # cases a second; the one known peer, Amazon Connect, runs five at a time in wall-clock time
SHELL_TARGET_MS = 300
PEER = "the target, no peer runs offline"
HOUSE = ROOT / "docs" / "teahouse"
KEYS = {"1": "queue", "2": "code", "3": "office", "5": "text"}
MANY: dict[str, Any] = {  # ten kinds of call, each ten times
    "start": {"address": "+442079460100"},
    "given": [{"texts": {"*": "sent"}, "agents": {"anna": {}}}],
    "cases": {
        **{
            f"key {key}": {
                "examples": [{"n": n} for n in range(10)],
                "steps": [{"caller": {"presses": key}}, {"expect": {"visited": ["hours", "menu", node]}}],
            }
            for key, node in KEYS.items()
        },
        "talks": {
            "examples": [{"s": 20 + n} for n in range(10)],
            "steps": [
                {"caller": {"presses": "1"}}, {"agent": {"anna": "accepts"}}, {"pass_s": "${s}"},
                {"caller": "hangs_up"},
                {"expect": {"ended": {"reason": "completed", "by": "caller"}}},
            ],
        },
        "gives up": {
            "examples": [{"s": 20 + n} for n in range(10)],
            "given": {"agents": {"anna": {"presence": "away"}}},
            "steps": [
                {"caller": {"presses": "1"}}, {"pass_s": "${s}"}, {"caller": "hangs_up"},
                {"expect": {"ended": {"reason": "abandoned"}, "never": {"connected_to": "anna"}}},
            ],
        },
        "is known": {
            "examples": [{"name": f"Ann {n}"} for n in range(10)],
            "given": {
                "http": {"GET *": {"json": {"name": "${name}"}}}, "secrets": ["crm"],
                "external": {"credit_check": {"exit": "granted", "results": {"limit": 5}}},
            },
            "steps": [
                {"caller": {"presses": "2"}}, {"caller": {"presses": "4711#"}},
                {"expect": {"hears": {"contains": "${name}"}}},
            ],
        },
        "closed": {
            "examples": [{"at": f"2026-03-{day:02} 20:00"} for day in range(1, 11)],
            "given": {"at": "${at}"}, "steps": [{"expect": {"hears": "We are closed."}}],
        },
        "silent": {
            "examples": [{"s": n} for n in range(10)],
            "steps": [
                {"pass_s": "${s}"}, {"expect": {"at": "record", "within_s": 60}}, {"caller": {"records_s": "${s}"}},
            ],
        },
        "in Dutch": {
            "examples": [{"n": n} for n in range(10)], "given": {"caller": {"language": "nl"}},
            "steps": [{"expect": {"hears": {"prompt": "welcome", "language": "nl"}, "language": "nl"}}],
        },
    },
}  # fmt: skip  # cases read as what they are


def run() -> list[dict[str, Any]]:
    """Cases per second of CPU time, and the milliseconds of one command; medians of the rounds."""
    paths = [ROOT / "flows", ROOT / "tests" / "testbench" / "data"]
    suites = [suite for suite in load_paths(paths) if suite.cases]
    assert all(result.ok for suite in suites for result in run_suite(suite)), "a case does not hold"
    rate = statistics.median(_rate(paths) for _ in range(ROUNDS))
    shell_ms = statistics.median(_shell())
    return [
        _row("flow_tests", round(rate), "cases/s", TARGET, round(rate / TARGET, 2)),
        _row("flow_tests_shell", round(shell_ms), "ms for 100", SHELL_TARGET_MS, round(SHELL_TARGET_MS / shell_ms, 2)),
    ]


def _row(name: str, value: float, unit: str, target: float, ratio: float) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "peer": PEER, "peer_value": target, "ratio": ratio}


def _rate(paths: list[Path]) -> float:
    suites: list[Suite] = list(load_paths(paths))
    began, done = time.process_time(), 0
    while time.process_time() - began < ROUND_S:
        for suite in suites:
            done += sum(not result.skipped for result in run_suite(suite))
    return done / (time.process_time() - began)


def _shell() -> list[float]:
    """Wall clock of `dialogue-studio test` on a hundred cases, from the shell's call to its end."""
    with tempfile.TemporaryDirectory() as folder:
        house = Path(folder) / "house"
        shutil.copytree(HOUSE, house)
        cases = house / "front_door" / "line" / "cases" / "many.json"
        cases.parent.mkdir()
        cases.write_text(json.dumps(MANY), "utf-8")
        return [_once(house) for _ in range(ROUNDS + 1)][1:]  # the first writes byte code, where there is none


def _once(house: Path) -> float:
    command = [str(Path(sys.executable).with_name("dialogue-studio")), "test", str(house)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    took_ms = (time.perf_counter() - began) * 1000
    assert "100 passed, 0 failed" in done.stdout, done.stdout + done.stderr
    return took_ms


if __name__ == "__main__":
    for row in run():
        print(row)
