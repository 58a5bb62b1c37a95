"""What a step reads and sets: the scope, types, attributes and their limit, switches, language, shared prompts."""

import pytest

from flowengine.interpreter.context import StepContext
from flowengine.interpreter.scope import UNTRACED
from flowengine.interpreter.state import Caller, Dialogue
from flowengine.lang.check.scope import OPEN, PARTS
from flowengine.lang.expression import SCOPE_NAMES
from flowengine.messages import Json
from tests.interpreter.town import END, NOW, Line, Town, flow, one, say


def test_every_part_of_a_caller_can_be_read_known_or_not() -> None:
    line = one(
        flow(
            {"a": say("[{{ caller.number }}|{{ caller.withheld }}|{{ caller.attributes }}]"), "bye": END},
            {"a": {"done": "bye"}},
        )
    )
    assert line.words == ["[|false|{}]"]


def test_the_scope_is_what_the_checks_believe() -> None:
    context = StepContext(Dialogue("d", "phone", "voice", "a", NOW), Town({}), NOW)
    context.look(UNTRACED)
    scope = context.scope
    assert {root: frozenset(scope[root]) for root in PARTS} == dict(PARTS)
    known = {name for name in scope if not name.startswith("$")} | {"switches", "bindings"}
    assert known == {*PARTS, *OPEN, "now"} == SCOPE_NAMES


def test_a_queue_is_asked_where_the_dialogue_is_and_what_it_said_is_traced() -> None:
    """And the front door, which has none, is told so."""
    figures = {"waiting": 3}
    check = {"type": "check_queue", "cases": [{"figure": "waiting", "at_least": 3, "outcome": "long"}]}
    main = flow({"c": check, "long": say("long"), "bye": END}, {"c": {"long": "long"}, "long": {"done": "bye"}})
    flows = {"flows": {"main": main}}
    line = Line(Town({"sales": flows, "front_door": flows}, queue=figures))
    line.begin(environment="sales")
    assert (line.words, line.facts("observed")) == (["long"], [("queue", "", figures)])
    line = Line(line.town)
    line.begin()
    assert (line.words, line.ended) == (["Sorry."], ("failed", "in_flow", "flow"))


def line_for(nodes: Json, wires: Json, *, facts: Json = None, environment: Json = None, **more: Json) -> Line:
    town = Town(
        {"front_door": {"flows": {"main": flow(nodes, wires, **more)}, "environment": environment or {}}},
        **(facts or {}),
    )
    line = Line(town, caller=Caller(number="+442079460199", name="Ann"))
    line.begin()
    return line


def test_a_bound_name_is_read_where_the_flow_is_before_the_tenants_own() -> None:
    """Also after a flow of another environment ran in the same step."""
    read = "{{ bindings.crm }} {{ bindings.own }}"
    shop = flow({"hi": say(read), "bye": {"type": "return", "exit": "done"}}, {"hi": {"done": "bye"}})
    nodes = {
        "first": say(read),
        "hop": {"type": "contact_center", "contact_center": "sales"},
        "last": say("{{ bindings.crm }}"),
        "bye": END,
    }
    wires = {"first": {"done": "hop"}, "hop": {"returned": "last", "closed": "bye"}, "last": {"done": "bye"}}
    door = {"format": 1, "bindings": {"crm": "of the tenant", "own": "the tenant's"}}
    sales = {"format": 1, "entry": {"default": "main"}, "bindings": {"crm": "of sales"}}
    town = Town(
        {
            "front_door": {"flows": {"main": flow(nodes, wires)}, "environment": door},
            "sales": {"flows": {"main": shop}, "environment": sales},
        }
    )
    line = Line(town)
    line.begin()
    assert line.words[:3] == ["of the tenant the tenant's", "of sales the tenant's", "of the tenant"]


def sets(kind: str, source: str) -> Line:
    nodes = {"s": {"type": "set", "assign": {"vars.x": source}}, "ok": say("ok"), "no": say("no"), "bye": END}
    wires = {"s": {"done": "ok", "error": "no"}, "ok": {"done": "bye"}, "no": {"done": "bye"}}
    return line_for(nodes, wires, variables={"x": {"type": kind}})


FITS = {
    "text": ("text", "'a'", True),
    "text is no number": ("text", "1", False),
    "number": ("number", "1.5", True),
    "true is no number": ("number", "true", False),
    "boolean": ("boolean", "1 == 1", True),
    "one is not true": ("boolean", "1", False),
    "list": ("list", "[1]", True),
    "list is no text": ("list", "'a'", False),
    "object": ("object", "caller", True),
    "any": ("any", "[caller]", True),
    "nothing is no text": ("text", "none", False),
    "nothing is any": ("any", "none", True),
}


@pytest.mark.parametrize(("kind", "source", "fits"), FITS.values(), ids=FITS)
def test_types(kind: str, source: str, fits: bool) -> None:
    assert sets(kind, source).words == (["ok"] if fits else ["no"])


