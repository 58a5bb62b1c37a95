"""Reconciling two sides: laws that hold for any files, and whole values for the cases that people meet."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flowengine.main.binding import bound_files, unbound_files
from flowengine.main.reconcile import reconcile, text_at

A, B, HOME = "desk/a/flow.json", "desk/a/layout.json", "desk/environment.json"
PATHS = (HOME, A, B, "desk/a/cases/x.json", "desk/b/flow.json", "desk/b/cases/given/y.json")


def flow(title: str, tries: int = 1) -> dict[str, Any]:
    return {"title": title, "nodes": {"m": {"type": "menu", "tries": tries}}, "wires": {}}


def document(path: str) -> st.SearchStrategy[Any]:
    if path.endswith("flow.json"):
        return st.builds(flow, st.sampled_from("xyz"), st.integers(1, 3))
    return st.fixed_dictionaries({"format": st.just(1)}, optional={"a": st.integers(0, 2), "b": st.integers(0, 2)})


FILES = st.fixed_dictionaries({}, optional={path: document(path) for path in PATHS})


def texts(files: dict[str, Any]) -> dict[str, str]:
    return {path: text_at(files, path) for path in files}


@given(FILES, FILES)
def test_one_side_that_changed_nothing_takes_the_other(base: dict[str, Any], changed: dict[str, Any]) -> None:
    for mine, theirs in ((base, changed), (changed, base), (changed, changed)):
        found = reconcile(base, mine, theirs)
        assert texts(found.files) == texts(changed)
        assert found.conflicts == []


@given(FILES, FILES, FILES)
def test_both_orders_agree_on_what_clashes(base: dict[str, Any], one: dict[str, Any], other: dict[str, Any]) -> None:
    there, back = reconcile(base, one, other), reconcile(base, other, one)
    assert {finding.file for finding in there.conflicts} == {finding.file for finding in back.conflicts}
    if not there.conflicts:
        assert {path: json.loads(text) for path, text in texts(there.files).items()} == {
            path: json.loads(text) for path, text in texts(back.files).items()
        }


@given(FILES, FILES, FILES)
def test_pushing_again_after_a_break_changes_nothing_more(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    """The folder has the merged files and the server does not yet: a second try merges to the same."""
    found = reconcile(base, mine, theirs)
    if not found.conflicts:
        again = reconcile(base, found.files, theirs)
        assert (texts(again.files), again.conflicts) == (texts(found.files), [])


def test_a_layout_goes_with_its_flow() -> None:
    base = {A: flow("x"), B: {"format": 1}}
    moved = {A: flow("x"), B: {"format": 1, "nodes": {"m": {"x": 1, "y": 1}}}}
    assert reconcile(base, {}, moved).files == {}
    assert reconcile(base, moved, {}).files == {}
    changed = {**moved, A: flow("y")}
    for mine, theirs in (({}, changed), (changed, {})):
        found = reconcile(base, mine, theirs)
        assert (found.conflicts[0].code, found.conflicts[0].file) == ("merge_removed_and_changed", A)


def test_conflicts_name_their_file_and_keep_mine() -> None:
    found = reconcile({A: flow("x")}, {A: flow("mine")}, {A: flow("theirs", 2)})
    assert [(finding.code, finding.file, finding.path) for finding in found.conflicts] == [
        ("merge_changed_twice", A, "$.title")
    ]
    assert found.files[A] == flow("mine", 2)


@given(
    st.dictionaries(st.sampled_from("abc"), st.sampled_from(["", "1", "2"])),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from("789")),
)
def test_unbinding_gives_back_what_was_bound(own: dict[str, str], values: dict[str, str]) -> None:
    files = {HOME: {"format": 1, "bindings": own}, A: flow("x")}
    there = bound_files(files, values)
    assert all(there[HOME]["bindings"][name] == values.get(name, own[name]) for name in own)
    assert unbound_files(there, files, values) == files
