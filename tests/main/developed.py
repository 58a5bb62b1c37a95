"""A real `dialogue-studio dev` on a folder, and its page's requests."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.main.served import ROOT, Client, answers, until
from tests.main.terminal import run
from tests.ports import own_port

TENANT = "emea-acme"
MAIN = "front_door/main/flow.json"
FLOW = "/api/environments/front_door/flows/main"


class Studio(Client):
    """The page of a dev server, signed in as its editor."""

    def __init__(self, url: str, folder: Path, told: Path, process: "subprocess.Popen[bytes]") -> None:
        super().__init__(url)
        self.folder, self._told, self._process = folder, told, process
        assert self("POST", "/api/session", {"tenant": TENANT, "user": "edith"})[0] == 201

    def kill(self) -> None:
        """kill -9 the server."""
        self._process.kill()

    def told(self) -> str:
        """What the terminal says."""
        return self._told.read_text("utf-8")

    def flow(self, path: str = FLOW) -> dict[str, Any]:
        status, found = self("GET", path)
        assert status == 200, found
        return dict(found)

    def save(self, flow: Any, base: str, path: str = FLOW) -> tuple[int, Any]:
        return self("PUT", path, {"flow": flow}, If_Match=base)


@contextmanager
def developed(at: Path) -> Iterator[Studio]:
    """A server on the folder `acme` below `at`, as `new` writes it; ended with the block."""
    folder, told = at / "acme", at / "told"
    assert run("new", folder, "--tenant", TENANT).code == 0
    port = own_port()
    command = [sys.executable, "-m", "flowengine.cli", "dev", str(folder), "--port", str(port), "--no-open"]
    with told.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)
        try:
            until(lambda: process.poll() is not None or answers(f"http://127.0.0.1:{port}"), 60)
            yield Studio(f"http://127.0.0.1:{port}", folder, told, process)
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) in (0, -signal.SIGTERM, -signal.SIGKILL, 128 + signal.SIGTERM)
