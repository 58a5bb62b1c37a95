"""A sensitive value stays one, wherever it is assigned: it is told before the publish, and masked when it runs."""

import pytest

from flowengine.interpreter.program import CompiledFlow
from flowengine.lang.check.check import check
from flowengine.lang.check.names import Names
from flowengine.lang.document import Flow, FlowLoader
from flowengine.lang.sensitive import chain, sensitive_targets
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE

LOADER = FlowLoader(PALETTE)
PIN: Json = {"type": "text", "sensitive": True, "default": ""}
TEXT: Json = {"type": "text", "default": ""}
ASK: Json = {"type": "collect", "prompt": "PIN?", "into": "vars.free", "sensitive": True}


def flow(node: Json, *more: Json) -> Flow:
    nodes = {"first": node, **{f"n{at}": each for at, each in enumerate(more)}, "bye": {"type": "end"}}
    outcomes = {"collect": ("collected", "no_input", "invalid")}
    wires = {name: dict.fromkeys(outcomes.get(each["type"], ("done",)), "bye") for name, each in nodes.items()}
    del wires["bye"]
    variables = {"pin": PIN, "a": TEXT, "b": TEXT, "free": TEXT}
    document = {"format": 1, "title": "Secrets", "start": "first", "variables": variables, "nodes": nodes}
    return LOADER.built({**document, "wires": wires})


def assign(**given: str) -> Json:
    return {"type": "set", "assign": {name.replace("__", "."): source for name, source in given.items()}}


TARGETS = {
    "declared": ((assign(vars__a="'x'"),), {"vars.pin"}),
    "one step": ((assign(vars__a="vars.pin"),), {"vars.pin", "vars.a"}),
    "inside an expression": ((assign(vars__a="'PIN ' + upper(vars.pin)"),), {"vars.pin", "vars.a"}),
    "two steps, in any order": (
        (assign(vars__b="vars.a"), assign(vars__a="vars.pin")),
        {"vars.pin", "vars.a", "vars.b"},
    ),
    "into an attribute and back": (
        (assign(attributes__topic="vars.pin"), assign(vars__b="attributes.topic")),
        {"vars.pin", "attributes.topic", "vars.b"},
    ),
    "an answer": ((ASK,), {"vars.pin", "vars.free"}),
    "an answer in an attribute": (({**ASK, "into": "attributes.topic"},), {"vars.pin", "attributes.topic"}),
}


@pytest.mark.parametrize(("steps", "expected"), TARGETS.values(), ids=TARGETS)
def test_it_follows_the_value(steps: tuple[Json, ...], expected: set[str]) -> None:
    made = flow(*steps)
    assert set(sensitive_targets(made)) == expected
    compiled = CompiledFlow("sales", "main", made)
    assert compiled.masked == expected
    assert {f"vars.{name}" for name in made.variables if compiled.places[f"vars.{name}"].sensitive} == {
        target for target in expected if target.startswith("vars.")
    }


def test_the_way_that_it_took_is_told() -> None:
    made = flow(assign(vars__b="vars.a"), assign(vars__a="vars.pin"), {"type": "say", "prompt": "{{ vars.b }}"})
    carried = sensitive_targets(made)
    assert chain("vars.b", carried) == ("vars.pin", "vars.a", "vars.b")
    said = next(f for f in check(made, Names("sales")) if f.code == "sensitive_said")
    assert said.message == "This says vars.b, which is sensitive (vars.pin → vars.a → vars.b)."


SAYS: dict[str, tuple[Json, str | None]] = {
    "said": ({"type": "say", "prompt": "{{ vars.pin }}"}, "sensitive_said"),
    "asked again": ({"type": "collect", "prompt": "{{ vars.pin }}?", "into": "vars.a"}, "sensitive_said"),
    "in one language": ({"type": "say", "prompt": {"by_language": {"nl": "{{ vars.pin }}"}}}, "sensitive_said"),
    "its length": ({"type": "say", "prompt": "{{ vars.pin | length }}"}, "sensitive_said"),
    "another value": ({"type": "say", "prompt": "{{ vars.a }}"}, None),
    "kept": (assign(vars__a="vars.pin"), "sensitive_kept"),
    "kept where declared": (assign(vars__pin="vars.pin"), None),
    "shared": (assign(attributes__topic="vars.pin"), "sensitive_shared"),
    "shared at once": ({**ASK, "into": "attributes.topic"}, "sensitive_shared"),
    "compared": ({"type": "branch", "cases": [{"when": "vars.pin == '1'", "outcome": "done"}]}, None),
}


@pytest.mark.parametrize(("step", "code"), SAYS.values(), ids=SAYS)
def test_what_is_told(step: Json, code: str | None) -> None:
    codes = [f.code for f in check(flow(step), Names("sales", attributes={"topic": "text"}))]
    assert [found for found in codes if found.startswith("sensitive")] == ([code] if code else [])
