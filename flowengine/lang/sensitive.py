"""Sensitive: what must not be shown follows the value, from variable to variable, into attributes and called flows."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from flowengine.lang.check.naming import fields_by_format, named
from flowengine.lang.document import Flow, Node
from flowengine.lang.expression import Expression
from flowengine.lang.filters import FILTERS
from flowengine.lang.functions import FUNCTIONS
from flowengine.lang.node_type import NodeType
from flowengine.lang.template import Template
from flowengine.lang.term import Term

Carried = Mapping[str, str]  # target -> what it has its value from: another target, or "" where it begins
Holder = tuple[str, str]  # (flow, target): attributes belong to none, so their flow is ""

TARGETS = ("target", "second_target")  # formats of fields that name one target
# What a call gives lets its arguments be known, unless the table says otherwise; a test only says yes or no.
_HIDES = frozenset(
    (table, name)
    for table, rows in (("function", FUNCTIONS), ("filter", FILTERS))
    for name, row in rows.items()
    if row.hides
)


def sensitive_targets(flow: Flow, known: Mapping[str, Iterable[str]] | None = None) -> Carried:
    """Every `vars.x` and `attributes.x` of the flow that may hold a sensitive value: those that are declared so, those
    that take an answer which must not be shown, and whatever is assigned from them, however many steps away. `known`:
    called flow -> its variables that are sensitive."""
    begins = {(name, f"vars.{variable}") for name, several in (known or {}).items() for variable in several}
    found = _followed({"": flow}, begins)
    return {target: _named(source) for (owner, target), source in found.items() if not owner}


def _named(source: Holder) -> str:
    owner, target = source
    return f"{target.partition('.')[2]} of “{owner}”" if owner else target


def sensitive_in(flows: Mapping[str, Flow]) -> Mapping[str, frozenset[str]]:
    """The same for flows that may call each other and share their attributes: flow -> its sensitive targets."""
    found = _followed(flows, ())
    shared = {target for owner, target in found if not owner}
    by_flow: dict[str, set[str]] = {name: set(shared) for name in flows}
    for owner, target in found:
        by_flow.get(owner, shared).add(target)
    return {name: frozenset(targets) for name, targets in by_flow.items()}


def _followed(flows: Mapping[str, Flow], begins: Iterable[Holder]) -> dict[Holder, Holder]:
    """Everything that sensitive values reach, each with where it came from (("", "") where it begins)."""
    takers: dict[Holder, list[Holder]] = {}
    first: list[Holder] = list(begins)
    for name, flow in flows.items():
        first += [(name, f"vars.{key}") for key, variable in flow.variables.items() if variable.sensitive]
        for node in flow.nodes.values():
            first += [_holder(name, target) for target in _answers(node)]
            for taker, source in _assignments(name, node):
                takers.setdefault(source, []).append(taker)
    found = dict.fromkeys(first, ("", ""))
    ahead = list(found)
    for source in ahead:  # grows while it is walked
        owner, target = source
        for taker in (*takers.get(source, ()), *takers.get((owner, whole_of(target)), ())):
            if taker not in found:
                found[taker] = source
                ahead.append(taker)
    return found


def _holder(flow: str, target: str) -> Holder:
    return ("" if target.startswith("attributes.") else flow, target)


def _answers(node: Node) -> Iterator[str]:
    if getattr(node.config, "sensitive", False):
        target = named(node, "target")
        if target and target.startswith(("vars.", "attributes.")):
            yield target


def answered(node_type: NodeType, config: Any) -> Iterator[str]:
    """The targets into which a step puts what it was answered."""
    known = fields_by_format(node_type.config)
    for field in (known[kind] for kind in (*TARGETS, "targets") if kind in known):
        given = getattr(config, field)
        yield from (given,) if isinstance(given, str) else (given or ())


def _assignments(flow: str, node: Node) -> Iterator[tuple[Holder, Holder]]:
    """(who takes, from whom) of a node that assigns expressions, or calls a flow."""
    for target, source in _expressions(named(node, "targets")):
        yield from ((_holder(flow, target), _holder(flow, read)) for read in told_by(source))
    called = named(node, "flow")
    if isinstance(called, str) and called:
        for name, source in _expressions(named(node, "inputs")):
            yield from (((called, f"vars.{name}"), _holder(flow, read)) for read in told_by(source))
        for target, output in (named(node, "outputs") or {}).items():
            yield _holder(flow, target), (called, f"vars.{output}")


def _expressions(given: Any) -> Iterator[tuple[str, Expression]]:
    if isinstance(given, Mapping):
        yield from ((target, source) for target, source in given.items() if isinstance(source, Expression))


def whole_of(target: str) -> str:
    """How it is written that all variables, or all attributes, are read as one value."""
    return f"{target.partition('.')[0]}.*"


def told_of(source: Expression | Template, carried: Collection[str]) -> list[str]:
    """Those of `carried` that this gives away."""
    return among(told_by(source), carried) if carried and source.names else []


def among(told: AbstractSet[str], carried: Collection[str]) -> list[str]:
    """Those of `carried` that are told, be it all at once."""
    whole = tuple(read[:-1] for read in told if read.endswith(".*"))
    if whole:
        return sorted(target for target in carried if target in told or target.startswith(whole))
    return sorted(read for read in told if read in carried)


def chain(target: str, carried: Carried) -> tuple[str, ...]:
    """From where the value begins to `target`."""
    way = [target]
    while carried.get(way[-1]):
        way.append(carried[way[-1]])
    return tuple(reversed(way))


def told_by(source: Expression | Template) -> set[str]:
    """The variables and attributes that can be known from what this gives. A comparison only says yes or no, a length
    only how many; what an {% if %} asks is not written."""
    terms = [source.term] if isinstance(source, Expression) else [t for role, t in source.terms if role != "test"]
    read = {path for term in terms for path in _told(term) if path[0] in ("vars", "attributes")}
    return {f"{path[0]}.{path[1] if len(path) > 1 else '*'}" for path in read}


def _told(term: Term) -> Iterator[tuple[str, ...]]:
    if term.kind == "read":
        yield term.value
        return
    for part in _telling(term):
        yield from _told(part)


def _telling(term: Term) -> tuple[Term, ...]:
    """The parts of a term that its value lets be known."""
    if term.kind in ("not", "compare") or (term.kind == "call" and (term.value in _HIDES or term.value[0] == "test")):
        return ()
    if term.kind == "item":
        return term.parts[:1]
    if term.kind == "and":  # the others are what it gives only where they are empty
        return term.parts[-1:]
    return term.parts[1:] if term.kind == "if" else term.parts
