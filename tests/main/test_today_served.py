"""The whole server, as a process: what a supervisor says of today, and a prompt of the day, reach the next caller."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.main.served import Client, Served, served, until

MAIN = "+442079460100"
OFFICE = "/api/environments/front_door/schedules/office/exceptions"
FILE = "front_door/environment.json"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as found:
        dora = signed_in(found)
        assert dora("PUT", "/api/switches/extended_hours", {"on": False, "reason": "To see the schedule"})[0] == 200
        yield found


def signed_in(server: Served, user: str = "dora") -> Client:
    client = server.client()
    client.sign_in(user)
    return client


def days(ranges: list[str]) -> dict[str, list[str]]:
    """Today and tomorrow in London: the test may run over midnight there."""
    today = datetime.now(UTC).astimezone(ZoneInfo("Europe/London")).date()
    return {(today + timedelta(days=n)).isoformat(): ranges for n in (0, 1)}


def said(dora: Client, ranges: list[str]) -> None:
    body = {"days": days(ranges), "reason": "A day like no other"}
    assert dora("PUT", OFFICE, body) == (200, {**body, "owner": "dora"})


def facts_of(dora: Client, dialogue: str) -> list[list[Any]]:
    status, trace = dora("GET", f"/api/dialogues/{dialogue}/trace")
    assert status == 200, trace
    return [fact for row in trace for fact in row["facts"]]


def called(server: Served, dora: Client) -> tuple[Client, str, str]:
    """A caller who chose English, the dialogue, and the state in which the schedule was seen."""
    caller = server.client()
    dialogue = caller.call(MAIN)
    assert caller.does({"type": "KeyPressed", "key": "1"})[0] == 200
    seen = [fact[3] for fact in facts_of(dora, dialogue) if fact[:3] == ["observed", "schedule", "office"]]
    return caller, dialogue, seen[-1]


def test_a_day_is_opened_and_closed_at_once_and_survives_a_crash(server: Served) -> None:
    dora = signed_in(server)
    said(dora, ["00:00-24:00"])
    assert called(server, dora)[2] == "open"
    said(dora, [])
    assert called(server, dora)[2] == "closed"
    server.kill()
    until(lambda: dora("GET", OFFICE)[0] == 200)
    assert dora("GET", OFFICE)[1]["days"] == days([])
    assert called(server, dora)[2] == "closed"


def test_an_emergency_goes_before_it(server: Served) -> None:
    dora = signed_in(server)
    said(dora, ["00:00-24:00"])
    assert dora("PUT", "/api/switches/emergency_closure", {"on": True, "reason": "Fire"})[0] == 200
    assert called(server, dora)[2] == "emergency"
    assert dora("PUT", "/api/switches/emergency_closure", {"on": False, "reason": "Out"})[0] == 200
    assert called(server, dora)[2] == "open"


def test_who_only_edits_may_not_say_it(server: Served) -> None:
    edith = signed_in(server, "edith")
    assert edith("PUT", OFFICE, {"days": {}, "reason": "x"})[0] == 403


def test_a_live_prompt_is_heard_as_it_was_saved_last(server: Served) -> None:
    """And the publish that made it live writes out the holidays, while a day of today is excepted."""
    dora = signed_in(server)
    said(dora, [])
    saved(dora, "Goodbye for now.")
    status, made = dora("POST", "/api/environments/front_door/releases", {"message": "Live goodbye"})
    assert status == 201, made
    path = f"/api/environments/front_door/releases/{made['number']}"
    released = dora("GET", path)[1]["content"]["environment"]
    assert f"{datetime.now(UTC).year}-12-25" in released["schedules"]["office"]["holidays"]
    saved(dora, "The bridge is closed. Goodbye.")
    caller, dialogue, _ = called(server, dora)
    assert caller.does({"type": "KeyPressed", "key": "2"})[0] == 200
    facts = facts_of(dora, dialogue)
    assert ["observed", "live_prompt", "goodbye"] in [fact[:3] for fact in facts]
    told = dora("GET", f"/api/dialogues/{dialogue}/trace")[1]
    assert "The bridge is closed. Goodbye." in str(told)


def saved(dora: Client, words: str) -> None:
    """The draft of the front door's environment, with these words as its live goodbye."""
    found = dora("GET", "/api/tree")[1]["files"][FILE]
    document = found["document"]
    document["prompts"]["goodbye"] = {"by_language": {"en": words, "nl": "Tot ziens."}, "live": True}
    status, answer = dora("PUT", "/api/tree", {"files": {FILE: {"document": document, "base": found["hash"]}}})
    assert status == 200, answer
