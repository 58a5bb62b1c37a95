"""The ledger in PostgreSQL, for many nodes: one function call per batch, told apart by its number and its name."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from flowengine.errors import Fenced, LedgerError
from flowengine.ledger import postgres_load as loading
from flowengine.ledger import postgres_retention as erased
from flowengine.ledger import postgres_write as written
from flowengine.ledger.port import LEASE_MS, Batch, Boot, Lease
from flowengine.ledger.postgres_cell import PostgresCell
from flowengine.ledger.postgres_days import drop_days
from flowengine.ledger.postgres_read import PostgresReads
from flowengine.ledger.record import CounterRow, DocumentRow, InboxRow
from flowengine.ledger.retention import Forgotten, Found, Old
from flowengine.messages import Event

Answer = TypeVar("Answer")
BY_DAY = ("trace", "outbox")
WARM_CONNECTIONS = 2
_ADD = "INSERT INTO tenant (id, shard, region, state) VALUES ($1, $2, $3, 'active') ON CONFLICT DO NOTHING"
_PUT_DOCUMENTS = "SELECT keep_state('{}', '{}', '{}', '{}', $1)"
_SEEN = (
    "SELECT k.tenant, k.event_id, s.reply FROM unnest($2::text[], $3::text[]) AS k(tenant, event_id) CROSS JOIN "
    "LATERAL (SELECT reply FROM seen WHERE shard = $1 AND tenant = k.tenant AND event_id = k.event_id LIMIT 1) s"
)
_RENEW = (
    "UPDATE shard SET lease_until = greatest(lease_until, $3), renewed_ms = store_ms() "
    "WHERE id = $1 AND epoch = $2 RETURNING 1"
)
_HOLD = "SELECT 1 FROM shard WHERE id = $1 AND epoch = $2 FOR NO KEY UPDATE"
_TENANT_TABLES = (
    "document", "inbox", "seen", "dialogue", "leg", "timer", "floor", "outbox", "stream", "dead", "trace", "content",
    "audit", "counter",
)  # fmt: skip  # a list reads better than one item a line

_DROP_DEAD = (
    "WITH gone AS (DELETE FROM dead WHERE shard = $1 AND tenant = $2 AND seq = $3 AND event_id = $4 RETURNING *), "
    "erased AS (DELETE FROM content c USING gone d WHERE c.shard = d.shard AND c.tenant = d.tenant "
    "AND c.dialogue = d.dialogue AND c.n = -d.seq AND c.class = 'dead') SELECT seq FROM gone"
)


class PostgresLedger(PostgresReads, PostgresCell):
    """See port.Ledger, cell.Cell and keep. One handle a process; its locks go with its connection."""

    commits_elsewhere = True

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._commits: dict[tuple[int, int], int] = {}  # (shard, epoch) -> batches kept before the next one

    async def warm(self) -> None:
        """Make connections ready before anybody waits: each learns our types with its first batch, here of nothing."""
        nowhere = written.arguments(Lease(-1, 0, 0, 0), Batch(at_ms=0, pos=0), 0, 0, {})
        calls = (self._ask(lambda db: db.fetchval(written.COMMIT, *nowhere)) for _ in range(WARM_CONNECTIONS))
        await asyncio.gather(*calls)

    # --- what an owner does ---------------------------------------------------------------------------------------

    async def tenants(self) -> dict[str, int]:
        rows = await self._ask(lambda db: db.fetch("SELECT id, shard FROM tenant"))
        self._shards.update(rows)
        return dict(rows)

    async def add_tenant(self, tenant: str, region: str, shard: int) -> None:
        await self._ask(lambda db: db.execute(_ADD, tenant, shard, region))

    async def settle_tenant(self, lease: Lease, tenant: str, region: str, documents: list[DocumentRow]) -> bool:
        is_new = False

        async def settle(db: Any) -> None:
            nonlocal is_new
            is_new = await db.fetchval(f"{_ADD} RETURNING true", tenant, lease.shard, region) or False
            if is_new:
                await db.execute(_PUT_DOCUMENTS, written.last_of_each(documents, 4))

        await self._holding(lease, settle)
        return is_new

    async def claim(self, shard: int, owner: str, now_ms: int) -> Lease:
        lease = await self._locks.claim(shard, owner)
        self._commits = {key: count for key, count in self._commits.items() if key[0] != shard}
        self._commits[shard, lease.epoch] = lease.commits
        self._hint(shard)
        return lease

    async def load(self, lease: Lease) -> Boot:
        boot, commits = await self._ask(lambda db: loading.load(db, lease))
        self._note(lease, commits)
        return boot

    async def inbox_of(self, lease: Lease, after: int) -> list[InboxRow]:
        return await self._ask(lambda db: loading.inbox(db, lease.shard, after))

    async def states(self, lease: Lease, tenant: str, ids: list[str]) -> dict[str, bytes]:
        sql = "SELECT id, state FROM dialogue WHERE shard = $1 AND tenant = $2 AND id = ANY ($3::text[])"
        return dict(await self._ask(lambda db: db.fetch(sql, lease.shard, tenant, ids)))

    async def seen(self, lease: Lease, ids: list[tuple[str, str]]) -> dict[tuple[str, str], bytes]:
        if not ids:
            return {}
        tenants, names = map(list, zip(*ids, strict=True))
        rows = await self._ask(lambda db: db.fetch(_SEEN, lease.shard, tenants, names))
        return {(tenant, name): reply for tenant, name, reply in rows}

    async def commit(self, lease: Lease, batch: Batch) -> None:
        """Sent again when the connection breaks: the database knows by number and name whether it has it."""
        number = self._commits.get((lease.shard, lease.epoch), lease.commits)
        heads = await self._heads(batch) if batch.audit else {}
        arguments = written.arguments(lease, batch, number, secrets.randbits(62), heads)
        answer = await self._settle(lambda db: db.fetchval(written.COMMIT, *arguments))
        if answer == written.FENCED:
            self._locks.forget(lease)
            raise _fenced(lease)
        if answer == written.MOVED:
            raise LedgerError(f"Another batch of shard {lease.shard} was kept meanwhile: nothing was kept of this one.")
        self._note(lease, number + 1)

    def _note(self, lease: Lease, commits: int) -> None:
        if (lease.shard, lease.epoch) in self._commits:
            self._commits[lease.shard, lease.epoch] = commits

    async def _heads(self, batch: Batch) -> written.Heads:
        """The ends of the tenants' audits; nobody else can lengthen them before our commit, or it is refused."""
        sql = "SELECT id, audit_seq, audit_hash FROM tenant WHERE id = ANY ($1::text[])"
        rows = await self._ask(lambda db: db.fetch(sql, [entry.tenant for entry in batch.audit]))
        return {tenant: (seq, digest) for tenant, seq, digest in rows}

    async def accept(self, shard: int, events: list[tuple[str, str, Event]], now_ms: int) -> None:
        rows = written.inbox_rows(events)
        await self._settle(lambda db: db.execute("SELECT accept_events($1, $2)", shard, rows))
        self._hint(shard)

    async def renew(self, lease: Lease, now_ms: int) -> None:
        until = now_ms + LEASE_MS
        if not await self._ask(lambda db: db.fetchval(_RENEW, lease.shard, lease.epoch, until)):
            self._locks.forget(lease)
            raise _fenced(lease)

    async def release(self, lease: Lease) -> None:
        if await self._locks.release(lease):
            self._hint(lease.shard)

    async def forget_seen(self, lease: Lease, before_ms: int) -> None:
        """Whole days only, and none of the last 24 hours by the database's clock. Taken inbox rows go with them."""
        await self._holding(lease, _nothing)
        for table in ("seen", "inbox"):
            await self._ask(lambda db, table=table: drop_days(db, table, before_ms))  # type: ignore[misc]  # mypy does not see a lambda's default

    async def drop_dead(self, lease: Lease, tenant: str, seq: int, event_id: str) -> bool:
        found: list[Any] = await self._held(lease, lambda db: db.fetch(_DROP_DEAD, lease.shard, tenant, seq, event_id))
        return bool(found)

    # --- erasing: see retention.Forgets ---------------------------------------------------------------------------

    async def forget_old(self, lease: Lease, tenant: str, old: Old, after: str) -> Forgotten:
        key = (lease.shard, tenant)
        if old.kind in BY_DAY or old.dry:  # days are dropped outside of any transaction
            await self._holding(lease, _nothing)
            return await self._ask(lambda db: erased.forget_old(db, key, old, after))
        return await self._held(lease, lambda db: erased.forget_old(db, key, old, after))

    async def forget_content(self, lease: Lease, tenant: str, rows: list[tuple[str, int, str]]) -> int:
        key = (lease.shard, tenant)
        return await self._held(lease, lambda db: erased.forget_content(db, key, rows))

    async def forget_dialogues(self, lease: Lease, tenant: str, dialogues: list[str]) -> int:
        key = (lease.shard, tenant)
        return await self._held(lease, lambda db: erased.forget_dialogues(db, key, dialogues))

    async def find_content(self, tenant: str, words: list[bytes], after: str, n: int) -> Found:
        key = (await self._shard(tenant), tenant)
        return await self._ask(lambda db: erased.find_content(db, key, words, after, n))

    async def purge(self) -> bool:
        await self._ask(erased.vacuum)
        return False

    async def _held(self, lease: Lease, work: Callable[[Any], Awaitable[Answer]]) -> Answer:
        """As `_holding`, with an answer."""
        answers: list[Answer] = []

        async def keep_answer(db: Any) -> None:
            answers.append(await work(db))

        await self._holding(lease, keep_answer)
        return answers[-1]

    async def replace_counters(self, lease: Lease, tenant: str, rows: list[CounterRow]) -> None:
        async def put(db: Any) -> None:
            await db.execute("DELETE FROM counter WHERE shard = $1 AND tenant = $2", lease.shard, tenant)
            await db.execute("SELECT keep_books('{}', '{}', $1, '{}', $2)", rows, lease.shard)

        await self._holding(lease, put)

    async def wipe_tenant(self, lease: Lease, tenant: str, documents: list[DocumentRow]) -> None:
        async def wipe(db: Any) -> None:
            for table in _TENANT_TABLES:
                await db.execute(f"DELETE FROM {table} WHERE shard = $1 AND tenant = $2", lease.shard, tenant)  # noqa: S608  # names from above
            await db.execute("UPDATE tenant SET audit_seq = 0, audit_hash = '' WHERE id = $1", tenant)
            await db.execute(_PUT_DOCUMENTS, written.last_of_each(documents, 4))

        await self._holding(lease, wipe)

    async def _holding(self, lease: Lease, work: Callable[[Any], Any]) -> None:
        """Do it while the lease is the live one, all or nothing. Raises Fenced."""

        async def transact(db: Any) -> None:
            async with db.transaction():
                if not await db.fetchval(_HOLD, lease.shard, lease.epoch):
                    raise _fenced(lease)
                await work(db)

        await self._ask(transact)


async def _nothing(_: Any) -> None:
    """Only prove that the lease is the live one."""


def _fenced(lease: Lease) -> Fenced:
    return Fenced(f"Shard {lease.shard} has another owner: nothing was kept.")
