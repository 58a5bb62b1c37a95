"""Reports of replays outlive the process: kept per tenant, the newest so many, beside what else is kept."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from flowengine.identity.keep import StoreKeep
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.main.replay_shelf import KEPT, ReplayShelf, told


def report(number: int, environment: str = "front_door") -> dict[str, Any]:
    stands = {"id": f"r{number}", "state": "done", "why": "", "done": 3, "of": 3, "older": True, "looked_at": 20_000}
    asked = {"environment": environment, "at_ms": number, "by": "dora", "against": "the draft"}
    untold = [{"reason": "It is too long.", "count": 2, "examples": ["d"]}]
    return {**stands, **asked, "replayed": 1, "same": 1, "parted": 0, "groups": [], "untold": untold}


def stored(data: Path, work: Callable[[SqliteLedger], Awaitable[Any]]) -> Any:
    """Open the store, do it, and close it again."""

    async def whole() -> Any:
        ledger = SqliteLedger.open(data / "ledger.sqlite")
        try:
            return await work(ledger)
        finally:
            await ledger.close()

    return asyncio.run(whole())


def test_reports_are_there_after_a_restart_and_the_oldest_are_dropped(tmp_path: Path) -> None:
    async def fill(ledger: SqliteLedger) -> None:
        await ledger.add_tenant("t", "EMEA", 0)
        await ledger.keep("t", "session:5f", b"session")
        for number in range(KEPT + 2):
            await ReplayShelf(ledger).put("t", report(number))
        await ReplayShelf(ledger).put("t", report(KEPT + 2, "pharmacy"))

    async def look(ledger: SqliteLedger) -> Any:
        shelf, sessions = ReplayShelf(ledger), StoreKeep(ledger)
        await sessions.take("t")
        rows = await shelf.all("t", "front_door")
        return rows, await shelf.one("t", "pharmacy", "r3"), await shelf.one("t", "front_door", "r9"), sessions

    stored(tmp_path, fill)
    rows, elsewhere, one, sessions = stored(tmp_path, look)
    assert [row["id"] for row in rows] == [f"r{number}" for number in reversed(range(3, KEPT + 2))]
    assert elsewhere is None
    assert one == report(9)
    assert (told(one)["not_replayed"], told(one)["older"]) == (2, True)
    assert sessions.get("t", "session:5f") == b"session"
    assert [key for key, _ in sessions.items("t")] == ["session:5f"]
