"""The ways of flows: which there are, by which their tests are counted, and which a dialogue took by its trace."""

from typing import Any

from flowengine.interpreter.program import CompiledFlow
from flowengine.switchboard.straight_to_queue import BUILT_IN
from flowengine.testbench.bench import Bench
from flowengine.testbench.coverage.queue_way import can_happen
from flowengine.testbench.story import Story

Way = tuple[str, str]  # node, outcome


def ways_of(bench: Bench) -> dict[tuple[str, str], list[Way]]:
    """(environment, flow) -> every way there is: each node with each outcome by which it can be left, in the order of
    the flow. An optional outcome counts when it is wired, one of a queue when it can happen; a node left by none
    (it ends, returns or hands over) counts as being reached, with the outcome "". Built-in flows are nobody's to test.
    """
    return {
        (name, flow.name): _ways(bench, flow)
        for name, (_, program) in bench.releases.items()
        for flow in program.flows.values()
        if program.flows.keys() != BUILT_IN.flows.keys()  # an environment without flows works by those
    }


def _ways(bench: Bench, flow: CompiledFlow) -> list[Way]:
    found: list[Way] = []
    for node in flow.flow.nodes.values():
        wired = flow.flow.wires.get(node.id, {})
        left = [leaving.name for leaving in node.leavings if leaving.required or leaving.name in wired]
        can = [name for name in left if can_happen(bench, flow.environment, node.config, name)]
        found += [(node.id, outcome) for outcome in can or ("",)]
    return found


def ways_taken(story: Story) -> tuple[list[tuple[str, str]], list[tuple[str, str, str, str]]]:
    """What a dialogue took, as a Result has it: the nodes that it reached and did not leave, and its ways in order."""
    ways = [(fact[1], fact[2]) for deed in story.log for fact in deed.facts if fact[0] == "went"]
    left = {key for key, _ in ways}
    return [(key, "") for key in story.now.state.visits if key not in left], [_way(*way) for way in ways]


def _way(key: str, outcome: str) -> tuple[str, str, str, str]:
    environment, flow, node = key.split("/")
    return environment, flow, node, outcome


def way_of(facts: list[list[Any]]) -> list[str]:
    """The nodes in the order in which they were entered. A node that called a flow is traced only when it is left, out
    of this order: it is not named."""
    keys: dict[str, None] = {}
    frames: list[str] = []
    for fact in facts:
        if fact[0] == "entered":
            frames.append(f"{fact[1]}/{fact[3]}")
        elif fact[0] in ("went", "waits", "fault"):
            flow = str(fact[1]).rpartition("/")[0]
            came_back = flow in frames and frames[-1] != flow
            while came_back and frames[-1] != flow:
                frames.pop()
            if not came_back and flow in frames:
                keys.setdefault(fact[1])
    short = [key.rpartition("/")[2] for key in keys]
    return [name if short.count(name) == 1 else key for name, key in zip(short, keys, strict=True)]
