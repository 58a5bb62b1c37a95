"""Hand over: no flows lead to each other in a ring in which nobody waits, through whatever environments."""

from collections.abc import Iterator, Mapping

from flowengine.errors import Finding
from flowengine.lang.check.cycle import left_at_once
from flowengine.lang.check.found import LONGEST_WAY, error
from flowengine.lang.check.graph import spread
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import named, naming, place
from flowengine.lang.check.world import LEADS
from flowengine.lang.document import Flow, Node


def loops(flow: Flow, names: Names) -> Iterator[Finding]:
    """The counter-example is the ring: `environment/flow/node` for each step that leads on, back to the first."""
    leads = list(_leads(flow, names)) if names.flow else []
    if not leads:
        return
    back = _ways_back(names)
    at_start = spread([flow.start] if flow.start in flow.nodes else [], lambda name: _at_once(flow, name, names))
    for node, kind, to in leads:
        if node.id in at_start and (to == names.key or to in back):
            first = f"{names.key}/{node.id}"
            way = (first, *_way_back(to, back, names.key), first)
            text = f"From “{node.id}” the caller can come back here at once, through {_flows(to, back, names.key)}."
            hint = "Let somebody wait or queue on the way round, or lead it out."
            shown = way if len(way) <= LONGEST_WAY else (*way[:LONGEST_WAY], "…")
            yield error("hand_over_loop", place(node, kind), text, hint, shown)
            return


def _at_once(flow: Flow, name: str, names: Names) -> list[str]:
    wires = flow.wires.get(name, {})
    return [wires[out] for out in left_at_once(flow.nodes[name], names) if wires.get(out) in flow.nodes]


def _leads(flow: Flow, names: Names) -> Iterator[tuple[Node, str, str]]:
    for kind in LEADS:
        if kind == "treatment":
            continue  # it runs while somebody waits
        for node, name in naming(flow, kind):
            yield from ((node, kind, to) for to in sorted(names.world.targets(names.environment, kind, name)))
    for node, several in naming(flow, "may_be"):
        if named(node, "contact_center") is not None:
            for center in several:
                targets = names.world.targets(names.environment, "contact_center", center)
                yield from ((node, "may_be", to) for to in sorted(targets))


def _ways_back(names: Names) -> Mapping[str, tuple[str, str]]:
    """Flow from which one comes to the checked one without a wait -> (its step, the next flow), nearest first."""
    towards: dict[str, list[tuple[str, str]]] = {}
    for key, leads in names.world.onward.items():
        for lead in leads if key != names.key else ():
            if lead.at_once:
                towards.setdefault(lead.to, []).append((key, lead.node))
    found: dict[str, tuple[str, str]] = {}
    queue = [names.key]
    for to in queue:  # grows while it is walked
        for key, node in towards.get(to, ()):
            if key not in found:
                found[key] = (node, to)
                queue.append(key)
    return found


def _way_back(key: str, back: Mapping[str, tuple[str, str]], end: str) -> list[str]:
    way = []
    while key != end:
        node, following = back[key]
        way.append(f"{key}/{node}")
        key = following
    return way


def _flows(key: str, back: Mapping[str, tuple[str, str]], end: str) -> str:
    names = [step.rpartition("/")[0] for step in _way_back(key, back, end)]
    return " → ".join(names[:6]) or "itself"
