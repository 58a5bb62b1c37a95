"""What is asked outside and answered from there, when it touches a variable that must not be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.messages import Json

if TYPE_CHECKING:  # part of the walk, kept in a file of its own
    from flowengine.interpreter.context import StepContext
    from flowengine.interpreter.walk import Walk

MASK = "•••"


def asks(walk: Walk, asked: dict[str, Json]) -> int:
    """Keep what is asked as content; if it may hold something sensitive, the dialogue's state alone has it, for as
    long as the answer is waited for. Returns the content's number."""
    if not walk.ctx.reads_sensitive():
        return walk.ctx.keep("request", asked)
    walk.after.asked = asked
    return walk.ctx.keep("request", dict.fromkeys(asked, MASK))


def answer_shown(ctx: StepContext, answer: dict[str, Json]) -> dict[str, Json]:
    """The answer as content keeps it: without what goes into a sensitive variable."""
    if ctx.node is None or not ctx.node.takes:
        return answer
    return {name: value if isinstance(value, (int, bool)) else MASK for name, value in answer.items()}
