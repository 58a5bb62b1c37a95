"""What the web face needs of the rooms below, stated as ports; `main` joins the real ones."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Literal, Protocol

from msgspec import Struct

from flowengine.api.hook_port import HookPort
from flowengine.api.node import Node
from flowengine.api.records import People, Retention
from flowengine.api.settings import Settings
from flowengine.channels.channel import Channel
from flowengine.channels.line import Line
from flowengine.environments.files import Change, File, Written
from flowengine.environments.outlook import Outlook
from flowengine.environments.publishing import Order
from flowengine.environments.sheets import Rows
from flowengine.environments.sounds import Taken
from flowengine.environments.stock import Part, Parts
from flowengine.errors import Finding
from flowengine.identity.operator import Operators
from flowengine.identity.sessions import Sessions
from flowengine.identity.tickets import Tickets
from flowengine.identity.tokens import Tokens
from flowengine.identity.visitor import Visitors
from flowengine.ledger.cell import StoreFacts
from flowengine.ledger.port import AuditHead, AuditRecord
from flowengine.messages import Command, Event, Json, ReleaseMadeLive, ReleaseRetired
from flowengine.reports.answering import Question
from flowengine.runtime.dead_letters import DeadLetters
from flowengine.runtime.feed import FeedItem
from flowengine.runtime.health import Health
from flowengine.runtime.meter import Meter
from flowengine.runtime.traces import Traces
from flowengine.runtime.vault import Vault
from flowengine.tenancy.directory import Directory
from flowengine.tenancy.tenant import Tenant
from flowengine.tenancy.user import User
from flowengine.testbench.replay.order import ReplayOrder
from flowengine.testbench.trial.walk import Walk


class Numbered(Protocol):
    """One command of a recipient's stream; `n` has no gaps, `content` is the body of the record it speaks of."""

    @property
    def n(self) -> int: ...
    @property
    def command(self) -> Command: ...
    @property
    def content(self) -> Json: ...


class Commands(Protocol):
    """A recipient's commands, for as long as it is listened to. Iterated once; closed when done."""

    def __aiter__(self) -> AsyncIterator[Numbered]: ...
    def close(self) -> None: ...


class Feed(Protocol):
    """A tenant's trace rows, and what passes without being kept. `pos`: the last row before it began."""

    @property
    def pos(self) -> int: ...
    def __aiter__(self) -> AsyncIterator[FeedItem]: ...
    def close(self) -> None: ...


class Runtime(Protocol):
    """Events in; streams out. A stream that is cut off raises RequestRefused: come back with the last number."""

    async def submit(self, tenant: str, event: Event, event_id: str | None = None) -> Json:
        """The reply after the commit. Raises RequestRefused."""

    def commands(self, tenant: str, recipient: str, after: int) -> Commands:
        """The commands to `caller:<dialogue>` or `agent:<agent>` after number `after`."""

    def feed(self, tenant: str, after: int | None) -> Feed:
        """The rows after position `after`; None: from now on."""


class FloorAsked(Struct, frozen=True):
    """`centers` with their lines; and agents of the contact centers `agents_of` (None: all), so many after a name."""

    centers: list[str]
    agents_of: list[str] | None
    agents_after: str
    limit: int


class Look(Protocol):
    """Read-only looks at what is committed. Unknown ids give None."""

    def directory(self, tenant: str) -> Directory | None: ...
    async def demos(self) -> list[tuple[Tenant, Mapping[str, User]]]:
        """Every demo tenant with its users, at whichever node it is served."""

    async def dialogues(self, tenant: str, *, live: bool) -> list[Json]: ...
    async def dialogue(self, tenant: str, dialogue: str) -> Json | None: ...
    async def trace(self, tenant: str, dialogue: str) -> list[Json] | None:
        """Rows {pos, at_ms, facts} of one dialogue, oldest first; content as numbers."""

    async def contents(self, tenant: str, dialogue: str) -> dict[int, Json]:
        """The dialogue's content records, number -> body; those that were erased are left out."""

    async def why_dialogue(self, tenant: str, dialogue: str, at_ms: int | None = None) -> Json | None:
        """At a past moment as the trace tells it; None: now."""

    async def agents(self, tenant: str) -> list[Json]: ...
    async def agent(self, tenant: str, agent: str) -> Json | None:
        """The floor's view of one agent, and `n`, the number of the last command to the desk."""

    async def why_agent(self, tenant: str, agent: str, at_ms: int | None = None) -> Json | None: ...
    async def states(self, tenant: str) -> dict[str, str]:
        """Agent -> state word, of those who are signed in or still work."""

    async def floor(self, tenant: str, asked: FloorAsked) -> dict[str, Json]:
        """{at_ms, contact_centers with their lines, agents, agents_total, next} at one moment."""

    async def queues(self, tenant: str) -> dict[str, Json]: ...
    async def caller(self, tenant: str, number: str) -> Json | None:
        """What is known of a number: name, language, attributes, last_agent, last_contact_center, dialogues_24h, and
        `expires_ms`."""

    async def switches(self, tenant: str) -> dict[str, Json]:
        """Name to on, text, reason, owner, until_ms, needs_reason, and `is_on`: whether it is on now."""

    async def snapshot(self, tenant: str) -> dict[str, Json]:
        """{dialogues, agents, queues} as they are when this returns: a feed begun then continues it without a gap."""


