"""`python -m tests.simulation SEED [--cast NAME] [--nodes N]`: live one life again and read what happened in it."""

import argparse
import sys

from tests.simulation.casts import CASTS
from tests.simulation.life import Life, told


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("python -m tests.simulation", description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--hash", action="store_true", help="say only what the history comes to")
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--cast", choices=sorted(CASTS), default="callers")
    wanted = parser.parse_args(arguments)
    if wanted.hash:
        sys.stdout.write(f"{Life(wanted.seed, CASTS[wanted.cast](), nodes=wanted.nodes).live().digest()}\n")
        return 0
    life = Life(wanted.seed, CASTS[wanted.cast](), nodes=wanted.nodes)
    try:
        life.live()
    except Exception as wrong:  # noqa: BLE001  # whatever it is, its history is wanted
        sys.stdout.write(f"{told(life.history)}\n\nseed {wanted.seed}: {type(wrong).__name__} {wrong}\n")
        return 1
    met = ", ".join(f"{kind} {n}" for kind, n in life.weather.met.items())
    sys.stdout.write(f"{told(life.history)}\n\nseed {wanted.seed}: nothing was lost ({met})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
