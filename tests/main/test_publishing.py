"""publish, rollback, releases and token: a pipeline's way to what is live, on a real server."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowengine.lang.canonical import canonical
from flowengine.ledger.folder import write_atomically
from tests.main.served import ROOT, Client, Served, served
from tests.main.terminal import SERVER, TOKEN, edit, environment, read, run, token

DORA = ("--tenant", "emea-hartley", "--user", "dora")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture
def page(server: Served) -> Iterator[Client]:
    client = server.client()
    client.sign_in("dora")
    client("POST", "/api/demo/reset")
    with environment(**{SERVER: server.url, TOKEN: token(client)}):
        yield client


@pytest.fixture
def folder(page: Client, tmp_path: Path) -> Path:
    assert run("pull", tmp_path / "hartley").code == 0
    return tmp_path / "hartley"


def live(page: Client, place: str = "billing") -> int:
    return next(int(row["number"]) for row in page("GET", f"/api/environments/{place}/releases")[1] if row["live"])


def test_publish_and_roll_back(page: Client, folder: Path) -> None:
    edit(folder / "billing/accounts/flow.json", "title", to="Mine")
    assert run("push", folder).code == 0
    dry = run("publish", "billing", "-m", "New title", "--dry-run")
    assert (dry.code, "The title changed from" in dry.out, live(page)) == (0, True, 1), dry
    said = run("publish", "billing", "-m", "New title")
    assert (said.code, said.out) == (0, "Release 2 of billing is live.\n")
    listed = run("releases", "billing", "--json").lines
    assert [(row["number"], row["message"], row["author"], row["live"]) for row in listed] == [
        (2, "New title", "token:ci", True),
        (1, "First release", "seed", False),
    ]
    assert run("rollback", "billing", "1", "--dry-run").code == 0
    assert live(page) == 2
    assert run("rollback", "billing", "1", "--json").lines == [
        {"environment": "billing", "number": 1, "dry_run": False}
    ]
    assert live(page) == 1
    assert run("releases", "billing").out.splitlines()[1].startswith("live    1  ")
    assert "It has: 1, 2." in run("rollback", "billing", "9").err


def test_diff_speaks_of_what_is_live(page: Client, folder: Path) -> None:
    edit(folder / "billing/accounts/flow.json", "title", to="Mine")
    assert run("push", folder).code == 0
    assert run("diff", folder, "--server", page.url).code == 0
    said = run("diff", folder, "--server", page.url, "--live", "--environment", "billing", "--json")
    assert said.code == 1
    assert [(line["file"], line["changes"][0]["kind"]) for line in said.lines] == [
        ("billing/accounts/flow.json", "title_changed")
    ]


def simulated(*words: str | Path) -> dict[str, Any]:
    """A short morning of Dutch callers, who choose the second language."""
    said = run("simulate", *words, "--replications", "2", "--json")
    assert said.code == 0, said
    found: dict[str, Any] = said.lines[0]
    return found


def test_a_day_is_simulated_on_what_the_server_has(page: Client, folder: Path) -> None:
    scenario = folder / "dutch.json"
    callers = [{"answers": {"language_menu": {"2": 1}, "main_menu": {"hangs_up": 1}}}]
    arrivals = [{"address": "+442079460100", "per_hour": 60}]
    day = {"day": "2026-03-02", "from": "10:00", "to": "10:20", "arrivals": arrivals, "callers": callers}
    write_atomically(scenario, canonical({**day, "staffing": [], "patience": {"voice": 10}}))
    alone = run("simulate", scenario)
    assert (alone.code, "--flows" in alone.err) == (1, True), alone
    live = simulated(scenario, "--flows", "live")
    assert live["title"] == "dutch (what is live)"
    assert live["dialogues"]["arrived"]["mean"] == live["dialogues"]["left_in_flow"]["mean"] > 10
    assert live["lines"] == []
    edit(folder / "front_door/main/flow.json", "wires", "language_menu", "2", to="desk")
    both = simulated(scenario, "--flows", "live", "--against", folder)
    assert run("push", folder).code == 0
    assert simulated(scenario, "--flows", "1", "--against", "draft")["lines"] == both["lines"]
    old = simulated(scenario, "--flows", "draft", "--against", "1")
    assert [side["title"] for side in (old["before"], old["after"])] == [
        "dutch (front_door draft)",
        "dutch (front_door release 1)",
    ]
    (desk,) = [line["figures"]["enqueued"] for line in old["lines"] if line["contact_center"] == "desk"]
    assert (desk["before"]["mean"], desk["after"]["mean"]) == (live["dialogues"]["arrived"]["mean"], None)


WRONG_SIDES = {
    ("--flows", "9"): "front_door has no release 9. It has: 1",
    ("--flows", "live", "--environment", "nowhere"): "There is no environment nowhere.",
    ("--flows", "yesterday"): "“yesterday” is nothing that a server has.",
    ("--environment", "billing"): "--environment is of a server.",
}


def test_flows_that_the_server_has_not_are_one_sentence(page: Client, tmp_path: Path) -> None:
    scenario = str(ROOT / "examples" / "what_if" / "monday.json")
    for words, says in WRONG_SIDES.items():
        said = run("simulate", scenario, *words)
        assert (said.code, said.out) == (2, ""), said
        assert says in said.err


def test_the_gate_stands(page: Client, folder: Path) -> None:
    cases = read(next((folder / "billing/accounts/cases").glob("*.json")))
    name = next(iter(cases["cases"]))
    cases["cases"][name]["steps"] = [{"expect": {"ended": {"by": "agent"}}}]
    write_atomically(
        folder / "billing/accounts/cases/wrong.json", canonical({**cases, "cases": {name: cases["cases"][name]}})
    )
    assert run("push", folder).code == 0
    for words in (["--dry-run"], []):
        said = run("publish", "billing", "-m", "x", *words)
        assert (said.code, "wrong.json" in said.err) == (1, True), said
    assert live(page) == 1
    assert run("publish", "billing", "-m", "x", "--force-reason", "known").code == 0
    assert (live(page), "known" in run("releases", "billing").out) == (2, True)


def test_a_stage_is_published_with_its_values(page: Client, folder: Path) -> None:
    home = "front_door/environment.json"
    edit(folder / home, "bindings", to={"crm": "https://crm.test.example"})
    write_atomically(
        folder / "bindings.live.json", canonical({"format": 1, "bindings": {"crm": "https://crm.example"}})
    )

    def bound() -> str:
        files = page("GET", "/api/tree")[1]["files"]
        value: str = files[home]["document"]["bindings"]["crm"]
        return value

    assert run("push", folder).code == 0
    assert bound() == "https://crm.test.example"
    dry = run("publish", "front_door", "-m", "x", "--stage", "live", "--folder", folder, "--dry-run")
    assert (dry.code, "https://crm.example" in dry.out, bound()) == (0, True, "https://crm.test.example"), dry
    assert run("publish", "front_door", "-m", "x", "--stage", "live", "--folder", folder).code == 0
    assert bound() == "https://crm.example"
    # From now on a pull and a push speak of that stage, and the folder keeps its own value.
    assert run("push", folder, "--stage", "live").code == 0
    assert run("push", folder).out.startswith("0 files pushed")
    assert run("pull", folder).code == 0
    assert (bound(), read(folder / home)["bindings"]["crm"]) == ("https://crm.example", "https://crm.test.example")


def test_the_canary_is_said_to_the_server(page: Client) -> None:
    assert run("publish", "billing", "-m", "x", "--canary", "200").code == 2
    assert run("publish", "billing").code == 2


# --- tokens ---------------------------------------------------------------------------------------------------------


def test_the_first_token_is_made_by_the_demos_sign_in(page: Client, tmp_path: Path) -> None:
    file = tmp_path / "keys" / "ci"
    words = ("token", "new", "--name", "ci", "--environment", "billing", "--days", "7", *DORA)
    said = run(*words, "--out", file)
    assert (said.code, "ds_" in said.out) == (0, False), said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with environment(**{TOKEN: ""}):
        assert run("releases", "billing", "--token-file", file).code == 0
    assert run("releases", "pharmacy", "--token-file", file).code == 2
    printed = run(*words).out.strip()
    assert printed.startswith("ds_")
    listed = run("token", "list", *DORA)
    assert "editor of billing, until " in listed.out
    assert printed.split("_", 2)[2] not in listed.out
    assert run("token", "revoke", printed, *DORA).code == 0
    with environment(**{TOKEN: printed}):
        refused = run("releases", "billing")
    assert (refused.code, "was revoked" in refused.err) == (2, True)
    assert {row["revoked_ms"] > 0 for row in run("token", "list", "--json", *DORA).lines} == {True, False}
    status, trace = page("GET", "/api/session")
    assert status == 200, trace


def test_who_may_not_is_told_so(page: Client) -> None:
    said = run("token", "new", "--name", "ci", "--tenant", "emea-hartley", "--user", "edith")
    assert (said.code, "administrator" in said.err) == (2, True)
    said = run("token", "new", "--name", "ci", "--tenant", "emea-hartley", "--user", "nobody")
    assert (said.code, "no demo user nobody" in said.err) == (2, True)
    assert "token list" in run("token", "revoke", "0" * 32, *DORA).err
    assert run("token", "new", *DORA).code == 2
    assert "A token cannot have the role" in run("token", "new", "--name", "a", "--role", "agent", *DORA).err
