"""What administrators, authors and the owner itself do: documents, releases, timers, taking over after a stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowengine.errors import RequestRefused
from flowengine.floor.event import TimerDue
from flowengine.interpreter.event import DialogueTimer
from flowengine.messages import (
    CallerNoted,
    DataExported,
    DataForgotten,
    DirectoryChange,
    DirectorySynced,
    DocumentPut,
    DocumentsPut,
    OwnerResumed,
    PreviewSet,
    ReleaseMade,
    ReleaseMadeLive,
    ReleaseRetired,
    TimerFired,
)
from flowengine.switchboard.callers import forget_expired, forget_number, noted
from flowengine.switchboard.calls import caller_gone, live
from flowengine.switchboard.library import PASSIVE_KINDS
from flowengine.switchboard.retiring import retire
from flowengine.switchboard.sync import steer, synced
from flowengine.tenancy.directory import STEERING_KINDS

if TYPE_CHECKING:
    from flowengine.switchboard.act import Act
    from flowengine.switchboard.switchboard import Switchboard


def _document(board: Switchboard, event: DocumentPut, act: Act) -> None:
    if event.kind in STEERING_KINDS:
        change = DirectoryChange(event.kind, event.key, event.body, event.base)
        (row,) = steer(board, act, (change,), event.author)
    else:
        board.library.check_put(event)
        row = board.library.put(event.kind, event.key, event.body)
        act.fact("tenant", "", "document", event.kind, event.key, row.version, event.author)
    act.reply = {"hash": row.hash, "version": row.version}


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


def _preview(board: Switchboard, event: PreviewSet, act: Act) -> None:
    """Who may call is told by how many they are: their numbers are people's, and stand in the document only."""
    number = board.library.set_preview(event, act.stamp)
    act.fact("tenant", "", "previewed", event.environment, number, len(event.callers), event.until_ms, event.author)
    act.reply = {"number": number}


def _exported(_: Switchboard, event: DataExported, act: Act) -> None:
    act.fact("tenant", "", "exported", event.what, event.of, event.author)


def _forgotten(board: Switchboard, event: DataForgotten, act: Act) -> None:
    """The reply: what of the number was kept here and is gone."""
    gone = forget_number(board, event.number) if event.number else {}
    counts = {**event.counts, **{name: n for name, n in gone.items() if n}}
    act.fact("tenant", "", "forgotten", event.why, counts, event.author)
    act.reply = gone


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
    for dialogue in board.dialogues.live():
        act.fact("dialogue", dialogue, "resumed_after", event.down_ms)
    act.fact("tenant", "", "resumed_after", event.down_ms)
    forget_expired(board, act.stamp.at_ms)


HANDLERS: dict[type, Callable[[Switchboard, Any, Act], None]] = {
    DocumentPut: _document,
    DocumentsPut: _documents,
    DirectorySynced: synced,
    CallerNoted: noted,
    DataExported: _exported,
    DataForgotten: _forgotten,
    ReleaseMade: _release,
    ReleaseMadeLive: _live,
    ReleaseRetired: retire,
    PreviewSet: _preview,
    TimerFired: _timer,
    OwnerResumed: _resumed,
}
