"""Contradiction: two numbers of one step that cannot both hold, so that it can never be left in the good way."""

from collections.abc import Iterator
from typing import Any

from flowengine.errors import Finding
from flowengine.lang.check.found import error
from flowengine.lang.check.names import Names
from flowengine.lang.document import Flow, Node
from flowengine.lang.reading import Part


def limits(flow: Flow, names: Names) -> Iterator[Finding]:
    """The pairs that a type says are ordered: the first is never above the second."""
    for node in flow.nodes.values():
        for least, most in node.type.ordered if node.config is not None else ():
            for at, holder in _holders(node, least):
                low, high = (getattr(holder, path.rpartition(".")[2]) for path in (least, most))
                if low is not None and high is not None and low > high:
                    words = (least.rpartition(".")[2], most.rpartition(".")[2])
                    text = f"{words[0]} is {low:g} and {words[1]} {high:g}: nothing can be both."
                    yield error("limits_contradict", (*at, words[0]), text, f"Make {words[0]} at most {words[1]}.")


def _holders(node: Node, path: str) -> Iterator[tuple[tuple[Part, ...], Any]]:
    """What holds the field: the config, or each item of one of its lists (`list[].field`)."""
    several, _, _ = path.rpartition(".")
    if not several:
        yield ("nodes", node.id), node.config
        return
    field = several.removesuffix("[]")
    for index, item in enumerate(getattr(node.config, field)):
        yield ("nodes", node.id, field, index), item
