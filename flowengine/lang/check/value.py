"""Value: an expression never computes with what cannot fit, and gives what its target takes."""

from collections.abc import Iterator, Mapping
from typing import Any

from flowengine.errors import Finding
from flowengine.lang.check.found import error, warning
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import naming, place
from flowengine.lang.document import Flow
from flowengine.lang.expression import Expression
from flowengine.lang.kinds.infer import Inferred, KindOf, Mismatch, infer
from flowengine.lang.kinds.kind import Kinds, declared, in_words
from flowengine.lang.kinds.scope import kinds_in
from flowengine.lang.reading import Part, written

_CONVERT = "Convert it: number(...) reads a number from a text, text(...) writes any value."


def kinds_seen(flow: Flow, names: Names) -> KindOf:
    """What each name of this flow's scope can be."""
    return kinds_in({name: variable.type for name, variable in flow.variables.items()}, names.attributes)


def mismatches(flow: Flow, names: Names) -> Iterator[Finding]:
    """Operators, comparisons and functions whose values can never fit; each source is read once."""
    kind_of = kinds_seen(flow, names)
    known: dict[str, Inferred] = {}
    for node in flow.nodes.values():
        for path, source in written(node.config):
            if not isinstance(source, Expression):
                continue
            found = known.get(source.source)
            if found is None:
                found = known[source.source] = infer(source.source, kind_of)
            for mismatch in found.mismatches:
                yield _told(mismatch, ("nodes", node.id, *path))


def _told(mismatch: Mismatch, at: tuple[Part, ...]) -> Finding:
    if mismatch.what == "unequal":
        return warning("never_equal", at, f"{mismatch.sentence}.", "Compare values of one kind.")
    if mismatch.what == "no_part":
        return warning("no_part", at, f"{mismatch.sentence}.", "Read the value itself, or declare it as an object.")
    return error("type_mismatch", at, f"{mismatch.sentence}.", _CONVERT)


def assigned(flow: Flow, names: Names) -> Iterator[Finding]:
    """What an expression gives can be kept in its variable or attribute."""
    kind_of = kinds_seen(flow, names)
    for node, given in naming(flow, "targets"):
        for target, source in _expressions(given):
            taken, kinds = _taken(target, flow, names), infer(source.source, kind_of).kinds
            if not kinds & taken:
                text = f"{target} takes {in_words(taken)}, and {source.source} gives {in_words(kinds)}."
                yield error("target_mismatch", (*place(node, "targets"), target), text, _CONVERT)


def _expressions(given: Any) -> Iterator[tuple[str, Expression]]:
    if isinstance(given, Mapping):
        yield from ((target, source) for target, source in given.items() if isinstance(source, Expression))


def _taken(target: str, flow: Flow, names: Names) -> Kinds:
    root, _, name = target.partition(".")
    if root == "vars":
        return declared(flow.variables[name].type if name in flow.variables else "any")
    return declared(names.attributes.get(name, "any") if root == "attributes" else "text")
