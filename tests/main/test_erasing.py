"""A person's records on a real server: exported, erased, and then nowhere in the files of the ledger any more."""

import io
import json
import re
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

from tests.main.served import TENANT, Client, served, until
from tests.main.terminal import SERVER, TOKEN, environment, run, token

NUMBER, NATIONAL = "+447700900567", "07700900567"
OTHER = "+447700900123"
EMAIL = "Ann.Other@example.com"
WORDS = "my cat is called Zerberus"
SECRETS = (NUMBER[1:], NATIONAL, EMAIL.lower(), WORDS.lower())


def traces_of(data: Path, *words: str) -> dict[str, list[str]]:
    """Word -> the files of the data folder in which it stands, whatever its case."""
    bodies = {file.name: file.read_bytes().lower() for file in data.rglob("*") if file.is_file()}
    return {word: sorted(name for name, body in bodies.items() if word.encode() in body) for word in words}


def zipped(client: Client, body: dict[str, str]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Origin": client.url}
    request = urllib.request.Request(
        client.url + "/api/people/export", data=json.dumps(body).encode(), method="POST", headers=headers
    )
    with client._opener.open(request, timeout=20) as answer:
        file = zipfile.ZipFile(io.BytesIO(answer.read()))
    return {name: json.loads(file.read(name)) for name in file.namelist()}


def chat(server: Any, *said: str, number: str = "") -> tuple[Client, str]:
    caller = server.client()
    dialogue = caller.call("chat:hartley", "chat", number=number)
    for words in said:
        assert caller.does({"type": "TextReceived", "text": words})[0] in (200, 202)
    return caller, dialogue


def over(boss: Client, dialogue: str) -> bool:
    return bool(boss("GET", f"/api/dialogues/{dialogue}")[1]["status"] == "ended")


def found_and_refused(boss: Client, on: list[str]) -> dict[str, Any]:
    """While the person is in a dialogue nothing is erased."""
    found: dict[str, Any] = boss("POST", "/api/people/find", {"number": NUMBER})[1]
    assert (found["dialogues"], found["caller_record"]) == (3, True)
    assert sorted(found["live"]) == sorted(on)
    assert (sum(found["content"].values()), "heard" in found["content"]) == (found["records"], True)
    status, refused = boss("POST", "/api/people/erase", {"number": NUMBER})
    assert (status, refused["code"]) == (409, "person_is_on")
    assert boss("POST", "/api/people/find", {"number": NUMBER})[1] == found
    return found


def test_a_person_is_erased_from_the_very_bytes(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with served(data) as server:
        boss = server.client()
        boss.sign_in()
        noted = {"number": NUMBER, "name": "Ann Zerberus-Other", "attributes": {"pet": "cat"}}
        assert boss("POST", "/api/callers/note", noted)[0] == 200
        caller, dialogue = server.client(), ""
        dialogue = caller.call("+442079460100", number=NUMBER)
        writer, chatted = chat(server, WORDS, f"write to {EMAIL}", number=NUMBER)
        stranger, strange = chat(server, f"ring {NATIONAL}, not me", number=OTHER)
        until(lambda: all(traces_of(data, *SECRETS).values()))

        found = found_and_refused(boss, [dialogue, chatted, strange])
        for one in (caller, writer, stranger):
            one.does({"type": "CallerHungUp"})
        until(lambda: all(over(boss, each) for each in (dialogue, chatted, strange)))
        file = zipped(boss, {"number": NUMBER})
        assert file["caller.json"]["name"] == "Ann Zerberus-Other"
        assert WORDS in json.dumps(file[f"dialogues/{chatted}.json"])
        assert file[f"dialogues/{dialogue}.json"]["ended"]["reason"] == "disconnected"

        status, report = boss("POST", "/api/people/erase", {"number": "+44 7700 900567"})
        assert status == 200, report
        assert report["content"] >= found["records"]
        assert report["caller_records"] == 1
        assert boss("POST", "/api/people/find", {"number": NUMBER})[1]["records"] == 0
        assert boss("POST", "/api/callers/find", {"number": NUMBER})[0] == 404
        assert boss("GET", f"/api/dialogues/{chatted}/trace")[0] == 200, "the facts stay, without the words"
        assert traces_of(data, *SECRETS) == {each: [] for each in SECRETS}
        last = boss("GET", "/api/audit?limit=1000")[1]["links"][-1]
        assert (last["what"], last["actor"], last["body"]["why"]) == ("forgotten", "dora", "person")
        assert NUMBER[1:] not in json.dumps(last)

    assert traces_of(data, *SECRETS) == {each: [] for each in SECRETS}, "the end brought something back"


def test_in_a_terminal_by_address_and_by_user(tmp_path: Path) -> None:
    with served(tmp_path / "data") as server:
        boss = server.client()
        boss.sign_in()
        writer, chatted = chat(server, f"write to {EMAIL}")
        with environment(**{SERVER: server.url, TOKEN: token(server.client(), "administrator")}):
            said = run("person", "find", "--email", EMAIL.upper())
            assert f"in this dialogue now: {chatted}" in said.out
            assert re.search(r"^content: \d+ \w+, .*\d+ heard", said.out, re.MULTILINE), said.out
            assert "now: nothing was erased" in run("person", "erase", "--email", EMAIL, "--yes").err
            writer.does({"type": "CallerHungUp"})
            until(lambda: over(boss, chatted))
            assert run("person", "export", "--email", EMAIL, "-o", tmp_path / "ann.zip").code == 0
            assert f"dialogues/{chatted}.json" in zipfile.ZipFile(tmp_path / "ann.zip").namelist()
            whole = run("export", tmp_path / "all.zip", "--tenant", TENANT, "--data", tmp_path / "data")
            assert whole.code == 0, whole.err
            assert EMAIL in read_lines(tmp_path / "all.zip", "content")
            assert '"kind":"secret"' not in read_lines(tmp_path / "all.zip", "document")
            assert run("person", "erase", "--email", EMAIL).code == 2
            assert run("person", "erase", "--email", EMAIL.upper(), "--yes", "--json").lines[0]["dialogues"] == 1
            assert "dialogues" not in run("person", "find", "--email", EMAIL).out
            assert run("person", "export", "--email", EMAIL, "-o", tmp_path / "no.zip").code == 2
            assert run("retention").out == "Nothing is old enough.\n"
            users = boss("GET", "/api/users")[1]
            user = next(each for each in users if each["user"] != "dora" and not each["roles"].get(""))["user"]
            assert zipped(boss, {"user": user})["user.json"]["roles"]
            assert "(The user's id stays in the trace" in run("person", "erase", "--user", user, "--yes").out
            assert user not in [each["user"] for each in boss("GET", "/api/users")[1]]
            assert run("person", "find", "--user", user).code == 2
        assert run("export", tmp_path / "none.zip", "--tenant", "emea-no", "--data", tmp_path / "data").code == 1
        assert not list(tmp_path.glob("*none*"))


def read_lines(file: Path, table: str) -> str:
    return zipfile.ZipFile(file).read(f"{table}.jsonl").decode()
