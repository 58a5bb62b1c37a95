"""Recording of a conversation: started, paused, resumed, stopped; and silent while a sensitive answer is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.messages import SetRecording

if TYPE_CHECKING:  # part of the context, kept in a file of their own
    from flowengine.interpreter.context import StepContext

# action -> state in which it means something -> state after it. Whatever is not listed changes nothing.
CHANGES: dict[str, dict[str, Any]] = {
    "start": {"": "on"},
    "pause": {"on": "paused"},
    "resume": {"paused": "on"},
    "stop": {"on": "", "paused": "", "held": ""},
}


def set_recording(ctx: StepContext, action: Any, scope: Any, keep_days: int, by: str) -> None:
    """Carry out what a flow wants; `by` is the node's key."""
    after = CHANGES[action].get(ctx.after.recording)
    if after is not None:
        ctx.after.recording = after
        _tell(ctx, SetRecording(dialogue=ctx.state.id, action=action, scope=scope, keep_days=keep_days), by)


def hold(ctx: StepContext) -> None:
    """A sensitive question comes: nothing of its answer is recorded. Asked again at once, it was never resumed."""
    if ctx.after.recording != "on":
        return
    ctx.after.recording = "held"
    last = ctx.commands[-1] if ctx.commands else None
    if isinstance(last, SetRecording) and last is ctx.released:
        ctx.commands.pop()
        ctx.after.said -= 1
        ctx.facts.remove(("recording", "resume", "sensitive"))
        return
    _tell(ctx, SetRecording(dialogue=ctx.state.id, action="pause"), "sensitive")


def let_go(ctx: StepContext) -> None:
    """The question is over, whatever came of it: recording goes on."""
    if ctx.after.recording == "held":
        ctx.after.recording = "on"
        ctx.released = SetRecording(dialogue=ctx.state.id, action="resume")
        _tell(ctx, ctx.released, "sensitive")


def _tell(ctx: StepContext, command: SetRecording, by: str) -> None:
    ctx.facts.append(("recording", command.action, by))
    if not ctx.silent:
        ctx.command(command)
