"""The merge, case by case: what comes together, what is a conflict, and how it is told."""

from copy import deepcopy
from typing import Any

import pytest

from flowengine.lang.merge.merge import merge, merged_text
from flowengine.lang.merge.order import arranged
from flowengine.messages import Json
from tests.lang.edited_flows import FLOW, Flow, bytes_of

CASES = [{"when": "one", "outcome": "x"}, {"when": "two", "outcome": "y"}]
EN, NL = {"by_language": {"en": "Hi"}}, {"by_language": {"en": "Hi", "nl": "Hoi"}}
Three = tuple[Json, Json, Json]

CLEAN: dict[str, tuple[Three, Json]] = {
    "fields of one object": (({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 2}), {"a": 2, "b": 2}),
    "the same change": (({"a": 1}, {"a": 2}, {"a": 2}), {"a": 2}),
    "removed by both": (({"a": 1, "b": 1}, {"b": 1}, {"b": 1}), {"b": 1}),
    "removed by one": (({"a": 1, "b": 1}, {"b": 1}, {"a": 1, "b": 2}), {"b": 2}),
    "removed, and less of it": (({"a": {"b": 1, "c": 1}}, {}, {"a": {"b": 1}}), {}),
    "null is something": (({"a": 1}, {"a": None}, {"a": 1, "b": None}), {"a": None, "b": None}),
    "true is not 1": (({"a": 1}, {"a": True}, {"a": 1}), {"a": True}),
    "minus nothing": (({"a": 0.0, "b": 1}, {"a": -0.0, "b": 1}, {"a": 0.0, "b": 2}), {"a": -0.0, "b": 2}),
    "1 is 1.0": (({"a": 1}, {"a": 1.0}, {"a": 2}), {"a": 2}),
    "languages": (
        (
            {"by_language": {"en": "A", "nl": "B"}},
            {"by_language": {"en": "a", "nl": "B"}},
            {"by_language": {"en": "A", "nl": "b"}},
        ),
        {"by_language": {"en": "a", "nl": "b"}},
    ),
    "a text into languages, twice": (({"prompt": "Hi"}, {"prompt": EN}, {"prompt": NL}), {"prompt": NL}),
    "first variables of both": (
        ({}, {"variables": {"b": 1}}, {"variables": {"a": 1}}),
        {"variables": {"a": 1, "b": 1}},
    ),
    "phrases": (
        ({"phrases": ["a", "b"]}, {"phrases": ["b", "c"]}, {"phrases": ["a", "b", "d"]}),
        {"phrases": ["b", "c", "d"]},
    ),
    "cases by outcome": (
        (
            {"cases": CASES},
            {"cases": [{"when": "1", "outcome": "x"}, CASES[1]]},
            {"cases": [CASES[0], {"when": "2", "outcome": "y"}]},
        ),
        {"cases": [{"when": "1", "outcome": "x"}, {"when": "2", "outcome": "y"}]},
    ),
    "a case and the order": (
        ({"cases": CASES}, {"cases": CASES[::-1]}, {"cases": [CASES[0], {"when": "2", "outcome": "y"}]}),
        {"cases": [{"when": "2", "outcome": "y"}, CASES[0]]},
    ),
    "examples of both": (
        ({"examples": []}, {"examples": [{"name": "b"}]}, {"examples": [{"name": "a"}]}),
        {"examples": [{"name": "a"}, {"name": "b"}]},
    ),
    "steps of a case": (
        ({"steps": [1, 2, 3, 4]}, {"steps": [1, 9, 3, 4]}, {"steps": [1, 2, 3, 5, 4]}),
        {"steps": [1, 9, 3, 5, 4]},
    ),
    "neighbours in a list": (({"l": [1, 2]}, {"l": [3, 2]}, {"l": [1, 4]}), {"l": [3, 4]}),
    "a card that is gone": (
        (
            {"nodes": {"a": {"x": 1, "y": 1}, "b": {"x": 1, "y": 1}}},
            {"nodes": {"b": {"x": 1, "y": 1}}},
            {"nodes": {"a": {"x": 5, "y": 1}, "b": {"x": 1, "y": 1}}},
        ),
        {"nodes": {"b": {"x": 1, "y": 1}}},
    ),
    "buttons of both": (
        ({"choices": {"0": 1}}, {"choices": {"0": 1, "2": 1}}, {"choices": {"0": 1, "1": 1}}),
        {"choices": {"0": 1, "1": 1, "2": 1}},
    ),
}

