"""No way into the store or the folder lets a later format pass, or loses a word about it."""

import json
from pathlib import Path

import pytest

from flowengine.environments.files import Change, Files
from flowengine.errors import FlowInvalid
from flowengine.ledger.folder import read_flow, read_tenant
from flowengine.main.checking import findings_at
from flowengine.testbench.runner import load_file
from flowengine.testbench.tree import read_releases
from tests.environments.office import LOADER, TENANT, TREE, Author, Office, Place, Posted, flow, lived

LATER = {**flow(), "format": 2}


def codes(refused: FlowInvalid) -> list[tuple[str, str]]:
    return [(finding.code, finding.file) for finding in refused.findings]


def test_a_draft_of_a_later_format_is_not_saved(tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        before = office.editor.read_flow(Place())["hash"]
        with pytest.raises(FlowInvalid) as saved:
            await office.editor.save_flow(Place(), LATER, None, before, "edith")
        with pytest.raises(FlowInvalid) as created:
            await office.editor.create_flow(Place(flow="other"), LATER, "edith")
        with pytest.raises(FlowInvalid) as ran:
            await office.editor.run_cases(Place(), Posted(LATER))
        assert [codes(one.value) for one in (saved, created, ran)] == [[("format_too_new", "")]] * 3
        assert [finding.code for finding in await office.editor.check(TENANT, "front_door", LATER)] == [
            "format_too_new"
        ]
        assert office.editor.read_flow(Place())["hash"] == before

    lived(tmp_path, life)


@pytest.mark.parametrize("path", ["front_door/main/flow.json", "front_door/environment.json"])
def test_files_of_a_later_format_are_not_written(path: str, tmp_path: Path) -> None:
    async def life(office: Office) -> None:
        files = Files(office.editor.tenants, LOADER)
        with pytest.raises(FlowInvalid) as refused:
            await files.write(Author(), {path: Change({"format": 2}, "*")}, dry_run=False)
        assert codes(refused.value) == [("format_too_new", path)]

    lived(tmp_path, life)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The office's tenant as a folder; its flow's cases lie beside it."""
    home = tmp_path / "office"
    documents = {
        "tenant.json": TREE["tenant"],
        "front_door/environment.json": TREE["environments"]["front_door"]["environment"],
        "front_door/main/flow.json": flow(),
        "front_door/main/cases/day.json": {"start": {"flow": "main"}, "cases": {}},
    }
    for name, document in documents.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(json.dumps(document), "utf-8")
    return home


@pytest.mark.parametrize("name", ["tenant.json", "front_door/environment.json", "front_door/main/flow.json"])
def test_a_folder_with_a_later_format_is_refused_by_all_who_read_it(name: str, folder: Path) -> None:
    file = folder / name
    file.write_text(json.dumps({**json.loads(file.read_text("utf-8")), "format": 2}), "utf-8")
    told = [("format_too_new", name)]
    for read in (read_tenant, read_releases):
        with pytest.raises(FlowInvalid) as refused:
            read(folder)
        assert codes(refused.value) == told
    suite = load_file(folder / "front_door" / "main" / "cases" / "day.json")
    assert [(finding.code, finding.file) for finding in suite.findings] == told
    found = [(finding.code, finding.file) for finding in findings_at(folder)]
    assert [(code, Path(file).name) for code, file in found] == [("format_too_new", Path(name).name)]
    if name.endswith("flow.json"):
        with pytest.raises(FlowInvalid):
            read_flow(folder, "front_door", "main")


def test_a_lone_flow_of_a_later_format_is_one_finding(tmp_path: Path) -> None:
    file = tmp_path / "flow.json"
    file.write_text(json.dumps(LATER), "utf-8")
    assert [(finding.code, finding.file) for finding in findings_at(file)] == [("format_too_new", str(file))]
