"""Generated flows and edits of them, each edit with the places that it writes and those it relies on."""

import json
from copy import deepcopy
from typing import Any, NamedTuple

from hypothesis import strategies as st

Flow = dict[str, Any]
Place = tuple[str, ...]
KINDS = (
    "title", "start", "field", "unset", "words", "wire", "unwire", "add", "remove", "variable",
    "choice", "when", "case", "uncase", "type", "turn", "wire", "remove", "words",
)  # fmt: skip  # reads as one row
NODES = ("a", "b", "c", "d", "n1", "n2")
KEYS = ("1", "2", "w", "x", "y", "done", "en", "nl")
VALUES = ("one", "two", "é„“", 1, 2.5)
FLOW: Flow = {
    "format": 1,
    "title": "Flow",
    "start": "a",
    "variables": {"u": {"type": "text"}},
    "nodes": {
        "a": {
            "type": "menu",
            "prompt": {"by_language": {"en": "Press 1", "nl": "Kies 1"}},
            "choices": {"1": {"label": "One", "phrases": ["uno", "eins"]}, "2": {"label": "Two"}},
            "tries": 2,
        },
        "b": {"type": "branch", "cases": [{"when": key, "outcome": key} for key in "wxy"]},
        "c": {"type": "say", "prompt": {"by_language": {"en": "Hello"}}},
        "d": {"type": "end"},
    },
    "wires": {"a": {"1": "b", "2": "c"}, "b": {"w": "c", "x": "d"}, "c": {"done": "d"}},
    "on": {"error": "d"},
}


class Edit(NamedTuple):
    """`kind` names a function below; the rest says where and what, and each kind takes of it what it needs."""

    kind: str
    node: str
    key: str
    target: str
    value: Any


class Edited(NamedTuple):
    flow: Flow
    writes: set[Place]
    needs: set[Place]


def _decoded(number: int) -> Edit:
    # One number per edit: drawn and shrunk far faster than five choices.
    number, kind = divmod(number, len(KINDS))
    number, node = divmod(number, len(NODES))
    number, key = divmod(number, len(KEYS))
    value, target = divmod(number, len(NODES))
    return Edit(KINDS[kind], NODES[node], KEYS[key], NODES[target], VALUES[value])


ALL = len(KINDS) * len(NODES) * len(KEYS) * len(NODES) * len(VALUES)
EDITS = st.lists(st.integers(0, ALL - 1).map(_decoded), min_size=1, max_size=8)


def flows() -> st.SearchStrategy[Flow]:
    """Flows in which every wire leads to a step that is there."""
    return EDITS.map(lambda edits: edited(FLOW, edits).flow)


def edited(flow: Flow, edits: list[Edit]) -> Edited:
    """The flow after those of the edits that apply to it."""
    result = Edited(deepcopy(flow), set(), set())
    for edit in edits:
        now = once(result.flow, edit)
        result = Edited(now.flow, result.writes | now.writes, result.needs | now.needs)
    return result


def edited_apart(flow: Flow, edits: list[Edit], other: Edited) -> Edited:
    """The flow after those of the edits that touch nothing that `other` relies on, and rely on nothing it wrote."""
    result = Edited(deepcopy(flow), set(), set())
    for edit in edits:
        now = once(result.flow, edit)
        if not (meet(now.writes, other.writes | other.needs) or meet(now.needs, other.writes)):
            result = Edited(now.flow, result.writes | now.writes, result.needs | now.needs)
    return result


def meet(some: set[Place], others: set[Place]) -> bool:
    return any(one[: len(other)] == other or other[: len(one)] == one for one in some for other in others)


def once(flow: Flow, edit: Edit) -> Edited:
    """One edit, as far as it applies: the old flow is left alone."""
    result = Edited(deepcopy(flow), set(), set())
    if edit.kind in {"title", "start", "variable", "add"}:
        _of_flow(edit, *result)
    elif edit.node in flow["nodes"]:
        (_of_wires if edit.kind in {"wire", "unwire", "remove"} else _of_node)(edit, *result)
    return result


