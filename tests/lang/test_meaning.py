"""Every field that a schema offers says what it means: an editor shows it beside what is being written."""

from collections.abc import Iterator, Mapping

import pytest

from flowengine.lang.environment_schema import environment_schema
from flowengine.lang.meaning import ENVIRONMENT, FLOW, described
from flowengine.lang.schema import flow_schema
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE
from flowengine.testbench.meaning import CASES
from flowengine.testbench.schema import cases_schema
from flowengine.testbench.simulation.meaning import SCENARIO
from flowengine.testbench.simulation.schema import scenario_schema

SCHEMAS = {
    "flow": (flow_schema(PALETTE), "flow"),
    "environment": (environment_schema(), "Environment"),
    "cases": (cases_schema(), "CasesDocument"),
    "scenario": (scenario_schema(), "Scenario"),
}
KNOWN = ("shape_part",)  # an author's own schema inside a step, in the words of JSON Schema itself


def fields(schema: Json, at: str) -> Iterator[tuple[str, Json]]:
    """Every property below, with the way to it."""
    if isinstance(schema, list):
        for item in schema:
            yield from fields(item, at)
    elif isinstance(schema, dict):
        for name, value in schema.get("properties", {}).items():
            yield f"{at}.{name}", value
            yield from fields(value, f"{at}.{name}")
        for key, value in schema.items():
            if key == "$defs":
                for name, definition in value.items():
                    yield from fields(definition, name)
            elif key not in ("properties", "if"):
                yield from fields(value, at)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_field_has_a_meaning(kind: str) -> None:
    schema, owner = SCHEMAS[kind]
    found = dict(fields(schema, owner))
    silent = [
        at
        for at, field in found.items()
        if at.partition(".")[0] not in KNOWN
        and not (at.startswith("node_") and at.endswith(".type"))  # the choice of types explains each
        and not field.get("description", "").strip()
    ]
    assert silent == []
    assert len(found) > 30


@pytest.mark.parametrize(
    ("kind", "meanings"), [("flow", FLOW), ("environment", ENVIRONMENT), ("cases", CASES), ("scenario", SCENARIO)]
)
def test_no_meaning_speaks_of_a_field_that_is_gone(kind: str, meanings: Mapping[str, str]) -> None:
    schema, owner = SCHEMAS[kind]
    known = {at for at, _ in fields(schema, owner)} | {"flow.nodes.type"}
    assert sorted(set(meanings) - known) == []


def test_the_types_of_steps_are_explained_where_they_are_chosen() -> None:
    chosen = SCHEMAS["flow"][0]["$defs"]["node"]["properties"]["type"]
    assert dict(zip(chosen["enum"], chosen["enumDescriptions"], strict=True)) == {
        name: node.purpose for name, node in PALETTE.items()
    }


def test_a_field_that_speaks_for_itself_is_left_alone() -> None:
    schema = {"properties": {"a": {"description": "Mine"}, "b": True}}
    assert described(schema, "x", {"x.a": "Yours", "x.b": "Anything"}) == {
        "properties": {"a": {"description": "Mine"}, "b": {"description": "Anything"}}
    }
