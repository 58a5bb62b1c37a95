"""What administrators change in the directory: one thing or many together, with all that follows from it.

All of the changes are made or none: every base is looked at, the rules are asked of the outcome, and only then are
documents stored, the floor told, and facts written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.errors import Conflict, FlowInvalid, RequestRefused
from flowengine.floor.event import QueueSettingsSet
from flowengine.lang.canonical import canonical, content_hash
from flowengine.lang.strict_json import loads
from flowengine.messages import DirectoryChange, DirectorySynced, Json
from flowengine.switchboard.boot import agent_profile, memberships_of, queue_settings
from flowengine.switchboard.callers import forget_history, key_of
from flowengine.switchboard.outcome import Document
from flowengine.tenancy.change import Change, Result, Synced, sync
from flowengine.tenancy.directory import STEERING_KINDS, Directory, things_of, written

if TYPE_CHECKING:
    from flowengine.switchboard.act import Act
    from flowengine.switchboard.switchboard import Switchboard

FROM_FILE = "file"  # the source whose changes are a whole tenant file: a link that moves was meant


def synced(board: Switchboard, event: DirectorySynced, act: Act) -> None:
    """Things of the directory were changed together."""
    rows = steer(board, act, event.changes, event.author, may_relink=event.source == FROM_FILE)
    act.fact("tenant", "", "synced", event.source, len(rows), event.author)
    act.reply = {"hashes": [row.hash for row in rows]}


def steer(
    board: Switchboard, act: Act, changes: Sequence[DirectoryChange], author: str, *, may_relink: bool = False
) -> list[Document]:
    """The stored documents after the changes, in their order. Raises RequestRefused, and nothing is changed then."""
    for change in changes:
        if change.kind not in STEERING_KINDS:
            raise RequestRefused(f"The directory has no things of kind “{change.kind}”.", code="bad_kind")
        _refuse_stale(board, change)
    values = [_value(change) for change in changes]
    for change, value in zip(changes, values, strict=True):
        _refuse_past_end(change, value, act)
    before = board.around.directory
    wanted = [Change(change.kind, change.key, value) for change, value in zip(changes, values, strict=True)]
    done = sync(before, wanted, may_relink=may_relink)
    _raise_first(done)
    board.around.set_directory(done.directory)
    if before.tenant.caller_history and not done.directory.tenant.caller_history:
        forget_history(board)
    rows = [_stored(board, result, change) for result, change in zip(done.results, changes, strict=True)]
    changed = [row for row, result in zip(rows, done.results, strict=True) if result.outcome != "unchanged"]
    _tell_floor(board, act, changed)
    for row in changed:
        _tell_trace(act, row, author, before, done.directory)
    return rows


def hash_of(directory: Directory, kind: str, key: str) -> str:
    """The hash of a thing as it is written in its canonical form; "" if there is none."""
    things = things_of(directory, kind)
    return content_hash(canonical(written(things[key]))) if key in things else ""


def _refuse_stale(board: Switchboard, change: DirectoryChange) -> None:
    """The base is the hash of the thing, or of its document in the words in which somebody stored it."""
    row = board.library.get(change.kind, change.key)
    if change.base == "*" or (row is not None and change.base == row.hash):
        return
    if change.base != hash_of(board.around.directory, change.kind, change.key):
        raise Conflict(
            f"{change.kind} {change.key} was changed by somebody else since it was read.",
            hint="Read it again, then put both changes together.",
            code="stale_base",
        )


def _value(change: DirectoryChange) -> Json | None:
    """The JSON of a document that steers decisions. Raises RequestRefused if it is none."""
    if change.kind == "tenant" and change.key != "tenant":
        raise RequestRefused("A tenant has one document, with the key “tenant”.", hint="Use that key.", code="bad_key")
    if change.hash:
        if content_hash(change.body) != change.hash:
            raise RequestRefused("The hash is not that of the body.", hint="Send both from one place.", code="bad_hash")
        return msgspec.json.decode(change.body)
    try:
        return loads(change.body) if change.body else None
    except FlowInvalid as fault:
        finding = fault.findings[0]
        raise RequestRefused(finding.message, hint=finding.hint, code=finding.code) from fault


def _refuse_past_end(change: DirectoryChange, value: Json | None, act: Act) -> None:
    """A switch that would be over before it is on, or a caller let in before being blocked, was meant otherwise."""
    steers = change.kind == "blocked_caller" or (change.kind == "switch" and _field(value, "on") is True)
    until_ms = _field(value, "until_ms")
    if steers and isinstance(until_ms, int) and 0 < until_ms <= act.stamp.at_ms:
        name = "That" if change.kind == "blocked_caller" else f"“{change.key}”"
        raise RequestRefused(f"{name} would end before now.", hint="Give a later end.", code="end_is_past")


def _field(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _raise_first(done: Synced) -> None:
    """All refusals as one: the first in its own words, and how many there are beside it."""
    refusals = done.refusals
    if len(refusals) == 1:
        raise refusals[0]
    if refusals:
        first, more = refusals[0], len(refusals) - 1
        raise type(first)(f"{first} {more} more of the changes are refused.", hint=first.hint, code=first.code)


def _stored(board: Switchboard, result: Result, change: DirectoryChange) -> Document:
    """The thing's document, in its canonical form."""
    present = board.library.get(result.kind, result.key)
    if result.outcome == "unchanged" and present is not None:
        return present
    if change.hash:
        return board.library.put(result.kind, result.key, change.body)
    things = things_of(board.around.directory, result.kind)
    body = canonical(written(things[result.key])) if result.key in things else ""
    return board.library.put(result.kind, result.key, body)


