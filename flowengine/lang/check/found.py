"""How checks write what they find, and the way from the start to a step that shows it can happen."""

from collections.abc import Iterable, Mapping

from flowengine.errors import Finding
from flowengine.lang.document import Flow
from flowengine.lang.json_path import json_path
from flowengine.lang.reading import Part

LONGEST_WAY = 40  # steps shown; a longer way is shown from its end


def error(code: str, place: Iterable[Part], message: str, hint: str, way: tuple[str, ...] = ()) -> Finding:
    """A finding that blocks a publish."""
    return Finding(code, "error", json_path(place), message, hint, counter_example=way)


def warning(code: str, place: Iterable[Part], message: str, hint: str, way: tuple[str, ...] = ()) -> Finding:
    """A finding that does not."""
    return Finding(code, "warning", json_path(place), message, hint, counter_example=way)


def listed(names: Iterable[str]) -> str:
    """A hint that names what there is."""
    known = sorted(names)
    return f"Known here: {', '.join(known[:12])}{' …' if len(known) > 12 else ''}." if known else "There is none yet."


def reached(flow: Flow) -> Mapping[str, str]:
    """Every node that can be reached, with the one it is first reached from ("" for those where a flow begins)."""
    beginnings = (flow.start, flow.on.error, flow.on.hangup, *flow.keys.values())
    found = {name: "" for name in beginnings if name in flow.nodes}
    ahead = list(found)
    for name in ahead:  # grows while it is walked: breadth first, so that ways are shortest
        for target in flow.wires.get(name, {}).values():
            if target in flow.nodes and target not in found:
                found[target] = name
                ahead.append(target)
    return found


def way_to(node: str, before: Mapping[str, str]) -> tuple[str, ...]:
    """The steps from a beginning to `node`; `before` is what `reached` gave. Empty if nothing leads there."""
    if node not in before:
        return ()
    way: list[str] = []
    while node and len(way) < LONGEST_WAY:
        way.append(node)
        node = before[node]
    return tuple(reversed(way)) if not node else ("…", *reversed(way))
