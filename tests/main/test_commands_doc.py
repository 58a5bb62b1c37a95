"""docs/commands.md: every example, in order, on a real server; what is printed has that shape."""

from pathlib import Path
from typing import Any

import pytest

from flowengine.cli import parser
from tests.main.served import served
from tests.main.shown import every_example_does_what_it_says, page

PAGE = page("commands.md")
DATA = {"backup", "restore", "migrate", "person", "retention", "export"}  # data.md
OPERATIONS = {"nodes", "drain", "dead"}  # operations.md
ELSEWHERE = {"merge", "schema", "steps", "secret", "hook", "directory", "simulate"} | DATA | OPERATIONS  # other pages
SHOWN_BY = {"dev": "test_developing.py", "serve": "test_server.py", "demo": "test_server.py"}  # these do not end


def test_every_example_does_what_it_says(tmp_path: Path) -> None:
    with served(tmp_path / "data") as server:
        every_example_does_what_it_says(PAGE, server, tmp_path / "work")


ACTIONS: Any = parser()._subparsers._group_actions  # type: ignore[union-attr]  # argparse shows them no other way
WORDS: dict[str, Any] = ACTIONS[0].choices


@pytest.mark.parametrize("word", sorted(set(WORDS) - ELSEWHERE))
def test_every_word_is_on_the_page(word: str) -> None:
    assert f"dialogue-studio {word} " in PAGE or (word in SHOWN_BY and f"`{word}`" in PAGE)


@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_word_has_good_help(word: str) -> None:
    """A sentence on what it does, and one on each option."""
    given = WORDS[word]
    assert given.description
    assert given.description.endswith(".")
    untold = [action.dest for action in given._actions if not action.help and not action.choices]
    assert untold == []
