"""What an author is answered while typing: findings with fixes, what may be written, and what it gives with a case."""

import json
import subprocess
import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from flowengine.interpreter.program import Release
from flowengine.lang.expression import parse_expression
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import Case
from flowengine.testbench.drafts.authoring import Asked, Authoring, Request
from flowengine.testbench.drafts.preview import Value, look, watched
from flowengine.testbench.runner import compiler, run_case, suite_of
from flowengine.testbench.world import World, world_of
from tests.testbench.shop import FLOW, TENANT, case, expects, presses

ROOT = Path(__file__).parents[2]
NODES = {
    **FLOW["nodes"],
    "sales": {"type": "set", "assign": {"vars.count": "vars.count + 1", "vars.topic": "'sales'"}},
}
COUNTING = {**FLOW, "nodes": NODES, "variables": {"count": {"type": "number"}, "topic": {"type": "text"}}}
TWICE = {**COUNTING, "wires": {**FLOW["wires"], "sales": {"done": "menu"}}}
CASES = {
    "main.json": {
        "start": {"flow": "main"},
        "cases": {
            "help": case(presses("2"), expects(visited=["help"])),
            "sales": case(
                presses("1"),
                expects(visited=["sales"]),
                given={"caller": {"number": "+447700900123", "name": "Ann"}, "at": "2026-03-02 10:00"},
            ),
        },
    }
}
TABLES = {"branches": {"key": "code", "rows": [{"code": "1", "title": "Leeds"}, {"code": "2", "phone": "x"}]}}
TREE: dict[str, Any] = {
    "tenant": TENANT,
    "environments": {
        "front_door": {
            "environment": {"format": 1, "entry": {"default": "main"}, "tables": TABLES},
            "flows": {"main": {"flow": FLOW, "cases": CASES, "given": {}}},
        }
    },
}


def asked(source: str, node: str = "sales", flow: Any = COUNTING, kind: Any = "expression", **more: str) -> Any:
    """What the source gives, asked of a fresh process."""
    request = Request("t", 1, "front_door", "main", flow, TREE, Asked(node, kind, source, **more))
    return Authoring().answer(request).answer


def values(found: Any) -> list[Any]:
    return [one.problem or one.value for one in found.values]


def test_a_value_is_what_the_step_has_when_the_case_comes_there() -> None:
    found = asked("vars.count + 10")
    assert (found.file, found.case, values(found), found.of) == ("main.json", "sales", [10], 2)
    assert values(asked("caller.name")) == ["Ann"]
    assert values(asked("Dear {{ caller.name }}, it is {{ now }}", kind="template")) == [
        "Dear Ann, it is 2026-03-02T10:00:00+00:00"
    ]
    assert values(asked("1 / vars.count")) == ["`/` cannot divide by zero."]
    assert values(asked("'x'", "menu")) == ["x"]


def test_a_step_that_is_entered_again_gives_each_value() -> None:
    again = case(presses("1"), presses("1"), expects(visited=["sales"]))
    documents = {"main.json": {"start": {"flow": "main"}, "cases": {"again": again}}}
    flows = {"main": {"flow": FLOW, "cases": documents, "given": {}}}
    front = {**TREE["environments"]["front_door"], "flows": flows}
    tree = {**TREE, "environments": {"front_door": front}}
    request = Request("t", 1, "front_door", "main", TWICE, tree, Asked("sales", "expression", "vars.count"))
    assert values(Authoring().answer(request).answer) == [0, 1]


def traced(*, looks: bool) -> list[Any]:
    """The facts of the case that comes to sales, looked at or not."""
    releases = {"front_door": Release(TREE["environments"]["front_door"]["environment"], {"main": COUNTING})}
    bench = compiler().bench(TENANT, releases)
    suite = suite_of(TENANT, releases, "front_door", ("main.json", CASES["main.json"], {}))
    worlds: list[World] = []

    def make(of: Bench, case: Case, home: str) -> World:
        worlds.append(world_of(of, case, home))
        return worlds[0]

    found: list[Value] = []
    node = bench.releases["front_door"][1].flows["main"].nodes["sales"]
    source = parse_expression("[switches.x, now, hour(), lookup('branches', '1')]")
    with watched(node, partial(look, source, found)) if looks else nullcontext():
        run_case(bench, suite.cases[1], "front_door", make)
    assert len(found) == looks
    return [deed.facts for deed in worlds[0].story.log]


