"""Level: somebody holds the skill, at the level that is asked for, in whose queue it is asked."""

from collections.abc import Iterator, Mapping

from flowengine.errors import Finding
from flowengine.lang.check.found import error, listed, reached, warning, way_to
from flowengine.lang.check.graph import spread, turned
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import fields_by_format, named, naming, place
from flowengine.lang.check.world import FRONT_DOOR
from flowengine.lang.document import Flow, Node


def unheld(flow: Flow, names: Names) -> Iterator[Finding]:
    """What a step asks for in a queue that it names; whoever asks for it waits until they give up."""
    for node, asked in naming(flow, "skills"):
        if "queue" in fields_by_format(node.type.config):
            for center in _queues(node, names):
                for skill in asked:
                    best = best_level(names, center, skill)
                    if best is not None and best < asked[skill]:
                        yield _told(node, skill, sentence(skill, asked[skill], center, best), ())


def arriving(flow: Flow, names: Names) -> Iterator[Finding]:
    """What was asked for ahead, in the queue to which a way leads from there; what the contact center of this
    environment lacks altogether is told where it is written."""
    ahead = {node.id: asked for node, asked in naming(flow, "skills") if not _queues(node, names)}
    queues = _bare_queues(flow, names) if ahead else {}
    edges = {name: [to for to in wires.values() if to in flow.nodes] for name, wires in flow.wires.items()}
    backwards = turned(edges)
    before = reached(flow)
    for center, nodes in queues.items():
        # Backwards from all queues of one contact center at once, as far as something else is asked for.
        found = spread(nodes, lambda name: () if name in ahead else backwards.get(name, ()))
        for name in [name for name in ahead if name in found]:
            for skill, level in ahead[name].items():
                way = (*way_to(name, before), *_way_on(name, found))
                known = names.contact_centers.get(center)
                best = best_level(names, center, skill)
                if known is not None and skill not in known and names.environment == FRONT_DOOR:
                    text = f"This leads to the queue of “{center}”, which has no skill “{skill}”."
                    yield error("unknown_skill", (*place(flow.nodes[name], "skills"), skill), text, listed(known), way)
                elif best is not None and best < level:
                    yield _told(flow.nodes[name], skill, sentence(skill, level, center, best), way)


def _told(node: Node, skill: str, text: str, way: tuple[str, ...]) -> Finding:
    hint = "Ask for less, or give somebody the level; without one, callers wait for nobody."
    return warning("level_unheld", (*place(node, "skills"), skill), text, hint, way)


def sentence(skill: str, level: int, center: str, best: int) -> str:
    """What is told of a level that nobody holds."""
    held = f"the highest is {best}" if best else "nobody has it"
    return f"No agent of “{center}” holds “{skill}” at {level}: {held}."


def _queues(node: Node, names: Names) -> tuple[str, ...]:
    """The contact centers in whose queue a step waits; none for a step that does not."""
    if "queue" not in fields_by_format(node.type.config) or node.config is None:
        return ()
    return tuple(named(node, "may_be") or ()) or (named(node, "queue") or names.environment,)


def _bare_queues(flow: Flow, names: Names) -> Mapping[str, list[str]]:
    """Contact center -> the steps that wait in its queue and ask for no skill themselves."""
    found: dict[str, list[str]] = {}
    for node in flow.nodes.values():
        if "skills" in fields_by_format(node.type.config) and not named(node, "skills"):
            for center in _queues(node, names):
                found.setdefault(center, []).append(node.id)
    return found


def best_level(names: Names, center: str, skill: str) -> int | None:
    """The highest level that an agent holds; None where that is not known, or the skill itself is not."""
    if names.levels is None or center not in names.levels or skill not in names.contact_centers.get(center, ()):
        return None
    return names.levels[center].get(skill, 0)


def _way_on(name: str, found: Mapping[str, str]) -> tuple[str, ...]:
    way = []
    while found[name]:
        name = found[name]
        way.append(name)
    return tuple(way)
