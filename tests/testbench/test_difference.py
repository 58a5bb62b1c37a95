"""Differences as people read them: objects key by key, a mark below the first sign that differs."""

from typing import Any

import pytest

from flowengine.testbench.difference import difference_lines

TABLE: dict[str, tuple[Any, Any, list[str]]] = {
    "key by key, and only what differs": (
        {"queued": {"skills": {"dutch": 50}, "priority": 1, "position": 2}},
        {"queued": {"skills": {"dutch": 40, "german": 1}, "priority": 1}},
        [
            "  queued.skills.dutch",
            "    expected: 50",
            "         got: 40",
            "  queued.position",
            "    expected: 2",
            "         got: nothing",
        ],
    ),
    "texts": (
        {"hears": "Press 1 for help."},
        {"hears": ["Press 2 for help."]},
        ["  hears", "    expected: Press 1 for help.", "         got: Press 2 for help.", "                    ^"],
    ),
    "true is not one": (
        {"vars": {"a": True}},
        {"vars": {"a": 1}},
        ["  vars.a", "    expected: True", "         got: 1"],
    ),
    "plain": ("ringing", "nothing", ["  expected: ringing", "       got: nothing"]),
}


@pytest.mark.parametrize(("expected", "got", "lines"), TABLE.values(), ids=TABLE)
def test_difference(expected: Any, got: Any, lines: list[str]) -> None:
    assert list(difference_lines(expected, got)) == lines
