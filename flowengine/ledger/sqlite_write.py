"""The statements of a batch: many rows per statement, so that the writing thread seldom hands the interpreter over."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import cast

import apsw

from flowengine.errors import Fenced
from flowengine.ledger.chain import FIRST, hash_of
from flowengine.ledger.port import LEASE_MS, AuditRecord, Batch, Lease
from flowengine.ledger.record import (
    AuditEntry,
    CounterRow,
    DeadLetter,
    DocumentRow,
    Mark,
    StoredAudit,
    StoredEvent,
    StoredLetter,
    pack,
)
from flowengine.messages import Event

_CHUNKS = (64, 32, 16, 8, 4, 2, 1)  # few sizes, so that the prepared statements are found again


def write(connection: apsw.Connection, lease: Lease, batch: Batch) -> None:
    """All of the batch; to be called inside a transaction."""
    run = connection.execute
    run(
        "UPDATE shard SET pos = ?, head = max(head, ?), lease_until = ?, commits = commits + 1 "
        "WHERE id = ? AND epoch = ?",
        (batch.pos, batch.upto, batch.at_ms + LEASE_MS, lease.shard, lease.epoch),
    )
    if connection.changes() == 0:
        raise Fenced(f"Shard {lease.shard} has another owner: nothing was kept.")
    if batch.upto:
        run(
            "DELETE FROM content WHERE (shard, tenant, dialogue, n, class) IN "
            "(SELECT shard, tenant, dialogue, -seq, 'inbox' FROM inbox WHERE shard = ? AND seq <= ?)",
            (lease.shard, batch.upto),
        )
        run("DELETE FROM inbox WHERE shard = ? AND seq <= ?", (lease.shard, batch.upto))
    _write_clocks(connection, lease, batch)
    _insert(connection, "INSERT INTO seen VALUES", "", batch.seen)
    _insert(connection, "INSERT INTO trace VALUES", "", batch.trace)
    _insert(connection, "INSERT OR REPLACE INTO content VALUES", "", batch.content)  # a note may be written anew
    _insert(
        connection,
        "INSERT INTO outbox (shard, tenant, recipient, n, id, at_ms, body) VALUES",
        "",
        batch.outbox,
    )
    _write_state(connection, batch)
    add_counters(connection, batch.counters)
    for entry in batch.audit:
        _link(connection, entry)
    for column, marks in (("sent_at", batch.sent), ("acknowledged_at", batch.acknowledged)):
        _mark(connection, column, marks)
    for letter in batch.dead:
        _bury(connection, lease.shard, letter)


def hold(connection: apsw.Connection, lease: Lease, until_ms: int = 0) -> None:
    """Prove that the lease is the live one, and prolong it. Raises Fenced."""
    key = (until_ms, lease.shard, lease.epoch)
    connection.execute("UPDATE shard SET lease_until = max(lease_until, ?) WHERE id = ? AND epoch = ?", key)
    if connection.changes() == 0:
        raise Fenced(f"Shard {lease.shard} has another owner: nothing was kept.")


def _write_clocks(connection: apsw.Connection, lease: Lease, batch: Batch) -> None:
    """One statement a tenant: before each the writing thread has to ask for the interpreter, which others use."""
    generations = dict.fromkeys(batch.clocks, 0)
    for row in batch.timers:
        generations[row.tenant] = max(row.generation, generations.get(row.tenant, 0))
    for tenant, generation in generations.items():
        key = (generation, batch.clocks.get(tenant, 0), tenant, lease.shard)
        connection.execute(
            "UPDATE tenant SET last_generation = max(last_generation, ?), last_ms = max(last_ms, ?) "
            "WHERE id = ? AND shard = ?",
            key,
        )


def _write_state(connection: apsw.Connection, batch: Batch) -> None:
    _insert(
        connection,
        "INSERT INTO dialogue (shard, tenant, id, status, state, version) VALUES",
        "ON CONFLICT DO UPDATE SET version = version + 1, status = excluded.status, state = excluded.state",
        [(*row, 1) for row in batch.dialogues],
    )
    _insert(connection, "INSERT OR REPLACE INTO leg VALUES", "", batch.legs)
    gone = [row[:5] for row in batch.timers if row.due_ms is None]
    _delete(connection, "timer", "shard, tenant, owner_kind, owner, name", gone)
    _insert(
        connection, "INSERT OR REPLACE INTO timer VALUES", "", [row for row in batch.timers if row.due_ms is not None]
    )
    _delete(connection, "floor", "shard, tenant, kind, key", [row[:4] for row in batch.floor if row.body is None])
    _insert(connection, "INSERT OR REPLACE INTO floor VALUES", "", [row for row in batch.floor if row.body is not None])
    put_documents(connection, batch.documents)


def put_documents(connection: apsw.Connection, rows: list[DocumentRow]) -> None:
    _delete(connection, "document", "shard, tenant, kind, key", [row[:4] for row in rows if row.body is None])
    kept = [row for row in rows if row.body is not None]
    _insert(connection, "INSERT OR REPLACE INTO document VALUES", "", kept)


def _insert(connection: apsw.Connection, head: str, tail: str, rows: Sequence[tuple[object, ...]]) -> None:
    for chunk in _chunks(rows):
        connection.execute(_insert_sql(head, tail, len(chunk), len(chunk[0])), list(chain.from_iterable(chunk)))


def _delete(connection: apsw.Connection, table: str, key: str, rows: Sequence[tuple[object, ...]]) -> None:
    for chunk in _chunks(rows):
        sql = _insert_sql(f"DELETE FROM {table} WHERE ({key}) IN (VALUES", ")", len(chunk), len(chunk[0]))  # noqa: S608  # names from this file
        connection.execute(sql, list(chain.from_iterable(chunk)))


@cache
def _insert_sql(head: str, tail: str, rows: int, columns: int) -> str:
    row = f"({', '.join('?' * columns)})"
    return f"{head} {', '.join([row] * rows)} {tail}"


def _chunks(rows: Sequence[tuple[object, ...]]) -> Iterator[Sequence[tuple[object, ...]]]:
    at = 0
    for size in _CHUNKS:
        while len(rows) - at >= size:
            yield rows[at : at + size]
            at += size


def _mark(connection: apsw.Connection, column: str, marks: list[Mark]) -> None:
    sql = (
        f"UPDATE outbox SET {column} = ? WHERE shard = ? AND tenant = ? AND recipient = ? AND n BETWEEN ? AND ? "  # noqa: S608  # one of two names from this file
        f"AND {column} IS NULL"
    )
    for mark in marks:
        connection.execute(sql, mark)


def accept(connection: apsw.Connection, shard: int, event_id: str, tenant: str, event: Event) -> None:
    """One event into the inbox, once; its number is gapless, because the row of the shard is locked meanwhile."""
    known = "SELECT 1 FROM {} WHERE shard = ? AND tenant = ? AND event_id = ?"
    for table in ("inbox", "seen"):
        if connection.execute(known.format(table), (shard, tenant, event_id)).fetchone():
            return
    connection.execute("INSERT INTO shard_in VALUES (?, 1) ON CONFLICT DO UPDATE SET in_seq = in_seq + 1", (shard,))
    seq = connection.execute("SELECT in_seq FROM shard_in WHERE id = ?", (shard,)).fetchone()[0]  # type: ignore[index]  # just written
    dialogue = getattr(event, "dialogue", "")
    letter = pack(StoredLetter(1, type(event).__name__))
    connection.execute("INSERT INTO inbox VALUES (?, ?, ?, ?, ?, ?)", (shard, tenant, seq, event_id, dialogue, letter))
    content = (shard, tenant, dialogue, -seq, "inbox", pack(StoredEvent(1, event)))
    connection.execute("INSERT INTO content VALUES (?, ?, ?, ?, ?, ?)", content)


def _bury(connection: apsw.Connection, shard: int, letter: DeadLetter) -> None:
    """The letter into `dead`; the event itself, which may be personal, into `content` as number -seq."""
    found = connection.execute(
        "SELECT coalesce(max(seq), 0) + 1 FROM dead WHERE shard = ? AND tenant = ?", (shard, letter.tenant)
    )
    seq = found.fetchone()[0]  # type: ignore[index]  # an aggregate always gives a row
    body = pack(StoredLetter(1, letter.kind, letter.error))
    row = (shard, letter.tenant, seq, letter.at_ms, letter.event_id, letter.dialogue, body)
    connection.execute("INSERT INTO dead VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    content = (shard, letter.tenant, letter.dialogue, -seq, "dead", letter.event)
    connection.execute("INSERT INTO content VALUES (?, ?, ?, ?, ?, ?)", content)


def drop_dead(connection: apsw.Connection, shard: int, tenant: str, seq: int, event_id: str) -> bool:
    found = connection.execute(
        "DELETE FROM dead WHERE shard = ? AND tenant = ? AND seq = ? AND event_id = ? RETURNING dialogue",
        (shard, tenant, seq, event_id),
    ).fetchall()
    for (dialogue,) in found:
        key = (shard, tenant, dialogue, -seq)
        connection.execute(
            "DELETE FROM content WHERE shard = ? AND tenant = ? AND dialogue = ? AND n = ? AND class = 'dead'", key
        )
    return bool(found)


def add_counters(connection: apsw.Connection, rows: list[CounterRow]) -> None:
    added = "ON CONFLICT DO UPDATE SET n = n + excluded.n, ms = ms + excluded.ms"
    _insert(connection, "INSERT INTO counter VALUES", added, rows)


def _link(connection: apsw.Connection, entry: AuditEntry) -> None:
    """One more link at the end of the tenant's audit. Its end is what the tenant's row says, so that after a cut the
    next link leaves a gap."""
    key = (entry.tenant, entry.shard)
    sql = "SELECT audit_seq, audit_hash FROM tenant WHERE id = ? AND shard = ?"
    last = cast("tuple[int, bytes] | None", connection.execute(sql, key).fetchone())
    seq, before = (last[0] + 1, last[1].hex() or FIRST) if last else (1, FIRST)
    link = AuditRecord(seq, entry.at_ms, entry.actor, entry.what, entry.body, "")
    digest = bytes.fromhex(hash_of(before, entry.tenant, link))
    row = (*entry[:2], seq, entry.at_ms, entry.actor, entry.what, digest, pack(StoredAudit(1, entry.body)))
    connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    head = "UPDATE tenant SET audit_seq = ?, audit_hash = ? WHERE id = ? AND shard = ?"
    connection.execute(head, (seq, digest, *key))
