"""Run a long program so that a person sees that it moves: one live line on a terminal, plain lines elsewhere."""

import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from launch.trouble import FULL_DISK, Trouble, is_full, reason_in

BEAT_S = 0.2
PLAIN_BEAT_S = 10.0
KEPT_LINES = 200
WARNINGS = ("warn", "npm warn")


class Line:
    """The one live line: what is being done, for how long, and the last that was heard of it."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.detail = ""
        self.started = time.monotonic()
        self.live = sys.stderr.isatty()
        self.next_plain_s = PLAIN_BEAT_S
        if not self.live:
            print(f"{title} ...", file=sys.stderr, flush=True)

    def elapsed_s(self) -> float:
        return time.monotonic() - self.started

    def beat(self) -> None:
        """Show that it still moves."""
        elapsed = self.elapsed_s()
        if self.live:
            print(f"\r\033[K{self.title}  {elapsed:.0f} s  {self.detail[:60]}", end="", file=sys.stderr, flush=True)
        elif elapsed >= self.next_plain_s:
            self.next_plain_s += PLAIN_BEAT_S
            print(f"{self.title}: {elapsed:.0f} s, {self.detail[:60]}", file=sys.stderr, flush=True)

    def close(self, word: str) -> None:
        """Leave the line as the record of what was done."""
        start = "\r\033[K" if self.live else ""
        print(f"{start}{self.title}: {word} ({self.elapsed_s():.1f} s)", file=sys.stderr, flush=True)


def run_shown(title: str, command: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """Run `command` under a live line and return its output; raises Trouble with one sentence when it fails."""
    line = Line(title)
    heard: deque[str] = deque(maxlen=KEPT_LINES)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # Ctrl-C between start and `try` would leave an orphan
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        reader = threading.Thread(target=_listen, args=(process, heard, line), daemon=True)
        reader.start()
        while reader.is_alive():
            reader.join(BEAT_S)
            line.beat()
    except BaseException:
        process.terminate()
        process.wait()
        line.close("stopped")
        raise
    if process.wait() == 0:
        line.close("done")
        return "\n".join(heard)
    line.close("failed")
    if is_full(cwd, Path(tempfile.gettempdir())):
        raise Trouble(FULL_DISK)
    raise Trouble(reason_in("\n".join(heard)) or f"{title} failed. The last it said:\n" + "\n".join(list(heard)[-15:]))


def _listen(process: "subprocess.Popen[str]", heard: "deque[str]", line: Line) -> None:
    assert process.stdout is not None  # noqa: S101  opened as a pipe above
    with process.stdout as said:
        for text in said:
            if text.strip():
                heard.append(text.strip())
                if not text.lower().lstrip().startswith(WARNINGS):
                    line.detail = text.strip()
