"""Ways that cannot be taken, by the checks of flows: steps that nothing leads to, conditions that never hold."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from flowengine.errors import Finding
from flowengine.extensions.palette import installed_palette
from flowengine.interpreter.program import Release
from flowengine.lang.check.check import CHECKS, check
from flowengine.lang.check.names import names_of
from flowengine.lang.check.world import world_of
from flowengine.lang.document import Flow
from flowengine.messages import Json
from flowengine.testbench.bench import Bench
from flowengine.testbench.explorer.run import Way

SEEN_BY = {name: CHECKS[name] for name in ("unreachable", "conditions")}
_CASE = re.compile(r"^\$\.nodes\.([a-z0-9_]+)\.([a-z0-9_]+)\[(\d+)\]")


def impossible(bench: Bench, tenant: Json, releases: Mapping[str, Release]) -> set[Way]:
    """(environment, flow, node, outcome) of all that the checks rule out."""
    palette = installed_palette()
    folders: dict[str, Any] = {
        name: {"environment": release.environment, "flows": release.flows} for name, release in releases.items()
    }
    world = world_of(tenant, folders, palette)
    found: set[Way] = set()
    for environment, (_, program) in bench.releases.items():
        names = names_of(environment, tenant, folders, palette, world)
        for name, compiled in program.flows.items():
            for finding in check(compiled.flow, replace(names, flow=name), SEEN_BY):
                found |= {(environment, name, *way) for way in _ruled_out(finding, compiled.flow)}
    return found


def _ruled_out(finding: Finding, flow: Flow) -> Iterator[tuple[str, str]]:
    if finding.code == "node_unreachable":
        node = finding.path.rpartition(".")[2]
        yield from ((node, leaving.name) for leaving in flow.nodes[node].leavings)
        yield node, ""
        return
    case = _CASE.match(finding.path)
    never = finding.code == "case_hidden" or finding.message.endswith("is always false.")
    if case is None or not never:
        return
    cases = getattr(flow.nodes[case[1]].config, case[2])
    outcome = cases[int(case[3])].outcome
    if [one.outcome for one in cases].count(outcome) == 1:
        yield case[1], outcome
