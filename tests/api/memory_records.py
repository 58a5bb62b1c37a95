"""Retention and people's records as the seam's tests need them: nothing is kept, and what is asked is remembered."""

from typing import Any

from flowengine.errors import Conflict, NotFound
from flowengine.tenancy.retention import Retention

NOBODY = "+447700900999"
ON = "+447700900123"


class MemoryRetention:
    def __init__(self) -> None:
        self.begun: list[tuple[str, str, bool]] = []
        self.thought_of: list[Retention | None] = []

    def look(self, tenant: str) -> dict[str, Any]:
        return {"settings": {"trace": 400}, "run": None, "dry_run": None, "tenant": tenant}

    def begin(self, tenant: str, author: str, *, dry_run: bool, settings: Retention | None = None) -> dict[str, Any]:
        self.begun.append((tenant, author, dry_run))
        self.thought_of.append(settings)
        return self.look(tenant)


class MemoryPeople:
    def __init__(self) -> None:
        self.erased: list[tuple[str, str, str, str]] = []

    async def find(self, tenant: str, by: str, named: str) -> dict[str, Any]:
        return {"tenant": tenant, "by": by, "named": named}

    async def erase(self, tenant: str, by: str, named: str, author: str) -> dict[str, Any]:
        if named == ON:
            raise Conflict("The person is in 1 dialogue now: nothing was erased.", code="person_is_on")
        self.erased.append((tenant, by, named, author))
        return {"content": 3}

    async def export(self, tenant: str, by: str, named: str) -> bytes:
        if named == NOBODY:
            raise NotFound("Nothing is kept of this person.")
        return f"{tenant} {by} {named}".encode()
