"""The stages of `check` and `test`: what CI runs, in order, each with its name and its time."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from launch.pages import Node
from launch.place import PYTHON, ROOT

UI = ROOT / "studio_ui"
PURE_ROOMS = ("messages", "tenancy", "lang", "nodes", "interpreter", "floor", "switchboard")
WHOLE_FILES = ("--dist", "loadfile", "--no-loadscope-reorder")


@dataclass(frozen=True)
class Stage:
    """One program whose exit code decides."""

    name: str
    command: Sequence[str]
    cwd: Path = ROOT
    env: Mapping[str, str] = field(default_factory=dict)
    beside: bool = False  # runs beside those that follow: it keeps one core busy, and they leave one idle


@dataclass
class Ended:
    stage: Stage
    code: int = 1
    took_s: float = 0.0
    said: bytes = b""


def static_stages(node: Node | None) -> list[Stage]:
    """Format, lint, types, import rules; then the same for the pages."""
    stages = [
        Stage("mypy --strict", [str(PYTHON), "-m", "mypy"], beside=True),
        Stage("ruff format", [str(PYTHON), "-m", "ruff", "format", "--check", "."]),
        Stage("ruff", [str(PYTHON), "-m", "ruff", "check", "."]),
        Stage("import rules", [str(PYTHON.parent / "lint-imports"), "--no-cache"]),
    ]
    return stages + ([npm_stage("pages: types and lint", node, "run", "check")] if node else [])


def test_stages(node: Node | None, chromium: str, more: Sequence[str]) -> list[Stage]:
    """The browser tests run without the others, so that they are not starved, and two by two, because they wait for
    each other's sides; the others run side by side, one more of them than there are cores: those that start servers
    wait for them. Files stay whole, for what they share, and begin in their order: the long ones first."""
    env = {"STUDIO_CHROMIUM": chromium}
    pytest = [str(PYTHON), "-m", "pytest", "--color=yes" if sys.stdout.isatty() else "--color=no"]
    browsed = more or ["tests/e2e"]  # the others need not even be collected
    stages = [
        Stage("tests", [*pytest, "-q", "-n", "3", *WHOLE_FILES, "-m", "not browser", *more], env=env),
        Stage("browser tests", [*pytest, "-q", "-n", "2", *WHOLE_FILES, "-m", "browser", *browsed], env=env),
    ]
    return stages + ([npm_stage("pages: tests", node, "test")] if node else [])


def quick_stage(more: Sequence[str]) -> Stage:
    """The pure rooms without their long proofs, in one process: what is run at every change."""
    less = ("-m", "not proof", "--hypothesis-profile", "quick")
    rooms = [f"tests/{room}" for room in PURE_ROOMS]
    return Stage("pure rooms", [str(PYTHON), "-m", "pytest", "-q", *less, *more, *rooms])


def npm_stage(name: str, node: Node, *arguments: str) -> Stage:
    return Stage(name, [str(node.program), str(node.npm), *arguments], UI, node.environment())


def run_all(stages: Sequence[Stage]) -> int:
    """Run every stage even after one failed, so that one run shows all there is to mend; 0 when all passed."""
    ended = [Ended(stage) for stage in stages]
    aside: list[tuple[Ended, threading.Thread]] = []
    for number, one in enumerate(ended, 1):
        print(f"\n== {number}/{len(stages)} {one.stage.name}", flush=True)
        if one.stage.beside:
            aside.append((one, threading.Thread(target=_run, args=(one, subprocess.PIPE), daemon=True)))
            aside[-1][1].start()
            print("== It runs beside the others; what it says comes last.", flush=True)
        else:
            _run(one, None)
            print(f"== {one.stage.name}: {_word(one.code)} in {one.took_s:.1f} s", flush=True)
    for one, thread in aside:
        thread.join()
        print(f"\n== {one.stage.name}\n{one.said.decode(errors='replace')}", end="", flush=True)
    print("\n== All stages", flush=True)
    for one in ended:
        print(f"{_word(one.code):>6}  {one.took_s:7.1f} s  {one.stage.name}", flush=True)
    return 1 if any(one.code for one in ended) else 0


def _run(one: Ended, out: int | None) -> None:
    stage, started = one.stage, time.monotonic()
    env = {**os.environ, **stage.env}
    errors = None if out is None else subprocess.STDOUT
    done = subprocess.run(
        stage.command, cwd=stage.cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=errors, check=False
    )
    one.code, one.said, one.took_s = done.returncode, done.stdout or b"", time.monotonic() - started


def _word(code: int) -> str:
    return "ok" if code == 0 else "FAILED"
