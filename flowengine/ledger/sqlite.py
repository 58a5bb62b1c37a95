"""The ledger in one SQLite file: one writing connection on its own thread, one reading connection on another."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Self, TypeVar, cast

import apsw

from flowengine.errors import NotFound
from flowengine.ledger import sqlite_read as read
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
from flowengine.ledger.record import CounterRow, DocumentRow
from flowengine.ledger.schema import TENANT_TABLES
from flowengine.ledger.sqlite_file import lock, open_reader, open_writer, sentences, unlock
from flowengine.messages import Event

Answer = TypeVar("Answer")
LOG_PAGES = 1_000  # of the write-ahead log; then it is put into the file


class SqliteLedger:
    """See port.Ledger. `open` takes the file lock: this process owns every shard until `close`."""

    def __init__(self, path: Path, writer: apsw.Connection, reader: apsw.Connection, lock_descriptor: int) -> None:
        self.path = path
        self._writer, self._reader, self._lock = writer, reader, lock_descriptor
        self._writing = ThreadPoolExecutor(1, "ledger-writer")
        self._reading = ThreadPoolExecutor(1, "ledger-reader")
        self._log_pages = 0  # in the log after the last commit
        writer.set_wal_hook(self._note_log)
        self._shards = dict(cast("Iterator[tuple[str, int]]", writer.execute("SELECT id, shard FROM tenant")))

    @classmethod
    def open(cls, path: Path) -> Self:
        """Raises Busy when another process owns the file, else a LedgerError that says why it cannot be used."""
        descriptor = lock(path)
        try:
            writer = open_writer(path)
            try:
                return cls(path, writer, open_reader(path), descriptor)
            except BaseException:
                writer.close()
                raise
        except BaseException:
            unlock(descriptor)
            raise

    async def close(self) -> None:
        if self._lock >= 0:
            await self._on(self._reading, self._reader.close)
            await self._on(self._writing, self._writer.close)
            self._reading.shutdown()
            self._writing.shutdown()
            unlock(self._lock)
            self._lock = -1

    # --- what an owner does ---------------------------------------------------------------------------------------

    async def tenants(self) -> dict[str, int]:
        return dict(self._shards)

    async def add_tenant(self, tenant: str, region: str, shard: int) -> None:
        sql = "INSERT INTO tenant (id, shard, region, state) VALUES (?, ?, ?, 'active') ON CONFLICT DO NOTHING"
        await self._write(lambda db: db.execute(sql, (tenant, shard, region)))
        self._shards.setdefault(tenant, shard)

    async def claim(self, shard: int, owner: str, now_ms: int) -> Lease:
        def take(db: apsw.Connection) -> Lease:
            # The lease is not renewed here: until the first commit it still tells when the last owner was alive.
            sql = (
                "INSERT INTO shard VALUES (:id, 1, :owner, 0, 0, 0) ON CONFLICT DO UPDATE SET epoch = epoch + 1, "
                "owner = :owner RETURNING epoch, head, pos"
            )
            row = db.execute(sql, {"id": shard, "owner": owner}).fetchall()[0]
            return Lease(shard, *cast("tuple[int, int, int]", row))

        return await self._write(take)

    async def load(self, lease: Lease) -> Boot:
        return await self._on(self._writing, lambda: read.boot(self._writer, lease))

    async def states(self, lease: Lease, tenant: str, ids: list[str]) -> dict[str, bytes]:
        return await self._look(lambda db: read.states(db, lease.shard, tenant, ids))

    async def seen(self, lease: Lease, ids: list[tuple[str, str]]) -> dict[tuple[str, str], bytes]:
        return await self._look(lambda db: read.seen(db, lease.shard, ids))

    async def commit(self, lease: Lease, batch: Batch) -> None:
        await self._write(lambda db: written.write(db, lease, batch))

    async def accept(self, shard: int, events: list[tuple[str, str, Event]], now_ms: int) -> None:
        def keep(db: apsw.Connection) -> None:
            for tenant, event_id, event in events:
                written.accept(db, shard, event_id, tenant, event)

        await self._write(keep)

    async def renew(self, lease: Lease, now_ms: int) -> None:
        await self._write(lambda db: written.hold(db, lease, now_ms + LEASE_MS))

    async def release(self, lease: Lease) -> None:
        """Nothing to give back: the file lock goes with `close`, and the next claim raises the epoch."""

    async def forget_seen(self, lease: Lease, before_ms: int) -> None:
        def forget(db: apsw.Connection) -> None:
            written.hold(db, lease)
            db.execute("DELETE FROM seen WHERE shard = ? AND at_ms < ?", (lease.shard, before_ms))

        await self._write(forget)

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

    # --- threads --------------------------------------------------------------------------------------------------

    def _shard(self, tenant: str) -> int:
        if tenant not in self._shards:
            raise NotFound(f"There is no tenant {tenant}.")
        return self._shards[tenant]

    async def _write(self, work: Callable[[apsw.Connection], Answer]) -> Answer:
        return await self._on(self._writing, lambda: self._transact(work))

    def _transact(self, work: Callable[[apsw.Connection], Answer]) -> Answer:
        db = self._writer
        db.execute("BEGIN IMMEDIATE")
        try:
            answer = work(db)
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:  # a full disk may have rolled back already
                db.execute("ROLLBACK")
            raise
        if self._log_pages >= LOG_PAGES:
            self._writing.submit(self._put_log_away)
        return answer

    def _note_log(self, _: apsw.Connection, __: str, pages: int) -> int:
        self._log_pages = pages
        return apsw.SQLITE_OK

    def _put_log_away(self) -> None:
        """Next on the writing thread, while what was committed is answered and the next events are applied."""
        with suppress(apsw.Error):  # nothing is lost: the log has it, and the next commit tries again or says why not
            self._writer.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)

    async def _look(self, work: Callable[[apsw.Connection], Answer]) -> Answer:
        return await self._on(self._reading, lambda: work(self._reader))

    async def _on(self, thread: ThreadPoolExecutor, work: Callable[[], Answer]) -> Answer:
        def spoken() -> Answer:
            with sentences(self.path):
                return work()

        return await asyncio.get_running_loop().run_in_executor(thread, spoken)
