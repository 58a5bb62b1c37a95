"""The flow document's JSON Schema 2020-12, generated from the node types; reports every violation with its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import msgspec
from msgspec import Struct

from flowengine.errors import Finding
from flowengine.lang import meaning
from flowengine.lang.accept import Accepts, acceptor
from flowengine.lang.convert import DEFINITIONS, LANGUAGE, fault_of, schema_special, struct_from
from flowengine.lang.json_path import json_path
from flowengine.lang.node_type import NodeType
from flowengine.lang.schedule import DAY, RANGE
from flowengine.messages import Json

if TYPE_CHECKING:  # jsonschema is loaded when something is wrong: what is right is seen without it (accept.py)
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.exceptions import ValidationError

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID = "^[a-z][a-z0-9_]{0,63}$"
OUTCOME = "^[a-z0-9*#][a-z0-9_]{0,63}$"
KINDS = ("entry", "subflow", "treatment")
MAX_NODES = 5000
VARIABLE_TYPES = ("text", "number", "boolean", "list", "object", "any")
# What is checked by reading it; every other `format` says only what a value names.
FORMATS = ("expression", "template", "text", "prompt", "url", "shape")
Palette = Mapping[str, NodeType]

_NAME = {"type": "string", "pattern": ID}
_NAMES = {"type": "array", "items": _NAME, "uniqueItems": True, "maxItems": 64}
_VARIABLE = {
    "type": "object",
    "required": ["type"],
    "additionalProperties": False,
    "properties": {"type": {"enum": list(VARIABLE_TYPES)}, "default": True, "sensitive": {"type": "boolean"}},
}
SKELETON: dict[str, Json] = {
    "type": "object",
    "required": ["format", "title", "start", "nodes", "wires"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "maxLength": 200},
        "format": {"const": 1},
        "title": {"type": "string", "minLength": 1, "maxLength": 200},
        "kind": {"enum": list(KINDS)},
        "start": _NAME,
        "inputs": _NAMES,
        "outputs": _NAMES,
        "exits": _NAMES,
        "variables": {"type": "object", "propertyNames": {"pattern": ID}, "additionalProperties": _VARIABLE},
        "nodes": {
            "type": "object",
            "minProperties": 1,
            "maxProperties": MAX_NODES,
            "propertyNames": {"pattern": ID},
            "additionalProperties": {
                "type": "object",
                "required": ["type"],
                "properties": {"type": {"type": "string"}},
            },
        },
        "wires": {
            "type": "object",
            "propertyNames": {"pattern": ID},
            "additionalProperties": {
                "type": "object",
                "propertyNames": {"pattern": OUTCOME},
                "additionalProperties": _NAME,
            },
        },
        "keys": {"type": "object", "propertyNames": {"pattern": "^[0-9*#]$"}, "additionalProperties": _NAME},
        "on": {"type": "object", "additionalProperties": False, "properties": {"error": _NAME, "hangup": _NAME}},
    },
}


def node_schema(node: NodeType) -> dict[str, Json]:
    """The schema of one node of this type, complete in itself."""
    schema = msgspec.json.schema(node.config, schema_hook=schema_special)
    definitions = schema.pop("$defs", {})
    name = schema["$ref"].removeprefix("#/$defs/")
    return {**definitions.pop(name), "$defs": {**DEFINITIONS, **definitions}}


def flow_schema(palette: Palette) -> dict[str, Json]:
    """The whole schema as it is shipped: dispatched by node type with if/then, so that messages point at the place."""
    definitions: dict[str, Json] = {}
    dispatch = []
    for name, node in palette.items():
        schema = node_schema(node)
        definitions |= schema.pop("$defs")
        definitions[f"node_{name}"] = {"description": node.purpose, **schema}
        dispatch.append(
            {"if": {"properties": {"type": {"const": name}}}, "then": {"$ref": f"#/$defs/node_{name}"}},
        )
    skeleton = msgspec.json.decode(msgspec.json.encode(SKELETON))
    skeleton["properties"]["nodes"]["additionalProperties"] = {"$ref": "#/$defs/node"}
    node_any = {
        "type": "object",
        "required": ["type"],
        # Editors show enumDescriptions beside the words that they offer; a validator passes over it.
        "properties": {"type": {"enum": list(palette), "enumDescriptions": [of.purpose for of in palette.values()]}},
        "allOf": dispatch,
    }
    return {
        "$schema": DIALECT,
        "title": "Dialogue Studio flow, format 1",
        **meaning.described(skeleton, "flow", meaning.FLOW),
        "$defs": {
            name: meaning.described(schema, "flow.nodes" if name == "node" else name, meaning.FLOW)
            for name, schema in ({"node": node_any} | definitions).items()
        },
    }


class FlowValidator:
    """Holds the compiled validators of one palette. Nothing is ever fetched: the registry is empty."""

    def __init__(self, palette: Palette) -> None:
        self._palette = palette
        self._fits = acceptor(SKELETON, FORMATS)
        self._schemas: dict[str, dict[str, Json]] = {}  # each made when a node of its type is met first
        self._node_fits: dict[str, Accepts] = {}
        self._slow: dict[str, Draft202012Validator] = {}

    def findings(self, document: Json, configs: dict[str, Struct] | None = None) -> Iterator[Finding]:
        """Every violation of the schema in this flow document, in the order of the document; `configs` is given the
        typed config of each node that is right."""
        if not self._fits(document):
            yield from violations(self._validator(""), document)
        nodes = document.get("nodes") if isinstance(document, dict) else None
        for name, node in nodes.items() if isinstance(nodes, dict) else ():
            kind = node.get("type") if isinstance(node, dict) else None
            if not isinstance(kind, str):
                continue
            if kind not in self._palette:
                known = ", ".join(sorted(self._palette))
                path = json_path(["nodes", name, "type"])
                yield Finding(
                    "unknown_node_type", "error", path, f"There is no step of type “{kind[:64]}”.", f"Known: {known}."
                )
                continue
            config = self._config(kind, node)
            if config is None:
                yield from violations(self._validator(kind), node, ("nodes", name))
            elif configs is not None:
                configs[name] = config

    def _validator(self, kind: str) -> Draft202012Validator:
        """That of a node type; of the document around the nodes, if it is empty."""
        if kind not in self._slow:
            self._slow[kind] = validator(self._schema(kind) if kind else SKELETON)
        return self._slow[kind]

    def _schema(self, kind: str) -> dict[str, Json]:
        if kind not in self._schemas:
            self._schemas[kind] = node_schema(self._palette[kind])
        return self._schemas[kind]

    def _config(self, kind: str, node: Json) -> Struct | None:
        """The config of a node that is certainly right; None where jsonschema must look."""
        fits = self._node_fits.get(kind)
        if fits is None:
            fits = self._node_fits[kind] = acceptor(self._schema(kind), FORMATS, DEFINITIONS)
        if not fits(node):
            return None
        try:
            return struct_from(self._palette[kind].config, node)
        except msgspec.ValidationError:
            return None


@cache
def _formats() -> FormatChecker:
    from jsonschema import FormatChecker  # noqa: PLC0415  # see above

    checker = FormatChecker(formats=())
    for name in FORMATS:

        def right(value: object, name: str = name) -> bool:
            fault = fault_of(name, value)
            if fault:
                raise ValueError(*fault)
            return True

        checker.checks(name, raises=ValueError)(right)
    return checker


def validator(schema: Mapping[str, Json]) -> Draft202012Validator:
    """A validator that knows our formats and can reach nothing outside itself."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415  # see above
    from referencing import Registry  # noqa: PLC0415  # as above

    return Draft202012Validator(dict(schema), format_checker=_formats(), registry=Registry())


