"""One batch while it is made: what the core said becomes rows of the ledger and things to send after the commit."""

from msgspec import Struct, field

from flowengine.ledger.port import Batch
from flowengine.ledger.record import (
    AuditEntry,
    ContentRow,
    CounterRow,
    DialogueRow,
    DocumentRow,
    FloorRow,
    LegRow,
    OutboxRow,
    SeenRow,
    StoredDocument,
    TimerRow,
    TraceRow,
    pack,
)
from flowengine.messages import Json, Stamp, TimerFired
from flowengine.runtime.mailbox import Mail
from flowengine.runtime.ports import Books, Core, CounterKey, Outcome, TraceFacts

of = tuple.__new__  # makes a row: what a named tuple has for it is written in Python and takes three times as long


class Draft(Struct, kw_only=True):
    """Rows for one commit of `shard`, and what is owed when it is kept."""

    shard: int
    batch: Batch
    replies: list[tuple[Mail, Json]] = field(default_factory=list)
    outcomes: list[tuple[str, int, Outcome]] = field(default_factory=list)  # tenant, position before it, outcome
    contents: dict[tuple[str, str, int], Json] = field(default_factory=dict)
    books: Books = Books()
    timers: set[tuple[str, str, str, str]] = field(default_factory=set)  # those that stand in the batch
    counts: dict[str, dict[CounterKey, tuple[int, int]]] = field(default_factory=dict)  # by tenant

    def add_outcome(self, tenant: str, stamp: Stamp, outcome: Outcome) -> None:
        batch, shard, at_ms = self.batch, self.shard, stamp.at_ms
        batch.clocks[tenant] = at_ms
        self.outcomes.append((tenant, batch.pos, outcome))
        for record in outcome.content:
            key = (record.dialogue, record.n)
            body = pack((1, record.body))  # a StoredContent
            batch.content.append(of(ContentRow, (shard, tenant, *key, record.cls, body)))
            self.contents[(tenant, *key)] = record.body
        pos, event_id, entropy = batch.pos, stamp.event_id, stamp.entropy
        for ordinal, row in enumerate(outcome.trace):
            pos += 1
            kind, body = row.subject_kind, pack((1, event_id, entropy, row.facts))  # a StoredTrace
            entropy = b""  # it stands in the event's first row
            batch.trace.append(of(TraceRow, (shard, tenant, pos, row.at_ms, kind, row.subject, ordinal, body)))
            if kind != "dialogue":
                self._book(tenant, row)
        batch.pos = pos
        for out in outcome.commands:
            body = pack((2, out.command))  # a StoredCommand
            batch.outbox.append(of(OutboxRow, (shard, tenant, out.recipient, out.n, out.id, at_ms, body)))

    def add_changes(self, tenant: str, core: Core) -> None:
        """What the core changed since its last batch."""
        changes, batch, shard = core.take_changes(), self.batch, self.shard
        for name, dialogue in changes.dialogues.items():
            status, state = core.pack(dialogue)
            batch.dialogues.append(of(DialogueRow, (shard, tenant, name, status, state)))
        for (via, external_id), leg in changes.legs.items():
            batch.legs.append(LegRow(shard, tenant, via, external_id, *leg))
        for (kind, key), body in changes.floor.items():
            batch.floor.append(of(FloorRow, (shard, tenant, kind, key, body)))
        # An earlier word about the same timer or document is overtaken by the later one.
        timers = {(tenant, c.owner_kind, c.owner, c.name): (c.generation, c.due_ms) for c in changes.timers}
        batch.timers.extend(of(TimerRow, (shard, *key, *state)) for key, state in timers.items())
        self.timers.update(timers)
        documents = {(c.kind, c.key): c for c in changes.documents}
        for document in documents.values():
            body = pack(StoredDocument(1, document.body)) if document.body else None
            row = (document.kind, document.key, document.version, document.hash)
            batch.documents.append(DocumentRow(shard, tenant, *row, body))

    def _book(self, tenant: str, row: TraceFacts) -> None:
        counts = self.counts.setdefault(tenant, {})
        for key, n, ms in self.books.tally(row):
            before = counts.get(key)
            counts[key] = (before[0] + n, before[1] + ms) if before else (n, ms)
        for entry in self.books.audit(row):
            self.batch.audit.append(AuditEntry(self.shard, tenant, row.at_ms, *entry))

    def close(self) -> Batch:
        """The batch with everything that was counted on the way."""
        self.batch.counters = [
            CounterRow(self.shard, tenant, *key, *sums)
            for tenant, counts in self.counts.items()
            for key, sums in counts.items()
        ]
        return self.batch

    def remember_reply(self, mail: Mail, at_ms: int, reply: Json, bug: str = "") -> None:
        """What this event is answered should it come again."""
        row = (self.shard, mail.tenant, mail.event_id, at_ms, pack((1, reply, bug)))  # a StoredReply
        self.batch.seen.append(of(SeenRow, row))

    def end_timer(self, tenant: str, event: TimerFired) -> None:
        """The row of a timer that fired dies in this commit, unless the core has set it again."""
        key = (tenant, event.owner_kind, event.owner, event.name)
        if key not in self.timers:
            self.timers.add(key)
            self.batch.timers.append(of(TimerRow, (self.shard, *key, event.generation, None)))

    def is_empty(self) -> bool:
        batch = self.batch
        kept = batch.seen or batch.trace or batch.outbox or batch.content or batch.dialogues or batch.legs
        return not (kept or batch.timers or batch.floor or batch.documents or batch.dead or batch.upto)
