"""The whole server, as a process: calls, a kill in mid-call, and that nothing was lost."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.main.served import Served, served, until
from tests.main.spoiled import PLACES, TEN_MISTAKES

DESK = "+442079460104"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as found:
        yield found


def desks_are_taken(server: Served) -> list[Any]:
    """People sit at both desks of the contact center without a flow, and are away: callers wait."""
    people = []
    for agent in ("ben", "dev"):
        person = server.client()
        person.sign_in(agent)
        assert person("POST", "/api/demo/take-over", {"agent": agent})[0] == 200
        assert person("PUT", "/api/agents/me/presence", {"intent": "away", "reason": "lunch"})[0] == 200
        people.append(person)
    return people


def test_a_killed_server_comes_back_with_every_caller_in_place(server: Served) -> None:
    editor = server.client()
    editor.sign_in()
    editor("POST", "/api/demo/reset")
    ben, _ = desks_are_taken(server)
    callers = [server.client() for _ in range(3)]
    dialogues = [caller.call(DESK) for caller in callers]

    def places() -> list[Any]:
        found = [editor("GET", f"/api/dialogues/{dialogue}/why") for dialogue in dialogues]
        return [why.get("position") if status == 200 else None for status, why in found]

    assert places() == [1, 2, 3]
    server.kill()
    until(lambda: places() == [1, 2, 3])
    status, trace = editor("GET", f"/api/dialogues/{dialogues[0]}/trace")
    facts = [fact for row in trace for fact in row["facts"]] if status == 200 else []
    assert "resumed_after" in [fact[0] for fact in facts]
    assert [fact[0] for fact in facts].count("queued") == 1
    assert ben("PUT", "/api/agents/me/presence", {"intent": "available"})[0] == 200
    until(lambda: places()[0] == 1 and editor("GET", f"/api/dialogues/{dialogues[0]}")[1]["status"] == "offered")
    for caller in callers:
        assert caller.does({"type": "CallerHungUp"})[0] == 200
    until(lambda: not editor("GET", "/api/dialogues?state=live")[1])


def test_a_ringing_offer_survives_the_kill_and_can_be_accepted(server: Served) -> None:
    editor = server.client()
    editor.sign_in()
    editor("POST", "/api/demo/reset")
    ben, _ = desks_are_taken(server)
    ben("PUT", "/api/agents/me/presence", {"intent": "available"})
    caller = server.client()
    dialogue = caller.call(DESK)
    reservation = editor("GET", f"/api/dialogues/{dialogue}")[1]["reservation"]
    assert reservation
    server.kill()
    until(lambda: ben("GET", "/api/agents/me")[0] == 200)
    assert ben("POST", f"/api/reservations/{reservation}/accept")[0] == 200
    until(lambda: editor("GET", f"/api/dialogues/{dialogue}")[1]["status"] == "connected")
    assert ben("POST", f"/api/reservations/{reservation}/hang-up")[0] == 200
    until(lambda: editor("GET", f"/api/dialogues/{dialogue}")[1]["status"] == "ended")


def test_an_event_that_is_sent_again_after_the_kill_has_the_effect_of_once(server: Served) -> None:
    editor = server.client()
    editor.sign_in()
    editor("POST", "/api/demo/reset")
    caller = server.client()
    dialogue = caller.call("+442079460100", language="en")
    first = caller.does({"type": "KeyPressed", "key": "1"}, "once")
    server.kill()
    until(lambda: editor("GET", f"/api/dialogues/{dialogue}")[0] == 200)
    assert caller.does({"type": "KeyPressed", "key": "1"}, "once") == first
    trace = editor("GET", f"/api/dialogues/{dialogue}/trace")[1]
    heard = [fact for row in trace for fact in row["facts"] if fact[0] == "heard"]
    assert len(heard) == 1
    caller.does({"type": "CallerHungUp"})


def test_a_finished_dialogue_becomes_a_case_that_passes(server: Served) -> None:
    editor = server.client()
    editor.sign_in()
    editor("POST", "/api/demo/reset")
    caller = server.client()
    dialogue = caller.call("+442079460100", language="en")
    caller.does({"type": "KeyPressed", "key": "9"})
    caller.does({"type": "CallerHungUp"})
    status, case = editor("POST", f"/api/dialogues/{dialogue}/case")
    assert status in {200, 201}, case
    flow = "/api/environments/front_door/flows/main"
    assert editor("PUT", f"{flow}/cases/kept.json", case)[0] == 200
    status, ran = editor("POST", f"{flow}/cases/run", {})
    kept = [result for result in ran["results"] if result["file"].endswith("kept.json")]
    assert status == 200
    assert [result["ok"] for result in kept] == [True]
    status, ran = editor("POST", "/api/environments/pharmacy/flows/counter/cases/run", {})  # its given lies elsewhere
    assert (status, [result["case"] for result in ran["results"] if not result["ok"]]) == (200, [])


def test_ten_mistakes_give_ten_findings_and_nothing_is_stored(server: Served) -> None:
    editor = server.client()
    editor.sign_in()
    flow = "/api/environments/front_door/flows/main"
    before = editor("GET", flow)[1]
    status, refused = editor("PUT", flow, {"flow": TEN_MISTAKES}, if_match=f'"{before["hash"]}"')
    assert status == 422
    assert {finding["path"] for finding in refused["findings"]} == PLACES
    assert editor("GET", flow)[1]["hash"] == before["hash"]
