"""Stored rows: what they look like, and that saving and loading anywhere changes nothing."""

from typing import Any

import pytest
from msgspec import msgpack

from flowengine.errors import EngineBug
from flowengine.floor import Floor
from flowengine.floor.command import AgentBlocked
from flowengine.floor.event import DevicePresenceReported, DialogueAbandoned, PresenceSet
from tests.floor.hall import START_MS, Hall, plain

RESERVED = "019cadfd-8900-75fc-a771-f3bcda398c10"
FIRST = {  # as the first release wrote them
    ("floor", "floor"): {"v": 1, "sequence": 7},
    ("queue", "sales"): {
        "v": 1,
        "figures": {
            "served": 1, "handle_ms": 0.0, "last_wait_ms": 0, "completed": 0, "abandoned": 0, "waited_ms": 0,
        },
    },
    ("agent", "anna"): {
        "v": 1, "signed_in": True, "intent": "available", "reason": "", "next_intent": "away", "next_reason": "lunch",
        "devices": {"teams": {"presence": "away", "until_ms": START_MS + 300_000}}, "blocked_until_ms": 0, "misses": {},
        "idle_sequence": 4,
    },
    ("entry", "d2:1:sales"): {
        "v": 2, "contact_center": "sales", "channel": "voice", "requirements": {"dutch": 50},
        "rank": [5, START_MS - 2_500, 7], "enqueued_ms": START_MS, "leave_by_ms": START_MS + 300_000, "overdue": False,
        "preferred": "anna", "exclusions": {}, "redial_ms": 0, "held_until_ms": 0,
    },
    ("reservation", RESERVED): {
        "v": 1, "sequence": 6, "id": RESERVED, "dialogue": "d1", "agent": "anna", "contact_center": "sales",
        "channel": "voice", "created_ms": START_MS, "expires_ms": START_MS + 20_000, "state": "connected",
        "kind": "work", "accepted_ms": START_MS, "connected_ms": START_MS, "closed_ms": 0, "wrap_up_until_ms": 0,
    },
}  # fmt: skip  # as it is stored
GOLDEN = {  # INVARIANT: what was written must be readable for ever; add fields with defaults, change none
    **FIRST,
    ("queue", "sales"): {**FIRST["queue", "sales"], "v": 2, "told_ms": START_MS},
    ("known", "sales"): {"v": 1, "sets": [[], [["dutch", 50]]]},
    ("agent", "anna"): {**FIRST["agent", "anna"], "v": 2, "since_ms": START_MS},
    ("entry", "d2:1:sales"): {
        **FIRST["entry", "d2:1:sales"], "v": 4, "others": [], "begun_ms": START_MS, "waited_ms": 0, "skills": ["dutch"],
        "steps": [], "step": 1, "step_due_ms": 0, "when_unstaffed": "wait", "direct": "", "resume_key": "", "told_s": 0,
        "told_ms": 0, "test": False,
    },
    ("reservation", RESERVED): {
        **FIRST["reservation", RESERVED], "v": 3, "cost": 100, "home": "sales", "requirements": {}, "waited_ms": 0,
        "place": [START_MS, 5], "held_since_ms": 0, "held_ms": 0, "disposition": "", "test": False,
    },
}  # fmt: skip  # as it is stored


def furnished() -> Hall:
    hall = Hall()
    hall.center(skills=("dutch",))
    hall.agent("anna", sales={"dutch": 80})
    hall.call("d0")
    hall.decline("d0")
    hall.do(DialogueAbandoned("d0"))
    hall.floor.take_dirty()
    hall.call("d1")
    hall.connect("d1")
    hall.do(DevicePresenceReported(agent="anna", device="teams", presence="away"))
    hall.do(PresenceSet(agent="anna", intent="away", reason="lunch"))
    hall.call("d2", needs={"dutch": 50}, boost_s=2.5, max_wait_s=300, preferred="anna")
    return hall


def test_rows_as_they_are_stored() -> None:
    dirty = furnished().floor.take_dirty()
    gone = [row for row, body in dirty.items() if body is None]
    kept = {row: msgpack.decode(body) for row, body in dirty.items() if body is not None}
    kept["queue", "sales"]["figures"]["abandoned"] -= 1  # d0
    assert gone == [("entry", "d1:1:sales")]
    assert kept == GOLDEN


@pytest.mark.parametrize("stored", [FIRST, GOLDEN], ids=["first", "now"])
def test_rows_as_they_are_stored_are_read(stored: dict[tuple[str, str], dict[str, Any]]) -> None:
    hall = furnished()
    floor = Floor()
    fresh = Hall(floor)
    fresh.center(skills=("dutch",))
    fresh.do(hall.log[1][0])
    floor.load((kind, key, msgpack.encode(body)) for (kind, key), body in stored.items())
    assert floor.take_dirty() == {}
    assert floor.why_dialogue("d2", START_MS) == hall.floor.why_dialogue("d2", START_MS)
    read, was = floor.agents(START_MS)[0], hall.floor.agents(START_MS)[0]
    if stored is FIRST:  # since when was not stored
        read["since_ms"] = was["since_ms"]
    assert read == was
    fresh.timers, fresh.at_ms = dict(hall.timers), hall.at_ms
    assert plain(fresh.end("d1")) == plain(hall.end("d1"))
    assert fresh.state("anna") == hall.state("anna") == "not_routable"


def test_two_that_were_stored_in_one_place_are_our_bug() -> None:
    floor = Floor()
    rows = furnished().floor.snapshot()
    twins = [(kind, key.replace("d2:", "d3:"), body) for kind, key, body in rows if key == "d2:1:sales"]
    with pytest.raises(EngineBug, match="one place: d2:1:sales and d3:1:sales"):
        floor.load(rows + twins)


def test_a_missed_chat_is_remembered_by_the_row() -> None:
    hall = Hall()
    hall.center()
    hall.agent("anna")
    hall.call("d1", channel="chat")
    hall.pass_s(60)
    hall.floor = hall.floor.fork()
    assert AgentBlocked("anna", "no_answer", START_MS + 180_000) in hall.pass_s(60)


def test_dirty_rows_rebuild_the_floor() -> None:
    hall = furnished()
    table = dict.fromkeys([(kind, key) for kind, key, _ in hall.floor.snapshot()])
    table.update({(kind, key): body for kind, key, body in hall.floor.snapshot()})
    hall.floor.take_dirty()
    hall.end("d1")
    hall.do(PresenceSet(agent="anna", intent="available"))
    for row, body in hall.floor.take_dirty().items():
        table.pop(row, None)
        if body is not None:
            table[row] = body
    assert table == {(kind, key): body for kind, key, body in hall.floor.snapshot()}
    assert hall.floor.take_dirty() == {}


def test_a_fork_goes_its_own_way() -> None:
    hall = furnished()
    twin = Hall(hall.floor.fork())
    twin.timers, twin.events, twin.at_ms = dict(hall.timers), hall.events, hall.at_ms
    assert twin.floor.snapshot() == hall.floor.snapshot()
    before = hall.floor.snapshot()
    assert twin.end("d1") != []
    assert hall.floor.snapshot() == before
    assert hall.end("d1") == twin.said[-len(twin.said) :]
    assert twin.floor.snapshot() == hall.floor.snapshot()
    assert twin.floor.take_dirty() == hall.floor.take_dirty()
