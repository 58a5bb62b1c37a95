"""The exchange of a server that works on a folder: each save writes the files, each change of a file is a draft."""

import asyncio
from collections.abc import Callable, Iterable

from flowengine.environments.content import draft_content, release_text
from flowengine.environments.files import KINDS, unusable
from flowengine.environments.path import TENANT, stand_at, stand_of, text_of
from flowengine.environments.tree import environment_names
from flowengine.errors import Conflict, Finding, FlowInvalid, RequestRefused
from flowengine.lang.canonical import content_hash
from flowengine.lang.document import FlowLoader
from flowengine.ledger.folder import read_document
from flowengine.main.disk import Disk
from flowengine.main.exchange import Exchange
from flowengine.main.tenant_change import tenant_changes
from flowengine.messages import DocumentPut, DocumentsPut, Event, Json, ReleaseMade
from flowengine.runtime.runtime import Runtime

AUTHOR = "disk"
Tell = Callable[[str], None]


class FolderExchange(Exchange):
    """`tenant`: the id of the one that lies in the folder, and its tenant.json as it was served first."""

    def __init__(self, runtime: Runtime, disk: Disk, loader: FlowLoader, tenant: tuple[str, Json], tell: Tell) -> None:
        super().__init__(runtime)
        self.findings: dict[str, list[Finding]] = {}  # of files that cannot be used as they are, by path
        self._retold: set[str] = set()  # of which findings came or went: pages that show these flows look again
        self._disk = disk
        self._loader = loader
        self._tenant, self.tenant_file = tenant
        self._tell = tell
        self._turn = asyncio.Lock()

    async def submit(self, tenant: str, event: Event, event_id: str | None = None) -> Json:
        """Raises Conflict, with nothing written, if the file changed since the page read it, or cannot be read."""
        puts = _drafts_in(event) if tenant == self._tenant else ()
        if not puts:
            return await super().submit(tenant, event, event_id)
        async with self._turn:
            await self._take_from_disk()
            library = self.board(tenant).library
            for put in puts:
                library.check_put(put)
                self._refuse_broken(_path(put))
            try:
                await asyncio.to_thread(self._write, puts)
                return await super().submit(tenant, event, event_id)
            except BaseException:
                for put in puts:  # what is stored and what lies there may differ now: the file is right
                    self._disk.forget(_path(put))
                raise

    async def take_from_disk(self, *, quietly: bool = False) -> None:
        """Take in what changed in the folder since the last look."""
        async with self._turn:
            await self._take_from_disk(quietly=quietly)

    async def _take_from_disk(self, *, quietly: bool = False) -> None:
        changed, gone = await asyncio.to_thread(self._disk.changes)
        documents: dict[str, Json | None] = {}
        for path in changed:
            document = await asyncio.to_thread(self._read, path)
            if document is not None:
                documents[path] = document
        for path in gone:
            self._mended(path)
            documents[path] = None
        tenant = documents.pop(TENANT, None)
        if tenant is not None:
            await self._take_tenant(tenant)
        taken = [put for path, document in documents.items() for put in self._put(path, document)]
        told = {_path(put): "taken from the disk" if put.body else "removed on the disk" for put in taken}
        again = [put for path in self._retold - told.keys() for put in self._again(path)]
        self._retold.clear()
        if taken or again:
            await super().submit(self._tenant, DocumentsPut(documents=(*taken, *again), author=AUTHOR))
        for path, words in () if quietly else told.items():
            self._tell(f"{path}: {words}.")

    def _read(self, path: str) -> Json | None:
        """The document, or None with its findings kept and told."""
        stand = stand_at(path)
        try:
            document = read_document(self._disk.root, path)
            found = list(unusable(self._loader, stand.kind, document)) if stand else []
        except FlowInvalid as fault:
            found, document = fault.findings, {}
        if found:
            self._broken(path, found)
            return None
        if stand:  # whether tenant.json can be used shows when it is
            self._mended(path)
        return document

    def _broken(self, path: str, found: list[Finding]) -> None:
        named = [Finding(f.code, f.severity, f.path, f"{path}: {f.message}", f.hint, path) for f in found]
        if self.findings.get(path) != named:
            self.findings[path] = named
            self._retold.add(path)
            for each in found:
                self._tell(f"{path}: {each.path}: {each.message} {each.hint} [{each.code}]")

    def _mended(self, path: str) -> None:
        if self.findings.pop(path, None) is not None:
            self._retold.add(path)
            self._tell(f"{path}: mended.")

    def _put(self, path: str, document: Json | None) -> Iterable[DocumentPut]:
        """What makes the stored draft equal to the file; nothing if it is."""
        stand = stand_at(path)
        if stand is None:
            return
        row = self.board(self._tenant).library.get(stand.kind, stand.key)
        body = "" if document is None else text_of(stand.kind, document)
        if (row.hash if row else "") != (content_hash(body) if body else ""):
            yield DocumentPut(kind=stand.kind, key=stand.key, body=body, base="*", author=AUTHOR)

    def _again(self, path: str) -> Iterable[DocumentPut]:
        """The stored draft once more: the feed tells of it, and nothing else changes."""
        stand = stand_at(path)
        row = self.board(self._tenant).library.get(stand.kind, stand.key) if stand else None
        if row is not None:
            yield DocumentPut(kind=row.kind, key=row.key, body=row.body, base="*", author=AUTHOR)

    async def _take_tenant(self, document: Json) -> None:
        """tenant.json changed: what differs from the one before goes into the directory, all of it or nothing."""
        try:
            event = tenant_changes(self.tenant_file, document, AUTHOR)
            if event is not None:
                await super().submit(self._tenant, event)
        except FlowInvalid as fault:
            self._broken(TENANT, fault.findings)
        except RequestRefused as fault:
            self._broken(TENANT, [Finding("rule", "error", "$", str(fault), fault.hint or "Change it back.")])
        else:
            self.tenant_file = document
            self._mended(TENANT)

    async def publish_all(self) -> None:
        """A release of what lies in the folder for every environment that has flows: the phone works at once."""
        board = self.board(self._tenant)
        for name in environment_names(board):
            content = draft_content(board.library, name)
            text = release_text(content)
            made = ReleaseMade(
                environment=name, body=text, hash=content_hash(text), message="The folder", author=AUTHOR
            )
            try:
                if content["flows"]:
                    await super().submit(self._tenant, made)
            except RequestRefused as fault:
                self._tell(f"{name}: not live: {fault}")

    def look_again(self) -> None:
        """Everything in the folder is new: the tenant begins anew."""
        self._disk.forget_all()

    def findings_in(self, environment: str) -> list[Finding]:
        """Of the files of an environment, and of tenant.json, that cannot be used as they are."""
        found = (each for path, several in self.findings.items() for each in several if _concerns(path, environment))
        return sorted(found, key=lambda finding: finding.file)

    def _refuse_broken(self, path: str) -> None:
        found = self.findings.get(path)
        if found:
            sentence = f"The file cannot be read as it is, so nothing is written over it. {found[0].message}"
            raise Conflict(sentence, hint="Mend the file, then save again.", code="file_broken")

    def _write(self, puts: Iterable[DocumentPut]) -> None:
        for put in puts:
            self._disk.write(_path(put), put.body)


def _concerns(path: str, environment: str) -> bool:
    return path == TENANT or path.startswith(f"{environment}/")


def _drafts_in(event: Event) -> tuple[DocumentPut, ...]:
    if isinstance(event, DocumentsPut):
        return event.documents
    return (event,) if isinstance(event, DocumentPut) and event.kind in KINDS else ()


def _path(put: DocumentPut) -> str:
    stand = stand_of(put.kind, put.key)
    return stand.path if stand else ""
