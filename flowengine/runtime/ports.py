"""What the runtime asks of the world and of the core: clock, entropy, network, alarm, and one tenant's core."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from msgspec import Struct, field

from flowengine.ledger.port import TenantBoot
from flowengine.messages import Command, Event, Json, Stamp
from flowengine.runtime.node_meter import NodeMeter
from flowengine.runtime.traces import NoTraces, Traces


class Appointment(Protocol):
    """A call that was asked for and can be taken back."""

    def cancel(self) -> None: ...


class Clock(Protocol):
    def now_ms(self) -> int:
        """UTC milliseconds; may jump: the owner of a shard reads it through a SteadyClock."""

    def call_at(self, at_ms: int, wake: Callable[[], None]) -> Appointment:
        """Call `wake` on the event loop at `at_ms`, soon if that has passed, or earlier: the caller looks again."""


class Entropy(Protocol):
    def take(self) -> bytes:
        """16 bytes that nobody can foresee."""


class Request(Struct, frozen=True):
    """`private`: headers of a secret, for the first server only; they stand in no message and no error."""

    method: str
    url: str
    headers: Mapping[str, str] = {}
    body: bytes = b""
    timeout_s: float = 10.0
    private: Mapping[str, str] = {}


class Response(Struct, frozen=True):
    """Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Egress(Protocol):
    """The one way out to other people's services."""

    async def fetch(self, request: Request) -> Response:
        """Raises EffectFailed."""


class Alarm(Protocol):
    def __call__(self, what: str, error: BaseException) -> None:
        """Wake a person: `what` is a sentence without personal content."""


class TraceFacts(Protocol):
    @property
    def at_ms(self) -> int: ...
    @property
    def subject_kind(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def facts(self) -> Sequence[tuple[Json, ...]]: ...


# Which counter: kind, start_ms, contact center, home, channel, key, what, within.
CounterKey: TypeAlias = tuple[str, int, str, str, str, str, str, int]


def _nothing(row: TraceFacts) -> Iterable[Any]:
    return ()


class Books(Struct, frozen=True):
    """What is kept beside the trace, in the same commit, of each of its rows: counters, and what is audited."""

    tally: Callable[[TraceFacts], Iterable[tuple[CounterKey, int, int]]] = _nothing  # counter, n, ms
    audit: Callable[[TraceFacts], Iterable[tuple[str, str, dict[str, Json]]]] = _nothing  # actor, what, body


class Ports(Struct, frozen=True):
    clock: Clock
    entropy: Entropy
    alarm: Alarm
    books: Books = Books()
    traces: Traces = NoTraces()
    node: NodeMeter = field(default_factory=NodeMeter)  # what this process has done


# --- The core of one tenant: the switchboard, and in tests a smaller one ---------------------------------------------


class OutgoingCommand(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def recipient(self) -> str: ...
    @property
    def n(self) -> int: ...
    @property
    def command(self) -> Command: ...


class Content(Protocol):
    @property
    def dialogue(self) -> str: ...
    @property
    def n(self) -> int: ...
    @property
    def cls(self) -> str: ...
    @property
    def body(self) -> Json: ...


class Outcome(Protocol):
    @property
    def reply(self) -> Json: ...
    @property
    def commands(self) -> Sequence[OutgoingCommand]: ...
    @property
    def trace(self) -> Sequence[TraceFacts]: ...
    @property
    def content(self) -> Sequence[Content]: ...
    @property
    def live(self) -> Sequence[Json]: ...


class TimerChange(Protocol):
    @property
    def owner_kind(self) -> Any: ...  # OwnerKind; Any, because a core may write it as plain text
    @property
    def owner(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def generation(self) -> int: ...
    @property
    def due_ms(self) -> int | None: ...


class DocumentChange(Protocol):
    """`body` is JSON text; "" removes the document."""

    @property
    def kind(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def hash(self) -> str: ...
    @property
    def body(self) -> str: ...


class Changes(Protocol):
    @property
    def dialogues(self) -> Mapping[str, Any]: ...
    @property
    def legs(self) -> Mapping[tuple[str, str], tuple[str, str, str]]: ...
    @property
    def floor(self) -> Mapping[tuple[str, str], bytes | None]: ...
    @property
    def timers(self) -> Sequence[TimerChange]: ...
    @property
    def documents(self) -> Sequence[DocumentChange]: ...


class Core(Protocol):
    def apply(self, event: Event, stamp: Stamp) -> Outcome:
        """Raises RequestRefused having changed nothing; after any other exception the core is thrown away."""

    def take_changes(self) -> Changes:
        """What changed since the last call, each thing in its latest state."""

    def park(self, dialogue: str, stamp: Stamp, reason: str) -> Outcome:
        """Put the dialogue on its error path because of a bug of ours."""

    def pack(self, dialogue: Any) -> tuple[str, bytes]:
        """(status, body with v) of a value of `Changes.dialogues`; status `ended`: it is not loaded again."""


CoreFactory: TypeAlias = Callable[[TenantBoot], Core]
