"""Server processes without a keeper: started, watched, stopped or killed by the test itself."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.main.served import ROOT, Client, answers, until


class Node:
    """One process of `dialogue-studio serve`."""

    def __init__(self, port: int, data: Path, *options: str, **environment: str) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.said = data.parent / f"{data.name}.{port}.{os.urandom(3).hex()}.txt"
        command = [sys.executable, "-m", "flowengine.cli", "serve", "--port", str(port), "--data", str(data)]
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [*command, "--no-open", *options], cwd=ROOT, env=os.environ | environment, stdout=said, stderr=said
            )

    def client(self) -> Client:
        return Client(self.url)

    def is_up(self) -> bool:
        """Whether it answers; fails the test if the process is over."""
        assert self.process.poll() is None, self.words()
        return answers(self.url)

    def words(self) -> str:
        """What it printed so far."""
        return self.said.read_text("utf-8", "replace")

    def kill(self) -> None:
        """Without warning."""
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> int:
        """As a supervisor stops it; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@contextmanager
def processes() -> Iterator[Callable[..., Node]]:
    """Makes nodes; whatever the test does, none of them is left running."""
    made: list[Node] = []

    def make(port: int, data: Path, *options: str, **environment: str) -> Node:
        made.append(Node(port, data, *options, **environment))
        return made[-1]

    try:
        yield make
    finally:
        for node in made:
            if node.process.poll() is None:
                node.process.kill()
            node.process.wait(10)


def all_up(*nodes: Node) -> None:
    for node in nodes:
        until(node.is_up, 60)
