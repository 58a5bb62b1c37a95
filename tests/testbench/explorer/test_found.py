"""One planted fault of each kind: it is found, its least case fails, and holds once the flow is mended."""

from typing import Any

import pytest

from flowengine.interpreter.program import Release
from flowengine.lang.document import FlowLoader
from flowengine.lang.node_config import NodeConfig
from flowengine.lang.node_type import Context, NodeType, Step
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE
from flowengine.switchboard.programs import Programs
from flowengine.tenancy.directory import directory_from
from flowengine.testbench.bench import Bench
from flowengine.testbench.explorer.explore import Explorer
from flowengine.testbench.explorer.written import holds
from flowengine.testbench.tree import assumed_tenant
from tests.testbench.explorer.planted import BOUND, BYE, END, MENU, SAY, bench_of, explored_flow, finds, flow, missing

ELSE = {"no_input": "bye", "no_match": "bye"}
HTTP = {"type": "http_request", "url": "https://crm.example/x"}
QUEUE = {"type": "enqueue", "when_unstaffed": "leave", "max_wait_s": 60}
RETRY = {"success": "bye", "http_error": "ask", "timeout": "bye", "invalid_response": "bye"}
LEFT = dict.fromkeys(("timed_out", "no_agents", "queue_full", "left"), "bye")
CODE = "number(caller.attributes.code) if caller.attributes.code else 0"
NEVER_FAILED = {"expect": {"never": {"ended": {"reason": "failed"}}}}
PRESSES_1 = {"caller": {"presses": "1"}}
# kind, place, nodes, wires, more, the least case's given and steps, and the wires or nodes that mend it
FAULTS: dict[str, tuple[str, str, Json, Json, Json, Json, list[Json], Json]] = {
    "an outcome without a wire": (
        "dead_end", "main/f/hello", {"menu": MENU, "hello": SAY, "bye": BYE}, {"menu": {"1": "hello", **ELSE}}, {},
        {}, [PRESSES_1, NEVER_FAILED], {"hello": {"done": "bye"}},
    ),
    "an expression that fails for some callers": (
        "dead_end", "main/f/old",
        {"old": {"type": "branch", "cases": [{"when": "number(caller.name) > 3", "outcome": "old"}]}, "bye": BYE},
        {"old": {"old": "bye", "otherwise": "bye"}}, {},
        {}, [NEVER_FAILED], {"old": {"old": "bye", "otherwise": "bye", "error": "bye"}},
    ),
    "a cycle in which nobody waits": (
        "endless_loop", "main/f/a", {"menu": MENU, "a": SAY, "b": SAY, "bye": BYE},
        {"menu": {"1": "a", **ELSE}, "a": {"done": "b"}, "b": {"done": "a"}}, {},
        {}, [PRESSES_1, NEVER_FAILED], {"b": {"done": "bye"}},
    ),
    "the same, caught by on.error": (
        "endless_loop", "main/f/a", {"menu": MENU, "a": SAY, "b": SAY, "bye": BYE, "sorry": BYE},
        {"menu": {"1": "a", **ELSE}, "a": {"done": "b"}, "b": {"done": "a"}}, {"on": {"error": "sorry"}},
        {}, [PRESSES_1, {"expect": {"never": {"visited": ["main/f/sorry"]}}}], {"b": {"done": "bye"}},
    ),
    "a menu that asks silent callers for ever": (
        "endless_loop", "main/f/menu", {"menu": {**MENU, "tries": 2}, "bye": BYE},
        {"menu": {"1": "bye", "no_input": "menu", "no_match": "bye"}}, {},
        {}, [{"pass_s": 2051.0}, NEVER_FAILED], {"menu": {"1": "bye", **ELSE}},
    ),
    "a service that is asked until it answers": (
        "endless_loop", "main/f/ask", {"ask": HTTP, "bye": BYE}, {"ask": RETRY}, {},
        {"http": {"GET https://crm.example/x": {"status": 500}}}, [NEVER_FAILED],
        {"ask": {**RETRY, "http_error": "bye"}},
    ),
    "a queue that nobody serves, and no word about it": (
        "silent_path", "main/f/bye", {"queue": QUEUE, "bye": END, "sorry": BYE}, {"queue": LEFT}, {},
        {}, [{"expect": {"hears": {"regex": "."}}}], {"queue": dict.fromkeys(LEFT, "sorry")},
    ),
    "a silent path, where others have been spoken to": (
        "silent_path", "main/f/bye",
        {"who": {"type": "branch", "cases": [{"when": "caller.withheld", "outcome": "hidden"}]}, "hello": SAY,
         "wait": {"type": "wait", "seconds": 2}, "bye": END, "sorry": BYE},
        {"who": {"hidden": "wait", "otherwise": "hello"}, "hello": {"done": "wait"}, "wait": {"done": "bye"}}, {},
        {"caller": {"withheld": True}}, [{"pass_s": 2.0}, {"expect": {"hears": {"regex": "."}}}],
        {"wait": {"done": "sorry"}},
    ),
    "a step that fails for few callers, whose path met others before": (
        "dead_end", "main/f/count",
        {"who": {"type": "branch", "cases": [{"when": "caller.attributes.code == 'x'", "outcome": "x"}]}, "menu": MENU,
         "count": {"type": "set", "assign": {"attributes.n": CODE}}, "bye": BYE},
        {"who": {"x": "menu", "otherwise": "menu"}, "menu": {"1": "count", **ELSE}, "count": {"done": "bye"}}, {},
        {"caller": {"attributes": {"code": "x"}}}, [PRESSES_1, NEVER_FAILED],
        {"count": {"done": "bye", "error": "bye"}},
    ),
}  # fmt: skip  # a table reads better filled


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_by_its_least_case(fault: str) -> None:
    kind, place, nodes, wires, more, given, steps, mended = FAULTS[fault]
    bench, account = explored_flow(nodes, wires, **more)
    assert finds(account) == [(kind, place)]
    (find,) = account.finds
    assert (find.plan.given, list(find.plan.steps)) == (given, steps)
    assert not holds(bench, find.root, find.plan)
    healthy, again = explored_flow(nodes, {**wires, **mended}, **more)
    assert holds(healthy, find.root, find.plan)
    assert [one for one in finds(again) if one[0] == kind] == []


