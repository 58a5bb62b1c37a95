"""A whole ledger carried between the two back ends and back: the same rows, the same boot, or nothing at all."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import asyncpg
import msgspec
import pytest

from flowengine.errors import Busy, LedgerError
from flowengine.ledger.copying import FILES, CopyFailed, Sums, move, sums_of
from flowengine.ledger.port import Batch
from flowengine.ledger.postgres import PostgresLedger
from flowengine.ledger.postgres_tables import PostgresSource, PostgresTarget
from flowengine.ledger.record import AuditEntry, DocumentRow, FloorRow, Mark, SeenRow, StoredDocument, TimerRow, pack
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.ledger.sqlite_tables import SqliteSource, SqliteTarget, carried
from flowengine.ledger.tables import LEFT_OUT, Row, Table, Target
from flowengine.messages import KeyPressed
from tests.ledger.test_retention import ENDED, FRESH, LIVE, NEW, OLD, SHARD, A, B, rows_of
from tests.postgres import TEMPLATE, Server


def quiet(table: str, rows: int) -> None:
    """Nobody watches."""


async def filled(file: Path) -> None:
    """A ledger with a little of everything, and a recording."""
    ledger = SqliteLedger.open(file)
    for tenant in (A, B):
        await ledger.add_tenant(tenant, "EMEA", SHARD)
    lease = await ledger.claim(SHARD, "me", 1)
    for n, (tenant, dialogue, at_ms) in enumerate(((A, ENDED, OLD), (A, LIVE, OLD), (B, FRESH, NEW))):
        await ledger.commit(lease, rows_of(tenant, dialogue, at_ms, 2 * n + 1, live=dialogue == LIVE))
    key = (SHARD, A)
    more = Batch(
        at_ms=9, pos=6, clocks={A: 9},
        seen=[SeenRow(*key, "e1", 9, b"reply")], timers=[TimerRow(*key, "dialogue", LIVE, "ask", 3, 9_000)],
        floor=[FloorRow(*key, "agent", "anna", b"row")],
        documents=[DocumentRow(*key, "draft", "desk/main", 2, "h", pack(StoredDocument(1, '{"title": "Ä€😀"}')))],
        audit=[AuditEntry(*key, 9, "dora", "published", {"n": n}) for n in range(3)],
        sent=[Mark(9, *key, "agent:anna", 1, 3)], acknowledged=[Mark(9, *key, f"caller:{LIVE}", 1, 1)],
    )  # fmt: skip  # one batch
    await ledger.commit(lease, more)
    await ledger.accept(SHARD, [(A, "waits", KeyPressed(dialogue=LIVE, key="1"))], 10)
    await ledger.keep(A, "session", b"{}")
    await ledger.file_put(A, "front_door/a.wav", b"RIFF\x00")
    await ledger.close()


@pytest.fixture(scope="module")
def ledger_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("from") / "ledger.sqlite"
    asyncio.run(filled(file))
    return file


async def carry(file: Path, url: str) -> Sums:
    source = SqliteSource(file)
    try:
        return await move(source, await PostgresTarget.open(url), "there", quiet)
    finally:
        source.close()


def test_every_table_is_carried_or_left_out_by_name(ledger_file: Path) -> None:
    source = SqliteSource(ledger_file)
    names = {row[0] for row in source._db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert names - {table.name for table in carried()} == LEFT_OUT
    source.close()


def test_there_and_back_it_is_the_same(ledger_file: Path, tmp_path: Path, database: str) -> None:
    async def run() -> None:
        sums = await carry(ledger_file, database)
        assert sums[FILES].rows == 1
        assert all(each.rows for each in sums.values()), "something of everything"
        back = tmp_path / "back" / "ledger.sqlite"
        back.parent.mkdir()
        source = await PostgresSource.open(database, alone=True)
        assert await move(source, SqliteTarget(back), "back", quiet) == sums
        await source.close()
        assert await seen_by(await PostgresLedger.open(database)) == await seen_by(SqliteLedger.open(back))
        assert (back.parent / "sounds" / A / "front_door" / "a.wav").read_bytes() == b"RIFF\x00"

    asyncio.run(run())


async def seen_by(ledger: PostgresLedger | SqliteLedger) -> object:
    """What an owner and the pages see of it."""
    lease = await ledger.claim(SHARD, "next", 20)
    boot = await ledger.load(lease)
    found = [msgspec.structs.asdict(boot.tenants[tenant]) for tenant in (A, B)]
    for each in found:
        for name, rows in each.items():
            each[name] = sorted(rows, key=repr) if isinstance(rows, list) else rows
    looks = [
        lease.pos, lease.head, lease.epoch, boot.inbox, await ledger.kept(A), await ledger.file_names(A),
        await ledger.trace_after(A, 0, 100), await ledger.audit_of(A, 0, 10), await ledger.audit_head(A),
        await ledger.dead_of(A), await ledger.every_counter(A), await ledger.content_of(A, LIVE),
        await ledger.commands_after(A, "agent:anna", 0, 10), await ledger.first_unacknowledged(A, f"caller:{LIVE}"),
        await ledger.seen(lease, [(A, "e1")]),
    ]  # fmt: skip  # a list reads better than one item a line
    await ledger.close()
    return [found, looks]


def test_an_owner_goes_on_from_there(ledger_file: Path, database: str) -> None:
    """Epoch, positions and numbers go on; days of the facts are those in which they were."""

    async def run() -> None:
        await carry(ledger_file, database)
        ledger = await PostgresLedger.open(database)
        lease = await ledger.claim(SHARD, "next", 20)
        assert (lease.epoch, lease.pos) == (2, 6)
        await ledger.commit(lease, rows_of(A, FRESH, NEW, 7))
        await ledger.commit(lease, Batch(at_ms=9, pos=8, upto=1))
        taken = await PostgresSource.open(database, alone=False)
        assert (await sums_of(taken))["inbox"].rows == 0
        await taken.close()
        days = await ledger._ask(lambda db: db.fetch("SELECT DISTINCT day FROM trace ORDER BY day"))
        assert [row[0] for row in days][:2] == [OLD // 86_400_000, NEW // 86_400_000]
        await ledger.close()

    asyncio.run(run())


def test_a_place_in_which_something_is_stays_as_it_is(ledger_file: Path, database: str) -> None:
    async def run() -> None:
        ledger = await PostgresLedger.open(database)
        await ledger.add_tenant("emea-there", "EMEA", 1)
        with pytest.raises(CopyFailed, match=r"holds a ledger already: nothing was changed. Name an empty one"):
            await carry(ledger_file, database)
        assert await ledger.tenants() == {"emea-there": 1}
        await ledger.claim(1, "a node", 1)
        with pytest.raises(Busy, match=r"A server works on the database .*: nothing was changed. Stop all its nodes"):
            await PostgresSource.open(database, alone=True)
        open_source = await PostgresSource.open(database, alone=False)
        await open_source.close()
        await ledger.close()

    asyncio.run(run())


class CutOff(SqliteSource):
    async def rows(self, table):  # type: ignore[no-untyped-def, override]  # as its parent's
        async for rows in super().rows(table):
            yield rows
            if table.name == "timer":
                raise ConnectionError("cut off")


class Losing(SqliteTarget):
    async def put(self, table: Table, rows: Sequence[Row]) -> None:
        await super().put(table, rows if table.name != "timer" else [])


class LosingPostgres(PostgresTarget):
    async def put(self, table: Table, rows: Sequence[Row]) -> None:
        await super().put(table, rows if table.name != "timer" else [])


def test_a_cell_beside_it_on_the_same_server_is_no_hindrance(database: str, postgres: Server) -> None:
    async def run(beside: str) -> None:
        other = await PostgresLedger.open(beside)
        await other.add_tenant("emea-a", "EMEA", 1)
        await other.claim(1, "its node", 1)
        await (await PostgresSource.open(database, alone=True)).close()
        with pytest.raises(Busy, match="A server works on"):
            await PostgresSource.open(beside, alone=True)
        await other.close()

    with postgres.fresh(TEMPLATE) as beside:
        asyncio.run(run(beside))


async def goes_wrong(source: SqliteSource, target: Target) -> None:
    with pytest.raises((ConnectionError, CopyFailed), match=r"cut off|timer in there is not what was copied"):
        await move(source, target, "there", quiet)
    source.close()


def test_what_goes_wrong_on_the_way_leaves_nothing(ledger_file: Path, tmp_path: Path, database: str) -> None:
    async def run() -> None:
        here = tmp_path / "ledger.sqlite"
        await goes_wrong(CutOff(ledger_file), await PostgresTarget.open(database))
        await goes_wrong(CutOff(ledger_file), SqliteTarget(here))
        await goes_wrong(SqliteSource(ledger_file), await LosingPostgres.open(database))
        await goes_wrong(SqliteSource(ledger_file), Losing(here))
        empty = await PostgresSource.open(database, alone=True)
        assert {name: each.rows for name, each in (await sums_of(empty)).items() if each.rows} == {}
        await empty.close()

    asyncio.run(run())
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_database_that_goes_away_meanwhile_keeps_nothing(ledger_file: Path, database: str) -> None:
    async def run() -> None:
        target = await PostgresTarget.open(database)
        other = await asyncpg.connect(database)
        backend = await target._db.fetchval("SELECT pg_backend_pid()")
        source = SqliteSource(ledger_file)
        cutting: list[asyncio.Task[str]] = []

        def cut(table: str, rows: int) -> None:
            if table == "floor" and not cutting:
                cutting.append(asyncio.create_task(other.execute("SELECT pg_terminate_backend($1)", backend)))

        with pytest.raises(LedgerError, match=r"does not answer|could not be used"):
            await move(source, target, "there", cut)
        await asyncio.gather(*cutting)
        assert not await other.fetchval("SELECT EXISTS (SELECT FROM tenant)")
        await other.close()
        source.close()

    asyncio.run(run())
