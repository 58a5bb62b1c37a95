"""`dialogue-studio dev FOLDER`: the editor on a folder. The files are the drafts; the ledger is thrown away."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flowengine.api.settings import Settings
from flowengine.environments.path import TENANT
from flowengine.environments.sounds import SoundKeep
from flowengine.errors import EngineBug, Finding, LedgerError, RequestRefused
from flowengine.lang.document import FlowLoader
from flowengine.ledger.folder import SOUNDS, read_document
from flowengine.ledger.keep import TenantFiles
from flowengine.main.disk import Disk
from flowengine.main.exchange import Exchange
from flowengine.main.folder_exchange import FolderExchange
from flowengine.main.keeper import free_port
from flowengine.main.remote import Refused
from flowengine.main.serving import announced
from flowengine.main.sound_files import SoundFiles
from flowengine.main.tenant_change import served_tenant
from flowengine.messages import Json
from flowengine.runtime.runtime import Runtime
from flowengine.tenancy.directory import directory_from

LOOK_EVERY_S = 0.3


def dev(given: argparse.Namespace) -> int:
    """Serve until Ctrl-C. Exit 1 if tenant.json cannot be used; another broken file is told, and served when mended."""
    root = tenant_folder(given.folder)
    source = FolderSource(root, read_document(root, TENANT))
    port = free_port(given.port)
    if port != given.port:
        print(f"Port {given.port} is taken; using {port}.", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="dialogue-studio-") as data:
        asyncio.run(announced(Path(data), Settings(port=port), source, open_page=not given.no_open))
    return 0


def tenant_folder(folder: Path) -> Path:
    """The folder itself, or the one tenant below it. Raises Refused."""
    if (folder / TENANT).is_file():
        return folder
    below = sorted(file.parent for file in folder.glob(f"*/{TENANT}")) if folder.is_dir() else []
    if len(below) == 1:
        return below[0]
    hint = f"Name one of {', '.join(str(each) for each in below)}." if below else "`dialogue-studio new` makes one."
    raise Refused(f"{folder} is no tenant's folder: it has no tenant.json.", hint)


class FolderSource:
    """The tenant of a folder, as the server's source (main/demo.py)."""

    restarts = False

    def __init__(self, root: Path, tenant: Json) -> None:
        """Raises FlowInvalid for a tenant.json that cannot be served."""
        self._disk = Disk(root)
        self._tenant = tenant
        there = directory_from(served_tenant(tenant)).tenant
        self._id, self._region = there.id, there.region
        self._exchange: FolderExchange | None = None

    def sounds(self, files: TenantFiles) -> SoundKeep:
        del files
        return SoundFiles(lambda _, environment: self._disk.root / environment / SOUNDS)

    def exchange(self, runtime: Runtime, loader: FlowLoader) -> Exchange:
        self._exchange = FolderExchange(runtime, self._disk, loader, (self._id, self._tenant), _tell)
        return self._exchange

    def place(self) -> tuple[str, str]:
        return self._id, self._region

    def tree(self) -> Mapping[str, Any]:
        """People and places; the drafts come from the folder, by the same way as every later change."""
        return {"tenant": served_tenant(self._there().tenant_file), "environments": {}}

    async def fill(self) -> None:
        """Take in the folder as it is now, and make it live."""
        exchange = self._there()
        exchange.look_again()
        await exchange.take_from_disk(quietly=True)
        await exchange.publish_all()

    async def watch(self) -> None:
        """Look at the files again and again. A store that refuses is told once it happens, and tried again."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self._there().take_from_disk()
            except (LedgerError, RequestRefused, OSError) as fault:
                _tell(f"The folder could not be taken in: {fault}")

    def findings(self, environment: str) -> list[Finding]:
        return self._there().findings_in(environment)

    def _there(self) -> FolderExchange:
        if self._exchange is None:
            raise EngineBug("The server makes the exchange before anything else.")
        return self._exchange


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
