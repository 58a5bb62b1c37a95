"""What two people made of one draft is brought together by the server, in a process of its own, and stores nothing."""

from collections.abc import Iterator
from copy import deepcopy

import pytest

from tests.main.served import Client, Served, served

FLOW = "/api/environments/front_door/flows/main"
PROMPT = "$.nodes.language_menu.prompt"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture
def dora(server: Served) -> Client:
    client = server.client()
    client.sign_in()
    return client


def test_both_sides_and_the_choices_between_them(dora: Client) -> None:
    read = dora("GET", FLOW)[1]
    base = read["flow"]
    theirs, mine = deepcopy(base), deepcopy(base)
    theirs["title"] = "Theirs"
    theirs["nodes"]["language_menu"]["prompt"] = "Their words."
    mine["nodes"]["language_menu"]["prompt"] = "My words."
    saved = dora("PUT", FLOW, {"flow": theirs, "layout": read["layout"]}, If_Match=f'"{read["hash"]}"')[1]
    moved = deepcopy(read["layout"])
    moved["nodes"]["goodbye"]["x"] += 40
    asked = {"flow": mine, "base": base, "layout": moved, "base_layout": read["layout"]}
    status, found = dora("POST", FLOW + "/together", asked)
    assert (status, found["hash"], found["open"]) == (200, saved["hash"], [PROMPT])
    assert found["theirs"]["flow"] == theirs
    assert found["layout"]["nodes"]["goodbye"] == moved["nodes"]["goodbye"]
    assert {(row["by"], row["path"]) for row in found["rows"]} == {("both", PROMPT), ("theirs", "$.title")}
    chosen = dora("POST", FLOW + "/together", {**asked, "choices": {PROMPT: "theirs", "$.title": "mine"}})[1]
    assert chosen["open"] == []
    assert chosen["flow"] == {**theirs, "title": base["title"]}
    assert dora("GET", FLOW)[1]["hash"] == saved["hash"]


@pytest.mark.parametrize("side", ["flow", "base"])
def test_a_malformed_side_is_refused_with_its_findings(dora: Client, side: str) -> None:
    flow = dora("GET", FLOW)[1]["flow"]
    status, answer = dora("POST", FLOW + "/together", {"flow": flow, "base": flow, side: {"format": 1}})
    assert (status, bool(answer["findings"])) == (422, True)


def test_a_flow_that_is_not_there_is_not_found(dora: Client) -> None:
    flow = dora("GET", FLOW)[1]["flow"]
    status, answer = dora("POST", FLOW.replace("main", "nowhere") + "/together", {"flow": flow, "base": flow})
    assert (status, answer["detail"]) == (404, "There is no such thing here.")
