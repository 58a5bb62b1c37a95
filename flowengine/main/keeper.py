"""Keep one server process: pass signals on, start it again when it is killed, pass every other end through.

Standard library only: run.py uses it before anything is installed.
"""

import ctypes
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

FIRST_PORT = 8080
PORTS_TRIED = 100
KILLS_ALLOWED = 5
KILLS_WITHIN_S = 10.0
PR_SET_PDEATHSIG = 1


def keep(command: list[str], again: list[str], cwd: Path) -> int:
    """Run `command`; after each SIGKILL run `again` at once; returns the last exit code, 128 + n for signal n."""
    kills: list[float] = []
    code = _run(command, cwd)
    while code == -signal.SIGKILL:
        now = time.monotonic()
        kills = [at for at in kills if now - at < KILLS_WITHIN_S] + [now]
        if len(kills) > KILLS_ALLOWED:
            print("The server was killed again and again; it is left stopped.", file=sys.stderr, flush=True)
            break
        print("The server was killed; starting it again.", file=sys.stderr, flush=True)
        code = _run(again, cwd)
    return 128 - code if code < 0 else code


def _run(command: list[str], cwd: Path) -> int:
    """One life of the server, in a process group of its own so that Ctrl-C reaches it once, through us."""
    held = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, held)  # a signal between start and handler would leave an orphan
    before = {number: signal.getsignal(number) for number in held}
    try:
        process = subprocess.Popen(command, cwd=cwd, process_group=0, preexec_fn=_begin_child())  # noqa: PLW1509  no threads run here
        for number in held:
            signal.signal(number, lambda received, _frame: process.send_signal(received))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, held)
        return process.wait()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, held)
        for number, handler in before.items():
            signal.signal(number, handler)


def _begin_child() -> Callable[[], None]:
    """What the child does first: take signals again and, on Linux, die with us even when we are killed."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def begin() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})

    return begin


def free_port(first: int, host: str = "127.0.0.1") -> int:
    """The first port from `first` on that a server could bind, or `first` itself when none of the next hundred is."""
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return first


def split_port(arguments: list[str]) -> tuple[int, list[str]]:
    """The value of --port (or the default) and the other arguments."""
    port, rest, take = FIRST_PORT, [], False
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if take or (name == "--port" and equals):
            text, take = (argument if take else value), False
            port = int(text) if text.isdigit() else FIRST_PORT
        elif argument == "--port":
            take = True
        else:
            rest.append(argument)
    return port, rest
