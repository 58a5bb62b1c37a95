"""Whole lives of the runtime for as long as one likes, each under its own seed, on every core."""

import os
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import count, islice

MIXTURE = (("callers", 1), ("callers", 3), ("hartley", 1), ("callers", 1), ("callers", 2), ("hartley", 3))
AT_ONCE = 12  # lives of one task


def lives(first: int, minutes: float) -> int:
    """0 when nothing was lost; else the command that lives the failing life again is printed, and 1."""
    until_s, seeds, events, met = time.monotonic() + 60 * minutes, 0, 0, Counter[str]()
    starts = count(first, AT_ONCE)
    with ProcessPoolExecutor() as pool:
        while time.monotonic() < until_s:
            for wrong, happened, kinds in pool.map(some, list(islice(starts, 4 * (os.cpu_count() or 1)))):
                if wrong:
                    print(wrong, flush=True)
                    return 1
                seeds, events, met = seeds + AT_ONCE, events + happened, met + kinds
            print(f"{events:,} events in {seeds:,} lives, 0 lost", flush=True)
    print(f"faults: {', '.join(f'{kind} {n:,}' for kind, n in sorted(met.items()))}", flush=True)
    return 0


def some(first: int) -> tuple[str, int, Counter[str]]:
    """(what is wrong, events, faults by kind) of a few lives."""
    from tests.simulation.casts import CASTS  # noqa: PLC0415  # in a worker: found once the path is set
    from tests.simulation.life import Life  # noqa: PLC0415  # as above

    events, met = 0, Counter[str]()
    for seed in range(first, first + AT_ONCE):
        cast, nodes = MIXTURE[seed % len(MIXTURE)]
        life = Life(seed, CASTS[cast](), nodes=nodes)
        try:
            life.live()
        except Exception as wrong:  # noqa: BLE001  # whatever it is, it is a finding
            again = f"python -m tests.simulation {seed} --cast {cast} --nodes {nodes}"
            return f"seed {seed}: {type(wrong).__name__} {wrong}\nread it: {again}", events, met
        events, met = events + len(life.events), met + life.weather.met
    return "", events, met
