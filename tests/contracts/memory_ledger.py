"""A small ledger in memory that keeps every promise of the port but durability: the contract suite holds it to that.

Several handles on one store are several nodes; a handle that is killed loses its locks, as a process that dies does.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from flowengine.errors import Busy, EngineBug, Fenced, NotFound
from flowengine.ledger.cell import Node
from flowengine.ledger.chain import FIRST, hash_of
from flowengine.ledger.port import (
    ENDED,
    AuditHead,
    AuditRecord,
    Batch,
    Boot,
    CommandRecord,
    ContentRecord,
    DeadRecord,
    DialogueRecord,
    Lease,
    TenantBoot,
    TraceRecord,
)
from flowengine.ledger.record import (
    CounterRow,
    DialogueRow,
    DocumentRow,
    FloorRow,
    InboxRow,
    LegRow,
    OutboxRow,
    StoredCommand,
    StoredContent,
    StoredEvent,
    StoredTrace,
    TimerRow,
    TraceRow,
    content_reference,
    unpack,
)
from flowengine.messages import Event
from tests.contracts.memory_cell import MemoryCell


class Shelf:
    """One shard."""

    def __init__(self) -> None:
        self.epoch = self.head = self.pos = self.commits = self.alive_ms = self.in_seq = 0
        self.owner = ""
        self.renewed_ms = 0
        self.inbox: list[InboxRow] = []
        self.clocks: dict[str, int] = {}
        self.generations: dict[str, int] = {}
        self.seen: dict[tuple[str, str], tuple[int, bytes]] = {}
        self.dialogues: dict[tuple[str, str], tuple[int, DialogueRow]] = {}
        self.legs: dict[tuple[str, ...], LegRow] = {}
        self.timers: dict[tuple[Any, ...], TimerRow] = {}
        self.floor: dict[tuple[str, ...], FloorRow] = {}
        self.documents: dict[tuple[str, ...], DocumentRow] = {}
        self.trace: list[TraceRow] = []
        self.content: dict[tuple[str, str, int], tuple[str, bytes]] = {}
        self.outbox: dict[tuple[str, str], dict[int, OutboxRow]] = {}
        self.acknowledged: dict[tuple[str, str], int] = {}
        self.dead: list[tuple[str, DeadRecord]] = []
        self.counters: dict[tuple[Any, ...], tuple[int, int]] = {}
        self.audit: dict[str, list[AuditRecord]] = {}
        self.audit_heads: dict[str, AuditHead] = {}


class MemoryStore:
    """What the handles share. Its clock is the latest moment that anybody told it of, unless it is given one."""

    def __init__(self, now_ms: Callable[[], int] | None = None) -> None:
        self.places: dict[str, int] = {}
        self.regions: dict[str, str] = {}
        self.shelves: dict[int, Shelf] = {}
        self.locks: dict[int, MemoryLedger] = {}
        self.nodes: dict[str, Node] = {}
        self.agreed: dict[str, bytes] = {}
        self.keep: dict[tuple[str, str], bytes] = {}
        self.files: dict[tuple[str, str], bytes] = {}
        self.handles: list[MemoryLedger] = []
        self._now_ms, self._latest_ms = now_ms, 0

    def now_ms(self, told_ms: int = 0) -> int:
        self._latest_ms = max(self._latest_ms, told_ms)
        return self._latest_ms if self._now_ms is None else self._now_ms()

    def hint(self, shard: int) -> None:
        for handle in self.handles:
            for call in handle.hints:
                call(shard)


class MemoryLedger(MemoryCell):
    """One handle: what a process holds of the store."""

    commits_elsewhere = True  # the harder way: two batches in memory

    def __init__(self, store: MemoryStore | None = None) -> None:
        super().__init__(store or MemoryStore())

    async def tenants(self) -> dict[str, int]:
        self._live()
        return dict(self._store.places)

    async def add_tenant(self, tenant: str, region: str, shard: int) -> None:
        self._live()
        if tenant not in self._store.places:
            self._store.places[tenant], self._store.regions[tenant] = shard, region

    async def settle_tenant(self, lease: Lease, tenant: str, region: str, documents: list[DocumentRow]) -> bool:
        shelf = self._held(lease)
        if tenant in self._store.places:
            return False
        await self.add_tenant(tenant, region, lease.shard)
        shelf.documents.update({row[1:4]: row for row in documents})
        return True

    async def claim(self, shard: int, owner: str, now_ms: int) -> Lease:
        self._live()
        shelf = self._shelves.setdefault(shard, Shelf())
        if self._store.locks.get(shard, self) is not self:
            raise Busy(f"Shard {shard} is held by {shelf.owner}.")
        self._store.locks[shard] = self
        shelf.epoch += 1
        shelf.owner, shelf.renewed_ms = owner, self._store.now_ms(now_ms)
        self._store.hint(shard)
        return Lease(shard, shelf.epoch, shelf.head, shelf.pos, shelf.commits)

    async def load(self, lease: Lease) -> Boot:
        self._live()
        shelf = self._shelves[lease.shard]
        tenants = [name for name, shard in self._store.places.items() if shard == lease.shard]
        return Boot({name: self._boot(shelf, name) for name in tenants}, list(shelf.inbox))

    def _boot(self, shelf: Shelf, tenant: str) -> TenantBoot:
        last = shelf.clocks.get(tenant, 0)
        live = [row for (name, _), (_, row) in shelf.dialogues.items() if name == tenant and row.status != ENDED]
        ids = {row.id for row in live}
        streams = {
            recipient: max(rows)
            for (name, recipient), rows in shelf.outbox.items()
            if name == tenant and recipient.startswith("agent:")
        }
        return TenantBoot(
            tenant=tenant,
            region=self._store.regions[tenant],
            last_ms=last,
            active_ms=max(last, shelf.alive_ms) if last else 0,
            last_generation=shelf.generations.get(tenant, 0),
            documents=sorted(row for row in shelf.documents.values() if row.tenant == tenant),
            dialogues=sorted(live),
            legs=sorted(
                row
                for row in shelf.legs.values()
                if row.tenant == tenant and row.dialogue in ids and row.state == "open"
            ),
            timers=sorted(row for row in shelf.timers.values() if row.tenant == tenant),
            floor=sorted(row for row in shelf.floor.values() if row.tenant == tenant),
            streams=streams,
        )

    async def inbox_of(self, lease: Lease, after: int) -> list[InboxRow]:
        self._live()
        return [row for row in self._shelves[lease.shard].inbox if row.seq > after]

    async def states(self, lease: Lease, tenant: str, ids: list[str]) -> dict[str, bytes]:
        self._live()
        kept = self._shelves[lease.shard].dialogues
        return {name: kept[tenant, name][1].state for name in ids if (tenant, name) in kept}

    async def seen(self, lease: Lease, ids: list[tuple[str, str]]) -> dict[tuple[str, str], bytes]:
        self._live()
        kept = self._shelves[lease.shard].seen
        return {key: kept[key][1] for key in ids if key in kept}

    async def commit(self, lease: Lease, batch: Batch) -> None:
        shelf = self._held(lease)
        self._refuse_contradictions(shelf, batch)
        shelf.pos, shelf.head, shelf.alive_ms = batch.pos, max(shelf.head, batch.upto), batch.at_ms
        shelf.renewed_ms = self._store.now_ms(batch.at_ms)
        shelf.commits += 1
        shelf.inbox = [row for row in shelf.inbox if row.seq > shelf.head]
        for tenant, at_ms in batch.clocks.items():
            shelf.clocks[tenant] = max(at_ms, shelf.clocks.get(tenant, 0))
        for timer in batch.timers:
            shelf.generations[timer.tenant] = max(timer.generation, shelf.generations.get(timer.tenant, 0))
        shelf.seen.update({(row.tenant, row.event_id): (row.at_ms, row.reply) for row in batch.seen})
        for dialogue in batch.dialogues:
            version = shelf.dialogues.get((dialogue.tenant, dialogue.id), (0,))[0]
            shelf.dialogues[dialogue.tenant, dialogue.id] = (version + 1, dialogue)
        shelf.legs.update({row[1:4]: row for row in batch.legs})
        for kept, rows, width in (
            (shelf.timers, batch.timers, 5),
            (shelf.floor, batch.floor, 4),
            (shelf.documents, batch.documents, 4),
        ):
            for row in rows:
                kept.pop(row[1:width], None)  # type: ignore[attr-defined]  # three tables of the same shape
                if row[-1] is not None:
                    kept[row[1:width]] = row  # type: ignore[index]  # as above
        shelf.trace.extend(batch.trace)
        shelf.content.update({(row.tenant, row.dialogue, row.n): (row.cls, row.body) for row in batch.content})
        for out in batch.outbox:
            shelf.outbox.setdefault((out.tenant, out.recipient), {})[out.n] = out
        for mark in batch.acknowledged:
            shelf.acknowledged[mark.tenant, mark.recipient] = mark.last
        for letter in batch.dead:
            seq = 1 + max((record.seq for tenant, record in shelf.dead if tenant == letter.tenant), default=0)
            event = unpack(StoredEvent, letter.event).event
            record = DeadRecord(seq, letter.event_id, letter.at_ms, letter.kind, letter.error, event, letter.dialogue)
            shelf.dead.append((letter.tenant, record))
        self._book(shelf, batch)

    def _book(self, shelf: Shelf, batch: Batch) -> None:
        for counted in batch.counters:
            n, ms = shelf.counters.get(counted[1:10], (0, 0))
            shelf.counters[counted[1:10]] = (n + counted.n, ms + counted.ms)
        for entry in batch.audit:
            chain = shelf.audit.setdefault(entry.tenant, [])
            head = shelf.audit_heads.get(entry.tenant, AuditHead(0, FIRST))
            link = AuditRecord(head.seq + 1, entry.at_ms, entry.actor, entry.what, entry.body, "")
            digest = hash_of(head.hash, entry.tenant, link)
            chain.append(msgspec.structs.replace(link, hash=digest))
            shelf.audit_heads[entry.tenant] = AuditHead(link.seq, digest)

    def _refuse_contradictions(self, shelf: Shelf, batch: Batch) -> None:
        doubled = [row for row in batch.seen if (row.tenant, row.event_id) in shelf.seen]
        doubled_n = [row for row in batch.outbox if row.n in shelf.outbox.get((row.tenant, row.recipient), {})]
        if doubled or doubled_n:
            raise EngineBug("The batch contradicts what is kept.")

    def _held(self, lease: Lease) -> Shelf:
        self._live()
        shelf = self._shelves[lease.shard]
        if shelf.epoch != lease.epoch:
            raise Fenced(f"Shard {lease.shard} has another owner: nothing was kept.")
        return shelf

    async def accept(self, shard: int, events: list[tuple[str, str, Event]], now_ms: int) -> None:
        self._live()
        shelf = self._shelves.setdefault(shard, Shelf())
        for tenant, event_id, event in events:
            waiting = any((row.tenant, row.event_id) == (tenant, event_id) for row in shelf.inbox)
            if not waiting and (tenant, event_id) not in shelf.seen:
                shelf.in_seq += 1
                shelf.inbox.append(InboxRow(shelf.in_seq, tenant, event_id, event))
        self._store.hint(shard)

    async def renew(self, lease: Lease, now_ms: int) -> None:
        shelf = self._held(lease)
        shelf.alive_ms, shelf.renewed_ms = now_ms, self._store.now_ms(now_ms)

    async def release(self, lease: Lease) -> None:
        self._live()
        if self._store.locks.get(lease.shard) is self and self._shelves[lease.shard].epoch == lease.epoch:
            del self._store.locks[lease.shard]
            self._store.hint(lease.shard)

    async def forget_seen(self, lease: Lease, before_ms: int) -> None:
        shelf = self._held(lease)
        shelf.seen = {key: value for key, value in shelf.seen.items() if value[0] >= before_ms}

    async def drop_dead(self, lease: Lease, tenant: str, seq: int, event_id: str) -> bool:
        shelf, key = self._held(lease), (tenant, seq, event_id)
        kept = [each for each in shelf.dead if (each[0], each[1].seq, each[1].event_id) != key]
        shelf.dead, before = kept, shelf.dead
        return len(kept) < len(before)

    async def replace_counters(self, lease: Lease, tenant: str, rows: list[CounterRow]) -> None:
        shelf = self._held(lease)
        kept = {key: value for key, value in shelf.counters.items() if key[0] != tenant}
        shelf.counters = {**kept, **{row[1:10]: row[10:] for row in rows}}

    async def wipe_tenant(self, lease: Lease, tenant: str, documents: list[DocumentRow]) -> None:
        shelf = self._held(lease)
        shelf.audit.pop(tenant, None)
        shelf.audit_heads.pop(tenant, None)
        for kept in (
            shelf.seen, shelf.dialogues, shelf.legs, shelf.timers, shelf.floor, shelf.documents, shelf.counters,
        ):  # fmt: skip  # a list reads better than one item a line
            for key in [key for key in kept if key[0] == tenant]:
                del kept[key]  # type: ignore[attr-defined]  # tables of the same shape
        for rows in (shelf.content, shelf.outbox, shelf.acknowledged):
            for key in [key for key in rows if key[0] == tenant]:
                del rows[key]  # type: ignore[attr-defined]  # as above
        shelf.trace = [row for row in shelf.trace if row.tenant != tenant]
        shelf.inbox = [row for row in shelf.inbox if row.tenant != tenant]
        shelf.dead = [entry for entry in shelf.dead if entry[0] != tenant]
        shelf.documents.update({row[1:4]: row for row in documents})

    async def close(self) -> None:
        self.kill()

    # --- looks ----------------------------------------------------------------------------------------------------

    def _shelf(self, tenant: str) -> Shelf:
        self._live()
        if tenant not in self._store.places:
            raise NotFound(f"There is no tenant {tenant}.")
        return self._shelves.setdefault(self._store.places[tenant], Shelf())

    def _trace(self, tenant: str) -> list[TraceRecord]:
        rows = [row for row in self._shelf(tenant).trace if row.tenant == tenant]
        return [
            TraceRecord(row.pos, row.at_ms, row.subject_kind, row.subject, row.n, unpack(StoredTrace, row.body))
            for row in rows
        ]

    async def trace_of(self, tenant: str, subject_kind: str, subject: str) -> list[TraceRecord]:
        return [row for row in self._trace(tenant) if (row.subject_kind, row.subject) == (subject_kind, subject)]

    async def trace_after(self, tenant: str, pos: int, limit: int) -> list[TraceRecord]:
        return [row for row in self._trace(tenant) if row.pos > pos][:limit]

    async def content_of(self, tenant: str, dialogue: str) -> list[ContentRecord]:
        kept = self._shelf(tenant).content
        found = [(key[2], *value) for key, value in kept.items() if key[:2] == (tenant, dialogue)]
        return [ContentRecord(n, cls, unpack(StoredContent, body).body) for n, cls, body in sorted(found)]

    async def documents_of(self, tenant: str, kind: str) -> list[DocumentRow]:
        return sorted(row for row in self._shelf(tenant).documents.values() if (row.tenant, row.kind) == (tenant, kind))

    async def dialogues_of(self, tenant: str, *, live: bool, limit: int = 1_000) -> list[DialogueRecord]:
        kept = [value for key, value in self._shelf(tenant).dialogues.items() if key[0] == tenant]
        wanted = [(version, row) for version, row in kept if not live or row.status != ENDED]
        newest = sorted(wanted, key=lambda found: found[1].id, reverse=True)[:limit]
        return [DialogueRecord(row.id, version, row.status, row.state) for version, row in newest]

    async def dialogue_of(self, tenant: str, dialogue: str) -> DialogueRecord | None:
        found = self._shelf(tenant).dialogues.get((tenant, dialogue))
        return DialogueRecord(found[1].id, found[0], found[1].status, found[1].state) if found else None

    async def leg_of(self, tenant: str, via: str, external_id: str) -> str | None:
        found = self._shelf(tenant).legs.get((tenant, via, external_id))
        return found.dialogue if found else None

    async def commands_after(self, tenant: str, recipient: str, n: int, limit: int) -> list[CommandRecord]:
        shelf = self._shelf(tenant)
        rows = [row for number, row in sorted(shelf.outbox.get((tenant, recipient), {}).items()) if number > n]
        found = []
        for row in rows[:limit]:
            stored = unpack(StoredCommand, row.body)
            reference = content_reference(stored.command)
            kept = shelf.content.get((tenant, *reference)) if reference else None
            found.append(CommandRecord(row.n, row.id, stored, unpack(StoredContent, kept[1]).body if kept else None))
        return found

    async def first_unacknowledged(self, tenant: str, recipient: str) -> int:
        return self._shelf(tenant).acknowledged.get((tenant, recipient), 0) + 1

    async def dead_of(self, tenant: str) -> list[DeadRecord]:
        return [record for name, record in self._shelf(tenant).dead if name == tenant]

    async def counters_of(self, tenant: str, kind: str, spans: list[tuple[int, int]]) -> list[list[CounterRow]]:
        shelf, found = self._shelf(tenant), []
        for first, end in spans:
            sums: dict[tuple[Any, ...], tuple[int, int]] = {}
            for key, (n, ms) in shelf.counters.items():
                if key[:2] == (tenant, kind) and first <= key[2] < end:
                    before = sums.get(key[3:], (0, 0))
                    sums[key[3:]] = (before[0] + n, before[1] + ms)
            place = self._store.places[tenant]
            found.append([CounterRow(place, tenant, kind, first, *key, *sums[key]) for key in sorted(sums)])
        return found

    async def every_counter(self, tenant: str) -> list[CounterRow]:
        kept = sorted(self._shelf(tenant).counters.items())
        return [CounterRow(self._store.places[tenant], *key, *sums) for key, sums in kept if key[0] == tenant]

    async def audit_of(self, tenant: str, after: int, limit: int) -> list[AuditRecord]:
        return [link for link in self._shelf(tenant).audit.get(tenant, []) if link.seq > after][:limit]

    async def audit_head(self, tenant: str) -> AuditHead:
        return self._shelf(tenant).audit_heads.get(tenant, AuditHead(0, FIRST))