CLASHES: dict[str, tuple[Three, Json, tuple[str, str, str]]] = {
    "changed twice": (
        ({"a": 1}, {"a": 2}, {"a": 3}),
        {"a": 2},
        ("merge_changed_twice", "$.a", "Both sides changed a: ours 2, theirs 3; 1 before."),
    ),
    "true or 1": (
        ({"a": 0}, {"a": 1}, {"a": True}),
        {"a": 1},
        ("merge_changed_twice", "$.a", "Both sides changed a: ours 1, theirs true; 0 before."),
    ),
    "added twice": (
        ({}, {"a": "x"}, {"a": "y"}),
        {"a": "x"},
        ("merge_added_twice", "$.a", "Both sides added a: ours is “x”, theirs “y”."),
    ),
    "we removed": (
        ({"a": 1}, {}, {"a": 2}),
        {},
        ("merge_removed_and_changed", "$.a", "Ours removed a; theirs changed it from 1 to 2."),
    ),
    "they removed": (
        ({"a": {"b": 1}}, {"a": {"b": 2}}, {}),
        {"a": {"b": 2}},
        ("merge_removed_and_changed", "$.a", "Theirs removed a; ours changed it in b."),
    ),
    "another shape each": (
        ({"prompt": "A"}, {"prompt": EN}, {"prompt": {"prompt": "hi"}}),
        {"prompt": EN},
        (
            "merge_changed_twice",
            "$.prompt",
            'Both sides changed prompt: ours {"by_language": {"en": "Hi"}}, theirs {"prompt": "hi"}; “A” before.',
        ),
    ),
    "another word each": (
        ({"steps": [{"x": 1}]}, {"steps": [{"x": 1, "set": 1}]}, {"steps": [{"x": 1, "pass_s": 1}]}),
        {"steps": [{"x": 1, "set": 1}]},
        (
            "merge_changed_twice",
            "$.steps[0]",
            'Both sides changed steps[0]: ours {"x": 1, "set": 1}, theirs {"x": 1, "pass_s": 1}; {"x": 1} before.',
        ),
    ),
    "a position is one thing": (
        ({"a": {"x": 1, "y": 1}}, {"a": {"x": 2, "y": 1}}, {"a": {"x": 1, "y": 2}}),
        {"a": {"x": 2, "y": 1}},
        (
            "merge_changed_twice",
            "$.a",
            'Both sides changed a: ours {"x": 2, "y": 1}, theirs {"x": 1, "y": 2}; {"x": 1, "y": 1} before.',
        ),
    ),
    "type and default": (
        (
            {"a": {"type": "text", "default": ""}},
            {"a": {"type": "number", "default": 0}},
            {"a": {"type": "text", "default": "x"}},
        ),
        {"a": {"type": "number", "default": 0}},
        (
            "merge_changed_twice",
            "$.a",
            (
                'Both sides changed a: ours {"type": "number", "default": 0}, '
                'theirs {"type": "text", "default": "x"}; {"type": "text", "default": ""} before.'
            ),
        ),
    ),
    "order of buttons": (
        (
            {"choices": {"1": 1, "2": 2, "3": 3}},
            {"choices": {"2": 2, "1": 1, "3": 3}},
            {"choices": {"1": 1, "3": 3, "2": 2}},
        ),
        {"choices": {"2": 2, "1": 1, "3": 3}},
        (
            "merge_order_changed_twice",
            "$.choices",
            "Both sides changed the order of choices: ours “2”, “1”, “3”, theirs “1”, “3”, “2”.",
        ),
    ),
    "order of cases": (
        (
            {"cases": [{"outcome": "x"}, {"outcome": "y"}, {"outcome": "z"}]},
            {"cases": [{"outcome": "y"}, {"outcome": "x"}, {"outcome": "z"}]},
            {"cases": [{"outcome": "x"}, {"outcome": "z"}, {"outcome": "y"}]},
        ),
        {"cases": [{"outcome": "y"}, {"outcome": "x"}, {"outcome": "z"}]},
        (
            "merge_order_changed_twice",
            "$.cases",
            "Both sides changed the order of cases: ours “y”, “x”, “z”, theirs “x”, “z”, “y”.",
        ),
    ),
    "cases at one spot": (
        ({"cases": CASES}, {"cases": [*CASES, {"outcome": "w"}]}, {"cases": [*CASES, {"outcome": "z"}]}),
        {"cases": [*CASES, {"outcome": "w"}]},
        (
            "merge_order_changed_twice",
            "$.cases",
            "Both sides changed the order of cases: ours “x”, “y”, “w”, theirs “x”, “y”, “z”.",
        ),
    ),
    "items without names at one spot": (
        ({"l": [1]}, {"l": [1, 2]}, {"l": [1, 3]}),
        {"l": [1, 2]},
        ("merge_added_twice", "$.l[1]", "Both sides added l[1]: ours is [2], theirs [3]."),
    ),
    "documents of two kinds": (
        ({"a": 1}, [1], {"a": 2}),
        [1],
        ("merge_changed_twice", "$", 'Both sides changed the document: ours [1], theirs {"a": 2}; {"a": 1} before.'),
    ),
}


