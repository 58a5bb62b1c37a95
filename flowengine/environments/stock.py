"""The stock of an environment: what its flows share, and which of them are first, each read and written by itself."""

from collections.abc import Callable
from typing import Any, TypeAlias

from msgspec import Struct

from flowengine.environments.names import names_for
from flowengine.environments.outlook import Outlook, outlook, zone_of
from flowengine.environments.place import Author, PartPlace, Tenants
from flowengine.environments.tree import environment_document, flows_of, known_environment
from flowengine.environments.used_by import Naming
from flowengine.errors import Conflict, Finding, FlowInvalid, NotFound, RequestRefused
from flowengine.lang import strict_json
from flowengine.lang.canonical import canonical, content_hash
from flowengine.lang.check.environment import check_environment
from flowengine.lang.document import FlowLoader
from flowengine.lang.environment_schema import read_environment
from flowengine.lang.json_path import json_path
from flowengine.messages import DocumentPut, Json
from flowengine.switchboard.switchboard import Switchboard

# The kinds, and what one of each is called. An `entry` is named by a channel, or `default`; its value is a flow.
ONE = {"prompts": "prompt", "schedules": "schedule", "tables": "table", "bindings": "binding", "entry": "first flow"}
TRIES = 8  # others may write the same document while this event waits for its turn
Document: TypeAlias = dict[str, Any]


class Part(Struct, frozen=True):
    """`used`: how many places in drafts name it. `rows`: of a table in a list, whose value is shown without them."""

    value: Any
    hash: str
    used: int = 0
    rows: int = 0
    findings: list[Finding] = []


class Parts(Struct, frozen=True):
    """All of one kind by name; the languages and the time zone of the environment."""

    parts: dict[str, Part]
    languages: list[str]
    time_zone: str


class Stock:
    """Raises NotFound, Conflict, RequestRefused and FlowInvalid; whatever is refused changed nothing."""

    def __init__(self, tenants: Tenants, loader: FlowLoader, now_ms: Callable[[], int]) -> None:
        self._tenants = tenants
        self._loader = loader
        self._now_ms = now_ms
        self._naming = Naming(loader)

    def all(self, tenant: str, environment: str, kind: str) -> Parts:
        """Tables come without their rows."""
        board = self._tenants.board(tenant)
        things = _things(self._document(tenant, environment), _known(kind))
        found, languages = self._findings(board, environment, kind)
        used = self._naming.counted(board, environment, ONE[kind])
        parts = {name: _part(kind, value, used[name], found.get(name, [])) for name, value in things.items()}
        return Parts(parts, list(languages), zone_of(board, environment))

    def read(self, place: PartPlace) -> Part:
        """One of them, whole."""
        board = self._tenants.board(place.tenant)
        value = _thing(self._document(place.tenant, place.environment), place)
        found, _ = self._findings(board, place.environment, place.kind)
        used = self._naming.counted(board, place.environment, ONE[place.kind])
        return Part(value, hash_of(value), used[place.name], findings=found.get(place.name, []))

    def outlook(self, tenant: str, environment: str, name: str, month: str) -> Outlook:
        """What a schedule says about now and about the weeks of a month ("": the present one)."""
        return outlook(self._tenants.board(tenant), (environment, name), month, self._now_ms())

    async def put(self, place: PartPlace, value: Json, base: str) -> Part:
        """Write one against the hash that was read ("": a new one, "*": any)."""

        def edited(document: Document) -> Document:
            check_base(document, place, base)
            return _with(document, place, value)

        await self.change(place, place.environment, edited)
        return self.read(place)

    async def remove(self, place: PartPlace, base: str) -> None:
        """Take one away. What still names it becomes a finding of those flows."""
        _thing(self._document(place.tenant, place.environment), place)

        def edited(document: Document) -> Document:
            check_base(document, place, base)
            return _with(document, place, None)

        await self.change(place, place.environment, edited)

    async def change(self, author: Author, environment: str, edited: Callable[[Document], Document]) -> None:
        """Write what `edited` makes of the document, again if somebody else wrote it meanwhile."""
        for attempt in range(TRIES):
            document = self._document(author.tenant, environment)
            row = self._tenants.board(author.tenant).library.get("environment", environment)
            body = usable(edited(document))
            if row is not None and body == row.body:
                return
            base = row.hash if row else ""
            event = DocumentPut(kind="environment", key=environment, body=body, base=base, author=author.user)
            try:
                await self._tenants.submit(author.tenant, event)
            except Conflict:
                if attempt == TRIES - 1:
                    raise
            else:
                return

    def _document(self, tenant: str, environment: str) -> Document:
        board = self._tenants.board(tenant)
        found: Document = environment_document(board.library, known_environment(board, environment))
        return found

    def _findings(
        self, board: Switchboard, environment: str, kind: str
    ) -> tuple[dict[str, list[Finding]], tuple[str, ...]]:
        """Name -> what the checks find of it, and the environment's languages."""
        flows, document = flows_of(board.library, environment), environment_document(board.library, environment)
        names = names_for(self._loader, board, environment, flows)
        heads = {json_path((kind, name)): name for name in _things(document, kind)}
        found: dict[str, list[Finding]] = {}
        for finding in check_environment(document, names, flows):
            for head, name in heads.items():
                if finding.path == head or finding.path.startswith((f"{head}.", f"{head}[")):
                    found.setdefault(name, []).append(finding)
        return found, names.languages


