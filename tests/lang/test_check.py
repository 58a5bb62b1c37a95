"""The checks in detail: the way that shows a finding, what is left alone, and how long it takes."""

from time import process_time

import pytest

from flowengine.lang.check.check import check, check_document
from flowengine.lang.check.names import KnownFlow, Names, names_of
from flowengine.lang.document import FlowLoader
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE

LOADER = FlowLoader(PALETTE)
CENTERS = {"sales": frozenset({"dutch"})}
SALES = Names("sales", contact_centers=CENTERS)
END = {"type": "end"}


def flow(nodes: Json, wires: Json, **more: Json) -> Json:
    return {"format": 1, "title": "T", "start": next(iter(nodes)), "nodes": nodes, "wires": wires, **more}


def found(document: Json, names: Names = SALES) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in check_document(LOADER, document, names)]


def say(text: str = "Hello.") -> Json:
    return {"type": "say", "prompt": text}


def branch(*outcomes: str) -> Json:
    return {
        "type": "branch",
        "cases": [{"when": f"caller.number == '{outcome}'", "outcome": outcome} for outcome in outcomes],
    }


TEN_MISTAKES = {
    "format": "1",
    "title": "",
    "start": "hello",
    "colour": "blue",
    "variables": {"Age": {"type": "number"}},
    "nodes": {
        "hello": {"type": "say"},
        "ask": {"type": "menu", "prompt": "Press 1.", "choices": {"1": {"label": "Sales"}}, "tries": 9},
        "test": {"type": "branch", "cases": [{"when": "caller.number ==", "outcome": "yes"}]},
        "song": {"type": "sing"},
        "bye": {"type": "end", "prompt": "Goodbye {{ vars.nobody }}."},
    },
    "wires": {
        "hello": {"done": "ask"},
        "ask": {"1": "test", "no_input": "bye"},
        "test": {"yes": "nowhere", "otherwise": "song"},
    },
}


def test_ten_mistakes_give_ten_findings_each_with_its_path() -> None:
    assert sorted(found(TEN_MISTAKES)) == [
        ("bad_name", "$.variables.Age"),
        ("bad_value", "$.format"),
        ("bad_value", "$.nodes.ask.tries"),
        ("bad_value", "$.title"),
        ("expression_invalid", "$.nodes.test.cases[0].when"),
        ("missing", "$.nodes.hello.prompt"),
        ("outcome_unwired", "$.wires.ask.no_match"),
        ("undeclared_variable", "$.nodes.bye.prompt"),
        ("unknown_field", "$.colour"),
        ("unknown_node_type", "$.nodes.song.type"),
        ("wire_to_unknown_node", "$.wires.test.yes"),
    ]


@pytest.mark.parametrize(
    "document",
    [None, [], "flow", {}, {"nodes": 1}, {"nodes": {"a": 1}}, {"nodes": {"a": {"type": []}}, "start": [], "on": 1}],
)
def test_a_document_of_any_shape_gives_findings_and_no_crash(document: Json) -> None:
    assert found(document)


def test_unwired_shows_a_shortest_way() -> None:
    nodes = {"start": branch("a", "b"), "long": say(), "short": say(), "ask": say(), "bye": END}
    wires = {
        "start": {"a": "long", "b": "ask", "otherwise": "short"},
        "long": {"done": "short"},
        "short": {"done": "ask"},
    }
    [finding] = check(LOADER.load(flow(nodes, wires | {"ask": {"error": "bye"}})), SALES)
    assert (finding.code, finding.counter_example) == ("outcome_unwired", ("start", "ask"))


def test_unwired_where_nothing_leads_has_no_way() -> None:
    findings = check(LOADER.load(flow({"bye": END, "lost": say()}, {})), SALES)
    assert [(finding.code, finding.counter_example) for finding in findings] == [
        ("outcome_unwired", ()),
        ("node_unreachable", ()),
    ]


MENU = {"type": "menu", "prompt": "Press 1.", "choices": {"1": {"label": "One"}}}
ALL = {"1": "again", "no_input": "again", "no_match": "again"}
CALL = {"type": "subflow", "flow": "called", "exits": ["done"]}
GO = {"type": "contact_center", "contact_center": "sales"}
QUEUE = {"type": "enqueue"}
LEFT = {"timed_out": "bye", "no_agents": "bye", "queue_full": "bye", "left": "bye"}
LOOP = {"type": "loop", "times": 3}
CYCLES: dict[str, tuple[Json, Json, tuple[str, ...]]] = {
    "own": ({"a": branch("x"), "bye": END}, {"a": {"x": "a", "otherwise": "bye"}}, ("a", "a")),
    "shortest": (
        {"a": branch("x", "y"), "b": say(), "c": say(), "d": say(), "bye": END},
        {"a": {"x": "b", "y": "d", "otherwise": "bye"}, "b": {"done": "c"}, "c": {"done": "a"}, "d": {"done": "a"}},
        ("a", "d", "a"),
    ),
    "menu waits": ({"a": MENU, "again": say()}, {"a": ALL, "again": {"done": "a"}}, ()),
    "queue waits": ({"a": QUEUE, "bye": END}, {"a": LEFT | {"timed_out": "a"}}, ()),
    "unstaffed queue does not": ({"a": QUEUE, "bye": END}, {"a": LEFT | {"no_agents": "a"}}, ("a", "a")),
    "closed contact center does not": (
        {"a": GO, "bye": END},
        {"a": {"returned": "bye", "closed": "a", "unavailable": "bye"}},
        ("a", "a"),
    ),
    "loop comes to an end": ({"a": LOOP, "bye": END}, {"a": {"again": "a", "finished": "bye"}}, ()),
    "loop that begins again does not": ({"a": LOOP, "bye": END}, {"a": {"again": "bye", "finished": "a"}}, ("a", "a")),
    "contact center that returned": (
        {"a": GO, "bye": END},
        {"a": {"returned": "a", "closed": "bye", "unavailable": "bye"}},
        (),
    ),
}


