"""Durable events per second: batches with full sync against the same events with one transaction each, same run."""

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import uvloop
from msgspec import Struct

from flowengine.ledger.sqlite import SqliteLedger
from flowengine.messages import CallerHungUp, DialogueArrived, Event, KeyPressed
from flowengine.runtime.ports import CoreFactory, DocumentChange
from flowengine.runtime.runtime import Runtime
from flowengine.runtime.system import system_ports

TENANT = "emea-bench"
CONCURRENT = (1, 64, 512)
ROUNDS = 3
ROUND_S = 1.2
ROOT = Path(__file__).parent.parent


class Scenario(Struct, frozen=True):
    """What is measured: a core, its first documents, and a dialogue: how it arrives and what its caller does at each
    of the `steps`; the last one should end it."""

    factory: CoreFactory
    documents: Sequence[DocumentChange] = ()
    arrive: Callable[[int], Event] = lambda i: DialogueArrived(
        via="phone", external_id=f"leg-{i}", channel="voice", address="+442079460100"
    )
    steps: Sequence[Callable[[str], Event]] = (
        *(lambda dialogue: KeyPressed(dialogue=dialogue, key="1") for _ in range(18)),
        lambda dialogue: CallerHungUp(dialogue=dialogue),
    )


def smallest() -> Scenario:
    """The counting core of the tests: the ledger and the runtime alone."""
    from tests.runtime.counter import Counter  # noqa: PLC0415  # the benchmark of a wheel brings its own scenario

    return Scenario(Counter)


def run(scenario: Scenario | None = None) -> list[dict[str, Any]]:
    """Rows of name, value, unit, peer, peer_value, ratio; under 45 s."""
    chosen = scenario or smallest()
    (ROOT / "data").mkdir(exist_ok=True)  # on the project's own disk: a folder in memory would sync for free
    rows: list[dict[str, Any]] = []
    for concurrent in CONCURRENT:
        batched, single = [], []
        for _ in range(ROUNDS):
            single.append(_measure(chosen, concurrent, batch=1))
            batched.append(_measure(chosen, concurrent, batch=256))
        rate, peer_rate = (median(found[0] for found in side) for side in (batched, single))
        delay, peer_delay = (median(found[1] for found in side) for side in (batched, single))
        ratio = median(ours[0] / theirs[0] for ours, theirs in zip(batched, single, strict=True))
        rows.append(_row(f"durable_events_{concurrent}", rate, "events/s", peer_rate, ratio))
        rows.append(_row(f"durable_p50_{concurrent}", delay, "ms", peer_delay, delay / peer_delay))
    return rows


def _row(name: str, value: float, unit: str, peer_value: float, ratio: float) -> dict[str, Any]:
    peer = "one transaction per event, same run"
    found = {"name": name, "value": round(value, 2), "unit": unit, "peer": peer}
    return found | {"peer_value": round(peer_value, 2), "ratio": round(ratio, 2)}


def _measure(scenario: Scenario, concurrent: int, batch: int) -> tuple[float, float]:
    """(events per second, median milliseconds from event to answer)."""
    with TemporaryDirectory(dir=ROOT / "data") as folder, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_drive(scenario, concurrent, batch, Path(folder)))


async def _drive(scenario: Scenario, concurrent: int, batch: int, folder: Path) -> tuple[float, float]:
    ledger = SqliteLedger.open(folder / "ledger.sqlite")
    runtime = Runtime(ledger, system_ports(), scenario.factory, batch=batch)
    await runtime.start()
    await runtime.add_tenant(TENANT, "EMEA", scenario.documents)
    delays: list[float] = []
    began = time.perf_counter()
    until = began + ROUND_S

    async def send(event: Event) -> Any:
        sent = time.perf_counter()
        reply = await runtime.submit(TENANT, event, uuid4().hex)
        delays.append(time.perf_counter() - sent)
        return reply

    async def callers(number: int) -> None:
        while time.perf_counter() < until:
            number += concurrent
            dialogue = (await send(scenario.arrive(number)))["dialogue"]
            for step in scenario.steps:
                if time.perf_counter() < until:
                    await send(step(dialogue))

    await asyncio.gather(*(callers(number) for number in range(concurrent)))
    took = time.perf_counter() - began
    kept = await ledger.trace_after(TENANT, 0, 10_000_000)
    assert len({row.stored.event_id for row in kept}) == len(delays), "an event was answered but not kept"
    await runtime.stop()
    await ledger.close()
    return len(delays) / took, median(delays) * 1_000


if __name__ == "__main__":
    for line in run():
        print(line)
