"""docs/bad_days.md: every sentence that it quotes is one that the program can say."""

import re

import pytest

from tests.main.served import ROOT
from tests.main.shown import page

SAID = re.findall(r"“(.+?)”", page("bad_days.md"))
SOURCES = (*(ROOT / "flowengine" / "ledger").glob("*.py"), *(ROOT / "flowengine" / "main").glob("*.py"))
SOURCE = re.sub(r'"\s*\n\s*f?"', "", "\n".join(file.read_text("utf-8") for file in SOURCES))


def test_it_quotes_most_of_them() -> None:
    assert len(SAID) >= 14


@pytest.mark.parametrize("sentence", SAID)
def test_the_program_says_so(sentence: str) -> None:
    parts = [part.strip() for part in sentence.split("…") if len(part.strip(" .,:;()")) > 2]
    assert [part for part in parts if part not in SOURCE] == []
