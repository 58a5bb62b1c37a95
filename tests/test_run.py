"""run.py: a clear sentence for each thing that is missing, nothing done twice, and a server that is kept."""

import ast
import errno
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from launch import trouble
from launch.stages import Stage, run_all
from launch.trouble import reason_in, sentence_for

ROOT = Path(__file__).parent.parent
OLDER = "OLDEST = (3, 99)"


class Checkout:
    """A copy of what run.py needs, with programs of our own on the PATH."""

    def __init__(self, root: Path) -> None:
        self.root = root / "checkout"
        self.bin = root / "bin"
        self.calls = root / "calls.txt"
        self.bin.mkdir()
        for name in ("launch", "requirements"):
            shutil.copytree(ROOT / name, self.root / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("run.py", "pyproject.toml"):
            shutil.copy(ROOT / name, self.root / name)

    def program(self, name: str, script: str) -> None:
        """A small shell program on the PATH; it notes each call."""
        path = self.bin / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >> {self.calls}\n{script}\n')
        path.chmod(0o755)

    def called(self) -> list[str]:
        return self.calls.read_text().splitlines() if self.calls.exists() else []

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        env = {"PATH": str(self.bin), "HOME": str(self.root), "PYTHONDONTWRITEBYTECODE": "1", **more}
        command = [sys.executable, str(self.root / "run.py"), *words]
        return subprocess.Popen(
            command, env=env, cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, *words: str, **more: str) -> tuple[int, str, str]:
        process = self.start(*words, **more)
        out, err = process.communicate(timeout=60)
        assert "Traceback" not in err
        return process.returncode, out, err

    def with_venv(self) -> None:
        """A .venv as one that is there but empty: installing is uv's, which is ours here."""
        (self.root / ".venv" / "bin").mkdir(parents=True)
        (self.root / ".venv" / "bin" / "python").symlink_to(sys.executable)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_every_python_since_2_7_can_read_run_py() -> None:
    """No f-string, annotation, keyword-only argument, star in a display or walrus: each would be a trace there."""
    tree = ast.parse((ROOT / "run.py").read_text("utf-8"), feature_version=(3, 7))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Match, ast.Nonlocal)
    for node in ast.walk(tree):
        assert not isinstance(node, newer)
        if isinstance(node, ast.arguments):
            assert not node.kwonlyargs
            assert not any(argument.annotation for argument in node.args)
        if isinstance(node, ast.List | ast.Tuple):
            assert not any(isinstance(item, ast.Starred) for item in node.elts)


def make_old(checkout: Checkout) -> None:
    """As if this Python were too old."""
    text = (checkout.root / "run.py").read_text()
    (checkout.root / "run.py").write_text(text.replace("OLDEST = (3, 11)", OLDER))


def test_old_python_alone_is_one_sentence(checkout: Checkout) -> None:
    make_old(checkout)
    code, out, err = checkout.run()
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "needs Python 3.11 or newer" in err
    assert "install" in err


def test_old_python_gives_way_to_a_newer_one(checkout: Checkout) -> None:
    """A pyenv shim that stands on the PATH and does not run is passed over."""
    make_old(checkout)
    checkout.program("python3.13", "exit 127")
    checkout.program("python3.12", 'echo "ran $*"')
    code, out, _ = checkout.run("check")
    assert code == 0
    assert out.splitlines()[-1] == f"ran {checkout.root / 'run.py'} check"


def test_python_without_venv_is_one_sentence(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "blocked").mkdir()
    (tmp_path / "blocked" / "sitecustomize.py").write_text("import sys\nsys.modules['ensurepip'] = None\n")
    code, _, err = checkout.run(PYTHONPATH=str(tmp_path / "blocked"))
    assert (code, err.strip()) == (1, trouble.NO_VENV)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("ERROR: Could not install packages: [Errno 28] No space left on device", trouble.FULL_DISK),
        ("npm error code ENOSPC", trouble.FULL_DISK),
        ("NewConnectionError: Failed to establish a new connection: [Errno 101]", trouble.NO_NETWORK),
        ("npm error code ENOTFOUND", trouble.NO_NETWORK),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", trouble.WRONG_HASH),
    ],
)
def test_installer_that_fails_is_one_sentence(said: str, sentence: str, checkout: Checkout) -> None:
    checkout.with_venv()
    checkout.program("uv", f"echo '{said}'; exit 1")
    code, _, err = checkout.run()
    assert (code, err.splitlines()[-1]) == (1, sentence)


