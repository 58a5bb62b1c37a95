"""Secrecy: what must not be shown is not spoken or written, and is kept only where that is declared."""

from collections.abc import Iterator

from flowengine.errors import Finding
from flowengine.lang.check.found import error, warning
from flowengine.lang.check.names import Names
from flowengine.lang.check.naming import naming, place
from flowengine.lang.document import Flow
from flowengine.lang.reading import Part, prompts
from flowengine.lang.sensitive import Carried, chain, reads_of, sensitive_targets


def said(flow: Flow, names: Names) -> Iterator[Finding]:
    """No prompt speaks or writes a sensitive value."""
    carried = sensitive_targets(flow)
    if not carried:
        return
    for node in flow.nodes.values():
        for path, prompt in prompts(node.config):
            for below, template in prompt.templates():
                for read in sorted(set(reads_of(template.names)) & carried.keys()):
                    at = ("nodes", node.id, *path, *below.split(".")[1:])
                    text = f"This says {read}, which is sensitive{_since(read, carried)}."
                    yield error("sensitive_said", at, text, "Say something else: it would stand in records and chats.")


def kept(flow: Flow, names: Names) -> Iterator[Finding]:
    """A sensitive value goes into variables that are declared so; attributes are seen by agents and reports."""
    carried = sensitive_targets(flow)
    for node, target in naming(flow, "target"):
        if target in carried and target.startswith("attributes."):
            yield _shared(target, carried, place(node, "target"))
    for node, given in naming(flow, "targets"):
        for target in given:
            at, (root, _, name) = (*place(node, "targets"), target), target.partition(".")
            if target in carried and root == "attributes":
                yield _shared(target, carried, at)
            elif carried.get(target) and name in flow.variables and not flow.variables[name].sensitive:
                text = f"{target} takes a value that is sensitive{_since(target, carried)}."
                yield warning("sensitive_kept", at, text, f"Declare {name} as sensitive too.")


def _shared(target: str, carried: Carried, at: tuple[Part, ...]) -> Finding:
    text = f"{target} takes a value that is sensitive{_since(target, carried)}, and agents and reports see attributes."
    return error("sensitive_shared", at, text, "Keep it in a variable that is declared sensitive.")


def _since(target: str, carried: Carried) -> str:
    way = chain(target, carried)
    return f" ({' → '.join(way)})" if len(way) > 1 else ""
