"""JSON paths as findings write them."""

import pytest

from flowengine.lang.json_path import json_path, parts_of

PATHS = {
    "$": [],
    "$.nodes.main_menu": ["nodes", "main_menu"],
    "$.cases[0].when": ["cases", 0, "when"],
    "$.wires.menu['1']": ["wires", "menu", "1"],
    "$['a b']['']": ["a b", ""],
    "$['it\\'s']['\\\\']": ["it's", "\\"],
    "$._a": ["_a"],
    "$['é']": ["é"],
}


@pytest.mark.parametrize(("path", "parts"), PATHS.items(), ids=PATHS)
def test_path(path: str, parts: list[str | int]) -> None:
    assert json_path(parts) == path


@pytest.mark.parametrize(("path", "parts"), PATHS.items(), ids=PATHS)
def test_parts_of_a_path(path: str, parts: list[str | int]) -> None:
    assert list(parts_of(path)) == parts


def test_below_another_path() -> None:
    assert json_path(["x", 1], "$.nodes") == "$.nodes.x[1]"
