"""Cycle: no ring of steps in which nobody waits; it would spin until its budget is spent."""

from collections.abc import Iterator

from flowengine.errors import Finding
from flowengine.lang.check.found import error
from flowengine.lang.check.graph import round_from, rounds
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import named
from flowengine.lang.check.plain import at_once
from flowengine.lang.document import Flow, Node


def cycles(flow: Flow, names: Names) -> Iterator[Finding]:
    """One finding per group of steps that can go round without a wait, with a shortest such round."""
    edges = without_wait(flow, names)
    order = {name: index for index, name in enumerate(flow.nodes)}
    for group in sorted(rounds(edges), key=lambda group: min(map(order.__getitem__, group))):
        first = min(group, key=order.__getitem__)
        way = round_from(first, group, edges)
        yield error(
            "cycle_without_wait",
            ("nodes", first),
            f"{' → '.join(way[:6])}{' → …' if len(way) > 6 else ''} can go round for ever without anybody waiting.",
            "Put a step that waits into the round (menu, collect, wait), or lead it out.",
            way,
        )


def without_wait(flow: Flow, names: Names) -> dict[str, list[str]]:
    """Each step with those to which it may lead in the same instant, as often as one likes."""
    edges: dict[str, list[str]] = {}
    for node in flow.nodes.values():
        ahead = flow.wires.get(node.id, {})
        ways = (way for way in left_at_once(node, names) if way not in node.type.bounded)
        edges[node.id] = [ahead[way] for way in ways if ahead.get(way) in flow.nodes]
    return edges


def left_at_once(node: Node, names: Names) -> list[str]:
    """The outcomes by which the step may be left in the instant in which it was entered."""
    outcomes = [leaving.name for leaving in node.leavings]
    called = names.flows.get(named(node, "flow") or "")
    if called is not None and not called.waits:
        return [name for name in outcomes if name in called.exits]
    return at_once(node.type, outcomes) if node.config is not None else []
