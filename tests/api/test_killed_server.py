"""A real server is killed while an accepted call waits for its media: caller, session and desk are where they were."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.ports import own_port

DESK = "+442079460104"  # a contact center without a flow: straight to the queue
SERVE = [sys.executable, "-m", "flowengine.cli", "serve", "--no-open"]


class Server:
    """`dialogue-studio serve` on a port of its own, killed and started at will."""

    def __init__(self, data: Path) -> None:
        self.port = own_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self._data = data
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [*SERVE, "--port", str(self.port), "--data", str(self._data)], stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + 60
        while True:
            assert self._process.poll() is None, "it did not start"
            assert time.monotonic() < until, "it did not answer"
            try:
                if httpx.get(f"{self.origin}/api/health").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)

    def kill(self) -> None:
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    found = Server(tmp_path / "data")
    found.start()
    yield found
    found.kill()


def test_nothing_is_lost_between_accept_and_media(server: Server) -> None:
    with httpx.Client(base_url=server.origin) as page, httpx.Client(base_url=server.origin) as caller:
        tenant = _sign_in(page)
        taken = page.post("/api/demo/take-over", json={"agent": "dev"})
        assert taken.json()["desk"] == "dev"
        begun = caller.post(f"/api/visit/{tenant}", json={"address": DESK, "channel": "voice"}).json()
        offered = _until(page, "pending")
        assert page.post(f"/api/reservations/{offered}/accept", json={}).status_code == 200
        with _stream(server, tenant, begun["ticket"], 0) as stream:
            seen = _until_connect(stream)
        server.kill()
        server.start()
        assert page.get("/api/session").json()["desk"] == "dev"
        ticket = caller.post(f"/api/visit/{tenant}/ticket", json={}).json()
        assert ticket["dialogue"] == begun["dialogue"]
        _until_connected(page, begun["dialogue"])
        said = {"event_id": uuid.uuid4().hex, "event": {"type": "CallerHungUp"}}
        assert caller.post(f"/api/visit/{tenant}/events", json=said).status_code == 200
        rows = page.get(f"/api/dialogues/{begun['dialogue']}/trace").json()
        words = [fact[0] for row in rows for fact in row["facts"]]
        assert words.count("arrived") == words.count("connected") == words.count("ended") == 1
        assert "resumed_after" in words
        ticket = caller.post(f"/api/visit/{tenant}/ticket", json={}).json()
        with _stream(server, tenant, ticket["ticket"], seen - 1) as stream:
            assert json.loads(stream.recv(timeout=10))["n"] == seen, "the stream goes on without a gap"


def _sign_in(page: httpx.Client) -> str:
    users = page.get("/api/demo/users").json()
    leader = next(user for user in users if "supervisor" in user["roles"].get("", ()))
    assert page.post("/api/session", json={"tenant": leader["tenant"], "user": leader["user"]}).status_code == 201
    tenant: str = leader["tenant"]
    others = [user["user"] for user in users if "desk" in user["contact_centers"] and user["user"] != "dev"]
    for agent in others:  # their robots would be quicker
        page.post("/api/demo/take-over", json={"agent": agent})
        page.put("/api/agents/me/presence", json={"intent": "away"})
    return tenant


def _until(page: httpx.Client, state: str) -> str:
    """The desk's reservation, once it is in this state."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for held in page.get("/api/agents/me").json().get("reservations", ()):
            if held["state"] == state:
                found: str = held["reservation"]
                return found
        time.sleep(0.05)
    raise AssertionError(f"no reservation became {state}")


def _until_connected(page: httpx.Client, dialogue: str) -> None:
    """Where the server was away for longer than media may take (15 s), the caller is in line again, in the old place,
    and the agent is offered the call once more."""
    until = time.monotonic() + 40
    while page.get(f"/api/dialogues/{dialogue}").json()["status"] != "connected":
        assert time.monotonic() < until, "nobody talks with the caller"
        for held in page.get("/api/agents/me").json().get("reservations", ()):
            if held["state"] == "pending":
                page.post(f"/api/reservations/{held['reservation']}/accept", json={})
        time.sleep(0.05)


def _stream(server: Server, tenant: str, ticket: str, after: int) -> Any:
    address = f"ws://127.0.0.1:{server.port}/api/visit/{tenant}/stream?ticket={ticket}&after={after}"
    return connect(address, origin=Origin(server.origin))


def _until_connect(stream: Any) -> int:
    while True:
        frame = json.loads(stream.recv(timeout=10))
        if frame["command"]["type"] == "Connect":
            number: int = frame["n"]
            return number
