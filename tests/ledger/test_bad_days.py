"""Bad days of the ledger's file: each real, each told in one sentence with place and way out, and nothing lost."""

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from flowengine.ledger.port import Batch, Lease, StoreDamaged, StoreFull, StoreMissing
from flowengine.ledger.record import ContentRow, SeenRow, StoredContent, pack
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.ledger.sqlite_file import make_folder
from tests.ledger.disk import MEGABYTE, small_disk

TENANT = "emea-bad"
PAGE = 8192
FULL = ": nothing was changed. Make room; a server that runs then goes on by itself."
NOISE = random.Random(7).randbytes  # noqa: S311  # the same damage each time


def batch(n: int, size: int) -> Batch:
    content = ContentRow(7, TENANT, "d1", n, "said", pack(StoredContent(1, "x" * size)))
    return Batch(at_ms=1, pos=n, seen=[SeenRow(7, TENANT, f"e{n}", 1, b"")], content=[content])


async def fill(ledger: SqliteLedger, *numbers: int, size: int = 50_000) -> None:
    await ledger.add_tenant(TENANT, "EMEA", 7)
    lease = await ledger.claim(7, "me", 1)
    for n in numbers:
        await ledger.commit(lease, batch(n, size))


async def kept(ledger: SqliteLedger) -> list[int]:
    """The numbers that are there, of both rows of each batch: a batch is never there by half."""
    lease = Lease(7, 1, 0, 0)  # nothing is written
    await ledger.load(lease)
    seen = await ledger.seen(lease, [(TENANT, f"e{n}") for n in range(100)])
    content = [record.n for record in await ledger.content_of(TENANT, "d1")]
    assert sorted(seen) == sorted((TENANT, f"e{n}") for n in content)
    return content


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """A ledger file with batches 1..5, and its log with 6..8."""
    file = tmp_path_factory.mktemp("whole") / "ledger.sqlite"

    async def make() -> tuple[bytes, bytes]:
        ledger = SqliteLedger.open(file)
        await fill(ledger, 1, 2, 3, 4, 5)
        await ledger.close()
        ledger = SqliteLedger.open(file)
        await fill(ledger, 6, 7, 8)
        found = file.read_bytes(), file.with_name(file.name + "-wal").read_bytes()
        await ledger.close()
        return found

    return asyncio.run(make())


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "no header": lambda body: bytes(100) + body[100:],
    "a spoiled header": lambda body: body[:16] + b"\xff" * 84 + body[100:],
    "spoiled first pages": lambda body: body[: 3 * PAGE] + NOISE(4 * PAGE) + body[7 * PAGE :],
    "cut in half": lambda body: body[: len(body) // 2],
    "cut within a page": lambda body: body[: -PAGE - 1_000],
    "hardly begun": lambda body: body[:50],
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_file_is_told_and_left_as_it_is(tmp_path: Path, whole: tuple[bytes, bytes], how: str) -> None:
    file = tmp_path / "ledger.sqlite"
    damaged = DAMAGE[how](whole[0])
    file.write_bytes(damaged)
    with pytest.raises(StoreDamaged, match=rf"{file} is damaged or not a ledger: put it aside and restore a backup"):
        SqliteLedger.open(file)
    assert file.read_bytes() == damaged
    SqliteLedger.open(tmp_path / "another.sqlite")  # the lock was given back, this process is fit


def test_a_spoiled_page_in_the_middle_is_told_when_it_is_read(tmp_path: Path, whole: tuple[bytes, bytes]) -> None:
    file = tmp_path / "ledger.sqlite"
    at = whole[0].index(b"x" * 2_000) // PAGE * PAGE + PAGE
    file.write_bytes(spoiled(whole[0], at, PAGE))

    async def look() -> None:
        ledger = SqliteLedger.open(file)
        with pytest.raises(StoreDamaged, match="restore a backup"):
            await kept(ledger)
        lease = await ledger.claim(7, "me", 1)
        assert len(await ledger.seen(lease, [(TENANT, "e1")])) == 1, "the other pages can be read still"
        await ledger.close()

    asyncio.run(look())


def spoiled(body: bytes, at: int, size: int) -> bytes:
    return body[:at] + NOISE(size) + body[at + size :]


def test_a_body_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    async def look() -> None:
        ledger = SqliteLedger.open(tmp_path / "ledger.sqlite")
        await fill(ledger, 1)
        lease = await ledger.claim(7, "me", 1)
        await ledger.commit(lease, Batch(at_ms=1, pos=2, content=[ContentRow(7, TENANT, "d1", 2, "said", b"\xc1")]))
        with pytest.raises(StoreDamaged, match="restore a backup"):
            await ledger.content_of(TENANT, "d1")
        await ledger.close()

    asyncio.run(look())


LOGS: dict[str, tuple[Callable[[bytes], bytes], list[int]]] = {
    "whole": (lambda log: log, [1, 2, 3, 4, 5, 6, 7, 8]),
    "noise": (lambda log: NOISE(len(log)), [1, 2, 3, 4, 5]),
    "a frame is spoiled": (
        lambda log: log[: len(log) // 2] + NOISE(64) + log[len(log) // 2 + 64 :],
        [1, 2, 3, 4, 5, 6],
    ),
    "cut off": (lambda log: log[: len(log) // 2], [1, 2, 3, 4, 5, 6]),
}


@pytest.mark.parametrize("how", LOGS)
def test_a_damaged_log_gives_whole_batches_up_to_the_damage(
    tmp_path: Path, whole: tuple[bytes, bytes], how: str
) -> None:
    file = tmp_path / "ledger.sqlite"
    spoil, expected = LOGS[how]
    file.write_bytes(whole[0])
    file.with_name(file.name + "-wal").write_bytes(spoil(whole[1]))

    async def look() -> None:
        ledger = SqliteLedger.open(file)
        assert await kept(ledger) == expected
        await fill(ledger, 9)
        assert await kept(ledger) == [*expected, 9]
        await ledger.close()

    asyncio.run(look())


def test_a_full_disk_loses_nothing_and_goes_on_by_itself(tmp_path: Path) -> None:
    """Filled until neither the log nor the file can grow, which is while the log is put into the file, too."""

    async def run() -> None:
        with small_disk(tmp_path / "disk", 3 * MEGABYTE) as disk:
            ledger = SqliteLedger.open(disk.folder / "ledger.sqlite")
            await fill(ledger)
            lease = await ledger.claim(7, "me", 1)
            n, refused, told = 0, 0, set[str]()
            while refused < 3:
                try:
                    await ledger.commit(lease, batch(n + 1, 50_000))
                except StoreFull as error:
                    refused += 1
                    told.add(str(error).partition("is full")[2])
                else:
                    n += 1
                ledger._put_log_away()
            assert told == {FULL}
            assert await kept(ledger) == list(range(1, n + 1))
            disk.resize(12 * MEGABYTE)
            await fill(ledger, n + 1, size=500_000)
            ledger._put_log_away()
            assert await kept(ledger) == list(range(1, n + 2))
            await ledger.close()
            again = SqliteLedger.open(disk.folder / "ledger.sqlite")
            assert await kept(again) == list(range(1, n + 2))
            await again.close()

    asyncio.run(run())


@pytest.mark.parametrize("free", [0, 16, 64])
def test_a_disk_that_is_full_at_the_start(tmp_path: Path, free: int) -> None:
    """A new ledger does not fit: it is said, and once there is room it is made as if nothing had been."""
    with small_disk(tmp_path / "disk", MEGABYTE) as disk:
        if disk.is_mounted:
            with (disk.folder / "ballast").open("wb") as ballast:
                ballast.write(bytes(MEGABYTE - free * 1024))
        else:
            disk.resize(free * 1024)
        with pytest.raises(StoreFull, match=r"is full: nothing was changed"):
            SqliteLedger.open(disk.folder / "ledger.sqlite")
        if disk.is_mounted:
            (disk.folder / "ballast").unlink()
        else:
            disk.resize(MEGABYTE)
        asyncio.run(SqliteLedger.open(disk.folder / "ledger.sqlite").close())


def test_a_file_that_is_taken_away_keeps_nothing_more_and_is_written_again(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"

    async def run() -> None:
        ledger = SqliteLedger.open(file)
        await fill(ledger, 1)
        file.rename(tmp_path / "away")
        with pytest.raises(StoreMissing, match="was removed or moved away while it was in use: nothing was changed"):
            await fill(ledger, 2)
        (tmp_path / "away").rename(file)
        await fill(ledger, 2)
        file.unlink()
        file.write_bytes(b"")
        with pytest.raises(StoreMissing, match="is not the file that was opened"):
            await fill(ledger, 3)
        await ledger.close()
        rescued = SqliteLedger.open(tmp_path / "ledger.sqlite.rescued")
        assert await kept(rescued) == [1, 2]
        await rescued.close()

    asyncio.run(run())


def test_a_place_for_the_data_that_cannot_be_one(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StoreMissing, match=r"is not a folder: the data cannot lie there. Name another one"):
            make_folder(place)
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
