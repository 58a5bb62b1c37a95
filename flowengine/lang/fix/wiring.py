"""Fixes of wires: lead an outcome somewhere, to the step that was meant, or take away what leads nowhere."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import fields

from flowengine.errors import Edit, Fix
from flowengine.lang.check.plain import object_of, type_of
from flowengine.lang.fix.ground import Ground, near, put, renamed, take_away
from flowengine.lang.outcome import outcomes_of
from flowengine.messages import Json

MOST_TARGETS = 2


def connect(ground: Ground) -> Iterator[Fix]:
    """An outcome that leads nowhere: to where the caller is most likely wanted, or to a new end."""
    for target in _likely(ground)[:MOST_TARGETS]:
        yield put(f"Connect to {ground.title(target)}", ground.path, target)
    ending = _ending(ground)
    if ending:
        name = _free(ending, ground)
        title = f"Connect to a new step “{ground.palette[ending].title}”"
        yield Fix(title, (Edit(("nodes", name), {"type": ending}), Edit(ground.path, name)))


def _likely(ground: Ground) -> list[str]:
    """Steps that nothing leads to yet; then where the same outcome leads elsewhere, if its name is the type's and not
    an author's, where this step's other outcomes lead, and where the dialogue ends. Each
    once, never the step itself."""
    _, node, outcome = ground.path
    wires = [object_of(ways) for ways in ground.wires.values()]
    led = Counter(_texts([*(to for ways in wires for to in ways.values()), *_beginnings(ground)]))
    node_type = type_of(ground.nodes.get(str(node)), ground.palette)
    is_fixed = node_type is not None and outcome in node_type.outcomes
    same = Counter(_texts([ways.get(str(outcome)) for ways in wires] if is_fixed else []))
    beside = Counter(_texts(object_of(ground.wires, str(node)).values()))
    found = [
        *(name for name in ground.nodes if name not in led),
        *(name for name, _ in same.most_common()),
        *(name for name, _ in beside.most_common()),
        *(name for name in ground.nodes if _ends(ground, name)),
    ]
    return [name for name in dict.fromkeys(found) if name in ground.nodes and name != node]


def _beginnings(ground: Ground) -> list[Json]:
    whole = object_of(ground.document)
    return [whole.get("start"), *object_of(whole, "keys").values(), *object_of(whole, "on").values()]


def _texts(values: Iterable[Json]) -> list[str]:
    return [value for value in values if isinstance(value, str)]


def _ends(ground: Ground, name: str) -> bool:
    node_type = type_of(ground.nodes[name], ground.palette)
    return node_type is not None and not node_type.outcomes


def _ending(ground: Ground) -> str:
    """The plainest type of step after which nothing follows: of those that need no words, the last of the palette."""
    kind = object_of(ground.document).get("kind", "entry")
    plain = [
        name
        for name, node in ground.palette.items()
        if not node.outcomes and kind in node.kinds and not _needs(node.config)
    ]
    return plain[-1] if plain else ""


def _needs(config: type) -> bool:
    return any(field.required for field in fields(config))


def _free(name: str, ground: Ground) -> str:
    taken, number = name, 2
    while taken in ground.nodes:
        taken, number = f"{name}_{number}", number + 1
    return taken


def target(ground: Ground) -> Iterator[Fix]:
    """A wire that leads to no step: to the one that was meant, else to where the caller is likely wanted, or away."""
    for name in near(ground.value, ground.nodes) or _likely(ground)[:1]:
        yield put(f"Connect to {ground.title(name)}", ground.path, name)
    yield take_away("Remove the wire", ground.path)


def beginning(ground: Ground) -> Iterator[Fix]:
    """A key, or what happens on an error or a hang-up, that leads to no step: to the one that was meant, or nowhere."""
    for name in near(ground.value, ground.nodes):
        yield put(f"Go to {ground.title(name)}", ground.path, name)
    word = "key" if ground.path[0] == "keys" else "way on"
    yield take_away(f"Remove the {word} {ground.path[1]}", ground.path)


def outcome(ground: Ground) -> Iterator[Fix]:
    """A wire of an outcome that the step does not have: of the one that was meant, or none."""
    _, node, left_by = ground.path
    document = object_of(ground.nodes, str(node))
    node_type = type_of(document, ground.palette)
    wired = object_of(ground.wires, str(node))
    known = [one.name for one in outcomes_of(node_type.outcomes, document)] if node_type else []
    free = [name for name in known if name not in wired]
    for name in near(left_by, free):
        yield from renamed(ground, ground.path, name)
    yield take_away("Remove the wire", ground.path)


def source(ground: Ground) -> Iterator[Fix]:
    """Wires that lead from no step."""
    _, name = ground.path
    for meant in near(name, (node for node in ground.nodes if node not in ground.wires)):
        yield from renamed(ground, ground.path, meant)
    yield take_away("Remove these wires", ground.path)


def start(ground: Ground) -> Iterator[Fix]:
    """A flow that starts nowhere."""
    led = set(_texts(to for ways in ground.wires.values() for to in object_of(ways).values()))
    first = [name for name in ground.nodes if name not in led] or list(ground.nodes)
    for name in dict.fromkeys([*near(ground.value, ground.nodes), *first[:1]]):
        yield put(f"Start at {ground.title(name)}", ground.path, name)


def unreachable(ground: Ground) -> Iterator[Fix]:
    """A step that nothing leads to: away with it, and with the wires of others that are lost too."""
    name = str(ground.path[1])
    lost = [
        ("wires", source, way)
        for source, ways in ground.wires.items()
        for way, to in object_of(ways).items()
        if to == name and source != name
    ]
    own = [("wires", name)] if name in ground.wires else []
    yield take_away("Remove the step", ground.path, *own, *lost)
