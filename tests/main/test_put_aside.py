"""`dialogue-studio dead` lists dead letters, has one done again, drops one, and says what became of it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from flowengine import cli

LETTER = {
    "tenant": "emea-a", "seq": 2, "event_id": "e2", "at_ms": 1_772_445_600_000, "kind": "KeyPressed", "dialogue": "d1",
    "error": "KeyError at menu.py:7", "erased": False,
}  # fmt: skip  # a list reads better than one item a line


class Desk(BaseHTTPRequestHandler):
    """A server's answers; `asked` is what it was asked to do."""

    asked: ClassVar[list[tuple[str, Any]]] = []
    done: ClassVar[str] = "done"

    def do_GET(self) -> None:
        self._say({"letters": [LETTER], "more": False})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((self.path, body))
        self._say({"done": self.done} if self.path.endswith("again") else None)

    def _say(self, body: Any) -> None:
        told = json.dumps(body).encode() if body is not None else b""
        self.send_response(200 if told else 204)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def word(tmp_path: Path) -> Iterator[list[str]]:
    server = HTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Desk.asked.clear()
    key = tmp_path / "operator.key"
    key.write_text("k" * 40)
    yield ["dead", "--server", f"http://127.0.0.1:{server.server_port}", "--key-file", str(key)]
    server.shutdown()
    server.server_close()


def test_they_are_listed(word: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(word) == 0
    head, line = capsys.readouterr().out.splitlines()
    assert head.split() == ["LETTER", "WHEN", "EVENT", "DIALOGUE", "FAULT"]
    assert line.split() == ["emea-a/2", "2026-03-02", "10:00:00Z", "KeyPressed", "d1", "KeyError", "at", "menu.py:7"]
    assert cli.main([*word, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == LETTER


@pytest.mark.parametrize(
    ("act", "done", "told"),
    [
        ("again", "done", (0, "emea-a/2 was done.")),
        ("again", "failed_again", (1, "emea-a/2 failed again and has a new letter: the fault is not mended.")),
        ("drop", "", (0, "emea-a/2 was dropped, and what the event said is forgotten.")),
    ],
)
def test_one_is_dealt_with(
    word: list[str], capsys: pytest.CaptureFixture[str], act: str, done: str, told: tuple[int, str]
) -> None:
    Desk.done = done
    code = cli.main([*word, f"--{act}", "emea-a/2"])
    assert (code, capsys.readouterr().out.strip()) == told
    assert Desk.asked == [(f"/api/operations/tenants/emea-a/dead/2/{act}", {"event_id": "e2"})]


def test_one_that_is_not_there_is_refused(word: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*word, "--drop", "emea-a/7"]) == 2
    assert "There is no dead letter emea-a/7. List them: dialogue-studio dead." in capsys.readouterr().err
    assert Desk.asked == []
