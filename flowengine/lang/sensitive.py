"""Sensitive: what must not be shown follows the value, from variable to variable and into attributes."""

from collections.abc import Iterator, Mapping
from typing import Any

from flowengine.lang.check.naming import named
from flowengine.lang.document import Flow, Node
from flowengine.lang.expression import Expression

Carried = Mapping[str, str]  # target -> what it has its value from: another target, or "" where it begins


def sensitive_targets(flow: Flow) -> Carried:
    """Every `vars.x` and `attributes.x` of the flow that may hold a sensitive value: those that are declared so, those
    that take an answer which must not be shown, and whatever is assigned from them, however many steps away."""
    carried = {f"vars.{name}": "" for name, variable in flow.variables.items() if variable.sensitive}
    carried.update((target, "") for node in flow.nodes.values() for target in _answers(node))
    ahead = [(target, read) for node in flow.nodes.values() for target, read in _assignments(node)]
    takers: dict[str, list[str]] = {}
    for target, read in ahead:
        takers.setdefault(read, []).append(target)
    found = list(carried)
    for source in found:  # grows while it is walked
        for target in takers.get(source, ()):
            if target not in carried:
                carried[target] = source
                found.append(target)
    return carried


def chain(target: str, carried: Carried) -> tuple[str, ...]:
    """From where the value begins to `target`."""
    way = [target]
    while carried.get(way[-1]):
        way.append(carried[way[-1]])
    return tuple(reversed(way))


def reads_of(names: frozenset[tuple[str, ...]]) -> Iterator[str]:
    """The paths that are read, as targets are written."""
    for path in names:
        if len(path) > 1 and path[0] in ("vars", "attributes"):
            yield f"{path[0]}.{path[1]}"


def _answers(node: Node) -> Iterator[str]:
    if getattr(node.config, "sensitive", False):
        target = named(node, "target")
        if target and target.startswith(("vars.", "attributes.")):
            yield target


def _assignments(node: Node) -> Iterator[tuple[str, str]]:
    """(target, what is read for it) of a node that assigns expressions."""
    given: Any = named(node, "targets")
    for target, source in given.items() if isinstance(given, Mapping) else ():
        if isinstance(source, Expression):
            for read in reads_of(source.names):
                yield target, read
