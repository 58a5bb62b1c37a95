"""The semantic diff: what it says of each kind of change, and laws over generated flows and edits."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings

from flowengine.lang.canonical import canonical_flow
from flowengine.lang.diff.align import ABSENT, aligned
from flowengine.lang.diff.diff import Change, diff
from flowengine.lang.json_path import json_path
from flowengine.lang.merge.steps import at
from flowengine.lang.strict_json import loads
from flowengine.messages import Json
from tests.lang.edited_flows import EDITS, FLOW, Edit, Flow, edited, flows

REMOVE: Any = object()
LAW = settings(max_examples=40, deadline=None)
Place = tuple[str | int, ...]


def changed(*parts: str, to: Any, flow: Flow = FLOW) -> Flow:
    """The flow with one place changed, added or (REMOVE) removed."""
    result = deepcopy(flow)
    *way, last = parts
    holder = result
    for part in way:
        holder = holder.setdefault(part, {})
    if to is REMOVE:
        del holder[last]
    else:
        holder[last] = to
    return result


MENU, CASES = FLOW["nodes"]["a"], FLOW["nodes"]["b"]["cases"]
TOLD: dict[str, tuple[Flow, tuple[str, str, str]]] = {
    "title": (changed("title", to="New"), ("title_changed", "$.title", "The title changed from “Flow” to “New”.")),
    "kind": (changed("kind", to="subflow"), ("field_added", "$.kind", "kind was added: “subflow”.")),
    "start": (changed("start", to="b"), ("start_changed", "$.start", "The flow starts at “b” now; it started at “a”.")),
    "step added": (changed("nodes", "n", to={"type": "say"}), ("step_added", "$.nodes.n", "Step “n” (say) was added.")),
    "step removed": (changed("nodes", "d", to=REMOVE), ("step_removed", "$.nodes.d", "Step “d” (end) was removed.")),
    "step type": (
        changed("nodes", "d", "type", to="say"),
        ("step_type_changed", "$.nodes.d.type", "Step “d” is of type “say” now; it was “end”."),
    ),
    "words": (
        changed("nodes", "a", "prompt", "by_language", "nl", to="Toets 1"),
        (
            "prompt_changed",
            "$.nodes.a.prompt.by_language.nl",
            "Step “a”: prompt in nl changed from “Kies 1” to “Toets 1”.",
        ),
    ),
    "words in another language": (
        changed("nodes", "c", "prompt", "by_language", "de", to="Hallo"),
        ("prompt_added", "$.nodes.c.prompt.by_language.de", "Step “c”: prompt in de was added: “Hallo”."),
    ),
    "words for one channel": (
        changed("nodes", "c", "prompt", "by_language", "en", to={"chat": "Hi"}),
        (
            "prompt_changed",
            "$.nodes.c.prompt.by_language.en",
            'Step “c”: prompt in en changed from “Hello” to {"chat": "Hi"}.',
        ),
    ),
    "label": (
        changed("nodes", "a", "choices", "1", "label", to="Uno"),
        ("prompt_changed", "$.nodes.a.choices['1'].label", "Step “a”: choices['1'].label changed from “One” to “Uno”."),
    ),
    "field": (
        changed("nodes", "a", "tries", to=3),
        ("field_changed", "$.nodes.a.tries", "Step “a”: tries changed from 2 to 3."),
    ),
    "true is not 1": (
        changed("nodes", "a", "tries", to=True),
        ("field_changed", "$.nodes.a.tries", "Step “a”: tries changed from 2 to true."),
    ),
    "field removed": (
        changed("nodes", "a", "tries", to=REMOVE),
        ("field_removed", "$.nodes.a.tries", "Step “a”: tries was removed; it was 2."),
    ),
    "null field": (
        changed("nodes", "a", "into", to=None),
        ("field_added", "$.nodes.a.into", "Step “a”: into was added: null."),
    ),
    "order of buttons": (
        changed("nodes", "a", "choices", to=dict(reversed(MENU["choices"].items()))),
        ("order_changed", "$.nodes.a.choices", 'Step “a”: the order of choices changed from ["1", "2"] to ["2", "1"].'),
    ),
    "order of cases": (
        changed("nodes", "b", "cases", to=[CASES[1], CASES[0], CASES[2]]),
        (
            "order_changed",
            "$.nodes.b.cases",
            'Step “b”: the order of cases changed from ["w", "x", "y"] to ["x", "w", "y"].',
        ),
    ),
    "case changed in another place": (
        changed("nodes", "b", "cases", to=[CASES[0], {"when": "2", "outcome": "x"}, CASES[2]]),
        ("field_changed", "$.nodes.b.cases[1].when", "Step “b”: cases[1].when changed from “x” to “2”."),
    ),
    "phrase": (
        changed("nodes", "a", "choices", "1", "phrases", to=["eins", "uno", "un"]),
        ("field_added", "$.nodes.a.choices['1'].phrases[2]", "Step “a”: choices['1'].phrases[2] was added: “un”."),
    ),
    "rewired": (
        changed("wires", "a", "1", to="c"),
        ("rewired", "$.wires.a['1']", "Outcome “1” of “a” leads to “c” now; it led to “b”."),
    ),
    "wired": (
        changed("wires", "d", "done", to="a"),
        ("wired", "$.wires.d.done", "Outcome “done” of “d” leads to “a” now; it led nowhere."),
    ),
    "unwired": (
        changed("wires", "c", to=REMOVE),
        ("unwired", "$.wires.c.done", "Outcome “done” of “c” leads nowhere now; it led to “d”."),
    ),
    "on error": (changed("on", to=REMOVE), ("unwired", "$.on.error", "“On error” leads nowhere now; it led to “d”.")),
    "variable": (
        changed("variables", "n", to={"type": "number"}),
        ("variable_added", "$.variables.n", "Variable “n” (number) was added."),
    ),
    "variable's default": (
        changed("variables", "u", "default", to="x"),
        ("field_added", "$.variables.u.default", "Variable “u”: default was added: “x”."),
    ),
    "last variable": (
        changed("variables", to=REMOVE),
        ("variable_removed", "$.variables.u", "Variable “u” (text) was removed."),
    ),
    "long words": (
        changed("nodes", "c", "prompt", "by_language", "en", to="x" * 300),
        (
            "prompt_changed",
            "$.nodes.c.prompt.by_language.en",
            f"Step “c”: prompt in en changed from “Hello” to “{'x' * 159}…”.",
        ),
    ),
}

OTHERS: dict[str, tuple[Json, Json, tuple[str, str, str]]] = {
    "case added": ({"cases": {}}, {"cases": {"a": {}}}, ("case_added", "$.cases.a", "Case “a” was added.")),
    "step of a case": (
        {"cases": {"a": {"steps": [{"pass_s": 1}]}}},
        {"cases": {"a": {"steps": [{"pass_s": 2}]}}},
        ("field_changed", "$.cases.a.steps[0].pass_s", "Case “a”: steps[0].pass_s changed from 1 to 2."),
    ),
    "shared prompt": (
        {"prompts": {"w": {"by_language": {"en": "A"}}}},
        {"prompts": {"w": {"by_language": {"en": "B"}}}},
        ("prompt_changed", "$.prompts.w.by_language.en", "Prompt “w”: text in “en” changed from “A” to “B”."),
    ),
    "no objects": (1, [1], ("field_changed", "$", "the document changed from 1 to [1].")),
}

NOTHING: dict[str, tuple[Json, Json]] = {
    "order of steps": (FLOW, FLOW | {"nodes": dict(reversed(FLOW["nodes"].items()))}),
    "order of wires and fields": (FLOW, FLOW | {"wires": dict(reversed(FLOW["wires"].items()))}),
    "form of a number": ({"a": 1}, {"a": 1.0}),
    "order of phrases": ({"phrases": ["a", "b"]}, {"phrases": ["b", "a"]}),
    "empty mappings of a flow": (FLOW | {"variables": {}}, {key: it for key, it in FLOW.items() if key != "variables"}),
}


@pytest.mark.parametrize(("after", "told"), TOLD.values(), ids=TOLD)
def test_told(after: Flow, told: tuple[str, str, str]) -> None:
    assert [(change.kind, change.path, change.sentence) for change in diff(FLOW, after)] == [told]


@pytest.mark.parametrize(("before", "after", "told"), OTHERS.values(), ids=OTHERS)
def test_told_of_other_documents(before: Json, after: Json, told: tuple[str, str, str]) -> None:
    assert [(change.kind, change.path, change.sentence) for change in diff(before, after)] == [told]


@pytest.mark.parametrize(("before", "after"), NOTHING.values(), ids=NOTHING)
def test_what_means_the_same_is_no_change(before: Json, after: Json) -> None:
    assert diff(before, after) == diff(after, before) == []


def test_a_change_has_both_values_whole() -> None:
    [change] = diff(FLOW, changed("nodes", "c", "prompt", "by_language", "en", to="x" * 300))
    assert (change.before, change.after) == ("Hello", "x" * 300)


def test_an_item_in_the_middle_is_one_change() -> None:
    steps = [{"pass_s": number} for number in range(6)]
    [change] = diff({"steps": steps}, {"steps": [*steps[:3], {"caller": "hangs_up"}, *steps[3:]]})
    assert (change.kind, change.path, change.after) == ("field_added", "$.steps[3]", {"caller": "hangs_up"})


def test_long_lists_are_only_aligned_at_both_ends() -> None:
    some, others = ([[side, number] for number in range(2_100)] for side in "ab")
    assert aligned([0, *some, 1], [0, *others, 1]) == [(0, 0), (2_101, 2_101)]
    some[9] = others[9] = ["in both"]
    assert aligned(some, others) == [], "beyond the limit nobody looks"
    assert aligned(some[:99], others[:99]) == [(9, 9)]


@LAW
@given(flows())
def test_a_flow_does_not_differ_from_itself(flow: Flow) -> None:
    assert diff(flow, flow) == diff(flow, loads(canonical_flow(flow))) == []


@LAW
@given(flows(), EDITS)
def test_the_changes_are_all_there_is_and_nothing_else(before: Flow, edits: list[Edit]) -> None:
    """Taking over what stands at the paths of the changes, and no more, makes the new flow of the old one."""
    after = edited(before, edits).flow
    changes = diff(before, after)
    places = {json_path(place): place for flow in (before, after) for place in all_places(flow)}
    patched = deepcopy(before)
    for change in changes:
        place = up_to_list(places[change.path])
        new = at(after, place)
        assert change.kind == "order_changed" or at(before, place) != new
        put(patched, place, new)
    assert filled(patched) == filled(after)


@LAW
@given(flows(), EDITS)
def test_the_way_back_has_the_same_changes_turned(before: Flow, edits: list[Edit]) -> None:
    after = edited(before, edits).flow
    there, back = diff(before, after), diff(after, before)
    assert sorted(map(values, there)) == sorted(values(change)[::-1] for change in back)


def values(change: Change) -> tuple[str, str]:
    return repr(change.before), repr(change.after)


def all_places(value: Json, place: Place = ()) -> list[Place]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place, *(below for key, item in inside for below in all_places(item, (*place, key)))]


def up_to_list(place: Place) -> Place:
    """Lists are taken over whole: their places shift."""
    return next((place[:number] for number, part in enumerate(place) if isinstance(part, int)), place)


def put(flow: Flow, place: Place, value: Json) -> None:
    *way, last = place
    holder = flow
    for part in way:
        holder = holder.setdefault(part, {})
    if value is ABSENT:
        holder.pop(last, None)
    else:
        holder[last] = value


def filled(flow: Flow) -> Flow:
    """Without empty mappings, which are as good as none."""
    wires = {name: outcomes for name, outcomes in flow["wires"].items() if outcomes}
    return {key: it for key, it in flow.items() if it != {}} | {"wires": wires}
