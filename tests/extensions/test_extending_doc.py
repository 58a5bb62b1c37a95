"""docs/extending.md is true: its code is the example's, and it names all that is promised."""

import json
import re
from pathlib import Path

import pytest

import flowengine
from flowengine.extensions.examine import CAPABILITIES, GROUPS
from flowengine.lang.node_type import NodeType

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "extending.md").read_text("utf-8")
EXAMPLE = ROOT / "examples" / "check_digit"
BLOCKS = re.findall(r"^( *)```(\w+)\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [body for _, found, body in BLOCKS if found == language]


def test_its_package_is_the_example() -> None:
    assert blocks("toml") == [(EXAMPLE / "pyproject.toml").read_text("utf-8")]
    assert blocks("python")[0] == (EXAMPLE / "dialogue_studio_check_digit" / "check_digit.py").read_text("utf-8")


def test_its_checks_hold_of_a_folder() -> None:
    """The few lines for a test of one's own, on flows that need no package."""
    folder = ROOT / "flows" / "hartley" / "pharmacy"
    faults = flowengine.find_faults(folder)
    assert "from flowengine import find_faults, run_cases" in blocks("python")[1]
    assert not [fault for fault in faults if fault.severity == "error"]
    assert all(result.ok for result in flowengine.run_cases([folder]))


@pytest.mark.parametrize("name", flowengine.__all__)
def test_every_promised_word_is_explained(name: str) -> None:
    assert re.search(rf"`{name}[`(]", PAGE)


@pytest.mark.parametrize("name", NodeType.__struct_fields__)
def test_every_field_of_a_type_is_explained(name: str) -> None:
    table = PAGE.partition("## What a type says")[2].partition("## The surface")[0]
    assert f"`{name}`" in table


def test_groups_needs_and_drawings_are_those_that_there_are() -> None:
    drawn = re.findall(
        r"^  (\w+):", (ROOT / "studio_ui" / "src" / "ui" / "drawings.ts").read_text("utf-8"), re.MULTILINE
    )
    listed = re.search(r"^Drawings: (.*?)\. A name", PAGE, re.MULTILINE | re.DOTALL)
    assert listed is not None
    assert re.findall(r"`(\w+)`", listed[1]) == drawn
    assert f"`{' '.join(CAPABILITIES)}`" in PAGE
    assert all(f"`{group}`" in PAGE for group in GROUPS)


def test_its_json_is_json() -> None:
    assert [type(json.loads(body)) for body in blocks("json")] == [dict, dict]
