"""A load balancer of the simplest kind: a client that asks one node after the other, and callers who keep talking."""

import json
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Any, Self

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.main.served import TENANT, Client

PATIENCE_S = 30.0


class RoundRobin(Client):
    """One browser; each request goes to the next node, and once more to the one after if nobody answered it."""

    def __init__(self, urls: list[str]) -> None:
        super().__init__(urls[0])
        self._turns = cycle(urls)
        self.told: Counter[int] = Counter()  # what came instead of an answer

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        end = time.monotonic() + PATIENCE_S
        while True:
            self.url = next(self._turns)
            status, answer = super().__call__(method, path, body, **headers)
            if status not in (0, 503):
                return status, answer
            self.told[status] += 1
            assert time.monotonic() < end, f"nobody answered {method} {path}: {answer}"
            time.sleep(0.02)

    def at(self, url: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Ask this node, whatever comes."""
        self.url = url
        return super().__call__(method, path, body)

    @contextmanager
    def live(self, url: str, query: str = "") -> Iterator[ClientConnection]:
        """The live feed at this node."""
        status, found = self("POST", "/api/ticket")
        assert status == 201, found
        address = url.replace("http", "ws") + f"/api/live?ticket={found['ticket']}{query}"
        with connect(address, origin=Origin(url)) as socket:
            yield socket


def heard(socket: ClientConnection, kind: str, within_s: float = 20.0) -> Any:
    """The next command of this kind to the desk."""
    end = time.monotonic() + within_s
    while True:
        frame = json.loads(socket.recv(max(0.0, end - time.monotonic())))
        if frame["kind"] == "command" and frame["command"]["type"] == kind:
            return frame


def closed_within(socket: ClientConnection, seconds: float) -> int:
    """Read until the other side closes; its code."""
    end = time.monotonic() + seconds
    while True:
        try:
            socket.recv(max(0.0, end - time.monotonic()))
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006


class Talkers:
    """Callers on threads: each begins a chat, says something, hangs up, and begins again."""

    def __init__(self, urls: list[str], count: int = 2) -> None:
        self._urls = urls
        self._over = threading.Event()
        self.said: list[tuple[str, int]] = []  # (dialogue, how many texts were acknowledged)
        self.told: Counter[int] = Counter()
        self.faults: list[str] = []
        self._threads = [threading.Thread(target=self._talk) for _ in range(count)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    def _talk(self) -> None:
        while not self._over.is_set():
            caller = RoundRobin(self._urls)
            try:
                dialogue = caller.call("chat:hartley", "chat", language="en")
                for text in ("hello", "again"):
                    status, answer = caller.does({"type": "TextReceived", "text": text}, uuid.uuid4().hex)
                    assert status == 200, answer
                assert caller.does({"type": "CallerHungUp"}, uuid.uuid4().hex)[0] == 200
                self.said.append((dialogue, 2))
            except AssertionError as fault:
                self.faults.append(str(fault))
            self.told += caller.told


def sign_in(person: Client, user: str) -> None:
    status, answer = person("POST", "/api/session", {"tenant": TENANT, "user": user})
    assert status == 201, answer
