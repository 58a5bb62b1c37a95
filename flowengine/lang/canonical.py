"""The canonical bytes of a document: what `fmt` writes, what a save writes, what a hash is taken of."""

import json
from hashlib import blake2b

from flowengine.messages import Json

# The order people read in; keys that are not named keep their place after these. Nodes, wires and choices keep the
# author's order: it carries meaning (menus are read out, branches are tried, in order).
FLOW_ORDER = (
    "$schema", "format", "title", "kind", "start", "inputs", "outputs", "exits", "variables", "nodes", "wires", "keys",
    "on",
)  # fmt: skip  # one line reads as the sequence that it is
NODE_ORDER = ("type", "title")


def canonical(document: Json) -> str:
    """The one text form of a JSON document: two-space indent, UTF-8 kept, a newline at the end; `$schema` comes first.

    Short lists and objects of plain values stay on one line (up to 120 columns), so that diffs follow meaning.
    """
    return _write(_first(document, ("$schema",)) if isinstance(document, dict) else document, 0) + "\n"


def canonical_flow(flow: dict[str, Json]) -> str:
    """The canonical text of a flow: known keys first and in their order, wires in the order of their nodes."""
    ordered = _first(flow, FLOW_ORDER)
    nodes = ordered.get("nodes")
    if isinstance(nodes, dict):
        ordered["nodes"] = {
            name: _first(node, NODE_ORDER) if isinstance(node, dict) else node for name, node in nodes.items()
        }
        wires = ordered.get("wires")
        if isinstance(wires, dict):
            ordered["wires"] = _first(wires, tuple(nodes))
    return canonical(ordered)


def content_hash(text: str) -> str:
    """The name of a content: 32 hex digits of blake2b over its UTF-8 bytes."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _first(mapping: dict[str, Json], order: tuple[str, ...]) -> dict[str, Json]:
    return {key: mapping[key] for key in order if key in mapping} | {
        key: value for key, value in mapping.items() if key not in order
    }


def _write(value: Json, indent: int) -> str:
    flat = json.dumps(value, ensure_ascii=False, allow_nan=False)
    plain = isinstance(value, (dict, list)) and not any(
        isinstance(item, (dict, list)) and item for item in (value.values() if isinstance(value, dict) else value)
    )
    if not isinstance(value, (dict, list)) or not value or (plain and indent > 0 and len(flat) + indent <= 100):
        return flat
    pad = " " * (indent + 2)
    if isinstance(value, dict):
        body = [
            f"{pad}{json.dumps(key, ensure_ascii=False)}: {_write(item, indent + 2)}" for key, item in value.items()
        ]
        return "{\n" + ",\n".join(body) + "\n" + " " * indent + "}"
    return "[\n" + ",\n".join(f"{pad}{_write(item, indent + 2)}" for item in value) + "\n" + " " * indent + "]"
