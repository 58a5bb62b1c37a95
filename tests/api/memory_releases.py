"""Releases of the seam's tests: by tenant and environment, in memory."""

from typing import Any

from msgspec import Struct

from flowengine.api.services import Author
from flowengine.environments.publishing import Order
from flowengine.errors import NotFound
from flowengine.messages import ReleaseMadeLive, ReleaseRetired
from tests.api.memory import MemoryRuntime


class Asked(Struct, frozen=True):
    """What reached the port: by whom, where, and the order as the route made it."""

    author: Author
    environment: str
    what: Any


class MemoryReleases:
    def __init__(self, runtime: MemoryRuntime) -> None:
        self._runtime = runtime
        self.numbers: dict[tuple[str, str], list[Any]] = {}
        self.asked: list[Asked] = []

    def _environment(self, tenant: str, environment: str) -> None:
        if environment not in (*self._runtime.directories[tenant].contact_centers, "front_door"):
            raise NotFound(f"There is no environment {environment}.")

    def all(self, tenant: str, environment: str) -> list[Any]:
        self._environment(tenant, environment)
        return self.numbers.get((tenant, environment), [])

    def callers(self, tenant: str, environment: str) -> dict[str, Any]:
        self._environment(tenant, environment)
        return {"callers": [], "until_ms": 0, "number": 0, "author": "", "at_ms": 0, "same": True}

    async def set_callers(self, author: Author, environment: str, callers: Any, until_ms: int) -> dict[str, Any]:
        found = self.callers(author.tenant, environment)
        self.asked.append(Asked(author, environment, (list(callers), until_ms)))
        return found

    def read(self, tenant: str, environment: str, number: int) -> dict[str, Any]:
        for row in self.all(tenant, environment):
            if row["number"] == number:
                return {**row, "content": {}}
        raise NotFound(f"{environment} has no release {number}.")

    def dialogues(self, tenant: str, environment: str, number: int) -> list[dict[str, Any]]:
        self.read(tenant, environment, number)
        return []

    async def diff(self, tenant: str, environment: str, before: str, after: str) -> dict[str, Any]:
        self._environment(tenant, environment)
        return {"from": before, "to": after, "files": []}

    def used_by(self, tenant: str, environment: str, kind: str, name: str) -> list[dict[str, Any]]:
        self._environment(tenant, environment)
        return [{"kind": kind, "name": name}]

    async def publish(self, author: Author, environment: str, order: Order) -> dict[str, Any]:
        releases = self.all(author.tenant, environment)
        self.asked.append(Asked(author, environment, order))
        row = {"number": len(releases) + 1, "message": order.message, "author": author.user}
        self.numbers[author.tenant, environment] = [*releases, row]
        return {"number": row["number"], "users": []}

    async def preview(self, author: Author, environment: str, order: Order) -> dict[str, Any]:
        self._environment(author.tenant, environment)
        self.asked.append(Asked(author, environment, order))
        return {"findings": [], "failing": [], "changes": [], "uses": {}, "users": []}

    async def make_live(self, author: Author, live: ReleaseMadeLive) -> None:
        self.read(author.tenant, live.environment, live.number)
        self.asked.append(Asked(author, live.environment, live))

    async def restore(
        self, author: Author, environment: str, number: int, base: str, *, dry_run: bool
    ) -> dict[str, Any]:
        self.read(author.tenant, environment, number)
        self.asked.append(Asked(author, environment, (number, base, dry_run)))
        return {"base": "b", "changes": [], "applied": not dry_run}

    async def retire(self, author: Author, retired: ReleaseRetired, *, dry_run: bool) -> dict[str, Any]:
        self.read(author.tenant, retired.environment, retired.number)
        self.asked.append(Asked(author, retired.environment, (retired, dry_run)))
        return {"to": 1, "queue": retired.queue, "dialogues": []}
