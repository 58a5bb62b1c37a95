"""A ledger with very many waiting dialogues: a few are brought there by the engine, then their rows are copied."""

import asyncio
from pathlib import Path
from typing import Any, cast

import apsw
import msgspec

from bench.durable_scenario import Scenario
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.runtime.runtime import Runtime

TENANT = "emea-bench"
IN_QUEUE = 3  # steps of the scenario after which its dialogue waits in a queue; with none it waits for a key


async def _one(scenario: Scenario, path: Path, steps: int) -> str:
    """One waiting dialogue, nobody at any desk."""
    ledger = SqliteLedger.open(path)
    runtime = Runtime(ledger, scenario.ports, scenario.factory)
    await runtime.start()
    await runtime.add_tenant(TENANT, "EMEA", scenario.documents)
    dialogue: str = (await runtime.submit(TENANT, scenario.arrive(0)))["dialogue"]
    for step in scenario.steps[:steps]:
        await runtime.submit(TENANT, step(dialogue))
    await runtime.stop()
    await ledger.close()
    return dialogue


def fill(scenario: Scenario, path: Path, waiting: int, *, in_queue: bool) -> None:
    """Make the file. Every copy has an id, a leg, timers and a place in the queue of its own."""
    first = asyncio.run(_one(scenario, path, IN_QUEUE if in_queue else 0))
    db = apsw.Connection(str(path))
    db.execute("PRAGMA synchronous = OFF")
    with db:
        for table, key in (("dialogue", "id"), ("leg", "dialogue"), ("timer", "owner"), ("floor", "key")):
            found = db.execute(f"SELECT * FROM {table} WHERE {key} LIKE ?", (f"{first}%",)).fetchall()  # noqa: S608  # from this line
            for row in found:
                sql = f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})"  # noqa: S608  # from this file
                db.executemany(sql, (_copy(row, first, n) for n in range(1, waiting)))
        db.execute("UPDATE tenant SET last_generation = ?", (waiting * 10,))
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


def _copy(row: tuple[Any, ...], first: str, n: int) -> list[Any]:
    another = f"{first[:24]}{n:012x}"
    return [_copied(value, first, another, n) for value in row]


def _copied(value: Any, first: str, another: str, n: int) -> Any:
    if isinstance(value, str):
        return f"leg-{n}" if value == "leg-0" else value.replace(first, another)
    if not isinstance(value, bytes):
        return value
    body = value.replace(first.encode(), another.encode())
    if b"rank" in body:  # an entry of the floor: its place in the line
        entry = cast("dict[str, Any]", msgspec.msgpack.decode(body))
        entry["rank"][2] += n
        body = msgspec.msgpack.encode(entry)
    return body
