"""The stores that the contracts are proven on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from flowengine.ledger.postgres import PostgresLedger
from flowengine.ledger.sqlite import SqliteLedger
from tests.contracts.memory_ledger import MemoryLedger, MemoryStore

KINDS = ["memory", "sqlite", "postgres"]


def empty(request: pytest.FixtureRequest, folder: Path) -> str:
    """Where an empty store of the fixture's kind is; to be asked before a loop runs."""
    url: str = request.getfixturevalue("database") if request.param == "postgres" else ""
    return url or {"memory": "", "sqlite": str(folder / "ledger.sqlite")}[request.param]


@asynccontextmanager
async def opened(where: str) -> AsyncIterator[Any]:
    """The store that `empty` named."""
    ledger: Any
    if where.startswith("postgresql:"):
        ledger = await PostgresLedger.open(where)
    else:
        ledger = SqliteLedger.open(Path(where)) if where else MemoryLedger()
    try:
        yield ledger
    finally:
        await ledger.close()


@asynccontextmanager
async def opened_twice(where: str) -> AsyncIterator[tuple[Any, Any]]:
    """Two nodes on one empty store."""
    one: Any
    two: Any
    if not where:
        store = MemoryStore()
        one, two = MemoryLedger(store), MemoryLedger(store)
    else:
        one, two = await PostgresLedger.open(where), await PostgresLedger.open(where)
    try:
        yield one, two
    finally:
        await one.close()
        await two.close()