def _of_flow(edit: Edit, flow: Flow, writes: set[Place], needs: set[Place]) -> None:
    if edit.kind == "title":
        flow["title"] = str(edit.value)
        writes.add(("title",))
    elif edit.kind == "start" and edit.target in flow["nodes"]:
        flow["start"] = edit.target
        writes.add(("start",))
        needs.add(("nodes", edit.target))
    elif edit.kind == "variable":
        flow.setdefault("variables", {})[edit.key] = {"type": "any", "default": edit.value}
        writes.add(("variables", edit.key))
    elif edit.kind == "add" and edit.node not in flow["nodes"]:
        flow["nodes"][edit.node] = {"type": "say", "prompt": str(edit.value)}
        writes.update({("nodes", edit.node), ("wires", edit.node)})


def _of_wires(edit: Edit, flow: Flow, writes: set[Place], needs: set[Place]) -> None:
    wires = flow["wires"]
    if edit.kind == "wire" and edit.target in flow["nodes"]:
        wires.setdefault(edit.node, {})[edit.key] = edit.target
        writes.add(("wires", edit.node, edit.key))
        needs.update({("nodes", edit.node, "type"), ("nodes", edit.target, "type")})
    elif edit.kind == "unwire" and edit.key in wires.get(edit.node, {}):
        del wires[edit.node][edit.key]
        writes.add(("wires", edit.node, edit.key))
    elif edit.kind == "remove" and edit.node not in (flow["start"], flow.get("on", {}).get("error")):
        del flow["nodes"][edit.node]
        wires.pop(edit.node, None)
        writes.update({("nodes", edit.node), ("wires", edit.node)})
        needs.update({("start",), ("on",)})
        for name, outcomes in wires.items():
            for outcome in [key for key, target in outcomes.items() if target == edit.node]:
                del outcomes[outcome]
                writes.add(("wires", name, outcome))


def _of_node(edit: Edit, flow: Flow, writes: set[Place], needs: set[Place]) -> None:
    node, here = flow["nodes"][edit.node], ("nodes", edit.node)
    cases = {case["outcome"]: case for case in node.get("cases", [])}
    if edit.kind == "type":
        flow["nodes"][edit.node] = {"type": "end", "title": str(edit.value)}
        writes.add(here)
    elif edit.kind in {"field", "unset"}:
        node.pop("tries", None)
        node.update({"tries": edit.value} if edit.kind == "field" else {})
        writes.add((*here, "tries"))
    elif edit.kind == "words" and "by_language" in node.get("prompt", ""):
        node["prompt"]["by_language"][edit.key] = str(edit.value)
        writes.add((*here, "prompt", "by_language", edit.key))
    elif edit.kind == "choice" and "choices" in node:
        node["choices"][edit.key] = {"label": str(edit.value)}
        writes.add((*here, "choices", edit.key))
    elif edit.kind == "turn" and "choices" in node:
        node["choices"] = dict(reversed(node["choices"].items()))
        writes.update({(*here, "choices", "order")})
    elif edit.kind == "when" and edit.key in cases:
        cases[edit.key]["when"] = str(edit.value)
        writes.add((*here, "cases", edit.key))
    elif edit.kind == "case" and cases and edit.key not in cases:
        node["cases"].append({"when": str(edit.value), "outcome": edit.key})
        writes.update({(*here, "cases", edit.key), (*here, "cases", "end")})
    elif edit.kind == "uncase" and len(cases) > 1 and edit.key in cases:
        node["cases"].remove(cases[edit.key])
        writes.update({(*here, "cases", edit.key), (*here, "cases", "end")})


def bytes_of(value: Any) -> str:
    """The value with the order of its keys: what must not change by a byte."""
    return json.dumps(value, ensure_ascii=False)
