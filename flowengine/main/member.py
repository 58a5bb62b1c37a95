"""How one process takes part: which store it opens, under which name, and where the others reach it."""

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from flowengine.errors import Busy, FlowEngineError
from flowengine.ledger.cell import Cell
from flowengine.ledger.keep import TenantFiles, TenantKeep
from flowengine.ledger.port import Ledger
from flowengine.ledger.retention import Forgets
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.main.database import VARIABLE
from flowengine.main.reporting import Reporter

LEDGER_FILE = "ledger.sqlite"
LOOK_EVERY_S = 0.1  # of a standby, whether the data is free
ALIVE_MS = 2_500  # a node writes its row each second
TWIN_S = 1.5


class Member(Struct, frozen=True):
    """`standby`: data in use by another process is waited for, not refused.

    `database`: the PostgreSQL of a cell, "" for a ledger in the data folder. `peer_bind`: where its other nodes reach
    this one; port 0 is a free one. `region`: "" for the one that the store is of.
    """

    standby: bool = False
    database: str = ""
    name: str = ""
    region: str = ""
    peer_bind: tuple[str, int] = ("127.0.0.1", 0)


class Store(Ledger, Forgets, Cell, TenantKeep, TenantFiles, Protocol):
    """All that is kept."""


class NodeNamedTwice(FlowEngineError):
    """Two processes of a cell go by one name."""


async def opened_store(data: Path, member: Member) -> tuple[Store, Reporter]:
    """The store, and where reports read it. Raises LedgerError."""
    if member.database:
        from flowengine.ledger.postgres import PostgresLedger  # noqa: PLC0415  # an embedded server starts without it

        store = await PostgresLedger.open(member.database)
        await store.warm()
        return store, Reporter(environment={VARIABLE: member.database, **_postgres_words(os.environ)})
    file = data / LEDGER_FILE
    is_told = False
    while True:
        try:
            return SqliteLedger.open(file), Reporter(str(file))
        except Busy as taken:
            if not member.standby:
                raise
            if not is_told:
                print(f"{taken} Standing by until it is free.", file=sys.stderr, flush=True)
            is_told = True
        await asyncio.sleep(LOOK_EVERY_S)


def _postgres_words(environment: Mapping[str, str]) -> dict[str, str]:
    """PGPASSWORD and its like."""
    return {name: value for name, value in environment.items() if name.startswith("PG")}


async def refuse_twin(cell: Cell, name: str, address: str, wait_s: float = TWIN_S) -> None:
    """Raises NodeNamedTwice if another process lives by this name; one that died a moment ago is replaced."""
    seen_ms = [node.seen_ms for node in await cell.nodes() if node.id == name and node.silent_ms < ALIVE_MS]
    if not seen_ms:
        return
    await asyncio.sleep(wait_s)
    for node in await cell.nodes():
        if node.id == name and node.address != address and node.seen_ms > seen_ms[0]:
            raise NodeNamedTwice(
                f"There is a node {name} already, at {node.address}. Give this one another name: --node NAME."
            )