@pytest.mark.parametrize(("three", "wanted"), CLEAN.values(), ids=CLEAN)
def test_clean(three: Three, wanted: Json) -> None:
    base, ours, theirs = three
    for merged in (merge(base, ours, theirs), merge(base, theirs, ours)):
        assert (bytes_of(merged.document), merged.conflicts) == (bytes_of(wanted), [])


@pytest.mark.parametrize(("three", "wanted", "told"), CLASHES.values(), ids=CLASHES)
def test_clash(three: Three, wanted: Json, told: tuple[str, str, str]) -> None:
    merged = merge(*three)
    assert bytes_of(merged.document) == bytes_of(wanted)
    assert [(found.code, found.path, found.message) for found in merged.conflicts] == [told]
    assert all(found.hint for found in merged.conflicts)
    assert len(merge(three[0], three[2], three[1]).conflicts) == 1


def with_(**parts: Any) -> Flow:
    """The flow, with parts below `nodes` and `wires` replaced, or taken away where they are None."""
    flow = deepcopy(FLOW)
    for name, value in parts.items():
        part, _, key = name.partition("_")
        flow[part][key] = value
        if value is None:
            del flow[part][key]
    return flow


SAY, LED = {"type": "say", "prompt": "x"}, {"1": "b", "2": "c"}
STEPS: dict[str, tuple[Flow, Flow, Flow, list[tuple[str, str, str]]]] = {
    "removed by us, changed by them": (
        with_(nodes_c=None, wires_c=None, wires_a={"1": "b"}, wires_b={"x": "d"}),
        with_(nodes_c=SAY),
        with_(nodes_c=None, wires_c=None, wires_a={"1": "b"}, wires_b={"x": "d"}),
        [("merge_removed_and_changed", "$.nodes.c", "Ours removed step “c”; theirs changed it in prompt.")],
    ),
    "changed by us, removed by them: it stays with its wires": (
        with_(nodes_c=SAY),
        with_(nodes_c=None, wires_c=None, wires_a={"1": "b"}, wires_b={"x": "d"}),
        with_(nodes_c=SAY, wires_a={"1": "b"}, wires_b={"x": "d"}),
        [("merge_removed_and_changed", "$.nodes.c", "Theirs removed step “c”; ours changed it in prompt.")],
    ),
    "only its wires changed": (
        with_(nodes_c=None, wires_c=None, wires_a={"1": "b"}, wires_b={"x": "d"}),
        with_(wires_c={"done": "a"}),
        with_(nodes_c=None, wires_c=None, wires_a={"1": "b"}, wires_b={"x": "d"}),
        [("merge_removed_and_changed", "$.wires.c", "Ours removed the outcomes of “c”; theirs changed it in done.")],
    ),
    "only its wires changed by us: it stays": (
        with_(wires_c={"done": "a"}),
        with_(nodes_c=None, wires_c=None, wires_a={"1": "b"}, wires_b={"x": "d"}),
        with_(wires_c={"done": "a"}, wires_a={"1": "b"}, wires_b={"x": "d"}),
        [
            (
                "merge_removed_and_changed",
                "$.wires.c",
                "Theirs removed the outcomes of “c”; ours changed it in done.",
            )
        ],
    ),
    "the same id for two steps of one type": (
        with_(nodes_n=SAY, wires_n={"done": "a"}),
        with_(nodes_n=SAY | {"prompt": "y", "title": "N"}, wires_n={"other": "b"}),
        with_(nodes_n=SAY, wires_n={"done": "a"}),
        [
            (
                "merge_added_twice",
                "$.nodes.n",
                (
                    'Both sides added step “n”: ours is {"type": "say", "prompt": "x"}, '
                    'theirs {"type": "say", "prompt": "y", "title": "N"}.'
                ),
            )
        ],
    ),
    "the same id for two steps": (
        with_(nodes_n=SAY, wires_n={"done": "a"}),
        with_(nodes_n={"type": "end"}, wires_d={"z": "n"}),
        with_(nodes_n=SAY, wires_n={"done": "a"}, wires_d={"z": "n"}),
        [
            (
                "merge_added_twice",
                "$.nodes.n",
                'Both sides added step “n”: ours is {"type": "say", "prompt": "x"}, theirs {"type": "end"}.',
            )
        ],
    ),
    "another type and another field": (
        with_(nodes_c=SAY | {"tries": 1}),
        with_(nodes_c={"type": "end"}, wires_c=None),
        with_(nodes_c=SAY | {"tries": 1}),
        [
            (
                "merge_changed_twice",
                "$.nodes.c",
                (
                    'Both sides changed step “c”: ours {"type": "say", "prompt": "x", "tries": 1}, '
                    'theirs {"type": "end"}; {"type": "say", "prompt": {"by_language": {"en": "Hello"}}} before.'
                ),
            )
        ],
    ),
    "they lead to what we removed": (
        with_(nodes_c=None, wires_c=None, wires_a={"1": "b"}, wires_b={"x": "d"}),
        with_(wires_d={"done": "c"}),
        with_(nodes_c=None, wires_c=None, wires_a={"1": "b"}, wires_b={"x": "d"}),
        [("merge_step_gone", "$.wires.d.done", "Theirs leads outcome “done” of “d” to “c”, a step that ours removed.")],
    ),
    "we lead to what they removed": (
        with_(wires_d={"done": "c"}),
        with_(nodes_c=None, wires_c=None, wires_a={"1": "b"}, wires_b={"x": "d"}),
        with_(wires_d={"done": "c"}, wires_a={"1": "b"}, wires_b={"x": "d"}),
        [("merge_step_gone", "$.wires.d.done", "Ours leads outcome “done” of “d” to “c”, a step that theirs removed.")],
    ),
    "rewired twice": (
        with_(wires_a={"1": "c", "2": "c"}),
        with_(wires_a={"1": "d", "2": "d"}),
        with_(wires_a={"1": "c", "2": "d"}),
        [
            (
                "merge_changed_twice",
                "$.wires.a['1']",
                "Both sides changed outcome “1” of “a”: ours “c”, theirs “d”; “b” before.",
            )
        ],
    ),
    "rewired apart": (
        with_(wires_a={"1": "d", "2": "c"}),
        with_(wires_a={"1": "b", "2": "d"}),
        with_(wires_a={"1": "d", "2": "d"}),
        [],
    ),
}


