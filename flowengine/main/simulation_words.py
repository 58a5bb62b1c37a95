"""The word for what-if simulation, with its options; read at every start, so it imports only argparse."""

import argparse
from collections.abc import Callable
from pathlib import Path

from flowengine.main.word_list import Words

SERVED = "live, draft or a release's number"
EXIT_CODES = (
    "Exit codes: 0 done, 1 the scenario is not right, 2 refused, or wrong words, 130 stopped (with what was finished)."
)


def add_simulation_words(words: Words, server: Callable[[argparse.ArgumentParser], None]) -> None:
    """`simulate`. `server` adds the options that name a server and the API token."""
    purpose = "simulate a day on the real flows and floor: service level, waits and occupancy, or two plans compared"
    word = words.add_parser("simulate", help=purpose, description=f"S{purpose[1:]}.", epilog=EXIT_CODES)
    word.set_defaults(module="simulating", function="simulate")
    word.add_argument("scenario", type=Path, metavar="SCENARIO.json", help="who calls, who works, how long all takes")
    word.add_argument("--flows", default="", metavar="WHAT", help=f"not the scenario's folder: of a server, {SERVED}")
    against = f"compare with another scenario, a tenant's folder, or of a server {SERVED}"
    word.add_argument("--against", default="", metavar="OTHER", help=against)
    word.add_argument("--environment", default="", metavar="ENV", help="whose draft or release; front_door if not said")
    server(word)
    word.add_argument("--replications", type=_many, metavar="N", help="so many days; else as the scenario says")
    word.add_argument("--seed", type=_number, metavar="N", help="where chance begins; else as the scenario says")
    word.add_argument("--jobs", type=_many, default=1, metavar="N", help="so many processes at once; else 1")
    word.add_argument("--html", type=Path, metavar="FILE", help="write a report with charts there")
    form = word.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one JSON object with all there is")
    form.add_argument("--csv", action="store_true", help="a table with all there is")


def _many(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 10000")
    return int(text)


def _number(text: str) -> int:
    if not text.isdigit() or int(text) > 2**53:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number that is at least 0")
    return int(text)
