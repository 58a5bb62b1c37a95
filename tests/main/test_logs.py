"""The log of a real server: JSON on every line, whose it is, how it began and ended, and nothing of any person."""

import http.client
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.main.served import ROOT, Client, answers, until
from tests.ports import own_port

NUMBER, TYPED, WRITTEN, NOTED = "+447700900987", "8135", "my code word is zanzibar", "wants a purple bicycle"


@contextmanager
def logged(folder: Path, *words: str) -> Iterator[tuple[Client, Path]]:
    """A server, and the file of what it writes to standard error; it has ended when the block is left."""
    port, log = own_port(), folder / "log"
    command = [sys.executable, "-m", "flowengine.cli", "serve", "--no-open", "--port", str(port), *words]
    with log.open("wb") as out:
        process = subprocess.Popen([*command, "--data", str(folder / "data")], cwd=ROOT, stderr=out)
    try:
        client = Client(f"http://127.0.0.1:{port}")
        until(lambda: process.poll() is not None or answers(client.url), 60)
        assert process.poll() is None, log.read_text()
        yield client, log
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def calls(client: Client) -> str:
    """People call, type, write and note; and things go wrong, for callers and for the server. One dialogue's id."""
    client.sign_in()
    spoken = client.call("+442079460100", number=NUMBER)
    for key in TYPED:
        client.does({"type": "KeyPressed", "key": key})
    client.does({"type": "TextReceived", "text": WRITTEN})
    client.does({"type": "Unknown", "text": WRITTEN})
    client("POST", "/api/callers/note", {"number": NUMBER, "name": NOTED})
    client("GET", f"/api/dialogues/{NUMBER}")
    client("GET", f"/api/dialogues/{spoken}/why?at={WRITTEN.replace(' ', '%20')}")
    client("GET", f"/api/agents/{NOTED.replace(' ', '%20')}/why")
    client("PUT", "/api/switches/closure", {"on": True, "reason": NOTED, "text": 5})
    client("POST", "/api/check", {"flow": {"title": WRITTEN}})
    with socket.create_connection(("127.0.0.1", int(client.url.rpartition(":")[2])), 5) as raw:
        raw.sendall(f"{NUMBER} is no method\r\n\r\n".encode())  # what the web server itself complains about
        raw.recv(4096)
    chat = http.client.HTTPConnection("127.0.0.1", int(client.url.rpartition(":")[2]), timeout=5)
    chat.request("POST", "/api/session", f'{{"tenant": "{NUMBER}"'.encode(), {"Content-Type": "application/json"})
    assert chat.getresponse().status == 400
    chat.close()
    return spoken


def test_lines_say_whose_they_are_and_nothing_that_was_said(tmp_path: Path) -> None:
    with logged(tmp_path, "--log", "json", "--log-level", "debug", "--node", "first") as (client, log):
        dialogue = calls(client)
    text = log.read_text()
    for personal in (NUMBER, NUMBER[1:], TYPED, WRITTEN, "zanzibar", NOTED, "bicycle", "zanzibar".upper()):
        assert personal not in text
    lines: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]
    assert all({"event", "level", "log", "timestamp"} <= set(line) for line in lines)
    told = [line["event"] for line in lines]
    assert told.index("shard_claimed") < told.index("started") < told.index("shard_released") < told.index("stopped")
    assert {line["node"] for line in lines if line["event"] in ("started", "shard_claimed", "stopped")} == {"first"}
    refused = [line for line in lines if line["event"] == "request_refused"]
    about = next(line for line in refused if line["path"] == "/api/dialogues/{id}/why")
    assert {"tenant": "emea-hartley", "dialogue": dialogue, "node": "first", "region": "EMEA"}.items() <= about.items()
    assert about["shard"] == next(line["shard"] for line in lines if line["event"] == "shard_claimed")
    assert all(line["status"] < 500 for line in refused)
    assert "request_failed" not in told, "nothing of it is our fault"


def test_a_quiet_server_says_nothing(tmp_path: Path) -> None:
    with logged(tmp_path) as (client, log):
        client.sign_in()
        client("GET", "/api/dialogues/nobody")
    assert log.read_text() == ""
