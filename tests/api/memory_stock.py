"""A port of an environment's stock that keeps it in memory."""

from typing import Any

from flowengine.api.services import PartPlace
from flowengine.environments.outlook import Outlook
from flowengine.environments.stock import ONE, Part, Parts, hash_of
from flowengine.errors import Conflict, NotFound
from tests.api.memory import MemoryRuntime

WELCOME = "Welcome."


class MemoryStock:
    """Every environment begins with one part of each kind, named `emergency`."""

    def __init__(self, runtime: MemoryRuntime) -> None:
        self._runtime = runtime
        self.parts: dict[tuple[str, str, str, str], Any] = {}

    def _known(self, tenant: str, environment: str) -> None:
        if environment not in (*self._runtime.directories[tenant].contact_centers, "front_door"):
            raise NotFound(f"There is no environment {environment}.")

    def _found(self, place: PartPlace) -> Any:
        self._known(place.tenant, place.environment)
        key = (place.tenant, place.environment, place.kind, place.name)
        value = self.parts.get(key, WELCOME if place.name == "emergency" and place.kind in ONE else None)
        if value is None:
            raise NotFound("There is no such part.")
        return value

    def all(self, tenant: str, environment: str, kind: str) -> Parts:
        self._known(tenant, environment)
        return Parts({"emergency": Part(WELCOME, hash_of(WELCOME))}, ["en"], "Europe/London")

    def read(self, place: PartPlace) -> Part:
        value = self._found(place)
        return Part(value, hash_of(value))

    async def put(self, place: PartPlace, value: Any, base: str) -> Part:
        if base not in ("", "*", self.read(place).hash):
            raise Conflict("Somebody changed it.", code="stale_base")
        self.parts[place.tenant, place.environment, place.kind, place.name] = value
        return self.read(place)

    async def remove(self, place: PartPlace, base: str) -> None:
        if base not in ("*", self.read(place).hash):
            raise Conflict("Somebody changed it.", code="stale_base")
        self.parts.pop((place.tenant, place.environment, place.kind, place.name), None)

    def outlook(self, tenant: str, environment: str, name: str, month: str) -> Outlook:
        self._known(tenant, environment)
        if name != "emergency":
            raise NotFound("There is no such schedule.")
        return Outlook("2026-03-02T10:00", "Europe/London", "open", "", "", [])
