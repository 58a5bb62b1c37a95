"""Names: what a flow may name, gathered from plain documents, since the directory is another room's."""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import fields

from flowengine.lang.check.naming import fields_by_format
from flowengine.lang.node_type import NodeType
from flowengine.lang.outcome import outcomes_of
from flowengine.messages import Json

FRONT_DOOR = "front_door"
Palette = Mapping[str, NodeType]


class KnownFlow(Struct, frozen=True):
    """A flow that others may call. `exits` are those it declares, else those its steps return by; `waits` says that
    no way leads through it without a wait."""

    kind: str
    inputs: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    exits: tuple[str, ...] = ()
    waits: bool = True


class Names(Struct, frozen=True):
    """What can be named from one environment. `contact_centers`: name -> its skills; `prompts`: name -> its languages
    ("" for a text that is said in any); `languages` are those that every prompt should have."""

    environment: str
    flows: Mapping[str, KnownFlow] = {}
    contact_centers: Mapping[str, frozenset[str]] = {}
    schedules: frozenset[str] = frozenset()
    prompts: Mapping[str, frozenset[str]] = {}
    switches: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()


def names_of(environment: str, tenant: Json, folders: Mapping[str, Json], palette: Palette) -> Names:
    """The names that `environment` sees. `tenant` has the form of tenant.json; `folders`: environment ->
    `{"environment": its document, "flows": {name: document}}`, as a release has them. What is malformed is left out:
    other findings speak of it."""
    centers = _object(tenant, "contact_centers")
    seen = [folders.get(name, {}) for name in dict.fromkeys((FRONT_DOOR, environment))]  # the own one wins
    own = _object(tenant, "tenant")
    return Names(
        environment=environment,
        flows={
            name: _known(flow, palette)
            for folder in seen
            for name, flow in _object(folder, "flows").items()
            if isinstance(flow, dict)
        },
        contact_centers={name: frozenset(_object(center, "skills")) for name, center in centers.items()},
        schedules=frozenset(name for folder in seen for name in _object(folder, "environment", "schedules")),
        prompts={
            name: _languages(prompt)
            for folder in seen
            for name, prompt in _object(folder, "environment", "prompts").items()
        },
        switches=frozenset(_object(tenant, "switches")),
        attributes=frozenset(_object(own, "attributes")),
        languages=tuple(_texts(centers.get(environment), "languages") or _texts(own, "languages")),
    )


def _object(value: Json, *keys: str) -> dict[str, Json]:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _texts(value: Json, key: str) -> list[str]:
    found = value.get(key) if isinstance(value, dict) else None
    return [item for item in found if isinstance(item, str)] if isinstance(found, (list, tuple)) else []


def _languages(prompt: Json) -> frozenset[str]:
    return frozenset(_object(prompt, "by_language")) or frozenset({""})


def _known(flow: dict[str, Json], palette: Palette) -> KnownFlow:
    returned = dict.fromkeys(name for _, name in _returns(flow, palette))
    return KnownFlow(
        kind=str(flow.get("kind", "entry")),
        inputs=frozenset(_texts(flow, "inputs")),
        outputs=frozenset(_texts(flow, "outputs")),
        exits=tuple(_texts(flow, "exits") or returned),
        waits=_always_waits(flow, palette),
    )


def _returns(flow: dict[str, Json], palette: Palette) -> Iterator[tuple[str, str]]:
    """Each node that goes back to the caller, with the exit it takes."""
    for name, node in _object(flow, "nodes").items():
        node_type = _type(node, palette)
        field = fields_by_format(node_type.config).get("exit") if node_type else None
        if node_type and field:
            exit_name = node.get(field, _default(node_type.config, field))
            if isinstance(exit_name, str):
                yield name, exit_name


def _default(config: type[Struct], field: str) -> Json:
    return next(found.default for found in fields(config) if found.name == field)


def _type(node: Json, palette: Palette) -> NodeType | None:
    kind = node.get("type") if isinstance(node, dict) else None
    return palette.get(kind) if isinstance(kind, str) else None


def _always_waits(flow: dict[str, Json], palette: Palette) -> bool:
    """Whether every way from start to return waits somewhere; a flow that this one calls counts as a wait."""
    nodes, wires = _object(flow, "nodes"), _object(flow, "wires")
    back = {name for name, _ in _returns(flow, palette)}
    ahead, seen = [flow.get("start")], set()
    while ahead:
        name = ahead.pop()
        if not isinstance(name, str) or name in seen or name not in nodes:
            continue
        seen.add(name)
        if name in back:
            return False
        node_type = _type(nodes[name], palette)
        if node_type is not None:
            ways = at_once(node_type, [leaving.name for leaving in outcomes_of(node_type.outcomes, nodes[name])])
            ahead += [_object(wires, name).get(way) for way in ways]
    return True


def at_once(node_type: NodeType, outcomes: list[str]) -> list[str]:
    """Those outcomes by which a node may be left in the instant in which it was entered; `error` of a node that waits
    is left out, since its step must be wrong for that."""
    if node_type.at_once is not None:
        return [name for name in outcomes if name in node_type.at_once]
    return [] if node_type.waits else outcomes
