"""For as long as one likes: random streams of events against the floor, and lives of the runtime with disasters."""

import argparse
import sys
import time
from pathlib import Path

from soak_lives import lives

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """0 when nothing was found; else what shows it is printed, and 1."""
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser("run.py soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1_000_000, help="the first; each world takes the next one")
    parser.add_argument("--throws", type=int, default=1_000, help="tries to make an event, per world")
    parser.add_argument("--floor", action="store_true", help="the floor alone")
    parser.add_argument("--lives", action="store_true", help="the runtime alone")
    parser.add_argument("--models", action="store_true", help="instead: long days against exact answers")
    wanted = parser.parse_args(arguments)
    if wanted.models:
        return simulate()
    minutes = wanted.minutes if wanted.floor or wanted.lives else wanted.minutes / 2
    if not wanted.lives and streams(wanted.seed, minutes, wanted.throws):
        return 1
    return 0 if wanted.floor else lives(wanted.seed, minutes)


def streams(first: int, minutes: float, most: int) -> int:
    """Every promise of the floor, every decision by the rules alone; the shortest failing stream is printed."""
    from tests.floor.duel import Duel, throws  # noqa: PLC0415  # found once the path is set
    from tests.floor.play import fault_of, play, replay, seeded, shrunk  # noqa: PLC0415  # as above

    until_s, seed, events = time.monotonic() + 60 * minutes, first, 0
    while time.monotonic() < until_s:
        try:
            duel = seeded(seed, most)
            replay(duel)
        except Exception as fault:  # noqa: BLE001  # whatever a broken floor raises is a finding
            print(f"seed {seed}: {fault}\nMaking it shorter ...", flush=True)
            numbers = shrunk(throws(seed, most), lambda shorter: fault_of(shorter, replays=True) is not None)
            shortest = Duel()
            try:
                play(shortest, numbers)
                replay(shortest)
            except Exception as again:  # noqa: BLE001  # as above
                tell(shortest, again)
            return 1
        events, seed = events + duel.events, seed + 1
        if seed % 100 == 0:
            print(f"{events:,} events in {seed - first} worlds, nothing found", flush=True)
    print(f"{events:,} events in {seed - first} worlds, nothing found", flush=True)
    return 0


def simulate() -> int:
    """Twenty replications of every model, 5,000 calls each. One look in a few hundred is out by chance: what is far is
    looked at again, on other days."""
    from tests.floor.models import LARGE  # noqa: PLC0415  # found once the path is set
    from tests.floor.simulation import days, is_near, told  # noqa: PLC0415  # as above

    far = 0
    for known in LARGE:
        wanted = dict(known.expected)
        for seed in (1, 2):
            seen = days(known.model, replications=20, calls=5_000, warm_up=500, seed=seed)
            looks = {what: ([look(day) for day in seen], exact) for what, (look, exact) in wanted.items()}
            for what, (values, exact) in looks.items():
                word = "ok" if is_near(values, exact) else "far, again" if seed == 1 else "FAR"
                print(f"{word:>10}  {known.name} {what}: {told(values, exact)}", flush=True)
            wanted = {
                what: known.expected[what] for what, (values, exact) in looks.items() if not is_near(values, exact)
            }
            if not wanted:
                break
        far += len(wanted)
    print(f"{len(LARGE)} models, {far} figures far from what theory says twice", flush=True)
    return 1 if far else 0


def tell(duel, fault: Exception) -> None:
    """Every event of the short stream, and what is wrong with the last one."""
    for logged in duel.log:
        print(logged.stamp.at_ms, logged.event)
    print(duel.pending, f"\n{fault}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
