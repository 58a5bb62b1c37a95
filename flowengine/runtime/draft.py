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
    StoredCommand,
    StoredContent,
    StoredDocument,
    TimerRow,
    TraceRow,
    pack,
)
from flowengine.messages import Json, Stamp
from flowengine.runtime.mailbox import Mail
from flowengine.runtime.ports import Books, Core, CounterKey, Outcome, TraceFacts
from flowengine.runtime.timers import TimerKey


class Draft(Struct, kw_only=True):
    """Rows for one commit of `shard`, and what is owed when it is kept."""

    shard: int
    batch: Batch
    replies: list[tuple[Mail, Json]] = field(default_factory=list)
    outcomes: list[tuple[str, int, Outcome]] = field(default_factory=list)  # tenant, position before it, outcome
    contents: dict[tuple[str, str, int], Json] = field(default_factory=dict)
    books: Books = Books()
    counts: dict[str, dict[CounterKey, tuple[int, int]]] = field(default_factory=dict)  # by tenant

    def add_outcome(self, tenant: str, stamp: Stamp, outcome: Outcome) -> None:
        batch, shard = self.batch, self.shard
        batch.clocks[tenant] = stamp.at_ms
        self.outcomes.append((tenant, batch.pos, outcome))
        for record in outcome.content:
            body = pack(StoredContent(1, record.body))
            batch.content.append(ContentRow(shard, tenant, record.dialogue, record.n, record.cls, body))
            self.contents[tenant, record.dialogue, record.n] = record.body
        for ordinal, row in enumerate(outcome.trace):
            batch.pos += 1
            body = pack((1, stamp.event_id, b"" if ordinal else stamp.entropy, row.facts))  # a StoredTrace
            at = (row.at_ms, row.subject_kind, row.subject)
            batch.trace.append(TraceRow(shard, tenant, batch.pos, *at, ordinal, body))
            if row.subject_kind != "dialogue":
                self._book(tenant, row)
        for out in outcome.commands:
            body = pack(StoredCommand(2, out.command))
            batch.outbox.append(OutboxRow(shard, tenant, out.recipient, out.n, out.id, stamp.at_ms, body))

    def add_changes(self, tenant: str, core: Core) -> None:
        """What the core changed since its last batch."""
        changes, batch, shard = core.take_changes(), self.batch, self.shard
        for name, dialogue in changes.dialogues.items():
            status, state = core.pack(dialogue)
            batch.dialogues.append(DialogueRow(shard, tenant, name, status, state))
        for (via, external_id), leg in changes.legs.items():
            batch.legs.append(LegRow(shard, tenant, via, external_id, *leg))
        for (kind, key), body in changes.floor.items():
            batch.floor.append(FloorRow(shard, tenant, kind, key, body))
        # An earlier word about the same timer or document is overtaken by the later one.
        timers = {TimerKey(tenant, c.owner_kind, c.owner, c.name): (c.generation, c.due_ms) for c in changes.timers}
        batch.timers.extend(TimerRow(shard, *key, *state) for key, state in timers.items())
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

    def end_timer(self, tenant: str, row: TimerRow) -> None:
        """The row of a timer that fired dies in this commit, unless the core has set it again."""
        if not any(kept[:5] == row[:5] for kept in self.batch.timers):
            self.batch.timers.append(row)

    def is_empty(self) -> bool:
        batch = self.batch
        kept = batch.seen or batch.trace or batch.outbox or batch.content or batch.dialogues or batch.legs
        return not (kept or batch.timers or batch.floor or batch.documents or batch.dead or batch.upto)
