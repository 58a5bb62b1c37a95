"""The database that all nodes share, as a server across a network: it does one thing at a time, as it arrives."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowengine.ledger.port import StoreBroken, StoreFull, StoreMissing
from tests.contracts.at_once import at_once
from tests.contracts.memory_ledger import MemoryLedger, MemoryStore
from tests.simulation.node_clock import START_MS
from tests.simulation.process import Machine, Process, give
from tests.simulation.weather import Weather

if TYPE_CHECKING:
    from tests.simulation.node import Node

GROWS = frozenset({"commit", "accept", "add_tenant", "settle_tenant", "keep", "file_put"})  # what a full disk refuses
COMMIT = (
    "crash before commit",
    "crash in commit",
    "crash after commit",
    "commit not acknowledged",
    "commit lands late",
)
WRITES = ("commit", "accept")
LOST = ("commit not acknowledged", "commit lands late")  # done, and nobody is told


class Store:
    """What is on the disk, and whether anybody gets there."""

    def __init__(self, machine: Machine, weather: Weather, note: Callable[..., None]) -> None:
        self.machine, self.weather, self.note = machine, weather, note
        self.kept = MemoryStore(lambda: START_MS + machine.now_us // 1000)
        self.ledger = MemoryLedger(self.kept)  # through which the end is looked at
        self.away = self.full = 0  # how many reasons there are

    def do(self, session: Any, name: str, args: tuple[Any, ...]) -> tuple[Any, Exception | None]:
        """(answer, error) of one request."""
        if self.away:
            return None, StoreMissing("The store is away.")
        if self.full and name in GROWS:
            return None, StoreFull("The disk is full.")
        try:
            found = at_once(getattr(session, name)(*args))
        except Exception as error:  # noqa: BLE001  # whatever the store says goes to whoever asked
            self.note("store", f"{name} fails", type(error).__name__, str(error))
            return None, error
        if name == "commit":
            lease, batch = args
            self.note("store", "keeps", f"shard {lease.shard} epoch {lease.epoch} pos {batch.pos} at {batch.at_ms}")
        return found, None


class Handle:
    """A node's way to the store: every call of the Ledger port, as messages there and back."""

    commits_elsewhere = True

    def __init__(self, store: Store, node: "Node", process: Process) -> None:
        self._store, self._node, self._process = store, node, process
        self._session = MemoryLedger(store.kept)
        self._busy_until_us = 0

    def drop(self) -> None:
        """The process is gone: its session ends when everything that it had asked for is done."""
        machine = self._store.machine
        machine.at_us(max(self._busy_until_us, machine.now_us) + 1_000, None, self._session.kill)

    def on_hint(self, call: Callable[[int], None]) -> None:
        machine, weather = self._store.machine, self._store.weather

        def hint(shard: int) -> None:
            if not weather.strikes("hint lost"):
                machine.after(weather.latency_s(), lambda: self._process.call_soon(call, shard))

        self._session.on_hint(hint)

    def __getattr__(self, name: str) -> Any:
        async def ask(*args: Any) -> Any:
            return await self._ask(name, args)

        return ask

    async def close(self) -> None: ...

    async def _ask(self, name: str, args: tuple[Any, ...]) -> Any:
        store, weather = self._store, self._store.weather
        answer = self._process.create_future()
        there, back = weather.latency_s("slow store" if name == "commit" else ""), weather.latency_s()
        fate = (weather.one_of(COMMIT) if name in WRITES else "") or weather.one_of(("store refuses",))
        if fate:
            store.note(self._node.name, fate, name)

        def tell(found: Any, error: Exception | None, after_s: float) -> None:
            store.machine.after(after_s, lambda: self._process.call_soon(give, answer, found, error))

        def arrive() -> None:
            found, error = store.do(self._session, name, args)
            if fate == "crash after commit":
                self._node.crash()
            if fate not in LOST:
                tell(found, error, back)

        if fate not in ("store refuses", "crash before commit"):
            late = weather.chance.expovariate(5) if fate == "commit lands late" else 0
            self._busy_until_us = max(self._busy_until_us, store.machine.now_us + round((there + late) * 1e6))
            store.machine.after(there + late, arrive)
        if fate in ("crash before commit", "crash in commit"):
            self._node.crash()
        if fate in LOST or fate == "store refuses":
            tell(None, StoreBroken(f"The store cannot be reached ({fate})."), there + back)
        return await answer
