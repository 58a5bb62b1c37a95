"""A port of an environment's stock that keeps it in memory."""

from typing import Any

from flowengine.api.services import Author, PartPlace
from flowengine.environments.outlook import Outlook
from flowengine.environments.sheets import Rows
from flowengine.environments.sounds import Taken
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


class MemorySheets:
    """Takes every sheet, and remembers it."""

    def __init__(self, stock: MemoryStock) -> None:
        self._stock = stock
        self.taken: list[tuple[Any, str, bool]] = []

    def texts(self, tenant: str, environment: str) -> str:
        self._stock.all(tenant, environment, "prompts")
        return "place,channel,any\r\n"

    async def take_texts(self, author: Author, environment: str, text: str, *, dry_run: bool) -> Rows:
        self._stock.all(author.tenant, environment, "prompts")
        self.taken.append((author, text, dry_run))
        return Rows([], not dry_run)

    def table(self, place: PartPlace) -> str:
        self._stock.read(place)
        return "key\r\n"

    async def take_table(self, place: PartPlace, text: str, *, dry_run: bool) -> Rows:
        self._stock.read(place)
        self.taken.append((place, text, dry_run))
        return Rows([], not dry_run)


class MemorySounds:
    """Keeps what it is given."""

    def __init__(self, stock: MemoryStock) -> None:
        self._stock = stock
        self.kept: list[bytes] = []

    async def read(self, tenant: str, environment: str, file: str) -> bytes:
        self._stock.all(tenant, environment, "prompts")
        return b"RIFF"

    async def sizes(self, tenant: str, environment: str) -> dict[str, int]:
        self._stock.all(tenant, environment, "prompts")
        return {}

    async def keep(self, tenant: str, environment: str, file: str, body: bytes) -> None:
        self._stock.all(tenant, environment, "prompts")
        del file
        self.kept.append(body)

    async def record(self, place: PartPlace, language: str, body: bytes, base: str) -> Part:
        del language, base
        found = self._stock.read(place)
        self.kept.append(body)
        return found

    async def forget(self, place: PartPlace, language: str, base: str) -> Part:
        del language, base
        return self._stock.read(place)

    async def packed(self, tenant: str, environment: str) -> bytes:
        self._stock.all(tenant, environment, "prompts")
        return b"PK"

    async def take(self, author: Author, environment: str, body: bytes, *, dry_run: bool) -> Taken:
        self._stock.all(author.tenant, environment, "prompts")
        self.kept.append(body)
        return Taken([], not dry_run)
