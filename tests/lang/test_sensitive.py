"""A sensitive value stays one, wherever it is assigned: it is told before the publish, and masked when it runs."""

import pytest
from msgspec.structs import replace

from flowengine.interpreter.program import CompiledFlow, Release, compile_release
from flowengine.lang.check.check import check
from flowengine.lang.check.names import KnownFlow, Names, names_of
from flowengine.lang.document import Flow, FlowLoader
from flowengine.lang.sensitive import chain, sensitive_targets
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE

LOADER = FlowLoader(PALETTE)
PIN: Json = {"type": "text", "sensitive": True, "default": ""}
TEXT: Json = {"type": "text", "default": ""}
CALL: Json = {"type": "subflow", "flow": "called", "exits": ["done"]}
SHUT = frozenset({"shut"})
CALLED = KnownFlow("subflow", SHUT | {"open"}, SHUT | {"open"}, ("done",), sensitive=SHUT)
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
    "all variables at once": ({"type": "say", "prompt": "{{ vars }}"}, "sensitive_said"),
    "item by item": ({"type": "say", "prompt": "{% for c in [vars.pin] %}{{ c }}{% endfor %}"}, "sensitive_said"),
    "by a prompt of the environment": ({"type": "say", "prompt": {"prompt": "leak"}}, "sensitive_said"),
    "by none of its prompts": ({"type": "say", "prompt": {"prompt": "fine"}}, None),
    "its length": ({"type": "say", "prompt": "{{ vars.pin | length }}"}, None),
    "whether it is there": ({"type": "say", "prompt": "{% if vars.pin %}Thanks.{% endif %}"}, None),
    "whether it is right": (assign(attributes__topic="'ok' if vars.pin == '1' else 'no'"), None),
    "tagged": ({"type": "tag", "name": "t", "value": "vars.pin"}, "sensitive_shared"),
    "tagged that it is there": ({"type": "tag", "name": "t", "value": "vars.pin != ''"}, None),
    "remembered": ({"type": "remember", "attributes": {"pin": "vars.pin"}}, "sensitive_shared"),
    "an input that shows": ({**CALL, "inputs": {"open": "vars.pin"}}, "sensitive_kept"),
    "an input that does not": ({**CALL, "inputs": {"shut": "vars.pin"}}, None),
    "an output that must not be shown": ({**CALL, "outputs": {"vars.a": "shut"}}, "sensitive_kept"),
    "one that may": ({**CALL, "outputs": {"vars.a": "open"}}, None),
    "another value": ({"type": "say", "prompt": "{{ vars.a }}"}, None),
    "kept": (assign(vars__a="vars.pin"), "sensitive_kept"),
    "kept where declared": (assign(vars__pin="vars.pin"), None),
    "shared": (assign(attributes__topic="vars.pin"), "sensitive_shared"),
    "shared at once": ({**ASK, "into": "attributes.topic"}, "sensitive_shared"),
    "compared": ({"type": "branch", "cases": [{"when": "vars.pin == '1'", "outcome": "done"}]}, None),
}


@pytest.mark.parametrize(("step", "code"), SAYS.values(), ids=SAYS)
def test_what_is_told(step: Json, code: str | None) -> None:
    prompts: Json = {"leak": {"by_language": {"nl": {"chat": "PIN {{ vars.pin }}"}}}, "fine": "{{ vars.a }} {{ 1/ }}"}
    known = names_of("sales", {}, {"sales": {"environment": {"prompts": prompts}}}, PALETTE)
    names = replace(known, flows={"called": CALLED}, attributes={"topic": "text"})
    codes = [f.code for f in check(flow(step), names)]
    assert [found for found in codes if found.startswith("sensitive")] == ([code] if code else [])


@pytest.mark.parametrize(
    "source",
    ["len(vars.pin)", "'x' if vars.pin else ''", "vars.pin and 'x'", "vars.b[vars.pin]", "lookup('t', vars.pin).name",
     "not vars.pin", "matches(vars.pin, '1+')"],
)  # fmt: skip  # a list reads better so
def test_what_gives_nothing_away_is_not_masked(source: str) -> None:
    assert set(sensitive_targets(flow(assign(vars__a=source)))) == {"vars.pin"}


@pytest.mark.parametrize(
    "source", ["vars.pin or 'x'", "'x' if vars.b else vars.pin", "[vars.pin]", "vars.pin[0]", "vars[vars.b]",
               "-vars.pin", "number(vars.pin) + 1", "vars.b and vars.pin", "max(vars.pin, '0')"],
)  # fmt: skip  # a list reads better so
def test_what_gives_it_away_is_masked(source: str) -> None:
    assert set(sensitive_targets(flow(assign(vars__a=source)))) == {"vars.pin", "vars.a"}


@pytest.mark.parametrize(
    ("step", "tells"),
    [({"type": "tag", "name": "t", "value": "upper(vars.pin)"}, True), ({"type": "say", "prompt": "Hi"}, False),
     ({"type": "tag", "name": "t", "value": "vars.pin == '1'"}, False),
     ({"type": "say", "prompt": "{{ vars }}"}, True)],
)  # fmt: skip  # a table reads better so
def test_a_step_that_gives_it_away_is_known_before_it_runs(step: Json, tells: bool) -> None:
    assert CompiledFlow("sales", "main", flow(step)).nodes["first"].tells is tells


VARIABLES: Json = {"given": TEXT, "back": TEXT}
DOCUMENTS: Json = {
    "main": {
        "format": 1,
        "title": "Main",
        "start": "call",
        "variables": {"pin": PIN, "mine": TEXT},
        "nodes": {"call": {**CALL, "inputs": {"given": "vars.pin"}, "outputs": {"vars.mine": "back"}},
                  "show": assign(attributes__topic="vars.mine"), "bye": {"type": "end"}},
        "wires": {"call": {"done": "show"}, "show": {"done": "bye"}},
    },
    "called": {
        "format": 1,
        "title": "Called",
        "kind": "subflow",
        "start": "copy",
        "inputs": ["given"],
        "outputs": ["back"],
        "variables": VARIABLES,
        "nodes": {"copy": assign(vars__back="vars.given"), "home": {"type": "return"}},
        "wires": {"copy": {"done": "home"}},
    },
    "other": {
        "format": 1,
        "title": "Other",
        "start": "copy",
        "variables": {"copy": TEXT, "mine": TEXT},
        "nodes": {"copy": assign(vars__copy="attributes.topic"), "bye": {"type": "end"}},
        "wires": {"copy": {"done": "bye"}},
    },
}  # fmt: skip  # three small flows


def test_it_is_followed_through_the_flows_of_a_release() -> None:
    flows = compile_release(LOADER, "sales", 1, Release({"format": 1}, DOCUMENTS)).flows
    assert flows["main"].masked == {"vars.pin", "vars.mine", "attributes.topic"}
    assert flows["called"].masked == {"vars.given", "vars.back", "attributes.topic"}
    assert flows["other"].masked == {"vars.copy", "attributes.topic"}


def test_a_called_flow_says_which_of_its_variables_must_not_be_shown() -> None:
    called = {**DOCUMENTS["called"], "variables": {**VARIABLES, "given": PIN}}
    called["nodes"] = {**called["nodes"], "ask": {**ASK, "into": "vars.back"}}
    names = names_of("sales", {}, {"sales": {"flows": {"called": called}}}, PALETTE)
    assert names.flows["called"].sensitive == {"given", "back"}
    assert names.flows["called"].types == {"given": "text", "back": "text"}
