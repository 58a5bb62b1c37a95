"""Every way out of every type of step is taken by a case: of the demo, of the test bench's shop, or of the examples."""

import json
from functools import cache
from pathlib import Path

import pytest

from flowengine.lang.outcome import Optional
from flowengine.nodes.palette import PALETTE
from flowengine.testbench.runner import run_paths

ROOT = Path(__file__).parents[2]
TENANTS = [ROOT / "flows" / "hartley", ROOT / "tests" / "testbench" / "data" / "shop", ROOT / "docs" / "steps"]
# Ways that belong to a tenant's misfortune and not to a case: shown in tests/interpreter and tests/switchboard.
ELSEWHERE: dict[tuple[str, str], str] = {}


@cache
def taken() -> set[tuple[str, str]]:
    """(type of step, outcome) of every way that some case took; run once, and not where this file is only collected."""
    found: set[tuple[str, str]] = set()
    for tenant in TENANTS:
        types = {
            f"{'/'.join(file.parent.parts[-2:])}/{name}": node["type"]
            for file in tenant.rglob("flow.json")
            for name, node in json.loads(file.read_bytes())["nodes"].items()
        }
        for result in run_paths([tenant]):
            found |= {(types[key], outcome) for key, outcome in result.visited if key in types}
    return found


FIXED = [
    (name, outcome.name if isinstance(outcome, Optional) else outcome)
    for name, node_type in PALETTE.items()
    for outcome in node_type.outcomes
    if isinstance(outcome, (str, Optional))
]


@pytest.mark.parametrize(("name", "outcome"), FIXED, ids=[f"{name}-{outcome}" for name, outcome in FIXED])
def test_a_case_takes_it(name: str, outcome: str) -> None:
    assert ((name, outcome) in taken()) != ((name, outcome) in ELSEWHERE)


@pytest.mark.parametrize("name", PALETTE)
def test_a_case_enters_it(name: str) -> None:
    assert name in {taken_name for taken_name, _ in taken()}
