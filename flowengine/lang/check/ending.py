"""Ending: from every step a way leads to where the flow is left; a round that waits but is never left is none."""

from collections.abc import Iterator

from flowengine.errors import Finding
from flowengine.lang.check.cycle import without_wait
from flowengine.lang.check.found import error, reached, way_to
from flowengine.lang.check.graph import round_from, rounds, spread, turned
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import fields_by_format, named
from flowengine.lang.document import Flow, Node


def no_end(flow: Flow, names: Names) -> Iterator[Finding]:
    """One finding per round that cannot be left but by an error or a hang-up. A treatment needs no end: the answer
    ends it. A round in which nobody waits is another check's."""
    if flow.kind == "treatment":
        return
    before = reached(flow)
    edges = {name: _ahead(flow, flow.nodes[name]) for name in before}
    ends = [name for name in before if _may_end(flow, flow.nodes[name], names)]
    backwards = turned(edges)
    leads_out = spread(ends, lambda name: backwards.get(name, ()))
    stuck = {name: edges[name] for name in before if name not in leads_out}
    spinning = {name for group in rounds(without_wait(flow, names)) for name in group} if stuck else set()
    order = {name: index for index, name in enumerate(flow.nodes)}
    for group in sorted(rounds(stuck), key=lambda group: min(map(order.__getitem__, group))):
        if group & spinning or any(target not in group for name in group for target in stuck[name]):
            continue  # the second leads on to a round that is told itself
        first = min(group, key=order.__getitem__)
        way = (*way_to(first, before), *round_from(first, group, stuck)[1:])
        text = f"Whoever comes to “{first}” never comes out again: no way leads from there to an end."
        yield error("no_end", ("nodes", first), text, "Wire a way out: to a step that ends, queues or hands over.", way)


def _ahead(flow: Flow, node: Node) -> list[str]:
    wires = flow.wires.get(node.id, {})
    ways = [to for outcome, to in wires.items() if outcome != "error" and to in flow.nodes]
    # Its keys are valid in every menu: whoever waits may press one.
    return [*ways, *(to for to in flow.keys.values() if to in flow.nodes)] if node.type.waits and flow.keys else ways


def _may_end(flow: Flow, node: Node, names: Names) -> bool:
    """Whether the flow may be left here; an outcome that leads nowhere is a way out too, and told by another check."""
    if node.config is None:
        return True
    known = fields_by_format(node.type.config)
    called = names.flows.get(named(node, "flow") or "")
    if "contact_center" in known or ("flow" in known and (called is None or called.ends)):
        return True
    wires = flow.wires.get(node.id, {})
    outcomes = [leaving.name for leaving in node.leavings if leaving.name != "error"]
    return not outcomes or any(wires.get(name) not in flow.nodes for name in outcomes)
