"""The ledger in one SQLite file: one writing connection on its own thread, one reading connection on another."""

from collections.abc import Callable
from typing import cast

import apsw

from flowengine.ledger import sqlite_read as read
from flowengine.ledger import sqlite_retention as erased
from flowengine.ledger import sqlite_write as written
from flowengine.ledger.port import (
    LEASE_MS,
    AuditHead,
    AuditRecord,
    Batch,
    Boot,
    CommandRecord,
    ContentRecord,
    DeadRecord,
    DialogueRecord,
    Lease,
    TraceRecord,
)
from flowengine.ledger.record import CounterRow, DocumentRow, InboxRow
from flowengine.ledger.retention import Forgotten, Found, Old
from flowengine.ledger.schema import TENANT_TABLES
from flowengine.ledger.sqlite_cell import SqliteCell
from flowengine.ledger.sqlite_threads import Answer
from flowengine.messages import Event

_ADD = "INSERT INTO tenant (id, shard, region, state) VALUES (?, ?, ?, 'active') ON CONFLICT DO NOTHING"


class SqliteLedger(SqliteCell):
    """See port.Ledger."""

    commits_elsewhere = False

    # --- what an owner does ---------------------------------------------------------------------------------------

    async def tenants(self) -> dict[str, int]:
        return dict(self._shards)

    async def add_tenant(self, tenant: str, region: str, shard: int) -> None:
        await self._write(lambda db: db.execute(_ADD, (tenant, shard, region)))
        self._shards.setdefault(tenant, shard)

    async def settle_tenant(self, lease: Lease, tenant: str, region: str, documents: list[DocumentRow]) -> bool:
        def settle(db: apsw.Connection) -> bool:
            written.hold(db, lease)
            is_new = bool(db.execute(f"{_ADD} RETURNING 1", (tenant, lease.shard, region)).fetchall())
            if is_new:
                written.put_documents(db, documents)
            return is_new

        is_new = await self._write(settle)
        if is_new:
            self._shards[tenant] = lease.shard
        return is_new

    async def claim(self, shard: int, owner: str, now_ms: int) -> Lease:
        def take(db: apsw.Connection) -> Lease:
            # The lease is not renewed here: until the first commit it still tells when the last owner was alive.
            sql = (
                "INSERT INTO shard VALUES (:id, 1, :owner, 0, 0, 0, 0) ON CONFLICT DO UPDATE SET epoch = epoch + 1, "
                "owner = :owner RETURNING epoch, head, pos, commits"
            )
            row = db.execute(sql, {"id": shard, "owner": owner}).fetchall()[0]
            return Lease(shard, *cast("tuple[int, int, int, int]", row))

        lease = await self._write(take)
        self._held[shard] = lease.epoch
        self._hint(shard)
        return lease

    async def load(self, lease: Lease) -> Boot:
        return await self._on(self._writing, lambda: read.boot(self._writer, lease))

    async def inbox_of(self, lease: Lease, after: int) -> list[InboxRow]:
        return await self._look(lambda db: read.inbox(db, lease.shard, after))

    async def states(self, lease: Lease, tenant: str, ids: list[str]) -> dict[str, bytes]:
        return await self._look(lambda db: read.states(db, lease.shard, tenant, ids))

    async def seen(self, lease: Lease, ids: list[tuple[str, str]]) -> dict[tuple[str, str], bytes]:
        return await self._glance(lambda db: read.seen(db, lease.shard, ids))

    async def commit(self, lease: Lease, batch: Batch) -> None:
        await self._write(lambda db: written.write(db, lease, batch))

    async def accept(self, shard: int, events: list[tuple[str, str, Event]], now_ms: int) -> None:
        def keep(db: apsw.Connection) -> None:
            for tenant, event_id, event in events:
                written.accept(db, shard, event_id, tenant, event)

        await self._write(keep)
        self._hint(shard)

    async def renew(self, lease: Lease, now_ms: int) -> None:
        await self._write(lambda db: written.hold(db, lease, now_ms + LEASE_MS))

    async def release(self, lease: Lease) -> None:
        """Nothing to give back but the mark: the file lock goes with `close`, and the next claim raises the epoch."""
        if self._held.get(lease.shard) == lease.epoch:
            del self._held[lease.shard]
            self._hint(lease.shard)

    async def forget_seen(self, lease: Lease, before_ms: int) -> None:
        def forget(db: apsw.Connection) -> None:
            written.hold(db, lease)
            db.execute("DELETE FROM seen WHERE shard = ? AND at_ms < ?", (lease.shard, before_ms))

        await self._write(forget)

    async def drop_dead(self, lease: Lease, tenant: str, seq: int, event_id: str) -> bool:
        return await self._owned(lease, lambda db: written.drop_dead(db, lease.shard, tenant, seq, event_id))

    # --- erasing: see retention.Forgets ---------------------------------------------------------------------------

    async def forget_old(self, lease: Lease, tenant: str, old: Old, after: str) -> Forgotten:
        key = (lease.shard, tenant)
        if old.dry:
            return await self._look(lambda db: erased.forget_old(db, key, old, after))
        return await self._owned(lease, lambda db: erased.forget_old(db, key, old, after))

    async def forget_content(self, lease: Lease, tenant: str, rows: list[tuple[str, int, str]]) -> int:
        key = (lease.shard, tenant)
        return await self._owned(lease, lambda db: erased.forget_content(db, key, rows))

    async def forget_dialogues(self, lease: Lease, tenant: str, dialogues: list[str]) -> int:
        key = (lease.shard, tenant)
        return await self._owned(lease, lambda db: erased.forget_dialogues(db, key, dialogues))

    async def find_content(self, tenant: str, words: list[bytes], after: str, n: int) -> Found:
        return await self._look(lambda db: erased.find_content(db, (self._shard(tenant), tenant), words, after, n))

    async def _owned(self, lease: Lease, work: Callable[[apsw.Connection], Answer]) -> Answer:
        def proven(db: apsw.Connection) -> Answer:
            written.hold(db, lease)
            return work(db)

        return await self._write(proven)

    async def replace_counters(self, lease: Lease, tenant: str, rows: list[CounterRow]) -> None:
        def put(db: apsw.Connection) -> None:
            written.hold(db, lease)
            db.execute("DELETE FROM counter WHERE shard = ? AND tenant = ?", (lease.shard, tenant))
            written.add_counters(db, rows)

        await self._write(put)

    async def wipe_tenant(self, lease: Lease, tenant: str, documents: list[DocumentRow]) -> None:
        def wipe(db: apsw.Connection) -> None:
            written.hold(db, lease)
            for table in TENANT_TABLES:
                db.execute(f"DELETE FROM {table} WHERE shard = ? AND tenant = ?", (lease.shard, tenant))  # noqa: S608  # names from schema.py
            db.execute("UPDATE tenant SET audit_seq = 0, audit_hash = x'' WHERE id = ?", (tenant,))
            written.put_documents(db, documents)

        await self._write(wipe)

    # --- looks at what was committed ------------------------------------------------------------------------------

    async def trace_of(self, tenant: str, subject_kind: str, subject: str) -> list[TraceRecord]:
        key = (self._shard(tenant), tenant, subject_kind, subject)
        return await self._look(lambda db: read.trace_of(db, key))

    async def trace_after(self, tenant: str, pos: int, limit: int) -> list[TraceRecord]:
        key = (self._shard(tenant), tenant, pos, limit)
        return await self._look(lambda db: read.trace_after(db, key))

    async def content_of(self, tenant: str, dialogue: str) -> list[ContentRecord]:
        return await self._look(lambda db: read.content(db, self._shard(tenant), tenant, dialogue))

    async def documents_of(self, tenant: str, kind: str) -> list[DocumentRow]:
        return await self._look(lambda db: read.documents(db, self._shard(tenant), tenant, kind))

    async def dialogues_of(self, tenant: str, *, live: bool, limit: int = 1_000) -> list[DialogueRecord]:
        return await self._look(lambda db: read.dialogues(db, self._shard(tenant), tenant, live, limit))

    async def dialogue_of(self, tenant: str, dialogue: str) -> DialogueRecord | None:
        return await self._look(lambda db: read.dialogue(db, self._shard(tenant), tenant, dialogue))

    async def leg_of(self, tenant: str, via: str, external_id: str) -> str | None:
        return await self._look(lambda db: read.leg(db, (self._shard(tenant), tenant, via, external_id)))

    async def commands_after(self, tenant: str, recipient: str, n: int, limit: int) -> list[CommandRecord]:
        key = (self._shard(tenant), tenant, recipient, n, limit)
        return await self._look(lambda db: read.commands(db, key))

    async def first_unacknowledged(self, tenant: str, recipient: str) -> int:
        return await self._look(lambda db: read.unacknowledged(db, self._shard(tenant), tenant, recipient))

    async def dead_of(self, tenant: str) -> list[DeadRecord]:
        return await self._look(lambda db: read.dead(db, self._shard(tenant), tenant))

    async def counters_of(self, tenant: str, kind: str, spans: list[tuple[int, int]]) -> list[list[CounterRow]]:
        return await self._look(lambda db: read.counters(db, self._shard(tenant), tenant, kind, spans))

    async def every_counter(self, tenant: str) -> list[CounterRow]:
        return await self._look(lambda db: read.every_counter(db, self._shard(tenant), tenant))

    async def audit_of(self, tenant: str, after: int, limit: int) -> list[AuditRecord]:
        return await self._look(lambda db: read.audit(db, (self._shard(tenant), tenant, after, limit)))

    async def audit_head(self, tenant: str) -> AuditHead:
        self._shard(tenant)
        return await self._look(lambda db: read.audit_head(db, tenant))
