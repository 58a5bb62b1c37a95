"""Wiring: every outcome that must lead somewhere does, and every wire joins two things that exist."""

from collections.abc import Iterator

from flowengine.errors import Finding
from flowengine.lang.check.found import error, listed, reached, way_to
from flowengine.lang.check.names import Names
from flowengine.lang.document import Flow


def beginnings(flow: Flow, names: Names) -> Iterator[Finding]:
    """`start` and `on` name steps."""
    if flow.start not in flow.nodes:
        yield error("start_unknown", ("start",), f"The flow starts at “{flow.start}”, which is no step.", _STEP)
    for event, target in (("error", flow.on.error), ("hangup", flow.on.hangup)):
        if target and target not in flow.nodes:
            yield error(
                "on_unknown", ("on", event), f"On {event} the flow goes to “{target}”, which is no step.", _STEP
            )


def keys(flow: Flow, names: Names) -> Iterator[Finding]:
    """A key that is valid in every menu leads to a step."""
    for key, target in flow.keys.items():
        if target not in flow.nodes:
            text = f"Key {key} leads from every menu to “{target}”, which is no step."
            yield error("key_to_unknown_node", ("keys", key), text, _STEP)


def wires(flow: Flow, names: Names) -> Iterator[Finding]:
    """Both ends of every wire exist."""
    for source, outcomes in flow.wires.items():
        node = flow.nodes.get(source)
        if node is None:
            text = f"Wires lead from “{source}”, which is no step."
            yield error("wire_from_unknown_node", ("wires", source), text, "Remove them, or add the step.")
        known = {leaving.name for leaving in node.leavings} if node else set()
        for outcome, target in outcomes.items():
            place = ("wires", source, outcome)
            if node and node.config is not None and outcome not in known:
                text = f"“{source}” is never left by “{outcome}”."
                yield error("wire_from_unknown_outcome", place, text, f"Remove the wire. {listed(known)}")
            if target not in flow.nodes:
                text = f"The wire of “{source}” by “{outcome}” leads to “{target}”, which is no step."
                yield error("wire_to_unknown_node", place, text, _STEP)


def unwired(flow: Flow, names: Names) -> Iterator[Finding]:
    """Every outcome that is not optional leads somewhere; the counter-example is a way to that step."""
    before = reached(flow)
    for node in flow.nodes.values():
        wired = flow.wires.get(node.id, {})
        for leaving in node.leavings:
            if leaving.required and leaving.name not in wired:
                yield error(
                    "outcome_unwired",
                    ("wires", node.id, leaving.name),
                    f"When “{node.id}” is left by “{leaving.name}”, the caller is led nowhere.",
                    "Wire it to a step; one of type “end” ends the dialogue.",
                    way_to(node.id, before),
                )


_STEP = "Name a step of this flow, or add one of that name."
