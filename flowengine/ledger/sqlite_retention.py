"""The statements that erase from the SQLite ledger, step by step; each step looks at a bounded number of rows."""

# ruff: noqa: S608  # statements are joined from texts of this file only

from collections.abc import Callable
from typing import Any, TypeAlias

import apsw
import msgspec

from flowengine.ledger.naming import holds
from flowengine.ledger.retention import Forgotten, Found, Old
from flowengine.messages import first_id

Key: TypeAlias = tuple[int, str]  # shard, tenant
_AT = "shard = ? AND tenant = ?"
_CONTENT = f"SELECT dialogue, n, class FROM content WHERE {_AT} AND (dialogue, n, class) > (?, ?, ?)"
_LIVE = (
    f"SELECT id FROM dialogue INDEXED BY dialogue_live WHERE {_AT} AND status <> 'ended' "
    "AND id IN (SELECT value FROM json_each(?))"
)
_FIRST = ("", -(1 << 63), "")
_COUNTER = ("kind", "start_ms", "contact_center", "home", "channel", "key", "what", "within")


def forget_old(db: apsw.Connection, key: Key, old: Old, after: str) -> Forgotten:
    return _STEPS[old.kind](db, key, old, msgspec.json.decode(after) if after else [])


def forget_content(db: apsw.Connection, key: Key, rows: list[tuple[str, int, str]]) -> int:
    sql = f"DELETE FROM content WHERE {_AT} AND dialogue = ? AND n = ? AND class = ?"
    before = db.total_changes()
    db.executemany(sql, [(*key, *row) for row in rows])
    return db.total_changes() - before


def forget_dialogues(db: apsw.Connection, key: Key, dialogues: list[str]) -> int:
    before = db.total_changes()
    db.executemany(f"DELETE FROM content WHERE {_AT} AND dialogue = ?", [(*key, each) for each in dialogues])
    return db.total_changes() - before


def find_content(db: apsw.Connection, key: Key, words: list[bytes], after: str, n: int) -> Found:
    place = "(dialogue, n, class) > (?, ?, ?) ORDER BY 1, 2, 3"
    sql = f"SELECT dialogue, n, class, body FROM content WHERE {_AT} AND {place} LIMIT ?"
    rows: Any = db.execute(sql, (*key, *(msgspec.json.decode(after) if after else _FIRST), n)).fetchall()
    found = [row[:3] for row in rows if holds(row[3], words)]
    return Found(found, _place(rows[-1][:3]) if len(rows) == n else "")


def _content(db: apsw.Connection, key: Key, old: Old, after: list[Any]) -> Forgotten:
    bounds = {cls: first_id(ms) for cls, ms in old.classes.items() if ms}
    last = max(bounds.values(), default="")
    sql = f"{_CONTENT} AND dialogue < ? ORDER BY dialogue, n, class LIMIT ?"
    rows: Any = db.execute(sql, (*key, *(after or ("", 0, "")), last, old.n)).fetchall()
    aged = [row for row in rows if row[0] < bounds.get(row[2], "")]
    live = _live(db, key, {row[0] for row in aged})
    going = [row for row in aged if row[0] not in live]
    if not old.dry:
        forget_content(db, key, going)
    counts: dict[str, int] = {}
    for _, _, cls in going:
        counts[f"content.{cls}"] = counts.get(f"content.{cls}", 0) + 1
    return Forgotten(counts, _place(rows[-1]) if len(rows) == old.n else "")


def _dialogue(db: apsw.Connection, key: Key, old: Old, after: list[Any]) -> Forgotten:
    sql = f"SELECT id, status FROM dialogue WHERE {_AT} AND id > ? AND id < ? ORDER BY id LIMIT ?"
    rows: Any = db.execute(sql, (*key, *(after or [""]), first_id(old.before_ms), old.n)).fetchall()
    going = [(*key, row[0]) for row in rows if row[1] == "ended"]
    if not old.dry:
        db.executemany(f"DELETE FROM leg WHERE {_AT} AND dialogue = ?", going)
        db.executemany(f"DELETE FROM dialogue WHERE {_AT} AND id = ?", going)
    return Forgotten(_counted("dialogues", going), _place(rows[-1][:1]) if len(rows) == old.n else "")


