"""A port of replays that keeps what was asked of it."""

from typing import Any

from flowengine.errors import NotFound
from flowengine.testbench.replay.order import ReplayOrder
from tests.api.memory import MemoryRuntime


class MemoryReplays:
    def __init__(self, runtime: MemoryRuntime) -> None:
        self._runtime = runtime
        self.orders: list[tuple[str, str, ReplayOrder]] = []

    async def begin(self, tenant: str, environment: str, order: ReplayOrder) -> dict[str, Any]:
        if environment not in (*self._runtime.directories[tenant].contact_centers, "front_door"):
            raise NotFound(f"There is no environment {environment}.")
        self.orders.append((tenant, environment, order))
        return {"id": "r", "of": 0, "older": False}

    async def reports(self, tenant: str, environment: str) -> list[dict[str, Any]]:
        if environment not in (*self._runtime.directories[tenant].contact_centers, "front_door"):
            raise NotFound("There is no such environment.")
        return [{"id": "r", "state": "done"}]

    async def look(self, tenant: str, environment: str, name: str) -> dict[str, Any]:
        if name != "r":
            raise NotFound("There is no such replay.")
        return {"id": name, "state": "done", "tenant": tenant, "environment": environment}

    async def beside(self, tenant: str, environment: str, name: str, dialogue: str) -> dict[str, Any]:
        await self.look(tenant, environment, name)
        return {"before": [], "now": []}

    async def stop(self, tenant: str, environment: str, name: str) -> None:
        await self.look(tenant, environment, name)
