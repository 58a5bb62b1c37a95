"""Looks stay cheap when much has been kept: each finds its rows by an index, none walks through a table."""

import asyncio
from pathlib import Path
from typing import Any

from flowengine.ledger import sqlite_read as read
from flowengine.ledger.port import Lease
from flowengine.ledger.sqlite import SqliteLedger

TENANT = "emea-plan"
SHARD = 7


def test_no_look_walks_through_a_table(tmp_path: Path) -> None:
    async def run() -> list[str]:
        ledger = SqliteLedger.open(tmp_path / "ledger.sqlite")
        await ledger.add_tenant(TENANT, "EMEA", SHARD)
        asked: list[tuple[str, Any]] = []
        db = ledger._reader

        def explained(_: object, sql: str, bindings: Any) -> bool:
            asked.append((sql, bindings))
            return True

        db.exec_trace = explained
        read.boot(db, Lease(SHARD, 1, 0, 0))
        read.trace_after(db, (SHARD, TENANT, 0, 9))
        read.trace_of(db, (SHARD, TENANT, "dialogue", "d1"))
        read.content(db, SHARD, TENANT, "d1")
        read.documents(db, SHARD, TENANT, "switch")
        read.dialogues(db, SHARD, TENANT, True, 9)
        read.dialogues(db, SHARD, TENANT, False, 9)
        read.dialogue(db, SHARD, TENANT, "d1")
        read.commands(db, (SHARD, TENANT, "agent:anna", 0, 9))
        read.unacknowledged(db, SHARD, TENANT, "agent:anna")
        read.seen(db, SHARD, [(TENANT, "e1")])
        read.states(db, SHARD, TENANT, ["d1"])
        read.dead(db, SHARD, TENANT)
        db.exec_trace = None
        plans = [(sql, str(row[3])) for sql, key in asked for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", key)]
        await ledger.close()
        return [f"{plan}: {sql}" for sql, plan in plans if is_a_walk(sql, plan)]

    assert asyncio.run(run()) == []


def is_a_walk(sql: str, plan: str) -> bool:
    scan = plan.startswith("SCAN ") and plan.split()[1] not in ("CONSTANT", "agent", "json_each")
    by_subject = "subject = ?" in sql and "subject=?" not in plan
    live = "<> 'ended'" in sql and "SEARCH" in plan and not any(name in plan for name in ("_live", "leg_by_dialogue"))
    return scan or by_subject or live or "TEMP B-TREE" in plan
