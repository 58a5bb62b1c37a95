"""Two people's files that were one before: what each path holds when both changes are put together."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from flowengine.environments.path import stand_at, text_of
from flowengine.errors import Finding
from flowengine.lang.merge.merge import merge
from flowengine.messages import Json

Documents = Mapping[str, Json]  # path -> document


class Reconciled(Struct, frozen=True):
    """`files`: path -> document, for every path that is to be there. With `conflicts`, each naming its file, it holds
    mine where they are. `merged`: paths where both had changed something."""

    files: dict[str, Json]
    conflicts: list[Finding]
    merged: list[str]


def reconcile(base: Documents, mine: Documents, theirs: Documents) -> Reconciled:
    """File by file; within a file by step, outcome and field (lang/merge)."""
    found = Reconciled({}, [], [])
    for path in sorted({*base, *mine, *theirs}, key=_flows_first):
        one, other, old = (text_at(side, path) for side in (mine, theirs, base))
        if other in (one, old):
            _take(found, path, mine)
        elif one == old:
            _take(found, path, theirs)
        elif one and other:
            _merge(found, path, base.get(path), (mine[path], theirs[path]))
        elif path.endswith("/layout.json"):
            _keep_layout(found, path, mine, theirs)
        else:
            _take(found, path, mine)
            found.conflicts.append(_removed_and_changed(path, mine_removed=not one))
    return found


def text_at(side: Documents, path: str) -> str:
    """The canonical text at a path, "" where nothing is."""
    if path not in side:
        return ""
    stand = stand_at(path)
    return text_of(stand.kind if stand else "", side[path])


def _flows_first(path: str) -> tuple[str, bool, str]:
    folder, _, name = path.rpartition("/")
    return (folder.removesuffix("/given").removesuffix("/cases"), name != "flow.json", path)


def _take(found: Reconciled, path: str, side: Documents) -> None:
    if path in side:
        found.files[path] = side[path]


def _merge(found: Reconciled, path: str, base: Json, sides: tuple[Json, Json]) -> None:
    merged = merge(base, *sides)
    found.files[path] = merged.document
    found.merged.append(path)
    found.conflicts.extend(replace(finding, file=path) for finding in merged.conflicts)


def _keep_layout(found: Reconciled, path: str, *sides: Documents) -> None:
    """A layout is worth no conflict: it stays where its flow stays."""
    if f"{path.removesuffix('/layout.json')}/flow.json" in found.files:
        for side in sides:
            _take(found, path, side)


def _removed_and_changed(path: str, *, mine_removed: bool) -> Finding:
    who = ("Ours", "theirs") if mine_removed else ("Theirs", "ours")
    words = f"{who[0]} removed this file; {who[1]} changed it."
    return Finding("merge_removed_and_changed", "error", "$", words, "Decide which of the two is right.", path)
