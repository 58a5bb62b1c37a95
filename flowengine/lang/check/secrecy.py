"""Secrecy: what must not be shown is not spoken or written, and is kept only where that is declared."""

from collections.abc import Iterator, Mapping
from typing import Any

from flowengine.errors import Finding
from flowengine.lang.check.found import error, warning
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import named, naming, place
from flowengine.lang.document import Flow, Node
from flowengine.lang.expression import Expression
from flowengine.lang.reading import Part, prompts, written
from flowengine.lang.sensitive import TARGETS, Carried, among, chain, sensitive_targets, told_of


def said(flow: Flow, names: Names) -> Iterator[Finding]:
    """No prompt speaks or writes a sensitive value."""
    carried = _carried(flow, names)
    for node in flow.nodes.values() if carried else ():
        for path, prompt in prompts(node.config):
            at = ("nodes", node.id, *path)
            for read in among(names.told.get(prompt.name, frozenset()), carried) if prompt.name else ():
                yield _said((*at, "prompt"), f"The prompt “{prompt.name}” says {read}", read, carried)
            for below, template in prompt.templates():
                for read in told_of(template, carried):
                    yield _said((*at, *below.split(".")[1:]), f"This says {read}", read, carried)


def _said(at: tuple[Part, ...], text: str, read: str, carried: Carried) -> Finding:
    hint = "Say something else: it would stand in records and chats."
    return error("sensitive_said", at, f"{text}, which is sensitive{_since(read, carried)}.", hint)


def kept(flow: Flow, names: Names) -> Iterator[Finding]:
    """A sensitive value goes into variables and inputs that are declared so; attributes are seen by agents and reports,
    and so is what a step shows them."""
    carried = _carried(flow, names)
    for node in flow.nodes.values() if carried else ():
        for target, at in _targets(node):
            if target in carried and target.startswith("attributes."):
                yield _shared(target, carried, at)
            elif carried.get(target) and _is_open(target, flow):
                text = f"{target} takes a value that is sensitive{_since(target, carried)}."
                yield warning("sensitive_kept", at, text, f"Declare {target.partition('.')[2]} as sensitive too.")
        yield from _shown(node, carried)
    yield from _given(flow, names, carried)


def _given(flow: Flow, names: Names, carried: Carried) -> Iterator[Finding]:
    """A sensitive value is given only to an input that is declared so."""
    for node, name in naming(flow, "flow") if carried else ():
        called = names.flows.get(name)
        for inward, source in _pairs(named(node, "inputs")):
            if called is None or inward not in called.inputs or inward in called.sensitive:
                continue
            for read in told_of(source, carried)[:1]:
                text = f"The input “{inward}” of “{name}” takes {read}, which is sensitive{_since(read, carried)}."
                at = (*place(node, "inputs"), inward)
                yield warning("sensitive_kept", at, text, f"Declare “{inward}” as sensitive in “{name}”.")


def _carried(flow: Flow, names: Names) -> Carried:
    return sensitive_targets(flow, {name: known.sensitive for name, known in names.flows.items()})


def _targets(node: Node) -> Iterator[tuple[str, tuple[Part, ...]]]:
    for kind in TARGETS:
        target = named(node, kind)
        if target:
            yield target, place(node, kind)
    for kind in ("targets", "outputs"):
        for target in named(node, kind) or ():
            yield target, (*place(node, kind), target)


def _is_open(target: str, flow: Flow) -> bool:
    variable = flow.variables.get(target.partition(".")[2])
    return target.startswith("vars.") and variable is not None and not variable.sensitive


def _shown(node: Node, carried: Carried) -> Iterator[Finding]:
    """What the step's type says that others come to see."""
    for field in node.type.shows if node.config is not None else ():
        for path, source in written(getattr(node.config, field), (field,)):
            for read in told_of(source, carried):
                text = f"This shows others {read}, which is sensitive{_since(read, carried)}."
                hint = "Leave it out: it is not kept where others look."
                yield error("sensitive_shared", ("nodes", node.id, *path), text, hint)


def _pairs(values: Any) -> Iterator[tuple[str, Expression]]:
    if isinstance(values, Mapping):
        yield from values.items()


def _shared(target: str, carried: Carried, at: tuple[Part, ...]) -> Finding:
    text = f"{target} takes a value that is sensitive{_since(target, carried)}, and agents and reports see attributes."
    return error("sensitive_shared", at, text, "Keep it in a variable that is declared sensitive.")


def _since(target: str, carried: Carried) -> str:
    way = chain(target, carried)
    return f" ({' → '.join(way)})" if len(way) > 1 else ""
