"""http_request: what is asked is as safe as it is written, and each answer has its way out."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.errors import FlowInvalid
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.node_type import Await, Fault, WokeUp
from flowengine.lang.work import CallWork
from flowengine.messages import Json, ServiceReplied
from flowengine.nodes.http_request import NODE
from tests.interpreter.town import LOADER, flow
from tests.nodes.notebook import Notebook, entered, resumed

URL = "https://crm.example/customers/{{ vars.id }}?q={{ vars.q }}"
CRM = {"url": "https://crm.example/"}


def ctx_with(**variables: Json) -> Notebook:
    return Notebook(scope={"vars": variables, "bindings": {"crm": "https://crm.example/api/"}})


def asked(document: Json, **variables: Json) -> CallWork:
    step = entered(NODE, document, ctx_with(**variables))
    assert isinstance(step, Await)
    assert isinstance(step.work, CallWork)
    return step.work


def test_a_plain_call() -> None:
    step = entered(NODE, {**CRM, "secret": "crm", "retries": 2, "timeout_s": 4, "meanwhile": "hold"})
    assert step == Await(
        None, CallWork("GET", "https://crm.example/", {}, "", "crm", 4.0, 2), 4.0 * 3 + 0.5 + 1.0, "hold"
    )


URLS: dict[str, tuple[str, Json, str]] = {
    "words": (URL, {"id": "a b", "q": "c&d=e"}, "https://crm.example/customers/a%20b?q=c%26d%3De"),
    "another path": (URL, {"id": "../../admin", "q": ""}, "https://crm.example/customers/..%2F..%2Fadmin?q="),
    "another query": (URL, {"id": "1?x=", "q": "#"}, "https://crm.example/customers/1%3Fx%3D?q=%23"),
    "a line": (URL, {"id": "1\r\nX: y", "q": ""}, "https://crm.example/customers/1%0D%0AX%3A%20y?q="),
    "letters": (URL, {"id": "é", "q": 1.5}, "https://crm.example/customers/%C3%A9?q=1.5"),
    "bound": ("{{ bindings.crm }}/a/{{ vars.id }}", {"id": "x/y"}, "https://crm.example/api/a/x%2Fy"),
}


@pytest.mark.parametrize(("url", "variables", "expected"), URLS.values(), ids=URLS)
def test_values_stay_where_they_are_put(url: str, variables: dict[str, Json], expected: str) -> None:
    assert asked({"url": url}, **variables).url == expected


@pytest.mark.parametrize("value", ["..", "."])
def test_a_value_that_climbs_up(value: str) -> None:
    with pytest.raises(EvaluationFault):
        asked({"url": URL}, id=value, q="")


def test_a_server_that_is_bound_to_nothing() -> None:
    with pytest.raises(EvaluationFault):
        asked({"url": "{{ bindings.billing }}/a"})


SERVERS = [
    "{{ vars.host }}/path", "https://{{ vars.host }}/", "https://crm.{{ vars.region }}/",
    "https://crm.example{{ vars.x }}",
    "https://user@crm.example/", "ftp://crm.example/", "crm.example/path", "https://crm.example/#{{ vars.x }}",
    "{{ bindings.crm }}{{ vars.x }}",
]  # fmt: skip  # a list of words reads better filled


@pytest.mark.parametrize("url", SERVERS)
def test_no_value_chooses_the_server(url: str) -> None:
    with pytest.raises(FlowInvalid) as invalid:
        LOADER.load(flow({"it": {"type": "http_request", "url": url}}, {}))
    assert [finding.path for finding in invalid.value.findings] == ["$.nodes.it.url"]


BODIES: dict[str, tuple[Json, Json, str]] = {
    "json": ({"json": {"n": "vars.n + 1", "t": "vars.t"}}, {"n": 1, "t": 'a"b'}, '{"n":2,"t":"a\\"b"}'),
    "a record": ({"json": {"who": "vars.who"}}, {"who": {"a": [1]}}, '{"who":{"a":[1]}}'),
    "text in JSON": ({"body": '{"t": "{{ vars.t }}"}'}, {"t": '","admin":true,"x":"'}, None),
    "a form": (
        {"body": "a={{ vars.t }}&b=2", "content_type": "application/x-www-form-urlencoded"}, {"t": "1&b=3"},
        "a=1%26b%3D3&b=2",
    ),
    "XML": ({"body": "<t>{{ vars.t }}</t>", "content_type": "application/xml"}, {"t": "</t>"}, "<t>&lt;/t&gt;</t>"),
    "text": ({"body": "{{ vars.t }}", "content_type": "text/plain"}, {"t": "<&>"}, "<&>"),
}  # fmt: skip  # a table reads better filled


@pytest.mark.parametrize(("document", "variables", "body"), BODIES.values(), ids=BODIES)
def test_bodies(document: Json, variables: dict[str, Json], body: str | None) -> None:
    work = asked({**CRM, "method": "POST", **document}, **variables)
    assert work.body == (body or '{"t": "\\",\\"admin\\":true,\\"x\\":\\""}')
    assert work.headers == {"Content-Type": document.get("content_type", "application/json")}


@pytest.mark.parametrize("value", ['1, "admin": true', "}", '"'])
def test_a_value_outside_of_quotes_makes_no_other_json(value: str) -> None:
    with pytest.raises(EvaluationFault):
        asked({**CRM, "body": '{"n": {{ vars.n }}}'}, n=value)


def test_headers_take_no_lines() -> None:
    assert asked({**CRM, "headers": {"X-Id": "a {{ vars.t }}"}}, t="b").headers == {"X-Id": "a b"}
    for value in ("a\r\nX-Admin: 1", "a\nb", "\x00", "é"):
        with pytest.raises(EvaluationFault):
            asked({**CRM, "headers": {"X-Id": "{{ vars.t }}"}}, t=value)


def test_too_much_is_not_sent() -> None:
    step = entered(NODE, {**CRM, "json": {"t": "vars.t", "u": "vars.t"}}, ctx_with(t=["x" * 9_000] * 4))
    assert isinstance(step, Fault)


SHAPE = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
WHOLE = {**CRM, "into": "vars.answer", "status_into": "vars.status", "expect": SHAPE}
ANSWERS: dict[str, tuple[Json, Any, str, list[tuple[str, Json]]]] = {
    "as expected": (
        WHOLE,
        (200, '{"name": "Ann"}'),
        "success",
        [("vars.status", 200), ("vars.answer", {"name": "Ann"})],
    ),
    "another success": ({**CRM, "into": "vars.answer"}, (204, ""), "success", [("vars.answer", "")]),
    "text": ({**CRM, "into": "vars.answer"}, (200, "plain"), "success", [("vars.answer", "plain")]),
    "nobody looks at it": (CRM, (200, "{"), "success", []),
    "not there": (WHOLE, (404, "{}"), "http_error", [("vars.status", 404)]),
    "moved, and nobody knows where": (CRM, (302, ""), "http_error", []),
    "not as expected": (WHOLE, (200, '{"name": 1}'), "invalid_response", [("vars.status", 200)]),
    "no JSON": (WHOLE, (200, '{"name": "Ann"'), "invalid_response", [("vars.status", 200)]),
    "a key twice": (WHOLE, (200, '{"name": "Ann", "name": 1}'), "invalid_response", [("vars.status", 200)]),
    "deep": (WHOLE, (200, "[" * 50_000), "invalid_response", [("vars.status", 200)]),
    "long": (WHOLE, (200, "x" * 70_000), "invalid_response", [("vars.status", 200)]),
    "does not fit": ({**CRM, "into": "vars.refused"}, (200, "{}"), "invalid_response", []),
    "too large": (CRM, "too_large", "invalid_response", []),
    "too late": (WHOLE, "timeout", "timeout", []),
    "nobody there": (CRM, "failed", "http_error", []),
}


@pytest.mark.parametrize(("document", "said", "outcome", "assigned"), ANSWERS.values(), ids=ANSWERS)
def test_answers(document: Json, said: Any, outcome: str, assigned: list[tuple[str, Json]]) -> None:
    ctx = ctx_with()
    status, body, problem = (*said, "") if isinstance(said, tuple) else (0, "", said)
    event = ServiceReplied(dialogue="d", wait=1, status=status, body=body, problem=problem)
    assert resumed(NODE, document, None, event, ctx) == outcome
    assert ctx.assigned == assigned


def test_no_answer_at_all() -> None:
    assert resumed(NODE, CRM, None, WokeUp()) == "timeout"


def test_what_may_not_leave_says_why() -> None:
    event = ServiceReplied(dialogue="d", wait=1, problem="refused", body="its port is not open")
    assert resumed(NODE, CRM, None, event) == Fault("its port is not open")


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_address_keeps_its_parts(one: str, other: str) -> None:
    try:
        url = asked({"url": URL}, id=one, q=other).url
    except EvaluationFault:
        return
    assert url.isascii()
    head, _, query = url.partition("?")
    assert head.startswith("https://crm.example/customers/")
    assert head.count("/") == 4
    assert query.startswith("q=")
    assert set("?#& \r\n").isdisjoint(query[2:])
