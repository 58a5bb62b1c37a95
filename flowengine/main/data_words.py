"""The words for what is kept, with their options; read at every start, so it imports only argparse."""

import argparse
from collections.abc import Callable
from pathlib import Path

from flowengine.main.word_list import Words

EXIT_CODES = "Exit codes: 0 done, 1 it could not be done (nothing was changed), 2 refused, or wrong words."


def add_data_words(words: Words, server: Callable[[argparse.ArgumentParser], None]) -> None:
    """`server` adds the options that name a server and the API token."""
    del server
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


def _place(word: argparse.ArgumentParser) -> None:
    word.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="where the ledger lies; else data")
    hint = "of a PostgreSQL, instead; else DIALOGUE_STUDIO_DATABASE, if it is set"
    word.add_argument("--database", default="", metavar="URL", help=hint)


def _word(words: Words, name: str, purpose: str, module: str) -> argparse.ArgumentParser:
    word = words.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.", epilog=EXIT_CODES)
    word.set_defaults(module=module, function=name)
    return word