class Broken(NodeConfig, frozen=True, tag="broken", forbid_unknown_fields=True):
    """A step of another package whose code fails for some callers."""


def _enter(config: Broken, ctx: Context) -> Step:
    ctx.scope["caller"]["attributes"]["customer"]["since"]
    return "done"


BROKEN = NodeType(
    name="broken", config=Broken, outcomes=("done",), enter=_enter, title="B", purpose="B.", group="Data", icon="x",
    example={"type": "broken"},
)  # fmt: skip  # one line reads as one list


def test_an_exception_of_the_engine_is_found_and_does_not_stop_the_walk() -> None:
    nodes: dict[str, Any] = {"menu": MENU, "broken": {"type": "broken"}, "bye": BYE}
    flows = {"f": flow(nodes, {"menu": {"1": "broken", **ELSE}, "broken": {"done": "bye"}})}
    programs = Programs(FlowLoader({**PALETTE, "broken": BROKEN}))
    releases = {"main": Release({"format": 1, "entry": {"default": "f"}}, dict(flows))}
    bench = Bench(directory_from(assumed_tenant(flows)), programs, releases)
    account = Explorer(bench).explore([("main", "f")], BOUND)
    (find,) = account.finds
    assert (find.found.kind, find.found.place, list(find.plan.steps)) == ("exception", "main/f/menu", [PRESSES_1])
    assert "KeyError" in find.found.sentence
    assert not holds(bench, find.root, find.plan)
    assert missing(account) == ["menu by 1", "broken by done"]  # what fails has not happened
    assert len(account.reached) == 3


FAILED = {**BYE, "reason": "failed"}


@pytest.mark.parametrize("last", [BYE, FAILED], ids=["an end", "an end that reports count as failed"])
def test_what_a_flow_does_about_faults_is_no_dead_end(last: Json) -> None:
    nodes = {"menu": MENU, "hello": SAY, "bye": BYE, "last": last}
    _, account = explored_flow(nodes, {"menu": {"1": "hello", **ELSE}}, on={"error": "last"})
    assert account.finds == []


def test_who_hangs_up_unheard_has_met_no_silent_path() -> None:
    _, account = explored_flow({"wait": {"type": "wait", "seconds": 5}, "bye": BYE}, {"wait": {"done": "bye"}})
    assert account.finds == []


def test_a_part_of_another_flow_may_be_silent() -> None:
    part = flow({"back": {"type": "return", "exit": "done"}}, {}, kind="subflow", exits=["done"])
    account = Explorer(bench_of({"part": part})).explore([("main", "part")], BOUND)
    assert (account.finds, account.paths) == ([], 1)
