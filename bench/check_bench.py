"""Checking and publishing of flows: schema, types, checks, compile; against plain jsonschema over the same document."""

import gc
import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry

from flowengine.interpreter.program import Release, compile_release
from flowengine.lang import expression, template
from flowengine.lang.check.check import check_document
from flowengine.lang.check.names import Names, names_of
from flowengine.lang.document import FlowLoader
from flowengine.lang.schema import flow_schema
from flowengine.nodes.palette import PALETTE

ROUNDS = 5
Flow = dict[str, Any]
LEFT = ("timed_out", "no_agents", "queue_full", "left")
STATES = ("open", "closed", "holiday", "emergency")


def run() -> list[dict[str, Any]]:
    """Milliseconds of CPU time, medians; `cold` has parsed nothing before, a keystroke changes one text."""
    loader, plain = FlowLoader(PALETTE), Draft202012Validator(flow_schema(PALETTE), registry=Registry())
    rows = []
    for name, flow, names in [
        *((f"{size} nodes", *usual(size)) for size in (500, 1000, 5000)),
        ("complete graph of 60", *complete(60)),
    ]:
        assert not [one for one in check_document(loader, flow, names) if one.severity == "error"]
        ours, theirs = partial(check_document, loader, flow, names), partial(_violations, plain, flow)
        cold, peer, warm = [], [], []
        for _ in range(ROUNDS):
            cold.append(_cold(ours))
            peer.append(_timed(theirs))
            warm.append(_timed(ours))
        rows += [_row(f"check, cold: {name}", cold, peer), _row(f"check, again: {name}", warm, peer)]
    flow, names = usual(500)
    rows.append(_row("a keystroke's check: 500 nodes", [_keystroke(loader, flow, n) for n in range(ROUNDS)], None))
    flow, _ = usual(1000)
    rows.append(
        _row("publish (schema, checks, compile): 1000 nodes", [_publish(loader, flow) for _ in range(ROUNDS)], None)
    )
    return rows


def _row(name: str, ours: list[float], peer: list[float] | None) -> dict[str, Any]:
    found = {"name": name, "value": round(statistics.median(ours) * 1000, 1), "unit": "ms"}
    if peer is None:
        return found
    ratios = sorted(other / own for own, other in zip(ours, peer, strict=True))
    return found | {
        "peer": "plain jsonschema of the whole document",
        "peer_value": round(statistics.median(peer) * 1000, 1),
        "ratio": round(statistics.median(ratios), 2),
        "ratio_min": round(ratios[0], 2),
        "ratio_max": round(ratios[-1], 2),
    }


def _violations(plain: Draft202012Validator, flow: Flow) -> list[object]:
    return list(plain.iter_errors(flow))


def _timed(work: Callable[[], object]) -> float:
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def _cold(work: Callable[[], object]) -> float:
    expression._kept.cache_clear()  # noqa: SLF001  # what an editor's session keeps
    template._kept.cache_clear()  # noqa: SLF001  # the same
    return _timed(work)


def _keystroke(loader: FlowLoader, flow: Flow, number: int) -> float:
    """All that the server does for one: the names of the tenant too."""
    flow["nodes"]["n0"]["prompt"] = f"Hello {{{{ vars.name }}}}, typed {number}."
    return _timed(lambda: check_document(loader, flow, _names({"main": flow})))


def _publish(loader: FlowLoader, flow: Flow) -> float:
    def publish() -> None:
        assert not [one for one in check_document(loader, flow, _names({"main": flow})) if one.severity == "error"]
        environment = {"format": 1, "entry": {"default": "main"}, "schedules": {"office": {"weekly": {}}}}
        compile_release(loader, "sales", 1, Release(environment, {"main": flow}))

    return _cold(publish)


def _names(flows: dict[str, Flow]) -> Names:
    environment = {"format": 1, "entry": {"default": "main"}, "schedules": {"office": {"weekly": {}}}}
    tenant = {"contact_centers": {"sales": {"title": "Sales", "skills": {"dutch": {}}}}}
    return names_of("sales", tenant, {"sales": {"environment": environment, "flows": flows}}, PALETTE)


def usual(size: int) -> tuple[Flow, Names]:
    """A long flow of eight types of step, most texts and conditions different."""
    nodes: Flow = {}
    wires: dict[str, dict[str, str]] = {}
    for number in range(size - 1):
        name, following = f"n{number}", f"n{number + 1}" if number < size - 2 else "bye"
        nodes[name], ways = _step(number)
        wires[name] = {way: "bye" if way in {"no_input", "no_match", "invalid"} else following for way in ways}
    nodes["bye"] = {"type": "end", "prompt": "Goodbye."}
    variables = {"name": {"type": "text", "default": ""}, "count": {"type": "number", "default": 0}}
    flow = {"format": 1, "title": "Long", "start": "n0", "variables": variables, "nodes": nodes, "wires": wires}
    return flow, _names({"main": flow})


def _step(number: int) -> tuple[Flow, tuple[str, ...]]:
    cases = [{"when": f"vars.count > {number} and caller.known", "outcome": "more"}]
    cases.append({"when": "len(vars.name) == 3", "outcome": "short"})
    texts = {"en": f"Press 1 for number {number}.", "nl": "Kies 1."}
    choices = {"1": {"label": "Sales"}, "2": {"label": "Support"}}
    steps: list[tuple[Flow, tuple[str, ...]]] = [
        ({"type": "say", "prompt": f"Hello {{{{ vars.name }}}}, this is number {number}."}, ("done",)),
        ({"type": "menu", "prompt": {"by_language": texts}, "choices": choices}, ("1", "2", "no_input", "no_match")),
        ({"type": "branch", "cases": cases}, ("more", "short", "otherwise")),
        ({"type": "set", "assign": {"vars.count": f"vars.count + {number}"}}, ("done",)),
        (
            {"type": "collect", "prompt": "Name?", "into": "vars.name", "input": "text"},
            ("collected", "no_input", "invalid"),
        ),
        ({"type": "wait", "seconds": 2}, ("done",)),
        ({"type": "enqueue", "skills": {"dutch": 50}, "max_wait_s": 300}, LEFT),
        ({"type": "opening_hours", "schedule": "office"}, STATES),
    ]
    return steps[number % len(steps)]


def complete(size: int) -> tuple[Flow, Names]:
    """Every step leads to every other: where ways are counted one by one, this never ends."""
    names = [f"n{number}" for number in range(size)]
    choices = {
        name: {str(place): {"label": other} for place, other in enumerate(names) if other != name} for name in names
    }
    nodes: Flow = {}
    wires: dict[str, dict[str, str]] = {}
    for name in names:
        cases = [{"when": f"vars.count == {key}", "outcome": key} for key in choices[name]]
        nodes[name] = {"type": "branch", "cases": cases}
        nodes[f"{name}_wait"] = {"type": "wait", "seconds": 1}
        wires[name] = {key: f"n{key}_wait" for key in choices[name]} | {"otherwise": "bye"}
        wires[f"{name}_wait"] = {"done": name}
    nodes["bye"] = {"type": "end"}
    variables = {"count": {"type": "number", "default": 0}}
    flow = {"format": 1, "title": "All", "start": "n0", "variables": variables, "nodes": nodes, "wires": wires}
    return flow, _names({"main": flow})


if __name__ == "__main__":
    for row in run():
        print(row)
