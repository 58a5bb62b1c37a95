"""A tenant as a folder: whole trees in and out, every fault named by its file, no way out of the folder."""

import json
import os
from pathlib import Path

import pytest

from flowengine.errors import FlowInvalid, LedgerError, NotFound
from flowengine.ledger.folder import read_flow, read_tenant, write_atomically, write_case, write_flow
from flowengine.ledger.port import StoreMissing

FLOW = {"format": 1, "nodes": {}}


@pytest.fixture
def tenant(tmp_path: Path) -> Path:
    """hartley/: a tenant file and the environment front_door with the flow main, its layout, a case and a given."""
    root = tmp_path / "hartley"
    for name, document in {
        "tenant.json": {"format": 1},
        "front_door/environment.json": {"format": 1, "entry": {"default": "main"}},
        "front_door/main/flow.json": FLOW,
        "front_door/main/layout.json": {"format": 1, "nodes": {}},
        "front_door/main/cases/greets.json": {"cases": {}},
        "front_door/main/cases/given/office_day.json": {"at": "2026-03-02 10:00"},
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(json.dumps(document))
    return root


def findings(root: Path) -> list[tuple[str, str]]:
    with pytest.raises(FlowInvalid) as invalid:
        read_tenant(root)
    return [(finding.code, finding.file) for finding in invalid.value.findings]


def test_the_whole_tree_is_read(tenant: Path) -> None:
    (tenant / ".git").mkdir()
    (tenant / "front_door" / "README.md").write_text("hello")
    tree = read_tenant(tenant)
    assert tree.tenant == {"format": 1}
    assert list(tree.environments) == ["front_door"]
    environment = tree.environments["front_door"]
    assert environment.environment["entry"] == {"default": "main"}
    main = environment.flows["main"]
    assert (main.flow, main.text, main.layout) == (FLOW, json.dumps(FLOW), {"format": 1, "nodes": {}})
    assert main.cases == {"greets.json": {"cases": {}}}
    assert main.given == {"office_day": {"at": "2026-03-02 10:00"}}
    assert read_flow(tenant, "front_door", "main") == main


def test_recordings_lie_beside_flows_and_are_none(tenant: Path) -> None:
    (tenant / "front_door" / "sounds").mkdir()
    (tenant / "front_door" / "sounds" / "bye.en.wav").write_bytes(b"RIFF")
    assert set(read_tenant(tenant).environments["front_door"].flows) == {"main"}
    (tenant / "front_door" / "sounds" / "flow.json").write_text(json.dumps(FLOW))
    assert set(read_tenant(tenant).environments["front_door"].flows) == {"main", "sounds"}


def test_every_fault_is_named_with_its_file(tenant: Path) -> None:
    (tenant / "tenant.json").write_text('{"format": 1, "format": 2}')
    (tenant / "front_door" / "environment.json").unlink()
    (tenant / "front_door" / "main" / "flow.json").write_bytes(b"\xff{}")
    (tenant / "front_door" / "main" / "layout.json").write_text("[1]")
    (tenant / "front_door" / "main" / "cases" / "greets.json").write_text("{")
    (tenant / "front_door" / "main" / "cases" / "Bad Name.json").write_text("{}")
    (tenant / "front_door" / "9lives").mkdir()
    assert findings(tenant) == [
        ("json_key_twice", "tenant.json"),
        ("file_missing", "front_door/environment.json"),
        ("bad_name", "front_door/9lives"),
        ("json_not_utf8", "front_door/main/flow.json"),
        ("json_not_object", "front_door/main/layout.json"),
        ("bad_name", "front_door/main/cases/Bad Name.json"),
        ("json_malformed", "front_door/main/cases/greets.json"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("[" * 65 + "]" * 65, "json_too_deep", id="deep"),
        pytest.param('{"a": "' + "x" * (2 * 1024 * 1024) + '"}', "json_too_large", id="large"),
        pytest.param('{"a": NaN}', "json_malformed", id="nan"),
    ],
)
def test_limits_hold(tenant: Path, text: str, code: str) -> None:
    (tenant / "front_door" / "main" / "flow.json").write_text(text)
    assert findings(tenant) == [(code, "front_door/main/flow.json")]


def test_a_link_that_leads_outside_is_not_followed(tenant: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text('{"key": 1}')
    (tenant / "front_door" / "main" / "layout.json").unlink()
    (tenant / "front_door" / "main" / "layout.json").symlink_to(tmp_path / "secret.json")
    assert findings(tenant) == [("link_outside", "front_door/main/layout.json")]
    outside = tmp_path / "outside"
    outside.mkdir()
    (tenant / "front_door" / "evil").symlink_to(outside)
    with pytest.raises(NotFound):
        write_flow(tenant, "front_door", "evil", "{}")
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("name", ["..", "../../etc", "a/b", "", "Main", "a" * 65, "main\n", ".hidden", "a\\b", "a\x00"])
def test_names_that_are_no_names_are_refused(tenant: Path, name: str) -> None:
    before = sorted(tenant.rglob("*"))
    for call in (
        lambda: write_flow(tenant, "front_door", name, "{}"),
        lambda: write_flow(tenant, name, "main", "{}"),
        lambda: write_case(tenant, "front_door", "main", f"{name}.json", "{}"),
        lambda: read_flow(tenant, name, "main"),
    ):
        with pytest.raises(NotFound):
            call()
    assert sorted(tenant.rglob("*")) == before


def test_writing_is_exact_and_equal_bytes_are_not_touched(tenant: Path) -> None:
    file = tenant / "front_door" / "main" / "flow.json"
    os.utime(file, ns=(1, 1))
    write_flow(tenant, "front_door", "main", json.dumps(FLOW))
    assert file.stat().st_mtime_ns == 1
    write_flow(tenant, "front_door", "main", '{"ü": 1}\n', '{"format": 1}\n')
    assert file.read_bytes() == '{"ü": 1}\n'.encode()
    assert read_flow(tenant, "front_door", "main").layout == {"format": 1}
    write_flow(tenant, "front_door", "other", "{}\n")
    write_case(tenant, "front_door", "other", "works.json", "{}\n")
    assert read_flow(tenant, "front_door", "other").cases == {"works.json": {}}
    assert [path.name for path in tenant.rglob("*.tmp")] == []


def test_what_is_not_there_is_told(tenant: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        read_tenant(tmp_path / "nobody")
    with pytest.raises(NotFound):
        read_flow(tenant, "front_door", "nothing")
    with pytest.raises(NotFound):
        write_flow(tenant, "back_door", "main", "{}")
    with pytest.raises(LedgerError):
        write_atomically(tenant / "tenant.json" / "below", "{}")
