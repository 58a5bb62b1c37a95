"""Accept: `expect` parts become what happened, nothing else changes, and what is no expectation is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from flowengine.lang.canonical import canonical
from flowengine.messages import Json
from flowengine.testbench.accept import edits_of, write_edits
from flowengine.testbench.accepted import NOTHING, CannotAccept, accepted
from flowengine.testbench.runner import load_file, run_suite
from tests.testbench.shop import case, expects, presses, shop_in

VALUES: dict[str, tuple[str, Json, Any, Json]] = {
    "node by itself": ("at", "menu", ["front_door/main/bye"], "bye"),
    "node with its flow": ("at", "main/menu", ["front_door/main/bye"], "main/bye"),
    "words": ("hears", {"contains": "x"}, ["Good day.", "Press 1."], "Good day. Press 1."),
    "visited, ambiguous": ("visited", ["a"], ["f/m/a", "f/m/b", "f/n/b"], ["a", "f/m/b", "f/n/b"]),
    "only what was spoken of": ("queued", {"priority": 1}, {"priority": 5, "position": 2}, {"priority": 5}),
    "not queued at all": ("queued", {"priority": 1}, None, False),
    "yes": ("queued", False, {"priority": 5}, True),
    "no": ("ended", True, None, False),
    "nobody": ("offered_to", "anna", None, ""),
    "a yes that is a value": ("on_hold", True, False, False),
    "inner object": ("vars", {"a": {"b": 1}}, {"a": {"b": 2, "c": 3}}, {"a": {"b": 2}}),
}


@pytest.mark.parametrize(("key", "written", "got", "now"), VALUES.values(), ids=VALUES)
def test_value_keeps_its_form(key: str, written: Json, got: Any, now: Json) -> None:
    assert accepted(key, written, got) == now


def test_what_was_visited_after_all_is_taken_away() -> None:
    assert accepted("never_visited", ["help", "main/sales"], ["front_door/main/help"]) == ["main/sales"]
    assert accepted("never_visited", ["help"], ["front_door/main/help"]) is NOTHING


CASES = {
    "right": case(expects(at="menu")),
    "gone": case(presses("2"), expects(at="bye", never_visited=["help"])),
    "changed": case(
        expects(at="bye", hears={"contains": "Welcome"}),
        presses("2"),
        expects(visited=["menu", "sales"], never_visited=["help", "sales"], ended={"by": "caller"}),
    ),
    "unheard": case({"caller": {"writes": "1"}}, expects(at="menu"), presses("9")),
    "strange": case(expects(never={"at": "menu"})),
    "by_example": case(presses("${key}"), expects(at="menu"), examples=[{"key": "1"}, {"key": "2"}]),
    "differs": case(presses("${key}"), expects(hears="x"), examples=[{"key": "1"}, {"key": "2"}]),
    "from_example": case(expects(at="${at}"), examples=[{"at": "bye"}]),
}


def test_only_expectations_change_and_the_case_holds(tmp_path: Path) -> None:
    file = shop_in(tmp_path, **CASES)
    document = json.loads(file.read_text("utf-8"))
    edits = edits_of(load_file(file), "changed")
    told = [str(edit).rpartition("::")[2] for edit in write_edits([*edits, *edits])]
    assert told[0] == 'changed, step 1: at was "bye", is "menu"'
    assert told[-1] == 'changed, step 3: visited was ["menu","sales"], is ["menu","help","bye"]'
    steps = document["cases"]["changed"]["steps"]
    steps[0]["expect"] = {"at": "menu", "hears": "Press 1 for <sales>, 2 for help."}
    steps[2]["expect"] = {
        "visited": ["menu", "help", "bye"],
        "never_visited": ["sales"],
        "ended": {"by": "flow"},
    }
    assert file.read_text("utf-8") == canonical(document)
    assert {result.case: result.ok for result in run_suite(load_file(file))}["changed"]


def test_an_expectation_may_fall_away(tmp_path: Path) -> None:
    file = shop_in(tmp_path, **CASES)
    [edit] = write_edits(edits_of(load_file(file), "gone"))
    assert str(edit).endswith('never_visited was ["help"], is nothing')
    assert json.loads(file.read_text("utf-8"))["cases"]["gone"]["steps"][1] == {"expect": {"at": "bye"}}


def test_examples_are_accepted_together(tmp_path: Path) -> None:
    file = shop_in(tmp_path, **CASES)
    [edit] = write_edits(edits_of(load_file(file), "by_example"))
    assert (edit.step, edit.key, edit.now) == (2, "at", "bye")


REFUSED = {
    "unheard": "step 3 fails, and not by an expectation: The dialogue is over already",
    "strange": "`never` of step 1: something happened that must never happen; that is for you to decide",
    "differs": "its examples differ in `hears` of step 2; give it a ${name}",
    "from_example": "`at` of step 1 comes from the examples; change it there",
}


@pytest.mark.parametrize(("name", "why"), REFUSED.items(), ids=REFUSED)
def test_what_is_no_expectation_is_refused(name: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(CannotAccept) as refused:
        edits_of(load_file(shop_in(tmp_path, **CASES)), name)
    assert str(refused.value) == why


def test_a_file_with_findings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotAccept, match=r"cannot be used as they are: There is no step “lobby”"):
        edits_of(load_file(shop_in(tmp_path, a=case(expects(at="lobby")))), "a")


def test_a_rewrite_that_does_not_help_is_refused(tmp_path: Path) -> None:
    """What held at no instant within 8 s is written as what held then, and that holds at once: the clock differs."""
    silent = {"caller": "stays_silent"}
    file = shop_in(tmp_path, a=case(expects(at="bye", within_s=8), silent, silent, expects(at="bye")))
    with pytest.raises(CannotAccept, match="rewritten, step 4 still fails"):
        edits_of(load_file(file), "a")
