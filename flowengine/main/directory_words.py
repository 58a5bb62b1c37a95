"""The words for the directory, with their options; read at every start, so it imports only argparse."""

import argparse
from collections.abc import Callable
from pathlib import Path

from flowengine.main.word_list import Words

EXIT_CODES = "Exit codes: 0 done, 1 something is refused (nothing was changed), 2 refused, or wrong words."
TABLES = (
    "contact-centers", "skills", "dispositions", "addresses", "users", "levels", "licences", "seats", "away-reasons",
    "blocked-callers",
)  # fmt: skip  # a list reads better than one item a line


def add_directory_words(words: Words, server: Callable[[argparse.ArgumentParser], None]) -> None:
    """`server` adds the options that name a server and the API token."""
    purpose = "bring a tenant's contact centers, addresses and people out of a server and in"
    directory = words.add_parser("directory", help=purpose, description=f"B{purpose[1:]}.", epilog=EXIT_CODES)
    acts = directory.add_subparsers(dest="act", required=True, metavar="ACT")
    export = _word(acts, "export", "print the tenant file")
    _out(export)
    take = _word(acts, "import", "make the directory as a tenant file says, all of it or nothing")
    take.add_argument("file", type=Path, metavar="FILE", help="a tenant file; - reads the input")
    table = _word(acts, "csv", "print a list as CSV, or take rows from one")
    table.add_argument("table", choices=TABLES, metavar="LIST", help=", ".join(TABLES))
    _out(table)
    table.add_argument("--from", dest="file", type=Path, metavar="FILE", help="take its rows; - reads the input")
    table.add_argument("--replace", action="store_true", help="with --from: remove what no row names")
    copy = _word(acts, "copy", "make a contact center like another one")
    copy.add_argument("original", metavar="CONTACT_CENTER")
    copy.add_argument("name", metavar="NAME", help="of the new one")
    copy.add_argument("--title", default="", help="else its name as words")
    copy.add_argument("--changes", default="{}", metavar="JSON", help='laid over it, such as {"weight": 5}')
    for word in (export, take, table, copy):
        server(word)
    for word in (take, table):
        word.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    for word in (take, table, copy):
        word.add_argument("--json", action="store_true", help="one JSON object per line")


def _out(word: argparse.ArgumentParser) -> None:
    word.add_argument("-o", dest="out", type=Path, default=None, metavar="FILE", help="write it there; else printed")


def _word(acts: Words, name: str, purpose: str) -> argparse.ArgumentParser:
    word = acts.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.", epilog=EXIT_CODES)
    word.set_defaults(module="directing", function={"import": "take", "csv": "table"}.get(name, name))
    return word
