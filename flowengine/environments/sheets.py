"""Sheets: the texts and tables of an environment as CSV, out and in; told row by row, taken whole or not at all."""

from collections.abc import Iterable
from functools import reduce
from typing import Any

from msgspec import Struct

from flowengine.environments.files import Change, Files, Written
from flowengine.environments.names import names_for
from flowengine.environments.path import Stand
from flowengine.environments.place import Author, PartPlace, Tenants
from flowengine.environments.stock import Stock
from flowengine.environments.table_sheet import exported as table_csv
from flowengine.environments.table_sheet import imported as table_from
from flowengine.environments.tree import environment_document, flows_of, known_environment
from flowengine.environments.wording import PROMPTS, Texts, imported
from flowengine.environments.wording import exported as texts_csv
from flowengine.errors import Conflict, Finding, FlowInvalid
from flowengine.lang.check.partial import partial_flow
from flowengine.lang.document import FlowLoader
from flowengine.lang.reading import prompts
from flowengine.messages import Json
from flowengine.tenancy.table import RowResult


class Rows(Struct, frozen=True):
    """What became, or would become, of each row; `applied`: it is so now."""

    rows: list[RowResult]
    applied: bool


class Sheets:
    """Raises NotFound and Conflict; FlowInvalid with a finding per row that is refused."""

    def __init__(self, tenants: Tenants, loader: FlowLoader, stock: Stock) -> None:
        self._tenants = tenants
        self._loader = loader
        self._stock = stock

    def texts(self, tenant: str, environment: str) -> str:
        """Every text of the environment's prompts and of its flows' steps."""
        documents = self._documents(tenant, environment)
        flows = {name: document for name, document in documents.items() if name}
        names = names_for(self._loader, self._tenants.board(tenant), environment, flows)
        return texts_csv(self._texts(documents), names.languages)

    async def take_texts(self, author: Author, environment: str, text: str, *, dry_run: bool) -> Rows:
        """Write the words of the rows where they belong, all of them or none."""
        documents = self._documents(author.tenant, environment)
        texts = self._texts(documents)
        done = imported(texts, text)
        rows = list(done.rows)
        if dry_run or _refused("texts.csv", rows):
            return Rows(rows, applied=False)
        changed = {place: prompt for place, prompt in done.texts.items() if texts.get(place) != prompt}
        written = {name: _with_texts(name, document, changed) for name, document in documents.items()}
        library = self._tenants.board(author.tenant).library
        changes: dict[str, Change] = {}
        for name, document in written.items():
            kind, key = ("draft", f"{environment}/{name}") if name else ("environment", environment)
            row = library.get(kind, key)
            if document != documents[name]:
                changes[Stand(kind, key, environment, name).path] = Change(document, row.hash if row else "")
        found: dict[str, Written] = await Files(self._tenants, self._loader).write(author, changes, dry_run=False)
        if any(one.status == "conflict" for one in found.values()):
            raise Conflict("Somebody saved meanwhile; nothing was changed.", hint="Send it again.", code="stale_base")
        return Rows(rows, applied=True)

    def table(self, place: PartPlace) -> str:
        """The rows of a table."""
        return table_csv(self._stock.read(place).value)

    async def take_table(self, place: PartPlace, text: str, *, dry_run: bool) -> Rows:
        """The rows in place of those of the table."""
        part = self._stock.read(place)
        done = table_from(part.value, text)
        rows = list(done.rows)
        if dry_run or _refused(f"{place.name}.csv", rows):
            return Rows(rows, applied=False)
        await self._stock.put(place, done.table, part.hash)
        return Rows(rows, applied=True)

    def _documents(self, tenant: str, environment: str) -> dict[str, Json]:
        """The environment's own document under "", and its flows by name."""
        library = self._tenants.board(tenant).library
        known_environment(self._tenants.board(tenant), environment)
        return {"": environment_document(library, environment), **flows_of(library, environment)}

    def _texts(self, documents: dict[str, Json]) -> Texts:
        found: Texts = {f"{PROMPTS}/{name}": value for name, value in (documents[""].get("prompts") or {}).items()}
        for name, document in documents.items():
            flow = partial_flow(self._loader, document, self._loader.findings(document)) if name else None
            for node in flow.nodes.values() if flow else ():
                for path, prompt in prompts(node.config):
                    if not prompt.name and prompt:
                        place = "/".join((name, node.id, *map(str, path)))
                        found[place] = _at(document["nodes"][node.id], path)
        return found


def _at(value: Json, path: Iterable[Any]) -> Json:
    return reduce(lambda inner, key: inner[key], path, value)


def _with_texts(name: str, document: Json, changed: Texts) -> Json:
    """The document with those of the changed texts that stand in it."""
    for place, prompt in changed.items():
        head, *path = place.split("/")
        if head == (name or PROMPTS):
            document = _put(document, ["nodes" if name else "prompts", *path], prompt)
    return document


def _put(value: Json, path: list[str], item: Json) -> Json:
    """A copy with `item` at the path; everything beside it is shared."""
    if not path:
        return item
    head, *rest = path
    if isinstance(value, list):
        return [_put(inner, rest, item) if index == int(head) else inner for index, inner in enumerate(value)]
    before = value if isinstance(value, dict) else {}
    return {**before, head: _put(before.get(head), rest, item)}


def _refused(file: str, rows: list[RowResult]) -> bool:
    """Raises FlowInvalid if a row is refused; False otherwise."""
    found = [
        Finding(
            row.code,
            "error",
            ", ".join(part for part in (f"line {row.line}", row.column) if part),
            row.text,
            row.hint,
            file,
        )
        for row in rows
        if row.outcome == "refused"
    ]
    if found:
        raise FlowInvalid(found)
    return False
