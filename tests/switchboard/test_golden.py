"""What the switchboard stores, one body of each kind and version: what was written once is read for ever.

Each body below fills every field, so that a field that is added, renamed or gone shows here. After such a change give
the kind its next version and write a new golden file: a missing one is written once, and compared from then on. A
golden file is never changed; the older ones must still be read.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import Struct
from msgspec.structs import fields

from flowengine.floor.plan import PlanStep
from flowengine.floor.presence import DeviceReport
from flowengine.floor.queue import QueueFigures
from flowengine.floor.reservation import Reservation
from flowengine.floor.row import (
    AGENT_VERSION,
    ENTRY_VERSION,
    QUEUE_VERSION,
    RESERVATION_VERSION,
    ROW_KINDS,
    VERSION,
    AgentRow,
    EntryRow,
    FloorRow,
    KnownRow,
    PlaceRow,
    QueueRow,
)
from flowengine.interpreter import state
from flowengine.interpreter.state import Asking, Callback, Caller, Dialogue, Ended, Frame, Line
from flowengine.lang.node_type import Routing
from flowengine.messages import Accept, Choice, Limits
from flowengine.switchboard.callers import CallerRecord
from tests.switchboard.office import Office, queue

GOLDEN = Path(__file__).parents[1] / "golden"
ID = "01a219e3-ea2e-77b5-a73d-31bf88ca2f97"
DIALOGUE = Dialogue(
    id=ID,
    via="phone",
    channel="chat",
    address="+442079460100",
    started_ms=1_772_445_600_000,
    v=4,
    capabilities=("keys", "audio"),
    caller=Caller("+447700900123", True, "Ann", True, "en-GB", {"vip": True}, "anna", "sales", 2),
    language="en",
    attributes={"topic": "bill"},
    frames=(
        Frame(
            "contact_center",
            "sales",
            3,
            "entry",
            "ask",
            {"type": "menu", "tries_left": 2},
            {"n": 1.5},
            True,
            {"again": 2},
        ),
    ),
    wait=7,
    asking=Asking(
        Accept("digits", (Choice("1", "One", ("a",)),), 2, 4, "*", ("0",)), Limits(5.0, 3.0), 9, True, True, "12"
    ),
    awaiting="ServiceReplied",
    asked={"to": "+447700900123"},
    typed="34",
    spoken=8,
    uncut=3,
    presence="away",
    status="offered",
    contact_center="sales",
    treatment="hold",
    routing=Routing({"dutch": 50}, 2, "anna", {"Topic": "bill"}, 20.0, 60.0),
    shown=4,
    callback=Callback(5, 3, 60.0, 1),
    told={"position": (3, 1_772_445_650_000)},
    recording="held",
    reservation=ID,
    connected_ms=1_772_445_660_000,
    releases={"front_door": 1, "sales": 3},
    visits={"sales/entry/ask": 2},
    said=9,
    orders=2,
    kept=11,
    test=True,
    ended=Ended("abandoned", "queued", "caller"),
    ended_ms=1_772_445_700_000,
    queued=True,
    line=Line("sales", {"dutch": 50}, 2, 300.0, 50, "skip"),
    place=(1_772_445_600_000, 12),
    waited_ms=4000,
    handed_on=True,
)
BODIES: dict[str, tuple[int, Struct]] = {
    "dialogue": (4, DIALOGUE),
    "floor-floor": (VERSION, FloorRow(v=1, sequence=42)),
    "floor-queue": (
        QUEUE_VERSION,
        QueueRow(v=2, figures=QueueFigures(5, 61_000.5, 4000, 3, 2, 90_000), told_ms=1_772_445_600_000),
    ),
    "floor-known": (VERSION, KnownRow(v=1, sets=[(), (("dutch", 50), ("golf", 1))])),
    "floor-place": (
        VERSION,
        PlaceRow(
            v=1, contact_center="sales", resume_key="4f", until_ms=1_772_445_720_000, enqueued_ms=1_772_445_600_000,
            sequence=12, order=14,
        ),
    ),
    "floor-agent": (
        AGENT_VERSION,
        AgentRow(
            v=2, signed_in=True, intent="away", reason="lunch", next_intent="available", next_reason="back",
            devices={"phone": DeviceReport("device_busy", 1_772_445_600_000)}, blocked_until_ms=1_772_445_600_000,
            misses={"sales": 1}, idle_sequence=9, since_ms=1_772_445_590_000,
        ),
    ),
    "floor-entry": (
        ENTRY_VERSION,
        EntryRow(
            v=4, contact_center="sales", channel="voice", requirements={"dutch": 50}, rank=(5, 1_772_445_600_000, 12),
            enqueued_ms=1_772_445_600_000, leave_by_ms=1_772_445_900_000, overdue=True, preferred="anna",
            exclusions={"bert": 1_772_445_660_000}, redial_ms=60_000, held_until_ms=1_772_445_700_000,
            others=[("care", {"dutch": 30})], begun_ms=1_772_445_610_000, waited_ms=9_000, skills=("dutch", "golf"),
            steps=(PlanStep(30_000, {"sales": {"dutch": 50}, "care": {"dutch": 30}}, 4),), step=2,
            step_due_ms=1_772_445_660_000, when_unstaffed="skip", direct="anna", resume_key="4f", told_s=42,
            told_ms=1_772_445_640_000, test=True,
        ),
    ),
    "caller": (
        1,
        CallerRecord(
            1_772_445_600_000, 1, "Ann", "en", {"vip": True}, "anna", "sales", [1_772_445_600_000]
        ),
    ),
    "floor-reservation": (
        RESERVATION_VERSION,
        Reservation(
            v=3, sequence=7, id=ID, dialogue=ID, agent="anna", contact_center="sales", channel="voice",
            created_ms=1_772_445_600_000, expires_ms=1_772_445_620_000, state="wrapping", accepted_ms=1_772_445_601_000,
            connected_ms=1_772_445_602_000, closed_ms=1_772_445_603_000, wrap_up_until_ms=1_772_445_633_000,
            cost=100, home="care", requirements={"dutch": 50}, waited_ms=9_000, place=(1_772_445_590_000, 6),
            held_since_ms=1_772_445_602_500, held_ms=400, disposition="sold", test=True,
        ),
    ),
}  # fmt: skip  # one body reads as one
ONE_VALUE = {"v", "kind"}  # fields whose only value is their default


def inside(value: Any) -> Iterator[Struct]:
    """The struct and every struct in it."""
    if isinstance(value, Struct):
        yield value
        for name in value.__struct_fields__:
            yield from inside(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from inside(item)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from inside(item)


@pytest.mark.parametrize(("name", "version", "body"), [(name, *row) for name, row in BODIES.items()], ids=BODIES)
def test_what_is_written_is_the_golden_body(name: str, version: int, body: Struct) -> None:
    file = GOLDEN / f"switchboard-{name}-{version}.msgpack"
    written = state.encode(body)
    if not file.exists():
        file.write_bytes(written)
        pytest.fail(f"{file.name} was missing and is written now: look at it and commit it.")
    assert written == file.read_bytes(), "a stored type changed: give it a new version and its own golden file"


READERS: dict[str, Callable[[bytes], Any]] = {
    name: state.decode if name == "dialogue" else msgspec.msgpack.Decoder(type(body)).decode
    for name, (_, body) in BODIES.items()
}


@pytest.mark.parametrize("name", BODIES)
def test_every_version_that_was_ever_written_is_read(name: str) -> None:
    version, body = BODIES[name]
    files = {int(file.stem.rpartition("-")[2]): file for file in GOLDEN.glob(f"switchboard-{name}-*.msgpack")}
    assert set(files) == set(range(1, version + 1))
    for number, file in files.items():
        found = READERS[name](file.read_bytes())
        assert number < version or found == body


@pytest.mark.parametrize("name", BODIES)
def test_the_body_fills_every_field(name: str) -> None:
    """So that a field that is added with a default cannot slip in unseen."""
    for struct in inside(BODIES[name][1]):
        for field in fields(struct):
            if field.name not in ONE_VALUE and field.default is not msgspec.NODEFAULT:
                assert getattr(struct, field.name) != field.default, (
                    f"{type(struct).__name__}.{field.name} is at its default"
                )
            if field.name not in ONE_VALUE and field.default_factory is not msgspec.NODEFAULT:
                assert getattr(struct, field.name) != field.default_factory(), (
                    f"{type(struct).__name__}.{field.name} is empty"
                )


@pytest.mark.parametrize("name", BODIES)
def test_every_body_carries_its_version(name: str) -> None:
    version, body = BODIES[name]
    assert msgspec.msgpack.decode(state.encode(body))["v"] == version


def test_every_kind_of_row_has_a_golden_body() -> None:
    """Whatever a switchboard gives to be kept is of a kind that stands above (generation is one number)."""
    office = Office()
    office.release("sales", "entry", entry=queue(when_unstaffed="wait"))
    office.sign_in("anna")
    office.call("+442079460101")
    office.call("+442079460101")
    changes = office.board.take_changes()
    kinds = {kind for kind, _ in changes.floor}
    assert kinds - {"switchboard"} <= set(ROW_KINDS)
    assert {f"floor-{kind}" for kind in ROW_KINDS} | {"dialogue", "caller"} == set(BODIES)
    assert {document.kind for document in changes.documents} == {"release", "live", "release_log"}
