"""Recordings as files of the folder itself, under `dev`; each is written once."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from flowengine.errors import RequestRefused
from flowengine.ledger.folder import write_atomically

MOST_KEPT = 2 * 1024**3  # of one environment
FolderOf = Callable[[str, str], Path]  # tenant, environment -> its folder


class SoundFiles:
    """A file that is there is never written again: its name holds the hash of its content."""

    def __init__(self, folder_of: FolderOf) -> None:
        self._folder_of = folder_of

    async def read(self, tenant: str, environment: str, file: str) -> bytes | None:
        return await asyncio.to_thread(_read, self._folder_of(tenant, environment) / file)

    async def sizes(self, tenant: str, environment: str) -> dict[str, int]:
        return await asyncio.to_thread(_sizes, self._folder_of(tenant, environment))

    async def write(self, tenant: str, environment: str, file: str, body: bytes) -> None:
        """Durable on return. Raises RequestRefused when the environment has too much, LedgerError for a full disk."""
        await asyncio.to_thread(_write, self._folder_of(tenant, environment) / file, body)


def _read(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _sizes(folder: Path) -> dict[str, int]:
    return {one.name: one.stat().st_size for one in folder.iterdir() if one.is_file()} if folder.is_dir() else {}


def _write(file: Path, body: bytes) -> None:
    if file.is_file():
        return
    kept = sum(one.stat().st_size for one in file.parent.iterdir()) if file.parent.is_dir() else 0
    if kept + len(body) > MOST_KEPT:
        raise too_much()
    write_atomically(file, body)


def too_much() -> RequestRefused:
    hint = "Take away recordings that no release plays any more."
    return RequestRefused(f"The recordings would take more than {MOST_KEPT // 2**30} GiB.", hint=hint, code="too_large")
