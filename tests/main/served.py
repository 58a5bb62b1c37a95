"""A real server in a process of its own, on loopback, kept by the keeper; and a person's requests to it."""

import http.client
import http.cookiejar
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.ports import own_port

ROOT = Path(__file__).parent.parent.parent
TENANT = "emea-hartley"
KEEP = """
import sys
from pathlib import Path
from flowengine.main.keeper import keep
command = [sys.executable, "-m", "flowengine.cli", "serve", "--port", sys.argv[1], "--data", sys.argv[2], "--no-open"]
sys.exit(keep(command, command, Path.cwd()))
"""


class Client:
    """A browser's cookies and the headers that our pages send."""

    def __init__(self, url: str) -> None:
        self.url = url
        jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """(status, JSON); status 0 while no server answers."""
        data = None if method == "GET" else json.dumps(body if body is not None else {}).encode()
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given |= {"Content-Type": "application/json", "Origin": self.url}
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=given)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")
        except (OSError, http.client.HTTPException):  # the server is down at this moment: status 0
            return 0, {}

    def send(self, path: str, body: bytes, kind: str, **headers: str) -> tuple[int, bytes]:
        """PUT a file as it is; without one, GET it: (status, bytes)."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given |= {"Content-Type": kind, "Origin": self.url}
        method, data = ("PUT", body) if body else ("GET", None)
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=given)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def sign_in(self, user: str = "dora") -> None:
        status, _ = self("POST", "/api/session", {"tenant": TENANT, "user": user})
        assert status == 201

    def call(self, address: str, channel: str = "voice", **more: str) -> str:
        """Begin a dialogue as its caller; its id."""
        body = {"address": address, "channel": channel, "number": "+447700900123", **more}
        status, answer = self("POST", f"/api/visit/{TENANT}", body)
        assert status == 201, answer
        dialogue: str = answer["dialogue"]
        return dialogue

    def does(self, event: dict[str, Any], event_id: str = "") -> tuple[int, Any]:
        body = {"event_id": event_id or uuid.uuid4().hex, "event": event}
        return self("POST", f"/api/visit/{TENANT}/events", body)


class Served:
    def __init__(self, url: str, process: "subprocess.Popen[bytes]") -> None:
        self.url = url
        self.process = process

    def client(self) -> Client:
        return Client(self.url)

    def server_pid(self) -> int:
        """The pid of the server itself, the keeper's child."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return int(children.split()[0])

    def kill(self) -> None:
        """kill -9 the server; the keeper starts it again."""
        os.kill(self.server_pid(), signal.SIGKILL)


@contextmanager
def served(data: Path, **environment: str) -> Iterator[Served]:
    """A server on a free port, ended with the test; `environment` is set for it beside the present one."""
    port = own_port()
    process = subprocess.Popen(
        [sys.executable, "-c", KEEP, str(port), str(data)], cwd=ROOT, env=os.environ | environment
    )
    try:
        found = Served(f"http://127.0.0.1:{port}", process)
        until(lambda: process.poll() is not None or answers(found.url), 60)
        assert process.poll() is None, "the server could not start: it says why above"
        yield found
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def answers(url: str) -> bool:
    """Whether the server answers now."""
    try:
        with urllib.request.urlopen(url + "/api/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until it holds; a real process needs real time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.05)