def hash_of(value: Json) -> str:
    """The ETag of one part."""
    return content_hash(canonical(value))


def usable(document: Document) -> str:
    """The text of an environment document. Raises FlowInvalid, and RequestRefused for one that is too large."""
    faults, _ = read_environment(document)
    if faults:
        raise FlowInvalid(faults)
    text = canonical(document)
    if len(text.encode()) > strict_json.MAX_BYTES:
        hint = "Keep large tables in another system, and ask it by http_request."
        raise RequestRefused(
            f"environment.json would be over {strict_json.MAX_BYTES} bytes.", hint=hint, code="too_large"
        )
    return text


def _known(kind: str) -> str:
    if kind not in ONE:
        raise NotFound(f"An environment has no “{kind}”.", hint=f"It has {', '.join(ONE)}.")
    return kind


def _things(document: Document, kind: str) -> dict[str, Json]:
    found: dict[str, Json] = document.get(kind) or {}
    return found


def _thing(document: Document, place: PartPlace) -> Json:
    things = _things(document, _known(place.kind))
    if place.name not in things:
        raise NotFound(f"{place.environment} has no {ONE[place.kind]} “{place.name}”.")
    return things[place.name]


def check_base(document: Document, place: PartPlace, base: str) -> None:
    """Raises Conflict if the part is not what was read ("": none, "*": any)."""
    things = _things(document, _known(place.kind))
    present = hash_of(things[place.name]) if place.name in things else ""
    if base in ("*", present):
        return
    what = f"{ONE[place.kind]} “{place.name}”"
    if not base:
        raise Conflict(f"There is a {what} already.", hint="Take another name.", code="name_taken")
    became = "was changed by somebody else" if present else "was removed"
    hint = "Read it again, then put both changes together."
    raise Conflict(f"The {what} {became} since it was read.", hint=hint, code="stale_base")


def _with(document: Document, place: PartPlace, value: Json) -> Document:
    """The document with this part, or without it (null); others keep their places."""
    kind, name = place.kind, place.name
    things = {key: thing for key, thing in _things(document, kind).items() if value is not None or key != name}
    if value is not None:
        things[name] = value
    rest = {key: part for key, part in document.items() if key != kind or things}
    return {**rest, kind: things} if things else rest


def _part(kind: str, value: Json, used: int, findings: list[Finding]) -> Part:
    if kind != "tables" or not isinstance(value, dict):
        return Part(value, hash_of(value), used, findings=findings)
    rows = value.get("rows") or ()
    shown = {key: part for key, part in value.items() if key != "rows"}
    return Part(shown, hash_of(value), used, len(rows), findings)
