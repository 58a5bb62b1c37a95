"""Restoring: the drafts of an environment become what a release held, all of them or none."""

from typing import Any

from flowengine.environments.content import draft_content, release_content
from flowengine.environments.files import Change, Files
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


class Restoring:
    """Raises NotFound, Conflict and FlowInvalid; whatever is refused changed nothing."""

    def __init__(self, tenants: Tenants, loader: FlowLoader, differ: Differ) -> None:
        self._tenants = tenants
        self._files = Files(tenants, loader)
        self._differ = differ

    async def restore(
        self, author: Author, environment: str, number: int, base: str, *, dry_run: bool
    ) -> dict[str, Json]:
        """{"base", "changes", "applied"}: what differs in the drafts then. `base` is what a dry run gave: drafts that
        somebody saved since are not written over. Layouts and cases stay with their flows."""
        library = self._tenants.board(author.tenant).library
        known_environment(self._tenants.board(author.tenant), environment)
        wanted, present = _as_draft(release_content(library, environment, number)), draft_content(library, environment)
        hashes = _hashes(library, environment, {*wanted["flows"], *present["flows"]})
        standing = content_hash("\n".join(f"{path} {hashed}" for path, hashed in sorted(hashes.items())))
        changes = await self._differ.changed(environment, present, wanted)
        if dry_run:
            return {"base": standing, "changes": changes, "applied": False}
        if base not in (standing, "*"):
            raise _stale(environment)
        asked = {path: Change(_document(wanted, path), hashed) for path, hashed in hashes.items()}
        found = await self._files.write(author, asked, dry_run=False)
        if any(one.status == "conflict" for one in found.values()):
            raise _stale(environment)
        return {"base": "", "changes": changes, "applied": True}


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


def _stale(environment: str) -> Conflict:
    hint = "Look at what would change now, and restore again."
    return Conflict(f"Somebody saved a draft of {environment} meanwhile.", hint=hint, code="stale_base")