def violations(found: Draft202012Validator, value: Json, above: tuple[str | int, ...] = ()) -> Iterator[Finding]:
    """Each violation as a finding, its path below `above`."""
    for fault in found.iter_errors(value):
        parts = [*above, *fault.absolute_path]
        if fault.validator == "additionalProperties" and isinstance(fault.instance, Mapping):
            yield from _unknown_fields(fault, parts)
        else:
            code, message, hint, extra = _sentence(fault)
            yield Finding(code, "error", json_path([*parts, *extra]), message, hint)


def _unknown_fields(fault: ValidationError, parts: list[str | int]) -> Iterator[Finding]:
    from difflib import get_close_matches  # noqa: PLC0415  # only a mistake needs it

    schema = fault.schema if isinstance(fault.schema, Mapping) else {}
    known = schema.get("properties") or {}
    hint = f"Known here: {', '.join(sorted(known))}." if known else "Remove it."
    for key in cast(dict[str, Json], fault.instance):
        if key not in known:
            near = get_close_matches(key, known, 1)
            meant = f"Did you mean “{near[0]}”? {hint}" if near else hint
            yield Finding("unknown_field", "error", json_path([*parts, key]), f"“{key[:64]}” is not known here.", meant)


def _sentence(fault: ValidationError) -> tuple[str, str, str, list[str]]:
    """(code, sentence, hint, further path parts) for one jsonschema fault."""
    keyword, value = str(fault.validator), fault.instance
    limit = cast(Any, fault.validator_value)
    if keyword == "format":
        message, hint = fault.cause.args if fault.cause else (fault.message, "")
        return f"{limit}_invalid", message, hint, []
    if keyword == "required":
        name = next(key for key in cast(list[str], limit) if f"'{key}'" in fault.message)
        return "missing", f"“{name}” is missing.", "Add it.", [name]
    if keyword == "pattern":
        hint = _PATTERN_HINTS.get(limit, f"It must match {limit}.")
        # A propertyNames fault has the object's path: the bad key itself is the place.
        extra = [str(value)] if "propertyNames" in fault.absolute_schema_path else []
        return "bad_name", f"“{str(value)[:64]}” is not a valid name here.", hint, extra
    if keyword in _WORDS:
        return "bad_value", f"{_short(value)} {_WORDS[keyword]} {_listed(limit)}.", _purpose(fault), []
    return "bad_value", f"{fault.message[:200]}.", _purpose(fault), []


