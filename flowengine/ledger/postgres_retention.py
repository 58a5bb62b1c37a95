"""The statements that erase from the PostgreSQL ledger: rows step by step, and days of what only grows, whole."""

# ruff: noqa: S608  # statements are joined from texts of this file only

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from flowengine.ledger.naming import holds
from flowengine.ledger.postgres_days import DAY_MS, drop_days
from flowengine.ledger.record import StoredDocument, unpack
from flowengine.ledger.retention import Forgotten, Found, Old
from flowengine.messages import first_id
from flowengine.tenancy.retention import Retention, before_ms

Key: TypeAlias = tuple[int, str]  # shard, tenant
_AT = "shard = $1 AND tenant = $2"
_PLACE = f"{_AT} AND (dialogue, n, class) > ($3, $4, $5)"
_BY_PLACE = "ORDER BY dialogue, n, class LIMIT"
_FIRST = ("", -(1 << 63), "")
_LIVE = f"SELECT id FROM dialogue WHERE {_AT} AND id = ANY ($3::text[]) AND status <> 'ended'"
_GONE = (
    "DELETE FROM content c USING unnest($3::text[], $4::bigint[], $5::text[]) AS g(dialogue, n, class) "
    "WHERE c.shard = $1 AND c.tenant = $2 AND c.dialogue = g.dialogue AND c.n = g.n AND c.class = g.class"
)
_COUNTER = ("kind", "start_ms", "contact_center", "home", "channel", "key", "what", "within")
VACUUM_WITHIN_S = 3_600.0


class _Tenant(Struct):
    retention: Retention = Retention()


async def forget_old(db: Any, key: Key, old: Old, after: str) -> Forgotten:
    return await _STEPS[old.kind](db, key, old, msgspec.json.decode(after) if after else [])


async def forget_content(db: Any, key: Key, rows: list[tuple[str, int, str]]) -> int:
    dialogues, numbers, classes = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    return _rows(await db.execute(_GONE, *key, dialogues, numbers, classes))


async def forget_dialogues(db: Any, key: Key, dialogues: list[str]) -> int:
    sql = f"DELETE FROM content WHERE {_AT} AND dialogue = ANY ($3::text[])"
    return _rows(await db.execute(sql, *key, dialogues))


async def find_content(db: Any, key: Key, words: list[bytes], after: str, n: int) -> Found:
    sql = f"SELECT dialogue, n, class, body FROM content WHERE {_PLACE} {_BY_PLACE} $6"
    rows = await db.fetch(sql, *key, *(msgspec.json.decode(after) if after else _FIRST), n)
    found = [tuple(row[:3]) for row in rows if holds(row[3], words)]
    return Found(found, _place(rows[-1][:3]) if len(rows) == n else "")


async def vacuum(db: Any) -> None:
    """What was erased is given free; its bytes are overwritten only when something else is written there."""
    for table in ("content", "document", "dead"):
        await db.execute(f"VACUUM {table}", timeout=VACUUM_WITHIN_S)


async def _content(db: Any, key: Key, old: Old, after: list[Any]) -> Forgotten:
    bounds = {cls: first_id(ms) for cls, ms in old.classes.items() if ms}
    sql = f"SELECT dialogue, n, class FROM content WHERE {_PLACE} AND dialogue < $6 {_BY_PLACE} $7"
    rows = await db.fetch(sql, *key, *(after or _FIRST), max(bounds.values(), default=""), old.n)
    aged = [tuple(row) for row in rows if row[0] < bounds.get(row[2], "")]
    live = await _live(db, key, {row[0] for row in aged})
    going = [row for row in aged if row[0] not in live]
    if not old.dry:
        await forget_content(db, key, going)
    counts: dict[str, int] = {}
    for _, _, cls in going:
        counts[f"content.{cls}"] = counts.get(f"content.{cls}", 0) + 1
    return Forgotten(counts, _place(rows[-1]) if len(rows) == old.n else "")


