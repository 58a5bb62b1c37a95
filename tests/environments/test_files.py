"""The drafts as files: the paths of the folder form, and a write that is all or nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from flowengine.environments.files import Change, Written, files_of
from flowengine.environments.path import stand_at, stand_of
from flowengine.errors import FlowInvalid
from flowengine.lang.canonical import canonical, canonical_flow
from flowengine.messages import DocumentPut
from tests.environments.office import TENANT, Author, Office, lived
from tests.environments.office import flow as flow_saying

MAIN, LAYOUT, DAY = "front_door/main/flow.json", "front_door/main/layout.json", "front_door/main/cases/day.json"
HOME = "front_door/environment.json"
ENVIRONMENTS = ["front_door", "desk"]


def tree(office: Office, *, people: bool = True) -> dict[str, Any]:
    return files_of(office.exchange.board(TENANT), ENVIRONMENTS, people=people)


async def written(office: Office, changes: dict[str, Change], *, dry_run: bool = False) -> dict[str, str]:
    found = await office.editor.write_files(Author(), changes, dry_run=dry_run)
    return {path: outcome.status for path, outcome in found.items()}


PATHS = {
    HOME: ("environment", "front_door"), MAIN: ("draft", "front_door/main"), LAYOUT: ("layout", "front_door/main"),
    DAY: ("cases", "front_door/main/day.json"),
    "desk/a/cases/given/office-day.json": ("cases", "desk/a/given/office-day.json"),
}  # fmt: skip  # read as a table
NOWHERE = [
    "tenant.json", "desk", "desk/flow.json", "Desk/environment.json", "../desk/environment.json", "desk/a/other.json",
    "desk/a/cases/x/y.json", "desk/a/cases/../flow.json", "desk//flow.json", "desk/a/flow.json\n", "/desk/a/flow.json",
]  # fmt: skip  # as above


@pytest.mark.parametrize("path", PATHS)
def test_a_path_and_a_document_name_each_other(path: str) -> None:
    stand = stand_at(path)
    assert stand is not None
    assert (stand.kind, stand.key) == PATHS[path]
    assert stand.path == path
    assert stand_of(stand.kind, stand.key) == stand


@pytest.mark.parametrize("path", NOWHERE)
def test_nothing_lies_elsewhere(path: str) -> None:
    assert stand_at(path) is None
    assert stand_of("token", path) is None


def test_the_tree_has_the_bytes_of_the_folder(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        found = tree(office)
        assert set(found) == {"tenant.json", HOME, MAIN, DAY}
        assert canonical_flow(found[MAIN].document) == canonical_flow(flow_saying())
        assert canonical(found[DAY].document) == canonical({"cases": {}})
        assert found["tenant.json"].document["tenant"]["id"] == TENANT
        assert found[MAIN].hash == office.exchange.board(TENANT).library.get("draft", "front_door/main").hash  # type: ignore[union-attr]  # it was seeded
        assert json.loads(json.dumps(found["tenant.json"].document))["contact_centers"]["desk"]["title"] == "Desk"

    lived(tmp_path, life)


def test_files_are_written_together(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        base = tree(office)
        changes = {
            MAIN: Change(flow_saying("Good day."), base[MAIN].hash),
            LAYOUT: Change({"format": 1, "nodes": {}}, ""),
            DAY: Change({"cases": {}}, "whatever"),
            "desk/new/flow.json": Change(flow_saying("New."), ""),
            "desk/new/cases/a.json": Change({"cases": {}}, ""),
        }
        dry = await written(office, changes, dry_run=True)
        assert tree(office) == base
        assert await written(office, changes) == dry == dict.fromkeys(changes, "written") | {DAY: "unchanged"}
        now = tree(office)
        assert now[MAIN].document["nodes"]["hello"]["prompt"] == "Good day."
        assert set(now) == {*base, LAYOUT, "desk/environment.json", "desk/new/flow.json", "desk/new/cases/a.json"}
        assert now["desk/environment.json"].hash == ""

    lived(tmp_path, life)


def test_one_stale_base_keeps_everything_from_being_written(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        base = tree(office)
        changes = {
            LAYOUT: Change({"format": 1}, ""),
            MAIN: Change(flow_saying("Mine."), "0" * 32),
            HOME: Change(None, base[MAIN].hash),
        }
        assert await written(office, changes) == {LAYOUT: "written", MAIN: "conflict", HOME: "conflict"}
        assert tree(office) == base
        found = await office.editor.write_files(Author(), changes, dry_run=False)
        assert found[MAIN] == Written("conflict", base[MAIN].hash)

    lived(tmp_path, life)


def test_with_a_flow_go_its_layout_and_cases(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        base = tree(office)
        assert await written(office, {MAIN: Change(None, base[MAIN].hash)}) == {MAIN: "written"}
        assert set(tree(office)) == {"tenant.json", HOME}
        assert office.exchange.board(TENANT).library.of_kind("cases") == []
        assert await written(office, {MAIN: Change(None, "")}) == {MAIN: "unchanged"}

    lived(tmp_path, life)


WRONG = {
    "not a place": ("desk/elsewhere.json", {}, "bad_name"),
    "the tenant": ("tenant.json", {}, "bad_name"),
    "no environment": ("nowhere/a/flow.json", flow_saying(), "unknown_contact_center"),
    "not a flow": (MAIN, {"format": 1}, "missing"),
    "not an object": (DAY, [], "json_not_object"),
    "not an environment": (HOME, {"format": 1, "entry": 7}, "bad_value"),
    "not a layout": (LAYOUT, {"notes": [{"text": 7}]}, "bad_value"),
    "cases of no flow": ("desk/none/cases/a.json", {"cases": {}}, "unknown_flow"),
}


@pytest.mark.parametrize(("path", "document", "code"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_used_is_refused_whole(tmp_path: Path, path: str, document: Any, code: str) -> None:
    async def life(office: Office) -> None:
        base = tree(office)
        good = {LAYOUT: Change({"format": 1}, "")}
        with pytest.raises(FlowInvalid) as refused:
            await office.editor.write_files(Author(), {**good, path: Change(document, "*")}, dry_run=False)
        assert {(finding.code, finding.file) for finding in refused.value.findings} >= {(code, path)}
        assert tree(office) == base

    lived(tmp_path, life)


def test_people_are_keys_only_for_who_does_not_lead_them(tmp_path: Path) -> None:
    anna = {"name": "Anna de Vries", "directory_id": "d", "object_id": "77", "roles": {"": ["agent"]}}

    async def life(office: Office) -> None:
        await office.exchange.submit(TENANT, DocumentPut(kind="user", key="anna", body=json.dumps(anna), base=""))
        assert tree(office)["tenant.json"].document["users"]["anna"]["name"] == "Anna de Vries"
        shown = tree(office, people=False)["tenant.json"].document
        assert shown["users"]["anna"]["roles"] == {"": ["agent"]}
        assert "Vries" not in json.dumps(shown)
        assert "77" not in json.dumps(shown)

    lived(tmp_path, life)
