"""The whole server, as a process: a message that is left, numbers that are dialled, and a promise kept after a kill."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.main.served import Client, Served, served, until

MAIN = "+442079460100"
LEFT = dict.fromkeys(("timed_out", "no_agents", "queue_full", "left"), "bye")
FLOW = {
    "format": 1,
    "title": "Trial",
    "start": "ask",
    "nodes": {
        "ask": {
            "type": "menu",
            "prompt": "What?",
            "tries": 1,
            "choices": {key: {"label": key} for key in ("1", "2", "3")},
        },
        "message": {"type": "record", "prompt": "Speak.", "deliver": {"contact_center": "desk"}},
        "pass_on": {"type": "transfer", "to": "+442079460971"},
        "offer": {"type": "offer_callback", "prompt": "Press 1.", "gap_s": 1},
        "queue": {"type": "enqueue", "contact_center": "desk", "when_unstaffed": "wait"},
        "bye": {"type": "end", "prompt": "Goodbye."},
    },
    "wires": {
        "ask": {"1": "message", "2": "pass_on", "3": "offer", "no_input": "bye", "no_match": "bye"},
        "message": {"recorded": "bye", "no_audio": "bye", "too_short": "bye"},
        "pass_on": {"no_answer": "bye", "busy": "bye", "rejected": "bye", "failed": "bye", "error": "bye"},
        "offer": {"accepted": "queue", "declined": "bye", "invalid_number": "bye", "error": "bye"},
        "queue": LEFT,
    },
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as found:
        editor = found.client()
        editor.sign_in()
        path = "/api/environments/front_door/flows/main"
        before = editor("GET", path)[1]
        status, answer = editor("PUT", path, {"flow": FLOW}, if_match=f'"{before["hash"]}"')
        assert status == 200, answer
        order = {"message": "Trial", "force_reason": "A trial of what is not in the demo."}
        status, answer = editor("POST", "/api/environments/front_door/releases", order)
        assert status == 201, answer
        yield found


def facts_of(editor: Client, dialogue: str) -> list[list[Any]]:
    status, trace = editor("GET", f"/api/dialogues/{dialogue}/trace")
    return [fact for row in trace for fact in row["facts"]] if status == 200 else []


def words_of(editor: Client, dialogue: str) -> list[str]:
    return [fact[0] for fact in facts_of(editor, dialogue)]


def chosen(server: Served, key: str) -> tuple[Client, Client, str]:
    """An editor, and a caller who has chosen this from the menu."""
    editor, caller = server.client(), server.client()
    editor.sign_in()
    dialogue = caller.call(MAIN)
    assert caller.does({"type": "KeyPressed", "key": key})[0] == 200
    return editor, caller, dialogue


def test_a_message_is_left_and_a_robot_takes_it(server: Served) -> None:
    editor, caller, dialogue = chosen(server, "1")
    said = {"type": "SoundRecorded", "wait": 2, "duration_ms": 4000, "why": "hung_up"}
    assert caller.does(said)[0] == 200
    until(lambda: "ended" in words_of(editor, dialogue))
    ((_, center, message),) = [fact for fact in facts_of(editor, dialogue) if fact[0] == "delivered"]
    assert center == "desk"
    until(lambda: "connected" in words_of(editor, message))
    server.kill()
    until(lambda: "ended" in words_of(editor, message), 40)
    ((_, reason, stage, by),) = [fact for fact in facts_of(editor, message) if fact[0] == "ended"]
    assert (reason, stage, by) == ("completed", "connected", "agent")


def test_a_number_that_is_documented_as_busy_is(server: Served) -> None:
    editor, _, dialogue = chosen(server, "2")
    until(lambda: "ended" in words_of(editor, dialogue))
    assert ["went", "front_door/main/pass_on", "busy"] in facts_of(editor, dialogue)


@pytest.mark.parametrize("killed", [True, False])
def test_a_promise_outlives_the_call_and_the_server(server: Served, killed: bool) -> None:
    people = []
    for agent in ("ben", "dev"):
        person = server.client()
        person.sign_in(agent)
        assert person("POST", "/api/demo/take-over", {"agent": agent})[0] == 200
        assert person("PUT", "/api/agents/me/presence", {"intent": "away", "reason": "lunch"})[0] == 200
        people.append(person)
    editor, caller, dialogue = chosen(server, "3")
    assert caller.does({"type": "KeyPressed", "key": "1"})[0] == 200
    until(lambda: "waits_for_callback" in words_of(editor, dialogue))
    assert caller.does({"type": "CallerHungUp"})[0] == 200
    if killed:
        server.kill()
    until(lambda: editor("GET", f"/api/dialogues/{dialogue}")[0] == 200)
    ben = people[0]
    until(lambda: ben("PUT", "/api/agents/me/presence", {"intent": "available"})[0] == 200)
    until(lambda: editor("GET", f"/api/dialogues/{dialogue}")[1]["status"] == "offered")
    reservation = editor("GET", f"/api/dialogues/{dialogue}")[1]["reservation"]
    assert ben("POST", f"/api/reservations/{reservation}/accept")[0] == 200
    until(lambda: editor("GET", f"/api/dialogues/{dialogue}")[1]["status"] == "connected")
    assert [fact[2] for fact in facts_of(editor, dialogue) if fact[0] == "calls_back"] == [1]
    assert ben("POST", f"/api/reservations/{reservation}/hang-up")[0] == 200
    until(lambda: "ended" in words_of(editor, dialogue))
