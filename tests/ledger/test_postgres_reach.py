"""Each way in which a database cannot be used has one clear sentence with a way out, and changes nothing."""

# ruff: noqa: S608  # the numbers are ours

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from flowengine.errors import EngineBug, LedgerError
from flowengine.ledger.port import (
    StoreAway,
    StoreBroken,
    StoreDamaged,
    StoreForbidden,
    StoreMissing,
    StoreTooNew,
)
from flowengine.ledger.postgres import PostgresLedger
from flowengine.ledger.postgres_reach import Place
from flowengine.ledger.postgres_schema import migrations, require_server
from flowengine.ledger.record import DeadLetter, SeenRow, StoredEvent, pack
from flowengine.messages import KeyPressed
from tests.contracts.test_ledger import SHARD, A, batch
from tests.ports import own_port
from tests.postgres import TEMPLATE, Server


def refused(url: str, kind: type[LedgerError]) -> str:
    """The sentence with which a database is refused."""

    async def open_it() -> None:
        await (await PostgresLedger.open(url)).close()

    with pytest.raises(kind) as found:
        asyncio.run(open_it())
    said = str(found.value)
    assert "hunter2" not in said, "a password stands in a sentence"
    assert "\n" not in said
    return said


@pytest.mark.parametrize(
    "url",
    ["postgresql:", "postgresql://h", "mysql://h/d", "ledger.sqlite", "postgresql://u:hunter2@[h/d", "postgresql:///"],
)
def test_a_name_that_is_none(url: str) -> None:
    assert "postgresql://user:password@host" in refused(url, StoreBroken)


def test_a_server_that_is_away() -> None:
    said = refused(f"postgresql://studio:hunter2@127.0.0.1:{own_port()}/ledger", StoreAway)
    assert "The database ledger at 127.0.0.1:" in said
    assert "check that PostgreSQL runs" in said


def test_a_host_that_is_none() -> None:
    assert "does not answer" in refused("postgresql://studio:hunter2@host.invalid/ledger", StoreAway)


def test_a_database_that_is_not_there(postgres: Server) -> None:
    assert "createdb" in refused(postgres.url("nowhere"), StoreMissing)


@contextmanager
def guest(postgres: Server) -> Iterator[str]:
    """A user who needs a password, in a server that asks nobody else for one."""
    postgres.run("CREATE ROLE guest LOGIN PASSWORD 'hunter2'")
    rules = postgres.data / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text("host all guest all scram-sha-256\n" + before)
    postgres.run("SELECT pg_reload_conf()")
    try:
        yield "guest"
    finally:
        rules.write_text(before)
        postgres.run("SELECT pg_reload_conf()", "DROP ROLE guest")


def test_a_wrong_password_and_too_few_rights(postgres: Server) -> None:
    with guest(postgres) as user, postgres.fresh() as url:
        database = url.rpartition("/")[2]
        asked = 0
        while asked < 100:  # until the server has read its rules again
            try:
                said = refused(postgres.url(database, user, "wrong"), StoreForbidden)
                break
            except AssertionError:
                asked += 1
        assert "check user and password" in said
        assert "make it the owner" in refused(postgres.url(database, user, "hunter2"), StoreForbidden)


def test_a_database_of_another_program(postgres: Server) -> None:
    with postgres.fresh() as url:
        name = url.rpartition("/")[2]
        postgres.run("CREATE TABLE photos (id int)", database=name)
        assert "another program" in refused(url, StoreDamaged)
        assert (
            postgres.run("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 2200", database=name)[0][
                0
            ]
            == "photos"
        )


def test_a_newer_schema(postgres: Server) -> None:
    with postgres.fresh(TEMPLATE) as url:
        name, newer = url.rpartition("/")[2], len(migrations()) + 1
        postgres.run(f"UPDATE dialogue_studio SET version = {newer}", database=name)
        asyncio.run(opened(url))
        postgres.run(f"UPDATE dialogue_studio SET least = {newer}", database=name)
        assert "newer Dialogue Studio" in refused(url, StoreTooNew)


async def opened(url: str) -> None:
    """A newer schema that this program can work on: a node may be started again while others are ahead."""
    ledger = await PostgresLedger.open(url)
    assert (await ledger.facts()).schema == len(migrations()) + 1
    await ledger.close()


def test_an_old_server() -> None:
    place = Place.of("postgresql://studio:hunter2@db.example.com/ledger")
    require_server(15, place)
    with pytest.raises(StoreBroken, match=r"PostgreSQL 14 is too old .* at least 15"):
        require_server(14, place)


def test_no_more_connections(postgres: Server) -> None:
    with postgres.fresh(TEMPLATE) as url:
        name = url.rpartition("/")[2]
        postgres.run("CREATE ROLE one LOGIN CONNECTION LIMIT 0", f"GRANT ALL ON DATABASE {name} TO one")
        try:
            assert "max_connections" in refused(postgres.url(name, "one"), StoreAway)
        finally:
            postgres.run(f"REVOKE ALL ON DATABASE {name} FROM one", "DROP ROLE one")


def test_a_value_that_cannot_be_kept_is_a_bug_of_the_batch_alone(database: str) -> None:
    async def life() -> None:
        ledger = await PostgresLedger.open(database)
        await ledger.add_tenant(A, "EMEA", SHARD)
        lease = await ledger.claim(SHARD, "me", 1_000)
        for wrong in ("a\0b", "\ud800"):
            with pytest.raises(EngineBug, match="cannot keep"):
                await ledger.commit(lease, batch(seen=[SeenRow(SHARD, A, wrong, 1, b"")]))
            event = pack(StoredEvent(1, KeyPressed(dialogue="d1", key="4")))
            letter = DeadLetter(A, wrong, 2_000, wrong, "KeyPressed", "why", event)
            await ledger.commit(lease, batch(seen=[SeenRow(SHARD, A, wrong, 1, b"")], dead=[letter]))
        await ledger.commit(lease, batch(seen=[SeenRow(SHARD, A, "e1", 1, b"")]))
        assert [letter.event_id for letter in await ledger.dead_of(A)] == ["a\u2400b", "?"]
        await ledger.close()

    asyncio.run(life())
