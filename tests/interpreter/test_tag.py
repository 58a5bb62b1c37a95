"""Milestones: in the trace by name, their values among the personal content, masked where they must not be shown."""

import pytest

from flowengine.messages import Json
from tests.interpreter.town import END, flow, one

VALUES: dict[str, tuple[str | None, list[tuple[str, Json]]]] = {
    "none": (None, []),
    "a number": ("6 * 7", [("value", 42)]),
    "a variable": ("vars.open", [("value", "a")]),
    "a sensitive one": ("vars.pin", [("value", "•••")]),
    "made from a sensitive one": ("upper(vars.pin)", [("value", "•••")]),
    "whether a sensitive one is right": ("vars.pin == '1234'", [("value", True)]),
}


@pytest.mark.parametrize(("value", "kept"), VALUES.values(), ids=VALUES)
def test_tag(value: str | None, kept: list[tuple[str, Json]]) -> None:
    node = {"type": "tag", "name": "paid"} | ({"value": value} if value else {})
    variables = {
        "open": {"type": "text", "default": "a"},
        "pin": {"type": "text", "default": "1234", "sensitive": True},
    }
    line = one(flow({"t": node, "bye": END}, {"t": {"done": "bye"}}, variables=variables))
    assert line.last is not None
    assert [(kind, body) for _, kind, body in line.last.content] == kept
    assert line.facts("tagged") == [("paid", 1 if kept else 0)]
