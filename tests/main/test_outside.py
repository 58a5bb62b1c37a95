"""A real server whose flows call a real service: killed in mid-call, asked for its secret everywhere, answered late."""

import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.main.served import ROOT, served, until
from tests.main.stage import Stage
from tests.main.terminal import run
from tests.runtime.service import Asked, serving

CANARY = "canary-8f3a-4711-value"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("outside")
    held = threading.Event()
    held.set()

    def orders(asked: Asked) -> bytes:
        held.wait(20)
        return asked.json({"word": "thanks", "echo": asked.headers.get("authorization", "")})

    answers = {"/orders/%2B447700900123": orders}
    with serving(folder, answers, tls=False) as service:
        origin = service.url("", "127.0.0.1").rstrip("/")
        with served(folder / "data", STUDIO_EGRESS_ORIGINS=origin) as server:
            made = Stage(service, server, folder / "data")
            made.held = held
            secret = {"value": CANARY, "hosts": ["127.0.0.1"], "environments": ["front_door"]}
            status, kept = made.admin("PUT", "/api/secrets/crm", secret)
            assert (status, kept["hosts"]) == (200, ["127.0.0.1"]), kept
            made.publish()
            yield made


def test_a_call_is_answered(stage: Stage) -> None:
    before = len(stage.service.asked)
    _, dialogue = stage.caller("1")
    until(lambda: "call:success" in stage.went(dialogue))
    (asked,) = stage.service.asked[before:]
    assert (asked.method, json.loads(asked.body)) == ("POST", {"n": 1})
    assert asked.headers["authorization"] == f"Bearer {CANARY}"
    assert asked.headers["idempotency-key"]


def test_killed_in_mid_call_the_flow_is_answered_once(stage: Stage) -> None:
    before = len(stage.service.asked)
    stage.held.clear()
    _, dialogue = stage.caller("1")
    until(lambda: len(stage.service.asked) > before)
    stage.server.kill()
    until(lambda: len(stage.service.asked) > before + 1, 30)
    stage.held.set()
    until(lambda: "call:success" in stage.went(dialogue))
    keys = {asked.headers["idempotency-key"] for asked in stage.service.asked[before:]}
    assert len(keys) == 1
    facts = stage.facts(dialogue)
    assert [fact[0] for fact in facts].count("answered") == 1
    assert stage.went(dialogue).count("call:success") == 1


def test_another_system_answers_once(stage: Stage) -> None:
    _, dialogue = stage.caller("2")
    path = f"/api/dialogues/{dialogue}/answers"
    until(lambda: bool(stage.admin("GET", path)[1]))
    (question,) = stage.admin("GET", path)[1]
    wait = question["wait"]
    assert (question["name"], question["exits"], question["inputs"], question["results"]) == (
        "credit", ["yes", "no"], {"who": "+447700900123"}, {"limit": "number"},
    )  # fmt: skip  # four words and their values
    for wrong, code in (
        ({"exit": "maybe"}, "undeclared_exit"),
        ({"exit": "yes", "results": {"more": 1}}, "bad_results"),
        ({"exit": "yes", "results": {"limit": "high"}}, "bad_results"),
    ):
        status, refused = stage.admin("POST", f"{path}/{wait}", wrong)
        assert (status, refused["code"]) == (400, code)
    answer = {"exit": "yes", "results": {"limit": 500}}
    first = stage.admin("POST", f"{path}/{wait}", answer)
    assert first == (200, {"taken": True})
    assert stage.admin("POST", f"{path}/{wait}", answer) == first
    status, refused = stage.admin("POST", f"{path}/{wait}", {"exit": "no"})
    assert (status, refused["code"]) == (409, "answered")
    assert stage.admin("GET", path) == (200, [])
    assert stage.admin("POST", f"{path}/77", answer)[0] == 404
    assert stage.went(dialogue) == ["hello:2", "ask:yes"]


def test_the_secret_is_nowhere(stage: Stage) -> None:
    """A canary: in no table, answer, file, export or trace; the service even sends it back."""
    caller, dialogue = stage.caller("1")
    until(lambda: "call:success" in stage.went(dialogue))
    caller.does({"type": "CallerHungUp"})
    status, case = stage.admin("POST", f"/api/dialogues/{dialogue}/case")
    paths = [
        "/api/secrets",
        "/api/tree",
        "/api/dialogues?state=all",
        f"/api/dialogues/{dialogue}/trace",
        "/api/openapi.json",
    ]
    told = [stage.admin("GET", path) for path in paths] + [(status, case)]
    told.append(stage.admin("PUT", "/api/secrets/crm", {"value": CANARY, "hosts": ["https://x"]}))
    told.append(stage.admin("PUT", "/api/secrets/crm", {"value": CANARY, "hosts": "127.0.0.1", "what": CANARY}))
    assert [status for status, _ in told] == [200] * len(paths) + [200, 400, 400]
    assert CANARY not in json.dumps(told[:-1])
    assert stage.admin("GET", "/api/secrets")[1][0]["name"] == "crm"
    for file in [file for file in stage.data.rglob("*") if file.is_file()]:
        assert CANARY.encode() not in file.read_bytes(), file
    assert CANARY not in _dump(stage.data / "ledger.sqlite")


def _dump(file: Path) -> str:
    """Every value of every table, as text and as bytes."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as ledger:
        tables = [name for (name,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert len(tables) > 8
        return "\n".join(str(row) for table in tables for row in ledger.execute(f'SELECT * FROM "{table}"'))  # noqa: S608  # names from the file itself


def test_the_terminal_keeps_a_secret(stage: Stage) -> None:
    at = ["--server", stage.server.url, "--user", "dora"]
    words = [sys.executable, "-m", "flowengine.cli", "secret", "set", "mail", "--host", "mail.example", *at]
    said = subprocess.run(
        [*words, "--form", "basic"], input="user:pass-4711\n", text=True, capture_output=True, check=False, cwd=ROOT
    )
    assert (said.returncode, "4711" in said.stdout + said.stderr) == (0, False), said
    listed = run("secret", "list", *at)
    assert "mail: as basic, for mail.example, in all environments" in listed.out
    assert "4711" not in listed.out
    assert run("secret", "remove", "mail", *at).code == 0
    assert "mail" not in run("secret", "list", *at).out
