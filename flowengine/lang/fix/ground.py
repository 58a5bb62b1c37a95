"""Ground: the document that a finding speaks of and what it may name; and how fixes write their edits."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import TypeAlias

from msgspec import Struct

from flowengine.errors import Edit, Finding, Fix
from flowengine.lang.check.names import Names
from flowengine.lang.check.plain import Palette, object_of
from flowengine.lang.json_path import parts_of
from flowengine.lang.reading import Part
from flowengine.messages import Json

Path: TypeAlias = tuple[Part, ...]
LIKENESS = 0.65  # of two names, from 0 to 1: less is no slip of the finger


class Ground(Struct, frozen=True):
    """One finding with all that its fixes look at. `path` is the finding's, in parts."""

    finding: Finding
    path: Path
    document: Json
    names: Names
    palette: Palette

    @property
    def nodes(self) -> dict[str, Json]:
        found = object_of(self.document, "nodes")
        return {name: node for name, node in found.items() if isinstance(node, dict)}

    @property
    def wires(self) -> dict[str, Json]:
        return object_of(self.document, "wires")

    @property
    def value(self) -> Json:
        """What stands where the finding points; None if there is nothing."""
        return value_at(self.document, self.path)

    def title(self, node: str) -> str:
        """A step as people call it."""
        given = object_of(self.nodes, node).get("title")
        return given if isinstance(given, str) and given else node.replace("_", " ").capitalize()


def ground_of(finding: Finding, document: Json, names: Names, palette: Palette) -> Ground:
    return Ground(finding, parts_of(finding.path), document, names, palette)


def value_at(document: Json, path: Path) -> Json:
    """What stands at a path; None if nothing does."""
    for part in path:
        if isinstance(document, dict) and isinstance(part, str):
            document = document.get(part)
        elif isinstance(document, list) and isinstance(part, int) and part < len(document):
            document = document[part]
        else:
            return None
    return document


def put(title: str, path: Path, value: Json) -> Fix:
    return Fix(title, (Edit(path, value),))


def take_away(title: str, *paths: Path) -> Fix:
    return Fix(title, tuple(Edit(path) for path in paths))


def near(name: object, known: Iterable[str], most: int = 1) -> list[str]:
    """The known names that this one is nearly, nearest first."""
    return get_close_matches(str(name), sorted(known), most, LIKENESS)


def renamed(ground: Ground, path: Path, new: str) -> Iterator[Fix]:
    """The key at the end of a path under another name, in its place among the others."""
    *above, old = path
    holder = value_at(ground.document, tuple(above))
    if isinstance(holder, dict) and old in holder and new not in holder:
        value = {new if key == old else key: item for key, item in holder.items()}
        yield put(f"Change “{old}” to “{new}”", tuple(above), value)
