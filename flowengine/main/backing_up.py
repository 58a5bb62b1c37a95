"""`dialogue-studio backup`, `restore` and `migrate`: all that is kept, of one moment, from one place into another."""

import argparse
import asyncio
import os
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from flowengine import __version__
from flowengine.ledger.copying import FILES, CopyFailed, Sums, move, refuse_difference, sums_of
from flowengine.ledger.folder import SOUNDS
from flowengine.ledger.schema import MIGRATIONS
from flowengine.ledger.sqlite_tables import SqliteSource, SqliteTarget
from flowengine.main.database import chosen
from flowengine.main.installation import Installation, named, refuse_full, said, source_of, target_of, whole_audits
from flowengine.main.member import LEDGER_FILE
from flowengine.main.package import LEDGER, Manifest, filling, refuse_spoiled, sums_in, unpacked, write_manifest

KEY = "secrets.key"
NOT_IN_IT = (
    f"Not in it: {KEY}, the key of the secrets that flows send to services. Keep a copy of it elsewhere: "
    "whoever has both can read the secrets, and without it they must be given anew."
)


class Progress:
    """One line on a terminal that is written over; nothing where nobody looks."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __call__(self, table: str, rows: int) -> None:
        if self._shown:
            print(f"\r\x1b[K{table}: {rows} rows", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def backup(given: argparse.Namespace) -> int:
    """Into a new folder, or a file that ends with .zip."""
    place: Installation = chosen(given.database, os.environ) or given.data
    with filling(given.out) as folder, ThreadPoolExecutor(1, initializer=_step_back) as thread:
        manifest = thread.submit(asyncio.run, _backed_up(place, folder)).result()
    print(f"{given.out}: {_told(manifest.tables, len(manifest.audit))}.")
    print(NOT_IN_IT, file=sys.stderr)
    return 0


def _step_back() -> None:
    """Whoever serves callers comes first."""
    os.setpriority(os.PRIO_PROCESS, 0, 10)  # 0: this thread, on Linux; elsewhere this process


async def _backed_up(place: Installation, folder: Path) -> Manifest:
    progress = Progress()
    async with source_of(place, alone=False) as source:
        sums = await move(source, SqliteTarget(folder / LEDGER), str(folder), progress)
    progress.end()
    heads = await whole_audits(folder / LEDGER)
    (folder / f"{LEDGER}.lock").unlink(missing_ok=True)
    kind = "postgresql" if isinstance(place, str) else "sqlite"
    now_ms = time.time_ns() // 1_000_000
    manifest = Manifest(now_ms, __version__, len(MIGRATIONS), kind, sums, heads, sums_in(folder))
    write_manifest(folder, manifest)
    return manifest


def restore(given: argparse.Namespace) -> int:
    """Into a place where nothing is yet. Raises LedgerError, having left nothing there."""
    place: Installation = chosen(given.database, os.environ) or given.data
    if isinstance(place, Path):
        refuse_full(place)
    with unpacked(given.package) as (folder, manifest):
        refuse_spoiled(folder, manifest)
        with TemporaryDirectory(prefix="dialogue-studio-", dir=folder.resolve().parent) as work:
            sums = asyncio.run(_restored(folder, manifest, Path(work) / LEDGER, place))
    print(f"{said(place)}: {_told(sums, len(manifest.audit))}.")
    if isinstance(place, str) or not (place / KEY).exists():
        print(f"Put {KEY} into the data folder, before a server starts, if flows use secrets.", file=sys.stderr)
    return 0


async def _restored(folder: Path, manifest: Manifest, work: Path, place: Installation) -> Sums:
    """What is looked at and brought to the present schema is a copy in `work`: the backup stays as it is."""
    shutil.copyfile(folder / LEDGER, work)
    found = SqliteSource(work, folder / SOUNDS)
    try:
        refuse_difference(manifest.tables, await sums_of(found), "the backup")
    finally:
        found.close()
    if await whole_audits(work) != manifest.audit:
        raise CopyFailed("The audit in the backup does not end as it did when it was made. Use another backup.")
    return await _into(SqliteSource(work, folder / SOUNDS), place)


async def _into(source: SqliteSource, place: Installation) -> Sums:
    progress = Progress()
    fresh = isinstance(place, Path) and not place.exists()
    try:
        return await move(source, await target_of(place), said(place), progress)
    except BaseException:
        if fresh and isinstance(place, Path):
            shutil.rmtree(place, ignore_errors=True)
        raise
    finally:
        source.close()
        progress.end()


def migrate(given: argparse.Namespace) -> int:
    """All of it or nothing; what is there before stays as it is."""
    before, after = named(given.before), named(given.after)
    sums, tenants = asyncio.run(_migrated(before, after))
    print(f"{said(after)}: {_told(sums, tenants)}.")
    print(f"{said(before)} was left as it is. Start servers on {said(after)} only.", file=sys.stderr)
    if isinstance(before, Path) and (before / KEY).exists():
        print(f"Take {before / KEY} along to the data folder of each server.", file=sys.stderr)
    return 0


async def _migrated(before: Installation, after: Installation) -> tuple[Sums, int]:
    fresh = isinstance(after, Path) and not after.exists()
    progress = Progress()
    try:
        async with source_of(before, alone=True) as source:
            sums = await move(source, await target_of(after), said(after), progress)
    except BaseException:
        if fresh and isinstance(after, Path):
            shutil.rmtree(after, ignore_errors=True)
        raise
    finally:
        progress.end()
    return sums, len(await whole_audits(after if isinstance(after, str) else after / LEDGER_FILE))


def _told(sums: Sums, tenants: int) -> str:
    rows = sum(each.rows for name, each in sums.items() if name != FILES)
    return f"{rows} rows, {tenants} tenants, {sums[FILES].rows} recordings; verified"
