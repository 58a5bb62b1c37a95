"""What the runtime asks of a store, and the words in which a store fails: one contract suite holds each store to it."""

from typing import Protocol

from msgspec import Struct, field

from flowengine.errors import LedgerError
from flowengine.ledger.record import (
    AuditEntry,
    ContentRow,
    CounterRow,
    DeadLetter,
    DialogueRow,
    DocumentRow,
    FloorRow,
    InboxRow,
    LegRow,
    Mark,
    OutboxRow,
    SeenRow,
    StoredCommand,
    StoredTrace,
    TimerRow,
    TraceRow,
)
from flowengine.messages import Event, Json

SHARDS = 256
LEASE_MS = 3_000
ENDED = "ended"  # the one dialogue status that the ledger knows: such a dialogue is not loaded again


class StoreFull(LedgerError):
    """The disk, or the space that the store may use, is full."""


class StoreReadOnly(LedgerError):
    """The store cannot be written to."""


class StoreDamaged(LedgerError):
    """The file is not a ledger, or no longer a whole one."""


class StoreTooNew(LedgerError):
    """The store was written by a newer version of the program."""


class StoreMissing(LedgerError):
    """The folder of the store does not exist or cannot be opened."""


class StoreAway(LedgerError):
    """The store cannot be reached, or broke off; whether the last thing was kept is not known."""


class StoreForbidden(LedgerError):
    """The store does not let us in, or not far enough."""


class StoreBroken(LedgerError):
    """The store failed in another way: an input or output error, or an SQLite that is not fit for use."""


class Lease(Struct, frozen=True):
    """Leave to write one shard. `head` is the last inbox event that was taken, `pos` the last trace position.

    `commits`: how many batches were ever kept: tells an owner that claims again whether its last one was.
    """

    shard: int
    epoch: int
    head: int
    pos: int
    commits: int = 0


class TenantBoot(Struct, kw_only=True):
    """Everything of a tenant that its owner keeps in memory: of legs those that are open, of live dialogues.

    `last_ms`: the last stamp; `active_ms`: when an owner was last known alive (0: never); `last_generation`: the
    highest that any timer of the tenant ever had; `streams`: `agent:<agent>` -> last n of its commands (the last n of
    a caller's stands in the dialogue's state).
    """

    tenant: str
    region: str
    last_ms: int = 0
    active_ms: int = 0
    last_generation: int = 0
    documents: list[DocumentRow] = field(default_factory=list)
    dialogues: list[DialogueRow] = field(default_factory=list)
    legs: list[LegRow] = field(default_factory=list)
    timers: list[TimerRow] = field(default_factory=list)
    floor: list[FloorRow] = field(default_factory=list)
    streams: dict[str, int] = field(default_factory=dict)


class Boot(Struct, frozen=True):
    tenants: dict[str, TenantBoot]
    inbox: list[InboxRow]


class Batch(Struct, kw_only=True):
    """What one transaction keeps. `upto` 0 leaves the inbox's head; `clocks`: tenant -> its last stamp."""

    at_ms: int
    pos: int
    upto: int = 0
    clocks: dict[str, int] = field(default_factory=dict)
    seen: list[SeenRow] = field(default_factory=list)
    dialogues: list[DialogueRow] = field(default_factory=list)
    legs: list[LegRow] = field(default_factory=list)
    timers: list[TimerRow] = field(default_factory=list)
    floor: list[FloorRow] = field(default_factory=list)
    documents: list[DocumentRow] = field(default_factory=list)
    trace: list[TraceRow] = field(default_factory=list)
    content: list[ContentRow] = field(default_factory=list)
    outbox: list[OutboxRow] = field(default_factory=list)
    sent: list[Mark] = field(default_factory=list)
    acknowledged: list[Mark] = field(default_factory=list)
    dead: list[DeadLetter] = field(default_factory=list)
    counters: list[CounterRow] = field(default_factory=list)
    audit: list[AuditEntry] = field(default_factory=list)


class TraceRecord(Struct, frozen=True):
    """A trace row as it is read back."""

    pos: int
    at_ms: int
    subject_kind: str
    subject: str
    n: int
    stored: StoredTrace


class CommandRecord(Struct, frozen=True):
    """A command of a recipient's stream as it is read back; `content` is the referred body, None if there is none."""

    n: int
    id: str
    stored: StoredCommand
    content: Json


class ContentRecord(Struct, frozen=True):
    n: int
    cls: str
    body: Json


class DialogueRecord(Struct, frozen=True):
    id: str
    version: int
    status: str
    state: bytes


class DeadRecord(Struct, frozen=True):
    """An event that failed alone; `event` is None once its content was erased."""

    seq: int
    event_id: str
    at_ms: int
    kind: str
    error: str
    event: Event | None
    dialogue: str = ""


class AuditRecord(Struct, frozen=True):
    """One link of a tenant's audit; `hash` is that of flowengine/ledger/chain.py, in hex."""

    seq: int
    at_ms: int
    actor: str
    what: str
    body: dict[str, Json]
    hash: str


