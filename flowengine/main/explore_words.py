"""The word for exploring, with its options; read at every start, so it imports only argparse."""

import argparse
from pathlib import Path

from flowengine.main.word_list import Words

EXIT_CODES = "Exit codes: 0 nothing was found, 1 something was, or a flow is not right, 2 refused, or wrong words."


def add_explore_words(words: Words) -> None:
    """`explore`."""
    purpose = "walk every path of flows within a bound, and find where callers are failed"
    word = words.add_parser("explore", help=purpose, description=f"W{purpose[1:]}.", epilog=EXIT_CODES)
    word.set_defaults(module="exploring", function="explore")
    word.add_argument("path", type=Path, metavar="PATH", help="a tenant's folder, a flow's, or one that holds some")
    word.add_argument("--flow", default="", metavar="NAME", help="only this flow, as main or front_door/main")
    word.add_argument(
        "--within", type=_seconds, default=20.0, metavar="SECONDS", help="how long at most; 20 if not said"
    )
    word.add_argument("--depth", type=_depth, default=40, metavar="N", help="steps of one path at most; 40 if not said")
    word.add_argument("--write", action="store_true", help="write the cases into cases/explored.json beside each flow")
    word.add_argument("--into", type=_name, default="explored", metavar="NAME", help="the name of that file instead")
    word.add_argument("--json", action="store_true", help="one JSON object per line")


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found <= 86_400:
        raise argparse.ArgumentTypeError(f"{text} is not a time; say seconds, up to 86400")
    return found


def _depth(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 1_000:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 1000")
    return int(text)


def _name(text: str) -> str:
    name = text.removesuffix(".json")
    if not name or not all(char.isalnum() or char in "_-" for char in name):
        raise argparse.ArgumentTypeError(f"{text} is not a file's name; say letters, digits, - and _")
    return name
