"""Call: what one flow gives to and takes from another is what the other has; each kind of flow holds its own steps."""

from collections.abc import Iterator

from flowengine.errors import Finding
from flowengine.lang.check.found import error, listed
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import named, naming, place
from flowengine.lang.document import Flow


def exits(flow: Flow, names: Names) -> Iterator[Finding]:
    """The listed exits are those of the called flow: one not listed would fail, one too many is never taken."""
    for node, given in naming(flow, "exits"):
        name = named(node, "flow")
        called = names.flows.get(name)
        if called is None or called.kind != "subflow":
            continue
        for index, exit_name in enumerate(given):
            if exit_name not in called.exits:
                text = f"“{name}” never returns by “{exit_name}”."
                yield error("exit_unknown", (*place(node, "exits"), index), text, listed(called.exits))
        for exit_name in called.exits:
            if exit_name not in given:
                text = f"“{name}” can return by “{exit_name}”, for which “{node.id}” has no way."
                yield error("exit_unlisted", place(node, "exits"), text, f"Add “{exit_name}” to its exits and wire it.")


def values(flow: Flow, names: Names) -> Iterator[Finding]:
    """Inputs and outputs are those that the called flow declares."""
    for node, name in naming(flow, "flow"):
        called = names.flows.get(name)
        if called is None or called.kind != "subflow":
            continue
        for given in named(node, "inputs") or ():
            if given not in called.inputs:
                text = f"“{name}” takes no input “{given}”."
                yield error("unknown_input", (*place(node, "inputs"), given), text, listed(called.inputs))
        for target, output in (named(node, "outputs") or {}).items():
            if output not in called.outputs:
                text = f"“{name}” gives no output “{output}”."
                yield error("unknown_output", (*place(node, "outputs"), target), text, listed(called.outputs))


def returns(flow: Flow, names: Names) -> Iterator[Finding]:
    """A flow that declares its exits returns by no other."""
    for node, exit_name in naming(flow, "exit"):
        if flow.exits and exit_name not in flow.exits:
            text = f"“{node.id}” returns by “{exit_name}”, which the flow does not declare."
            yield error("exit_undeclared", place(node, "exit"), text, listed(flow.exits))


def kinds(flow: Flow, names: Names) -> Iterator[Finding]:
    """A step stands only in flows of the kinds that its type allows."""
    for node in flow.nodes.values():
        if node.config is not None and flow.kind not in node.type.kinds:
            text = f"A step of type “{node.type.name}” cannot stand in a flow of kind {flow.kind}."
            hint = f"It may stand in: {', '.join(node.type.kinds)}."
            yield error("node_not_allowed", ("nodes", node.id, "type"), text, hint)
