"""Releases on a whole server: previewed, tried, widened, retired with a caller on the line, kept over a kill."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowengine.identity.routes import ROUTES
from tests.main.served import Client, Served, served, until

MAIN = "+442079460100"
FRONT = "/api/environments/front_door"
FLOW = f"{FRONT}/flows/main"
PAGE = Path(__file__).parent.parent.parent / "docs" / "releases.md"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture
def editor(server: Served) -> Client:
    editor = server.client()
    editor.sign_in()
    assert editor("POST", "/api/demo/reset")[0] == 200
    return editor


def retitled(editor: Client, title: str) -> None:
    """The main flow with another title: every step is alike."""
    read = editor("GET", FLOW)[1]
    body = {"flow": {**read["flow"], "title": title}, "layout": read["layout"]}
    assert editor("PUT", FLOW, body, if_match=read["hash"])[0] == 200


def on(editor: Client, dialogue: str) -> int:
    number: int = editor("GET", f"/api/dialogues/{dialogue}")[1]["releases"]["front_door"]
    return number


def test_a_release_is_previewed_tried_made_live_and_the_old_one_retired(server: Served, editor: Client) -> None:
    caller = server.client()
    dialogue = caller.call(MAIN)
    retitled(editor, "Reception, new")
    status, seen = editor("POST", f"{FRONT}/releases", {"dry_run": True})
    assert (status, seen["failing"], [row["file"] for row in seen["changes"]]) == (
        200,
        [],
        ["front_door/main/flow.json"],
    )
    assert [found for found in seen["findings"] if found["severity"] == "error"] == []
    assert editor("POST", f"{FRONT}/releases", {"message": "New title", "canary_percent": 50})[1]["number"] == 2
    listed = {row["number"]: row for row in editor("GET", f"{FRONT}/releases")[1]}
    assert [(listed[n]["live"], listed[n]["canary"], listed[n]["dialogues"]) for n in (1, 2)] == [
        (True, None, 1),
        (False, 50.0, 0),
    ]
    assert editor("PUT", f"{FRONT}/live", {"number": 2, "canary_percent": 100})[0] == 200
    assert on(editor, server.client().call(MAIN)) == 2
    assert on(editor, dialogue) == 1

    drained = editor("GET", f"{FRONT}/releases/1/dialogues")[1]
    assert [(row["dialogue"], row["status"]) for row in drained] == [(dialogue, "in_flow")]
    status, foreseen = editor("POST", f"{FRONT}/releases/1/retire", {"dry_run": True})
    assert [(row["dialogue"], row["goes"]) for row in foreseen["dialogues"]] == [(dialogue, "moves")]
    server.kill()
    until(lambda: editor("GET", f"{FRONT}/releases/1/dialogues")[0] == 200)
    assert editor("POST", f"{FRONT}/releases/1/retire", {}) == (200, foreseen)
    assert on(editor, dialogue) == 2
    server.kill()
    until(lambda: editor("GET", f"{FRONT}/releases/1/dialogues") == (200, []))
    status, refused = editor("PUT", f"{FRONT}/live", {"number": 1})
    assert (status, refused["code"]) == (400, "release_retired")
    assert caller.does({"type": "CallerHungUp"})[0] == 200
    until(lambda: editor("GET", f"/api/dialogues/{dialogue}")[1]["status"] == "ended")


def test_shared_flows_bring_their_users_along_after_their_real_cases(server: Served, editor: Client) -> None:
    retitled(editor, "Reception, shared")
    status, made = editor("POST", f"{FRONT}/releases", {"message": "Shared", "users": "all"})
    assert status == 201
    moved = {row["environment"]: row["result"] for row in made["users"]}
    assert moved
    assert set(moved.values()) == {"moved"}
    for user in moved:
        newest: dict[str, Any] = editor("GET", f"/api/environments/{user}/releases")[1][0]
        assert (newest["uses"], newest["live"]) == ({"front_door": made["number"]}, True)
    status, changed = editor("GET", f"{FRONT}/diff?from=1&to=live")
    assert [row["file"] for row in changed["files"]] == ["front_door/main/flow.json"]


def test_what_uses_a_thing_is_found(editor: Client) -> None:
    status, found = editor("GET", f"{FRONT}/used-by/flow/opening")
    assert status == 200
    assert {(row["in"], row["environment"], row["flow"]) for row in found} >= {
        ("draft", "front_door", "main"),
        ("live", "front_door", "main"),
    }


def test_every_request_of_the_page_is_a_route() -> None:
    """docs/releases.md speaks of routes by their last words."""
    words = {"releases", "live", "diff", "dialogues", "retire", "used-by"}
    told = {word for word in words if f"/{word}" in PAGE.read_text("utf-8")}
    routed = {word for word in words if any(f"/{word}" in route.path for route in ROUTES)}
    assert told == routed == words
