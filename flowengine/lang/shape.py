"""Shape: what a service's answer must look like, in a few words of JSON Schema, checked in linear time.

No $ref, so nothing is ever fetched; patterns are RE2, so none can be made to run for long.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from flowengine.lang.fault import TemplateInvalid
from flowengine.lang.function_body import compiled, pattern_problem
from flowengine.lang.json_path import json_path
from flowengine.messages import Json

MOST_DEPTH = 12
MOST_PARTS = 200
_TYPES: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {
        "string": (str,), "number": (int, float), "integer": (int,), "boolean": (bool,), "object": (dict,),
        "array": (list,), "null": (type(None),),
    }
)  # fmt: skip  # a table reads better filled
_COUNT = {"type": "integer", "minimum": 0}
_PART = {"$ref": "#/$defs/shape_part"}
_WORD = {"type": "string", "enum": list(_TYPES)}
SCHEMA: dict[str, Json] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "maxLength": 200},
        "description": {"type": "string", "maxLength": 1000},
        "type": {"anyOf": [_WORD, {"type": "array", "items": _WORD, "minItems": 1}]},
        "properties": {"type": "object", "maxProperties": 100, "additionalProperties": _PART},
        "required": {"type": "array", "maxItems": 100, "items": {"type": "string"}},
        "additionalProperties": {"type": "boolean"},
        "items": _PART,
        "enum": {"type": "array", "minItems": 1, "maxItems": 100},
        "const": True,
        "minimum": {"type": "number"},
        "maximum": {"type": "number"},
        "exclusiveMinimum": {"type": "number"},
        "exclusiveMaximum": {"type": "number"},
        "minLength": _COUNT,
        "maxLength": _COUNT,
        "minItems": _COUNT,
        "maxItems": _COUNT,
        "minProperties": _COUNT,
        "maxProperties": _COUNT,
        "pattern": {"type": "string", "maxLength": 256},
    },
}
_Path = tuple[str | int, ...]


class Shape:
    """A schema that was read. Two are equal if their sources are."""

    # A plain class: msgspec hands it to the decoding hook instead of looking inside.
    __slots__ = ("source",)

    def __init__(self, source: Mapping[str, Json]) -> None:
        self.source = source

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shape) and self.source == other.source

    def __hash__(self) -> int:
        return hash(("Shape", repr(self.source)))

    def __repr__(self) -> str:
        return f"Shape({self.source!r})"

    def problem(self, value: Json) -> str:
        """The first thing that is wrong, in words that tell no value; "" if nothing is."""
        return next(_problems(self.source, value, ()), "")


def parse_shape(source: Json) -> Shape:
    """Raises TemplateInvalid for what the schema of shapes cannot say: depth, size, patterns."""
    parts = 0
    ahead: list[tuple[Json, int, _Path]] = [(source, 1, ())]
    while ahead:
        part, depth, at = ahead.pop()
        parts += 1
        if depth > MOST_DEPTH or parts > MOST_PARTS:
            raise TemplateInvalid(
                f"It has more than {MOST_PARTS} parts, or more than {MOST_DEPTH} levels.", "Say less."
            )
        if not isinstance(part, dict):
            continue
        problem = pattern_problem(part["pattern"]) if "pattern" in part else ""
        if problem:
            hint = f"Mend {json_path((*at, 'pattern'))} for RE2; ^ and $ say where it begins and ends."
            raise TemplateInvalid(problem, hint)
        below = part.get("properties")
        for name, each in below.items() if isinstance(below, dict) else ():
            ahead.append((each, depth + 1, (*at, "properties", name)))
        if "items" in part:
            ahead.append((part["items"], depth + 1, (*at, "items")))
    return Shape(source)


def _problems(shape: Mapping[str, Any], value: Json, at: _Path) -> Iterator[str]:
    for word, limit in shape.items():
        check = _CHECKS.get(word)
        if check is not None and not check(limit, value):
            yield f"{json_path(at)} does not fit “{word}”"
    if isinstance(value, dict):
        parts = shape.get("properties", {})
        for name in shape.get("required", ()):
            if name not in value:
                yield f"{json_path((*at, name))} is missing"
        for name, part in parts.items():
            if name in value:
                yield from _problems(part, value[name], (*at, name))
        if shape.get("additionalProperties") is False and not set(value) <= set(parts):
            yield f"{json_path(at)} has more in it than was expected"
    elif isinstance(value, list) and "items" in shape:
        for index, item in enumerate(value):
            yield from _problems(shape["items"], item, (*at, index))


def _of_type(limit: Any, value: Json) -> bool:
    names = (limit,) if isinstance(limit, str) else limit
    return any(_is(name, value) for name in names)


def _is(name: str, value: Json) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, _TYPES[name]) or (name == "integer" and isinstance(value, float) and value.is_integer())


def _same(one: Json, other: Json) -> bool:
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _number(value: Json) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


# What does not apply to a value of this type holds, as JSON Schema has it.
_CHECKS: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        "type": _of_type,
        "enum": lambda limit, value: any(_same(one, value) for one in limit),
        "const": _same,
        "minimum": lambda limit, value: not _number(value) or value >= limit,
        "maximum": lambda limit, value: not _number(value) or value <= limit,
        "exclusiveMinimum": lambda limit, value: not _number(value) or value > limit,
        "exclusiveMaximum": lambda limit, value: not _number(value) or value < limit,
        "minLength": lambda limit, value: not isinstance(value, str) or len(value) >= limit,
        "maxLength": lambda limit, value: not isinstance(value, str) or len(value) <= limit,
        "minItems": lambda limit, value: not isinstance(value, list) or len(value) >= limit,
        "maxItems": lambda limit, value: not isinstance(value, list) or len(value) <= limit,
        "minProperties": lambda limit, value: not isinstance(value, dict) or len(value) >= limit,
        "maxProperties": lambda limit, value: not isinstance(value, dict) or len(value) <= limit,
        "pattern": lambda limit, value: not isinstance(value, str) or compiled(limit).search(value) is not None,
    }
)
