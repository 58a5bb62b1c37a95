"""One process that takes a shard over from a file with very many waiting dialogues, and says what that took."""

import asyncio
import gc
import json
import os
import sys
import time
from pathlib import Path

from bench.durable_scenario import hartley
from bench.ledger_hall import TENANT
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.runtime.recovery import build, unhurried


def resident() -> int:
    """Bytes of this process in memory now, on Linux; elsewhere 0."""
    seen = Path("/proc/self/statm")
    return int(seen.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if seen.exists() else 0


async def main(path: Path) -> None:
    scenario = hartley()
    ledger = SqliteLedger.open(path)
    shard = (await ledger.tenants())[TENANT]
    gc.collect()
    before, began, worked = resident(), time.perf_counter(), time.process_time()
    with unhurried:
        boot = await ledger.load(await ledger.claim(shard, "bench", scenario.ports.clock.now_ms()))
        memory = build(boot, scenario.factory)
    took_s, cpu_s = time.perf_counter() - began, time.process_time() - worked
    rows = boot.tenants[TENANT].dialogues
    n, packed = len(rows), sum(len(row.state) for row in rows) / len(rows)
    del boot, rows
    await asyncio.sleep(0)
    gc.collect()
    after = resident()
    assert len(memory.live) == n
    told = {"n": n, "took_s": took_s, "cpu_s": cpu_s, "packed": packed, "resident": (after - before) / n}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
    os._exit(0)  # a million objects need not be taken apart


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
