"""Names of a tenant as its cases use them: what a case speaks of and nobody knows is a finding with its place."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from flowengine.errors import Finding
from flowengine.interpreter.program import CompiledFlow
from flowengine.lang.json_path import json_path
from flowengine.switchboard.straight_to_queue import BUILT_IN
from flowengine.tenancy.address import linked
from flowengine.testbench.bench import KEPT, TREATED, Bench
from flowengine.testbench.case import Case
from flowengine.testbench.mention import Mention, mentions
from flowengine.testbench.tree import ASSUMED_TENANT

MOST_LISTED = 12
Known = Mapping[str, frozenset[str]]  # kind -> the names of that kind; a kind that is not there may have any


def checked_names(bench: Bench, cases: Iterable[Case], home: str) -> tuple[list[Case], list[Finding]]:
    """The cases that name only what the tenant has, and of the others what it does not have, once for each place.
    `home`: the environment of their file."""
    known = names_of(bench)
    right: list[Case] = []
    wrong: dict[Mention, Finding] = {}
    for case in cases:
        unknown = [found for found in mentions(case, home) if not _is_known(bench, known, case, found[1], found[2])]
        wrong |= {mention: _finding(known, mention, case.file) for mention in unknown if mention not in wrong}
        if not unknown:
            right.append(case)
    return right, list(wrong.values())


def _is_known(bench: Bench, known: Known, case: Case, kind: str, name: str) -> bool:
    if kind == "address":
        return bench.directory.tenant.id == ASSUMED_TENANT or linked(bench.directory, name) is not None
    if kind not in known or name in known[kind]:
        return True
    if kind == "agent":
        return name in case.given.agents
    return kind == "step" and bool(case.start.treatment) and name.rpartition("/")[0] in ("", TREATED)


def _finding(known: Known, mention: Mention, file: str) -> Finding:
    from difflib import get_close_matches  # noqa: PLC0415  # only a mistake needs it

    place, kind, name = mention
    names = known.get(kind, frozenset())
    near = get_close_matches(name, names, 1, 0.7)
    listed = sorted(one for one in names if ("/" in one) == ("/" in name))
    more = " …" if len(listed) > MOST_LISTED else ""
    hint = f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(listed[:MOST_LISTED]) or 'none'}{more}."
    return Finding("unknown_name", "error", json_path(list(place)), f"There is no {kind} “{name}”.", hint, file)


@lru_cache(maxsize=KEPT)
def names_of(bench: Bench) -> Known:
    """The names of a tenant."""
    directory, flows = bench.directory, list(_flows(bench))
    nodes = [(flow, node) for flow in flows for node in flow.nodes.values()]
    known: dict[str, Iterable[str]] = {
        "environment": bench.releases,
        "flow": (f"{flow.environment}/{flow.name}" for flow in flows),
        "step": _steps((flow.environment, flow.name, node.id) for flow, node in nodes),
        "contact center": directory.contact_centers,
        "variable": (name for flow in flows for name in flow.flow.variables),
        "exit": ("done", *(name for flow in flows for name in flow.flow.exits)),
        "milestone": (node.config.name for _, node in nodes if node.type.name == "tag"),
        "question to another system": (node.config.name for _, node in nodes if node.type.name == "external"),
        "schedule": _shared(bench, "schedules"),
        "table": _shared(bench, "tables"),
        "prompt": _shared(bench, "prompts"),
        "address": directory.addresses,
    }
    if directory.tenant.id != ASSUMED_TENANT:
        known |= {"switch": directory.switches, "attribute": directory.tenant.attributes, "agent": directory.users}
        if directory.tenant.away_reasons:
            known["away reason"] = directory.tenant.away_reasons
    return {kind: frozenset(names) for kind, names in known.items()}


def _flows(bench: Bench) -> Iterator[CompiledFlow]:
    return (flow for _, program in bench.releases.values() for flow in program.flows.values())


def _steps(nodes: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Each step by its name, with its flow, and with its environment; those of the built-in flow among them."""
    for environment, flow, node in nodes:
        yield from (node, f"{flow}/{node}", f"{environment}/{flow}/{node}")
    for flow, document in BUILT_IN.flows.items():
        for node in _nodes_of(document):
            yield from (node, f"{flow}/{node}")


def _nodes_of(document: Any) -> Iterable[str]:
    nodes: Iterable[str] = document["nodes"]
    return nodes


def _shared(bench: Bench, field: str) -> Iterator[str]:
    """What environments have under this field, by name and by environment/name."""
    for environment, (_, program) in bench.releases.items():
        for name in getattr(program.environment, field):
            yield from (name, f"{environment}/{name}")
