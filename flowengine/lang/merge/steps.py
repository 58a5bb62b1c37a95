"""Steps as wholes: a step is its node and its wires, and no wire is left leading to a step that a side removed."""

from collections.abc import Iterator

from flowengine.errors import Finding
from flowengine.lang.diff.align import ABSENT, Held, Place
from flowengine.lang.diff.difference import same
from flowengine.lang.merge.conflict import Sides, clash, step_gone
from flowengine.lang.merge.value import only_less
from flowengine.messages import Json

Flow = dict[str, Json]


def without_clashing_steps(base: Flow, ours: Flow, theirs: Flow, conflicts: list[Finding]) -> Flow:
    """Theirs, with every step that clashes as a whole put so that merging gives ours: a finding for each.

    A step clashes if one side removed it and the other changed it or where it leads, if both added it differently,
    or if both changed it and one its type.
    """
    result = {**theirs, "nodes": dict(theirs["nodes"]), "wires": dict(theirs["wires"])}
    for name in {**base["nodes"], **ours["nodes"], **theirs["nodes"]}:
        if _clashes(base, ours, theirs, name):
            conflicts.append(_clash(base, ours, theirs, name))
            for part in ("nodes", "wires"):
                if name in base[part]:
                    result[part][name] = base[part][name]
                else:
                    result[part].pop(name, None)
            if name not in ours["nodes"]:
                result["nodes"].pop(name, None)
                result["wires"].pop(name, None)
    return result


def with_steps_led_to(merged: Flow, ours: Flow, theirs: Flow, conflicts: list[Finding]) -> Flow:
    """The merged flow without wires to steps that one side removed and the other leads to: each is a finding.

    A step that ours leads to stays; a wire of theirs to a step that ours removed gives way to what ours has there.
    """
    result = {key: _copied(value) for key, value in merged.items()}
    result["wires"] = {name: _copied(wires) for name, wires in result["wires"].items()}
    while gone := [
        (place, target) for place, target in led(result) if _is_step(target) and target not in result["nodes"]
    ]:
        known = len(conflicts)
        for place, target in gone:
            _mend(result, ours, theirs, (place, target), conflicts)
        if len(conflicts) == known:
            break  # what is left led nowhere before, too: the checks speak of it
    return result


def led(flow: Flow) -> Iterator[tuple[Place, Json]]:
    """Every place of a flow that leads to a step, and that step."""
    yield from (
        (("wires", name, outcome), to)
        for name, wires in flow["wires"].items()
        if isinstance(wires, dict)
        for outcome, to in wires.items()
    )
    if "start" in flow:
        yield ("start",), flow["start"]
    for place in ("keys", "on"):
        if isinstance(flow.get(place), dict):
            yield from (((place, event), target) for event, target in flow[place].items())


def _is_step(target: Json) -> bool:
    return isinstance(target, str) and bool(target)  # an empty `on` leads nowhere on purpose


def _clashes(base: Flow, ours: Flow, theirs: Flow, name: str) -> bool:
    node, us, them = (side["nodes"].get(name, ABSENT) for side in (base, ours, theirs))
    if same(us, them):
        return False
    if node is ABSENT:
        return us is not ABSENT and them is not ABSENT
    if us is ABSENT or them is ABSENT:
        present = theirs if us is ABSENT else ours
        wires, now = (side["wires"].get(name, {}) for side in (base, present))
        return not (same(present["nodes"][name], node) and only_less(wires, now))
    types = [side.get("type") if isinstance(side, dict) else None for side in (node, us, them)]
    return not (same(us, node) or same(them, node)) and types.count(types[0]) < len(types)


def _clash(base: Flow, ours: Flow, theirs: Flow, name: str) -> Finding:
    node = Sides(*(side["nodes"].get(name, ABSENT) for side in (base, ours, theirs)))
    removed = node.ours is ABSENT or node.theirs is ABSENT
    kept = node.theirs if node.ours is ABSENT else node.ours
    if removed and same(kept, node.base):  # only where it leads was changed
        wires = Sides(*(_wires(side, name) for side in (base, ours, theirs)))
        return clash(wires, ("wires", name))
    return clash(node, ("nodes", name))


def _wires(flow: Flow, name: str) -> Held:
    return flow["wires"].get(name, {}) if name in flow["nodes"] else ABSENT


def _mend(result: Flow, ours: Flow, theirs: Flow, wire: tuple[Place, str], conflicts: list[Finding]) -> None:
    place, target = wire
    us, them = (at(side, place) == target for side in (ours, theirs))
    if us and not them and target in ours["nodes"]:
        result["nodes"][target] = ours["nodes"][target]
        if target in ours["wires"]:
            result["wires"][target] = _copied(ours["wires"][target])
        conflicts.append(step_gone(place, target, "theirs"))
    elif them and not us and target in theirs["nodes"]:
        _put(result, place, at(ours, place))
        if place[0] == "wires" and not result["wires"][place[1]] and place[1] not in ours["wires"]:
            del result["wires"][place[1]]
        conflicts.append(step_gone(place, target, "ours"))


def at(flow: Flow, place: Place) -> Held:
    """What stands at a place of a flow, or ABSENT."""
    found: Held = flow
    for part in place:
        found = found.get(part, ABSENT) if isinstance(found, dict) else ABSENT
    return found


def _put(flow: Flow, place: Place, value: Held) -> None:
    *way, last = place
    holder = flow
    for part in way:
        holder = holder[str(part)]
    if value is ABSENT:
        del holder[str(last)]
    else:
        holder[str(last)] = value


def _copied(value: Json) -> Json:
    return dict(value) if isinstance(value, dict) else value
