"""The words for what is kept, with their options; read at every start, so it imports only argparse."""

import argparse
from collections.abc import Callable
from pathlib import Path

from flowengine.main.word_list import Words

EXIT_CODES = "Exit codes: 0 done, 1 it could not be done (nothing was changed), 2 refused, or wrong words."


def add_data_words(words: Words, server: Callable[[argparse.ArgumentParser], None]) -> None:
    """`server` adds the options that name a server and the API token."""
    _people(words, server)
    backup = _word(words, "backup", "copy all that is kept, while the server goes on", "backing_up")
    backup.add_argument("out", type=Path, metavar="FILE.zip|FOLDER", help="where the backup comes to lie; a new place")
    _place(backup)
    restore = _word(words, "restore", "bring a backup back, into a place where nothing is yet", "backing_up")
    restore.add_argument("package", type=Path, metavar="FILE.zip|FOLDER", help="a backup")
    _place(restore)
    move = "move an installation, which nobody serves meanwhile, from a folder to a PostgreSQL, or back"
    migrate = _word(words, "migrate", move, "backing_up")
    hint = "sqlite:FOLDER, the URL of a PostgreSQL, or `postgresql:` for that of DIALOGUE_STUDIO_DATABASE"
    migrate.add_argument("before", metavar="FROM", help=hint)
    migrate.add_argument("after", metavar="TO", help="the same; nothing may be there yet")


def _people(words: Words, server: Callable[[argparse.ArgumentParser], None]) -> None:
    purpose = "find, hand over or erase what is kept of a person"
    person = words.add_parser("person", help=purpose, description=f"F{purpose[1:]}.", epilog=EXIT_CODES)
    acts = person.add_subparsers(dest="act", required=True, metavar="ACT")
    find = _word(acts, "find", "say how much is kept, and whether the person is in a dialogue now", "records")
    take = _word(acts, "export", "write all of it into a zip of JSON files", "records")
    take.add_argument("-o", dest="out", type=Path, required=True, metavar="FILE.zip", help="a new file")
    erase = _word(acts, "erase", "erase it for good", "records")
    erase.add_argument("--yes", action="store_true", help="without it, nothing is erased")
    for word in (find, take, erase):
        word.set_defaults(function="person")
        who = word.add_mutually_exclusive_group(required=True)
        who.add_argument("--number", default="", metavar="NUMBER", help="such as +447700900123")
        who.add_argument("--email", default="", metavar="ADDRESS", help="wherever it was typed or written")
        who.add_argument("--user", default="", metavar="ID", help="somebody of the tenant's directory")
        server(word)
        word.add_argument("--json", action="store_true", help="the answer as one JSON object")
    retention = _word(words, "retention", "say what was kept long enough, or take it away now", "records")
    retention.add_argument("--run", action="store_true", help="take it away; without it, it is only counted")
    server(retention)
    retention.add_argument("--json", action="store_true", help="the answer as one JSON object")
    export = _word(words, "export", "write all records of a tenant into a zip of JSON lines", "records")
    export.add_argument("out", type=Path, metavar="FILE.zip", help="a new file")
    export.add_argument("--tenant", required=True, metavar="ID", help="whose records")
    _place(export)


def _place(word: argparse.ArgumentParser) -> None:
    word.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="where the ledger lies; else data")
    hint = "of a PostgreSQL, instead; else DIALOGUE_STUDIO_DATABASE, if it is set"
    word.add_argument("--database", default="", metavar="URL", help=hint)


def _word(words: Words, name: str, purpose: str, module: str) -> argparse.ArgumentParser:
    word = words.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.", epilog=EXIT_CODES)
    word.set_defaults(module=module, function=name)
    return word