def _purpose(fault: ValidationError) -> str:
    """What the place is for, as its schema describes it."""
    text = fault.schema.get("description") if isinstance(fault.schema, Mapping) else None
    return f"What belongs here: {text}." if text else "Write a value that fits."


_PATTERN_HINTS = {
    RANGE: "Hours and minutes, the earlier first: 09:00-12:30; at the latest until 24:00.",
    DAY: "A date as 2026-12-25.",
    LANGUAGE: "A language as en, nl or nl-BE.",
    "^[0-9*#]$": "One key of a telephone: 0 to 9, * or #.",
    ID: "Small letters, digits and _; a letter first; at most 64.",
    OUTCOME: "Small letters, digits, _, * and #; at most 64.",
}
_WORDS: dict[str, str] = {
    "type": "must be of type",
    "enum": "must be one of",
    "const": "must be",
    "minimum": "must be at least",
    "maximum": "must be at most",
    "exclusiveMinimum": "must be above",
    "exclusiveMaximum": "must be below",
    "minLength": "must be longer: least length",
    "maxLength": "is too long: at most",
    "minItems": "needs more items: at least",
    "maxItems": "has too many items: at most",
    "minProperties": "needs more entries: at least",
    "maxProperties": "has too many entries: at most",
}


def _short(value: Any) -> str:
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= 60 else text[:57] + "…"


def _listed(limit: Any) -> str:
    return " or ".join(str(item) for item in limit) if isinstance(limit, list) else str(limit)
