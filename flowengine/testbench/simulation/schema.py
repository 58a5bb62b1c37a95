"""The JSON Schema of scenarios, and every violation of it as a finding with its JSON path."""

from functools import cache

import msgspec

from flowengine.errors import Finding
from flowengine.lang.meaning import described
from flowengine.lang.schema import DIALECT, validator, violations
from flowengine.messages import Json
from flowengine.testbench.dispatch import dispatched
from flowengine.testbench.simulation.document import Scenario
from flowengine.testbench.simulation.meaning import SCENARIO

ID = "scenario-1.json"
_ONE: dict[str, Json] = {"minProperties": 1, "maxProperties": 1}
_EXACT: dict[str, dict[str, Json]] = {"Spread": _ONE, "Act": _ONE}


@cache
def scenario_schema() -> dict[str, Json]:
    """The whole schema as it is shipped."""
    _, found = msgspec.json.schema_components((Scenario,), ref_template="#/$defs/{name}")
    definitions = {name: {**dispatched(schema), **_EXACT.get(name, {})} for name, schema in found.items()}
    spoken = {name: described(schema, name, SCENARIO) for name, schema in definitions.items()}
    document = spoken.pop("Scenario")
    return {"$schema": DIALECT, **document, "title": "Dialogue Studio scenario, format 1", "$defs": spoken}


def scenario_findings(document: Json, file: str) -> list[Finding]:
    """What in a scenario is not as the schema says."""
    return [
        msgspec.structs.replace(finding, file=file) for finding in violations(validator(scenario_schema()), document)
    ]
