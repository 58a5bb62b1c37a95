"""The palette of this installation: our node types, and those of every package that brings some by entry point."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from flowengine.errors import FlowEngineError
from flowengine.extensions.examine import first_fault
from flowengine.lang.node_type import NodeType
from flowengine.nodes.palette import PALETTE

GROUP = "dialogue_studio.nodes"
OURS = "Dialogue Studio"


class ExtensionRefused(FlowEngineError):
    """The fault of a package beside ours: what it brings cannot be used. One sentence per fault, each naming it."""

    exit_code = 2  # of a command: refused


class Brought(Struct, frozen=True):
    """One entry point of our group: the package, the entry's name, and how its object is had."""

    package: str
    entry: str
    load: Callable[[], Any]


@cache
def installed_palette() -> Mapping[str, NodeType]:
    """Ours and theirs, for the whole process. Raises ExtensionRefused: nothing runs on half of what is installed."""
    found = [
        Brought(point.dist.name if point.dist else point.value, point.name, point.load)
        for point in entry_points(group=GROUP)
    ]
    return joined(PALETTE, sorted(found, key=lambda one: (one.package, one.entry)))


def joined(ours: Mapping[str, NodeType], brought: Iterable[Brought]) -> Mapping[str, NodeType]:
    """`ours`, then what is brought, in its order. Raises ExtensionRefused with every fault."""
    palette = dict(ours)
    packages = dict.fromkeys(ours, OURS)
    faults: list[str] = []
    for one in brought:
        node, fault = _loaded(one)
        if isinstance(node, NodeType) and not fault and node.name in palette:
            fault = f"brings the node type “{node.name}”, and {packages[node.name]} has one of that name already"
        if fault or not isinstance(node, NodeType):
            faults.append(f"The package {one.package} cannot be used: its entry point “{one.entry}” {fault}.")
        else:
            palette[node.name] = node
            packages[node.name] = one.package
    if faults:
        raise ExtensionRefused("\n".join(faults))
    return MappingProxyType(palette)


def _loaded(one: Brought) -> tuple[object, str]:
    """The object, and what is wrong with it."""
    try:
        node = one.load()
    except (Exception, SystemExit) as fault:  # noqa: BLE001  a stranger's module may raise anything at its import
        said = " ".join(f"{fault}".split())
        return None, f"cannot be imported ({type(fault).__name__}{': ' if said else ''}{said.rstrip('.')[:300]})"
    return node, first_fault(node)
