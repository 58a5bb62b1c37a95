"""The server is kept: started again when killed, on the same port, and nothing is left running."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flowengine.main.keeper import FIRST_PORT, KILLS_ALLOWED, free_port, split_port

ROOT = Path(__file__).parent.parent.parent
SERVER = """
import os, signal, sys, time
notes, life = sys.argv[1], sys.argv[2]
def stop(number, frame):
    sys.exit(40 + number)
signal.signal(signal.SIGTERM, stop)
signal.signal(signal.SIGINT, stop)
with open(notes, "a") as out:
    out.write(f"{life} {os.getpid()}\\n")
if len(sys.argv) > 3:
    os.kill(os.getpid(), signal.SIGKILL)
time.sleep(60)
"""
SUPERVISE = """
import sys
from pathlib import Path
from flowengine.main.keeper import keep
server, notes = sys.argv[1:3]
first = [sys.executable, "-c", server, notes, "first"]
again = [sys.executable, "-c", server, notes, "again", *sys.argv[3:]]
sys.exit(keep(first, again, Path.cwd()))
"""


class Kept:
    """A supervised server that notes each of its lives."""

    def __init__(self, notes: Path, *more: str) -> None:
        self.notes = notes
        command = [sys.executable, "-c", SUPERVISE, SERVER, str(notes), *more]
        self.process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)

    def lives(self) -> list[tuple[str, int]]:
        text = self.notes.read_text() if self.notes.exists() else ""
        return [(life, int(pid)) for life, _, pid in (line.partition(" ") for line in text.splitlines())]

    def end(self) -> tuple[int, str]:
        _, err = self.process.communicate(timeout=20)
        return self.process.returncode, err


def until(holds: Callable[[], bool], within_s: float = 20.0) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_killed_server_comes_back_and_other_ends_pass(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "notes")
    until(lambda: len(kept.lives()) == 1)
    os.kill(kept.lives()[0][1], signal.SIGKILL)
    until(lambda: len(kept.lives()) == 2)
    os.kill(kept.lives()[1][1], signal.SIGTERM)
    assert kept.end() == (40 + signal.SIGTERM, "The server was killed; starting it again.\n")
    assert [life for life, _ in kept.lives()] == ["first", "again"]
    assert not any(is_running(pid) for _, pid in kept.lives())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_are_passed_on(number: signal.Signals, tmp_path: Path) -> None:
    kept = Kept(tmp_path / "notes")
    until(lambda: len(kept.lives()) == 1)
    kept.process.send_signal(number)
    assert kept.end() == (40 + number, "")
    assert not is_running(kept.lives()[0][1])


def test_server_that_is_killed_again_and_again_is_left(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "notes", "dies")
    until(lambda: len(kept.lives()) == 1)
    os.kill(kept.lives()[0][1], signal.SIGKILL)
    code, err = kept.end()
    assert code == 128 + signal.SIGKILL
    assert err.splitlines()[-1] == "The server was killed again and again; it is left stopped."
    assert len(kept.lives()) == 1 + KILLS_ALLOWED


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its killed parent")
def test_server_ends_with_a_killed_supervisor(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "notes")
    until(lambda: len(kept.lives()) == 1)
    kept.process.kill()
    kept.end()
    until(lambda: not is_running(kept.lives()[0][1]))


def test_taken_port_gives_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < free_port(port) <= port + 100
    assert free_port(port) == port


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], (FIRST_PORT, [])),
        (["--port", "9000", "--no-open"], (9000, ["--no-open"])),
        (["--data", "d", "--port=9001"], (9001, ["--data", "d"])),
    ],
    ids=["none", "apart", "joined"],
)
def test_port_is_read_from_the_arguments(arguments: list[str], expected: tuple[int, list[str]]) -> None:
    assert split_port(arguments) == expected
