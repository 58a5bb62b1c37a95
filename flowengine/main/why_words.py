"""The word that asks why, with its options; read at every start, so it imports only argparse."""

import argparse
from collections.abc import Callable

from flowengine.main.word_list import Words

EXIT_CODES = "Exit codes: 0 told, 2 refused, or wrong words."


def add_why_words(words: Words, server: Callable[[argparse.ArgumentParser], None]) -> None:
    """`server` adds the options that name a server and the API token."""
    purpose = "say why a caller still waits, or why an agent gets what it gets, now or at a past moment"
    why = words.add_parser("why", help=purpose, description=f"S{purpose[1:]}.", epilog=EXIT_CODES)
    why.set_defaults(module="asking", function="why")
    why.add_argument("who", metavar="DIALOGUE|AGENT", help="the id of a dialogue, or of an agent")
    why.add_argument("--at", default="", metavar="MOMENT", help="a past moment, such as 2026-03-02T17:00:00Z; else now")
    server(why)
    why.add_argument("--json", action="store_true", help="the whole answer as one JSON object")
