"""What every ledger must hold of legs: a live dialogue is loaded once, with all of its open legs or with none."""

import asyncio
from typing import Any

import pytest

from flowengine.ledger.record import DialogueRow, LegRow
from tests.contracts.stores import KINDS, empty, opened
from tests.contracts.test_ledger import SHARD, A, batch

DIALOGUES = [DialogueRow(SHARD, A, name, "in_flow", name.encode()) for name in ("d1", "d2", "d3")]
OVER = [DialogueRow(SHARD, A, name, "ended", b"") for name in ("d0", "d2a", "d4")]
OPEN = [
    LegRow(SHARD, A, "phone", "call-1", "d1", "caller", "open"),
    LegRow(SHARD, A, "phone", "call-4", "d3", "caller", "open"),
    LegRow(SHARD, A, "webchat", "chat-1", "d1", "caller", "open"),
]
CLOSED = [
    LegRow(SHARD, A, "phone", "call-2", "d3", "caller", "ended"),
    *(LegRow(SHARD, A, "phone", f"of-{row.id}", row.id, "caller", "open") for row in OVER),
]


@pytest.fixture(params=KINDS)
def where(request: pytest.FixtureRequest, tmp_path: Any) -> Any:
    return empty(request, tmp_path)


def test_a_dialogue_with_two_open_legs_or_none_is_loaded_once(where: Any) -> None:
    async def life() -> None:
        async with opened(where) as ledger:
            await ledger.add_tenant(A, "EMEA", SHARD)
            lease = await ledger.claim(SHARD, "me", 1_000)
            await ledger.commit(lease, batch(dialogues=[*DIALOGUES, *OVER], legs=[*CLOSED, *OPEN]))
            boot = (await ledger.load(lease)).tenants[A]
        assert boot.dialogues == DIALOGUES
        assert sorted(boot.legs) == OPEN

    asyncio.run(life())
