"""docs/data.md: every command that it shows is one."""

import re

import pytest

from flowengine.cli import parser
from tests.main.shown import page

SHOWN = re.findall(r"^dialogue-studio (.+)$", page("data.md"), re.MULTILINE)


def test_each_word_is_shown() -> None:
    assert {line.split()[0] for line in SHOWN} >= {"backup", "restore", "migrate", "person"}


@pytest.mark.parametrize("line", SHOWN)
def test_every_command_on_the_page_is_one(line: str) -> None:
    words = line.split()
    given = parser(words[0]).parse_args(words)
    assert given.module in ("backing_up", "records")
