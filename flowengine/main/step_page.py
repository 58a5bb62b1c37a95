"""What a node type does, as a section of Markdown: docs/nodes.md is made of these, and `dialogue-studio steps`."""

from collections.abc import Iterator

from flowengine.lang.canonical import canonical
from flowengine.lang.node_type import NodeType
from flowengine.lang.outcome import Optional, Outcome, Selector
from flowengine.lang.schema import node_schema
from flowengine.lang.seconds import DEFAULTS
from flowengine.messages import Json

KINDS = ("entry", "subflow", "treatment")
LIMITS = {
    "minimum": "at least {}",
    "exclusiveMinimum": "more than {}",
    "maximum": "at most {}",
    "maxLength": "at most {} characters",
    "minItems": "at least {}",
    "maxItems": "at most {}",
    "minProperties": "at least {}",
    "maxProperties": "at most {}",
}
NAMED = {"schedule", "flow", "contact_center", "treatment", "queue", "table", "next_flow"}  # formats that name a thing


def section(node: NodeType) -> Iterator[str]:
    """Its lines: purpose, fields, ways out, example."""
    yield f"### `{node.name}`: {node.title}\n"
    yield f"{node.purpose}{_where(node)}\n"
    rows = list(_rows(node))
    if rows:
        yield "| field | value | default | meaning |\n|---|---|---|---|"
        yield from rows
        yield ""
    ways = ", ".join(_way(outcome) for outcome in node.outcomes)
    yield f"Left by: {ways}.\n" if ways else "It is not left: nothing follows it.\n"
    yield f"```json\n{canonical(dict(node.example))}```\n"


def _where(node: NodeType) -> str:
    words = []
    if node.kinds != KINDS:
        words.append(f"Stands only in flows of kind {' or '.join(node.kinds)}.")
    if node.waits:
        words.append("It waits.")
    if node.without_caller:
        words.append("It may run after the caller has hung up.")
    return "".join(f" {word}" for word in words)


def _way(outcome: Outcome) -> str:
    if isinstance(outcome, Selector):
        return f"each of {'the keys of ' if outcome.of == 'keys' else ''}`{outcome.path}`"
    return f"`{outcome.name}` (need not be wired)" if isinstance(outcome, Optional) else f"`{outcome}`"


def _rows(node: NodeType) -> Iterator[str]:
    schema = node_schema(node)
    for name, field in schema["properties"].items():
        if name not in ("type", "title"):
            needed = name in schema.get("required", ())
            default = "needed" if needed else _default(field)
            yield f"| `{name}` | {_value(field, schema['$defs'])} | {default} | {described(field)} |"


def described(field: dict[str, Json]) -> str:
    """The field's meaning, "" if nobody wrote it down."""
    return str(field.get("description", ""))


def _default(field: dict[str, Json]) -> str:
    found = field.get("default")
    if field.get("$ref") == "#/$defs/seconds":
        return ", ".join(f"{name} `{seconds:g}`" for name, seconds in DEFAULTS.items())
    return f"`{found}`" if isinstance(found, (int, float)) and not isinstance(found, bool) else _worded(found)


def _worded(found: Json) -> str:
    if isinstance(found, bool):
        return "yes" if found else "no"
    return f"`{found}`" if found else "none"


def _value(field: dict[str, Json], definitions: dict[str, Json]) -> str:
    if "anyOf" in field:
        return _value(next(way for way in field["anyOf"] if way.get("type") != "null"), definitions)
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return _object(definitions[name], definitions) if name[0].isupper() else name
    if "enum" in field:
        return " or ".join(f"`{value}`" for value in field["enum"])
    kind = _kind(field, definitions)
    limits = ", ".join(text.format(f"{field[key]:.10g}") for key, text in LIMITS.items() if key in field)
    return f"{kind}, {limits}" if limits else kind


def _kind(field: dict[str, Json], definitions: dict[str, Json]) -> str:
    if field["type"] == "array":
        return f"list of {_value(field['items'], definitions)}"
    if field["type"] == "object" and isinstance(field.get("additionalProperties"), dict):
        return f"key to {_value(field['additionalProperties'], definitions)}"
    named = field.get("format")
    if named == "target":
        return "target"
    if field["type"] == "string" and named in NAMED:
        return f"name of a {str(named).replace('_', ' ')}"
    words = {"integer": "whole number", "string": "text", "boolean": "yes or no"}
    return words.get(field["type"]) or str(field["type"])


def _object(schema: dict[str, Json], definitions: dict[str, Json]) -> str:
    fields = (f"`{name}`: {_value(field, definitions)}" for name, field in schema["properties"].items())
    return f"({'; '.join(fields)})"
