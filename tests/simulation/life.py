"""One life: a seed makes the nodes, the store, the clients, their day and its disasters; then it is judged."""

import random
from hashlib import blake2b
from typing import Any, Protocol

import msgspec
from msgspec import Struct, field

from flowengine.messages import Event
from flowengine.runtime.log import Log
from flowengine.runtime.performer import Performer
from flowengine.runtime.runtime import Runtime
from tests.contracts.at_once import at_once
from tests.simulation.listener import Ear, Wallboard
from tests.simulation.node import Node
from tests.simulation.process import Machine
from tests.simulation.service import Service
from tests.simulation.store import Store
from tests.simulation.street import Street
from tests.simulation.weather import KINDS, Weather

STORM_S = 12.0  # when the sun comes out


class Wrong(AssertionError):
    """A promise was broken."""


class Cast(Protocol):
    """Who plays: the core, what its performer asks, and the clients."""

    tenants: tuple[str, ...]
    longest_s: float  # then everybody must have got what they wanted
    factory: Any
    carrier: Any
    books: Any

    def waits(self, runtime: Runtime) -> Any: ...
    async def move_in(self, runtime: Runtime) -> None: ...
    async def come(self, runtime: Runtime, performer: Performer, tenant: str) -> None:
        """The tenant is served by this process from now on."""

    def clients(self, life: "Life") -> list[tuple[Street, Any]]: ...
    def is_traced(self, sent: "Sent") -> bool:
        """Whether this event leaves a row in the trace."""

    def judge(self, life: "Life") -> None: ...


class Sent(Struct):
    """An event as its client knows it."""

    event: Event
    answers: list[Any] = field(default_factory=list)
    is_left: bool = False