async def _dialogue(db: Any, key: Key, old: Old, after: list[Any]) -> Forgotten:
    sql = f"SELECT id, status FROM dialogue WHERE {_AT} AND id > $3 AND id < $4 ORDER BY id LIMIT $5"
    rows = await db.fetch(sql, *key, *(after or [""]), first_id(old.before_ms), old.n)
    going = [row[0] for row in rows if row[1] == "ended"]
    if not old.dry:
        for table, column in (("leg", "dialogue"), ("dialogue", "id")):
            await db.execute(f"DELETE FROM {table} WHERE {_AT} AND {column} = ANY ($3::text[])", *key, going)
    return Forgotten(_counted("dialogues", len(going)), _place(rows[-1][:1]) if len(rows) == old.n else "")


async def _dead(db: Any, key: Key, old: Old, after: list[Any]) -> Forgotten:
    sql = f"SELECT seq, at_ms, dialogue FROM dead WHERE {_AT} AND seq > $3 ORDER BY seq LIMIT $4"
    rows = await db.fetch(sql, *key, *(after or [0]), old.n)
    going = [row for row in rows if row[1] < old.before_ms]
    if not old.dry:
        await forget_content(db, key, [(dialogue, -seq, "dead") for seq, _, dialogue in going])
        sql = f"DELETE FROM dead WHERE {_AT} AND seq = ANY ($3::bigint[])"
        await db.execute(sql, *key, [row[0] for row in going])
    return Forgotten(_counted("dead", len(going)), _place(rows[-1][:1]) if len(rows) == old.n else "")


async def _counter(db: Any, key: Key, old: Old, after: list[Any]) -> Forgotten:
    columns = ", ".join(_COUNTER)
    since = after or ["", 0, "", "", "", "", "", 0]
    sql = (
        f"SELECT {columns} FROM counter WHERE {_AT} AND ({columns}) > ($3, $4, $5, $6, $7, $8, $9, $10) "
        f"ORDER BY {columns} LIMIT $11"
    )
    rows = await db.fetch(sql, *key, *since, old.n)
    going = [tuple(row) for row in rows if row[1] < old.before_ms]
    if not old.dry:
        sql = f"DELETE FROM counter WHERE {_AT} AND ({columns}) = ($3, $4, $5, $6, $7, $8, $9, $10)"
        await db.executemany(sql, [(*key, *row) for row in going])
    return Forgotten(_counted("counters", len(going)), _place(rows[-1]) if len(rows) == old.n else "")


def _days(table: str, name: str) -> Callable[[Any, Key, Old, list[Any]], Awaitable[Forgotten]]:
    """A day holds rows of all tenants: it goes when the last of them lets it go."""

    async def step(db: Any, key: Key, old: Old, _: list[Any]) -> Forgotten:
        bound = min(old.before_ms, await _longest(db, name))
        if not old.dry:
            return Forgotten(_counted(f"{name}_days", await drop_days(db, table, bound)))
        sql = f"SELECT count(*) FROM {table} WHERE {_AT} AND day < $3"
        return Forgotten(_counted(name, await db.fetchval(sql, *key, bound // DAY_MS)))

    return step


async def _longest(db: Any, name: str) -> int:
    """Before when no tenant of the cell wants to keep it any more."""
    rows = await db.fetch("SELECT body FROM document WHERE kind = 'tenant' AND key = 'tenant'")
    known = [msgspec.json.decode(unpack(StoredDocument, row[0]).text, type=_Tenant).retention for row in rows]
    days = max((getattr(each, name) for each in known), default=getattr(Retention(), name))
    now_ms: int = await db.fetchval("SELECT store_ms()")
    return before_ms(days, now_ms)


_STEPS: dict[str, Callable[[Any, Key, Old, list[Any]], Awaitable[Forgotten]]] = {
    "content": _content,
    "dialogue": _dialogue,
    "trace": _days("trace", "trace"),
    "outbox": _days("outbox", "commands"),
    "dead": _dead,
    "counter": _counter,
}


async def _live(db: Any, key: Key, dialogues: set[str]) -> set[str]:
    return {row[0] for row in await db.fetch(_LIVE, *key, sorted(dialogues))} if dialogues else set()


def _rows(told: str) -> int:
    """What PostgreSQL says of a statement: DELETE 5."""
    return int(told.rpartition(" ")[2])


def _counted(name: str, n: int) -> dict[str, int]:
    return {name: n} if n else {}


def _place(values: Any) -> str:
    return msgspec.json.encode(list(values)).decode()
