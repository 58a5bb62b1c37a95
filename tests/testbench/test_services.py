"""Services in a case: given, in sequence, late, not at all; and what a case says when something is not given."""

from typing import Any

import pytest

from flowengine.interpreter.program import Release
from flowengine.testbench.action import perform
from flowengine.testbench.case import load_cases
from flowengine.testbench.kept.writing import case_from_trace
from flowengine.testbench.play import failure_text
from flowengine.testbench.result import Result
from flowengine.testbench.runner import compiler, run_case
from flowengine.testbench.services import best_pattern
from flowengine.testbench.world import World, world_of

GET = "GET https://crm.example/customers/%2B447700900123"
WAYS = {"success": "hello", "http_error": "sorry", "timeout": "late", "invalid_response": "odd"}
FLOW = {
    "format": 1,
    "title": "Calls",
    "start": "crm",
    "variables": {
        "customer": {"type": "object"}, "pin": {"type": "text", "default": "4711", "sensitive": True},
        "limit": {"type": "number"},
    },
    "nodes": {
        "crm": {
            "type": "http_request", "url": "https://crm.example/customers/{{ caller.number }}", "secret": "crm",
            "into": "vars.customer", "timeout_s": 4, "retries": 1,
        },
        "hello": {"type": "menu", "prompt": "Hello {{ vars.customer.name }}.", "choices": {
            "1": {"label": "Again"}, "2": {"label": "Note"}, "3": {"label": "Text"}, "4": {"label": "Credit"}}},
        "note": {"type": "http_request", "method": "POST", "url": "https://crm.example/notes",
                 "json": {"who": "caller.number", "pin": "vars.pin"}},
        "text": {"type": "send_message", "body": "Your place is kept."},
        "credit": {"type": "external", "name": "credit", "exits": ["yes", "no"], "results": {"vars.limit": "limit"},
                   "timeout_s": 60},
        "granted": {"type": "say", "prompt": "You get {{ vars.limit }}."},
        "late": {"type": "say", "prompt": "Too late."},
        "odd": {"type": "say", "prompt": "That is odd."},
        "sorry": {"type": "say", "prompt": "Sorry."},
        "bye": {"type": "end"},
    },
    "wires": {
        "crm": WAYS,
        "hello": {"1": "crm", "2": "note", "3": "text", "4": "credit", "no_input": "bye", "no_match": "bye"},
        "note": dict.fromkeys(WAYS, "bye"),
        "text": {"sent": "bye", "undeliverable": "sorry"},
        "credit": {"yes": "granted", "no": "sorry", "timeout": "late"},
        **{name: {"done": "bye"} for name in ("granted", "late", "odd", "sorry")},
    },
}  # fmt: skip  # nodes read as what they are
TENANT = {
    "format": 1,
    "tenant": {"id": "emea-t", "name": "T", "region": "EMEA", "time_zone": "UTC", "languages": ["en"]},
    "addresses": {"+442079460100": {"kind": "number", "title": "Main", "link": {"front_door": "calls"}}},
}
ANN = {"http": {GET: {"json": {"name": "Ann"}}}, "secrets": ["crm"]}


def bench() -> Any:
    return compiler().bench(TENANT, {"front_door": Release({"format": 1}, {"calls": FLOW})})


def case_of(given: Any, *steps: Any, start: Any = None) -> Any:
    document = {"start": start or {"address": "+442079460100"}, "cases": {"a": {"given": given, "steps": list(steps)}}}
    cases, findings = load_cases(document, "a.json", {})
    assert findings == []
    return cases[0]


def run(given: Any, *steps: Any) -> Result:
    return run_case(bench(), case_of(given, *steps), "front_door")


def expect(**what: Any) -> Any:
    return {"expect": what}


def press(key: str) -> Any:
    return {"caller": {"presses": key}}


