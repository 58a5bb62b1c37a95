"""Plain: reads flow documents that nobody has checked yet; whatever is malformed in them is passed over."""

from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import fields

from flowengine.lang.check.naming import fields_by_format
from flowengine.lang.node_type import NodeType
from flowengine.lang.outcome import outcomes_of
from flowengine.messages import Json

Palette = Mapping[str, NodeType]


def object_of(value: Json, *keys: str) -> dict[str, Json]:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def texts_of(value: Json, key: str) -> list[str]:
    found = value.get(key) if isinstance(value, dict) else None
    return [item for item in found if isinstance(item, str)] if isinstance(found, (list, tuple)) else []


def naming_in(flow: dict[str, Json], kind: str, palette: Palette) -> Iterator[tuple[str, str]]:
    """Each node that has a field of this format, with what it names there."""
    for name, node in object_of(flow, "nodes").items():
        node_type = type_of(node, palette)
        field = fields_by_format(node_type.config).get(kind) if node_type else None
        if node_type and field:
            given = node.get(field, _default(node_type.config, field))
            if isinstance(given, str):
                yield name, given


def _default(config: type[Struct], field: str) -> Json:
    return next(found.default for found in fields(config) if found.name == field)


def type_of(node: Json, palette: Palette) -> NodeType | None:
    kind = node.get("type") if isinstance(node, dict) else None
    return palette.get(kind) if isinstance(kind, str) else None


def met_at_once(flow: dict[str, Json], palette: Palette) -> set[str]:
    """The nodes to which a way leads from the start without a wait."""
    nodes, wires = object_of(flow, "nodes"), object_of(flow, "wires")
    ahead: list[Json] = [flow.get("start")]
    seen: set[str] = set()
    while ahead:
        name = ahead.pop()
        if not isinstance(name, str) or name in seen or name not in nodes:
            continue
        seen.add(name)
        node_type = type_of(nodes[name], palette)
        if node_type is not None:
            ways = at_once(node_type, [leaving.name for leaving in outcomes_of(node_type.outcomes, nodes[name])])
            ahead += [object_of(wires, name).get(way) for way in ways]
    return seen


def at_once(node_type: NodeType, outcomes: list[str]) -> list[str]:
    """Those outcomes by which a node may be left in the instant in which it was entered; `error` of a node that waits
    is left out, since its step must be wrong for that."""
    if node_type.at_once is not None:
        return [name for name in outcomes if name in node_type.at_once]
    return [] if node_type.waits else outcomes
