"""The questions asked of the PostgreSQL ledger, each by a key."""

from typing import Any

from flowengine.ledger.chain import FIRST
from flowengine.ledger.port import (
    AuditHead,
    AuditRecord,
    CommandRecord,
    ContentRecord,
    DeadRecord,
    DialogueRecord,
    TraceRecord,
)
from flowengine.ledger.postgres_pool import PostgresPool
from flowengine.ledger.record import (
    CounterRow,
    DocumentRow,
    StoredAudit,
    StoredCommand,
    StoredContent,
    StoredEvent,
    StoredLetter,
    StoredTrace,
    content_reference,
    unpack,
)

_AT = "WHERE shard = $1 AND tenant = $2"
_TRACE = f"SELECT pos, at_ms, subject_kind, subject, n, body FROM trace {_AT}"  # noqa: S608  # texts of this room only
_COMMANDS = f"SELECT n, id, body FROM outbox {_AT} AND recipient = $3 AND n > $4 ORDER BY n LIMIT $5"  # noqa: S608  # as above
_REFERRED = (
    "SELECT c.dialogue, c.n, c.body FROM unnest($3::text[], $4::bigint[]) AS k(dialogue, n) "
    "CROSS JOIN LATERAL (SELECT dialogue, n, body FROM content WHERE shard = $1 AND tenant = $2 "
    "AND dialogue = k.dialogue AND n = k.n OFFSET 0) c"
)
_DEAD = (
    "SELECT d.seq, d.event_id, d.at_ms, d.body, c.body, d.dialogue FROM dead d LEFT JOIN content c "
    "ON c.shard = d.shard AND c.tenant = d.tenant AND c.dialogue = d.dialogue AND c.n = -d.seq AND c.class = 'dead' "
    "WHERE d.shard = $1 AND d.tenant = $2 ORDER BY d.seq"
)
COUNTERS = (
    "SELECT contact_center, home, channel, key, what, within, sum(n)::bigint, sum(ms)::bigint FROM counter "
    "WHERE shard = $1 AND tenant = $2 AND kind = $3 AND start_ms >= $4 AND start_ms < $5 "
    "GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6"
)
DOCUMENTS = f"SELECT * FROM document {_AT} AND kind = $3 ORDER BY key"  # noqa: S608  # as above


