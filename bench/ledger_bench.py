"""The ledger's figures: durable events on SQLite and PostgreSQL, 100,000 waiting dialogues, and what a death costs."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from bench import ledger_street
from bench.durable_bench import ROOT, Opening, as_the_server, measured, on_sqlite
from bench.durable_scenario import Scenario, hartley
from bench.ledger_hall import fill
from flowengine.ledger.port import Ledger
from flowengine.ledger.postgres import PostgresLedger
from tests.postgres import Server, private

ROUNDS = 3
AT_ONCE = 64
SHARDS = 4
WAITING = 100_000
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "wal_compression=on", "max_wal_size=2GB")
Row = dict[str, Any]
Store = Callable[[], AbstractContextManager[Opening]]


def run() -> Iterator[Row]:
    """Rows of name, value, unit, and where there is one: peer, peer_value, ratio. Under four minutes."""
    (ROOT / "data").mkdir(exist_ok=True)
    with private(options=DURABLE) as server:
        yield from _rates({"sqlite": on_sqlite, "postgresql": partial(_on_postgres, server)})
        yield from _deaths(server)
    yield from _halls()


@contextmanager
def _on_postgres(server: Server) -> Iterator[Opening]:
    with server.fresh() as url:

        async def opened() -> Ledger:
            return await PostgresLedger.open(url)

        yield opened


# --- events -----------------------------------------------------------------------------------------------------------


def _rates(stores: dict[str, Store]) -> Iterator[Row]:
    scenario = hartley()
    with as_the_server():
        for name, store in stores.items():
            yield from _rate(name, store, scenario)
            alone = [measured(scenario, 1, 256, store) for _ in range(ROUNDS)]
            yield _row(f"ledger_{name}_one_dialogue_p50", median(found.delay_ms for found in alone), "ms")
        yield from _shards("postgresql", stores["postgresql"], scenario)


def _rate(name: str, store: Store, scenario: Scenario) -> Iterator[Row]:
    """Rounds are interleaved: single, batched, single, ..."""
    single, batched = [], []
    for _ in range(ROUNDS):
        single.append(measured(scenario, AT_ONCE, 1, store))
        batched.append(measured(scenario, AT_ONCE, 256, store))
    ratios = sorted(ours.rate / theirs.rate for ours, theirs in zip(batched, single, strict=True))
    row = _row(f"ledger_{name}_events_{AT_ONCE}", median(found.rate for found in batched), "events/s")
    row |= {"peer": "one transaction per event, same run", "peer_value": round(median(found.rate for found in single))}
    yield row | {
        "ratio": round(median(ratios), 2), "ratio_min": round(ratios[0], 2), "ratio_max": round(ratios[-1], 2)
    }  # fmt: skip  # one thought
    yield _row(f"ledger_{name}_p50_{AT_ONCE}", median(found.delay_ms for found in batched), "ms")
    yield _row(f"ledger_{name}_worker_cpu_{AT_ONCE}", median(found.cpu_us for found in batched), "us/event")


def _shards(name: str, store: Store, scenario: Scenario) -> Iterator[Row]:
    """Where the database shares the worker's two cores, only the worker's processor time tells what a pair of cores of
    its own would give."""
    found = [measured(scenario, AT_ONCE * SHARDS, 256, store, SHARDS) for _ in range(ROUNDS)]
    of = f"{AT_ONCE * SHARDS}_of_{SHARDS}_shards"
    yield _row(f"ledger_{name}_events_{of}", median(each.rate for each in found), "events/s")
    yield _row(f"ledger_{name}_p50_{of}", median(each.delay_ms for each in found), "ms")
    yield _row(f"ledger_{name}_worker_cpu_{of}", median(each.cpu_us for each in found), "us/event")
    yield _row(f"ledger_{name}_worker_events_{of}", median(1e6 / each.cpu_us for each in found), "events/CPU-s")


# --- deaths -----------------------------------------------------------------------------------------------------------


def _deaths(server: Server) -> Iterator[Row]:
    """Each checks that nothing was lost, doubled or out of order."""
    embedded = {"restart": False, "standby": True}
    for name, standby in embedded.items():
        waits = [
            ledger_street.in_new_folder(partial(ledger_street.restarted, standby=standby), ROOT / "data")
            for _ in range(ROUNDS)
        ]
        yield _row(f"ledger_sqlite_killed_{name}", median(waits), "s")
    for name, what, rounds in (
        ("killed", ledger_street.killed, ROUNDS),
        ("hung", ledger_street.hung, 1),
        ("rolling_restart_longest_wait", ledger_street.rolled, 1),
    ):
        waits = []
        for _ in range(rounds):
            with server.fresh() as url:
                waits.append(what(url))
        yield _row(f"ledger_postgresql_{name}", median(waits), "s")


# --- halls ------------------------------------------------------------------------------------------------------------


def _halls() -> Iterator[Row]:
    for name, in_queue in (("in_flow", False), ("in_queue", True)):
        with TemporaryDirectory(dir=ROOT / "data") as folder:
            path = Path(folder) / "ledger.sqlite"
            fill(hartley(), path, WAITING, in_queue=in_queue)
            told = [_loaded(path) for _ in range(ROUNDS)]
        assert {one["n"] for one in told} == {WAITING}
        yield _row(f"ledger_load_{WAITING}_{name}", median(one["took_s"] for one in told), "s")
        yield _row(f"ledger_load_{WAITING}_{name}_cpu", median(one["cpu_s"] for one in told), "s")
        yield _row(f"ledger_packed_{name}", told[0]["packed"], "B/dialogue")
        yield _row(f"ledger_resident_{name}", median(one["resident"] for one in told), "B/dialogue")


def _loaded(path: Path) -> dict[str, Any]:
    """By a process of its own: only so its memory can be told from ours."""
    command = [sys.executable, "-m", "bench.ledger_load", str(path)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def _row(name: str, value: float, unit: str) -> Row:
    return {"name": name, "value": round(value, 2 if value < 100 else 0), "unit": unit}


if __name__ == "__main__":
    for line in run():
        print(line, flush=True)
