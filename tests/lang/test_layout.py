"""Layouts: bounded in what is known, kept in what is not."""

from typing import Any

import pytest

from flowengine.lang.layout import layout_findings
from flowengine.messages import Json

GOOD: dict[str, Any] = {
    "format": 1,
    "nodes": {"menu": {"x": 1, "y": -2.5, "pinned": True}, "of_no_step": {"x": 0, "y": 0}},
    "notes": [{"id": "note", "x": 0, "y": 0, "text": "", "by": "Dora"}],
    "frames": [{"id": "frame", "x": 0, "y": 0, "width": 10, "height": 10, "title": "Desk"}],
    "later": {"anything": [1, None]},
}


def note(**other: Any) -> dict[str, Any]:
    return {"notes": [{"id": "n", "x": 0, "y": 0, "text": "hi", **other}]}


def frame(**other: Any) -> dict[str, Any]:
    return {"frames": [{"id": "f", "x": 0, "y": 0, "width": 9, "height": 9, "title": "", **other}]}


@pytest.mark.parametrize("document", [GOOD, {}, {"nodes": {}, "notes": [], "frames": []}, note(), frame()])
def test_a_good_layout_has_no_fault(document: Json) -> None:
    assert layout_findings(document) == []


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ([], "$"),
        ({"nodes": []}, "$.nodes"),
        ({"notes": {}}, "$.notes"),
        ({"nodes": {"a": {"x": "1", "y": 0}}}, "$.nodes['a']"),
        ({"nodes": {"a": {"x": True, "y": 0}}}, "$.nodes['a']"),
        ({"nodes": {"a": {"x": float("nan"), "y": 0}}}, "$.nodes['a']"),
        ({"nodes": {"a": {"x": 1e9, "y": 0}}}, "$.nodes['a']"),
        (note(text=7), "$.notes[0].text"),
        (note(text="x" * 2001), "$.notes[0].text"),
        (note(id=""), "$.notes[0]"),
        (frame(width=0), "$.frames[0]"),
        (frame(title="x" * 121), "$.frames[0].title"),
        ({"notes": [*note()["notes"], *note()["notes"]]}, "$.notes[1].id"),
        ({"notes": note()["notes"] * 501}, "$.notes"),
    ],
)
def test_a_bad_one_is_told_with_its_place(document: Json, path: str) -> None:
    found = layout_findings(document)
    assert [(finding.code, finding.severity, finding.path) for finding in found] == [("bad_value", "error", path)]