class Life:
    def __init__(self, seed: int, cast: Cast, *, nodes: int = 1, kinds: tuple[str, ...] = KINDS) -> None:
        self.seed, self.cast = seed, cast
        self.machine = Machine(random.Random(f"{seed}:turns"))  # noqa: S311  # chance that can be had again
        self.weather = Weather(random.Random(f"{seed}:weather"), kinds)  # noqa: S311  # as above
        self.history: list[tuple[Any, ...]] = []
        self.store = Store(self.machine, self.weather, self.note)
        self.service = Service(self)
        self.street = self.machine.process("street")
        self.nodes = [Node(self, f"node-{number + 1}") for number in range(nodes)]
        self.events: dict[str, Sent] = {}
        self.ears: list[Ear] = []
        self.wallboards: list[Wallboard] = []
        self.shown_to: dict[str, int] = {}  # tenant -> the position that every wallboard must have come to
        self.busy: set[str] = set()

    # --- what is written down -------------------------------------------------------------------------------------

    def note(self, who: str, *what: Any) -> None:
        self.history.append((self.machine.now_us, who, *what))

    def sent(self, event_id: str, event: Event) -> None:
        if event_id not in self.events:
            self.events[event_id] = Sent(event)
        self.note("street", "sends", event_id, type(event).__name__)

    def answered(self, event_id: str, answer: Any) -> None:
        said = str(answer) if isinstance(answer, Exception) else answer
        self.note("street", "is answered", event_id, said)
        answers = self.events[event_id].answers
        answers.append(said)
        if said != answers[0]:
            raise Wrong(f"{event_id} was answered {answers[0]!r}, and then {said!r}")

    def taken(self, event_id: str) -> None:
        """It stands in the inbox: nobody answers it any more, and it must not be lost."""
        self.note("street", "has left", event_id)
        self.events[event_id].is_left = True

    def digest(self) -> str:
        return blake2b(repr(self.history).encode(), digest_size=16).hexdigest()

    # --- how it goes ----------------------------------------------------------------------------------------------

    def live(self) -> "Life":
        """Raises AssertionError when a promise is broken."""
        least, Log.least = Log.least, "error"  # what goes wrong here is no news
        try:
            self._storm()
            self._calm()
            self._end()
            self._listen_to_complaints()
            self.cast.judge(self)
        finally:
            Log.least = least
            for process in self.machine.processes:
                process.bury()
        return self

    def _storm(self) -> None:
        for node in self.nodes:
            node.start()
        for street, script in self.cast.clients(self):
            self.busy.add(street.name)
            self.street.spawn(self._play(street, script), street.name)
        self._plan()
        self.machine.run(lambda: False, STORM_S)

    async def _play(self, street: Street, script: Any) -> None:
        try:
            await script
        except AssertionError:
            raise
        except Exception as error:
            raise Wrong(f"{street.name} cannot go on: {error}") from error
        self.busy.discard(street.name)
        self.note(street.name, "is content")

    def _plan(self) -> None:
        """When the great disasters are."""
        weather, chance, after = self.weather, self.weather.chance, self.machine.after
        node = lambda: chance.choice(self.nodes)  # noqa: E731  # one of them, anew each time

        def store(what: str, seconds: float) -> None:
            def more(reasons: int) -> None:
                setattr(self.store, what, getattr(self.store, what) + reasons)
                self.note("store", what, getattr(self.store, what))

            after(at, lambda: more(1))
            after(at + seconds, lambda: more(-1))

        deeds: dict[str, Any] = {
            "crash": lambda: node().crash(),
            "restart": lambda: node().drain(),
            "hang": lambda: node().hang(chance.choice((0.3, 2, 8)) * chance.uniform(0.5, 1.5)),
            "clock jump": lambda: node().jump(chance.choice((-3_600_000, -3_000, -200, 500, 5_000, 3_600_000))),
            "moved": lambda: node().move(chance),
        }
        if len(self.nodes) == 1:
            del deeds["moved"]
        for kind, deed in deeds.items():
            for _ in range(weather.times(kind)):
                weather.met[kind] += 1
                after(chance.uniform(0.2, STORM_S), deed)
        for kind, what in (("store away", "away"), ("disk full", "full")):
            for _ in range(weather.times(kind)):
                weather.met[kind] += 1
                at = chance.uniform(0.2, STORM_S * 0.8)
                store(what, chance.uniform(0.1, 3))

    def _calm(self) -> None:
        self.weather.clear = True
        self.note("sky", "clears")
        if not self.machine.run(lambda: not self.busy or bool(self.street.complaints), self.cast.longest_s):
            self._listen_to_complaints()
            raise Wrong(f"After {self.cast.longest_s:.0f} s these still wait: {', '.join(sorted(self.busy))}")

    def _end(self) -> None:
        """Every node is drained; then only the store is left."""
        self._listen_to_complaints()
        for tenant in self.cast.tenants:
            rows = at_once(self.store.ledger.trace_after(tenant, 0, 1_000_000))
            self.shown_to[tenant] = rows[-1].pos if rows else 0
        boards = self.wallboards
        self.machine.run(
            lambda: all(board.last >= self.shown_to[board.tenant] for board in boards), self.machine.now_us / 1e6 + 60
        )
        self._await_nodes(self.cast.longest_s + 60)
        for node in self.nodes:
            node.drain()
        self._await_nodes(self.cast.longest_s + 120)
        for node in self.nodes:
            node.supervised = False
            node.drain()
        if not self.machine.run(lambda: all(node.process.dead for node in self.nodes), self.cast.longest_s + 180):
            raise Wrong("A node cannot be stopped.")

    def _await_nodes(self, until_s: float) -> None:
        self.machine.run(lambda: False, self.machine.now_us / 1e6 + 0.2)
        if not self.machine.run(lambda: all(node.serving for node in self.nodes), until_s):
            raise Wrong("A node does not start.")

    def _listen_to_complaints(self) -> None:
        for process in self.machine.processes:
            for complaint in process.complaints:
                error = complaint.get("exception")
                if process is self.street and isinstance(error, BaseException):
                    raise error
                if "handle" in complaint:  # a callback of a node's, and not a task that nobody asked about
                    raise Wrong(f"{process.name}: {complaint['message']} {error!r}") from error


def told(history: list[tuple[Any, ...]]) -> str:
    """A history for people."""
    return "\n".join(f"{at / 1e6:10.6f}  {who:<10} {' '.join(map(_word, what))}" for at, who, *what in history)


def _word(what: Any) -> str:
    return (
        what if isinstance(what, str) else msgspec.json.encode(what).decode() if isinstance(what, dict) else str(what)
    )
