"""The file itself: settings, versions, and one clear sentence for each way in which it cannot be used."""

import asyncio
import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from flowengine.errors import Busy, LedgerError
from flowengine.ledger.port import (
    Batch,
    StoreBroken,
    StoreDamaged,
    StoreFull,
    StoreMissing,
    StoreReadOnly,
    StoreTooNew,
)
from flowengine.ledger.record import ContentRow, CounterRow, LegRow, SeenRow, StoredContent, pack
from flowengine.ledger.schema import MIGRATIONS
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.ledger.sqlite_file import migrate, require_sqlite

ROOT = Path(__file__).parents[2]
TENANT = "emea-file"


def close(ledger: SqliteLedger) -> None:
    asyncio.run(ledger.close())


def use(file: Path, work: Callable[[apsw.Connection], object]) -> None:
    connection = apsw.Connection(str(file))
    work(connection)
    connection.close()


def test_the_settings_are_those_that_lose_nothing(tmp_path: Path) -> None:
    ledger = SqliteLedger.open(tmp_path / "ledger.sqlite")
    asked = {name: ledger._writer.pragma(name) for name in ("journal_mode", "synchronous", "fullfsync")}
    assert asked == {"journal_mode": "wal", "synchronous": 2, "fullfsync": 1}
    assert ledger._reader.readonly("main")
    assert ledger._writer.pragma("user_version") == len(MIGRATIONS)
    close(ledger)


def test_the_values_of_a_large_batch_have_room(tmp_path: Path) -> None:
    async def keep() -> None:
        ledger = SqliteLedger.open(tmp_path / "ledger.sqlite")
        lease = await ledger.claim(1, "here", 0)
        rows = [SeenRow(1, TENANT, f"event-{n}", 1, b"reply") for n in range(256)]
        await ledger.commit(lease, Batch(at_ms=1, pos=0, seen=rows))
        assert ledger._writer.status(apsw.SQLITE_DBSTATUS_LOOKASIDE_MISS_FULL)[1] == 0
        await ledger.close()

    asyncio.run(keep())


def test_a_look_does_not_wait_while_the_log_is_put_away(tmp_path: Path) -> None:
    async def look() -> None:
        ledger = SqliteLedger.open(tmp_path / "ledger.sqlite")
        lease = await ledger.claim(1, "here", 0)
        await ledger.commit(lease, Batch(at_ms=1, pos=0, seen=[SeenRow(1, TENANT, "e1", 1, b"reply")]))
        over = threading.Event()
        ledger._is_putting_away = True
        ledger._writing.submit(over.wait)
        try:
            async with asyncio.timeout(30):
                assert await ledger.seen(lease, [(TENANT, "e1"), (TENANT, "e2")]) == {(TENANT, "e1"): b"reply"}
        finally:
            over.set()
        ledger._is_putting_away = False
        assert await ledger.seen(lease, [(TENANT, "e2"), (TENANT, "e1")]) == {(TENANT, "e1"): b"reply"}
        await ledger.close()

    asyncio.run(look())