PASSING: dict[str, tuple[Any, list[Any]]] = {
    "an answer": (ANN, [expect(at="hello", hears="Hello Ann.", http_called=GET)]),
    "by pattern": (
        {**ANN, "http": {"GET https://crm.example/*": {"json": {"name": "Bo"}}}}, [expect(hears="Hello Bo.")],
    ),
    "another status": ({**ANN, "http": {GET: {"status": 404}}}, [expect(visited=["crm", "sorry"])]),
    "no JSON": ({**ANN, "http": {GET: {"body": "<html>"}}}, [expect(visited=["odd"])]),
    "nobody there": ({**ANN, "http": {GET: {"problem": "failed"}}}, [expect(visited=["sorry"])]),
    "slow": (
        {**ANN, "http": {GET: {"json": {"name": "Ann"}, "after_s": 3}}},
        [expect(at="crm"), {"pass_s": 2.9}, expect(at="crm"), {"pass_s": 0.1}, expect(at="hello")],
    ),
    "not in time": (
        {**ANN, "http": {GET: {"timeout": True}}},
        [{"pass_s": 8.4}, expect(at="crm"), {"pass_s": 0.1}, expect(visited=["late"])],
    ),
    "slower than is waited": (
        {**ANN, "http": {GET: {"json": {}, "after_s": 30}}}, [{"pass_s": 31}, expect(visited=["late"])],
    ),
    "in sequence": (
        {**ANN, "http": {GET: [{"json": {"name": "Ann"}}, {"status": 500}]}},
        [expect(at="hello"), press("1"), expect(visited=["crm", "sorry"], http_called={GET: {"times": 2}})],
    ),
    "what was sent": (
        {"http": {**ANN["http"], "POST *": {}}, "secrets": ["crm"]},
        [press("2"), expect(http_called={
            "POST https://crm.example/notes": {"json": {"who": "+447700900123", "pin": "4711"}, "times": 1,
                                               "headers": {"content-type": "application/json"}},
            "GET *": {"secret": "crm"}, "DELETE *": {"times": 0}})],
    ),
    "a message": ({**ANN, "texts": {"*": "sent"}}, [press("3"), expect(
        texted={"+447700900123": {"contains": "place"}}, ended={"reason": "completed"})]),
    "a message to nobody": ({**ANN, "texts": {"+4477*": "undeliverable"}}, [press("3"), expect(visited=["sorry"])]),
    "another system": (
        {**ANN, "external": {"credit": {"exit": "yes", "results": {"limit": 500}}}},
        [press("4"), expect(hears="You get 500.")],
    ),
    "another system, later": (
        {**ANN, "external": {"credit": {"exit": "no", "after_s": 20}}},
        [press("4"), expect(at="credit"), {"pass_s": 20}, expect(visited=["sorry"])],
    ),
    "another system that says nothing": (ANN, [press("4"), {"pass_s": 60}, expect(visited=["late"])]),
    "never called": (ANN, [expect(never={"http_called": "POST *"})]),
}  # fmt: skip  # a table of cases


@pytest.mark.parametrize(("given", "steps"), PASSING.values(), ids=PASSING)
def test_it_passes(given: Any, steps: list[Any]) -> None:
    result = run(given, *steps)
    assert result.ok, failure_text(result)


FAILING: dict[str, tuple[Any, list[Any], str, str]] = {
    "not given": ({"secrets": ["crm"]}, [], "is not given", f'add to given: "http": {{"{GET}":{{"json":{{}}}}}}'),
    "another method": ({**ANN, "http": {GET.replace("GET", "POST"): {}}}, [], "is not given", '"http"'),
    "no secret": ({"http": ANN["http"]}, [], "the secret “crm”", 'add to given: "secrets": ["crm"]'),
    "one answer too few": ({**ANN, "http": {GET: [{"json": {"name": "Ann"}}]}}, [press("1")], "is called 2 times", "1"),
    "a message that is not given": (
        ANN, [press("3")], "sends a message to +447700900123", '"texts": {"+447700900123":"sent"}',
    ),
    "not called": (ANN, [expect(http_called="POST *")], "“http_called” does not hold", "POST *"),
    "called otherwise": (ANN, [expect(http_called={GET: {"secret": "other"}})], "“http_called”", "other"),
    "called too often": (ANN, [expect(http_called={GET: {"times": 0}})], "“http_called”", "0"),
    "no message": (ANN, [expect(texted={"*": {"contains": "place"}})], "“texted”", "place"),
}  # fmt: skip  # as above