@pytest.mark.parametrize(("nodes", "wires", "way"), CYCLES.values(), ids=CYCLES)
def test_cycle_without_wait(nodes: Json, wires: Json, way: tuple[str, ...]) -> None:
    findings = check(LOADER.load(flow(nodes, wires)), SALES)
    assert [finding.counter_example for finding in findings if finding.code == "cycle_without_wait"] == (
        [way] if way else []
    )


@pytest.mark.parametrize("waits", [True, False], ids=["waits", "passes"])
def test_cycle_through_a_flow_that_is_called(waits: bool) -> None:
    step = {"type": "wait", "seconds": 1} if waits else say()
    called = flow({"ask": step, "back": {"type": "return"}}, {"ask": {"done": "back"}}, kind="subflow")
    names = names_of("sales", {}, {"sales": {"flows": {"called": called}}}, PALETTE)
    codes = [code for code, _ in found(flow({"a": CALL}, {"a": {"done": "a"}}), names)]
    assert codes == ["no_end" if waits else "cycle_without_wait"]


@pytest.mark.parametrize("waits", [True, False], ids=["waits", "passes"])
def test_cycle_through_the_flow_in_which_a_called_one_goes_on(waits: bool) -> None:
    step = {"type": "wait", "seconds": 1} if waits else say()
    last = flow({"s": step, "back": {"type": "return"}}, {"s": {"done": "back"}}, kind="subflow")
    called = flow({"on": {"type": "go_to", "flow": "last"}}, {}, kind="subflow")
    names = names_of("sales", {}, {"sales": {"flows": {"called": called, "last": last}}}, PALETTE)
    codes = [code for code, _ in found(flow({"a": CALL}, {"a": {"done": "a"}}), names)]
    assert codes == ([] if waits else ["cycle_without_wait"])


def test_two_cycles_are_two_findings() -> None:
    nodes = {"a": branch("x"), "b": branch("x"), "bye": END}
    wires = {"a": {"x": "a", "otherwise": "b"}, "b": {"x": "b", "otherwise": "bye"}}
    assert found(flow(nodes, wires)) == [("cycle_without_wait", "$.nodes.a"), ("cycle_without_wait", "$.nodes.b")]


def test_a_shared_subflow_may_queue_where_it_is_called() -> None:
    shared = flow({"a": QUEUE, "bye": {"type": "return"}}, {"a": LEFT}, kind="subflow")
    [finding] = check_document(LOADER, shared, Names("front_door"))
    assert (finding.code, finding.severity) == ("enqueue_without_contact_center", "warning")
    assert finding.counter_example == ("a",)


def test_skills_are_those_of_the_queue_that_is_named() -> None:
    names = Names("sales", contact_centers={"sales": frozenset(), "desk": frozenset({"dutch"})})
    here, there = ({"type": "enqueue", "skills": {"dutch": 1}} | more for more in ({}, {"contact_center": "desk"}))
    assert found(flow({"a": here, "bye": END}, {"a": LEFT}), names) == [("unknown_skill", "$.nodes.a.skills.dutch")]
    assert found(flow({"a": there, "bye": END}, {"a": LEFT}), names) == []


READS = {
    "caller.number": None,
    "caller.attributes.vip": None,
    "caller.nmber": "unknown_name",
    "dialogue.channel": None,
    "dialogue.chanel": "unknown_name",
    "contact_center.name": None,
    "now": None,
    "nwo": "unknown_name",
    "vars.known": None,
    "vars['known']": None,
    "vars.unknown": "undeclared_variable",
    "attributes.topic": None,
    "attributes.other": "unknown_attribute",
    "switches.shut": None,
    "switches.other": "unknown_switch",
    "bindings.other": "unbound_name",
    "text(len(vars.unknown) + 1)": "undeclared_variable",
}