class PostgresReads(PostgresPool):
    """See port.Reads."""

    async def _fetch(self, sql: str, tenant: str, *key: Any) -> list[Any]:
        shard = await self._shard(tenant)
        found: list[Any] = await self._ask(lambda db: db.fetch(sql, shard, tenant, *key))
        return found

    async def trace_of(self, tenant: str, subject_kind: str, subject: str) -> list[TraceRecord]:
        sql = f"{_TRACE} AND subject_kind = $3 AND subject = $4 ORDER BY pos"
        return list(map(_record, await self._fetch(sql, tenant, subject_kind, subject)))

    async def trace_after(self, tenant: str, pos: int, limit: int) -> list[TraceRecord]:
        sql = f"{_TRACE} AND pos > $3 ORDER BY pos LIMIT $4"
        return list(map(_record, await self._fetch(sql, tenant, pos, limit)))

    async def content_of(self, tenant: str, dialogue: str) -> list[ContentRecord]:
        sql = f"SELECT n, class, body FROM content {_AT} AND dialogue = $3 AND n > 0 ORDER BY n"  # noqa: S608  # as above
        rows = await self._fetch(sql, tenant, dialogue)
        return [ContentRecord(n, cls, unpack(StoredContent, body).body) for n, cls, body in rows]

    async def documents_of(self, tenant: str, kind: str) -> list[DocumentRow]:
        return list(map(DocumentRow._make, await self._fetch(DOCUMENTS, tenant, kind)))

    async def dialogues_of(self, tenant: str, *, live: bool, limit: int = 1_000) -> list[DialogueRecord]:
        only = "AND status <> 'ended'" if live else ""
        sql = f"SELECT id, version, status, state FROM dialogue {_AT} {only} ORDER BY id DESC LIMIT $3"  # noqa: S608  # as above
        return [DialogueRecord(*row) for row in await self._fetch(sql, tenant, limit)]

    async def dialogue_of(self, tenant: str, dialogue: str) -> DialogueRecord | None:
        sql = f"SELECT id, version, status, state FROM dialogue {_AT} AND id = $3"  # noqa: S608  # as above
        rows = await self._fetch(sql, tenant, dialogue)
        return DialogueRecord(*rows[0]) if rows else None

    async def leg_of(self, tenant: str, via: str, external_id: str) -> str | None:
        sql = f"SELECT dialogue FROM leg {_AT} AND via = $3 AND external_id = $4"  # noqa: S608  # as above
        rows = await self._fetch(sql, tenant, via, external_id)
        return rows[0][0] if rows else None

    async def commands_after(self, tenant: str, recipient: str, n: int, limit: int) -> list[CommandRecord]:
        rows = await self._fetch(_COMMANDS, tenant, recipient, n, limit)
        commands = [(number, name, unpack(StoredCommand, body)) for number, name, body in rows]
        wanted = [content_reference(stored.command) for _, _, stored in commands]
        keys = sorted({reference for reference in wanted if reference is not None})
        bodies = await self._fetch(_REFERRED, tenant, *map(list, zip(*keys, strict=True))) if keys else []
        contents = {(dialogue, at): unpack(StoredContent, body).body for dialogue, at, body in bodies}
        return [
            CommandRecord(*command, contents.get(reference) if reference else None)
            for command, reference in zip(commands, wanted, strict=True)
        ]

    async def first_unacknowledged(self, tenant: str, recipient: str) -> int:
        sql = f"SELECT acknowledged FROM stream {_AT} AND recipient = $3"  # noqa: S608  # as above
        rows = await self._fetch(sql, tenant, recipient)
        return int(rows[0][0]) + 1 if rows else 1

    async def dead_of(self, tenant: str) -> list[DeadRecord]:
        found = []
        for seq, event_id, at_ms, body, event, dialogue in await self._fetch(_DEAD, tenant):
            letter = unpack(StoredLetter, body)
            kept = unpack(StoredEvent, event).event if event else None
            found.append(DeadRecord(seq, event_id, at_ms, letter.kind, letter.error, kept, dialogue))
        return found

    async def counters_of(self, tenant: str, kind: str, spans: list[tuple[int, int]]) -> list[list[CounterRow]]:
        shard = await self._shard(tenant)
        return [
            [CounterRow(shard, tenant, kind, span[0], *row) for row in await self._fetch(COUNTERS, tenant, kind, *span)]
            for span in spans
        ]

    async def every_counter(self, tenant: str) -> list[CounterRow]:
        sql = f"SELECT * FROM counter {_AT} ORDER BY 3, 4, 5, 6, 7, 8, 9, 10"  # noqa: S608  # as above
        return list(map(CounterRow._make, await self._fetch(sql, tenant)))

    async def audit_of(self, tenant: str, after: int, limit: int) -> list[AuditRecord]:
        sql = f"SELECT seq, at_ms, actor, what, body, hash FROM audit {_AT} AND seq > $3 ORDER BY seq LIMIT $4"  # noqa: S608  # as above
        return [
            AuditRecord(seq, at_ms, actor, what, unpack(StoredAudit, body).body, digest.hex())
            for seq, at_ms, actor, what, body, digest in await self._fetch(sql, tenant, after, limit)
        ]

    async def audit_head(self, tenant: str) -> AuditHead:
        sql = "SELECT audit_seq, audit_hash FROM tenant WHERE shard = $1 AND id = $2"
        seq, digest = (await self._fetch(sql, tenant))[0]
        return AuditHead(seq, digest.hex() or FIRST)


def _record(row: Any) -> TraceRecord:
    pos, at_ms, kind, subject, n, body = row
    return TraceRecord(pos, at_ms, kind, subject, n, unpack(StoredTrace, body))