class Author(Struct, frozen=True):
    """Who writes, and where: the tenant comes from the session alone."""

    tenant: str
    user: str


class Place(Struct, frozen=True):
    """A flow of an environment of a tenant."""

    tenant: str
    environment: str
    flow: str


class CasesPlace(Place, frozen=True):
    """One file of a flow's cases, and who asks for it."""

    file: str
    user: str


class PartPlace(Struct, frozen=True):
    """One of `kind` (as environments/stock.py has them) of an environment, and who asks for it."""

    tenant: str
    user: str
    environment: str
    kind: str
    name: str


class Stock(Protocol):
    """Prompts, schedules and tables of environments. Raises NotFound, Conflict, RequestRefused and FlowInvalid."""

    def all(self, tenant: str, environment: str, kind: str) -> Parts: ...
    def read(self, place: PartPlace) -> Part: ...
    async def put(self, place: PartPlace, value: Json, base: str) -> Part: ...
    async def remove(self, place: PartPlace, base: str) -> None: ...
    def outlook(self, tenant: str, environment: str, name: str, month: str) -> Outlook: ...


class Sheets(Protocol):
    """Words and tables as CSV. Raises as Stock does."""

    def texts(self, tenant: str, environment: str) -> str: ...
    async def take_texts(self, author: Author, environment: str, text: str, *, dry_run: bool) -> Rows: ...
    def table(self, place: PartPlace) -> str: ...
    async def take_table(self, place: PartPlace, text: str, *, dry_run: bool) -> Rows: ...


class Sounds(Protocol):
    """Recordings of prompts. Raises as Stock does."""

    async def read(self, tenant: str, environment: str, file: str) -> bytes: ...
    async def sizes(self, tenant: str, environment: str) -> dict[str, int]: ...
    async def keep(self, tenant: str, environment: str, file: str, body: bytes) -> None: ...
    async def record(self, place: PartPlace, language: str, body: bytes, base: str) -> Part: ...
    async def forget(self, place: PartPlace, language: str, base: str) -> Part: ...
    async def packed(self, tenant: str, environment: str) -> bytes: ...
    async def take(self, author: Author, environment: str, body: bytes, *, dry_run: bool) -> Taken: ...


class Tried(Protocol):
    """What is being written: a draft, None being the stored one, and files of cases in place of theirs."""

    @property
    def flow(self) -> Json | None: ...
    @property
    def cases(self) -> Mapping[str, Json]: ...


class Editor(Protocol):
    """The drafts, cases and releases of a tenant. Raises NotFound, Conflict, RequestRefused and FlowInvalid."""

    def environments(self, tenant: str) -> list[Json]: ...
    def schedules(self, tenant: str, environment: str) -> frozenset[str]: ...
    def read_flow(self, place: Place) -> dict[str, Json]: ...
    async def create_flow(self, place: Place, flow: Json, user: str) -> dict[str, Json]: ...
    async def save_flow(
        self, place: Place, flow: Json, layout: Json | None, base: str, user: str
    ) -> dict[str, Json]: ...
    async def remove_flow(self, place: Place, base: str, user: str) -> None: ...
    async def check(self, tenant: str, environment: str, flow: Json, name: str = "") -> list[Finding]: ...
    async def names(self, tenant: str, environment: str) -> dict[str, Json]: ...
    async def value(self, place: Place, flow: Json, asked: dict[str, Json]) -> dict[str, Json]: ...
    async def together(
        self, place: Place, mine: tuple[Json, Json], base: tuple[Json, Json], choices: Mapping[str, str]
    ) -> dict[str, Json]: ...
    def cases(self, place: Place) -> dict[str, Json]: ...
    def case_file(self, place: Place, file: str) -> dict[str, Json]: ...
    async def save_cases(
        self, place: Place, file: str, document: Json | None, base: str, user: str
    ) -> dict[str, Json]: ...
    async def run_cases(self, place: Place, posted: Tried) -> dict[str, Json]: ...
    async def case_results(self, place: Place) -> dict[str, Json]: ...
    def read_files(self, tenant: str, environments: list[str], *, people: bool) -> dict[str, File]: ...
    async def write_files(
        self, author: Author, changes: Mapping[str, Change], *, dry_run: bool
    ) -> dict[str, Written]: ...
    async def case_of(self, tenant: str, dialogue: str) -> Json: ...