@pytest.mark.parametrize(("source", "code"), READS.items(), ids=READS)
def test_names_that_are_read(source: str, code: str | None) -> None:
    names = Names("sales", switches=frozenset({"shut"}), attributes={"topic": "text"})
    variables = {"known": {"type": "text", "default": "x"}}
    set_ = {"type": "set", "assign": {"vars.known": source}}
    document = flow({"a": set_, "bye": END}, {"a": {"done": "bye"}}, variables=variables)
    assert found(document, names) == ([(code, "$.nodes.a.assign['vars.known']")] if code else [])


TARGETS = {"vars.other": "undeclared_variable", "attributes.other": "unknown_attribute", "dialogue.language": None}


@pytest.mark.parametrize(("target", "code"), TARGETS.items(), ids=TARGETS)
def test_targets_that_are_assigned(target: str, code: str | None) -> None:
    names = Names("sales", flows={"called": KnownFlow("subflow", outputs=frozenset({"out"}), exits=("done",))})
    steps = {
        "a": ({"type": "set", "assign": {target: "'1'"}}, {"done": "bye"}, f"$.nodes.a.assign['{target}']"),
        "b": ({**CALL, "outputs": {target: "out"}}, {"done": "bye"}, f"$.nodes.a.outputs['{target}']"),
        "c": (
            {"type": "collect", "prompt": "?", "into": target},
            {"collected": "bye", "no_input": "bye", "invalid": "bye"},
            "$.nodes.a.into",
        ),
    }
    for node, wires, path in steps.values():
        assert found(flow({"a": node, "bye": END}, {"a": wires}), names) == ([(code, path)] if code else [])


def test_the_environment_hides_the_tenants_own_names() -> None:
    entry = flow({"bye": END}, {})
    treatment = flow({"m": {"type": "music"}}, {"m": {"done": "m"}}, kind="treatment")
    folders = {"front_door": {"flows": {"hold": treatment, "x": entry}}, "sales": {"flows": {"hold": entry}}}
    names = names_of("sales", {}, folders, PALETTE)
    assert {name: known.kind for name, known in names.flows.items()} == {"hold": "entry", "x": "entry"}
    assert names_of("desk", {}, folders, PALETTE).flows["hold"].kind == "treatment"


def test_exits_that_are_not_declared_are_those_of_the_returns() -> None:
    called = flow({"a": {"type": "return"}, "b": {"type": "return", "exit": "lost"}}, {}, kind="subflow")
    assert names_of("x", {}, {"x": {"flows": {"c": called}}}, PALETTE).flows["c"].exits == ("done", "lost")


@pytest.mark.parametrize("malformed", [None, 1, [], {"flows": 1}, {"flows": {"a": 1}}, {"environment": []}])
def test_names_leave_out_what_is_malformed(malformed: Json) -> None:
    assert names_of("x", malformed, {"x": malformed}, PALETTE) == Names("x")


LANGUAGES: dict[str, tuple[Json, list[str]]] = {
    "all": ({"en": "a", "nl-BE": "b"}, []),
    "base serves": ({"en": "a", "nl": "b"}, []),
    "missing": ({"en": "a"}, ["“nl-BE”"]),
    "another region does not serve": ({"en-GB": "a", "nl-NL": "b"}, ["“en”", "“nl-BE”"]),
}


@pytest.mark.parametrize(("texts", "missing"), LANGUAGES.values(), ids=LANGUAGES)
def test_languages(texts: Json, missing: list[str]) -> None:
    document = flow({"bye": {"type": "end", "prompt": {"by_language": texts}}}, {})
    findings = check_document(LOADER, document, Names("sales", languages=("en", "nl-BE")))
    assert [finding.message.split()[3] for finding in findings] == missing
    assert {finding.severity for finding in findings} <= {"warning"}


def checked_in_s(count: int) -> float:
    """Processor time of checking a round of so many nodes; the quicker of two runs."""
    nodes = {f"n{i}": branch("a") for i in range(count)}
    wires = {f"n{i}": {"a": f"n{(i + 1) % count}", "otherwise": f"n{i * 7 % count}"} for i in range(count)}
    checked = LOADER.built(flow(nodes, wires))
    took: list[float] = []
    for _ in range(2):
        began = process_time()
        findings = check(checked, SALES)
        took.append(process_time() - began)
        assert [finding.code for finding in findings] == ["cycle_without_wait"]
    return min(took)


@pytest.mark.proof
def test_the_time_of_a_check_grows_with_the_flow_and_no_faster() -> None:
    """Eight times the nodes: eight times the work, where a search of each from each would take sixty-four times."""
    assert checked_in_s(4000) / checked_in_s(500) < 25


def test_going_on_in_a_flow_of_the_tenants_own_environment_is_none_of_this_one() -> None:
    """It may be called from here, but not taken over: its names are looked up elsewhere."""
    shared = {"front_door": {"flows": {"main": flow({"bye": END}, {})}}, "sales": {"flows": {}}}
    document = flow({"on": {"type": "go_to", "flow": "main"}}, {})
    assert found(document, names_of("sales", {}, shared, PALETTE)) == [("unknown_flow", "$.nodes.on.flow")]
    assert found(document, names_of("front_door", {}, shared, PALETTE)) == []
