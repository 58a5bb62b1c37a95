"""docs/exploring.md: its flow is written and its commands run, in order; every kind of find and option is told."""

import re
from contextlib import chdir
from pathlib import Path
from typing import get_args

import pytest

from flowengine.cli import parser
from flowengine.testbench.explorer.found import Kind
from tests.main.shown import by_word, examples, page, same_shape

PAGE = page("exploring.md")


def test_every_example_does_what_it_says(tmp_path: Path) -> None:
    flow = re.search(r"^```json\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    assert flow is not None
    (tmp_path / "parcel").mkdir()
    (tmp_path / "parcel" / "flow.json").write_text(flow[1], "utf-8")
    with chdir(tmp_path):
        for command, says in examples(PAGE):
            told = by_word(command).replace(f"{tmp_path.resolve()}/", "")
            assert same_shape(says, told.splitlines()), f"$ {command}\n{told}"


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_of_find_is_explained(kind: str) -> None:
    assert f"\n| `{kind}` | " in PAGE


def test_every_option_is_told() -> None:
    words = parser()._subparsers._group_actions[0].choices["explore"]  # type: ignore[union-attr,index,call-overload]  # of argparse
    options = [name for action in words._actions for name in action.option_strings if name.startswith("--")]
    assert [name for name in options if name != "--help" and f"`{name}" not in PAGE] == []
