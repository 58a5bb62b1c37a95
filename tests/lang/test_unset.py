"""A variable that may be read before it is set is told, with a way on which nothing sets it; held against walking."""

from itertools import pairwise
from random import Random
from time import process_time

import pytest

from flowengine.lang.check.check import check
from flowengine.lang.check.names import Names
from flowengine.lang.check.unset import unset
from flowengine.lang.document import Flow, FlowLoader
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE

LOADER = FlowLoader(PALETTE)
SET: Json = {"type": "set", "assign": {"vars.x": "'a'"}}
READ: Json = {"type": "say", "prompt": "{{ vars.x }}"}
ASK: Json = {"type": "collect", "prompt": "?", "into": "vars.x"}
FORK: Json = {"type": "branch", "cases": [{"when": "caller.known", "outcome": "yes"}]}
SUB: Json = {"type": "subflow", "flow": "sub", "outputs": {"vars.x": "y"}, "exits": ["done"]}


def built(nodes: Json, wires: Json, **more: Json) -> Flow:
    document = {
        "format": 1,
        "title": "Ways",
        "start": next(iter(nodes)),
        "variables": {"x": {"type": "text"}},
        "nodes": {**nodes, "bye": {"type": "end"}},
        "wires": wires,
        **more,
    }
    return LOADER.built(document)


def found(flow: Flow) -> list[tuple[str, tuple[str, ...]]]:
    """(path, way) of each finding."""
    return [(f.path, f.counter_example) for f in check(flow, Names("sales")) if f.code == "read_before_set"]


DONE = {"done": "bye"}
ANSWERS = ("collected", "no_input", "invalid")
AT = "$.nodes.read.prompt"
WAYS = {
    "read at once": (built({"read": READ}, {"read": DONE}), [(AT, ("read",))]),
    "set before": (built({"set": SET, "read": READ}, {"set": {"done": "read"}, "read": DONE}), []),
    "set on one way only": (
        built(
            {"fork": FORK, "set": SET, "read": READ},
            {"fork": {"yes": "set", "otherwise": "read"}, "set": {"done": "read"}, "read": DONE},
        ),
        [(AT, ("fork", "read"))],
    ),
    "set on both": (
        built(
            {"fork": FORK, "set": SET, "also": SET, "read": READ},
            {
                "fork": {"yes": "set", "otherwise": "also"},
                "set": {"done": "read"},
                "also": {"done": "read"},
                "read": DONE,
            },
        ),
        [],
    ),
    "an answer that was given": (
        built(
            {"ask": ASK, "read": READ},
            {"ask": {"collected": "read", "no_input": "bye", "invalid": "bye"}, "read": DONE},
        ),
        [],
    ),
    "an answer that was not": (
        built(
            {"ask": ASK, "read": READ},
            {"ask": {"collected": "read", "no_input": "read", "invalid": "bye"}, "read": DONE},
        ),
        [(AT, ("ask", "read"))],
    ),
    "set in the second round": (
        built(
            {"read": READ, "set": SET, "fork": FORK},
            {"read": {"done": "set"}, "set": {"done": "fork"}, "fork": {"yes": "read", "otherwise": "bye"}},
        ),
        [(AT, ("read",))],
    ),
    "in the order of assignment": (
        built({"read": {"type": "set", "assign": {"vars.x": "'a'", "dialogue.language": "vars.x"}}}, {"read": DONE}),
        [],
    ),
    "against the order of assignment": (
        built({"read": {"type": "set", "assign": {"dialogue.language": "vars.x", "vars.x": "'a'"}}}, {"read": DONE}),
        [("$.nodes.read.assign['dialogue.language']", ("read",))],
    ),
    "asked whether it is right": (
        built({"ask": {**ASK, "confirm": "Is {{ vars.x }} right?"}}, {"ask": dict.fromkeys(ANSWERS, "bye")}),
        [],
    ),
    "asked with what it asks for": (
        built({"ask": {**ASK, "prompt": "Was it {{ vars.x }}?"}}, {"ask": dict.fromkeys(ANSWERS, "bye")}),
        [("$.nodes.ask.prompt", ("ask",))],
    ),
    "an output": (built({"sub": SUB, "read": READ}, {"sub": {"done": "read"}, "read": DONE}), []),
    "an input": (built({"read": READ}, {"read": DONE}, inputs=["x"]), []),
    "a default": (built({"read": READ}, {"read": DONE}, variables={"x": {"type": "text", "default": "?"}}), []),
    "after an error": (
        built({"set": SET, "read": READ}, {"set": DONE, "read": DONE}, on={"error": "read"}),
        [],
    ),
    "a step that failed to set it": (
        built({"set": SET, "read": READ}, {"set": {"done": "bye", "error": "read"}, "read": DONE}),
        [(AT, ("set", "read"))],
    ),
}


