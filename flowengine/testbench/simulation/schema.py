"""The JSON Schema of scenarios, and every violation of it as a finding with its JSON path."""

from functools import cache
from typing import Any

import msgspec

from flowengine.errors import Finding
from flowengine.lang.meaning import described
from flowengine.lang.schema import DIALECT, validator, violations
from flowengine.messages import Json
from flowengine.testbench.simulation.document import Scenario
from flowengine.testbench.simulation.meaning import SCENARIO

ID = "scenario-1.json"
_ONE: dict[str, Json] = {"minProperties": 1, "maxProperties": 1}
_EXACT: dict[str, dict[str, Json]] = {"Spread": _ONE, "Act": _ONE}


@cache
def scenario_schema() -> dict[str, Json]:
    """The whole schema as it is shipped."""
    _, found = msgspec.json.schema_components((Scenario,), ref_template="#/$defs/{name}")
    definitions = {name: {**_dispatched(schema), **_EXACT.get(name, {})} for name, schema in found.items()}
    spoken = {name: described(schema, name, SCENARIO) for name, schema in definitions.items()}
    document = spoken.pop("Scenario")
    return {"$schema": DIALECT, **document, "title": "Dialogue Studio scenario, format 1", "$defs": spoken}


def _dispatched(schema: Any) -> Any:
    """Unions told apart by if/then: a fault inside an object is then reported where it is, not at the union."""
    if isinstance(schema, list):
        return [_dispatched(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: _dispatched(value) for key, value in schema.items()}
    options = inner.get("anyOf")
    objects = [item for item in options or () if "$ref" in item or item.get("type") == "object"]
    if options is None or len(objects) != 1:
        return inner
    others = [item for item in options if item is not objects[0]]
    otherwise = others[0] if len(others) == 1 else {"anyOf": others}
    plain = {key: value for key, value in inner.items() if key != "anyOf"}
    return {**plain, "if": {"type": "object"}, "then": objects[0], "else": otherwise}


def scenario_findings(document: Json, file: str) -> list[Finding]:
    """What in a scenario is not as the schema says."""
    return [
        msgspec.structs.replace(finding, file=file) for finding in violations(validator(scenario_schema()), document)
    ]
