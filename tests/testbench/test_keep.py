"""A kept case tells of nobody: what is put in the place of words and numbers, and what stays because a flow decides."""

import json
import re
from typing import Any

import pytest

from flowengine.interpreter.program import Release
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import load_cases
from flowengine.testbench.kept.personal import made_up
from flowengine.testbench.replay.keep import LEFT, kept
from flowengine.testbench.replay.told import Stored
from flowengine.testbench.runner import compiler, run_case
from flowengine.testbench.world import World, world_of


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("+447700900999", r"\+447700900\d{3}"),
        ("+31612345678", r"\+3161\d{7}"),
        ("ann.bee@mail.example", r"person\d@example\.com"),
        ("19800521", r"\d{8}"),
        ("Ann Bee", r"[A-Z][a-z]+ [A-Z][a-z]+"),
        ("AB12 3CD", r"AA11 1AA"),
    ],
)
def test_what_is_made_up_has_the_form_of_what_was_said(text: str, form: str) -> None:
    found = [made_up(text, n) for n in (1, 2)]
    assert all(re.fullmatch(form, other) and other != text for other in found)
    assert form == r"AA11 1AA" or found[0] != found[1]


TENANT = {
    "format": 1,
    "tenant": {"id": "emea-k", "name": "K", "region": "EMEA", "time_zone": "UTC", "languages": ["en"],
               "attributes": {"who": {"type": "text", "default": ""}}},
    "contact_centers": {"desk": {"title": "Desk"}},
    "addresses": {"+442079460100": {"kind": "number", "link": {"front_door": "main"}}},
}  # fmt: skip  # a tenant file as people write it
NODES = {
    "customer": {"type": "collect", "prompt": "Number?", "min_digits": 6, "max_digits": 6, "into": "vars.customer"},
    "find": {"type": "http_request", "url": "https://crm.example/{{ caller.number }}/{{ vars.customer }}",
             "into": "vars.found", "expect": {"type": "object"}},
    "who": {"type": "set", "assign": {"attributes.who": "vars.found.email"}},
    "which": {"type": "branch", "cases": [{"outcome": "gold", "when": "vars.found.level == 'goldsmith'"}]},
    "end": {"type": "end"},
    "best": {"type": "end"},
}  # fmt: skip  # one node a line
WIRES = {
    "customer": {"collected": "find", "no_input": "end", "invalid": "end"},
    "find": {"success": "who", "http_error": "end", "timeout": "end", "invalid_response": "end"},
    "who": {"done": "which"},
    "which": {"gold": "best", "otherwise": "end"},
}
FLOW = {
    "format": 1, "title": "Main", "start": "customer", "nodes": NODES, "wires": WIRES,
    "variables": {"customer": {"type": "text"}, "found": {"type": "object"}},
}  # fmt: skip  # as above
ANSWER = {"email": "ann.bee@mail.example", "level": "goldsmith", "name": "Ann Bee"}
GIVEN = {
    "caller": {"number": "+31687654321", "name": "Ann Bee", "attributes": {"street": "Long Lane 7"}},
    "http": {"GET https://crm.example/*": {"json": ANSWER}},
}


def bench() -> Bench:
    return compiler().bench(
        TENANT, {"front_door": Release({"format": 1, "entry": {"default": "main"}}, {"main": FLOW})}
    )


def lived(steps: list[Any], given: Any = GIVEN) -> Stored:
    document = {"start": {"address": "+442079460100"}, "cases": {"a": {"given": given, "steps": steps}}}
    [case], findings = load_cases(document, "a.json", {})
    assert findings == []
    made: list[World] = []
    result = run_case(bench(), case, "front_door", lambda *parts: made.append(world_of(*parts)) or made[0])  # type: ignore[func-returns-value]  # None: the world then
    assert result.ok, result.failure
    rows = [(deed.at_ms, [list(fact) for fact in deed.facts]) for deed in made[0].story.log if deed.facts]
    return Stored("d", rows, list(made[0].story.content.items()))


def test_nothing_of_the_caller_is_left_but_what_the_flow_decides_by() -> None:
    document = kept(lived([{"caller": {"presses": "135724"}}]), bench())
    written = json.dumps(document)
    for personal in ("31687654321", "Ann", "Long Lane", "ann.bee", "135724"):
        assert personal not in written
    case = document["cases"]["kept"]
    assert case["note"] == f"{LEFT}the answer of a service."
    assert "goldsmith" in written
    number = case["given"]["caller"]["number"].removeprefix("+")
    [url] = case["given"]["http"]
    assert number in url  # the same text everywhere by the same one
    assert case["steps"][-1]["expect"]["attributes"]["who"] == case["given"]["http"][url]["json"]["email"]
    [again], _ = load_cases(document, "kept.json", {})
    assert run_case(bench(), again, "front_door").ok


def test_where_nothing_decides_there_is_no_note() -> None:
    other = {**GIVEN, "http": {"GET https://crm.example/*": {"json": {**ANSWER, "level": "silver"}}}}
    document = kept(lived([{"caller": {"presses": "135724"}}], other), bench())
    assert "note" not in document["cases"]["kept"]
    assert "silver" not in json.dumps(document)
