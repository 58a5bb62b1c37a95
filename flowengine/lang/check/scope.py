"""Scope: every name that expressions and templates read, and every target that is assigned, exists."""

from collections.abc import Iterator, Mapping

from flowengine.errors import Finding
from flowengine.lang.check.found import error, listed
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import naming, place
from flowengine.lang.document import Flow, Node
from flowengine.lang.reading import Part, written

# What stands below the names whose parts are fixed; tests/interpreter holds this equal to what a step can read.
PARTS: Mapping[str, frozenset[str]] = {
    "dialogue": frozenset({"id", "channel", "address", "language"}),
    "caller": frozenset(
        {
            "number", "withheld", "name", "known", "language", "attributes", "last_agent", "last_contact_center",
            "dialogues_24h",
        }
    ),
    "contact_center": frozenset({"name", "title"}),
}  # fmt: skip  # a set of words reads better filled than one a line
OPEN = frozenset({"vars", "attributes", "switches", "bindings"})
SCOPE = frozenset({*PARTS, *OPEN, "now"})


def reads(flow: Flow, names: Names) -> Iterator[Finding]:
    """Each read of each expression and template, once per place."""
    for node in flow.nodes.values():
        for path, source in written(node.config):
            for read in sorted(source.names):
                found = _unknown(read, flow, names, ("nodes", node.id, *path))
                if found is not None:
                    yield found


def _unknown(read: tuple[str, ...], flow: Flow, names: Names, at: tuple[Part, ...]) -> Finding | None:
    root, part = read[0], read[1] if len(read) > 1 else ""
    if root not in SCOPE:
        return error("unknown_name", at, f"“{root}” is not a name that a flow knows.", listed(SCOPE))
    if not part:
        return None
    if root in PARTS and part not in PARTS[root]:
        return error("unknown_name", at, f"“{root}” has no “{part}”.", listed(PARTS[root]))
    return _undeclared(root, part, flow, names, at)


def _undeclared(root: str, part: str, flow: Flow, names: Names, at: tuple[Part, ...]) -> Finding | None:
    if root == "vars" and part not in flow.variables:
        text = f"The variable “{part}” is not declared in this flow."
        return error("undeclared_variable", at, text, f"Declare it under “variables”. {listed(flow.variables)}")
    if root == "attributes" and part not in names.attributes:
        text = f"The attribute “{part}” is not declared by the tenant."
        return error("unknown_attribute", at, text, listed(names.attributes))
    if root == "switches" and part not in names.switches:
        return error("unknown_switch", at, f"There is no switch “{part}”.", listed(names.switches))
    if root == "bindings" and part not in names.bindings:
        hint = f"Give it one under “bindings” of environment.json, or of the stage's file. {listed(names.bindings)}"
        return error("unbound_name", at, f"The name “{part}” is bound to nothing.", hint)
    return None


def targets(flow: Flow, names: Names) -> Iterator[Finding]:
    """Each variable or attribute that a step assigns."""
    for node, target, at in _assigned(flow):
        root, _, part = target.partition(".")
        found = _undeclared(root, part, flow, names, at)
        if found is not None and node.config is not None:
            yield found


def _assigned(flow: Flow) -> Iterator[tuple[Node, str, tuple[Part, ...]]]:
    for kind in ("target", "second_target"):
        for node, target in naming(flow, kind):
            yield node, target, place(node, kind)
    for kind in ("targets", "outputs"):
        for node, several in naming(flow, kind):
            for target in several:
                yield node, target, (*place(node, kind), target)


def declared(flow: Flow, names: Names) -> Iterator[Finding]:
    """Inputs and outputs are variables of the flow."""
    for word, given in (("inputs", flow.inputs), ("outputs", flow.outputs)):
        for index, name in enumerate(given):
            found = _undeclared("vars", name, flow, names, (word, index))
            if found is not None:
                yield found
