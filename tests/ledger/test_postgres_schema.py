"""Migrations go forward from every older version, once, whole or not at all, whoever starts first."""

# ruff: noqa: S608  # the numbers are ours

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from flowengine.ledger import postgres_schema as schema
from flowengine.ledger.postgres import _SEEN, PostgresLedger
from flowengine.ledger.postgres_reach import Place, connected
from tests.contracts.test_ledger import FULL, SHARD, A, batch
from tests.postgres import Server

FOLDER = Path(schema.__file__).parent / "postgres_migrations"


def test_the_files_are_numbered_without_a_gap() -> None:
    names = sorted(file.name for file in FOLDER.glob("*.sql"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert len(schema.migrations()) == len(names)


@pytest.mark.parametrize("version", range(len(schema.migrations())))
def test_a_database_of_an_older_version_is_brought_to_ours(postgres: Server, version: int) -> None:
    async def life(url: str) -> None:
        place = Place.of(url)
        db = await connected(place)
        for number in range(1, version + 1):
            await schema.run_migration(db, number, schema.migrations()[number - 1])
        if version:
            await db.execute(f"INSERT INTO tenant (id, shard, region, state) VALUES ('{A}', {SHARD}, 'EMEA', 'active')")
        await db.close()
        ledger = await PostgresLedger.open(url)
        await ledger.add_tenant(A, "EMEA", SHARD)
        await ledger.commit(await ledger.claim(SHARD, "me", 1_000), batch(pos=2, **FULL))
        assert (await ledger.facts()).schema == len(schema.migrations())
        await ledger.close()

    with postgres.fresh() as url:
        asyncio.run(life(url))


def test_two_nodes_that_start_at_once(postgres: Server) -> None:
    async def life(url: str) -> None:
        nodes = await asyncio.gather(*(PostgresLedger.open(url) for _ in range(3)))
        assert await nodes[0].key() == await nodes[1].key()
        for node in nodes:
            await node.close()

    with postgres.fresh() as url:
        asyncio.run(life(url))


def test_warming_keeps_nothing(database: str) -> None:
    async def life() -> None:
        ledger = await PostgresLedger.open(database)
        await ledger.add_tenant(A, "EMEA", SHARD)
        await ledger.warm()
        assert ledger._pool.get_size() == 2, "two connections are ready"
        assert [place.epoch for place in await ledger.shards()] == [0]
        await ledger.close()

    asyncio.run(life())


def test_a_migration_that_fails_leaves_nothing(postgres: Server) -> None:
    async def life(url: str) -> None:
        db = await connected(Place.of(url))
        with pytest.raises(asyncpg.UndefinedTableError):
            await schema.run_migration(db, 1, "CREATE TABLE half (id int); INSERT INTO nowhere VALUES (1)")
        assert await db.fetchval("SELECT to_regclass('half') IS NULL AND to_regclass('dialogue_studio') IS NULL")
        await db.close()

    with postgres.fresh() as url:
        asyncio.run(life(url))


def test_every_table_starts_with_shard_and_tenant(postgres: Server, database: str) -> None:
    sql = (
        "SELECT c.relname::text, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_class c JOIN pg_attribute a "
        "ON a.attrelid = c.oid WHERE c.relnamespace = 2200 AND c.relkind IN ('r', 'p') AND a.attnum > 0 GROUP BY 1"
    )
    found: dict[str, Any] = dict(postgres.run(sql, database=database.rpartition("/")[2]))
    for table, columns in found.items():
        if table not in ("shard", "shard_in", "node", "tenant", "cell", "dialogue_studio"):
            assert columns[:2] == ["shard", "tenant"], table
    assert {"inbox", "seen", "dialogue", "leg", "timer", "floor", "outbox", "dead", "trace", "content"} <= set(found)


def test_event_ids_are_looked_up_by_their_whole_key(database: str) -> None:
    """Also in a table whose figures nobody knows yet: else each id would be compared with each of the shard."""

    async def life() -> None:
        db = await connected(Place.of(database))
        plan = await db.fetch(f"EXPLAIN {_SEEN}", SHARD, [A], ["e1"])
        conditions = [row[0] for row in plan if "Cond" in row[0]]
        assert conditions
        assert all("event_id" in condition for condition in conditions), conditions
        await db.close()

    asyncio.run(life())
