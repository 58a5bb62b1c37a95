"""The connection that holds the locks, seen by a process that stood still while it was ended."""

import asyncio
from threading import Thread

import asyncpg
import pytest

from flowengine.errors import Busy
from flowengine.ledger.postgres import PostgresLedger
from tests.contracts.test_ledger import SHARD, A

TURNS = 5  # of the loop: after one of them it has read that it was ended, and not yet that nobody is there


async def stand_still_while_ended(url: str, ledger: PostgresLedger, turns: int) -> None:
    """As in a process that is stopped and goes on: the loop does nothing until the backend is gone, then turns."""
    pid = ledger._locks.pid

    async def end() -> None:
        connection = await asyncpg.connect(url)
        assert await connection.fetchval("SELECT pg_terminate_backend($1, 5000)", pid)
        await connection.close()

    thread = Thread(target=asyncio.run, args=(end(),))
    thread.start()
    thread.join()
    for _ in range(turns):
        await asyncio.sleep(0)


def test_a_claim_outlives_the_end_of_its_connection(database: str) -> None:
    async def life() -> None:
        ledger = await PostgresLedger.open(database)
        await ledger.add_tenant(A, "EMEA", SHARD)
        await ledger.claim(SHARD, "me", 1_000)
        for turns in range(TURNS):
            await stand_still_while_ended(database, ledger, turns)
            again = await ledger.claim(SHARD, "me", 1_000)
            assert again.epoch == turns + 2, "nobody else had it, and nothing was asked twice"
        other = await PostgresLedger.open(database)
        with pytest.raises(Busy):
            await other.claim(SHARD, "other", 1_000)
        await ledger.close()
        await other.close()

    asyncio.run(life())


def test_a_new_shard_is_claimed_though_the_connection_has_ended(database: str) -> None:
    async def life() -> None:
        ledger = await PostgresLedger.open(database)
        await ledger.add_tenant(A, "EMEA", SHARD)
        for turns in range(TURNS):
            await stand_still_while_ended(database, ledger, turns)
            lease = await ledger.claim(SHARD + turns, "me", 1_000)
            assert lease.epoch == 1
        await ledger.close()

    asyncio.run(life())
