"""What an owner loads of a shard, all of one moment: a few statements for the whole shard, whatever it holds."""

from typing import Any

from flowengine.ledger.port import LEASE_MS, Boot, Lease, TenantBoot
from flowengine.ledger.record import (
    DialogueRow,
    DocumentRow,
    FloorRow,
    InboxRow,
    LegRow,
    StoredEvent,
    TimerRow,
    unpack,
)

_TENANTS = "SELECT id, region, last_ms, last_generation FROM tenant WHERE shard = $1"
_LEGS = (
    "SELECT l.* FROM dialogue d CROSS JOIN LATERAL (SELECT * FROM leg WHERE shard = $1 AND tenant = d.tenant "
    "AND dialogue = d.id AND state = 'open' OFFSET 0) l WHERE d.shard = $1 AND d.status <> 'ended'"
)
_STREAMS = "SELECT tenant, recipient, n FROM stream WHERE shard = $1 AND n > 0"
_INBOX = (
    "SELECT i.seq, i.tenant, i.event_id, c.body FROM inbox i CROSS JOIN LATERAL (SELECT body FROM content "
    "WHERE shard = $1 AND tenant = i.tenant AND dialogue = i.dialogue AND n = -i.seq AND class = 'inbox' LIMIT 1) c "
    "WHERE i.shard = $1 AND i.seq > greatest($2, coalesce((SELECT head FROM shard WHERE id = $1), 0)) ORDER BY i.seq"
)
_PARTS: tuple[tuple[str, str, Any], ...] = (
    ("documents", "SELECT * FROM document WHERE shard = $1", DocumentRow),
    (
        "dialogues",
        "SELECT shard, tenant, id, status, state FROM dialogue WHERE shard = $1 AND status <> 'ended'",
        DialogueRow,
    ),
    ("legs", _LEGS, LegRow),
    ("timers", "SELECT * FROM timer WHERE shard = $1", TimerRow),
    ("floor", "SELECT * FROM floor WHERE shard = $1", FloorRow),
)
_ALIKE = frozenset({"dialogues", "legs", "timers"})


async def load(db: Any, lease: Lease) -> tuple[Boot, int]:
    """The boot, and how many batches had been kept at its moment."""
    async with db.transaction(isolation="repeatable_read", readonly=True):
        until, commits = await db.fetchrow("SELECT lease_until, commits FROM shard WHERE id = $1", lease.shard)
        rows = await db.fetch(_TENANTS, lease.shard)
        tenants = {row[0]: _tenant(row, until) for row in rows}
        texts: dict[str, str] = {}
        for part, sql, kind in _PARTS:
            lists = {name: getattr(tenant, part) for name, tenant in tenants.items()}
            for row in await db.fetch(sql, lease.shard):
                lists[row[1]].append(_shared(kind, row, texts) if part in _ALIKE else kind._make(row))
        for name, recipient, n in await db.fetch(_STREAMS, lease.shard):
            tenants[name].streams[recipient] = n
        return Boot(tenants, await inbox(db, lease.shard, 0)), commits


def _shared(kind: Any, row: Any, texts: dict[str, str]) -> Any:
    """The rows of a dialogue repeat its id, and all rows a few words: of each one text is kept."""
    return tuple.__new__(kind, [texts.setdefault(each, each) if isinstance(each, str) else each for each in row])


def _tenant(row: Any, lease_until: int) -> TenantBoot:
    """`active_ms` is told by the last owner's lease; 0 for a tenant that never had an event."""
    name, region, last_ms, generation = row
    active_ms = max(last_ms, lease_until - LEASE_MS) if last_ms else 0
    return TenantBoot(tenant=name, region=region, last_ms=last_ms, active_ms=active_ms, last_generation=generation)


async def inbox(db: Any, shard: int, after: int) -> list[InboxRow]:
    """What was not taken yet, beyond number `after`."""
    rows = await db.fetch(_INBOX, shard, after)
    return [InboxRow(seq, tenant, name, unpack(StoredEvent, body).event) for seq, tenant, name, body in rows]
