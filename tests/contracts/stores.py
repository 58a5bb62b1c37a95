"""The stores that the contracts are proven on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from flowengine.ledger.sqlite import SqliteLedger
from tests.contracts.memory_ledger import MemoryLedger


@asynccontextmanager
async def opened(kind: str, folder: Path) -> AsyncIterator[Any]:
    """An empty store of this kind."""
    ledger: Any = MemoryLedger() if kind == "memory" else SqliteLedger.open(folder / "ledger.sqlite")
    try:
        yield ledger
    finally:
        await ledger.close()
