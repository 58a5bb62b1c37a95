"""Reach: every step can be reached, and what runs after a hang-up needs no caller."""

from collections.abc import Iterator

from flowengine.errors import Finding
from flowengine.lang.check.found import reached, warning, way_to
from flowengine.lang.check.names import Names
from flowengine.lang.document import Flow


def unreachable(flow: Flow, names: Names) -> Iterator[Finding]:
    """No way leads from where the flow begins to this step."""
    found = reached(flow)
    for name in flow.nodes if flow.start in flow.nodes else ():
        if name not in found:
            text = f"No wire leads to “{name}” from where the flow begins."
            yield warning("node_unreachable", ("nodes", name), text, "Wire something to it, or remove it.")


def after_hangup(flow: Flow, names: Names) -> Iterator[Finding]:
    """A step that needs the caller ends the flow when it is met after a hang-up."""
    before = {flow.on.hangup: ""} if flow.on.hangup in flow.nodes else {}
    ahead = list(before)
    for name in ahead:
        if not flow.nodes[name].type.without_caller:
            yield warning(
                "hangup_needs_caller",
                ("nodes", name),
                f"“{name}” needs a caller, but can be met after the caller hung up: the dialogue ends there.",
                "After a hang-up use only steps that run without a caller, such as “set” and “branch”.",
                way_to(name, before),
            )
            continue
        for target in flow.wires.get(name, {}).values():
            if target in flow.nodes and target not in before:
                before[target] = name
                ahead.append(target)
