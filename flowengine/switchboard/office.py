"""What administrators, authors and the owner itself do: documents, releases, timers, taking over after a stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowengine.errors import FlowInvalid, RequestRefused
from flowengine.floor.event import QueueSettingsSet, TimerDue
from flowengine.interpreter.event import DialogueTimer
from flowengine.lang.strict_json import loads
from flowengine.messages import (
    DocumentPut,
    DocumentsPut,
    Json,
    OwnerResumed,
    ReleaseMade,
    ReleaseMadeLive,
    ReleaseRetired,
    TimerFired,
)
from flowengine.switchboard.boot import agent_profile, queue_settings
from flowengine.switchboard.callers import forget_expired
from flowengine.switchboard.calls import caller_gone, live
from flowengine.switchboard.library import PASSIVE_KINDS
from flowengine.switchboard.retiring import retire
from flowengine.tenancy.change import changed
from flowengine.tenancy.directory import STEERING_KINDS

if TYPE_CHECKING:
    from flowengine.switchboard.act import Act
    from flowengine.switchboard.switchboard import Switchboard


def _document(board: Switchboard, event: DocumentPut, act: Act) -> None:
    board.library.check_put(event)
    if event.kind in STEERING_KINDS:
        value = _steering(event)
        _refuse_past_end(event, value, act)
        directory = changed(board.around.directory, event.kind, event.key, value)
        board.around.set_directory(directory)
        _tell_floor(board, event, act)
    row = board.library.put(event.kind, event.key, event.body)
    act.fact("tenant", "", "document", event.kind, event.key, row.version, event.author)
    switch = board.around.directory.switches.get(event.key) if event.kind == "switch" else None
    if switch is not None:
        told = (switch.on, switch.text, switch.until_ms, event.author, switch.reason)
        act.fact("tenant", "", "switched", event.key, *told)
    exception = board.around.directory.exceptions.get(event.key) if event.kind == "exception" else None
    if exception is not None:
        act.fact("tenant", "", "excepted", event.key, sorted(exception.days), event.author, exception.reason)
    act.reply = {"hash": row.hash, "version": row.version}


def _refuse_past_end(event: DocumentPut, value: Json | None, act: Act) -> None:
    """A switch that would be over before it is on was meant otherwise."""
    if event.kind == "switch" and isinstance(value, dict) and value.get("on") is True:
        until_ms = value.get("until_ms", 0)
        if isinstance(until_ms, int) and 0 < until_ms <= act.stamp.at_ms:
            raise RequestRefused(f"“{event.key}” would end before now.", hint="Give a later end.", code="end_is_past")


def _documents(board: Switchboard, event: DocumentsPut, act: Act) -> None:
    """All or nothing: every base is looked at before anything is stored."""
    for document in event.documents:
        if document.kind not in PASSIVE_KINDS:
            raise RequestRefused(f"Documents of kind “{document.kind}” are not written together.", code="bad_kind")
        board.library.check_put(document)
    rows = [board.library.put(document.kind, document.key, document.body) for document in event.documents]
    for row in rows:
        act.fact("tenant", "", "document", row.kind, row.key, row.version, event.author)
    act.reply = {"hashes": [row.hash for row in rows]}


def _steering(event: DocumentPut) -> Json | None:
    """The JSON of a document that steers decisions. Raises RequestRefused if it is none."""
    if event.kind == "tenant" and event.key != "tenant":
        raise RequestRefused("A tenant has one document, with the key “tenant”.", hint="Use that key.", code="bad_key")
    try:
        return loads(event.body) if event.body else None
    except FlowInvalid as fault:
        finding = fault.findings[0]
        raise RequestRefused(finding.message, hint=finding.hint, code=finding.code) from fault


def _tell_floor(board: Switchboard, event: DocumentPut, act: Act) -> None:
    directory = board.around.directory
    if event.kind == "contact_center":
        center = directory.contact_centers.get(event.key)
        gone = QueueSettingsSet(event.key, enabled=False)  # who waits there is still served, or leaves in time
        board.on_floor(act, queue_settings(event.key, center) if center else gone)
    elif event.kind == "user":
        board.on_floor(act, agent_profile(event.key, directory.users.get(event.key)))


def _release(board: Switchboard, event: ReleaseMade, act: Act) -> None:
    number = board.library.publish(event, act.stamp)
    act.fact("tenant", "", "published", event.environment, number, event.author)
    _tell_canary(board, event.environment, act)
    act.reply = {"number": number}


def _live(board: Switchboard, event: ReleaseMadeLive, act: Act) -> None:
    board.library.make_live(event, act.stamp)
    _tell_canary(board, event.environment, act)
    act.fact("tenant", "", "live", event.environment, board.library.live(event.environment), event.author)
    act.reply = {"number": event.number}


def _tell_canary(board: Switchboard, environment: str, act: Act) -> None:
    canary = board.library.lives(environment).canary
    if canary is not None:
        act.fact("tenant", "", "canary", environment, canary.number, canary.percent)


def _timer(board: Switchboard, event: TimerFired, act: Act) -> None:
    if not board.timers.take(event.owner_kind, event.owner, event.name, event.generation):
        act.fact(event.owner_kind, event.owner, "stale", f"timer {event.name}")
        return
    if event.late_ms:
        act.fact(event.owner_kind, event.owner, "late", event.name, event.late_ms)
    if event.owner_kind != "dialogue":
        board.on_floor(act, TimerDue(event.owner_kind, event.owner, event.name))
    elif event.name == "away":
        caller_gone(board, act, event.owner, "away")
    elif live(board, event.owner) is not None:
        board.run(act, event.owner, DialogueTimer(event.name))


def _resumed(board: Switchboard, event: OwnerResumed, act: Act) -> None:
    for dialogue, state in board.dialogues.items():
        if state.status != "ended":
            act.fact("dialogue", dialogue, "resumed_after", event.down_ms)
    act.fact("tenant", "", "resumed_after", event.down_ms)
    forget_expired(board, act.stamp.at_ms)


HANDLERS: dict[type, Callable[[Switchboard, Any, Act], None]] = {
    DocumentPut: _document,
    DocumentsPut: _documents,
    ReleaseMade: _release,
    ReleaseMadeLive: _live,
    ReleaseRetired: retire,
    TimerFired: _timer,
    OwnerResumed: _resumed,
}
