"""Graph: the walks over steps and wires that the checks share, each linear in steps plus wires."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping

from flowengine.lang.check.found import LONGEST_WAY

Ahead = Callable[[str], Iterable[str]]


def spread(beginnings: Iterable[str], ahead: Ahead) -> dict[str, str]:
    """Everything that can be reached, with what it is first reached from ("" for a beginning); ways are shortest."""
    found = dict.fromkeys(beginnings, "")
    queue = deque(found)
    while queue:
        name = queue.popleft()
        for target in ahead(name):
            if target not in found:
                found[target] = name
                queue.append(target)
    return found


def turned(edges: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The same edges the other way round."""
    found: dict[str, list[str]] = {}
    for name, targets in edges.items():
        for target in targets:
            found.setdefault(target, []).append(name)
    return found


def rounds(edges: Mapping[str, list[str]]) -> list[set[str]]:
    """The groups in which one can go round: more than one member, or one that leads to itself. Targets are keys too."""
    left = _in_rounds_or_between(edges)
    if not left:
        return []
    import networkx as nx  # noqa: PLC0415  # most of a second, and few flows have anything left here

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_edges_from((name, target) for name in left for target in edges[name] if target in left)
    groups = nx.strongly_connected_components(graph)
    return [group for group in groups if len(group) > 1 or any(name in edges[name] for name in group)]


def _in_rounds_or_between(edges: Mapping[str, list[str]]) -> dict[str, None]:
    """What is left when everything is taken away to which nothing leads any more: all rounds, and what follows them."""
    ways_in = dict.fromkeys(edges, 0)
    for targets in edges.values():
        for target in targets:
            ways_in[target] += 1
    free = [name for name, count in ways_in.items() if not count]
    for name in free:  # grows while it is walked
        for target in edges[name]:
            ways_in[target] -= 1
            if not ways_in[target]:
                free.append(target)
    taken = set(free)
    return {name: None for name in edges if name not in taken}


def round_from(first: str, group: set[str], edges: Mapping[str, list[str]]) -> tuple[str, ...]:
    """A shortest way from `first` back to it inside `group`, shown as far as a way is shown."""
    before = spread([first], lambda name: (target for target in edges[name] if target in group))
    last = next(name for name in before if first in edges[name])
    way = [first]
    while last != first:
        way.append(last)
        last = before[last]
    shown = (first, *reversed(way[1:]), first)
    return shown if len(shown) <= LONGEST_WAY else (*shown[:LONGEST_WAY], "…")
