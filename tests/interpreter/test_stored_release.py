"""Releases and dialogues of earlier versions are read; a release in which anything is of a later one is refused."""

import json
from pathlib import Path

import msgspec
import pytest

from flowengine.errors import FlowInvalid
from flowengine.interpreter.program import Release, compile_release
from flowengine.interpreter.state import decode, encode
from flowengine.lang.document import FlowLoader
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE
from flowengine.switchboard.programs import Programs
from tests.lang.earlier_form import FROM_0

STORED = Path(__file__).parents[1] / "golden" / "documents"
RELEASES = sorted(STORED.glob("release-*.json"))


@pytest.mark.parametrize("file", RELEASES, ids=lambda file: file.stem)
def test_a_stored_release_compiles(file: Path) -> None:
    program = Programs(FlowLoader(PALETTE)).compiled("front_door", "hash", file.read_text("utf-8"))
    assert program.flows["main"].nodes["sales"].config.priority == 3


@pytest.mark.parametrize(
    "file", sorted(STORED.parent.glob("switchboard-dialogue-*.msgpack")), ids=lambda file: file.stem
)
def test_a_stored_dialogue_is_read_and_written_in_the_present_form(file: Path) -> None:
    """Nothing of it is lost by a version that is newer: what it did not have yet is at its default."""
    body = file.read_bytes()
    before, state = msgspec.msgpack.decode(body), decode(body)
    after = msgspec.msgpack.decode(encode(state))
    assert decode(encode(state)) == state
    assert {key: after[key] for key in before} == before


def test_a_release_of_flows_in_an_earlier_form_compiles() -> None:
    earlier = json.loads((STORED / "flow-0.json").read_text("utf-8"))
    program = compile_release(FlowLoader(PALETTE, FROM_0), "front_door", 1, Release({"format": 1}, {"main": earlier}))
    assert program.flows["main"].nodes["ask"].wires["1"].id == "sales"


@pytest.mark.parametrize(
    ("path", "file"),
    [((), ""), (("flows", "main"), "front_door/main/flow.json"), (("environment",), "front_door/environment.json")],
    ids=["release", "flow", "environment"],
)
def test_a_later_format_is_refused(path: tuple[str, ...], file: str) -> None:
    body = json.loads(RELEASES[0].read_text("utf-8"))
    inner: Json = body
    for part in path:
        inner = inner[part]
    inner["format"] = 2
    with pytest.raises(FlowInvalid) as refused:
        Programs(FlowLoader(PALETTE)).compiled("front_door", "hash", json.dumps(body))
    assert [(finding.code, finding.file) for finding in refused.value.findings] == [("format_too_new", file)]


def test_every_mistake_of_a_stored_environment_is_told_at_once() -> None:
    environment = {"format": 1, "colour": 1, "schedules": {"office": {"weekly": {"mon": ["9-5"]}}}}
    with pytest.raises(FlowInvalid) as refused:
        compile_release(FlowLoader(PALETTE), "desk", 1, Release(environment, {}))
    assert [(finding.path, finding.file) for finding in refused.value.findings] == [
        ("$.colour", "desk/environment.json"),
        ("$.schedules.office.weekly.mon[0]", "desk/environment.json"),
    ]
