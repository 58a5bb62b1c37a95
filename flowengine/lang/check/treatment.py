"""Treatment: nothing in it keeps the caller from an agent who answers."""

from collections.abc import Iterator

from flowengine.errors import Finding
from flowengine.lang.check.found import reached, warning, way_to
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import fields_by_format, named, place
from flowengine.lang.document import Flow


def uninterruptible(flow: Flow, names: Names) -> Iterator[Finding]:
    """An answer ends a treatment at once, so words that must be heard to their end do not belong there."""
    if flow.kind != "treatment":
        return
    before = reached(flow)
    for node in flow.nodes.values():
        known = fields_by_format(node.type.config)
        if node.config is None or ("treatment" not in node.type.kinds):
            continue
        if "interruptible" in known and named(node, "interruptible") is False:
            at, what = place(node, "interruptible"), "is not to be interrupted"
        elif named(node, "notice"):
            at, what = place(node, "notice"), "gives a notice that must be heard"
        elif not node.type.interruptible:
            at, what = ("nodes", node.id, "type"), "cannot be interrupted"
        else:
            continue
        text = f"“{node.id}” {what}, but an agent's answer cuts a treatment short at any moment."
        hint = "Say it before the step that queues, or let it be interrupted."
        yield warning("treatment_uninterruptible", at, text, hint, way_to(node.id, before))
