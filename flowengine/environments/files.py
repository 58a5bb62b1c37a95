"""The drafts of a tenant as files: read as a whole, written all or nothing against what was read."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from flowengine.environments.path import TENANT, Stand, stand_at, stand_of, text_of
from flowengine.environments.place import Author, Tenants
from flowengine.environments.tree import environment_names, read_json, tenant_file
from flowengine.errors import Conflict, Finding, FlowInvalid
from flowengine.lang.canonical import canonical, content_hash
from flowengine.lang.document import FlowLoader
from flowengine.lang.environment_schema import read_environment
from flowengine.lang.layout import layout_findings
from flowengine.lang.upgrade.kinds import raised
from flowengine.messages import DocumentPut, DocumentsPut, Json
from flowengine.switchboard.library import Library
from flowengine.switchboard.switchboard import Switchboard

KINDS = ("environment", "draft", "layout", "cases")
EMPTY: Json = {"format": 1}


class File(Struct, frozen=True):
    """`hash` "": the server has no such document of its own yet."""

    document: Json
    hash: str


class Change(Struct, frozen=True, forbid_unknown_fields=True):
    """What a path is to hold (null: it is removed); `base` is the hash that was read ("": none, "*": any)."""

    document: Any
    base: str


class Written(Struct, frozen=True):
    """`status`: written, unchanged or conflict; `hash` is that of what the server has there now."""

    status: str
    hash: str


def files_of(board: Switchboard, environments: list[str], *, people: bool) -> dict[str, File]:
    """Path -> document, of these environments; without `people`, tenant.json holds users by their keys alone."""
    tenant = msgspec.json.decode(msgspec.json.encode(tenant_file(board)))
    if not people:
        tenant["users"] = {key: _nameless(key, user) for key, user in tenant.get("users", {}).items()}
    found = {TENANT: File(tenant, content_hash(canonical(tenant)))}
    for stand in stands_of(board.library):
        if stand.environment in environments:
            row = board.library.get(stand.kind, stand.key)
            document = read_json(board.library, stand.kind, stand.key, EMPTY)
            found[stand.path] = File(document, row.hash if row else "")
    return found


def stands_of(library: Library) -> Iterator[Stand]:
    """Every document that has a file, environments first; what is left of a flow that is gone has none."""
    found = [stand for kind in KINDS for row in library.of_kind(kind) if (stand := stand_of(kind, row.key))]
    flows = {(stand.environment, stand.flow) for stand in found if stand.kind == "draft"}
    homes = [stand for stand in found if stand.kind == "environment"]
    homeless = {environment for environment, _ in flows} - {stand.environment for stand in homes}
    yield from homes
    yield from (Stand("environment", name, name) for name in sorted(homeless))
    yield from (stand for stand in found if stand.flow and (stand.environment, stand.flow) in flows)


def _nameless(key: str, user: dict[str, Json]) -> dict[str, Json]:
    """A user as authors need them: who is an agent where, with which skills, and nothing about the person."""
    shown = {name: value for name, value in user.items() if name in ("roles", "memberships", "capacity")}
    return {"name": key, "directory_id": "withheld", "object_id": key, **shown}


class Files:
    """Writes drafts by path. Raises FlowInvalid with a finding, and its file, for each that cannot be used."""

    def __init__(self, tenants: Tenants, loader: FlowLoader) -> None:
        self._tenants = tenants
        self._loader = loader

    async def write(self, author: Author, changes: Mapping[str, Change], *, dry_run: bool) -> dict[str, Written]:
        """What became of each path: nothing is written if one of them is a conflict, or in a dry run."""
        changes = {path: replace(change, document=raised(change.document, path)) for path, change in changes.items()}
        board = self._tenants.board(author.tenant)
        stands = self._usable(board, changes)
        found = _compared(board.library, stands, changes)
        wanted = [path for path, written in found.items() if written.status == "written"]
        if dry_run or not wanted or any(written.status == "conflict" for written in found.values()):
            return found
        puts = [_put(stands[path], changes[path].document, changes[path].base) for path in wanted]
        puts += _left_over(board.library, [stands[path] for path in wanted], changes)
        try:
            await self._tenants.submit(author.tenant, DocumentsPut(documents=tuple(puts), author=author.user))
        except Conflict:  # somebody wrote while this event waited for its turn
            return _compared(board.library, stands, changes)
        return found

    def _usable(self, board: Switchboard, changes: Mapping[str, Change]) -> dict[str, Stand]:
        stands: dict[str, Stand] = {}
        findings: list[Finding] = []
        for path, change in changes.items():
            stand = stand_at(path)
            if stand is None:
                findings.append(_no_place(path))
                continue
            stands[path] = stand
            findings += (replace(finding, file=path) for finding in self._faults(board, stand, changes, change))
        if findings:
            raise FlowInvalid(findings)
        return stands

    def _faults(
        self, board: Switchboard, stand: Stand, changes: Mapping[str, Change], change: Change
    ) -> Iterator[Finding]:
        if stand.environment not in environment_names(board):
            words = f"There is no contact center “{stand.environment}”, so it has no environment."
            yield Finding("unknown_contact_center", "error", "$", words, "An administrator makes contact centers.")
        elif change.document is None:
            return
        elif stand.kind in ("layout", "cases") and not _has_flow(board, stand, changes):
            words = f"There is no flow “{stand.flow}” in {stand.environment}."
            yield Finding("unknown_flow", "error", "$", words, "Write its flow.json together with this.")
        else:
            yield from unusable(self._loader, stand.kind, change.document)


def unusable(loader: FlowLoader, kind: str, document: Json) -> Iterator[Finding]:
    """Why a document cannot be stored as a draft; what the checks find does not keep it from being stored."""
    if not isinstance(document, dict):
        yield Finding("json_not_object", "error", "$", "The document must be an object.", "Write {…}.")
    elif kind == "draft":
        yield from loader.findings(document)
    elif kind == "environment":
        yield from read_environment(document)[0]
    elif kind == "layout":
        yield from layout_findings(document)


def _no_place(path: str) -> Finding:
    if path == TENANT:
        words, hint = "tenant.json is read here, not written.", "Administrators change the tenant on its server."
    else:
        words, hint = "No file of a tenant lies there.", "Write it like front_door/main/flow.json."
    return Finding("bad_name", "error", "$", words, hint, path)


def _has_flow(board: Switchboard, stand: Stand, changes: Mapping[str, Change]) -> bool:
    flow = Stand("draft", f"{stand.environment}/{stand.flow}", stand.environment, stand.flow)
    change = changes.get(flow.path)
    return change.document is not None if change else board.library.get("draft", flow.key) is not None


def _compared(library: Library, stands: Mapping[str, Stand], changes: Mapping[str, Change]) -> dict[str, Written]:
    return {path: _standing(library, stand, changes[path]) for path, stand in stands.items()}


def _standing(library: Library, stand: Stand, change: Change) -> Written:
    row = library.get(stand.kind, stand.key)
    present = row.hash if row else ""
    wanted = "" if change.document is None else content_hash(text_of(stand.kind, change.document))
    if wanted == present:
        return Written("unchanged", present)
    return Written("written", wanted) if change.base in ("*", present) else Written("conflict", present)


def _left_over(library: Library, written: list[Stand], changes: Mapping[str, Change]) -> list[DocumentPut]:
    """With a flow go its layout and its cases."""
    gone = {(s.environment, s.flow) for s in written if s.kind == "draft" and changes[s.path].document is None}
    rows = (stand for stand in stands_of(library) if (stand.environment, stand.flow) in gone)
    return [_put(stand, None, "*") for stand in rows if stand.kind != "draft" and stand.path not in changes]


def _put(stand: Stand, document: Json, base: str) -> DocumentPut:
    body = "" if document is None else text_of(stand.kind, document)
    return DocumentPut(kind=stand.kind, key=stand.key, body=body, base=base)
