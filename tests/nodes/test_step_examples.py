"""docs/steps: each node type's example stands in a flow of its own, and a case runs it.

For a new node type: a folder docs/steps/main/<type> with flow.json, in which the step `it` is the type's example, and
cases/example.json with one case; then `dialogue-studio fmt docs/steps` and `python -m tests.nodes.nodes_doc`.
"""

from functools import cache

import pytest

from flowengine.lang.canonical import canonical, canonical_flow
from flowengine.lang.strict_json import loads
from flowengine.main.checking import findings_at
from flowengine.messages import Json
from flowengine.nodes.palette import PALETTE
from flowengine.testbench.result import Result
from flowengine.testbench.runner import run_paths
from tests.nodes.nodes_doc import STEPS


def documents(name: str) -> tuple[tuple[str, Json], tuple[str, Json]]:
    """(text, document) of the flow and of its cases."""
    flow, cases = (
        file.read_text("utf-8") for file in (STEPS / name / "flow.json", STEPS / name / "cases" / "example.json")
    )
    return (flow, loads(flow)), (cases, loads(cases))


@cache
def results() -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = {}
    for result in run_paths(sorted(STEPS.glob("*/cases/example.json"))):
        found.setdefault(result.file.rpartition("/cases/")[0].rpartition("/")[2], []).append(result)
    return found


@pytest.mark.parametrize("name", PALETTE)
def test_the_example_stands_in_a_flow_and_its_case_enters_it(name: str) -> None:
    (flow_text, flow), (cases_text, cases) = documents(name)
    assert flow["nodes"]["it"] == dict(PALETTE[name].example)
    assert (flow_text, cases_text) == (canonical_flow(flow), canonical(cases))
    assert len(cases["cases"]) == 1
    (result,) = results()[name]
    assert result.ok, result.failure
    assert f"main/{name}/it" in {node for node, _ in result.visited}


def test_the_flows_are_sound() -> None:
    assert [finding for finding in findings_at(STEPS.parent) if finding.severity == "error"] == []


def test_no_example_is_left_of_a_type_that_is_gone() -> None:
    helpers = {"identify", "after_hours"}  # flows that an example calls
    assert {file.parent.name for file in STEPS.glob("*/flow.json")} - helpers == set(PALETTE)
