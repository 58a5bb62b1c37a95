"""fixes: what can be done about a finding, by its code. A code without a row is for people to think about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from msgspec import UNSET
from msgspec.structs import replace

from flowengine.errors import Finding, Fix
from flowengine.lang.check.names import Names
from flowengine.lang.check.plain import Palette
from flowengine.lang.fix import form, naming, wiring
from flowengine.lang.fix.ground import Ground, ground_of, value_at
from flowengine.messages import Json

Fixes = Callable[[Ground], Iterable[Fix]]
MOST_MENDED = 200  # findings of one document: whoever has more begins with these

FIXES: Mapping[str, Fixes] = MappingProxyType(
    {
        "outcome_unwired": wiring.connect,
        "wire_to_unknown_node": wiring.target,
        "wire_from_unknown_outcome": wiring.outcome,
        "wire_from_unknown_node": wiring.source,
        "key_to_unknown_node": wiring.beginning,
        "on_unknown": wiring.beginning,
        "start_unknown": wiring.start,
        "node_unreachable": wiring.unreachable,
        "unknown_flow": naming.flow,
        "unknown_contact_center": naming.named(lambda names: names.contact_centers),
        "unknown_schedule": naming.named(lambda names: names.schedules),
        "unknown_table": naming.named(lambda names: names.tables),
        "unknown_prompt": naming.named(lambda names: names.prompts),
        "unknown_skill": naming.skill,
        "unknown_name": naming.read,
        "unknown_attribute": naming.attribute,
        "unknown_switch": naming.switch,
        "unbound_name": naming.binding,
        "undeclared_variable": naming.variable,
        "sensitive_kept": naming.sensitive,
        "exit_unknown": naming.exit_known,
        "exit_unlisted": naming.exit_listed,
        "exit_undeclared": naming.exit_declared,
        "unknown_field": form.unknown_field,
        "missing": form.missing,
        "bad_value": form.bound,
        "unknown_node_type": form.node_type,
        "shares_not_whole": form.shares,
        "limits_contradict": form.limits,
        "level_unheld": form.level,
        "dead_air": form.silence,
        "overflow_twice": form.item,
        "overflow_to_itself": form.item,
        "enqueue_without_contact_center": form.center,
    }
)


def with_fixes(findings: Sequence[Finding], document: Json, names: Names, palette: Palette) -> list[Finding]:
    """The findings of a flow document, each with what can be done about it."""
    mended = [_with(finding, document, names, palette) for finding in findings[:MOST_MENDED]]
    return [*mended, *findings[MOST_MENDED:]]


def _with(finding: Finding, document: Json, names: Names, palette: Palette) -> Finding:
    fixes = FIXES.get(finding.code)
    if fixes is None or finding.file:  # of another document
        return finding
    offered = fixes(ground_of(finding, document, names, palette))
    return replace(finding, fixes=tuple(fix for fix in offered if _changes(fix, document)))


def _changes(fix: Fix, document: Json) -> bool:
    return any(edit.value is UNSET or value_at(document, edit.path) != edit.value for edit in fix.edits)
