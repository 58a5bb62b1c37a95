"""Accept: a quick yes to a value that a JSON Schema certainly allows; for any other, jsonschema has the word.

jsonschema takes half a millisecond a node, most of it for what is right. What is accepted here, jsonschema accepts
(tests/lang/test_accept.py); what is not accepted may still be right: a keyword that is not known here is never.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from flowengine.messages import Json

Accepts = Callable[[Any], bool]
_ANNOTATIONS = frozenset(
    {"$defs", "$schema", "title", "description", "default", "examples", "deprecated", "discriminator"}
)
_DEFINITION = "#/$defs/"
_TYPES: Mapping[str, Accepts] = {
    "string": lambda value: type(value) is str,
    "number": lambda value: type(value) in {int, float},
    "integer": lambda value: type(value) is int,
    "boolean": lambda value: type(value) is bool,
    "object": lambda value: type(value) is dict,
    "array": lambda value: type(value) is list,
    "null": lambda value: value is None,
}
_NUMBERS: Mapping[str, Callable[[Any], Accepts]] = {
    "minimum": lambda limit: lambda value: value >= limit,
    "maximum": lambda limit: lambda value: value <= limit,
    "exclusiveMinimum": lambda limit: lambda value: value > limit,
    "exclusiveMaximum": lambda limit: lambda value: value < limit,
}
_SIZES: Mapping[str, str] = {"Length": "string", "Items": "array", "Properties": "object"}


def acceptor(schema: Mapping[str, Json], formats: Collection[str], trusted: Collection[str] = ()) -> Accepts:
    """A predicate for this schema. `formats` are those that are checked: they are accepted nowhere but in the
    definitions named in `trusted`, whose values are read by a reader of their own besides."""
    return _Compiler(schema, formats, trusted).of(schema)


def _never(value: Any) -> bool:
    return False


def _always(value: Any) -> bool:
    return True


class _Compiler:
    """Holds the definitions of one schema, which may name one another."""

    def __init__(self, root: Mapping[str, Json], formats: Collection[str], trusted: Collection[str]) -> None:
        self._definitions = root.get("$defs", {})
        self._formats = formats
        self._trusted = trusted
        self._known: dict[str, Accepts] = {}

    def of(self, schema: Json, trust: bool = False) -> Accepts:
        if schema is True or schema is False:
            return _always if schema else _never
        parts: list[Accepts] = []
        words = dict(schema)
        if "if" in words:
            parts.append(self._either(*(words.pop(name, True) for name in ("if", "then", "else"))))
        if words.keys() & {"properties", "required", "additionalProperties", "propertyNames"}:
            names = ("properties", "required", "additionalProperties", "propertyNames")
            parts.append(self._object(*(words.pop(name, None) for name in names)))
        kinds = words.pop("type", None)
        if kinds is not None:
            parts.insert(0, _type([kinds] if isinstance(kinds, str) else kinds))
        for keyword, given in words.items():
            if keyword == "format":
                parts += [] if trust or given not in self._formats else [_never]
            elif keyword not in _ANNOTATIONS:
                parts.append(self._keyword(keyword, given))
        return _all(parts)

    def _keyword(self, keyword: str, given: Json) -> Accepts:
        if keyword in _NUMBERS:
            return _only("number", _NUMBERS[keyword](given))
        if keyword[3:] in _SIZES and keyword[:3] in {"min", "max"}:
            return _only(_SIZES[keyword[3:]], _size(keyword[:3], given))
        if keyword in {"enum", "const"}:
            return _one_of(given if keyword == "enum" else [given])
        if keyword == "pattern":
            search = re.compile(given).search
            return _only("string", lambda value: search(value) is not None)
        if keyword in {"anyOf", "allOf"}:
            branches = [self.of(branch) for branch in given]
            return _all(branches) if keyword == "allOf" else lambda value: any(one(value) for one in branches)
        if keyword == "items":
            item = self.of(given)
            return _only("array", lambda value: all(map(item, value)))
        if keyword == "uniqueItems" and given is True:
            # Only texts are compared: jsonschema has its own mind about 1 and true.
            return _only("array", lambda value: all(map(_TYPES["string"], value)) and len(set(value)) == len(value))
        return self._reference(given) if keyword == "$ref" else _never

    def _either(self, condition: Json, then: Json, otherwise: Json) -> Accepts:
        """Only of whether keys are there: a no to anything else may be a yes to jsonschema."""
        if not isinstance(condition, dict) or condition.keys() != {"type", "required"} or condition["type"] != "object":
            return _never
        holds, one, other = (self.of(schema) for schema in (condition, then, otherwise))
        return lambda value: one(value) if holds(value) else other(value)

    def _reference(self, given: str) -> Accepts:
        name = given.removeprefix(_DEFINITION)
        if not given.startswith(_DEFINITION) or name not in self._definitions:
            return _never
        if name not in self._known:
            self._known[name] = lambda value: later(value)  # noqa: PLW0108  # a definition may name itself
            later = self._known[name] = self.of(self._definitions[name], trust=name in self._trusted)
        return self._known[name]

    def _object(self, properties: Any, required: Any, extra: Any, keys: Any) -> Accepts:
        known = {name: self.of(part) for name, part in (properties or {}).items()}
        needed = tuple(required or ())
        other = _always if extra is None else self.of(extra)
        key_is_right = None if keys is None else self.of(keys)

        def accepts(value: dict[str, Json]) -> bool:
            for name in needed:
                if name not in value:
                    return False
            for name, part in value.items():
                if key_is_right is not None and not key_is_right(name):
                    return False
                if not known.get(name, other)(part):
                    return False
            return True

        return _only("object", accepts)


def _all(parts: list[Accepts]) -> Accepts:
    if not parts:
        return _always
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        first, second = parts
        return lambda value: first(value) and second(value)

    def every(value: Any) -> bool:
        for one in parts:  # noqa: SIM110  # a generator inside all() costs as much again
            if not one(value):
                return False
        return True

    return every


def _type(kinds: list[str]) -> Accepts:
    tests = [_TYPES[kind] for kind in kinds]
    return tests[0] if len(tests) == 1 else lambda value: any(test(value) for test in tests)


def _only(kind: str, test: Accepts) -> Accepts:
    """A keyword says nothing of values of another type."""
    is_kind = _TYPES[kind]
    return lambda value: test(value) if is_kind(value) else True


def _size(end: str, limit: int) -> Accepts:
    return (lambda value: len(value) >= limit) if end == "min" else (lambda value: len(value) <= limit)


def _one_of(values: list[Json]) -> Accepts:
    if all(isinstance(value, str) for value in values):
        texts = frozenset(values)
        return lambda value: type(value) is str and value in texts
    return lambda value: any(type(value) is type(one) and value == one for one in values)
