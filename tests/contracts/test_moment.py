"""What reports read of a tenant is of one moment, on whatever store, while its owner goes on."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from flowengine.errors import LedgerError, NotFound
from flowengine.ledger.moment import moment_of
from flowengine.ledger.record import DialogueRow, StoredTrace, TraceRow, pack
from tests.contracts.stores import empty, opened
from tests.contracts.test_ledger import FULL, SHARD, A, batch, counted, trace

STEERED = StoredTrace(1, "e3", b"entropy", [("steered", "agent", "anna"), ("said", 1)])


async def keep(where: str, pos: int, **rows: Any) -> None:
    """One batch, by an owner of its own."""
    async with opened(where) as ledger:
        await ledger.add_tenant(A, "EMEA", SHARD)
        lease = await ledger.claim(SHARD, "me", 1_000)
        await ledger.commit(lease, batch(pos=pos, **rows))


@pytest.fixture(params=["sqlite", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a store is in which something was kept."""
    found = empty(request, tmp_path)
    steered = TraceRow(SHARD, A, 3, 5_000, "tenant", "", 0, pack(STEERED))
    more = {"trace": [trace(1), trace(2), steered], "counters": [counted(0, 2, 100), counted(900_000, 1, 7)]}
    more["dialogues"] = [DialogueRow(SHARD, A, f"d{n}", "in_flow", f"state {n}".encode()) for n in range(1, 5)]
    asyncio.run(keep(found, 3, **FULL | more))
    return found


def test_all_that_reports_ask_for(where: str) -> None:
    reading = moment_of(where)
    with reading.of(A) as moment:
        assert moment.counters("queue", [(0, 900_000), (0, 1_800_000)]) == [[counted(0, 2, 100)], [counted(0, 3, 107)]]
        assert moment.documents("switch") == [("closed", "{}")]
        assert moment.floor("agent") == [("anna", b"row")]
        assert list(moment.facts("d1")) == [("said", 1), ("said", 2)]
        assert list(moment.dialogues("d2", "d4")) == [b"state 3", b"state 2"]
        assert list(moment.steered(5_000)) == [(5_000, ("steered", "agent", "anna"))]
        assert list(moment.steered(5_001)) == []
        told = [(state, list(moment.facts("d1"))) for state in moment.dialogues("d1", "d9")]
        assert len(told) == 4, "one look may go on within another"
    with pytest.raises(NotFound), reading.of("nora-none"):
        pass
    reading.close()


def test_what_is_kept_meanwhile_is_not_seen(where: str) -> None:
    reading = moment_of(where)
    with reading.of(A) as moment:
        before = list(moment.dialogues("d1", "d9"))
        asyncio.run(keep(where, 3, dialogues=[DialogueRow(SHARD, A, "d5", "in_flow", b"state 5")]))
        assert list(moment.dialogues("d1", "d9")) == before
    with reading.of(A) as moment:
        assert list(moment.dialogues("d5", "d9")) == [b"state 5"]
    reading.close()


def test_a_moment_after_the_connection_broke(database: str) -> None:
    asyncio.run(keep(database, 2, **FULL))
    reading: Any = moment_of(database)
    with reading.of(A):
        pass
    reading._run(reading._db.close())
    with reading.of(A) as moment:
        assert moment.floor("agent") == [("anna", b"row")]
    reading.close()
    with pytest.raises(LedgerError, match="cannot be read"):
        moment_of("postgresql://")
