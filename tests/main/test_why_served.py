"""Why on a real server: over the API and in the terminal, now and at a moment that has passed, after a kill too."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.main.served import Client, Served, served, until
from tests.main.terminal import SERVER, TOKEN, environment, run

DESK = "+442079460104"
LIVE_ALONE = ("dialogue", "notes")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture
def dora(server: Served) -> Iterator[Client]:
    client = server.client()
    client.sign_in()
    client("POST", "/api/demo/reset")
    made = client("POST", "/api/tokens", {"name": "why", "role": "supervisor", "environments": [], "days": 1})[1]
    with environment(**{SERVER: server.url, TOKEN: made["token"]}):
        yield client


def away(server: Served, *agents: str) -> list[Client]:
    people = []
    for agent in agents:
        person = server.client()
        person.sign_in(agent)
        assert person("POST", "/api/demo/take-over", {"agent": agent})[0] == 200
        assert person("PUT", "/api/agents/me/presence", {"intent": "away", "reason": "lunch"})[0] == 200
        people.append(person)
    return people


def moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def asked(client: Client, path: str) -> Any:
    status, answer = client("GET", path)
    assert status == 200, answer
    return answer


def test_a_past_moment_is_told_as_it_was(server: Served, dora: Client) -> None:
    away(server, "ben", "dev")
    callers = [server.client() for _ in range(2)]
    first, second = [caller.call(DESK) for caller in callers]
    until(lambda: asked(dora, f"/api/dialogues/{second}/why").get("position") == 2)
    live = {path: asked(dora, path) for path in (f"/api/dialogues/{second}/why", "/api/agents/ben/why")}
    time.sleep(0.01)  # a real clock: what follows is later
    assert callers[0].does({"type": "CallerHungUp"})[0] == 200
    until(lambda: asked(dora, f"/api/dialogues/{second}/why")["position"] == 1)
    for path, answer in live.items():
        past = asked(dora, f"{path}?at={moment(answer['at_ms'])}")
        assert past.pop("notes") == ["Told from the trace. Names are those of today."]
        assert answer.pop("notes") == []
        assert past == answer
    then = moment(live[f"/api/dialogues/{second}/why"]["at_ms"])
    assert asked(dora, f"/api/dialogues/{first}/why?at={then}")["position"] == 1
    assert asked(dora, f"/api/dialogues/{first}/why")["words"] == ["It is over."]
    server.kill()
    until(lambda: dora("GET", f"/api/dialogues/{first}/why?at={then}")[0] == 200)
    assert asked(dora, f"/api/dialogues/{first}/why?at={then}")["position"] == 1
    callers[1].does({"type": "CallerHungUp"})


def test_moments_that_are_none(server: Served, dora: Client) -> None:
    dialogue = server.client().call(DESK)
    path = f"/api/dialogues/{dialogue}/why"
    assert dora("GET", f"{path}?at=2999-01-01T00:00:00Z")[1]["code"] == "not_yet"
    assert dora("GET", f"{path}?at=2001-01-01T00:00:00Z")[0] == 404
    assert dora("GET", f"{path}?at=noon")[1]["code"] == "bad_value"


def test_the_floor_of_a_server(server: Served, dora: Client) -> None:
    away(server, "ben", "dev")
    dialogue = server.client().call(DESK)
    until(lambda: asked(dora, f"/api/dialogues/{dialogue}/why").get("position") == 1)
    floor = asked(dora, "/api/floor")
    first = asked(dora, "/api/floor?limit=1")
    assert [agent["agent"] for agent in first["agents"]] == [first["next"]] == [floor["agents"][0]["agent"]]
    assert (first["agents_total"], floor["next"]) == (len(floor["agents"]), "")
    one = asked(dora, f"/api/floor?contact_center={floor['contact_centers'][0]['name']}")
    assert one["contact_centers"][0]["name"] == floor["contact_centers"][0]["name"]
    center = next(row for row in floor["contact_centers"] if row["waiting"])
    assert [(row["dialogue"], row["position"], row["state"]) for row in center["line"]] == [(dialogue, 1, "queued")]
    assert {"ben", "dev"} <= {agent["agent"] for agent in floor["agents"] if agent["intent"] == "away"}


def test_the_terminal_says_it_in_words(server: Served, dora: Client) -> None:
    away(server, "ben", "dev")
    dialogue = server.client().call(DESK)
    until(lambda: asked(dora, f"/api/dialogues/{dialogue}/why").get("position") == 1)
    said = run("why", dialogue)
    assert said.code == 0, said
    assert "stands in place 1 of 1." in said.out
    assert "is away (lunch)." in said.out
    whole = run("why", dialogue, "--json").lines[0]
    assert len(whole["words"]) == len(said.out.splitlines())
    assert "is away (lunch)." in run("why", "ben").out
    then = run("why", dialogue, "--at", moment(whole["at_ms"]))
    assert then.out.splitlines() == [*whole["words"], "(Told from the trace. Names are those of today.)"]
    nobody = run("why", "nobody")
    assert (nobody.code, nobody.out) == (2, "")
