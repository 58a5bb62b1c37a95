"""The tables of docs/prompts.md are what the filters write, and its example is an environment without a finding."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowengine.lang.check.environment import check_environment
from flowengine.lang.check.names import Names
from flowengine.lang.convert import struct_from
from flowengine.lang.environment import Environment
from flowengine.lang.filters import FILTERS
from flowengine.lang.strict_json import loads
from flowengine.lang.template import parse_template

DOC = (Path(__file__).parents[2] / "docs" / "prompts.md").read_text("utf-8")
_TABLE = re.compile(r"((?:^[^|\n]+\n)*)\n\| filter \| value \|(.*)\|\n\|[-|]+\|\n((?:\|.*\|\n)+)", re.MULTILINE)


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Channel, language, template and what it writes, of each cell."""
    for before, tags, body in _TABLE.findall(DOC):
        channel = "chat" if "chat or a message" in before else "voice"
        for line in body.splitlines():
            applied, value, *said = (cell.strip() for cell in line.strip("|").split("|"))
            template = "{{ " + value.strip("`") + "|" + applied.strip("`") + " }}"
            for tag, words in zip(tags.split("|"), said, strict=True):
                yield channel, tag.strip(), template, words


ROWS = list(rows())


@pytest.mark.parametrize(("channel", "language", "template", "words"), ROWS, ids=[" ".join(row[:3]) for row in ROWS])
def test_the_tables_are_true(channel: str, language: str, template: str, words: str) -> None:
    scope = {"dialogue": {"language": language, "channel": channel}}
    assert parse_template(template).render(scope) == words


def test_the_tables_show_every_filter_that_speaks() -> None:
    for wanted in ("voice", "chat"):
        shown = {
            template.split("|")[1].split("(")[0].split()[0] for channel, _, template, _ in ROWS if channel == wanted
        }
        assert shown == {name for name in FILTERS if name.startswith("as_")}


def test_the_example_passes() -> None:
    (text,) = re.findall(r"^```json\n(.*?)^```", DOC, re.DOTALL | re.MULTILINE)
    document = loads(text)
    assert check_environment(document, Names("front_door", languages=("en", "nl")), {}) == []
    welcome = struct_from(Environment, document).prompts["welcome"]
    assert (welcome.sound("nl"), welcome.state, bool(welcome.use)) == ("welcome.nl.wav", "approved", True)
