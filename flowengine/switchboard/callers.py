"""The tenant's records of callers: written by flows and people, read when the number calls again, erased as one.

A record's key is a hash of the number: whoever reads the store learns no number from it.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from flowengine.errors import RequestRefused
from flowengine.interpreter.effect import Remember
from flowengine.interpreter.state import Caller, Dialogue
from flowengine.messages import CallerNoted, Json

if TYPE_CHECKING:
    from flowengine.switchboard.act import Act
    from flowengine.switchboard.switchboard import Switchboard

KIND = "caller"
DAY_MS = 24 * 3600 * 1000
MOST_ATTRIBUTES, MOST_BYTES = 100, 16 * 1024
CALLS_KEPT = 100  # more calls of one number in a day are counted as so many


class CallerRecord(Struct, frozen=True, omit_defaults=True):
    """What is known of one number. `calls`: when it called in the last 24 hours."""

    expires_ms: int
    v: int = field(default_factory=lambda: 1)  # not a plain default: that would be left out of the stored body
    name: str = ""
    language: str = ""
    attributes: dict[str, Json] = {}
    last_agent: str = ""
    last_contact_center: str = ""
    calls: list[int] = []


def key_of(tenant: str, number: str) -> str:
    """The key of a number's record in this tenant."""
    return blake2b(f"{tenant}\n{number}".encode(), digest_size=16).hexdigest()


def resume_key(board: Switchboard, state: Dialogue) -> str:
    """By which a caller who dropped out of a queue is told again; "" without a number."""
    return _key(board, state.caller.number) if state.caller.number else ""


def _key(board: Switchboard, number: str) -> str:
    return key_of(board.around.directory.tenant.id, number)


def _read(board: Switchboard, number: str, at_ms: int) -> CallerRecord | None:
    """The record, unless there is none or its time is over."""
    row = board.library.get(KIND, _key(board, number)) if number else None
    if row is None:
        return None
    record = msgspec.json.decode(row.body, type=CallerRecord)
    if record.expires_ms > at_ms:
        return record
    board.library.put(KIND, row.key, "")
    return None


def know(board: Switchboard, number: str, record: CallerRecord) -> None:
    """Write the record of a number."""
    board.library.put(KIND, _key(board, number), msgspec.json.encode(record).decode())


def recognised(board: Switchboard, caller: Caller, at_ms: int) -> Caller:
    """The caller with all that is known of this number; this call counts from now on."""
    record = _read(board, caller.number, at_ms)
    if record is None:
        return caller
    calls = [call_ms for call_ms in record.calls if call_ms > at_ms - DAY_MS][-CALLS_KEPT:]
    if _keeps_history(board):
        know(board, caller.number, replace(record, calls=[*calls, at_ms]))
    return replace(
        caller,
        known=True,
        name=caller.name or record.name,
        language=caller.language or record.language,
        attributes=record.attributes,
        last_agent=record.last_agent,
        last_contact_center=record.last_contact_center,
        dialogues_24h=len(calls),
    )


def known_of(caller: Caller) -> dict[str, Json]:
    """What the record of a number tells, for the dialogue's own records; nothing of a caller who has none."""
    found = {
        "known": caller.known,
        "attributes": caller.attributes,
        "last_agent": caller.last_agent,
        "last_contact_center": caller.last_contact_center,
        "dialogues_24h": caller.dialogues_24h,
    }
    return {name: value for name, value in found.items() if value}


def remember(board: Switchboard, act: Act, dialogue: str, effect: Remember) -> None:
    """Write what a flow wants to be known at the next call."""
    note, at_ms = effect.note, act.stamp.at_ms
    record = _read(board, note.number, at_ms) or CallerRecord(0, calls=[at_ms] if _keeps_history(board) else [])
    changed: dict[str, Any] = {
        "expires_ms": at_ms + note.keep_days * DAY_MS,
        "name": note.name or record.name,
        "language": note.language or record.language,
        "attributes": {**record.attributes, **note.attributes},
    }
    know(board, note.number, replace(record, **changed))


def served(board: Switchboard, number: str, agent: str, contact_center: str, at_ms: int) -> None:
    """Whoever is known has spoken with this agent last."""
    record = _read(board, number, at_ms)
    if record is not None and _keeps_history(board):
        know(board, number, replace(record, last_agent=agent, last_contact_center=contact_center))


def noted(board: Switchboard, event: CallerNoted, act: Act) -> None:
    """Somebody at a desk, or another system, wrote down what is to be known."""
    at_ms = act.stamp.at_ms
    record = _read(board, event.number, at_ms) or CallerRecord(0)
    together = {**record.attributes, **event.attributes}
    record = replace(
        record,
        expires_ms=at_ms + event.keep_days * DAY_MS,
        name=event.name or record.name,
        language=event.language or record.language,
        attributes={name: value for name, value in together.items() if value is not None},
    )
    if len(record.attributes) > MOST_ATTRIBUTES or len(msgspec.json.encode(record)) > MOST_BYTES:
        hint = f"Keep at most {MOST_ATTRIBUTES} attributes, of {MOST_BYTES // 1024} KiB together."
        raise RequestRefused("That is too much to be known of one caller.", hint=hint, code="too_large")
    know(board, event.number, record)
    act.fact("tenant", "", "noted_caller", _key(board, event.number), sorted(event.attributes), event.author)


def record_of(board: Switchboard, number: str, at_ms: int) -> CallerRecord | None:
    """What is known of a number, to look at only; its calls are those of the last 24 hours."""
    row = board.library.get(KIND, _key(board, number))
    record = msgspec.json.decode(row.body, type=CallerRecord) if row else None
    if record is None or record.expires_ms <= at_ms:
        return None
    return replace(record, calls=[call_ms for call_ms in record.calls if call_ms > at_ms - DAY_MS])


def _keeps_history(board: Switchboard) -> bool:
    return board.around.directory.tenant.caller_history


def forget_history(board: Switchboard) -> None:
    """The tenant keeps no history any more: who called when, and with whom each spoke last, goes at once."""
    for row in board.library.of_kind(KIND):
        record = msgspec.json.decode(row.body, type=CallerRecord)
        bare = replace(record, calls=[], last_agent="", last_contact_center="")
        if bare != record:
            board.library.put(KIND, row.key, msgspec.json.encode(bare).decode())


def forget_expired(board: Switchboard, at_ms: int) -> None:
    """Records whose time is over go, though nobody calls."""
    for row in board.library.of_kind(KIND):
        if msgspec.json.decode(row.body, type=CallerRecord).expires_ms <= at_ms:
            board.library.put(KIND, row.key, "")


def forget_number(board: Switchboard, number: str) -> dict[str, int]:
    """A person is erased: the record of the number goes, and previews do without it. How many of each there were."""
    known = board.library.get(KIND, _key(board, number)) is not None
    if known:
        board.library.put(KIND, _key(board, number), "")
    return {"caller_records": int(known), "previews": board.library.leave_previews(number)}
