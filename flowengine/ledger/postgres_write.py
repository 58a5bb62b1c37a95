"""A batch as the arguments of `commit_batch`: arrays of rows, as they are, and each key once."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from flowengine.ledger.chain import FIRST, hash_of
from flowengine.ledger.port import LEASE_MS, AuditRecord, Batch, Lease
from flowengine.ledger.record import AuditEntry, Mark, StoredAudit, StoredEvent, StoredLetter, pack
from flowengine.messages import Event

KEPT, KEPT_BEFORE, FENCED, MOVED = range(4)  # what commit_batch answers
COMMIT = f"SELECT commit_batch({', '.join(f'${n}' for n in range(1, 22))})"  # numbers only
_AGENT = "agent:"
Row = TypeVar("Row", bound=tuple[Any, ...])
Heads = dict[str, tuple[int, bytes]]  # tenant -> number and hash of the last link of its audit


def arguments(lease: Lease, batch: Batch, number: int, name: int, heads: Heads) -> list[Any]:
    """`number`: of the commits before this one; `name`: by which it is known when it is sent again."""
    return [
        lease.shard,
        lease.epoch,
        number,
        name,
        batch.pos,
        batch.upto,
        batch.at_ms + LEASE_MS,
        _clocks(batch),
        [row._replace(event_id=spelled(row.event_id)) for row in batch.seen] if batch.dead else batch.seen,
        last_of_each(batch.dialogues, 3),
        last_of_each(batch.legs, 4),
        _timers(batch),
        last_of_each(batch.floor, 4),
        last_of_each(batch.documents, 4),
        batch.trace,
        last_of_each(batch.content, 5),
        batch.outbox,
        _streams(lease.shard, batch),
        [_letter(each) for each in batch.dead],
        batch.counters,
        _links(batch.audit, heads),
    ]


def last_of_each(rows: Sequence[Row], width: int) -> Sequence[Row]:
    """A key that stands in a batch twice has its last value: one statement cannot write a row twice."""
    if len(rows) < 2:
        return rows
    found = {row[1:width]: row for row in rows}
    return rows if len(found) == len(rows) else list(found.values())


def _timers(batch: Batch) -> list[tuple[Any, ...]]:
    """Those that go, and those that are set: a timer that goes and is set anew is there afterwards."""
    gone = [row for row in batch.timers if row.due_ms is None]
    kept = [row for row in batch.timers if row.due_ms is not None]
    return [*gone, *last_of_each(kept, 5)]


def _clocks(batch: Batch) -> list[tuple[str, int, int]]:
    generations: dict[str, int] = {}
    for row in batch.timers:
        generations[row.tenant] = max(row.generation, generations.get(row.tenant, 0))
    tenants = {**batch.clocks, **generations}
    return [(tenant, batch.clocks.get(tenant, 0), generations.get(tenant, 0)) for tenant in tenants]


def _streams(shard: int, batch: Batch) -> list[tuple[Any, ...]]:
    """(shard, tenant, recipient, n, sent, acknowledged, at): 0 leaves what is kept."""
    found: dict[tuple[str, str], list[int]] = {}
    for row in batch.outbox:
        if row.recipient.startswith(_AGENT):
            at = found.setdefault((row.tenant, row.recipient), [0, 0, 0])
            at[0] = max(at[0], row.n)
    for place, marks in ((1, batch.sent), (2, batch.acknowledged)):
        for mark in marks:
            at = found.setdefault(_recipient(mark), [0, 0, 0])
            at[place] = max(at[place], mark.last)
    return [(shard, *key, *numbers, batch.at_ms) for key, numbers in found.items()]


def _recipient(mark: Mark) -> tuple[str, str]:
    return mark.tenant, mark.recipient


def _letter(letter: Any) -> tuple[Any, ...]:
    body = pack(StoredLetter(1, letter.kind, letter.error))
    return (letter.tenant, letter.at_ms, spelled(letter.event_id), spelled(letter.dialogue), body, letter.event)


def spelled(text: str) -> str:
    """As PostgreSQL can keep it: what failed for such a name must at least be put aside."""
    return text.replace("\0", "\u2400").encode("utf-8", "replace").decode()


def _links(entries: Iterable[AuditEntry], heads: Heads) -> list[tuple[Any, ...]]:
    """The entries, each chained to the one before it."""
    ends, found = dict(heads), []
    for entry in entries:
        seq, before = ends.get(entry.tenant, (0, b""))
        link = AuditRecord(seq + 1, entry.at_ms, entry.actor, entry.what, entry.body, "")
        digest = bytes.fromhex(hash_of(before.hex() or FIRST, entry.tenant, link))
        body = pack(StoredAudit(1, entry.body))
        found.append((*entry[:2], seq + 1, entry.at_ms, entry.actor, entry.what, digest, body))
        ends[entry.tenant] = (seq + 1, digest)
    return found


def inbox_rows(events: Iterable[tuple[str, str, Event]]) -> list[tuple[Any, ...]]:
    """What `accept_events` takes."""
    return [
        (
            tenant,
            event_id,
            getattr(event, "dialogue", ""),
            pack(StoredLetter(1, type(event).__name__)),
            pack(StoredEvent(1, event)),
        )
        for tenant, event_id, event in events
    ]
