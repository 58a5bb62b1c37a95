"""Value: an expression never computes with what cannot fit, and gives what its target takes."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from flowengine.errors import Finding
from flowengine.lang.check.found import error, warning
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import named, naming, place
from flowengine.lang.document import Flow
from flowengine.lang.expression import Expression
from flowengine.lang.kinds.infer import KindOf, Mismatch, infer, infer_text
from flowengine.lang.kinds.kind import Kinds, declared, in_words, kinds_of
from flowengine.lang.kinds.scope import kinds_in
from flowengine.lang.reading import Part, written
from flowengine.lang.term import Term

_CONVERT = "Convert it: number(...) reads a number from a text, text(...) writes any value."


class _Given(Struct, frozen=True):
    """What goes to a variable, attribute or input: the place, what takes it, what comes, and both in words."""

    at: tuple[Part, ...]
    target: str
    takes: Kinds
    kinds: Kinds
    giver: str


def kinds_seen(flow: Flow, names: Names) -> KindOf:
    """What each name of this flow's scope can be."""
    return kinds_in({name: variable.type for name, variable in flow.variables.items()}, names.attributes)


def mismatches(flow: Flow, names: Names) -> Iterator[Finding]:
    """Operators, comparisons and functions whose values can never fit; what is said twice is worked out once."""
    kind_of = kinds_seen(flow, names)
    known: dict[Term | tuple[tuple[str, Term], ...], tuple[Mismatch, ...]] = {}
    for node in flow.nodes.values():
        for path, source in written(node.config):
            key = source.term if isinstance(source, Expression) else source.terms
            if not key:  # a plain text
                continue
            found = known.get(key)
            if found is None:
                found = infer(key, kind_of).mismatches if isinstance(key, Term) else infer_text(key, kind_of)
                known[key] = found
            for mismatch in found:
                yield _told(mismatch, ("nodes", node.id, *path))


def _told(mismatch: Mismatch, at: tuple[Part, ...]) -> Finding:
    if mismatch.what == "unequal":
        return warning("never_equal", at, f"{mismatch.sentence}.", "Compare values of one kind.")
    if mismatch.what == "no_part":
        return warning("no_part", at, f"{mismatch.sentence}.", "Read the value itself, or declare it as an object.")
    return error("type_mismatch", at, f"{mismatch.sentence}.", _CONVERT)


def assigned(flow: Flow, names: Names) -> Iterator[Finding]:
    """What is given can be kept in its variable, attribute or input, and a default fits its type."""
    for given in (*_defaults(flow), *_computed(flow, names), *_answered(flow, names), *_called(flow, names)):
        if not given.kinds & given.takes:
            text = f"{given.target} takes {in_words(given.takes)}, and {given.giver} {in_words(given.kinds)}."
            yield error("target_mismatch", given.at, text, _CONVERT)


def _defaults(flow: Flow) -> Iterator[_Given]:
    for name, variable in flow.variables.items():
        if variable.default is not None:  # none: it begins empty
            at = ("variables", name, "default")
            yield _Given(at, name, declared(variable.type), kinds_of(variable.default), "its default is")


def _computed(flow: Flow, names: Names) -> Iterator[_Given]:
    kind_of = kinds_seen(flow, names)
    for node, given in naming(flow, "targets"):
        for target, source in _expressions(given):
            at, kinds = (*place(node, "targets"), target), infer(source.term, kind_of).kinds
            yield _Given(at, target, _taken(target, flow, names), kinds, f"{source.source} gives")


def _answered(flow: Flow, names: Names) -> Iterator[_Given]:
    """What a step's type says that it puts into its targets."""
    for node in flow.nodes.values():
        for field, kind in node.type.gives.items() if node.config is not None else ():
            target = getattr(node.config, field)
            if target:
                at = ("nodes", node.id, field)
                yield _Given(at, target, _taken(target, flow, names), declared(kind), "this step gives")


def _called(flow: Flow, names: Names) -> Iterator[_Given]:
    """What goes into a called flow, and what comes out of it."""
    kind_of = kinds_seen(flow, names)
    for node, name in naming(flow, "flow"):
        types = names.flows[name].types if name in names.flows else {}
        for inward, source in _expressions(named(node, "inputs")):
            if inward in types:
                at, kinds = (*place(node, "inputs"), inward), infer(source.term, kind_of).kinds
                yield _Given(at, inward, declared(types[inward]), kinds, f"{source.source} gives")
        for target, output in (named(node, "outputs") or {}).items():
            if output in types:
                at, kinds = (*place(node, "outputs"), target), declared(types[output])
                yield _Given(at, target, _taken(target, flow, names), kinds, f"“{output}” of “{name}” is")


def _expressions(given: Any) -> Iterator[tuple[str, Expression]]:
    if isinstance(given, Mapping):
        yield from ((target, source) for target, source in given.items() if isinstance(source, Expression))


def _taken(target: str, flow: Flow, names: Names) -> Kinds:
    root, _, name = target.partition(".")
    if root == "vars":
        return declared(flow.variables[name].type if name in flow.variables else "any")
    return declared(names.attributes.get(name, "any") if root == "attributes" else "text")
