"""Condition: each case of an ordered choice can be met, and no earlier one takes all that it would."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec import Struct

from flowengine.errors import Finding
from flowengine.lang import term as terms
from flowengine.lang.check.covering import Covering, Universe, always, reads_nothing
from flowengine.lang.check.found import warning
from flowengine.lang.check.names import Names
from flowengine.lang.check.region import Region, of_kinds
from flowengine.lang.check.value import kinds_seen
from flowengine.lang.document import Flow
from flowengine.lang.expression import Expression
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.kinds.infer import KindOf, infer
from flowengine.lang.kinds.kind import ANY, NONE, Kinds
from flowengine.lang.reading import Part
from flowengine.lang.reference import evaluate_by_reference
from flowengine.lang.term import Term


class Case(NamedTuple):
    """One case: where its condition stands, how it reads, what it says, and the expression, if that is what it is."""

    at: tuple[Part, ...]
    source: str
    term: Term
    when: Expression | None = None


def conditions(flow: Flow, names: Names) -> Iterator[Finding]:
    """A condition that is the same whatever the values are; a case that the earlier ones have taken already."""
    kind_of, universe = _seen(flow, names)
    for cases in _ordered(flow):
        before = Covering(universe)
        for case in cases:
            told = _told(case, kind_of, universe)
            if told:
                hint = "Leave the case out, or compare with something that may be one or the other."
                yield warning("condition_constant", case.at, f"The condition {case.source} {told}.", hint)
            takers = before.covers(case.term) if case is not cases[0] else ""
            if takers:
                text = f"{case.source} is never met here: {takers} all of it."
                yield warning("case_hidden", case.at, text, "Put the narrower condition first, or leave this one out.")
            elif told != _ALWAYS[False] and case is not cases[-1]:
                before.add(case.source, case.term, everything=told == _ALWAYS[True])


_ALWAYS = {True: "is always true", False: "is always false"}


def _told(case: Case, kind_of: KindOf, universe: Universe) -> str:
    """What a condition always is; "" if that depends, or if another finding speaks of values that cannot fit."""
    if case.when is None:
        return ""
    if reads_nothing(case.term):
        try:
            return _ALWAYS[bool(evaluate_by_reference(case.when.source, {}))]
        except EvaluationFault as fault:
            return f"always fails: {fault.message.rstrip('.')}"
    held = always(case.term, universe)
    return "" if held is None or infer(case.term, kind_of).mismatches else _ALWAYS[held]


def _ordered(flow: Flow) -> Iterator[list[Case]]:
    """Each step's conditions that are tried in order: a list of items that have a `when`, or bounds of a figure."""
    for node in flow.nodes.values():
        for field in node.config.__struct_fields__ if isinstance(node.config, Struct) else ():
            given: Any = getattr(node.config, field)
            if isinstance(given, tuple) and given and isinstance(given[0], Struct):
                at = ("nodes", node.id, field)
                if isinstance(getattr(given[0], "when", None), Expression):
                    yield [
                        Case((*at, n, "when"), item.when.source, item.when.term, item.when)
                        for n, item in enumerate(given)
                    ]
                elif {"figure", "at_least", "at_most"} <= set(given[0].__struct_fields__):
                    yield [Case((*at, n), *_bounded(item)) for n, item in enumerate(given)]


def _bounded(item: Any) -> tuple[str, Term]:
    figure = Term("read", (), ("queue", item.figure))
    bounds = [(sign, bound) for sign, bound in ((">=", item.at_least), ("<=", item.at_most)) if bound is not None]
    if not bounds:
        bounds = [("!=", None)]  # met if it is known
    parts = tuple(Term("compare", (figure, terms.constant(bound)), (sign,)) for sign, bound in bounds)
    words = " and ".join(f"{sign} {bound:g}" if bound is not None else "known" for sign, bound in bounds)
    return f"{item.figure} {words}", parts[0] if len(parts) == 1 else Term("and", parts)


def _seen(flow: Flow, names: Names) -> tuple[KindOf, Universe]:
    """What names can be: an attribute may not be set yet, and what is put into an input is the caller's affair."""
    declared = kinds_seen(flow, names)

    def kind_of(path: tuple[str, ...]) -> Kinds:
        if path[0] == "vars" and len(path) > 1 and path[1] in flow.inputs:
            return ANY
        return declared(path) | NONE if path[0] == "attributes" else declared(path)

    known: dict[Term, Region] = {}

    def universe(term: Term) -> Region:
        found = known.get(term)
        if found is None:
            found = known[term] = of_kinds(infer(term, kind_of).kinds)
        return found

    return declared, universe
