"""The JSON Schema of case documents, and every violation of it as a finding with its JSON path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.errors import Finding
from flowengine.lang.meaning import described
from flowengine.lang.schema import DIALECT, validator, violations
from flowengine.messages import Json
from flowengine.testbench.dispatch import dispatched
from flowengine.testbench.document import CasesDocument, Given, Step
from flowengine.testbench.meaning import CASES

if TYPE_CHECKING:  # loaded when something is wrong, see lang/schema.py
    from jsonschema import Draft202012Validator

ID = "cases-1.json"
PLACEHOLDER = {"type": "string", "pattern": r"\$\{[a-z][a-z0-9_]*\}"}
_ONE: dict[str, Json] = {"minProperties": 1, "maxProperties": 1}
_TWO: dict[str, Json] = {"minProperties": 2, "maxProperties": 2}
_EXACT: dict[str, dict[str, Json]] = {
    "Step": _ONE,
    "AgentAct": {"if": {"required": ["reason"]}, "then": {**_TWO, "required": ["presence"]}, "else": _ONE},
    "CallerAct": {"if": {"required": ["ignored"]}, "then": _TWO, "else": _ONE},  # it stands beside an act
}


def cases_schema() -> dict[str, Json]:
    """The whole schema as it is shipped; `${name}` may stand wherever a value may."""
    definitions = {name: _placeholders(schema) for name, schema in _definitions().items()}
    body = definitions["CaseBody"]["properties"]
    for steps in (body["steps"], body["first"], definitions["CasesDocument"]["properties"]["first"]):
        steps["items"] = {"$ref": "#/$defs/Step"}
    given = {"$ref": "#/$defs/Given"}
    several = {"type": "array", "items": {"if": {"type": "object"}, "then": given, "else": {"type": "string"}}}
    body["given"] = {"if": {"type": "array"}, "then": several, "else": given}
    definitions["CasesDocument"]["properties"]["given"] = several
    spoken = {name: described(schema, name, CASES) for name, schema in definitions.items()}
    document = spoken.pop("CasesDocument")
    return {"$schema": DIALECT, **document, "title": "Dialogue Studio cases, format 1", "$defs": spoken}


@cache
def _definitions() -> dict[str, dict[str, Any]]:
    _, found = msgspec.json.schema_components((CasesDocument, Given, Step), ref_template="#/$defs/{name}")
    return {name: {**dispatched(schema), **_EXACT.get(name, {})} for name, schema in found.items()}


def _placeholders(schema: Any) -> Any:
    """Numbers and words may be `${name}` as well; texts may anyway."""
    if isinstance(schema, list):
        return [_placeholders(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    plain = ("default", "enum", "if")
    inner = {key: value if key in plain else _placeholders(value) for key, value in schema.items()}
    if schema.get("type") in ("number", "integer", "boolean") or "enum" in schema:
        return {"anyOf": [inner, PLACEHOLDER]}
    return inner


@cache
def _part(kind: type) -> Draft202012Validator:
    definitions = _definitions()
    return validator({**definitions[kind.__name__], "$defs": definitions})


def part_findings(kind: type, value: Json, path: tuple[str | int, ...], file: str) -> Iterator[Finding]:
    """Every violation in one part of a document (a struct of document.py), `path` leading to it."""
    for finding in violations(_part(kind), value, path):
        yield msgspec.structs.replace(finding, file=file)


def document_findings(document: Json, file: str) -> list[Finding]:
    """What is wrong with the file as a whole, its cases' own contents apart."""
    return list(part_findings(CasesDocument, document, (), file))
