"""`dialogue-studio new`: what it writes is canonical, checks and tests green, and nothing that is there is touched."""

from pathlib import Path

import pytest

from tests.main.terminal import edit, read, run


@pytest.mark.parametrize(("tenant", "zone"), [("emea-acme", "Europe/London"), ("nora-acme", "America/New_York")])
def test_a_new_tenant_is_green(tmp_path: Path, tenant: str, zone: str) -> None:
    folder = tmp_path / "acme"
    assert run("new", folder, "--tenant", tenant).code == 0
    assert run("new", folder, "--flow", "support/callback").code == 0
    assert run("new", folder, "--flow", "front_door/opening").code == 0
    checked = run("check", folder)
    assert (checked.code, checked.out) == (0, "0 errors, 0 warnings\n")
    tested = run("test", folder)
    assert (tested.code, tested.out.startswith("5 passed, 0 failed")) == (0, True), tested.out
    assert run("fmt", "--check", folder).code == 0
    assert read(folder / "tenant.json")["tenant"]["time_zone"] == zone
    assert run("check", folder, "--stage", "production").code == 0


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    said = run("new", tmp_path / "acme", "--dry-run", "--json")
    assert said.code == 0
    assert {"file": "tenant.json", "status": "would be written"} in said.lines
    assert not (tmp_path / "acme").exists()


def test_the_id_follows_from_the_folder(tmp_path: Path) -> None:
    run("new", tmp_path / "Acme & Sons")
    assert read(tmp_path / "Acme & Sons" / "tenant.json")["tenant"]["id"] == "emea-acme-sons"


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    run("new", folder)
    before = {file: file.read_bytes() for file in folder.rglob("*.json")}
    refused = {
        (folder,): "is there already",
        (folder, "--flow", "front_door/main"): "There is a flow",
        (folder, "--flow", "desk/main"): "Known are: front_door, support",
        (folder, "--flow", "main"): "names no flow",
        (folder, "--flow", "front_door/Ma in"): "names no flow",
        (tmp_path / "none", "--flow", "front_door/x"): "no tenant.json",
        (tmp_path / "other", "--tenant", "acme"): "begins with its region",
    }
    for words, sentence in refused.items():
        said = run("new", *words)
        assert (said.code, said.out, sentence in said.err) == (2, "", True), said
    assert {file: file.read_bytes() for file in folder.rglob("*.json")} == before
    assert not (tmp_path / "other").exists()


def test_a_contact_center_gets_its_environment_with_its_first_flow(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    run("new", folder)
    edit(folder / "tenant.json", "contact_centers", "desk", to={"title": "Desk"})
    assert run("new", folder, "--flow", "desk/first").code == 0
    assert read(folder / "desk" / "environment.json")["entry"] == {"default": "first"}
    assert run("check", folder).code == 0
    assert run("test", folder).code == 0


# --- bindings.<stage>.json ------------------------------------------------------------------------------------------


def test_a_stage_binds_names(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    run("new", folder)
    environment = folder / "front_door" / "environment.json"
    edit(environment, "bindings", to={"website": ""})
    unbound = run("check", folder, "--json")
    assert (unbound.code, [line["code"] for line in unbound.lines]) == (1, ["unbound_name"])
    assert run("check", folder, "--stage", "production").code == 0
    stage = folder / "bindings.production.json"
    edit(stage, "bindings", to={"website": "www.example.com", "webiste": "x"})
    said = run("check", folder, "--stage", "production", "--json")
    assert said.code == 0
    assert [(line["code"], line["path"], line["severity"]) for line in said.lines] == [
        ("unbound_name", "$.bindings.webiste", "warning")
    ]


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"format": 2}', '{"format": 1, "bindings": {"a": 7}}', '{"format": 1, "bindings": {"a": ""}}']
)
def test_a_stage_that_cannot_be_used_is_a_finding(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "acme"
    run("new", folder)
    (folder / "bindings.production.json").write_text(text)
    said = run("check", folder, "--stage", "production", "--json")
    assert said.code == 1
    assert {line["file"].endswith("bindings.production.json") for line in said.lines} == {True}


def test_a_stage_that_is_not_there_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    run("new", folder)
    for stage in ("staging", "../production", "production.json"):
        said = run("check", folder, "--stage", stage)
        assert (said.code, "Stages here: production." in said.err) == (2, True), said