@pytest.mark.parametrize(("flow", "expected"), WAYS.values(), ids=WAYS)
def test_ways(flow: Flow, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert found(flow) == expected


@pytest.mark.parametrize("seed", range(40))
def test_what_is_told_can_be_walked_and_what_can_be_walked_is_told(seed: int) -> None:
    random = Random(seed)  # noqa: S311  # reproducible graphs, no secret
    size = random.randint(2, 7)
    nodes = {f"n{i}": random.choice([SET, READ, FORK, FORK]) for i in range(size)}
    wires = {}
    for name, node in nodes.items():
        outcomes = ("yes", "otherwise") if node is FORK else ("done",)
        wires[name] = {outcome: random.choice([*nodes, "bye"]) for outcome in outcomes}
    told = {path.split(".")[2]: way for path, way in found(built(nodes, wires))}
    assert set(told) == unset_when_read(nodes, wires)
    for name, way in told.items():
        assert (way[0], way[-1]) == ("n0", name)
        assert all(nodes[step] is not SET for step in way[:-1])
        assert all(after in wires[step].values() for step, after in pairwise(way))


def unset_when_read(nodes: Json, wires: Json) -> set[str]:
    """Every reading step to which some walk leads that has set nothing: all walks are tried."""
    seen, ahead = set(), ["n0"]
    while ahead:
        name = ahead.pop()
        if name in seen or name == "bye":
            continue
        seen.add(name)
        if nodes[name] is not SET:
            ahead += wires[name].values()
    return {name for name in seen if nodes[name] is READ}


def returning(exits: tuple[str, str], **more: Json) -> list[tuple[str, tuple[str, ...]]]:
    """A subflow that asks for its output, and returns by one exit with an answer, by the other without."""
    one, other = ({"type": "return", "exit": name} for name in exits)
    nodes = {"ask": ASK, "one": one, "other": other}
    wires = {"ask": {"collected": "one", "no_input": "other", "invalid": "other"}}
    flow = built(nodes, wires, **{"kind": "subflow", "outputs": ["x"], **more})
    return [(f.path, f.counter_example) for f in check(flow, Names("sales")) if f.code == "output_not_set"]


def test_an_output_is_set_on_all_ways_to_an_exit_or_on_none() -> None:
    assert returning(("done", "done")) == [("$.nodes.other.exit", ("ask", "other"))]
    assert returning(("found", "unknown")) == []
    assert returning(("done", "done"), variables={"x": {"type": "text", "default": ""}}) == []


def test_an_output_that_nothing_sets() -> None:
    variables = {"x": {"type": "text"}, "y": {"type": "text"}}
    told = returning(("found", "unknown"), variables=variables, outputs=["x", "y"])
    assert told == [("$.outputs[1]", ())]


@pytest.mark.proof
def test_a_large_flow_with_many_variables_is_looked_at_quickly() -> None:
    """A chain that loses one variable at each step, and rounds that bring it back."""
    count = 3_000
    nodes: Json = {f"n{i}": FORK if i % 2 else {"type": "set", "assign": {f"vars.v{i}": "'a'"}} for i in range(count)}
    wires = {
        name: {"yes": f"n{(i + 1) % count}", "otherwise": f"n{i * 7 % count}"} if i % 2 else {"done": f"n{i + 1}"}
        for i, name in enumerate(nodes)
    }
    variables = {f"v{i}": {"type": "text"} for i in range(0, count, 2)}
    flow = built({**nodes, "read": READ}, {**wires, "read": DONE}, variables={**variables, "x": {"type": "text"}})
    began = process_time()
    list(unset(flow, Names("sales")))
    assert process_time() - began < 1