def test_unknown_failure_shows_what_was_said(checkout: Checkout) -> None:
    checkout.with_venv()
    checkout.program("uv", "echo 'a riddle'; exit 1")
    code, _, err = checkout.run()
    assert code == 1
    assert err.splitlines()[-2:] == ["Installing packages failed. The last it said:", "a riddle"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_full_disk_is_known_from_the_system_itself() -> None:
    with pytest.raises(OSError, match="space") as caught, Path("/dev/full").open("w") as full:
        full.write("x")
    assert sentence_for(caught.value) == trouble.FULL_DISK


def test_file_that_may_not_be_written_is_named() -> None:
    sentence = sentence_for(PermissionError(errno.EACCES, "no", "/x/.venv"))
    assert sentence is not None
    assert "/x/.venv" in sentence


def test_other_faults_are_not_guessed() -> None:
    assert sentence_for(OSError(errno.EBADF, "bad")) is None
    assert reason_in("something else") is None


def test_unknown_word_is_answered(checkout: Checkout) -> None:
    code, _, err = checkout.run("tset")
    assert code == 2
    assert "knows serve, test" in err


def test_second_run_installs_nothing(checkout: Checkout) -> None:
    checkout.with_venv()
    checkout.program("uv", "exit 0")
    (checkout.root / "bench").mkdir()
    (checkout.root / "bench" / "run.py").write_text("import sys\nprint('measured', *sys.argv[1:])\n")
    assert checkout.run("bench", "floor", "--json")[:2] == (0, "measured floor --json\n")
    assert [call.split()[-1] for call in checkout.called()] == ["requirements/dev.txt", "."]
    assert checkout.run("bench")[0] == 0
    (checkout.root / "bench" / "soak.py").write_text("import sys\nprint('soaked', *sys.argv[1:])\n")
    assert checkout.run("soak", "--seed", "7")[:2] == (0, "soaked --seed 7\n")
    assert len(checkout.called()) == 2


def test_changed_pins_are_installed(checkout: Checkout) -> None:
    checkout.with_venv()
    checkout.program("uv", "exit 0")
    checkout.run("bench")
    with (checkout.root / "requirements" / "dev.txt").open("a") as pinned:
        pinned.write("# moved\n")
    checkout.run("bench")
    assert [call.split()[-1] for call in checkout.called()] == ["requirements/dev.txt", ".", "requirements/dev.txt"]


def test_interrupted_set_up_is_one_sentence_and_leaves_nothing_running(checkout: Checkout) -> None:
    checkout.with_venv()
    checkout.program("uv", f"echo $$ > {checkout.root}/pid; exec /bin/sleep 60")
    # Tests that run in the background are deaf to it, and so would be all that they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    process = checkout.start()
    until(lambda: (checkout.root / "pid").exists() and (checkout.root / "pid").read_text().strip() != "")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert err.splitlines()[-1] == "Stopped. What was done is kept; run this again to go on."
    with pytest.raises(ProcessLookupError):
        os.kill(int((checkout.root / "pid").read_text()), 0)


def test_progress_moves_on_a_terminal(checkout: Checkout) -> None:
    """The one line is written again while the installer says nothing."""
    checkout.with_venv()
    checkout.program("uv", "echo fetching; /bin/sleep 1; exit 1")
    leader, follower = pty.openpty()
    env = {"PATH": str(checkout.bin), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, str(checkout.root / "run.py")]
    assert subprocess.call(command, env=env, stdout=follower, stderr=follower, timeout=60) == 1
    os.close(follower)
    shown = os.read(leader, 65536).decode()
    os.close(leader)
    assert shown.count("\r\033[KInstalling packages  ") >= 3
    assert "fetching" in shown


def until(holds: Callable[[], bool], within_s: float = 20.0) -> None:
    """Look until something that another process does has happened."""
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_stage_that_runs_beside_the_others_counts_as_they_do(capfd: pytest.CaptureFixture[str]) -> None:
    beside = Stage("types", [sys.executable, "-c", "print('a fault'); raise SystemExit(3)"], beside=True)
    assert run_all([beside, Stage("lint", [sys.executable, "-c", ""])]) == 1
    said = capfd.readouterr().out
    assert said.index("lint: ok") < said.index("a fault")
    assert run_all([Stage("lint", [sys.executable, "-c", ""])]) == 0
