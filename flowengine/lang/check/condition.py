"""Condition: each case of an ordered choice can be met, and no earlier one takes all that it would."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from flowengine.errors import Finding
from flowengine.lang.check.covering import Covering, alternatives
from flowengine.lang.check.found import warning
from flowengine.lang.check.names import Names
from flowengine.lang.document import Flow
from flowengine.lang.expression import Expression
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.functions import FUNCTIONS
from flowengine.lang.reading import Part
from flowengine.lang.reference import evaluate_by_reference

When = tuple[tuple[Part, ...], Expression]


def constant(flow: Flow, names: Names) -> Iterator[Finding]:
    """A condition that reads nothing is always the same."""
    for _, cases in _ordered(flow):
        for at, when in cases:
            held = always(when)
            if held is not None:
                text = f"The condition {when.source} is always {'true' if held else 'false'}."
                hint = "Leave the case out, or compare with something that the flow reads."
                yield warning("condition_constant", at, text, hint)


def hidden(flow: Flow, names: Names) -> Iterator[Finding]:
    """A case that an earlier one has taken already is never met."""
    for _, cases in _ordered(flow):
        before = Covering()
        for at, when in cases if len(cases) > 1 else ():
            simple = alternatives(when)
            earlier = before.covers(when.source, simple)
            if earlier:
                text = f"{when.source} is never met here: {earlier} comes first and takes all of it."
                yield warning("case_hidden", at, text, "Put the narrower condition first, or leave this one out.")
            elif always(when) is not False:
                before.add(when.source, simple, everything=always(when) is True)


def _ordered(flow: Flow) -> Iterator[tuple[str, list[When]]]:
    """Each step's conditions that are tried in order: a list of items that have a `when`."""
    for node in flow.nodes.values():
        for field in node.config.__struct_fields__ if isinstance(node.config, Struct) else ():
            given: Any = getattr(node.config, field)
            if isinstance(given, tuple) and given and isinstance(getattr(given[0], "when", None), Expression):
                yield node.id, [(("nodes", node.id, field, n, "when"), item.when) for n, item in enumerate(given)]


def always(when: Expression) -> bool | None:
    """What a condition that reads nothing always is; None for one that depends on something, or fails."""
    if when.names or any(FUNCTIONS[name].reads_scope for name in when.functions):
        return None
    try:
        return bool(evaluate_by_reference(when.source, {}))
    except EvaluationFault:
        return None
