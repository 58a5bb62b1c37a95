"""Findings with what mends them, what may be written, and what it gives, by a process of its own."""

import os
import signal
import subprocess
from collections.abc import Iterator

import pytest

from tests.main.served import Client, Served, served, until

FLOW = "/api/environments/front_door/flows/main"
VALUE = FLOW + "/value"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture
def dora(server: Served) -> Client:
    client = server.client()
    client.sign_in()
    return client


def offered(dora: Client, environment: str = "front_door") -> list[str]:
    """What is offered for the open flow with one wire gone."""
    flow = dora("GET", FLOW)[1]["flow"]
    del flow["wires"]["main_menu"]["1"]
    status, answer = dora("POST", "/api/check", {"environment": environment, "name": "main", "flow": flow})
    assert status == 200
    return [fix["title"] for one in answer["findings"] for fix in one.get("fixes", ())]


def test_findings_names_and_values(dora: Client) -> None:
    assert "Connect to Appointments" in offered(dora)
    status, names = dora("GET", "/api/environments/front_door/names")
    assert (status, "appointments" in names["contact_centers"]) == (200, True)
    asked = {
        "flow": dora("GET", FLOW)[1]["flow"],
        "node": "main_menu",
        "kind": "template",
        "source": "{{ dialogue.channel }}",
    }
    status, found = dora("POST", VALUE, asked)
    assert (status, found["values"][0]["value"] in ("voice", "chat")) == (200, True)
    chosen = {"file": found["file"], "case": found["case"], "example": found.get("example", "")}
    assert dora("POST", VALUE, {**asked, **chosen})[1]["case"] == found["case"]


def test_a_saved_draft_is_seen_by_the_next_question(dora: Client) -> None:
    read = dora("GET", FLOW)[1]
    created = dora(
        "POST", "/api/environments/front_door/flows", {"name": "fresh", "flow": {**read["flow"], "kind": "subflow"}}
    )
    assert created[0] == 201
    assert "fresh" in [flow["name"] for flow in dora("GET", "/api/environments/front_door/names")[1]["flows"]]


def test_an_unknown_place_is_told_and_a_viewer_runs_nothing(server: Served, dora: Client) -> None:
    assert dora("GET", "/api/environments/nowhere/names")[0] == 404
    asked = {"flow": dora("GET", FLOW)[1]["flow"], "node": "main_menu", "kind": "expression", "source": "1"}
    assert dora("POST", "/api/environments/front_door/flows/nothing/value", asked)[0] == 404
    victor = server.client()
    victor.sign_in("victor")
    assert victor("GET", "/api/environments/front_door/names")[0] == 200
    assert victor("POST", VALUE, asked)[0] == 403
    assert "Connect to Appointments" in offered(victor)


def test_a_viewer_is_told_what_the_stored_tests_say(server: Served, dora: Client) -> None:
    victor = server.client()
    victor.sign_in("victor")
    status, seen = victor("GET", FLOW + "/cases/results")
    ran = dora("POST", FLOW + "/cases/run", {})[1]
    assert (status, len(seen["results"]) > 5) == (200, True)
    told = [(one["file"], one["case"], one["ok"], one.get("visited")) for one in seen["results"]]
    assert told == [(one["file"], one["case"], one["ok"], one.get("visited")) for one in ran["results"]]
    assert seen["coverage"] == ran["coverage"]
    assert victor("GET", FLOW + "/cases/results")[1] == seen, "looking again runs nothing: not even the time differs"
    files = dora("GET", FLOW + "/cases")[1]
    assert dora("DELETE", f"{FLOW}/cases/{min(files)}")[0] == 204
    assert {one["file"] for one in victor("GET", FLOW + "/cases/results")[1]["results"]} == {*files} - {min(files)}
    assert dora("PUT", f"{FLOW}/cases/{min(files)}", files[min(files)])[0] == 200
    assert victor("POST", FLOW + "/cases/run", {})[0] == 403
    assert victor("PUT", f"{FLOW}/cases/{max(files)}", {"cases": {}})[0] == 403
    assert victor("GET", "/api/environments/front_door/flows/nothing/cases/results")[0] == 404


def test_the_process_that_looks_at_flows_may_die(server: Served, dora: Client) -> None:
    assert offered(dora)
    listed = subprocess.run(
        ["pgrep", "-P", str(server.server_pid()), "-f", "testbench.drafts.authoring"],
        capture_output=True,
        text=True,
        check=True,
    )
    os.kill(int(listed.stdout.split()[0]), signal.SIGKILL)
    until(lambda: bool(offered_again(dora)))


def offered_again(dora: Client) -> bool:
    """The first question after a death may be refused; the next one has a process that knows nothing yet."""
    try:
        return "Connect to Appointments" in offered(dora)
    except AssertionError:
        return False