@pytest.mark.parametrize(("ours", "theirs", "wanted", "told"), STEPS.values(), ids=STEPS)
def test_steps(ours: Flow, theirs: Flow, wanted: Flow, told: list[tuple[str, str, str]]) -> None:
    merged = merge(FLOW, ours, theirs)
    assert [(found.code, found.path, found.message) for found in merged.conflicts] == told
    assert merged.document == wanted


def test_a_step_left_without_its_target_on_purpose_is_no_conflict() -> None:
    """A draft may lead nowhere: the checks speak of it, the merge only of what the two sides did to each other."""
    draft = with_(nodes_c=None)
    assert merge(FLOW, FLOW, draft).conflicts == merge(FLOW, draft, FLOW).conflicts == []
    assert merge(FLOW, draft, draft | {"title": "x"}).conflicts == []


def test_nothing_given_is_changed() -> None:
    three = [deepcopy(FLOW), with_(nodes_c=None, wires_c=None), with_(nodes_c=SAY, wires_d={"done": "c"})]
    before = bytes_of(three)
    merge(*three)
    assert bytes_of(three) == before


ORDERS = {
    "ours moved": ("abc", "cab", "abc", "cab"),
    "theirs moved, ours added": ("abc", "abxc", "cab", "cabx"),
    "both added at one spot": ("ab", "abz", "aby", "abyz"),
    "each keeps its own order": ("a", "azx", "ay", "ayzx"),
    "the same behind another": ("m", "mza", "ma", "mza"),
    "at the beginning": ("a", "xa", "ya", "xya"),
    "the same at two spots": ("abc", "axbc", "abcx", "axbc"),
    "the same two in two orders": ("a", "axy", "ayx", "axy"),
    "removed": ("abc", "ac", "abcx", "acx"),
    "after what the other removed": ("abc", "ac", "abxc", "axc"),
    "both moved: ours": ("abc", "bac", "acb", "bac"),
}


@pytest.mark.parametrize(("base", "ours", "theirs", "wanted"), ORDERS.values(), ids=ORDERS)
def test_order(base: str, ours: str, theirs: str, wanted: str) -> None:
    assert "".join(arranged(wanted, base, ours, theirs)) == wanted
    if not wanted.startswith("ba"):
        assert "".join(arranged(wanted, base, theirs, ours)) == wanted


def test_the_text_of_a_flow_has_its_order_and_that_of_a_layout_keeps_it() -> None:
    assert merged_text(dict(reversed(FLOW.items()))).startswith('{\n  "format": 1,\n  "title"')
    assert merged_text({"nodes": {}, "format": 1}) == '{\n  "nodes": {},\n  "format": 1\n}\n'