class Releases(Protocol):
    """The releases of a tenant. Raises NotFound, Conflict, RequestRefused and FlowInvalid."""

    def all(self, tenant: str, environment: str) -> list[Json]: ...
    def read(self, tenant: str, environment: str, number: int) -> dict[str, Json]: ...
    def dialogues(self, tenant: str, environment: str, number: int) -> list[dict[str, Json]]: ...
    async def diff(self, tenant: str, environment: str, before: str, after: str) -> dict[str, Json]: ...
    def used_by(self, tenant: str, environment: str, kind: str, name: str) -> list[dict[str, Json]]: ...
    async def publish(self, author: Author, environment: str, order: Order) -> dict[str, Json]: ...
    async def preview(self, author: Author, environment: str, order: Order) -> dict[str, Json]: ...
    def callers(self, tenant: str, environment: str) -> dict[str, Json]: ...
    async def set_callers(
        self, author: Author, environment: str, callers: Sequence[str], until_ms: int
    ) -> dict[str, Json]: ...
    async def make_live(self, author: Author, live: ReleaseMadeLive) -> None: ...
    async def restore(
        self, author: Author, environment: str, number: int, base: str, *, dry_run: bool
    ) -> dict[str, Json]: ...
    async def retire(self, author: Author, retired: ReleaseRetired, *, dry_run: bool) -> dict[str, Json]: ...


class Palette(Protocol):
    """The node types as data, and the schemas of documents."""

    def node_types(self, language: str = "") -> list[Json]: ...
    def palette(self, language: str = "") -> Json: ...
    def schema(self, kind: str) -> Json: ...


class Questions(Protocol):
    """What flows ask of other systems. Raises NotFound, Conflict and RequestRefused."""

    async def open(self, tenant: str, dialogue: str) -> list[Json]: ...
    async def answer(self, tenant: str, asked: tuple[str, int], exit: str, results: Mapping[str, Json]) -> Json:  # noqa: A002  # the field's word
        """The reply; the same again for the same answer."""


class Reports(Protocol):
    """What was counted and audited, and what this process has done; looks only."""

    def now_ms(self) -> int: ...
    async def made(self, asked: Question) -> bytes:
        """The report, made away from those who serve callers. Raises RequestRefused."""

    async def audit(self, tenant: str, after: int, limit: int) -> list[AuditRecord]: ...
    async def audit_head(self, tenant: str) -> AuditHead: ...
    def meter(self, tenant: str) -> Meter: ...


class Replays(Protocol):
    """Stored dialogues run again on other flows. Raises NotFound, Conflict, RequestRefused and FlowInvalid."""

    async def begin(self, tenant: str, environment: str, order: ReplayOrder) -> dict[str, Json]: ...
    async def reports(self, tenant: str, environment: str) -> list[dict[str, Json]]: ...
    async def look(self, tenant: str, environment: str, name: str) -> dict[str, Json]: ...
    async def beside(self, tenant: str, environment: str, name: str, dialogue: str) -> dict[str, Json]: ...
    async def stop(self, tenant: str, environment: str, name: str) -> None: ...


class Trials(Protocol):
    """Drafts tried by their authors, away from callers. Raises NotFound, RequestRefused and FlowInvalid."""

    async def walk(self, place: Place, draft: Json | None, walk: Walk) -> dict[str, Json]: ...
    async def case(self, place: Place, draft: Json | None, walk: Walk) -> dict[str, Json]: ...


class ShardSeen(Struct, frozen=True):
    """`state`: `held` by its owner, `moving` from an owner that is silent or leaves it, or `free`: nobody has it."""

    shard: int
    state: Literal["held", "moving", "free"]
    owner: str
    epoch: int
    tenants: int


class NodeRow(Struct, frozen=True):
    """`state`: up, draining, resting (it lost a shard and takes none for a moment), or silent: not heard of lately."""

    node: str
    address: str
    version: str
    state: str
    silent_ms: int
    shards: int


class CellSeen(Struct, frozen=True):
    """A cell as all its nodes see it. `node` is the one that answers."""

    node: str
    region: str
    nodes: list[NodeRow]
    shards: list[ShardSeen]
    store: StoreFacts


class Operations(Protocol):
    """The cell, and this node of it."""

    @property
    def region(self) -> str:
        """The one that this deployment serves."""

    @property
    def traces(self) -> Traces: ...

    def node(self) -> Node: ...
    def shards(self) -> list[int]:
        """Those that this node owns."""

    async def cell(self) -> CellSeen: ...
    def drain(self) -> None:
        """Begin to empty this node; repeated, it goes on."""

    def resume(self) -> None:
        """Begin to take part again."""

    def release(self, shard: int) -> None:
        """Begin to hand this shard to the others."""


class Demo(Protocol):
    """The demo's three buttons."""

    async def take_over(self, tenant: str, agent: str) -> None: ...
    async def reset(self, tenant: str) -> None: ...
    def pull_the_plug(self, tenant: str) -> None: ...


class Services(Struct, frozen=True):
    """Everything that handlers use, made once by `main`."""

    settings: Settings
    health: Health
    operations: Operations
    dead: DeadLetters
    runtime: Runtime
    look: Look
    editor: Editor
    releases: Releases
    palette: Palette
    sessions: Sessions
    visitors: Visitors
    tickets: Tickets
    tokens: Tokens
    operators: Operators
    line: Line
    channels: Mapping[str, Channel]
    demo: Demo
    vault: Vault
    questions: Questions
    reports: Reports
    replays: Replays
    stock: Stock
    sheets: Sheets
    sounds: Sounds
    trials: Trials
    retention: Retention
    hooks: HookPort
    people: People
