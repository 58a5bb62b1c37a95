"""Fixes of names: the one that was meant in place of one that is nowhere, or the declaration that is missing."""

import re
from collections.abc import Callable, Iterable, Iterator

from flowengine.errors import Edit, Fix
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import fields_by_format
from flowengine.lang.check.plain import object_of, type_of
from flowengine.lang.check.scope import PARTS, SCOPE
from flowengine.lang.fix.ground import Ground, near, put, renamed, take_away, value_at
from flowengine.lang.reading import Part

Known = Callable[[Names], Iterable[str]]
MOST_NAMES = 3
_READ = re.compile(r"\b([a-z_][a-z0-9_]*)(?:\.([a-z_][a-z0-9_]*))?")


def named(known: Known) -> Callable[[Ground], Iterator[Fix]]:
    """A name that stands alone in its place: those that it is nearly, else all that there are if they are few."""

    def fixes(ground: Ground) -> Iterator[Fix]:
        names = [name for name in known(ground.names) if name != ground.value]
        for name in near(ground.value, names, MOST_NAMES) or (names if len(names) <= MOST_NAMES else ()):
            yield put(f"Use “{name}”", ground.path, name)

    return fixes


def flow(ground: Ground) -> Iterator[Fix]:
    """Another flow, of the kind that the place needs."""
    node_type = type_of(value_at(ground.document, ground.path[:2]), ground.palette)
    wanted = _format(node_type.config, str(ground.path[-1])) if node_type else ""
    kinds = {"flow": "subflow", "treatment": "treatment", "next_flow": object_of(ground.document).get("kind", "entry")}
    kind = kinds.get(wanted)
    known = [
        name
        for name, found in ground.names.flows.items()
        if found.kind == kind and (wanted != "next_flow" or found.environment == ground.names.environment)
    ]
    yield from named(lambda names: known)(ground)


def _format(config: type, field: str) -> str:
    return next((kind for kind, name in fields_by_format(config).items() if name == field), "")


def skill(ground: Ground) -> Iterator[Fix]:
    """A skill that the contact center does not have: the hint has those that it has."""
    *_, name = ground.path
    known = {skill for center in ground.names.contact_centers.values() for skill in center}
    for meant in [one for one in near(name, known, MOST_NAMES) if f" {one}" in ground.finding.hint]:
        yield from renamed(ground, ground.path, meant)
    yield take_away(f"Do not ask for “{name}”", ground.path)


def read(ground: Ground) -> Iterator[Fix]:
    """A name in an expression or a text that a flow does not know."""
    for root, part in _reads(ground.value):
        if root not in SCOPE:
            for meant in near(root, SCOPE):
                yield from _written(ground, (root, ""), (meant, ""))
        elif root in PARTS and part and part not in PARTS[root]:
            for meant in near(part, PARTS[root]):
                yield from _written(ground, (root, part), (root, meant))


def attribute(ground: Ground) -> Iterator[Fix]:
    yield from _meant(ground, "attributes", ground.names.attributes)


def switch(ground: Ground) -> Iterator[Fix]:
    yield from _meant(ground, "switches", ground.names.switches)


def binding(ground: Ground) -> Iterator[Fix]:
    yield from _meant(ground, "bindings", ground.names.bindings)


def variable(ground: Ground) -> Iterator[Fix]:
    """A variable that is not declared: the one that was meant, or a declaration."""
    declared = object_of(ground.document, "variables")
    yield from _meant(ground, "vars", declared)
    for name in _undeclared(ground):
        if name not in declared:
            yield put(f"Declare “{name}”", ("variables", name), {"type": _type_of(ground, name)})


def _undeclared(ground: Ground) -> Iterator[str]:
    """The variables that stand in the finding's place, those of its sentence only."""
    if ground.path[0] in ("inputs", "outputs") and isinstance(ground.value, str):
        yield ground.value
    for root, part in dict.fromkeys(_reads(_text(ground))):
        if root == "vars" and part and f"“{part}”" in ground.finding.message:
            yield part


def _type_of(ground: Ground, name: str) -> str:
    """What a step that sets it says it gives; else text, which is what callers say and press."""
    for node in ground.nodes.values():
        node_type = type_of(node, ground.palette)
        for field, kind in node_type.gives.items() if node_type else ():
            if object_of(node).get(field) == f"vars.{name}":
                return kind
    return "text"


def sensitive(ground: Ground) -> Iterator[Fix]:
    """A variable that takes what must not be shown: declared so too."""
    declared = object_of(ground.document, "variables")
    for root, name in dict.fromkeys(_reads(_text(ground))):
        if root == "vars" and name in declared and f"vars.{name} takes" in ground.finding.message:
            yield put(f"Declare “{name}” as sensitive", ("variables", name, "sensitive"), True)


def _meant(ground: Ground, root: str, known: Iterable[str]) -> Iterator[Fix]:
    for part in dict.fromkeys(part for found, part in _reads(_text(ground)) if found == root and part):
        if f"“{part}”" in ground.finding.message:
            for meant in near(part, known):
                yield from _written(ground, (root, part), (root, meant))


def _text(ground: Ground) -> str:
    """What is written in the place: its text, or its key if that is a target."""
    key = str(ground.path[-1])
    return f"{key if '.' in key else ''} {ground.value if isinstance(ground.value, str) else ''}"


def _reads(text: object) -> list[tuple[str, str]]:
    return [(root, part) for root, part in _READ.findall(text)] if isinstance(text, str) else []


def _written(ground: Ground, old: tuple[str, str], new: tuple[str, str]) -> Iterator[Fix]:
    """The place with one name put for another, in the key of a target or in the text."""
    before, after = (".".join(filter(None, name)) for name in (old, new))
    if before == ground.path[-1]:
        yield from renamed(ground, ground.path, after)
    elif isinstance(ground.value, str):
        text = re.sub(rf"(?<![\w.]){re.escape(before)}(?!\w)", after, ground.value)
        if text != ground.value:
            yield put(f"Change “{before}” to “{after}”", ground.path, text)


def exit_known(ground: Ground) -> Iterator[Fix]:
    """An exit that the called flow has not: away from the list, with its wire."""
    name, node = ground.value, str(ground.path[1])
    wired = object_of(ground.document, "wires", node)
    edits = [Edit(ground.path), *([Edit(("wires", node, str(name)))] if name in wired else [])]
    yield Fix(f"Take “{name}” from the exits", tuple(edits))


def exit_listed(ground: Ground) -> Iterator[Fix]:
    """An exit of the called flow for which there is no way yet: into the list."""
    listed = ground.value if isinstance(ground.value, list) else []
    called = ground.names.flows.get(str(object_of(ground.nodes, str(ground.path[1])).get("flow")))
    for name in called.exits if called else ():
        if f"by “{name}”" in ground.finding.message:
            place: Part = len(listed)
            yield put(f"Add the exit “{name}”", (*ground.path, place), name)


def exit_declared(ground: Ground) -> Iterator[Fix]:
    """A return by an exit that the flow does not declare."""
    declared = object_of(ground.document).get("exits")
    exits = declared if isinstance(declared, list) else []
    for name in near(ground.value, (one for one in exits if isinstance(one, str))):
        yield put(f"Return by “{name}”", ground.path, name)
    yield put(f"Declare the exit “{ground.value}”", ("exits",), [*exits, ground.value])
