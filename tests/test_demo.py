"""The demo tenant is what it is shown as: flawless, tidy on the canvas, and tested down to every way out."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from flowengine.cli import main
from flowengine.main.checking import findings_at
from flowengine.nodes.palette import PALETTE
from flowengine.testbench.play import failure_text
from flowengine.testbench.result import Result
from flowengine.testbench.runner import run_paths

HARTLEY = Path(__file__).parent.parent / "flows" / "hartley"
FLOWS: dict[str, dict[str, Any]] = {
    "/".join(file.parent.parts[-2:]): json.loads(file.read_bytes()) for file in sorted(HARTLEY.glob("*/*/flow.json"))
}
TENANT = json.loads((HARTLEY / "tenant.json").read_bytes())
CARD_WIDTH, CARD_HEAD, ROW = 212, 48, 26
Way = tuple[str, str]
# What the demo shows on purpose: all that a reception needs. Steps for rarer wishes have their cases elsewhere
# (tests/testbench/data/shop), so that the demo stays small enough to be read.
SHOWN = {
    "say", "announce", "music", "menu", "collect", "opening_hours", "branch", "wait", "enqueue", "contact_center",
    "subflow", "set", "return", "end", "record", "recording", "remember", "offer_callback", "loop",
}  # fmt: skip  # a set of words reads better filled


@cache
def results() -> list[Result]:
    """Of every case of the demo, run once; not where this file is only collected, as every worker does."""
    return run_paths([HARTLEY])


def test_there_is_something_to_show() -> None:
    cases = {(result.file, result.case) for result in results()}
    used = {node["type"] for flow in FLOWS.values() for node in flow["nodes"].values()}
    assert len(FLOWS) >= 6
    assert len(cases) >= 40
    assert used == SHOWN
    assert set(PALETTE) >= SHOWN


def test_no_finding() -> None:
    assert list(findings_at(HARTLEY)) == []


def test_every_file_is_canonical(capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(["fmt", "--check", str(HARTLEY)]), capsys.readouterr().out) == (0, "")


def test_every_case_holds() -> None:
    assert [failure_text(result) for result in results() if not result.ok] == []
    assert [result.title for result in results() if result.skipped] == []


# --- coverage -------------------------------------------------------------------------------------------------------


def ways() -> Iterator[tuple[Way, dict[str, Any]]]:
    """Every way out of every node; "" where the flow ends."""
    for key, flow in FLOWS.items():
        for name, node in flow["nodes"].items():
            for outcome in flow["wires"].get(name) or [""]:
                yield (f"{key}/{name}", outcome), node


def returns_of(center: str) -> set[str]:
    """The exits of a contact center's flows of kind entry."""
    flows = [flow for key, flow in FLOWS.items() if key.startswith(f"{center}/") and flow["kind"] == "entry"]
    return {node["exit"] for flow in flows for node in flow["nodes"].values() if node["type"] == "return"}


def never_taken(node: dict[str, Any], outcome: str) -> str:
    """Why this outcome, which has to be wired, cannot happen; "" if it can."""
    if node["type"] == "enqueue":
        if outcome == "left":
            return "no treatment of this tenant takes a caller out of a queue"
        if outcome == "no_agents" and node.get("when_unstaffed") == "wait":
            return "it waits even when nobody is signed in"
    if node["type"] == "contact_center":
        center = node["contact_center"]
        exits = returns_of(center)
        if outcome == "closed" and "closed" not in exits and not TENANT["contact_centers"][center].get("hours"):
            return "it has no hours, and its flow never returns by closed"
        if outcome == "returned" and not exits:
            return "it has no flow of its own, and the built-in one ends the dialogue"
    return ""


def test_every_way_is_taken_by_a_case() -> None:
    taken = {way for result in results() for way in result.visited}
    assert [way for way, node in ways() if way not in taken and not never_taken(node, way[1])] == []


def test_what_is_called_impossible_never_happens() -> None:
    taken = {way for result in results() for way in result.visited}
    impossible = {way for way, node in ways() if never_taken(node, way[1])}
    assert impossible & taken == set()
    assert len(impossible) == 10


# --- the canvas -----------------------------------------------------------------------------------------------------


def places(key: str) -> dict[str, dict[str, int]]:
    nodes: dict[str, dict[str, int]] = json.loads((HARTLEY / key / "layout.json").read_bytes())["nodes"]
    return nodes


@pytest.mark.parametrize("key", FLOWS)
def test_cards_do_not_overlap(key: str) -> None:
    flow, at = FLOWS[key], places(key)
    assert set(at) == set(flow["nodes"])
    bottom = {name: place["y"] + CARD_HEAD + ROW * len(flow["wires"].get(name, ())) for name, place in at.items()}
    for one, place in at.items():
        for other, below in at.items():
            beside = abs(place["x"] - below["x"]) >= CARD_WIDTH
            assert one == other or beside or place["y"] > below["y"] or bottom[one] <= below["y"], (one, other)


@pytest.mark.parametrize("key", [key for key, flow in FLOWS.items() if flow["kind"] != "treatment"])
def test_wires_run_from_left_to_right(key: str) -> None:
    at = places(key)
    wires = [(source, target) for source, way in FLOWS[key]["wires"].items() for target in way.values()]
    back = [wire for wire in wires if at[wire[1]]["x"] < at[wire[0]]["x"] + CARD_WIDTH]
    assert back == []
