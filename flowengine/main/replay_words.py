"""The words that make tests of stored dialogues, with their options; read at every start: it imports only argparse."""

import argparse
from collections.abc import Callable
from pathlib import Path

from flowengine.main.word_list import Words


def add_replay_words(words: Words, server: Callable[[argparse.ArgumentParser], None]) -> None:
    """`server` adds the options that name a server and the API token."""
    purpose = "make a stored dialogue into a case, without what tells of the person"
    codes = "Exit codes: 0 kept, 2 refused, or wrong words."
    keep = words.add_parser("keep", help=purpose, description=f"M{purpose[1:]}.", epilog=codes)
    keep.set_defaults(module="keeping", function="keep")
    keep.add_argument("dialogue", metavar="DIALOGUE", help="its id")
    keep.add_argument(
        "--into", type=Path, metavar="FILE", help="a new file of cases, or one to add it to; else printed"
    )
    keep.add_argument("--name", default="", metavar="NAME", help="the case's name; else kept, kept_2 …")
    server(keep)
    purpose = "run stored dialogues again on other flows, and say which would go another way, and where"
    codes = "Exit codes: 0 all go the same way, 1 some part, 2 refused, or wrong words."
    replay = words.add_parser("replay", help=purpose, description=f"R{purpose[1:]}.", epilog=codes)
    replay.set_defaults(module="replaying", function="replay")
    _what(replay)
    replay.add_argument("--from", dest="first", default="", metavar="WHEN", help="begun on or after this day or moment")
    replay.add_argument("--to", dest="until", default="", metavar="WHEN", help="begun before this day or moment")
    replay.add_argument("--address", default="", metavar="A", help="only those of this address")
    replay.add_argument("--most", type=int, default=1_000, metavar="N", help="the newest N, 1000 if not said")
    server(replay)
    replay.add_argument("--json", action="store_true", help="the whole report as one JSON object")


def _what(replay: argparse.ArgumentParser) -> None:
    tried = replay.add_mutually_exclusive_group(required=True)
    tried.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="try what this tenant's folder holds")
    tried.add_argument("--draft", action="store_true", help="try the server's draft")
    tried.add_argument("--release", type=int, metavar="N", help="try this release")
    replay.add_argument(
        "--environment", action="append", default=[], metavar="ENV",
        help="what is tried: front_door if not said; of a FOLDER all that it holds (may be repeated)",
    )  # fmt: skip  # one option
    replay.add_argument("--stage", default="", metavar="S", help="of a FOLDER: with the values of bindings.S.json")
