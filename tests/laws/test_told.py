"""What the trace tells of the floor is told a short way: it must be what the floor's own rows say, on busy days."""

from typing import Any

import msgspec
import pytest

from flowengine.floor.reservation import Reservation
from flowengine.floor.row import AgentRow, EntryRow
from tests.laws.day import BusyDay

NOT_TOLD = {
    "entry": {"skills", "resume_key", "told_s", "told_ms", "test"},
    "agent": {"misses", "idle_sequence"},
    "reservation": {"id", "dialogue", "agent", "kind", "place", "disposition", "test"},
}


def plain(value: Any) -> Any:
    """As it comes back from the store."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(value))


def row_of(kind: str, told: dict[str, Any], row: dict[str, Any]) -> Any:
    """The row that can be made of what is told, with what is not told as it stands in the row itself."""
    made = {name: row[name] for name in NOT_TOLD[kind]} | plain(told)
    return msgspec.convert(made, {"entry": EntryRow, "agent": AgentRow, "reservation": Reservation}[kind])


@pytest.mark.parametrize("seed", [4, 11, 25])
def test_what_the_trace_tells_makes_the_row_again(seed: int) -> None:
    day = BusyDay(seed)
    seen: set[str] = set()
    for _ in range(100):
        day.pass_ms(day.chance.choice([1, 500, 4_000, 30_000]))
        day.live()
        floor = day.office.board.floor
        for kind, key, body in floor.snapshot():
            row = msgspec.msgpack.decode(body)
            told: Any = None
            if kind == "entry":
                _, told = floor.told_wait(key.rsplit(":", 2)[0]) or (0, None)
            elif kind == "reservation":
                _, told = floor.told_reservation(key) or ("", None)
            elif kind == "agent":
                told = floor.told_desk(key)
            if told is not None:
                assert plain(row_of(kind, told, row)) == row
                seen.add(kind)
    assert seen == {"entry", "reservation", "agent"}
