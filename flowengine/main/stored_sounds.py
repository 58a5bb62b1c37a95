"""Recordings in the server's store, whichever it is; each is written once."""

from flowengine.ledger.keep import TenantFiles
from flowengine.main.sound_files import MOST_KEPT, too_much


class StoredSounds:
    """A file that is there is never written again: its name holds the hash of its content."""

    def __init__(self, files: TenantFiles) -> None:
        self._files = files

    async def read(self, tenant: str, environment: str, file: str) -> bytes | None:
        return await self._files.file_get(tenant, f"{environment}/{file}")

    async def sizes(self, tenant: str, environment: str) -> dict[str, int]:
        kept = await self._files.file_names(tenant)
        head = f"{environment}/"
        return {name.removeprefix(head): size for name, size in kept.items() if name.startswith(head)}

    async def write(self, tenant: str, environment: str, file: str, body: bytes) -> None:
        """Durable on return. Raises RequestRefused when the environment has too much, LedgerError for a full disk."""
        kept = await self._files.file_names(tenant)
        name = f"{environment}/{file}"
        if name in kept:
            return
        if sum(size for each, size in kept.items() if each.startswith(f"{environment}/")) + len(body) > MOST_KEPT:
            raise too_much()
        await self._files.file_put(tenant, name, body)
