"""Unset: a variable that begins with nothing has its value before it is read, whatever way leads there."""

from collections import deque
from collections.abc import Iterator, Mapping

from flowengine.errors import Finding
from flowengine.lang.check.found import warning
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import named
from flowengine.lang.document import Flow, Node
from flowengine.lang.reading import reads, written

TARGETS = ("target", "second_target")


def unset(flow: Flow, names: Names) -> Iterator[Finding]:
    """Variables without a default that are no input: the counter-example is a way on which nothing has set it. What
    runs after an error or a hang-up is left out: it must cope with whatever there is."""
    watched = {name for name, variable in flow.variables.items() if variable.default is None} - set(flow.inputs)
    sets = {node.id: _sets(node) for node in flow.nodes.values()}
    read_by = {
        node.id: {path[1] for path in reads(node.config) if len(path) > 1 and path[0] == "vars"} & watched
        for node in flow.nodes.values()
    }
    never = _always_set(flow, sets, watched)
    for name in flow.variables:
        late = [node for node, read in read_by.items() if name in read and node in never and name not in never[node]]
        if late:
            before = _ways(flow, sets, name)
            for node in late:
                yield _told(flow.nodes[node], name, _way(node, before))


def _told(node: Node, name: str, way: tuple[str, ...]) -> Finding:
    paths = (path for path, source in written(node.config) if ("vars", name) in {read[:2] for read in source.names})
    text = f"{name} is read here, and on the way {' → '.join(way[-6:])} nothing has set it."
    hint = "Set it before, or give it a default: without one it begins empty."
    return warning("read_before_set", ("nodes", node.id, *next(paths, ())), text, hint, way)


def _sets(node: Node) -> Mapping[str, frozenset[str]]:
    """Outcome -> the variables that are certainly set when the node is left by it."""
    given = [named(node, kind) for kind in TARGETS]
    several = [target for kind in ("targets", "outputs") for target in named(node, kind) or ()]
    targets = [target for target in (*given, *several) if isinstance(target, str) and target.startswith("vars.")]
    variables = frozenset(target.partition(".")[2] for target in targets)
    by = node.type.sets_by
    return (
        {
            leaving.name: variables
            for leaving in node.leavings
            if (leaving.name in by if by else leaving.name != "error")
        }
        if variables
        else {}
    )


def _always_set(flow: Flow, sets: Mapping[str, Mapping[str, frozenset[str]]], watched: set[str]) -> dict[str, set[str]]:
    """Node that can be reached from the start -> the watched variables that every way to it has set."""
    if flow.start not in flow.nodes or not watched:
        return {}
    found: dict[str, set[str]] = {flow.start: set()}
    ahead = deque(found)
    while ahead:  # each node comes again only when it has lost a variable: at most once for each
        name = ahead.popleft()
        for outcome, target in flow.wires.get(name, {}).items():
            if target not in flow.nodes:
                continue
            here = found[name] | (sets[name].get(outcome, frozenset()) & watched)
            if target not in found:
                found[target] = here
            elif found[target] <= here:
                continue
            else:
                found[target] &= here
            ahead.append(target)
    return found


def _ways(flow: Flow, sets: Mapping[str, Mapping[str, frozenset[str]]], variable: str) -> dict[str, str]:
    """Every node to which a way leads that does not set the variable, with the node before it."""
    before = {flow.start: ""}
    ahead = [flow.start]
    for name in ahead:  # grows while it is walked: breadth first, so that ways are shortest
        for outcome, target in flow.wires.get(name, {}).items():
            if target in flow.nodes and target not in before and variable not in sets[name].get(outcome, ()):
                before[target] = name
                ahead.append(target)
    return before


def _way(node: str, before: Mapping[str, str]) -> tuple[str, ...]:
    way = []
    while node:
        way.append(node)
        node = before[node]
    return tuple(reversed(way))
