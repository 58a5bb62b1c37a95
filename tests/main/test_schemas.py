"""`$schema` lines: every kind of file may have one, and what it names is had by the command and from the server."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from msgspec import Struct
from msgspec.structs import replace

from flowengine.cli import main
from flowengine.extensions.palette import installed_palette
from flowengine.main.checking import findings_at
from flowengine.main.palette import PaletteView
from tests.environments.office import TREE, flow

LINE = {"$schema": "../../.schemas/any.json"}


@pytest.mark.parametrize("kind", ["flow", "environment", "cases", "scenario"])
def test_the_command_writes_what_the_server_serves(kind: str, tmp_path: Path) -> None:
    target = tmp_path / ".schemas" / f"{kind}.json"
    assert main(["schema", kind, "-o", str(target)]) == 0
    written = json.loads(target.read_text("utf-8"))
    assert written == json.loads(json.dumps(PaletteView(installed_palette()).schema(kind)))
    Draft202012Validator.check_schema(written)


def test_without_a_kind_it_prints_that_of_flows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Dialogue Studio flow, format 1"


def test_every_kind_of_file_may_name_its_schema(tmp_path: Path) -> None:
    """And nothing is fetched, found missing or changed because of it."""
    case = {"start": {"flow": "main"}, "cases": {"greets": {"steps": [{"expect": {"at": "hello"}}]}}}
    environment = {"format": 1, "entry": {"default": "main"}}
    documents = {
        "tenant.json": TREE["tenant"],
        "front_door/environment.json": environment,
        "desk/environment.json": {"format": 1},
        "front_door/main/flow.json": flow(),
        "front_door/main/cases/day.json": case,
    }
    for name, document in documents.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(json.dumps(LINE | document), "utf-8")
    assert [finding for finding in findings_at(tmp_path) if finding.severity == "error"] == []
    assert main(["test", str(tmp_path)]) == 0
    assert main(["fmt", str(tmp_path)]) == 0
    assert {(tmp_path / name).read_text("utf-8").splitlines()[1] for name in documents} == {
        '  "$schema": "../../.schemas/any.json",'
    }


class Delivery(Struct, frozen=True):
    """Another package's, of the same name as one of ours and of another shape."""

    weight: int


class Weigh(Struct, frozen=True):
    parcel: Delivery


def test_the_short_palette_says_a_definition_once_and_everything() -> None:
    ours = installed_palette()
    view = PaletteView({**ours, "weigh": replace(ours["end"], name="weigh", config=Weigh)})
    short = view.palette("en")
    told = [{**one, "schema": _whole(one["schema"], short["definitions"])} for one in short["types"]]
    long = [{**one, "schema": _whole(one["schema"], {})} for one in view.node_types("en")]
    used = [{**one, "schema": _only(one["schema"], other["schema"])} for one, other in zip(told, long, strict=True)]
    assert used == long
    assert [one["name"] for one in short["types"] if "$defs" in one["schema"]] == ["weigh"]
    assert len(json.dumps(short)) < len(json.dumps(view.node_types("en"))) / 2


def _whole(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "$defs": {**definitions, **schema.get("$defs", {})}}


def _only(schema: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """With the definitions that the other one has: what others of the palette need does no harm."""
    return {**schema, "$defs": {name: said for name, said in schema["$defs"].items() if name in other["$defs"]}}
