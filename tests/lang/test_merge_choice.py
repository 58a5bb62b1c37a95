"""Two people's flows brought together by choice: each change of each side can be taken or left."""

from copy import deepcopy
from typing import Any

import pytest

from flowengine.lang.merge.choice import Together, together

BASE: dict[str, Any] = {
    "format": 1,
    "title": "Reception",
    "start": "menu",
    "nodes": {
        "menu": {"type": "menu", "prompt": "Press 1.", "tries": 3, "choices": {"1": {"label": "Sales"}}},
        "sales": {"type": "say", "prompt": "Sales."},
        "bye": {"type": "end"},
    },
    "wires": {"menu": {"1": "sales", "no_input": "bye", "no_match": "bye"}, "sales": {"done": "bye"}},
}


def edited(*changes: tuple[str, Any]) -> dict[str, Any]:
    """The base with values at dotted places; None takes away."""
    flow = deepcopy(BASE)
    for path, value in changes:
        *way, last = path.split(".")
        holder = flow
        for part in way:
            holder = holder.setdefault(part, {})
        if value is None:
            holder.pop(last)
        else:
            holder[last] = value
    return flow


def at(found: Together, path: str) -> Any:
    value = found.document
    for part in path.split("."):
        value = value.get(part, {}) if isinstance(value, dict) else {}
    return value if value != {} else None


PROMPT, TRIES = "nodes.menu.prompt", "nodes.menu.tries"


def test_what_one_side_changed_is_taken_unless_it_is_left() -> None:
    mine, theirs = edited((TRIES, 2)), edited(("title", "Desk"))
    found = together(BASE, mine, theirs, {})
    assert [(row.by, row.path) for row in found.rows] == [("mine", "$.nodes.menu.tries"), ("theirs", "$.title")]
    assert (at(found, TRIES), at(found, "title"), found.open) == (2, "Desk", [])
    left = together(BASE, mine, theirs, {"$.nodes.menu.tries": "theirs", "$.title": "mine"})
    assert left.document == BASE


def test_a_clash_is_open_until_somebody_chooses() -> None:
    mine, theirs = edited((PROMPT, "Mine."), (TRIES, 2)), edited((PROMPT, "Theirs."))
    found = together(BASE, mine, theirs, {})
    clash = found.rows[0]
    assert (clash.by, clash.path, clash.base, clash.mine, clash.theirs) == (
        "both", "$.nodes.menu.prompt", "Press 1.", "Mine.", "Theirs.",
    )  # fmt: skip  # one row
    assert found.open == ["$.nodes.menu.prompt"]
    for whose, words in (("mine", "Mine."), ("theirs", "Theirs.")):
        chosen = together(BASE, mine, theirs, {"$.nodes.menu.prompt": whose})  # type: ignore[dict-item]  # of two words
        assert (at(chosen, PROMPT), at(chosen, TRIES), chosen.open) == (words, 2, [])
        assert [row.path for row in chosen.rows] == [row.path for row in found.rows]


def test_what_both_did_alike_is_no_row() -> None:
    both = edited((PROMPT, "Same."))
    found = together(BASE, both, deepcopy(both), {})
    assert (found.rows, found.open, found.document) == ([], [], both)


REMOVED = (("nodes.sales", None), ("wires.sales", None), ("wires.menu.1", "bye"))


@pytest.mark.parametrize(("whose", "there"), [("mine", False), ("theirs", True)])
def test_a_step_that_one_removed_and_the_other_changed_comes_and_goes_with_its_wires(whose: Any, there: bool) -> None:
    mine, theirs = edited(*REMOVED), edited(("nodes.sales.prompt", "Welcome to sales."))
    found = together(BASE, mine, theirs, {})
    assert found.open == ["$.nodes.sales"]
    chosen = together(BASE, mine, theirs, {"$.nodes.sales": whose})
    assert ("sales" in chosen.document["nodes"], "sales" in chosen.document["wires"]) == (there, there)
    assert chosen.open == []


def test_a_way_to_a_step_that_the_other_removed_brings_it_back_if_it_is_taken() -> None:
    mine, theirs = edited(*REMOVED), edited(("wires.menu.no_match", "sales"))
    found = together(BASE, mine, theirs, {})
    assert found.open == ["$.wires.menu.no_match"]
    assert at(found, "wires.menu.no_match") == "bye"
    chosen = together(BASE, mine, theirs, {"$.wires.menu.no_match": "theirs"})
    assert at(chosen, "wires.menu.no_match") == "sales"
    assert chosen.document["wires"]["sales"] == {"done": "bye"}


def test_no_way_leads_to_a_new_step_that_was_left() -> None:
    mine = edited(("nodes.thanks", {"type": "end"}), ("wires.menu.no_match", "thanks"))
    chosen = together(BASE, mine, BASE, {"$.nodes.thanks": "theirs"})
    assert "thanks" not in chosen.document["nodes"]
    assert at(chosen, "wires.menu.no_match") == "bye"


def test_a_list_is_taken_as_a_whole() -> None:
    phrases = "nodes.menu.choices.1.phrases"
    mine, theirs = edited((phrases, [["a"], ["b"]])), edited((phrases, [["c"]]))
    found = together(BASE, mine, theirs, {})
    assert len(found.open) == 1
    assert at(together(BASE, mine, theirs, {found.open[0]: "theirs"}), phrases) == [["c"]]


def test_nothing_that_was_given_is_changed() -> None:
    mine, theirs = edited(*REMOVED), edited(("nodes.sales.prompt", "New."))
    before = deepcopy((BASE, mine, theirs))
    together(BASE, mine, theirs, {"$.nodes.sales": "theirs"})
    assert (BASE, mine, theirs) == before
