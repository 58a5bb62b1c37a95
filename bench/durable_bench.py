"""Durable events per second: batches with full sync against the same events with one transaction each, same run."""

import asyncio
import gc
import secrets
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import uvloop

from bench.durable_scenario import Scenario, hartley
from flowengine.ledger.port import Lease, Ledger
from flowengine.ledger.sqlite import SqliteLedger
from flowengine.main import collector
from flowengine.messages import Event
from flowengine.runtime.runtime import Runtime

TENANT = "emea-bench"
CONCURRENT = (1, 64, 512)
ROUNDS = 3
ROUND_S = 1.0
Opening = Callable[[], Awaitable[Ledger]]
ROOT = Path(__file__).parent.parent


def run(scenario: Scenario | None = None) -> list[dict[str, Any]]:
    """Rows of name, value, unit, peer, peer_value, ratio for the demo tenant, or another scenario; under 45 s."""
    chosen = scenario or hartley()
    with as_the_server():
        return _rows(chosen)


@contextmanager
def as_the_server() -> Iterator[None]:
    """Garbage and threads as in a process that serves callers; afterwards as before."""
    usual, turn_s = gc.get_threshold(), sys.getswitchinterval()
    collector.calm()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)
        sys.setswitchinterval(turn_s)


def _rows(chosen: Scenario) -> list[dict[str, Any]]:
    (ROOT / "data").mkdir(exist_ok=True)  # on the project's own disk: a folder in memory would sync for free
    rows: list[dict[str, Any]] = []
    for concurrent in CONCURRENT:
        batched, single = [], []
        for _ in range(ROUNDS):
            single.append(measured(chosen, concurrent, batch=1))
            batched.append(measured(chosen, concurrent, batch=256))
        rate, peer_rate = (median(found.rate for found in side) for side in (batched, single))
        delay, peer_delay = (median(found.delay_ms for found in side) for side in (batched, single))
        ratio = median(ours.rate / theirs.rate for ours, theirs in zip(batched, single, strict=True))
        rows.append(_row(f"durable_events_{concurrent}", rate, "events/s", peer_rate, ratio))
        rows.append(_row(f"durable_p50_{concurrent}", delay, "ms", peer_delay, delay / peer_delay))
    return rows


def _row(name: str, value: float, unit: str, peer_value: float, ratio: float) -> dict[str, Any]:
    peer = "one transaction per event, same run"
    found = {"name": name, "value": round(value, 2), "unit": unit, "peer": peer}
    return found | {"peer_value": round(peer_value, 2), "ratio": round(ratio, 2)}


@contextmanager
def on_sqlite() -> Iterator[Opening]:
    """A new file, on the project's own disk."""
    with TemporaryDirectory(dir=ROOT / "data") as folder:

        async def opened() -> Ledger:
            return SqliteLedger.open(Path(folder) / "ledger.sqlite")

        yield opened


class Measured(NamedTuple):
    rate: float  # events per second
    delay_ms: float  # the median from event to answer
    cpu_us: float  # processor time of this process for an event; the callers' share is in it


def measured(
    scenario: Scenario,
    concurrent: int,
    batch: int,
    store: Callable[[], AbstractContextManager[Opening]] = on_sqlite,
    tenants: int = 1,
) -> Measured:
    """Callers of so many tenants, each in a shard of its own, on a fresh ledger of `store`."""
    with store() as opening, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_drive(scenario, concurrent, batch, opening, tenants))


async def _drive(scenario: Scenario, concurrent: int, batch: int, opening: Opening, tenants: int) -> Measured:
    ledger = await opening()
    runtime = Runtime(ledger, scenario.ports, scenario.factory, batch=batch)
    await runtime.start()
    names = [TENANT, *(f"{TENANT}-{number}" for number in range(1, tenants))]
    for name in names:
        await runtime.add_tenant(name, "EMEA", scenario.documents)
        for event in scenario.prepare:
            await runtime.submit(name, event)
    delays: list[float] = []
    answered: list[tuple[str, str]] = []
    began, used = time.perf_counter(), time.process_time()
    until = began + ROUND_S

    async def send(tenant: str, event: Event) -> Any:
        sent = time.perf_counter()
        event_id = secrets.token_hex(16)  # a quarter of a UUID: the caller is not what is measured
        reply = await runtime.submit(tenant, event, event_id)
        delays.append(time.perf_counter() - sent)
        answered.append((tenant, event_id))
        return reply

    async def callers(number: int) -> None:
        tenant = names[number % tenants]
        while time.perf_counter() < until:
            number += concurrent
            dialogue = (await send(tenant, scenario.arrive(number)))["dialogue"]
            for step in scenario.steps:
                if time.perf_counter() < until:
                    await send(tenant, step(dialogue))

    await asyncio.gather(*(callers(number) for number in range(concurrent)))
    took, used = time.perf_counter() - began, time.process_time() - used
    await _check(ledger, names, answered)
    await runtime.stop()
    await ledger.close()
    return Measured(len(delays) / took, median(delays) * 1_000, used / len(delays) * 1e6)


async def _check(ledger: Ledger, tenants: list[str], answered: list[tuple[str, str]]) -> None:
    places = await ledger.tenants()
    for tenant in tenants:
        keys = [key for key in answered if key[0] == tenant]
        kept = await ledger.seen(Lease(places[tenant], 0, 0, 0), keys)
        assert len(kept) == len(keys), "an event was answered but not kept"
        assert not await ledger.dead_of(tenant), "an event met a bug"


if __name__ == "__main__":
    for line in run():
        print(line)
