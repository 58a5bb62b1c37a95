"""Drafts: flows that are being written; saved against the version that was read, never lost, checked but not forced."""

import re
from typing import Any

from flowengine.environments.place import Differ, Place, Tenants
from flowengine.environments.tree import (
    cases_of,
    environment_document,
    environment_names,
    flows_of,
    known_environment,
    read_json,
)
from flowengine.errors import Conflict, FlowInvalid, NotFound, RequestRefused
from flowengine.lang.canonical import canonical, canonical_flow
from flowengine.lang.document import FlowLoader
from flowengine.lang.layout import layout_findings
from flowengine.lang.strict_json import loads
from flowengine.messages import DocumentPut, Json
from flowengine.switchboard.library import Library
from flowengine.tenancy.directory import FRONT_DOOR

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
MOST_CHANGES_TOLD = 8
_FILE = re.compile(r"(given/)?[a-z][a-z0-9_-]{0,63}\.json\Z")


class Drafts:
    """Reads look at the switchboard between two batches; writes are events in the tenant's mailbox."""

    def __init__(self, tenants: Tenants, loader: FlowLoader, differ: Differ) -> None:
        self._tenants = tenants
        self._loader = loader
        self._differ = differ

    def environments(self, tenant: str) -> list[Json]:
        """Every environment with its flows, and whether each draft differs from the live release."""
        board = self._tenants.board(tenant)
        found: list[Json] = []
        for name in environment_names(board):
            center = board.around.directory.contact_centers.get(name)
            released = _released_flows(board.library, name)
            flows = [
                {
                    "name": flow,
                    "title": document.get("title", flow),
                    "kind": document.get("kind", "entry"),
                    "draft_hash": _hash_of(board.library, f"{name}/{flow}"),
                    "changed": released.get(flow) != document,
                }
                for flow, document in flows_of(board.library, name).items()
            ]
            title = center.title if center else "Front door"
            found.append({"name": name, "title": title, "live": board.library.live(name), "flows": flows})
        return found

    def read(self, place: Place) -> dict[str, Json]:
        """The draft: flow, layout, hash, the live release's number, and the prompts that it may name."""
        board = self._tenants.board(place.tenant)
        key = _key(place)
        row = board.library.get("draft", key)
        if row is None:
            raise NotFound(f"There is no flow “{place.flow}” in {place.environment}.")
        return {
            "flow": read_json(board.library, "draft", key, None),
            "layout": read_json(board.library, "layout", key, None),
            "hash": row.hash,
            "live_release": board.library.live(place.environment),
            "prompts": _prompts(board.library, place.environment),
        }

    async def create(self, place: Place, flow: Json, user: str) -> dict[str, Json]:
        """Add a draft under a free name."""
        board = self._tenants.board(place.tenant)
        known_environment(board, place.environment)
        if not _NAME.match(place.flow):
            raise RequestRefused(f"“{place.flow}” is not a name.", hint="Small letters, digits and _.", code="bad_name")
        if board.library.get("draft", _key(place)) is not None:
            raise Conflict(f"There is a flow “{place.flow}” already.", hint="Take another name.", code="name_taken")
        return await self.save(place, flow, None, "", user)

    async def save(self, place: Place, flow: Json, layout: Json | None, base: str, user: str) -> dict[str, Json]:
        """Save against `base`, the hash that was read. Raises FlowInvalid for a malformed document, Conflict if the
        draft changed meanwhile; nothing is stored then."""
        known_environment(self._tenants.board(place.tenant), place.environment)
        flow = self._loader.current(flow)
        self._loader.load(flow)
        if layout is not None and (misplaced := layout_findings(layout)):
            raise FlowInvalid(misplaced)
        try:
            saved = await self._put(place, _document("draft", _key(place), canonical_flow(flow), base, user))
        except Conflict as stale:
            raise await self._told(place, flow, stale) from stale
        if layout is not None:
            await self._put(place, _document("layout", _key(place), canonical(layout), "*", user))
        return {"hash": saved["hash"]}

    async def _told(self, place: Place, mine: Json, stale: Conflict) -> Conflict:
        """The same refusal, saying what the stored draft has that the refused one has not; nothing of it is lost."""
        row = self._tenants.board(place.tenant).library.get("draft", _key(place))
        if row is None:
            return Conflict(
                f"The flow “{place.flow}” was removed meanwhile.", hint="Save it under a name.", code=stale.code
            )
        theirs = self._loader.current(loads(row.body))
        pair: list[dict[str, Any]] = [{"environment": {}, "flows": {place.flow: flow}} for flow in (mine, theirs)]
        found = await self._differ.changed(place.environment, pair[0], pair[1])
        changes = [str(change["sentence"]) for file in found for change in file["changes"]]
        shown = " ".join(changes[:MOST_CHANGES_TOLD])
        more = f" And {len(changes) - MOST_CHANGES_TOLD} more." if len(changes) > MOST_CHANGES_TOLD else ""
        hint = f"Against yours, theirs says: {shown}{more}" if changes else "It is the same as yours: read it again."
        return Conflict(str(stale), hint=hint, code=stale.code)

    async def remove(self, place: Place, base: str, user: str) -> None:
        """Remove the draft, its layout and its cases."""
        library = self._tenants.board(place.tenant).library
        self.read(place)
        await self._put(place, _document("draft", _key(place), "", base, user))
        if library.get("layout", _key(place)) is not None:
            await self._put(place, _document("layout", _key(place), "", "*", user))
        found = cases_of(library, place.environment, place.flow)
        files = [*found["cases"], *(f"given/{name}.json" for name in found["given"])]
        for file in files:
            await self._put(place, _document("cases", f"{_key(place)}/{file}", "", "*", user))

    def cases(self, place: Place) -> dict[str, Json]:
        """File name to document."""
        self.read(place)
        return cases_of(self._tenants.board(place.tenant).library, place.environment, place.flow)["cases"]

    def case_file(self, place: Place, file: str) -> dict[str, Json]:
        """One file of cases, and its hash. Raises NotFound."""
        self.read(place)
        row = self._tenants.board(place.tenant).library.get("cases", f"{_key(place)}/{file}")
        if row is None:
            raise NotFound(f"The flow “{place.flow}” has no file of cases “{file}”.")
        return {"document": loads(row.body), "hash": row.hash}

    async def save_cases(self, place: Place, file: str, document: Json | None, base: str, user: str) -> dict[str, Json]:
        """Write one file of cases against `base`, the hash that was read (`*`: any; "": it is new); None removes it."""
        self.read(place)
        if not _FILE.match(file):
            raise RequestRefused(f"“{file}” is not a file name.", hint="Write it like bookings.json.", code="bad_name")
        if document is None:
            self.case_file(place, file)
        body = canonical(document) if document is not None else ""
        saved = await self._put(place, _document("cases", f"{_key(place)}/{file}", body, base, user))
        return {"hash": saved["hash"]}

    async def _put(self, place: Place, event: DocumentPut) -> dict[str, Any]:
        reply: dict[str, Any] = await self._tenants.submit(place.tenant, event)
        return reply


def _document(kind: str, key: str, body: str, base: str, user: str) -> DocumentPut:
    return DocumentPut(kind=kind, key=key, body=body, base=base, author=user)


def _key(place: Place) -> str:
    return f"{place.environment}/{place.flow}"


def _prompts(library: Library, environment: str) -> dict[str, Json]:
    """Name to prompt: the environment's own before the tenant's."""
    shared, own = (environment_document(library, name).get("prompts", {}) for name in (FRONT_DOOR, environment))
    return {**shared, **own}


def _hash_of(library: Library, key: str) -> str:
    row = library.get("draft", key)
    return row.hash if row else ""


def _released_flows(library: Library, environment: str) -> dict[str, Json]:
    number = library.live(environment)
    if not number:
        return {}
    release = read_json(library, "release", f"{environment}/{number}", {})
    flows: dict[str, Json] = loads(release["content"])["flows"]
    return flows
