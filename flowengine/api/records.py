"""What the web face needs of those who erase and hand over records, stated as ports."""

from typing import Literal, Protocol, TypeAlias

from flowengine.messages import Json
from flowengine.tenancy.retention import Retention as Settings

By: TypeAlias = Literal["number", "email", "user"]


class Retention(Protocol):
    """What was kept long enough is taken away."""

    def look(self, tenant: str) -> dict[str, Json]: ...
    def begin(self, tenant: str, author: str, *, dry_run: bool, settings: Settings | None = None) -> dict[str, Json]:
        """`settings`: instead of the tenant's own, for a dry run. Raises Conflict while one is running."""


class People(Protocol):
    """A person's records. Raises NotFound, Conflict and RequestRefused."""

    async def find(self, tenant: str, by: By, named: str) -> dict[str, Json]: ...
    async def erase(self, tenant: str, by: By, named: str, author: str) -> dict[str, Json]: ...
    async def export(self, tenant: str, by: By, named: str) -> bytes: ...
