"""The questions asked of the SQLite ledger: what an owner loads, and the looks that the API takes."""

# ruff: noqa: S608  # statements are joined from texts of this room only

from sys import intern
from typing import Any, cast

import apsw
import msgspec

from flowengine.ledger.chain import FIRST
from flowengine.ledger.port import (
    LEASE_MS,
    AuditHead,
    AuditRecord,
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
    StoredAudit,
    StoredCommand,
    StoredContent,
    StoredEvent,
    StoredLetter,
    StoredTrace,
    TimerRow,
    content_reference,
    unpack,
)
from flowengine.messages import Json

# One by one: for IN a table of the ids would be made first.
_SEEN = (
    "SELECT value, (SELECT reply FROM seen WHERE shard = ? AND tenant = ? AND event_id = value) AS found "
    "FROM json_each(?) WHERE found IS NOT NULL"
)
LOADING_CACHE = -4_096  # as PRAGMA cache_size has it: kilobytes
# The indexes are named, because the planner, knowing no figures, would rather walk through all that ever was.
_LIVE = "dialogue INDEXED BY dialogue_live WHERE shard = :shard AND tenant = :tenant AND status <> 'ended'"
# A walk of its own: from each dialogue to its leg by way of the tree took twice as long.
_OPEN_LEGS = (
    "SELECT via, external_id, dialogue, party FROM leg INDEXED BY leg_open "
    "WHERE shard = :shard AND tenant = :tenant AND state = 'open' ORDER BY dialogue"
)
# Agents' streams are few and long: jump from one recipient to the next instead of reading every command.
_STREAMS = """
WITH RECURSIVE agent(recipient) AS (
    SELECT (SELECT min(recipient) FROM outbox WHERE shard = :shard AND tenant = :tenant AND recipient >= 'agent:')
    UNION ALL
    SELECT (SELECT min(o.recipient) FROM outbox o WHERE o.shard = :shard AND o.tenant = :tenant
        AND o.recipient > agent.recipient) FROM agent WHERE recipient IS NOT NULL AND recipient < 'agent;')
SELECT recipient,
    (SELECT max(n) FROM outbox o WHERE o.shard = :shard AND o.tenant = :tenant AND o.recipient = agent.recipient)
FROM agent WHERE recipient < 'agent;'
"""


def boot(connection: apsw.Connection, lease: Lease) -> Boot:
    """Each page is read once: to remember 64 MB of them would only take the room of what is made of the rows."""
    remembered: Any = connection.pragma("cache_size")
    connection.pragma("cache_size", LOADING_CACHE)
    try:
        return _boot(connection, lease)
    finally:
        connection.pragma("cache_size", remembered)


def _boot(connection: apsw.Connection, lease: Lease) -> Boot:
    sql = "SELECT id, region, last_ms, last_generation FROM tenant WHERE shard = ?"
    found = cast("list[tuple[str, str, int, int]]", connection.execute(sql, (lease.shard,)).fetchall())
    tenants = {
        row[0]: _tenant(
            connection, lease.shard, TenantBoot(tenant=row[0], region=row[1], last_ms=row[2], last_generation=row[3])
        )
        for row in found
    }
    return Boot(tenants, inbox(connection, lease.shard, 0))


def _tenant(connection: apsw.Connection, shard: int, found: TenantBoot) -> TenantBoot:
    key = {"shard": shard, "tenant": found.tenant}
    at = "WHERE shard = :shard AND tenant = :tenant"
    run = connection.execute
    found.active_ms = _active(connection, shard, found.last_ms)
    found.documents = list(map(DocumentRow._make, cast("Any", run(f"SELECT * FROM document {at}", key))))
    row_of, word, tenant = tuple.__new__, intern, found.tenant  # a named tuple's own way goes through Python
    live: Any = run(f"SELECT id, status, state FROM {_LIVE} ORDER BY id", key)
    found.dialogues = [row_of(DialogueRow, (shard, tenant, name, word(status), state)) for name, status, state in live]
    floor: Any = run(f"SELECT kind, key, body FROM floor {at}", key)
    found.floor = [row_of(FloorRow, (shard, tenant, word(kind), name, body)) for kind, name, body in floor]
    found.legs = _legs(run(_OPEN_LEGS, key), shard, found)
    timers: Any = run(f"SELECT owner_kind, owner, name, generation, due_ms FROM timer {at}", key)
    found.timers = _timers(timers, shard, found)
    found.streams = dict(cast("list[tuple[str, int]]", run(_STREAMS, key).fetchall()))
    return found


def _legs(rows: Any, shard: int, found: TenantBoot) -> list[LegRow]:
    """Of live dialogues. Legs and dialogues come in the same order, and are walked through in step."""
    legs: list[LegRow] = []
    row_of, word, tenant = tuple.__new__, intern, found.tenant
    names = iter([row[2] for row in found.dialogues])
    name = next(names, None)
    for via, external_id, dialogue, party in rows:
        while name is not None and name < dialogue:
            name = next(names, None)
        if name == dialogue:
            legs.append(row_of(LegRow, (shard, tenant, word(via), external_id, name, word(party), "open")))
    return legs


