"""check: every finding of a flow, all at once; pure, and it runs nothing of the flow."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from flowengine.errors import Finding, FlowInvalid
from flowengine.lang.check import (
    call,
    channel,
    condition,
    contradiction,
    cycle,
    ending,
    hand_over,
    language,
    level,
    named,
    plan,
    reach,
    recorded,
    ring,
    scope,
    secrecy,
    secret,
    share,
    treatment,
    unset,
    value,
    wiring,
)
from flowengine.lang.check.names import Names
from flowengine.lang.check.partial import partial_flow
from flowengine.lang.document import Flow, FlowLoader
from flowengine.messages import Json

Check = Callable[[Flow, Names], Iterable[Finding]]

# In the order in which an author would mend: what is not there first, since it makes other findings too.
CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "beginnings": wiring.beginnings,
        "keys": wiring.keys,
        "wires": wiring.wires,
        "unwired": wiring.unwired,
        "unreachable": reach.unreachable,
        "after_hangup": reach.after_hangup,
        "cycles": cycle.cycles,
        "no_end": ending.no_end,
        "hand_overs": hand_over.loops,
        "kinds": call.kinds,
        "flows": named.flows,
        "next_flows": named.next_flows,
        "exits": call.exits,
        "values": call.values,
        "returns": call.returns,
        "contact_centers": named.contact_centers,
        "chosen": named.chosen,
        "queues": named.queues,
        "skills": named.skills,
        "levels": level.unheld,
        "levels_ahead": level.arriving,
        "plan_order": plan.order,
        "plan_stricter": plan.stricter,
        "plan_targets": plan.targets,
        "plan_skills": plan.skills,
        "schedules": named.schedules,
        "tables": named.tables,
        "prompt_names": named.prompt_names,
        "shares": share.shares,
        "limits": contradiction.limits,
        "reads": scope.reads,
        "targets": scope.targets,
        "declared": scope.declared,
        "unset": unset.unset,
        "outputs": unset.outputs,
        "mismatches": value.mismatches,
        "assigned": value.assigned,
        "conditions": condition.conditions,
        "said": secrecy.said,
        "kept": secrecy.kept,
        "secrets": secret.written_out,
        "secrets_said": secret.said,
        "channels": channel.cannot,
        "silence": channel.silent,
        "treatments": treatment.uninterruptible,
        "recorded": recorded.without_notice,
        "rings": ring.too_long,
        "languages": language.languages,
    }
)


def check(flow: Flow, names: Names, checks: Mapping[str, Check] = CHECKS) -> list[Finding]:
    """Every finding of a flow that passed the schema, in the order of the checks."""
    return [finding for one in checks.values() for finding in one(flow, names)]


def check_document(
    loader: FlowLoader, document: Json, names: Names, checks: Mapping[str, Check] = CHECKS
) -> list[Finding]:
    """Every finding of a document: the schema's, then those of what can be read of it."""
    try:
        document = loader.current(document)
    except FlowInvalid as fault:
        return fault.findings
    faults, whole = loader.read(document)
    if whole is not None:
        return check(whole, names, checks)
    flow = partial_flow(loader, document, faults)
    known = {fault.path for fault in faults}
    found = check(flow, names, checks) if flow is not None else []
    return [*faults, *(finding for finding in found if finding.path not in known)]