def test_looking_on_changes_nothing_of_the_case() -> None:
    assert traced(looks=True) == traced(looks=False)


def test_a_chosen_case_is_the_only_one_that_is_asked() -> None:
    assert values(asked("caller.name", file="main.json", case="sales")) == ["Ann"]
    none = asked("caller.name", file="main.json", case="help")
    assert (none.case, none.values, none.of) == ("", [], 1)
    assert asked("1", "nowhere").case == ""
    assert asked("1", file="main.json", case="gone").case == ""


@pytest.mark.parametrize(
    ("source", "kind", "position"),
    [("1 +", "expression", 3), ("Hello {{ caller. }}", "template", 0)],
    ids=["expression", "template"],
)
def test_what_cannot_be_read_is_told_with_its_place(source: str, kind: str, position: int) -> None:
    found = asked(source, kind=kind)
    assert found["invalid"]
    assert found["position"] >= position


def test_a_flow_that_cannot_be_run_gives_nothing() -> None:
    assert asked("1", flow={**COUNTING, "start": 5})["unready"]


def test_findings_come_with_fixes_and_with_what_the_environment_has() -> None:
    broken = {**FLOW, "wires": {**FLOW["wires"], "help": {"done": "by"}}}
    found = Authoring().answer(Request("t", 1, "front_door", "main", broken, TREE)).answer
    assert [(one.code, one.fixes[0].title) for one in found] == [("wire_to_unknown_node", "Connect to Bye")]
    elsewhere = Authoring().answer(Request("t", 1, "", "", {**FLOW, "start": 5}, TREE)).answer
    assert [one.path for one in elsewhere] == ["$.start"]


def test_what_may_be_written_is_told_with_its_types() -> None:
    found = Authoring().answer(Request("t", 1, "front_door", tree=TREE, only_names=True)).answer
    assert {"name": "caller.number", "type": "text"} in found["names"]
    assert {"name": "caller.known", "type": "yes_no"} in found["names"]
    assert "len" in [one["name"] for one in found["functions"]]
    assert "as_money" in [one["name"] for one in found["filters"]]
    assert found["tables"] == {"branches": ["code", "phone", "title"]}
    assert [(flow["name"], flow["here"]) for flow in found["flows"]] == [("main", True)]


def test_two_contents_are_compared_without_any_tenant() -> None:
    before, after = ({"environment": {"format": 1}, "flows": {"main": document}} for document in (FLOW, COUNTING))
    found = Authoring().answer(Request("", 0, "front_door", contents=(before, after))).answer
    assert [file["file"] for file in found] == ["front_door/main/flow.json"]
    assert any("count" in change["path"] for change in found[0]["changes"])
    gone = Authoring().answer(Request("", 0, "front_door", contents=(before, {**after, "flows": {}}))).answer
    assert gone[0]["changes"][0]["kind"] == "flow_removed"


def test_a_tenant_is_sent_once_and_asked_for_again_when_it_is_forgotten() -> None:
    authoring = Authoring()
    without = Request("t", 1, "front_door", "main", FLOW)
    assert authoring.answer(without).unknown
    assert not authoring.answer(Request("t", 1, "front_door", "main", FLOW, TREE)).unknown
    assert authoring.answer(without).answer == []
    assert authoring.answer(Request("t", 2, "front_door", "main", FLOW)).unknown
    for name in "abcd":
        authoring.answer(Request(name, 1, "front_door", "main", FLOW, TREE))
    assert authoring.answer(without).unknown


def test_line_by_line_and_nonsense() -> None:
    base = {"tenant": "t", "stamp": 1, "environment": "front_door"}
    lines = [
        {**base, "flow": "main", "document": FLOW, "tree": TREE},
        "nonsense",
        {**base, "environment": "nowhere", "only_names": True},
        {**base, "flow": "main", "document": COUNTING, "asked": {"node": "sales", "kind": "expression", "source": "1"}},
    ]
    run = subprocess.run(
        [sys.executable, "-m", "flowengine.testbench.drafts.authoring"],
        input="".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    assert run.stderr == ""
    replies = [json.loads(line) for line in run.stdout.splitlines()]
    assert replies[0] == {"answer": []}
    assert replies[1]["error"]
    assert replies[2] == {"error": "There is no environment “nowhere”."}
    assert replies[3]["answer"]["values"] == [{"value": 1}]