def _timers(rows: Any, shard: int, found: TenantBoot) -> list[TimerRow]:
    """A dialogue's id is one text in all its rows."""
    row_of, word, tenant = tuple.__new__, intern, found.tenant
    ids = {row[2]: row[2] for row in found.dialogues}
    return [
        row_of(
            TimerRow,
            (shard, tenant, word(kind), ids.get(owner, owner) if kind == "dialogue" else owner, word(name), n, due_ms),
        )
        for kind, owner, name, n, due_ms in rows
    ]


def _active(connection: apsw.Connection, shard: int, last_ms: int) -> int:
    """When an owner of the tenant was last known alive, told by its lease; 0 for a tenant that never had an event."""
    until: Any = connection.execute("SELECT lease_until FROM shard WHERE id = ?", (shard,)).fetchone()
    return max(last_ms, int(until[0]) - LEASE_MS) if until and last_ms else last_ms


def inbox(connection: apsw.Connection, shard: int, after: int) -> list[InboxRow]:
    rows = connection.execute(
        "SELECT i.seq, i.tenant, i.event_id, c.body FROM inbox i JOIN content c ON c.shard = i.shard "
        "AND c.tenant = i.tenant AND c.dialogue = i.dialogue AND c.n = -i.seq AND c.class = 'inbox' "
        "WHERE i.shard = ? AND i.seq > ? ORDER BY i.seq",
        (shard, after),
    )
    return [InboxRow(seq, tenant, event_id, unpack(StoredEvent, body).event) for seq, tenant, event_id, body in rows]


def seen(connection: apsw.Connection, shard: int, ids: list[tuple[str, str]]) -> dict[tuple[str, str], bytes]:
    """One statement for many ids: the loop's thread gets the interpreter back meanwhile."""
    found: dict[tuple[str, str], bytes] = {}
    by_tenant: dict[str, list[str]] = {}
    for tenant, event_id in ids:
        by_tenant.setdefault(tenant, []).append(event_id)
    for tenant, names in by_tenant.items():
        key = (shard, tenant, msgspec.json.encode(names).decode())
        rows = cast("list[tuple[str, bytes]]", connection.execute(_SEEN, key).fetchall())
        found.update({(tenant, event_id): reply for event_id, reply in rows})
    return found


def states(connection: apsw.Connection, shard: int, tenant: str, ids: list[str]) -> dict[str, bytes]:
    sql = "SELECT id, state FROM dialogue WHERE shard = ? AND tenant = ? AND id = ?"
    return {row[0]: row[1] for i in ids for row in connection.execute(sql, (shard, tenant, i))}


def trace_after(connection: apsw.Connection, key: tuple[int, str, int, int]) -> list[TraceRecord]:
    """`key`: shard, tenant, after pos, limit."""
    return _trace(connection, "trace WHERE shard = ? AND tenant = ? AND pos > ? ORDER BY pos LIMIT ?", key)


def trace_of(connection: apsw.Connection, key: tuple[int, str, str, str]) -> list[TraceRecord]:
    """`key`: shard, tenant, subject kind, subject."""
    at = "trace INDEXED BY trace_by_subject WHERE shard = ? AND tenant = ? AND subject_kind = ? AND subject = ?"
    return _trace(connection, f"{at} ORDER BY pos", key)


def _trace(connection: apsw.Connection, source: str, key: tuple[Json, ...]) -> list[TraceRecord]:
    rows: Any = connection.execute(f"SELECT pos, at_ms, subject_kind, subject, n, body FROM {source}", key)
    return [TraceRecord(pos, at, kind, who, n, unpack(StoredTrace, body)) for pos, at, kind, who, n, body in rows]


def content(connection: apsw.Connection, shard: int, tenant: str, dialogue: str) -> list[ContentRecord]:
    sql = "SELECT n, class, body FROM content WHERE shard = ? AND tenant = ? AND dialogue = ? AND n > 0 ORDER BY n"
    rows = connection.execute(sql, (shard, tenant, dialogue))
    return [ContentRecord(n, cls, unpack(StoredContent, body).body) for n, cls, body in rows]


def documents(connection: apsw.Connection, shard: int, tenant: str, kind: str) -> list[DocumentRow]:
    sql = "SELECT * FROM document WHERE shard = ? AND tenant = ? AND kind = ? ORDER BY key"
    return [DocumentRow(*row) for row in connection.execute(sql, (shard, tenant, kind))]


def dialogues(connection: apsw.Connection, shard: int, tenant: str, live: bool, limit: int) -> list[DialogueRecord]:
    """The newest first."""
    source = _LIVE if live else "dialogue WHERE shard = :shard AND tenant = :tenant"
    sql = f"SELECT id, version, status, state FROM {source} ORDER BY id DESC LIMIT :limit"
    rows: Any = connection.execute(sql, {"shard": shard, "tenant": tenant, "limit": limit})
    return [DialogueRecord(*row) for row in rows]


