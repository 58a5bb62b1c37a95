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
    """A flow that others may call. `exits` are those it declares, else those by which it returns, itself or in a flow
    in which it goes on; `waits` says that no way leads through it without a wait. `types`: its variables -> their
    types; `sensitive` are those of them that must not be shown."""

    kind: str
    inputs: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    exits: tuple[str, ...] = ()
    waits: bool = True
    environment: str = ""
    types: Mapping[str, str] = {}
    sensitive: frozenset[str] = frozenset()


class Names(Struct, frozen=True):
    """What can be named from one environment. `contact_centers`: name -> its skills; `prompts`: name -> its languages
    ("" for a text that is said in any); `attributes`: name -> type; `languages` are those that every prompt should
    have; `bindings` are the bound names that have a value."""

    environment: str
    flows: Mapping[str, KnownFlow] = {}
    contact_centers: Mapping[str, frozenset[str]] = {}
    schedules: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    prompts: Mapping[str, frozenset[str]] = {}
    switches: frozenset[str] = frozenset()
    attributes: Mapping[str, str] = {}
    languages: tuple[str, ...] = ()
    bindings: frozenset[str] = frozenset()


def names_of(environment: str, tenant: Json, folders: Mapping[str, Json], palette: Palette) -> Names:
    """The names that `environment` sees. `tenant` has the form of tenant.json; `folders`: environment ->
    `{"environment": its document, "flows": {name: document}}`, as a release has them. What is malformed is left out:
    other findings speak of it."""
    centers = _object(tenant, "contact_centers")
    near = {name: folders.get(name, {}) for name in (FRONT_DOOR, environment)}  # the own one is last: it wins
    seen = near.values()
    own = _object(tenant, "tenant")
    return Names(
        environment=environment,
        flows={
            name: _known(where, flow, _object(folder, "flows"), palette)
            for where, folder in near.items()
            for name, flow in _object(folder, "flows").items()
            if isinstance(flow, dict)
        },
        contact_centers={name: frozenset(_object(center, "skills")) for name, center in centers.items()},
        schedules=frozenset(name for folder in seen for name in _object(folder, "environment", "schedules")),
        tables=frozenset(name for folder in seen for name in _object(folder, "environment", "tables")),
        prompts={
            name: _languages(prompt)
            for folder in seen
            for name, prompt in _object(folder, "environment", "prompts").items()
        },
        switches=frozenset(_object(tenant, "switches")),
        attributes={name: str(_object(item).get("type", "any")) for name, item in _object(own, "attributes").items()},
        languages=tuple(_texts(centers.get(environment), "languages") or _texts(own, "languages")),
        bindings=frozenset(
            name for folder in seen for name, value in _object(folder, "environment", "bindings").items() if value
        ),
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


def _known(environment: str, flow: dict[str, Json], flows: dict[str, Json], palette: Palette) -> KnownFlow:
    chain = [flow]
    for one in chain:  # grows while it is walked
        ahead = (flows.get(name) for _, name in _naming(one, "next_flow", palette))
        chain += [found for found in ahead if isinstance(found, dict) and found not in chain]
    returned = dict.fromkeys(name for one in chain for _, name in _naming(one, "exit", palette))
    return KnownFlow(
        kind=str(flow.get("kind", "entry")),
        inputs=frozenset(_texts(flow, "inputs")),
        outputs=frozenset(_texts(flow, "outputs")),
        exits=tuple(_texts(flow, "exits") or returned),
        waits=_always_waits(flow, flows, palette),
        environment=environment,
        types={name: str(item.get("type", "any")) for name, item in _variables(flow).items()},
        sensitive=frozenset(_sensitive(flow, palette)),
    )


def _variables(flow: dict[str, Json]) -> dict[str, dict[str, Json]]:
    return {name: item for name, item in _object(flow, "variables").items() if isinstance(item, dict)}


def _sensitive(flow: dict[str, Json], palette: Palette) -> Iterator[str]:
    """The variables that are declared so, and those that take an answer which is not shown."""
    yield from (name for name, item in _variables(flow).items() if item.get("sensitive") is True)
    nodes = _object(flow, "nodes")
    for node, target in _naming(flow, "target", palette):
        if nodes[node].get("sensitive") is True and target.startswith("vars."):
            yield target.partition(".")[2]


def _naming(flow: dict[str, Json], kind: str, palette: Palette) -> Iterator[tuple[str, str]]:
    """Each node that has a field of this format, with what it names there."""
    for name, node in _object(flow, "nodes").items():
        node_type = _type(node, palette)
        field = fields_by_format(node_type.config).get(kind) if node_type else None
        if node_type and field:
            given = node.get(field, _default(node_type.config, field))
            if isinstance(given, str):
                yield name, given


def _default(config: type[Struct], field: str) -> Json:
    return next(found.default for found in fields(config) if found.name == field)


def _type(node: Json, palette: Palette) -> NodeType | None:
    kind = node.get("type") if isinstance(node, dict) else None
    return palette.get(kind) if isinstance(kind, str) else None


def _always_waits(flow: dict[str, Json], flows: dict[str, Json], palette: Palette) -> bool:
    """Whether every way from start to return waits somewhere; a flow that this one calls counts as a wait."""
    chain = [flow]
    went: set[str] = set()
    for one in chain:  # grows while it is walked, by the flows in which it goes on without a wait
        at_start = _met_at_once(one, palette)
        if any(name in at_start for name, _ in _naming(one, "exit", palette)):
            return False
        onward = {to for name, to in _naming(one, "next_flow", palette) if name in at_start} - went
        went |= onward
        chain += [found for found in map(flows.get, sorted(onward)) if isinstance(found, dict)]
    return True


def _met_at_once(flow: dict[str, Json], palette: Palette) -> set[str]:
    """The nodes to which a way leads from the start without a wait."""
    nodes, wires = _object(flow, "nodes"), _object(flow, "wires")
    ahead: list[Json] = [flow.get("start")]
    seen: set[str] = set()
    while ahead:
        name = ahead.pop()
        if not isinstance(name, str) or name in seen or name not in nodes:
            continue
        seen.add(name)
        node_type = _type(nodes[name], palette)
        if node_type is not None:
            ways = at_once(node_type, [leaving.name for leaving in outcomes_of(node_type.outcomes, nodes[name])])
            ahead += [_object(wires, name).get(way) for way in ways]
    return seen


def at_once(node_type: NodeType, outcomes: list[str]) -> list[str]:
    """Those outcomes by which a node may be left in the instant in which it was entered; `error` of a node that waits
    is left out, since its step must be wrong for that."""
    if node_type.at_once is not None:
        return [name for name in outcomes if name in node_type.at_once]
    return [] if node_type.waits else outcomes