def attribute(source: str) -> Line:
    nodes = {
        "s": {"type": "set", "assign": {"attributes.topic": source}},
        "ok": say("{{ attributes.topic|length }}"),
        "no": say("no"),
        "bye": END,
    }
    wires = {"s": {"done": "ok", "error": "no"}, "ok": {"done": "bye"}, "no": {"done": "bye"}}
    return line_for(nodes, wires, facts={"attributes": {"topic": "text"}})


def test_attributes_are_typed_by_the_tenant() -> None:
    assert attribute("'bill'").state.attributes == {"topic": "bill"}
    assert attribute("1").words == ["no"]
    assert attribute("1").state.attributes == {}


def test_attributes_are_limited() -> None:
    main = flow(
        {
            "a": {"type": "set", "assign": {"attributes.a": "vars.t"}},
            "b": {"type": "set", "assign": {"attributes.b": "vars.t"}},
            "no": say("no"),
            "bye": END,
        },
        {"a": {"done": "b"}, "b": {"done": "bye", "error": "no"}, "no": {"done": "bye"}},
        variables={"t": {"type": "text", "default": "x" * 9000}},
    )
    line = Line(Town({"front_door": {"flows": {"main": main}}}, attributes={"a": "text", "b": "text"}))
    line.begin()
    assert (line.words, list(line.state.attributes)) == (["no"], ["a"])
    assert "16 KiB" in line.facts("fault")[0][1]


def test_an_undeclared_target_is_a_fault() -> None:
    nodes = {"s": {"type": "set", "assign": {"vars.y": "1"}}, "bye": END}
    assert line_for(nodes, {"s": {"done": "bye", "error": "bye"}}).facts("fault")[0][1].startswith("the variable y")


def test_switches_are_read_when_used_and_traced_once() -> None:
    test = {"type": "branch", "cases": [{"when": "switches.shut", "outcome": "yes"}]}
    nodes = {"a": say("x"), "t": test, "u": test, "shut": say("shut: {{ switches.shut }}"), "bye": END}
    wires = {
        "a": {"done": "t"},
        "t": {"yes": "u", "otherwise": "bye"},
        "u": {"yes": "shut", "otherwise": "bye"},
        "shut": {"done": "bye"},
    }
    line = line_for(nodes, wires, facts={"switches": {"shut": "snow"}})
    assert line.words == ["x", "shut: snow"]
    assert line.facts("observed") == [("switches", "", {"shut": "snow"})]
    assert line_for(nodes, wires).words == ["x"]


def test_a_prompt_of_the_environment_may_read_switches_too() -> None:
    environment = {"prompts": {"news": "News: {{ switches.news }}"}}
    nodes = {"a": {"type": "end", "prompt": {"prompt": "news"}}}
    line = line_for(nodes, {}, facts={"switches": {"news": "snow"}}, environment=environment)
    assert line.words == ["News: snow"]


def test_a_prompt_that_is_not_there_is_a_fault() -> None:
    line = line_for({"a": {"type": "end", "prompt": {"prompt": "gone"}}}, {})
    assert (line.ended, line.words) == (("failed", "in_flow", "flow"), ["Sorry."])


def test_the_language_may_change_on_the_way() -> None:
    hello = {"type": "say", "prompt": {"by_language": {"en": "Hello", "nl": "Hallo"}}}
    nodes = {
        "a": hello,
        "s": {"type": "set", "assign": {"dialogue.language": "'nl-BE'"}},
        "b": hello,
        "c": say("{{ dialogue.language }}"),
        "bye": END,
    }
    line = line_for(nodes, {"a": {"done": "s"}, "s": {"done": "b"}, "b": {"done": "c"}, "c": {"done": "bye"}})
    assert line.words == ["Hello", "Hallo", "nl-BE"]
    assert line.state.language == "nl-BE"


def test_now_is_on_the_contact_centers_clock() -> None:
    main = flow({"a": say("{{ now }}"), "bye": END}, {"a": {"done": "bye"}})
    line = Line(Town({"sales": {"flows": {"main": main}}}, zones={"sales": "Asia/Tokyo"}))
    line.begin(environment="sales")
    assert line.words == ["2026-03-02T19:00:00+09:00"]


def test_a_sensitive_variable_is_masked_where_it_is_kept() -> None:
    nodes = {"s": {"type": "set", "assign": {"vars.pin": "'1234'"}}, "bye": END}
    line = one(flow(nodes, {"s": {"done": "bye"}}, variables={"pin": {"type": "text", "sensitive": True}}))
    assert line.last is not None
    assert [(cls, body) for _, cls, body in line.last.content] == [("value", "•••")]


def test_a_queue_can_be_asked_about() -> None:
    test = {"type": "branch", "cases": [{"when": "queue('sales').waiting > 3", "outcome": "long"}]}
    nodes = {"t": test, "long": say("long"), "none": say("none"), "bye": END}
    wires = {
        "t": {"long": "long", "otherwise": "bye", "error": "none"},
        "long": {"done": "bye"},
        "none": {"done": "bye"},
    }
    assert line_for(nodes, wires, facts={"queue": {"waiting": 4}}).words == ["long"]
    assert line_for(nodes, wires, facts={"queue": {"waiting": 3}}).words == []
    assert line_for(nodes, wires, facts={"centers": {}}).words == ["none"]
