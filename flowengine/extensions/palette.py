"""The palette of this installation: our node types, and those of every package that brings some by entry point."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
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
    found = _found() if may_bring(sys.path) else []
    return joined(PALETTE, sorted(found, key=lambda one: (one.package, one.entry)))


def _found() -> list[Brought]:
    from importlib.metadata import entry_points  # noqa: PLC0415  # it loads much, and most installations need none of it

    return [
        Brought(point.dist.name if point.dist else point.value, point.name, point.load)
        for point in entry_points(group=GROUP)
    ]


def may_bring(places: Iterable[str]) -> bool:
    """Whether a package in one of these places (of sys.path) names our group: looking into a few small files is much
    quicker than to load what knows all about packages. Whatever is no folder may."""
    if any(hasattr(finder, "find_distributions") and finder is not PathFinder for finder in sys.meta_path):
        return True
    for place in dict.fromkeys(places):
        folder = Path(place)
        if folder.is_file() or any(GROUP.encode() in file.read_bytes() for file in _entries(folder)):
            return True
    return False


def _entries(folder: Path) -> Iterator[Path]:
    names = os.listdir(folder) if folder.is_dir() else ()  # noqa: PTH208  # a Path of each takes three times as long
    for name in names:
        if name.endswith((".dist-info", ".egg-info")):
            file = folder / name / "entry_points.txt"
            if file.is_file():
                yield file


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
