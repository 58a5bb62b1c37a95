"""Recorded: no conversation is recorded before the caller was told."""

from collections.abc import Iterable, Iterator

from flowengine.errors import Finding
from flowengine.lang.check.found import error, warning, way_to
from flowengine.lang.check.graph import spread
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import named, naming, place
from flowengine.lang.document import Flow, Node


def without_notice(flow: Flow, names: Names) -> Iterator[Finding]:
    """The counter-example is a way to the start of a recording on which nothing marked as a notice was said. Only a
    warning where another flow may have said it before it led here."""
    starts = [node for node, action in naming(flow, "recording_action") if action == "start"]
    if not starts or flow.start not in flow.nodes:
        return

    def ahead(name: str) -> Iterable[str]:
        told = _gives_notice(flow.nodes[name], names)
        wires = flow.wires.get(name, {})
        return (to for outcome, to in wires.items() if to in flow.nodes and (outcome == "error" or not told))

    before = spread([flow.start], ahead)
    told_before = flow.kind != "entry" or (_is_led_to(names) and names.key not in names.world.direct)
    write = warning if told_before else error
    for node in starts:
        if node.id in before:
            text = f"“{node.id}” starts a recording, and on this way the caller was not told."
            hint = "Say so before it, in a step that is marked as a notice."
            way = way_to(node.id, before)
            yield write("recording_without_notice", place(node, "recording_action"), text, hint, way)


def _gives_notice(node: Node, names: Names) -> bool:
    called = names.flows.get(named(node, "flow") or "")
    return bool(named(node, "notice")) or (called is not None and called.notices)


def _is_led_to(names: Names) -> bool:
    return any(lead.to == names.key for leads in names.world.onward.values() for lead in leads)