def dialogue(connection: apsw.Connection, shard: int, tenant: str, key: str) -> DialogueRecord | None:
    sql = "SELECT id, version, status, state FROM dialogue WHERE shard = ? AND tenant = ? AND id = ?"
    row = connection.execute(sql, (shard, tenant, key)).fetchone()
    return DialogueRecord(*row) if row else None


def leg(connection: apsw.Connection, key: tuple[int, str, str, str]) -> str | None:
    """`key`: shard, tenant, via, external id."""
    sql = "SELECT dialogue FROM leg WHERE shard = ? AND tenant = ? AND via = ? AND external_id = ?"
    row = cast("tuple[str] | None", connection.execute(sql, key).fetchone())
    return row[0] if row else None


def commands(connection: apsw.Connection, key: tuple[int, str, str, int, int]) -> list[CommandRecord]:
    """`key`: shard, tenant, recipient, after n, limit."""
    sql = "SELECT n, id, body FROM outbox WHERE shard = ? AND tenant = ? AND recipient = ? AND n > ? ORDER BY n LIMIT ?"
    found = []
    for n, name, body in connection.execute(sql, key):
        stored = unpack(StoredCommand, body)
        found.append(CommandRecord(n, name, stored, _referred(connection, key[0], key[1], stored)))
    return found


def _referred(connection: apsw.Connection, shard: int, tenant: str, stored: StoredCommand) -> Json:
    reference = content_reference(stored.command)
    if reference is None:
        return None
    sql = "SELECT body FROM content WHERE shard = ? AND tenant = ? AND dialogue = ? AND n = ?"
    row = connection.execute(sql, (shard, tenant, *reference)).fetchone()
    return unpack(StoredContent, row[0]).body if row else None


def unacknowledged(connection: apsw.Connection, shard: int, tenant: str, recipient: str) -> int:
    """The first n that its recipient has not acknowledged; one after the last if it has them all."""
    sql = (
        "SELECT n FROM outbox WHERE shard = ? AND tenant = ? AND recipient = ? AND acknowledged_at IS NOT NULL "
        "ORDER BY n DESC LIMIT 1"
    )
    row: Any = connection.execute(sql, (shard, tenant, recipient)).fetchone()
    return int(row[0]) + 1 if row else 1


def dead(connection: apsw.Connection, shard: int, tenant: str) -> list[DeadRecord]:
    sql = (
        "SELECT d.seq, d.event_id, d.at_ms, d.body, c.body, d.dialogue FROM dead d "
        "LEFT JOIN content c ON c.shard = d.shard AND c.tenant = d.tenant AND c.dialogue = d.dialogue "
        "AND c.n = -d.seq AND c.class = 'dead' WHERE d.shard = ? AND d.tenant = ? ORDER BY d.seq"
    )
    found = []
    for seq, event_id, at_ms, body, event, dialogue in connection.execute(sql, (shard, tenant)):
        letter = unpack(StoredLetter, body)
        kept = unpack(StoredEvent, event).event if event else None
        found.append(DeadRecord(seq, event_id, at_ms, letter.kind, letter.error, kept, dialogue))
    return found


def counters(
    connection: apsw.Connection, shard: int, tenant: str, kind: str, spans: list[tuple[int, int]]
) -> list[list[CounterRow]]:
    """The rows of each span, added up over its intervals."""
    sql = (
        "SELECT contact_center, home, channel, key, what, within, sum(n), sum(ms) FROM counter WHERE shard = ? "
        "AND tenant = ? AND kind = ? AND start_ms >= ? AND start_ms < ? "
        "GROUP BY contact_center, home, channel, key, what, within ORDER BY 1, 2, 3, 4, 5, 6"
    )
    found = []
    for first, end in spans:
        rows: Any = connection.execute(sql, (shard, tenant, kind, first, end))
        found.append([CounterRow(shard, tenant, kind, first, *row) for row in rows])
    return found


def every_counter(connection: apsw.Connection, shard: int, tenant: str) -> list[CounterRow]:
    sql = "SELECT * FROM counter WHERE shard = ? AND tenant = ? ORDER BY 3, 4, 5, 6, 7, 8, 9, 10"
    return list(map(CounterRow._make, cast("Any", connection.execute(sql, (shard, tenant)))))


def audit(connection: apsw.Connection, key: tuple[int, str, int, int]) -> list[AuditRecord]:
    """`key`: shard, tenant, after seq, limit."""
    sql = (
        "SELECT seq, at_ms, actor, what, body, hash FROM audit WHERE shard = ? AND tenant = ? AND seq > ? "
        "ORDER BY seq LIMIT ?"
    )
    rows: Any = connection.execute(sql, key)
    return [
        AuditRecord(seq, at_ms, actor, what, unpack(StoredAudit, body).body, digest.hex())
        for seq, at_ms, actor, what, body, digest in rows
    ]


def audit_head(connection: apsw.Connection, tenant: str) -> AuditHead:
    row: Any = connection.execute("SELECT audit_seq, audit_hash FROM tenant WHERE id = ?", (tenant,)).fetchone()
    return AuditHead(row[0], row[1].hex() or FIRST)
