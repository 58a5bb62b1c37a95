"""Handing on: an agent passes the caller to a queue or to a number; the flow still stands at the step that waited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.interpreter.effect import Enqueue, SetTimer
from flowengine.interpreter.event import DialledOn, HandedOn
from flowengine.interpreter.order import order
from flowengine.interpreter.state import Line
from flowengine.lang.node_type import USUAL_PRIORITY, ConversationOver, WokeUp
from flowengine.lang.work import DialWork
from flowengine.messages import DialAnswered, WaitAnswered

if TYPE_CHECKING:  # part of the walk, kept in a file of its own
    from flowengine.interpreter.walk import Walk

RING_S = 30.0
GRACE_S = 15.0  # for a carrier that does not say that nobody answered
USUAL_LINE = Line("", {}, USUAL_PRIORITY, 1800.0, 100_000, "wait")  # for who was put through to an agent by name


def handed_on(walk: Walk, event: HandedOn) -> None:
    """In a queue again, with the limits of the wait before."""
    line = replace(walk.after.line or USUAL_LINE, contact_center=event.contact_center, skills=event.skills)
    _wait(walk, line, event.agent, event.agent_s)


def dialled_on(walk: Walk, event: DialledOn) -> None:
    """Call the number; the answer comes to `answered`."""
    node = walk.ctx.node
    if node is None:
        return
    walk.after.wait += 1
    walk.after.status, walk.after.handed_on, walk.after.awaiting = "in_flow", True, DialAnswered.__name__
    order(walk, node, DialWork(event.number, "blind", RING_S))
    walk.ctx.facts.append(("waits", node.key, walk.after.wait))
    walk.effects.append(SetTimer("pause", walk.ctx.now_ms + round((RING_S + GRACE_S) * 1000)))


def answered(walk: Walk, event: WaitAnswered | WokeUp) -> None:
    """The caller has left us, or waits again where he waited before he was put through."""
    walk.stop_waiting()
    walk.after.handed_on = False
    if isinstance(event, DialAnswered) and event.result == "connected":
        walk.finish("transferred", "agent")
    elif walk.after.line is not None:
        _wait(walk, walk.after.line)
    elif walk.ctx.node is not None:
        walk.run(walk.resume(walk.ctx.node, ConversationOver()))


def _wait(walk: Walk, line: Line, prefer: str = "", prefer_s: float = 0.0) -> None:
    node = walk.ctx.node
    if node is None:
        return
    walk.after.wait += 1
    walk.after.status, walk.after.line = "queued", line
    walk.after.told = {}
    walk.ctx.facts.append(("waits", node.key, walk.after.wait))
    limits = (line.priority, line.max_wait_s, line.max_waiting, line.when_unstaffed)
    walk.effects.append(Enqueue(line.contact_center, line.skills, *limits, prefer, prefer_s))
