"""Simulated days against every vector of queueing theory that they can show: `python bench/simulation_theory.py [ID]`.

Takes minutes. A line for each figure: the mean of ten replications with its 95 % confidence interval, the exact value,
and whether the interval holds it; at the end how many do, where 95 of 100 should.
"""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from flowengine.testbench.simulation.jobs import calm
from tests.floor.vectors import OWN, SHARED, Vector, load
from tests.testbench.simulation.queue import days
from tests.testbench.simulation.vectors import known_of, looked_at

DIALOGUES = 800  # of one replication, about
LONGEST_H = 24


def hours(vector: Vector) -> dict[str, Any]:
    """How long a day must be for so many dialogues, the first third of it not counted."""
    p = vector["params"]
    per_min = (
        p["arrivals_per_interval"] / p["interval_min"] if "arrivals_per_interval" in p
        else p["lam_per_s"] * 60 if "lam_per_s" in p
        else sum(p["lam"].values()) if isinstance(p.get("lam"), dict)
        else p["lam"] if "lam" in p
        else p["offered"] / 3 if "offered" in p
        else p.get("offered_erlang", 1.0)
    )  # fmt: skip  # one line per kind of vector
    lasts_h = min(LONGEST_H, max(1, round(DIALOGUES / per_min / 60)))
    return {"to": f"{lasts_h:02d}:00", "warm_up_min": lasts_h * 20, "interval_min": 60}


def main(wanted: str) -> int:
    vectors = load(SHARED if SHARED.exists() else OWN)
    held = shown = 0
    models: set[str] = set()  # several vectors may be about one
    calm()
    for vector in vectors:
        name = str(vector["id"])
        model = f"{name.split('-')[1]} {vector['params']}"
        known = known_of(vector, **hours(vector)) if name.startswith(wanted) and model not in models else None
        models.add(model)
        for what, (found, value) in looked_at(known, days(known.plan)).items() if known else ():
            inside = found.low is not None and found.high is not None and found.low <= value <= found.high
            shown, held = shown + 1, held + inside
            print(f"{name:<36} {what:<12} {found.mean:10.4f} ({found.low:.4f} to {found.high:.4f})  "
                  f"{value:10.4f} {'held' if inside else 'not held'}", flush=True)  # fmt: skip  # one line
    print(f"{held} of {shown} intervals hold the exact value")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
