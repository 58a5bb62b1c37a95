"""One stored body of each kind and version: what was written once is read for ever.

To add a kind or a version, add it to WRITTEN and run this file with the name of the golden file missing: it is written
once, and compared from then on. A golden file is never changed.
"""

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from flowengine.ledger import record
from flowengine.ledger.record import (
    BODIES,
    StoredAudit,
    StoredCommand,
    StoredContent,
    StoredDocument,
    StoredEvent,
    StoredLetter,
    StoredReply,
    StoredTrace,
    pack,
    unpack,
)
from flowengine.messages import Accept, Ask, Choice, KeyPressed, Limits

GOLDEN = Path(__file__).parents[1] / "golden"
ASK = Ask(
    dialogue="01a219e3-ea2e-77b5-a73d-31bf88ca2f97",
    content=3,
    language="en",
    wait=7,
    accept=Accept("choice", (Choice("1", "Sales", ("sales",)),)),
    limits=Limits(5.0, 3.0),
    sound="welcome.wav",
)
WRITTEN = {
    "document-1": StoredDocument(1, '{"format": 1}'),
    "command-2": StoredCommand(2, ASK),
    "event-1": StoredEvent(1, KeyPressed(dialogue="01a219e3-ea2e-77b5-a73d-31bf88ca2f97", key="4")),
    "trace-1": StoredTrace(1, "e1", bytes(range(16)), [("went", "front_door/main/menu", "1"), ("set", "vars.x", 4)]),
    "content-1": StoredContent(1, {"text": "Good morning"}),
    "reply-1": StoredReply(1, {"dialogue": "01a219e3-ea2e-77b5-a73d-31bf88ca2f97"}, ""),
    "audit-1": StoredAudit(1, {"kind": "user", "key": "ruth", "version": 3, "added": {"billing": ["supervisor"]}}),
    "letter-1": StoredLetter(1, "KeyPressed", "ZeroDivisionError at menu.py:10"),
}
OLDER = {"command-1": StoredCommand(1, replace(ASK, sound=""))}


@pytest.mark.parametrize("name", OLDER)
def test_what_an_older_version_stored_is_read(name: str) -> None:
    body = OLDER[name]
    assert unpack(type(body), (GOLDEN / f"ledger-{name}.msgpack").read_bytes()) == body


@pytest.mark.parametrize("name", WRITTEN)
def test_what_was_stored_is_read_and_written_alike(name: str) -> None:
    file, body = GOLDEN / f"ledger-{name}.msgpack", WRITTEN[name]
    if not file.exists():
        file.write_bytes(pack(body))
        pytest.fail(f"{file.name} was missing and is written now: look at it and commit it.")
    assert unpack(type(body), file.read_bytes()) == body
    assert pack(body) == file.read_bytes(), "a stored type changed: give it a new version and its own golden file"


def test_every_kind_has_its_golden_file_and_carries_its_version() -> None:
    assert {type(body) for body in WRITTEN.values()} == set(BODIES)
    for name, body in WRITTEN.items():
        assert msgspec.msgpack.decode(pack(body))[0] == int(name.split("-")[1])
    stored = {name for name in vars(record) if name.startswith("Stored") and name != "Stored"}
    assert stored == {kind.__name__ for kind in BODIES}


def test_a_body_with_more_items_than_we_know_is_read() -> None:
    """What the next version adds at the end does not disturb this one."""
    assert unpack(StoredLetter, msgspec.msgpack.encode([2, "KeyPressed", "why", "new"])) == StoredLetter(
        2, "KeyPressed", "why"
    )
