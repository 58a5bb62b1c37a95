"""Days of the tables that only grow: made ahead, or when they lack, and dropped whole; nobody is stopped meanwhile."""

# ruff: noqa: S608  # the numbers are ours

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from flowengine.ledger.postgres import PostgresLedger
from flowengine.ledger.postgres_days import AHEAD, DAY_MS, drop_days, forget_nodes
from flowengine.messages import KeyPressed
from tests.contracts.test_ledger import FULL, SHARD, A, batch, trace
from tests.postgres import Server

KEY = KeyPressed(dialogue="d1", key="4")


def today() -> int:
    """Asked for in each test: a run of tests may go past midnight."""
    return int(time.time() * 1_000) // DAY_MS


@pytest.fixture
def database(postgres: Server) -> Iterator[str]:
    """The URL of an empty database: the template's first day may be yesterday by now."""
    with postgres.fresh() as url:
        yield url


def lived(database: str, life: Callable[[PostgresLedger, Any], Awaitable[None]]) -> None:
    async def run() -> None:
        ledger = await PostgresLedger.open(database)
        try:
            await ledger.add_tenant(A, "EMEA", SHARD)
            await life(ledger, await ledger.claim(SHARD, "me", 1_000))
        finally:
            await ledger.close()

    asyncio.run(run())


async def days(ledger: PostgresLedger, table: str) -> list[int]:
    sql = "SELECT day FROM day_partition WHERE of_table = $1 ORDER BY day"
    return [row[0] for row in await ledger._ask(lambda db: db.fetch(sql, table))]


async def said(ledger: PostgresLedger, *statements: str) -> None:
    for statement in statements:
        await ledger._ask(lambda db, statement=statement: db.execute(statement))  # type: ignore[misc]  # as in the ledger


def test_days_are_there_before_they_begin(database: str) -> None:
    async def life(ledger: PostgresLedger, _: Any) -> None:
        for table in ("trace", "seen", "inbox", "outbox"):
            assert await days(ledger, table) == list(range(today(), today() + AHEAD + 1))

    lived(database, life)


def test_a_batch_makes_the_day_that_it_lacks(database: str) -> None:
    async def life(ledger: PostgresLedger, lease: Any) -> None:
        for table in ("trace", "seen", "inbox", "outbox"):
            await said(ledger, f"DROP TABLE {table}_{today()}")
        await ledger.commit(lease, batch(pos=2, **FULL))
        await ledger.accept(SHARD, [(A, "e2", KEY)], 2_000)
        assert [row.pos for row in await ledger.trace_after(A, 0, 10)] == [1, 2]

    lived(database, life)


def test_event_ids_are_forgotten_by_whole_days_only(database: str) -> None:
    async def life(ledger: PostgresLedger, lease: Any) -> None:
        await said(ledger, f"SELECT make_days({today() - 3}, {today() - 1})")
        await ledger.commit(lease, batch(pos=2, **FULL))
        await said(
            ledger, *(f"INSERT INTO seen VALUES ({SHARD}, '{A}', 'e-{n}', 1, '', {today() - n})" for n in (1, 2, 3))
        )
        ids = [(A, f"e-{n}") for n in (1, 2, 3)]
        await ledger.forget_seen(lease, (today() - 2) * DAY_MS + 1)
        assert sorted(await ledger.seen(lease, ids)) == [(A, "e-1"), (A, "e-2")], "that day was not over then"
        await ledger.forget_seen(lease, (today() + 300) * DAY_MS)
        assert sorted(await ledger.seen(lease, [*ids, (A, "e1")])) == [(A, "e-1"), (A, "e1")], "24 hours are promised"
        assert await days(ledger, "trace") == list(range(today() - 3, today() + AHEAD + 1)), (
            "the trace was not asked for"
        )

    lived(database, life)


def test_a_day_of_the_inbox_stays_until_all_of_it_was_taken(database: str) -> None:
    async def life(ledger: PostgresLedger, lease: Any) -> None:
        await said(ledger, f"SELECT make_days({today() - 3}, {today() - 3})")
        await ledger.accept(SHARD, [(A, "e1", KEY)], 2_000)
        await said(ledger, f"UPDATE inbox SET day = {today() - 3}")
        await ledger.forget_seen(lease, today() * DAY_MS)
        assert [row.event_id for row in await ledger.inbox_of(lease, 0)] == ["e1"]
        await ledger.commit(lease, batch(upto=1))
        await ledger.forget_seen(lease, today() * DAY_MS)
        assert today() - 3 not in await days(ledger, "inbox")

    lived(database, life)


def test_commits_go_on_while_a_report_reads_and_days_come_and_go(database: str) -> None:
    async def life(ledger: PostgresLedger, lease: Any) -> None:
        await said(ledger, f"SELECT make_days({today() - 3}, {today() - 3})")
        await ledger.commit(lease, batch(pos=1, trace=[trace(1)]))
        async with ledger._pool.acquire() as report:
            reading = report.transaction(isolation="repeatable_read")
            await reading.start()
            await report.fetch("SELECT * FROM trace")
            await asyncio.wait_for(said(ledger, f"SELECT make_days({today() + 9}, {today() + 9})"), 5)
            dropping = asyncio.create_task(ledger._ask(lambda db: drop_days(db, "trace", today() * DAY_MS)))
            for pos in range(2, 30):
                await asyncio.wait_for(ledger.commit(lease, batch(pos=pos, trace=[trace(pos)])), 5)
            assert not dropping.done(), "it waits for the report"
            assert len(await report.fetch("SELECT * FROM trace")) == 1
            await reading.rollback()
        assert await dropping == 1

    lived(database, life)


def test_a_drop_that_was_cut_off_is_finished_by_the_next(database: str) -> None:
    async def life(ledger: PostgresLedger, _: Any) -> None:
        await said(ledger, f"SELECT make_days({today() - 3}, {today() - 3})")
        async with ledger._pool.acquire() as report, ledger._pool.acquire() as dropping:
            reading = report.transaction(isolation="repeatable_read")
            await reading.start()
            await report.fetch("SELECT * FROM trace")
            cut_off = asyncio.create_task(
                dropping.execute(f"ALTER TABLE trace DETACH PARTITION trace_{today() - 3} CONCURRENTLY", timeout=0.3)
            )
            await asyncio.wait([cut_off])
            assert cut_off.exception() is not None
            await reading.rollback()
        await said(ledger, f"SELECT make_days({today() - 4}, {today() - 4})")
        await said(ledger, f"ALTER TABLE trace DETACH PARTITION trace_{today() - 4}")
        assert await ledger._ask(lambda db: drop_days(db, "trace", today() * DAY_MS)) == 2
        assert today() - 3 not in await days(ledger, "trace")

    lived(database, life)


def test_nodes_that_died_long_ago_are_forgotten(database: str) -> None:
    async def life(ledger: PostgresLedger, _: Any) -> None:
        await said(ledger, "INSERT INTO node VALUES ('old', '', '', 'up', store_ms() - 86500000)")
        await said(ledger, "INSERT INTO node VALUES ('new', '', '', 'up', store_ms())")
        await ledger._ask(forget_nodes)
        assert [node.id for node in await ledger.nodes()] == ["new"]

    lived(database, life)
