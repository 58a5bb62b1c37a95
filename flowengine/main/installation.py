"""Where an installation is kept: a data folder or a PostgreSQL; opened to be copied from, or to be copied into."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeAlias

from flowengine.ledger.chain import FIRST, first_break
from flowengine.ledger.copying import CopyFailed
from flowengine.ledger.port import Reads
from flowengine.ledger.postgres import PostgresLedger
from flowengine.ledger.postgres_tables import PostgresSource, PostgresTarget
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.ledger.sqlite_file import make_folder
from flowengine.ledger.sqlite_tables import SqliteSource, SqliteTarget
from flowengine.ledger.tables import Source, Target
from flowengine.main.database import DatabaseRefused, chosen, masked
from flowengine.main.member import LEDGER_FILE

SQLITE = "sqlite:"
OF_THE_ENVIRONMENT = "postgresql:"  # the whole URL, with its password, stands in a variable
LINKS = 1_000
Installation: TypeAlias = Path | str  # a data folder, or the URL of a database


def named(text: str) -> Installation:
    """`sqlite:FOLDER`, a PostgreSQL's URL, or `postgresql:` for the one of the environment. Raises DatabaseRefused."""
    if text.startswith(SQLITE):
        return Path(text.removeprefix(SQLITE)).expanduser()
    url = chosen("" if text == OF_THE_ENVIRONMENT else text, os.environ)
    if not url:
        raise DatabaseRefused("No database is named. Write sqlite:FOLDER, or the URL of a PostgreSQL.")
    return url


def said(place: Installation) -> str:
    """For people, without a password."""
    return masked(place) if isinstance(place, str) else str(place)


@asynccontextmanager
async def source_of(place: Installation, *, alone: bool) -> AsyncIterator[Source]:
    """`alone`: nobody serves it meanwhile, or it is refused. Raises LedgerError."""
    if isinstance(place, str):
        database = await PostgresSource.open(place, alone=alone)
        try:
            yield database
        finally:
            await database.close()
        return
    file = place / LEDGER_FILE
    if alone and not file.is_file():
        raise CopyFailed(f"There is no ledger in {place}.")
    holding = SqliteLedger.open(file) if alone else None  # it brings the file to the present schema, too
    try:
        source = SqliteSource(file)
        try:
            yield source
        finally:
            source.close()
    finally:
        if holding is not None:
            await holding.close()


async def target_of(place: Installation) -> Target:
    """Raises CopyFailed for a place where something is kept already, LedgerError."""
    if isinstance(place, str):
        return await PostgresTarget.open(place)
    refuse_full(place)
    make_folder(place)
    return SqliteTarget(place / LEDGER_FILE)


def refuse_full(data: Path) -> None:
    """Raises CopyFailed unless a ledger could be put there."""
    if (data / LEDGER_FILE).exists():
        raise CopyFailed(f"There is a ledger in {data} already: nothing was changed. Name an empty folder.")


async def whole_audits(place: Installation) -> dict[str, tuple[int, str]]:
    """Tenant -> where its audit ends. Raises CopyFailed for one that is not whole."""
    ledger: PostgresLedger | SqliteLedger
    if isinstance(place, str):
        ledger = await PostgresLedger.open(place)
    else:
        ledger = SqliteLedger.open(place)
    try:
        return {tenant: await _whole_audit(ledger, tenant) for tenant in sorted(await ledger.tenants())}
    finally:
        await ledger.close()


async def _whole_audit(reads: Reads, tenant: str) -> tuple[int, str]:
    """Number and hash of the last link."""
    head = await reads.audit_head(tenant)
    before, last = FIRST, 0
    while found := await reads.audit_of(tenant, last, LINKS):
        if broken := first_break(tenant, found, before, last):
            raise CopyFailed(f"The audit of {tenant} is broken: {broken.why}")
        before, last = found[-1].hash, found[-1].seq
    if broken := first_break(tenant, [], before, last, head):
        raise CopyFailed(f"The audit of {tenant} is broken: {broken.why}")
    return head.seq, head.hash
