"""Callers who were promised a call back: they leave the line, their place in the queue stays, and they are dialled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.floor.event import DialogueAbandoned, DialogueUpdated
from flowengine.interpreter.effect import LetGo
from flowengine.interpreter.event import CallerGone, TreatmentStopped
from flowengine.interpreter.state import Callback, Dialogue, Ended
from flowengine.messages import MediaFailed

if TYPE_CHECKING:
    from flowengine.switchboard.act import Act
    from flowengine.switchboard.switchboard import Switchboard

WITHIN_MS = 24 * 3600 * 1000  # every wait is finite: a promise that could not be kept for so long is given up


def let_go(board: Switchboard, act: Act, dialogue: str, effect: LetGo) -> None:
    """The treatment is over, or there is none: the caller has been let off the line."""
    keep_place(board, act, board.dialogues[dialogue])


def keeps_place(state: Dialogue) -> bool:
    """Whether this caller may hang up and still be served."""
    return state.callback is not None and state.presence != "callback" and state.status in ("queued", "offered")


def keep_place(board: Switchboard, act: Act, state: Dialogue) -> None:
    """The caller is off the line. Whoever was just being joined to them is let go, too."""
    if state.callback is None:
        return
    dialogue = state.id
    act.fact("dialogue", dialogue, "waits_for_callback")
    board.timers.cancel_all("dialogue", dialogue)
    board.put(replace(board.dialogues[dialogue], presence="callback"))
    board.run(act, dialogue, TreatmentStopped())
    board.on_floor(act, DialogueUpdated(dialogue, act.stamp.at_ms + WITHIN_MS, state.callback.gap_s))
    reservation = board.floor.reservation_of(dialogue)
    if reservation is not None and reservation.state == "accepted":
        board.on_floor(act, MediaFailed(dialogue=dialogue, reservation=reservation.id, reason="caller_gone"))


def dial(board: Switchboard, act: Act, state: Dialogue) -> int:
    """Count one more attempt; the content record with the number, 0 for a caller who is on the line."""
    promised = state.callback
    if state.presence != "callback" or promised is None:
        return 0
    made = promised.made + 1
    act.fact("dialogue", state.id, "calls_back", promised.content, made)
    board.put(replace(state, callback=replace(promised, made=made)))
    return promised.content


def gives_up(board: Switchboard, act: Act, dialogue: str, promised: Callback | None) -> bool:
    """After an attempt that failed: whether it was the last one, so that the dialogue ends here."""
    if promised is None or promised.made < promised.attempts:
        return False
    board.on_floor(act, DialogueAbandoned(dialogue, "unreachable"))
    board.run(act, dialogue, CallerGone(Ended("disconnected", "queued", "system")))
    return True
