"""Cycle: no ring of steps in which nobody waits; it would spin until its budget is spent."""

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flowengine.errors import Finding
from flowengine.lang.check.found import error
from flowengine.lang.check.names import Names, at_once
from flowengine.lang.check.naming import named
from flowengine.lang.document import Flow, Node

if TYPE_CHECKING:
    import networkx as nx


def cycles(flow: Flow, names: Names) -> Iterator[Finding]:
    """One finding per group of steps that can go round without a wait, with a shortest such round."""
    import networkx as nx  # noqa: PLC0415  # a third of the server's start, needed when a flow is checked first

    graph: nx.DiGraph[str] = nx.DiGraph()
    for node in flow.nodes.values():
        ahead = flow.wires.get(node.id, {})
        ways = (way for way in _at_once(node, names) if way not in node.type.bounded)
        graph.add_edges_from((node.id, ahead[way]) for way in ways if ahead.get(way) in flow.nodes)
    order = {name: index for index, name in enumerate(flow.nodes)}
    groups = [group for group in nx.strongly_connected_components(graph) if len(group) > 1 or _own(graph, group)]
    for group in sorted(groups, key=lambda group: min(map(order.__getitem__, group))):
        first = min(group, key=order.__getitem__)
        way = _round(graph, first, group)
        yield error(
            "cycle_without_wait",
            ("nodes", first),
            f"{' → '.join(way[:6])}{' → …' if len(way) > 6 else ''} can go round for ever without anybody waiting.",
            "Put a step that waits into the round (menu, collect, wait), or lead it out.",
            way,
        )


def _at_once(node: Node, names: Names) -> list[str]:
    outcomes = [leaving.name for leaving in node.leavings]
    called = names.flows.get(named(node, "flow") or "")
    if called is not None and not called.waits:
        return [name for name in outcomes if name in called.exits]
    return at_once(node.type, outcomes) if node.config is not None else []


def _own(graph: "nx.DiGraph[str]", group: set[str]) -> bool:
    return all(graph.has_edge(name, name) for name in group)


def _round(graph: "nx.DiGraph[str]", first: str, group: set[str]) -> tuple[str, ...]:
    """The shortest way from `first` back to it inside `group`."""
    before: dict[str, str] = {}
    ahead = deque([first])
    while ahead:
        name = ahead.popleft()
        for target in graph.successors(name):
            if target == first:
                way = [first, name] if name != first else [first]
                while name != first and (name := before[name]) != first:
                    way.append(name)
                return (first, *reversed(way[1:]), first)
            if target in group and target not in before:
                before[target] = name
                ahead.append(target)
    return (first,)
