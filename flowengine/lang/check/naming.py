"""Which field of a node names what, read from the `format` of config fields, so that no check knows node types."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, get_type_hints

from msgspec import Meta, Struct

from flowengine.lang.document import Flow, Node
from flowengine.lang.reading import Part


@cache
def fields_by_format(config: type[Struct]) -> Mapping[str, str]:
    """Format -> the config's field that has it (lang/node_config.py lists the formats)."""
    found = {}
    for field, hint in get_type_hints(config, include_extras=True).items():
        for meta in getattr(hint, "__metadata__", ()):
            if isinstance(meta, Meta) and meta.extra_json_schema and "format" in meta.extra_json_schema:
                found[str(meta.extra_json_schema["format"])] = field
    return MappingProxyType(found)


def named(node: Node, kind: str) -> Any:
    """The value of the node's field of this format; None if it has none, or its config could not be read."""
    field = fields_by_format(node.type.config).get(kind)
    return getattr(node.config, field) if field and node.config is not None else None


def place(node: Node, kind: str) -> tuple[Part, ...]:
    """Where that field stands in the document."""
    return ("nodes", node.id, fields_by_format(node.type.config)[kind])


def naming(flow: Flow, kind: str) -> Iterator[tuple[Node, Any]]:
    """Each node that has a field of this format and names something in it."""
    types = {node.type.name: node.type for node in flow.nodes.values()}
    fields = {name: fields_by_format(of.config).get(kind) for name, of in types.items()}
    if not any(fields.values()):  # so of most kinds, and a check asks for dozens
        return
    for node in flow.nodes.values():
        field = fields[node.type.name]
        value = getattr(node.config, field) if field and node.config is not None else None
        if value:
            yield node, value
