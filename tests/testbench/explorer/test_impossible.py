"""What the checks rule out is no way that a walk could have missed."""

from flowengine.interpreter.program import Release
from flowengine.messages import Json
from flowengine.testbench.explorer.impossible import impossible
from flowengine.testbench.runner import compiler
from flowengine.testbench.tree import assumed_tenant
from tests.testbench.explorer.planted import BYE, SAY, flow


def test_steps_that_nothing_leads_to_and_cases_that_are_never_met() -> None:
    cases = [
        {"when": "1 > 2", "outcome": "never"},
        {"when": "caller.known", "outcome": "known"},
        {"when": "caller.known and caller.withheld", "outcome": "hidden"},
        {"when": "caller.known", "outcome": "known"},
        {"when": "caller.withheld", "outcome": "withheld"},
    ]
    nodes: Json = {"step": {"type": "branch", "cases": cases}, "lost": SAY, "bye": BYE, "end": BYE}
    outcomes = ("never", "known", "hidden", "withheld", "otherwise")
    flows = {"f": flow(nodes, {"step": dict.fromkeys(outcomes, "bye"), "lost": {"done": "bye"}})}
    releases = {"main": Release({"format": 1, "entry": {"default": "f"}}, dict(flows))}
    tenant = assumed_tenant(flows)
    found = impossible(compiler().bench(tenant, releases), tenant, releases)
    assert {way[2:] for way in found} == {
        ("step", "never"), ("step", "hidden"), ("lost", "done"), ("lost", "error"), ("lost", ""), ("end", "error"),
        ("end", ""),
    }  # fmt: skip  # a set reads better
