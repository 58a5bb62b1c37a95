"""Try it on a real server: unsaved drafts walked away from callers, kept as a case, for editors of the place only."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from tests.main.served import Client, Served, served

TRY = "/api/environments/front_door/flows/main/try"
PRESS = {"step": {"caller": {"presses": "1"}}}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture
def dora(server: Served) -> Client:
    found = server.client()
    found.sign_in()
    return found


def test_an_unsaved_draft_is_walked_and_kept(dora: Client) -> None:
    _, draft = dora("GET", TRY.removesuffix("/try"))
    flow: Any = deepcopy(draft["flow"])
    flow["nodes"]["language_menu"]["prompt"] = "Only here."
    status, seen = dora("POST", TRY, {"flow": flow, "given": {"at": "2026-03-02 10:00"}})
    assert (status, seen["lines"][-1]["text"]) == (200, "Only here.")
    status, seen = dora("POST", TRY, {"flow": flow, "steps": seen["steps"], "act": PRESS})
    assert (status, seen["at"]) == (200, ["front_door/main/main_menu"])
    _, live = dora("GET", "/api/dialogues?state=live")
    assert live == [], "nobody of the tenant saw any of it"
    kept = {"flow": flow, "steps": seen["steps"], "name": "English"}
    assert dora("POST", TRY + "/case", kept) == (201, {"file": "tried.json", "name": "English"})
    status, problem = dora("POST", TRY + "/case", kept)
    assert (status, problem["code"]) == (409, "name_taken")
    _, cases = dora("GET", TRY.removesuffix("try") + "cases")
    assert cases["tried.json"]["cases"]["English"]["steps"][0] == {"expect": {"at": "main/language_menu"}}
    _, ran = dora("POST", TRY.removesuffix("try") + "cases/run", {"flow": flow})
    assert [one["ok"] for one in ran["results"] if one["file"] == "tried.json"] == [True]


def test_what_cannot_be_tried_says_why(dora: Client) -> None:
    status, problem = dora("POST", TRY, {"flow": {"format": 1, "title": "", "nodes": {}}})
    assert (status, problem["code"]) == (422, "flow_invalid")
    status, problem = dora("POST", TRY, {"steps": [{"caller": {"presses": "x"}}]})
    assert (status, [finding["path"] for finding in problem["findings"]]) == (
        422,
        ["$.cases.tried.steps[0].caller.presses"],
    )
    status, problem = dora("POST", TRY, {"act": {"skip": True, "to": "2026-03-02 10:00"}})
    assert (status, problem["detail"]) == (400, "An act is one of: step, skip, to.")
    status, problem = dora("POST", TRY, {"steps": [PRESS["step"]] * 300, "act": PRESS})
    assert (status, problem["code"]) == (400, "try_long")
    assert dora("POST", TRY, {"steps": [PRESS["step"]] * 301})[0] == 400
    status, problem = dora("POST", TRY, {"start": {"address": "+441"}})
    assert (status, problem["detail"].split(";")[0]) == (400, "The tenant has no address +441")
    assert dora("POST", TRY.replace("main", "nowhere"))[0] == 404


def test_it_begins_at_an_address_too_on_either_channel(dora: Client) -> None:
    status, seen = dora("POST", TRY, {"start": {"address": "+442079460100"}, "given": {"channel": "chat"}})
    assert (status, seen["channel"]) == (200, "chat")