class AuditHead(Struct, frozen=True):
    """How many links a tenant's audit has, and the hash of the last one: kept apart from the links."""

    seq: int
    hash: str


class Reads(Protocol):
    """Looks at what was committed. They never wait for a writer, and a tenant sees its own rows only."""

    async def trace_of(self, tenant: str, subject_kind: str, subject: str) -> list[TraceRecord]: ...
    async def trace_after(self, tenant: str, pos: int, limit: int) -> list[TraceRecord]: ...
    async def content_of(self, tenant: str, dialogue: str) -> list[ContentRecord]: ...
    async def documents_of(self, tenant: str, kind: str) -> list[DocumentRow]: ...
    async def dialogues_of(self, tenant: str, *, live: bool, limit: int = 1_000) -> list[DialogueRecord]: ...
    async def dialogue_of(self, tenant: str, dialogue: str) -> DialogueRecord | None: ...
    async def leg_of(self, tenant: str, via: str, external_id: str) -> str | None:
        """The dialogue of a leg, one that has ended too."""

    async def commands_after(self, tenant: str, recipient: str, n: int, limit: int) -> list[CommandRecord]: ...
    async def first_unacknowledged(self, tenant: str, recipient: str) -> int: ...
    async def dead_of(self, tenant: str) -> list[DeadRecord]: ...
    async def counters_of(self, tenant: str, kind: str, spans: list[tuple[int, int]]) -> list[list[CounterRow]]:
        """For each span (from, to) what was counted in its intervals, added up; `start_ms` is the span's from."""

    async def every_counter(self, tenant: str) -> list[CounterRow]:
        """All rows as they are kept, in the order of their keys."""

    async def audit_of(self, tenant: str, after: int, limit: int) -> list[AuditRecord]:
        """The links after number `after`, in their order."""

    async def audit_head(self, tenant: str) -> AuditHead:
        """What the chain must end in."""


class Ledger(Reads, Protocol):
    """One store. Every method fails with a LedgerError in one clear sentence, having changed nothing.

    INVARIANT: `commit` keeps all of a batch or nothing (tests/contracts/test_ledger.py).
    """

    commits_elsewhere: bool  # whether a commit is another process's work, which leaves this one time for the next batch

    async def tenants(self) -> dict[str, int]:
        """Tenant -> shard."""

    async def add_tenant(self, tenant: str, region: str, shard: int) -> None:
        """Keep a new tenant; one that is there is left as it is."""

    async def settle_tenant(self, lease: Lease, tenant: str, region: str, documents: list[DocumentRow]) -> bool:
        """Keep a new tenant in the lease's shard, with its first documents; all or nothing, raises Fenced. False, and
        nothing is kept, if the tenant is there already, in whatever shard."""

    async def claim(self, shard: int, owner: str, now_ms: int) -> Lease:
        """Own the shard under a new epoch, after any commit that is under way; raises Busy while another holds it.

        Who holds it already may claim again: its earlier lease is fenced.
        """

    async def load(self, lease: Lease) -> Boot: ...

    async def inbox_of(self, lease: Lease, after: int) -> list[InboxRow]:
        """What waits in the inbox beyond number `after`, in order."""

    async def states(self, lease: Lease, tenant: str, ids: list[str]) -> dict[str, bytes]:
        """Packed states of dialogues, ended ones too."""

    async def seen(self, lease: Lease, ids: list[tuple[str, str]]) -> dict[tuple[str, str], bytes]:
        """(tenant, event id) -> packed StoredReply, of those that were dealt with."""

    async def commit(self, lease: Lease, batch: Batch) -> None:
        """Keep the batch in one transaction, durable on return; raises Fenced when the epoch is no longer ours,
        EngineBug when the batch contradicts what is kept."""

    async def accept(self, shard: int, events: list[tuple[str, str, Event]], now_ms: int) -> None:
        """Keep (tenant, event id, event) in the inbox, each once, for the owner to take."""

    async def renew(self, lease: Lease, now_ms: int) -> None:
        """Say that the owner is alive; raises Fenced."""

    async def release(self, lease: Lease) -> None:
        """Give the shard back, so that another can claim it at once; nothing happens when the lease is fenced."""

    async def forget_seen(self, lease: Lease, before_ms: int) -> None:
        """Drop event ids that are older than `before_ms`; never younger than 24 h."""

    async def drop_dead(self, lease: Lease, tenant: str, seq: int, event_id: str) -> bool:
        """Forget a dead letter and the content of its event; False if there is none of this number and id; raises
        Fenced."""

    async def replace_counters(self, lease: Lease, tenant: str, rows: list[CounterRow]) -> None:
        """Keep these counters of a tenant instead of those that are kept; all or nothing, raises Fenced."""

    async def wipe_tenant(self, lease: Lease, tenant: str, documents: list[DocumentRow]) -> None:
        """Leave nothing of a tenant but its place and these documents (reset of a demo); trace positions go on."""

    async def close(self) -> None: ...
