"""Three values merged into one: mappings key by key, named items by name, other lists by what stands between."""

from flowengine.errors import Finding
from flowengine.lang.diff.align import ABSENT, Held, Place, aligned, exact, identity_of, is_ordered, is_set
from flowengine.lang.diff.difference import same
from flowengine.lang.merge.conflict import Sides, clash, orders_clash
from flowengine.lang.merge.order import added_at_one_spot, arranged, both_moved
from flowengine.messages import Json

# Of each row an object has one key at most; where each side chose another, taking both would make no sense.
ALTERNATIVES = (frozenset({"by_language", "prompt"}), frozenset({"caller", "agent", "pass_s", "set", "expect"}))
UNORDERED_ITEMS = frozenset({"examples", "notes", "frames"})  # named items whose order says nothing
POSITION = {"x", "y"}  # one thing: half of each side's would be a position that nobody chose

Object = dict[str, Json]
Lists = tuple[list[Json], list[Json], list[Json]]


def merged_value(sides: Sides, place: Place, conflicts: list[Finding]) -> Held:
    """The merged value; what cannot be merged is ours, and a finding is added to `conflicts`."""
    base, ours, theirs = sides.base, sides.ours, sides.theirs
    if exact(theirs, base) or exact(ours, theirs):
        return ours
    if exact(ours, base):
        return theirs
    if isinstance(ours, dict) and isinstance(theirs, dict):
        old = base if isinstance(base, dict) else {}
        return (
            _whole(sides, place, conflicts) if _is_one_thing(old, ours, theirs) else _objects(sides, place, conflicts)
        )
    if isinstance(ours, list) and isinstance(theirs, list):
        return _lists((base if isinstance(base, list) else [], ours, theirs), place, conflicts)
    return _whole(sides, place, conflicts)


def only_less(base: Held, side: Held) -> bool:
    """Whether a side has only removed things inside: who removes it all does so too."""
    if isinstance(base, dict) and isinstance(side, dict):
        return all(key in base and only_less(base[key], value) for key, value in side.items())
    return same(base, side)


def _whole(sides: Sides, place: Place, conflicts: list[Finding]) -> Held:
    base, ours, theirs = sides.base, sides.ours, sides.theirs
    if same(theirs, base) or same(ours, theirs):
        return ours
    if same(ours, base):
        return theirs
    if (ours is ABSENT and only_less(base, theirs)) or (theirs is ABSENT and only_less(base, ours)):
        return ABSENT
    conflicts.append(clash(sides, place))
    return ours


def _is_one_thing(base: Object, ours: Object, theirs: Object) -> bool:
    """Whether one side's fields make no sense among the other's: the type differs, or it is a position."""
    types = [side.get("type", ABSENT) for side in (base or ours, ours, theirs)]
    return not all(same(types[0], other) for other in types) or ours.keys() == theirs.keys() == POSITION


def _objects(sides: Sides, place: Place, conflicts: list[Finding]) -> Held:
    base = sides.base if isinstance(sides.base, dict) else {}
    inside: list[Finding] = []
    merged = _mappings((base, sides.ours, sides.theirs), place, inside)
    for row in ALTERNATIVES:
        if len(row & merged.keys()) > max(1, len(row & sides.ours.keys()), len(row & sides.theirs.keys())):
            return _whole(sides, place, conflicts)
    conflicts += inside
    if is_ordered(place) and both_moved(list(base), list(sides.ours), list(sides.theirs)):
        conflicts.append(orders_clash(place, list(sides.ours), list(sides.theirs)))
    return merged


def _mappings(three: tuple[Object, Object, Object], place: Place, conflicts: list[Finding]) -> Object:
    base, ours, theirs = three
    merged: Object = {}
    for key in {**base, **ours, **theirs}:
        found = Sides(*(side.get(key, ABSENT) for side in three))
        value = merged_value(found, (*place, key), conflicts)
        if value is not ABSENT:
            merged[key] = value
    return {key: merged[key] for key in arranged(merged, list(base), list(ours), list(theirs))}


def _lists(three: Lists, place: Place, conflicts: list[Finding]) -> list[Json]:
    base, ours, theirs = three
    if is_set(place, *three):
        kept = [
            it for it in {**dict.fromkeys(base), **dict.fromkeys(ours), **dict.fromkeys(theirs)} if _stays(it, three)
        ]
        return list(arranged(kept, base, ours, theirs))
    field = identity_of(*three)
    return _named(three, field, place, conflicts) if field else _sequences(three, place, conflicts)


def _stays(item: Json, three: Lists) -> bool:
    base, ours, theirs = three
    return (item in ours and item in theirs) if item in base else (item in ours or item in theirs)


def _named(three: Lists, field: str, place: Place, conflicts: list[Finding]) -> list[Json]:
    """Lists of objects that have names: merged like mappings, and their order as one more thing."""
    base, ours, theirs = ({item[field]: item for item in items} for items in three)
    spots = {name: at for names in (base, theirs, ours) for at, name in enumerate(names)}
    names = (list(base), list(ours), list(theirs))
    merged: Object = {}
    for name in {**base, **ours, **theirs}:
        found = Sides(*(side.get(name, ABSENT) for side in (base, ours, theirs)))
        value = merged_value(found, (*place, spots[name]), conflicts)
        if value is not ABSENT:
            merged[name] = value
    if place[-1:] and place[-1] not in UNORDERED_ITEMS:
        doubtful = added_at_one_spot(*names)
        if doubtful or both_moved(*names):
            conflicts.append(orders_clash(place, names[1], names[2]))
        merged = {name: value for name, value in merged.items() if name not in doubtful}
    return [merged[name] for name in arranged(merged, *names)]


def _sequences(three: Lists, place: Place, conflicts: list[Finding]) -> list[Json]:
    """Lists whose items have no names: what lies between items that all three share is merged apart."""
    base, ours, theirs = three
    us, them = dict(aligned(base, ours)), dict(aligned(base, theirs))
    shared = [(at, us[at], them[at]) for at in range(len(base)) if at in us and at in them]
    merged: list[Json] = []
    begin = (0, 0, 0)
    for end in [*shared, (len(base), len(ours), len(theirs))]:
        between = (base[begin[0] : end[0]], ours[begin[1] : end[1]], theirs[begin[2] : end[2]])
        merged += _between(between, place, begin[1], conflicts)
        if end[1] < len(ours):
            found = Sides(base[end[0]], ours[end[1]], theirs[end[2]])
            merged.append(merged_value(found, (*place, end[1]), conflicts))
        begin = (end[0] + 1, end[1] + 1, end[2] + 1)
    return merged


def _between(three: Lists, place: Place, first: int, conflicts: list[Finding]) -> list[Json]:
    base, ours, theirs = three
    if same(theirs, base) or same(ours, theirs):
        return ours
    if same(ours, base):
        return theirs
    if len(base) == len(ours) == len(theirs):
        found = [
            merged_value(Sides(*items), (*place, first + at), conflicts)
            for at, items in enumerate(zip(*three, strict=True))
        ]
        return [value for value in found if value is not ABSENT]
    conflicts.append(clash(Sides(base or ABSENT, ours, theirs), (*place, first)))
    return ours
