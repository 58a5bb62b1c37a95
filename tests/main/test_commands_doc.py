"""docs/commands.md: every example, in order, on a real server; what is printed has that shape."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from flowengine.cli import parser
from tests.main.served import ROOT, served

PAGE = (ROOT / "docs" / "commands.md").read_text("utf-8")
ELSEWHERE = {"merge", "schema", "steps", "secret"}  # other pages show them
SHOWN_BY = {"dev": "test_developing.py", "serve": "test_server.py", "demo": "test_server.py"}  # these do not end
SERVER = "http://127.0.0.1:8080"


class Example(NamedTuple):
    command: str
    says: list[str]


def examples() -> Iterator[Example]:
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.splitlines()
            yield Example(command, lines)


def shape(line: str) -> str:
    """A line without what differs from run to run: ids, numbers, how wide a column is."""
    line = re.sub(r"[0-9a-f]{32}", "ID", line)
    return re.sub(r"\s+", " ", re.sub(r"\d+", "N", line)).strip()


def same_shape(wanted: list[str], got: list[str]) -> bool:
    """Line by line; `...` stands for any lines."""
    if not wanted:
        return not got
    if wanted[0] == "...":
        return any(same_shape(wanted[1:], got[at:]) for at in range(len(got) + 1))
    return bool(got) and shape(wanted[0]) == shape(got[0]) and same_shape(wanted[1:], got[1:])


def test_every_example_does_what_it_says(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    with served(tmp_path / "data") as server:
        around = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "DIALOGUE_STUDIO_SERVER": server.url,
        }
        around.pop("DIALOGUE_STUDIO_TOKEN", None)
        for command, says in examples():
            real = command.replace(SERVER, server.url)
            ran = subprocess.run(
                ["bash", "-c", f"({real}) 2>&1"],
                check=False,
                cwd=folder,
                env=around,
                capture_output=True,
                text=True,
                timeout=60,
            )
            told = ran.stdout.replace(server.url, SERVER).splitlines()
            assert same_shape(says, told), f"$ {command}\n" + "\n".join(told)


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