def _trace(db: apsw.Connection, key: Key, old: Old, after: list[Any]) -> Forgotten:
    """Positions are the shard's, so a step is a stretch of them; within a tenant they are in the order of time."""
    first = after[0] if after else _one(db, "SELECT min(pos) FROM trace WHERE shard = ?", key[:1]) - 1
    last = _one(db, "SELECT max(pos) FROM trace WHERE shard = ?", key[:1])
    sql = f"SELECT pos, at_ms, subject_kind, subject FROM trace WHERE {_AT} AND pos > ? AND pos <= ?"
    rows: Any = db.execute(sql, (*key, first, first + old.n)).fetchall()
    aged = [row for row in rows if row[1] < old.before_ms]
    live = _live(db, key, {row[3] for row in aged if row[2] == "dialogue"})
    going = [(key[0], row[0]) for row in aged if row[2] != "dialogue" or row[3] not in live]
    if not old.dry:
        db.executemany("DELETE FROM trace WHERE shard = ? AND pos = ?", going)
    over = len(aged) < len(rows) or first + old.n >= last
    return Forgotten(_counted("trace", going), "" if over else _place([first + old.n]))


def _outbox(db: apsw.Connection, key: Key, old: Old, after: list[Any]) -> Forgotten:
    """The last command of a desk stays: it says how far its numbers are."""
    sql = (
        f"SELECT recipient, n, at_ms FROM outbox WHERE {_AT} AND (recipient, n) > (?, ?) ORDER BY recipient, n LIMIT ?"
    )
    rows: Any = db.execute(sql, (*key, *(after or ("", 0)), old.n)).fetchall()
    aged = [row for row in rows if row[2] < old.before_ms]
    live = _live(db, key, {_dialogue_of(row[0]) for row in aged})
    newest = f"SELECT max(n) FROM outbox WHERE {_AT} AND recipient = ?"
    last = {name: _one(db, newest, (*key, name)) for name in {row[0] for row in aged} if name.startswith("agent:")}
    going = [(*key, *row[:2]) for row in aged if _dialogue_of(row[0]) not in live and row[1] != last.get(row[0])]
    if not old.dry:
        db.executemany(f"DELETE FROM outbox WHERE {_AT} AND recipient = ? AND n = ?", going)
    return Forgotten(_counted("commands", going), _place(rows[-1][:2]) if len(rows) == old.n else "")


def _dead(db: apsw.Connection, key: Key, old: Old, after: list[Any]) -> Forgotten:
    sql = f"SELECT seq, at_ms, dialogue FROM dead WHERE {_AT} AND seq > ? ORDER BY seq LIMIT ?"
    rows: Any = db.execute(sql, (*key, *(after or [0]), old.n)).fetchall()
    going = [row for row in rows if row[1] < old.before_ms]
    if not old.dry:
        forget_content(db, key, [(dialogue, -seq, "dead") for seq, _, dialogue in going])
        db.executemany(f"DELETE FROM dead WHERE {_AT} AND seq = ?", [(*key, row[0]) for row in going])
    return Forgotten(_counted("dead", going), _place(rows[-1][:1]) if len(rows) == old.n else "")


def _counter(db: apsw.Connection, key: Key, old: Old, after: list[Any]) -> Forgotten:
    columns = ", ".join(_COUNTER)
    marks = ", ".join("?" * len(_COUNTER))
    since = after or ["", 0, "", "", "", "", "", 0]
    sql = f"SELECT {columns} FROM counter WHERE {_AT} AND ({columns}) > ({marks}) ORDER BY {columns} LIMIT ?"
    rows: Any = db.execute(sql, (*key, *since, old.n)).fetchall()
    going = [(*key, *row) for row in rows if row[1] < old.before_ms]
    if not old.dry:
        db.executemany(f"DELETE FROM counter WHERE {_AT} AND ({columns}) = ({marks})", going)
    return Forgotten(_counted("counters", going), _place(rows[-1]) if len(rows) == old.n else "")


_STEPS: dict[str, Callable[[apsw.Connection, Key, Old, list[Any]], Forgotten]] = {
    "content": _content,
    "dialogue": _dialogue,
    "trace": _trace,
    "outbox": _outbox,
    "dead": _dead,
    "counter": _counter,
}


def _live(db: apsw.Connection, key: Key, dialogues: set[str]) -> set[str]:
    """Those of them that are on."""
    if not dialogues:
        return set()
    rows: Any = db.execute(_LIVE, (*key, msgspec.json.encode(sorted(dialogues)).decode()))
    return {row[0] for row in rows}


def _dialogue_of(recipient: str) -> str:
    kind, _, name = recipient.partition(":")
    return "" if kind == "agent" else name


def _one(db: apsw.Connection, sql: str, values: tuple[Any, ...]) -> int:
    row: Any = db.execute(sql, values).fetchone()
    return int(row[0] or 0)


def _counted(name: str, rows: list[Any]) -> dict[str, int]:
    return {name: len(rows)} if rows else {}


def _place(values: Any) -> str:
    return msgspec.json.encode(list(values)).decode()
