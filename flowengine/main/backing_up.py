"""`dialogue-studio backup` and `restore`: all that is kept, of one moment, while the server goes on; and back again."""

import argparse
import asyncio
import os
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flowengine import __version__
from flowengine.ledger.chain import FIRST, first_break
from flowengine.ledger.copying import CopyFailed, Sums, copy, refuse_difference, sums_of
from flowengine.ledger.port import Reads
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.ledger.sqlite_tables import SqliteSource, SqliteTarget
from flowengine.ledger.tables import Source
from flowengine.main.member import LEDGER_FILE
from flowengine.main.package import (
    LEDGER,
    Manifest,
    carry_files,
    filling,
    refuse_spoiled,
    unpacked,
    write_manifest,
)

LINKS = 1_000
KEY = "secrets.key"
NOT_IN_IT = (
    f"Not in it: {KEY}, the key of the secrets that flows send to services. Keep a copy of it elsewhere: "
    "whoever has both can read the secrets, and without it they must be given anew."
)


class Progress:
    """One line on a terminal that is written over; nothing where nobody looks."""

    def __init__(self, what: str) -> None:
        self._what, self._shown = what, sys.stderr.isatty()

    def __call__(self, table: str, rows: int) -> None:
        if self._shown:
            print(f"\r\x1b[K{self._what} {table}: {rows} rows", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def backup(given: argparse.Namespace) -> int:
    """Into a new folder, or a file that ends with .zip."""
    with filling(given.out) as place, ThreadPoolExecutor(1, initializer=_step_back) as thread:
        manifest = thread.submit(asyncio.run, _backed_up(given.data, place)).result()
    rows = sum(each.rows for each in manifest.tables.values())
    print(f"{given.out}: {rows} rows, {len(manifest.audit)} tenants, {len(manifest.files)} files; verified.")
    print(NOT_IN_IT, file=sys.stderr)
    return 0


def _step_back() -> None:
    """Whoever serves callers comes first."""
    os.setpriority(os.PRIO_PROCESS, 0, 10)  # 0: this thread, on Linux; elsewhere this process


async def _backed_up(data: Path, place: Path) -> Manifest:
    source = SqliteSource(data / LEDGER_FILE)
    try:
        sums = await into_file(source, place / LEDGER)
    finally:
        source.close()
    # After the ledger: recordings are only ever added while it is served, so all that it names are there.
    files = await asyncio.to_thread(carry_files, data, place)
    heads = await whole_audits(place / LEDGER)
    manifest = Manifest(_now_ms(), __version__, source.schema, "sqlite", sums, heads, files)
    write_manifest(place, manifest)
    return manifest


async def into_file(source: Source, file: Path) -> Sums:
    """Copy everything into a new ledger file, look at what came of it, and only then give it its name."""
    target, progress = SqliteTarget(file), Progress("Copying")
    try:
        sums = await copy(source, target, progress)
        kept = target.source()
        try:
            refuse_difference(sums, await sums_of(kept, Progress("Looking at")), str(file))
        finally:
            kept.close()
        target.publish()
    except BaseException:
        target.discard()
        raise
    finally:
        progress.end()
    return sums


def restore(given: argparse.Namespace) -> int:
    """Into a place where nothing is yet. Raises LedgerError, having left nothing there."""
    refuse_full(given.data)
    with unpacked(given.package) as (folder, manifest):
        refuse_spoiled(folder, manifest)
        told = _restored(folder, manifest, given.data)
    print(f"{given.data}: {told}; verified.")
    if not (given.data / KEY).exists():
        print(f"Put {KEY} there too, before the server starts, if flows use secrets.", file=sys.stderr)
    return 0


def refuse_full(data: Path) -> None:
    """Raises LedgerError unless this is a place for a ledger where none is."""
    if (data / LEDGER_FILE).exists():
        raise CopyFailed(f"There is a ledger in {data} already: nothing was changed. Name an empty folder.")
    if data.exists() and not data.is_dir():
        raise CopyFailed(f"{data} is no folder: nothing was changed. Name an empty folder.")


def _restored(folder: Path, manifest: Manifest, data: Path) -> str:
    fresh = not data.exists()
    data.mkdir(parents=True, exist_ok=True)
    part = data / f".{LEDGER_FILE}.restored"
    try:
        rows = asyncio.run(_brought_up(folder, manifest, part))
        carry_files(folder, data)
        part.replace(data / LEDGER_FILE)
    except BaseException:
        if fresh:
            shutil.rmtree(data, ignore_errors=True)
        raise
    finally:
        for rest in data.glob(f"{part.name}*"):
            rest.unlink()
    return f"{rows} rows, {len(manifest.audit)} tenants, {len(manifest.files)} files"


async def _brought_up(folder: Path, manifest: Manifest, part: Path) -> int:
    """A ledger file of the present schema that holds what the backup was made from."""
    shutil.copyfile(folder / LEDGER, part)
    source = SqliteSource(part)
    try:
        refuse_difference(manifest.tables, await sums_of(source, Progress("Looking at")), "the backup")
    finally:
        source.close()
    heads = await whole_audits(part)  # opening it brings an older one to the present schema
    if heads != manifest.audit:
        raise CopyFailed("The audit in the backup does not end as it did when the backup was made. Use another backup.")
    return sum(each.rows for each in manifest.tables.values())


async def whole_audits(file: Path) -> dict[str, tuple[int, str]]:
    """Tenant -> where its audit ends. Raises CopyFailed for one that is not whole."""
    ledger = SqliteLedger.open(file)
    try:
        return {tenant: await whole_audit(ledger, tenant) for tenant in sorted(await ledger.tenants())}
    finally:
        await ledger.close()
        file.with_name(file.name + ".lock").unlink(missing_ok=True)


async def whole_audit(reads: Reads, tenant: str) -> tuple[int, str]:
    """Number and hash of the last link. Raises CopyFailed for a chain that is broken."""
    head = await reads.audit_head(tenant)
    before, last = FIRST, 0
    while found := await reads.audit_of(tenant, last, LINKS):
        if broken := first_break(tenant, found, before, last):
            raise CopyFailed(f"The audit of {tenant} is broken: {broken.why}")
        before, last = found[-1].hash, found[-1].seq
    if broken := first_break(tenant, [], before, last, head):
        raise CopyFailed(f"The audit of {tenant} is broken: {broken.why}")
    return head.seq, head.hash


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
