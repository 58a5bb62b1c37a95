"""What is kept of a tenant beside its events: the sessions of its people and visitors, and its recordings."""

import re
from typing import Protocol

from flowengine.errors import NotFound

FILE_NAME = re.compile(r"(?:[a-z0-9][a-z0-9_-]{0,63}/){0,3}[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


class TenantKeep(Protocol):
    """Small bodies by key, durable on return. Keys are hashes of secrets, never the secrets themselves."""

    async def kept(self, tenant: str) -> list[tuple[str, bytes]]:
        """All (key, body) of the tenant, in the order of the keys."""

    async def keep(self, tenant: str, key: str, body: bytes | None) -> None:
        """Keep the body instead of the one before; None takes it away."""


class TenantFiles(Protocol):
    """Files by name (`front_door/9f86d081.wav`: the name tells the content, so that a file is never written anew)."""

    async def file_put(self, tenant: str, name: str, body: bytes) -> None:
        """Durable on return; a file that is there is left as it is."""

    async def file_get(self, tenant: str, name: str) -> bytes | None: ...

    async def file_remove(self, tenant: str, name: str) -> None: ...

    async def file_names(self, tenant: str) -> dict[str, int]:
        """Name -> bytes."""


def checked(name: str) -> str:
    """The name of a file; raises NotFound for one that could lead out of the tenant's folder."""
    if not FILE_NAME.fullmatch(name):
        raise NotFound(f"{name!r} is not the name of a file.")
    return name
