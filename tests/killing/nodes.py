"""Several real servers on one PostgreSQL, each started again when it is killed; and who kills them."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from tests.main.served import ROOT, answers, until

SECRETS_KEY = (
    "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="  # all nodes of a cell have the same; this one opens nothing
)


class Node:
    """One server, kept running until `close`."""

    def __init__(self, name: str, ports: tuple[int, int], folder: Path, database: str, code: Path = ROOT) -> None:
        """`ports`: the public one and the one for other nodes. `code`: the folder in which its `flowengine` is."""
        self._code = code
        self.name, self.port, self._folder = name, ports[0], folder
        self.url = f"http://127.0.0.1:{ports[0]}"
        self._command = [
            sys.executable, "-m", "flowengine.cli", "serve", "--no-open", "--data", str(folder),
            "--port", str(ports[0]), "--peer-bind", f"127.0.0.1:{ports[1]}", "--node", name,
        ]  # fmt: skip  # options by pairs
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # the folder says
        self._environment = environment | {"DIALOGUE_STUDIO_DATABASE": database, "STUDIO_SECRETS_KEY": SECRETS_KEY}
        self._wanted = True
        self.lives = 0
        self._process = self._start()
        self._keeper = threading.Thread(target=self._keep, name=f"keeps {name}", daemon=True)
        self._keeper.start()

    def _start(self) -> "subprocess.Popen[bytes]":
        self.lives += 1
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "said.txt").open("ab") as said:
            return subprocess.Popen(self._command, cwd=self._code, env=self._environment, stdout=said, stderr=said)

    def _keep(self) -> None:
        while self._wanted:
            self._process.wait()
            if self._wanted:
                self._process = self._start()

    def kill(self) -> None:
        """kill -9."""
        self._process.send_signal(signal.SIGKILL)

    def replace(self, code: Path) -> None:
        """End it in order, and have it started again with other code; returns when that answers."""
        lives, self._code = self.lives, code
        self._process.send_signal(signal.SIGTERM)
        until(lambda: self.lives > lives and answers(self.url), 90)

    def said(self) -> str:
        """The end of what it said in its lives."""
        return (self._folder / "said.txt").read_text("utf-8", "replace")[-3_000:]

    def close(self) -> None:
        """End it in order."""
        self._wanted = False
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(30)
        self._keeper.join(30)


@contextmanager
def cell(folder: Path, database: str, ports: list[int], code: Path = ROOT) -> Iterator[list[Node]]:
    """One node for each two of `ports`, all answering when the block begins."""
    nodes = [
        Node(f"node-{at}", (ports[2 * at], ports[2 * at + 1]), folder / f"node-{at}", database, code)
        for at in range(len(ports) // 2)
    ]
    try:
        for node in nodes:
            until(lambda url=node.url: answers(url), 90)  # type: ignore[misc]  # bound now
        yield nodes
    except AssertionError as error:
        raise AssertionError(
            "\n".join([str(error), *(f"--- {node.name}:\n{node.said()}" for node in nodes)])
        ) from error
    finally:
        for node in nodes:
            node.close()


class Killer:
    """Kills one of the nodes by chance every so often, on a thread of its own."""

    def __init__(self, nodes: list[Node], every_s: float, seed: int) -> None:
        self._nodes, self._every_s, self._chance = nodes, every_s, random.Random(seed)  # noqa: S311  # whom to kill
        self._over = threading.Event()
        self.kills: list[str] = []
        self._thread = threading.Thread(target=self._run, name="kills", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        """Whoever is killed served, and somebody is left: a machine that is busy starts servers slowly."""
        while not self._over.wait(self._every_s):
            serving = [node for node in self._nodes if answers(node.url)]
            if len(serving) > 1:
                node = self._chance.choice(serving)
                node.kill()
                self.kills.append(node.name)