def _tell_floor(board: Switchboard, act: Act, rows: list[Document]) -> None:
    """Contact centers first: who works there is said after that."""
    directory = board.around.directory
    for row in rows:
        if row.kind == "contact_center":
            center = directory.contact_centers.get(row.key)
            gone = QueueSettingsSet(row.key, enabled=False)  # who waits there is still served, or leaves in time
            board.on_floor(act, queue_settings(row.key, center) if center else gone)
    for row in rows:
        if row.kind == "user":
            board.on_floor(act, agent_profile(row.key, directory.users.get(row.key)))


def _tell_trace(act: Act, row: Document, author: str, before: Directory, after: Directory) -> None:
    key = key_of(after.tenant.id, row.key) if row.kind == "blocked_caller" else row.key  # the trace holds no numbers
    act.fact("tenant", "", "document", row.kind, key, row.version, author)
    if row.kind == "user":
        _tell_of_user(act, row.key, author, before, after)
    elif row.kind == "switch" and (switch := after.switches.get(row.key)) is not None:
        told = (switch.on, switch.text, switch.until_ms, author, switch.reason)
        act.fact("tenant", "", "switched", row.key, *told)
    elif row.kind == "exception" and (exception := after.exceptions.get(row.key)) is not None:
        act.fact("tenant", "", "excepted", row.key, sorted(exception.days), author, exception.reason)


def _tell_of_user(act: Act, key: str, author: str, before: Directory, after: Directory) -> None:
    """Rights, licences and the queues that are served: what a later day asks about."""
    was, now = before.users.get(key), after.users.get(key)
    had, has = (user.roles if user else {} for user in (was, now))
    if had != has:
        words = ({place: list(roles) for place, roles in held.items()} for held in (had, has))
        act.fact("tenant", "", "roles", key, *words, author)
    held, holds = (user.licences if user else () for user in (was, now))
    for platform in held:
        if platform not in holds:
            act.fact("tenant", "", "licence", key, platform, "withdrawn", author)
    for platform in holds:
        if platform not in held:
            act.fact("tenant", "", "licence", key, platform, "given", author)
    served, serves = (memberships_of(user) if user else {} for user in (was, now))
    if served != serves:
        act.fact("agent", key, "profile", serves)