def test_the_log_is_put_into_the_file(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"

    async def keep() -> None:
        ledger = SqliteLedger.open(file)
        lease = await ledger.claim(1, "here", 0)
        for n in range(20):
            row = ContentRow(1, TENANT, "d", n + 1, "said", bytes(1 << 20))  # 256 pages and more
            await ledger.commit(lease, Batch(at_ms=1, pos=0, content=[row]))
        assert file.with_name(file.name + "-wal").stat().st_size < 8 << 20, "the log grows without end"
        assert file.stat().st_size > 10 << 20
        await ledger.close()

    asyncio.run(keep())


def test_every_table_starts_with_shard_and_tenant(tmp_path: Path) -> None:
    ledger = SqliteLedger.open(tmp_path / "ledger.sqlite")
    tables = [row[0] for row in ledger._writer.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for table in tables:
        found = [str(row[1]) for row in ledger._writer.execute(f"PRAGMA table_info({table})")]
        if table not in ("shard", "shard_in", "node", "tenant", "cell"):
            assert found[:2] == ["shard", "tenant"], table
    assert {"inbox", "seen", "dialogue", "leg", "timer", "floor", "outbox", "dead", "trace", "content"} <= set(tables)
    close(ledger)


def test_an_old_sqlite_is_refused() -> None:
    require_sqlite("3.51.3")
    require_sqlite("3.54.1")
    with pytest.raises(StoreBroken, match=r"3\.40\.1 can lose data"):
        require_sqlite("3.40.1")


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="does not exist"):
        SqliteLedger.open(tmp_path / "nowhere" / "ledger.sqlite")


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").mkdir()
    with pytest.raises(StoreMissing, match="is a folder"):
        SqliteLedger.open(tmp_path / "ledger.sqlite")


def test_a_second_owner_is_busy_and_the_first_goes_on(tmp_path: Path) -> None:
    first = SqliteLedger.open(tmp_path / "ledger.sqlite")
    with pytest.raises(Busy, match=f"in use by another Dialogue Studio .process {os.getpid()}."):
        SqliteLedger.open(tmp_path / "ledger.sqlite")
    close(first)
    close(SqliteLedger.open(tmp_path / "ledger.sqlite"))


def test_a_newer_file_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    close(SqliteLedger.open(file))
    use(file, lambda db: db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}"))
    before = file.read_bytes()
    with pytest.raises(StoreTooNew, match="newer Dialogue Studio"):
        SqliteLedger.open(file)
    assert file.read_bytes() == before


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    file.write_bytes(b"Dear diary, " * 1_000)
    with pytest.raises(StoreDamaged, match="damaged or not a ledger"):
        SqliteLedger.open(file)
    assert file.read_bytes() == b"Dear diary, " * 1_000


def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    use(file, lambda db: db.execute("CREATE TABLE photos (id)"))
    before = file.read_bytes()
    with pytest.raises(StoreDamaged, match="another program"):
        SqliteLedger.open(file)
    assert file.read_bytes() == before


def test_damaged_pages_are_told(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    close(SqliteLedger.open(file))
    whole = file.read_bytes()
    file.write_bytes(whole[:200] + b"\xff" * (len(whole) - 200))
    with pytest.raises(LedgerError, match="damaged"):
        SqliteLedger.open(file)


def test_an_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").touch()
    close(SqliteLedger.open(tmp_path / "ledger.sqlite"))


def test_migrations_go_on_from_where_the_file_is(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    close(SqliteLedger.open(file))
    connection = apsw.Connection(str(file))
    more = (*MIGRATIONS, "CREATE TABLE extra (shard INTEGER)", "ALTER TABLE extra ADD COLUMN tenant TEXT")
    migrate(connection, len(MIGRATIONS), more)
    assert connection.pragma("user_version") == len(MIGRATIONS) + 2
    broken = (*more, "CREATE TABLE half (id); CREATE TABLE extra (id)")
    with pytest.raises(apsw.SQLError):
        migrate(connection, len(more), broken)
    assert connection.pragma("user_version") == len(more)
    assert connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'half'").fetchone() is None
    connection.close()


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_file_of_an_older_version_is_brought_to_ours(tmp_path: Path, version: int) -> None:
    file = tmp_path / "ledger.sqlite"
    older = (
        "INSERT INTO tenant (id, shard, region, state) VALUES ('emea-file', 7, 'EMEA', 'active');"
        "INSERT INTO dialogue VALUES (7, 'emea-file', 'd1', 1, 'in_flow', x'00');"
        "INSERT INTO leg VALUES (7, 'emea-file', 'phone', 'call-1', 'd1', 'caller', 'open'),"
        "(7, 'emea-file', 'phone', 'call-0', 'd1', 'caller', 'ended')"
    )
    use(file, lambda db: (migrate(db, 0, MIGRATIONS[:version]), db.execute(older)))

    async def go_on() -> None:
        ledger = SqliteLedger.open(file)
        assert ledger._writer.pragma("user_version") == len(MIGRATIONS)
        lease = await ledger.claim(7, "me", 1)
        legs = (await ledger.load(lease)).tenants[TENANT].legs
        assert legs == [LegRow(7, TENANT, "phone", "call-1", "d1", "caller", "open")]
        row = CounterRow(7, TENANT, "queue", 0, "sales", "sales", "voice", "", "enqueued", 0, 1, 0)
        await ledger.commit(lease, Batch(at_ms=1, pos=0, counters=[row]))
        assert await ledger.every_counter(TENANT) == [row]
        await ledger.close()

    asyncio.run(go_on())


def big(number: int) -> Batch:
    """A batch of about a megabyte, and one small row that must not survive without it."""
    content = ContentRow(7, TENANT, "d1", number, "said", pack(StoredContent(1, "x" * 1_000_000)))
    return Batch(at_ms=1, pos=number, seen=[SeenRow(7, TENANT, f"e{number}", 1, b"")], content=[content])


def test_a_full_disk_keeps_nothing_of_the_batch_and_goes_on_later(tmp_path: Path) -> None:
    async def run() -> None:
        ledger = SqliteLedger.open(tmp_path / "ledger.sqlite")
        await ledger.add_tenant(TENANT, "EMEA", 7)
        lease = await ledger.claim(7, "me", 1)
        await ledger.commit(lease, big(1))
        limit = ledger._writer.pragma("page_count") + 20
        ledger._writer.execute(f"PRAGMA max_page_count = {limit}")
        with pytest.raises(StoreFull, match="is full: nothing was changed"):
            await ledger.commit(lease, big(2))
        assert await ledger.seen(lease, [(TENANT, "e1"), (TENANT, "e2")]) == {(TENANT, "e1"): b""}
        ledger._writer.execute("PRAGMA max_page_count = 1073741823")
        await ledger.commit(lease, big(2))
        assert len(await ledger.content_of(TENANT, "d1")) == 2
        await ledger.close()

    asyncio.run(run())


def test_a_write_that_the_system_cuts_off_keeps_nothing(tmp_path: Path) -> None:
    """A real limit of the system on the size of files, in a process of its own."""
    told = in_a_child(
        tmp_path,
        """
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))
        ledger = SqliteLedger.open(folder / "ledger.sqlite")
        await ledger.add_tenant(TENANT, "EMEA", 7)
        lease = await ledger.claim(7, "me", 1)
        await ledger.commit(lease, big(1))
        try:
            await ledger.commit(lease, big(2))
        except LedgerError as error:
            tell(type(error).__name__)
        """,
    )
    assert told in ("StoreFull", "StoreBroken")

    async def look() -> None:
        ledger = SqliteLedger.open(tmp_path / "ledger.sqlite")
        lease = await ledger.claim(7, "me", 1)
        assert list(await ledger.seen(lease, [(TENANT, "e1"), (TENANT, "e2")])) == [(TENANT, "e1")]
        assert [record.n for record in await ledger.content_of(TENANT, "d1")] == [1]
        await ledger.close()

    asyncio.run(look())


def test_a_read_only_folder(tmp_path: Path) -> None:
    close(SqliteLedger.open(tmp_path / "ledger.sqlite"))
    told = as_a_guest(tmp_path, folder_mode=0o555, file_mode=0o444)
    assert told == StoreReadOnly.__name__


def test_a_read_only_file(tmp_path: Path) -> None:
    close(SqliteLedger.open(tmp_path / "ledger.sqlite"))
    (tmp_path / "ledger.sqlite.lock").chmod(0o666)
    told = as_a_guest(tmp_path, folder_mode=0o777, file_mode=0o444)
    assert told == StoreReadOnly.__name__


def as_a_guest(folder: Path, folder_mode: int, file_mode: int) -> str:
    """Open the ledger as a user without rights: a superuser is not stopped by modes."""
    (folder / "ledger.sqlite").chmod(file_mode)
    for above in folder.parents:
        if above.stat().st_uid == os.getuid() and above.is_relative_to(folder.parents[2]):
            above.chmod(0o755)
    folder.chmod(folder_mode)
    try:
        return in_a_child(
            folder,
            """
            if os.getuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            try:
                SqliteLedger.open(folder / "ledger.sqlite")
            except LedgerError as error:
                tell(type(error).__name__)
            """,
        )
    finally:
        folder.chmod(0o755)


def in_a_child(folder: Path, work: str) -> str:
    """What `work` tells, run in a process of its own."""
    script = textwrap.dedent(
        """
        import asyncio, os, resource, sys
        from pathlib import Path
        from flowengine.errors import LedgerError
        from flowengine.ledger.sqlite import SqliteLedger
        from tests.ledger.test_sqlite_file import TENANT, big
        folder, tell = Path(sys.argv[1]), sys.stdout.write
        async def main():
        """
    )
    script += textwrap.indent(textwrap.dedent(work), "    ")
    script += "\nasyncio.run(main())\nsys.stdout.flush()\nos._exit(0)\n"
    command = [sys.executable, "-c", script, str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout
