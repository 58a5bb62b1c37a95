"""Restoring: the drafts of an environment become what a release held, all of them or none."""

from collections.abc import Mapping
from typing import Any

from flowengine.environments.content import draft_content, release_content
from flowengine.environments.files import Change, File, Files, Written, files_of
from flowengine.environments.path import Stand
from flowengine.environments.place import Author, Differ, Tenants
from flowengine.environments.tree import known_environment
from flowengine.errors import Conflict
from flowengine.lang.canonical import content_hash
from flowengine.lang.document import FlowLoader
from flowengine.lang.holiday import NoSuchHolidays, written
from flowengine.messages import Json
from flowengine.switchboard.library import Library

Content = dict[str, Any]
_FLOW = "/flow.json"


class Restoring:
    """Raises NotFound, Conflict and FlowInvalid; whatever is refused changed nothing."""

    def __init__(self, tenants: Tenants, loader: FlowLoader, differ: Differ) -> None:
        self._tenants = tenants
        self._files = Files(tenants, loader)
        self._differ = differ

    async def restore(
        self, author: Author, environment: str, number: int, base: str, *, dry_run: bool
    ) -> dict[str, Json]:
        """{"base", "changes", "applied", "undo"}: what differs in the drafts then. `base` is what a dry run gave:
        drafts that somebody saved since are not written over. Layouts and cases stay with their flows. `undo`: path ->
        what stood there and the hash of what stands there now, to be written as files are: all of it or nothing."""
        library = self._tenants.board(author.tenant).library
        known_environment(self._tenants.board(author.tenant), environment)
        wanted, present = _as_draft(release_content(library, environment, number)), draft_content(library, environment)
        hashes = _hashes(library, environment, {*wanted["flows"], *present["flows"]})
        standing = content_hash("\n".join(f"{path} {hashed}" for path, hashed in sorted(hashes.items())))
        changes = await self._differ.changed(environment, present, wanted)
        if dry_run:
            return {"base": standing, "changes": changes, "applied": False, "undo": {}}
        if base not in (standing, "*"):
            raise _stale(environment)
        asked = {path: Change(_document(wanted, path), hashed) for path, hashed in hashes.items()}
        before = files_of(self._tenants.board(author.tenant), [environment], people=False)
        found = await self._files.write(author, asked, dry_run=False)
        if any(one.status == "conflict" for one in found.values()):
            raise _stale(environment)
        return {"base": "", "changes": changes, "applied": True, "undo": _undo(before, asked, found)}


def _as_draft(content: Content) -> Content:
    try:
        return {**content, "environment": written(content["environment"])}
    except NoSuchHolidays:
        return content


def _hashes(library: Library, environment: str, flows: set[str]) -> dict[str, str]:
    """Path -> hash of the drafts that there are, "" where there is none."""
    stands = [Stand("draft", f"{environment}/{flow}", environment, flow) for flow in flows]
    stands.append(Stand("environment", environment, environment))
    rows = {stand.path: library.get(stand.kind, stand.key) for stand in stands}
    return {path: row.hash if row else "" for path, row in rows.items()}


def _document(content: Content, path: str) -> Json:
    _, flow, *rest = path.split("/")
    found: Json = content["flows"].get(flow) if rest else content["environment"]
    return found


def _undo(before: Mapping[str, File], asked: Mapping[str, Change], found: Mapping[str, Written]) -> dict[str, Json]:
    """The way back, with the layouts and cases of flows that went."""
    written = {path: one.hash for path, one in found.items() if one.status == "written"}
    gone = tuple(path.removesuffix(_FLOW) for path in written if path.endswith(_FLOW) and asked[path].document is None)
    left = {path: "" for path in before if path.startswith(tuple(f"{home}/" for home in gone))}
    back = {path: before[path].document if path in before and before[path].hash else None for path in written | left}
    return {path: {"document": back[path], "base": base} for path, base in {**left, **written}.items()}


def _stale(environment: str) -> Conflict:
    hint = "Look at what would change now, and restore again."
    return Conflict(f"Somebody saved a draft of {environment} meanwhile.", hint=hint, code="stale_base")
