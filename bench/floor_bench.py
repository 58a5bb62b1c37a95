"""Floor events per second: the index against a scan of everything, on the same events in the same run.

`python bench/floor_bench.py goal` measures the largest world alone, which takes minutes to open.
"""

import gc
import json
import sys
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from msgspec import msgpack

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.floor_day import Day, Logged, World
from flowengine.floor import Floor
from flowengine.floor.command import FloorCommand
from flowengine.floor.event import AgentProfileSet, FloorEvent, QueueSettingsSet
from flowengine.floor.scan import Scan
from flowengine.main.collector import calm
from flowengine.messages import Stamp

ROUNDS = 5
BATCH = 256  # as the owner of a tenant takes them
MODERATE = World("floor_1000_agents_5000_waiting", 1_000, 50, 5_000, 60, 20_000, 100)
GOAL = World("floor_10000_agents_100000_waiting", 10_000, 500, 100_000, 300, 10_000, 6)
Packed = list[bytes]


class Timed(NamedTuple):
    """Processor time of a round: with and without the rows that are stored after each batch."""

    events_per_s: float
    with_rows_per_s: float
    each_ns: list[int]


def grown(day: Day) -> Floor:
    """A floor that took all that happened: the index has met every state that agents are usually in."""
    floor = Floor()
    for event, stamp in day.log:
        floor.apply(event, stamp)
        floor.take_dirty()
    return floor


def copy_of(day: Day, floor: Floor) -> Floor:
    """The floor as it is now, from its settings and its rows."""
    for event, stamp in day.log:
        if isinstance(event, AgentProfileSet | QueueSettingsSet):
            floor.apply(event, stamp)
    floor.load(day.floor.snapshot())
    floor.take_dirty()
    return floor


def packed(log: list[Logged]) -> Packed:
    """As bytes, so that each batch is decoded anew just before it is taken, as when it comes from the inbox."""
    return [msgpack.encode((event, stamp)) for event, stamp in log]


def take(floor: Floor, events: Packed, said: list[list[FloorCommand]], *, one_by_one: bool) -> Timed:
    """Batches of events, the rows that they changed after each; commands are kept to be compared if `said` is given."""
    decoder = msgpack.Decoder(tuple[FloorEvent, Stamp])
    apply, now, keep = floor.apply, time.thread_time_ns, not one_by_one
    events_ns = rows_ns = 0
    each_ns: list[int] = []
    for at in range(0, len(events), BATCH):
        batch = [decoder.decode(body) for body in events[at : at + BATCH]]
        start = now()
        if one_by_one:
            for event, stamp in batch:
                before = now()
                apply(event, stamp)
                each_ns.append(now() - before)
        else:
            commands = [apply(event, stamp) for event, stamp in batch]
        mid = now()
        floor.take_dirty()
        rows_ns += now() - mid
        events_ns += mid - start
        if keep:
            said += commands
    return Timed(len(events) / events_ns * 1e9, len(events) / (events_ns + rows_ns) * 1e9, each_ns)


def plain_call_ns() -> float:
    """What a call of a Python function that does nothing costs at this moment: tells how busy the machine is."""

    def nothing(given: int) -> int:
        return given

    start = time.thread_time_ns()
    for number in range(100_000):
        nothing(number)
    return (time.thread_time_ns() - start) / 100_000


def resident_mib() -> float:
    """Memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1024**2


def measure(world: World) -> list[dict[str, object]]:
    """Paired rounds, the order turned each time; then one more round of the index, every event timed alone."""
    day = Day(world)
    day.open()
    gc.collect()
    empty = resident_mib()
    index = grown(day)
    memory_mib = resident_mib() - empty
    scan = copy_of(day, Floor(Scan))
    opened = len(day.log)
    while len(day.log) < opened + world.events * (ROUNDS + 1):
        day.step()
    log = packed(day.log[opened:])
    day.log.clear()
    thresholds = gc.get_threshold()
    calm()  # as a server does once everything is loaded: the collector runs on, seldom
    figures: list[tuple[Timed, Timed]] = []
    mine: list[list[FloorCommand]] = []
    theirs: list[list[FloorCommand]] = []
    calls_ns: list[float] = []
    for number in range(ROUNDS):
        calls_ns.append(plain_call_ns())
        at, peer_at = number * world.events, number * world.peer_events
        by_side = {}
        for side in ("index", "scan") if number % 2 else ("scan", "index"):
            if side == "index":
                by_side[side] = take(index, log[at : at + world.events], mine, one_by_one=False)
            else:
                by_side[side] = take(scan, log[peer_at : peer_at + world.peer_events], theirs, one_by_one=False)
        figures.append((by_side["index"], by_side["scan"]))
    assert mine[: len(theirs)] == theirs, "both sides decide alike"
    del mine[:], theirs[:]
    alone = sorted(take(index, log[ROUNDS * world.events :], [], one_by_one=True).each_ns)
    gc.set_threshold(*thresholds)
    gc.unfreeze()
    calls = {"name": f"{world.name}_plain_call", "value": round(median(calls_ns)), "unit": "ns"}
    return [*rows(world, figures, alone, memory_mib), calls]


def rows(
    world: World, figures: list[tuple[Timed, Timed]], alone: list[int], memory_mib: float
) -> list[dict[str, object]]:
    """Medians of both sides, of the ratios, and the slowest of events taken one by one."""
    ratios = [mine.events_per_s / peer.events_per_s for mine, peer in figures]
    rates = sorted(mine.events_per_s for mine, _ in figures)
    return [
        {
            "name": world.name, "value": round(median(rates)), "unit": "events/s", "peer": "naive scan",
            "peer_value": round(median(peer.events_per_s for _, peer in figures), 1), "ratio": round(median(ratios), 1),
            "ratio_min": round(min(ratios), 1), "ratio_max": round(max(ratios), 1),
            "lowest": round(rates[0]), "highest": round(rates[-1]),
        },
        {
            "name": f"{world.name}_with_rows", "unit": "events/s",
            "value": round(median(mine.with_rows_per_s for mine, _ in figures)),
        },
        *[
            {"name": f"{world.name}_{name}", "value": round(alone[at] / 1000, 1), "unit": "us"}
            for name, at in (
                ("p50", len(alone) // 2), ("p99", len(alone) * 99 // 100), ("p99.9", len(alone) * 999 // 1000),
                ("slowest", -1),
            )
        ],
        {"name": f"{world.name}_memory", "value": round(memory_mib), "unit": "MiB"},
        {
            "name": f"{world.name}_memory_per_waiting", "unit": "bytes",
            "value": round(memory_mib * 1024**2 / world.waiting),
        },
    ]  # fmt: skip  # one line per thought


def run() -> list[dict[str, object]]:
    """The moderate world; the goal's takes minutes and is asked for by name."""
    return measure(MODERATE)


if __name__ == "__main__":
    for row in measure(GOAL if "goal" in sys.argv[1:] else MODERATE):
        print(json.dumps(row), flush=True)