@pytest.mark.parametrize(("given", "steps", "message", "expected"), FAILING.values(), ids=FAILING)
def test_it_fails_and_says_why(given: Any, steps: list[Any], message: str, expected: str) -> None:
    result = run(given, *steps)
    assert not result.ok
    assert result.failure is not None
    assert message in result.failure.message
    assert expected in str(result.failure.expected)


def test_what_must_not_be_shown_is_not_in_the_play() -> None:
    result = run({**ANN, "http": {**ANN["http"], "POST *": {}}}, press("2"), expect(at="nowhere"))
    assert "4711" not in failure_text(result)
    assert "calls GET https://crm.example/customers" in failure_text(result)


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("GET a/b", "GET a/b"),
        ("GET a/c", "GET a/*"),
        ("POST x", "POST *"),
        ("PUT x", "*"),
        ("GET a/b?x=[1]", "GET a/b?*"),
    ],
)
def test_the_pattern_that_says_most_is_taken(text: str, pattern: str) -> None:
    assert best_pattern(text, ["*", "GET *", "GET a/*", "GET a/b", "GET a/b?*", "POST *"]) == pattern
    assert best_pattern(text, ["GET b/*"]) is None


def live(given: Any, *steps: Any) -> World:
    world = world_of(bench(), case_of(given, *steps), "front_door")
    world.open()
    for step in world.case.steps:
        perform(world, step)
    return world


KEPT: dict[str, tuple[Any, list[Any], str, Any]] = {
    "answered": (ANN, [{"caller": "hangs_up"}], "http", {GET: {"json": {"name": "Ann"}}}),
    "slow": (
        {**ANN, "http": {GET: {"json": {"name": "Ann"}, "after_s": 3}}}, [{"pass_s": 5}, {"caller": "hangs_up"}],
        "http",
        {GET: {"json": {"name": "Ann"}}},
    ),
    "in sequence": (
        {**ANN, "http": {GET: [{"json": {"name": "Ann"}}, {"status": 500, "body": "oops"}]}}, [press("1")], "http",
        {GET: [{"json": {"name": "Ann"}}, {"status": 500, "body": "oops"}]},
    ),
    "too late": ({**ANN, "http": {GET: {"timeout": True}}}, [{"pass_s": 9}], "http", {GET: {"problem": "timeout"}}),
    "hung up meanwhile": (
        {**ANN, "http": {GET: {"timeout": True}}}, [{"pass_s": 2}, {"caller": "hangs_up"}],
        "http", {GET: {"timeout": True}},
    ),
    "a message": ({**ANN, "texts": {"*": "undeliverable"}}, [press("3")], "texts", {"+447700900123": "undeliverable"}),
    "another system": (
        {**ANN, "external": {"credit": {"exit": "yes", "results": {"limit": 5}, "after_s": 7}}},
        [press("4"), {"pass_s": 7}], "external", {"credit": {"exit": "yes", "results": {"limit": 5}}},
    ),
    "another system that said nothing": (ANN, [press("4"), {"pass_s": 60}], "secrets", ["crm"]),
}  # fmt: skip  # as above


@pytest.mark.parametrize(("given", "steps", "key", "kept"), KEPT.values(), ids=KEPT)
def test_a_lived_dialogue_is_kept_with_its_services(given: Any, steps: list[Any], key: str, kept: Any) -> None:
    world = live(given, *steps)
    rows = [(deed.at_ms, deed.facts) for deed in world.story.log if deed.facts]
    document = case_from_trace(rows, world.story.content, bench().config)
    assert document["cases"]["kept"]["given"][key] == kept
    assert document["cases"]["kept"]["given"]["secrets"] == ["crm"]
    cases, findings = load_cases(document, "kept.json", {})
    assert findings == []
    result = run_case(bench(), cases[0], "front_door")
    assert result.ok, f"{failure_text(result)}\n{document}"
