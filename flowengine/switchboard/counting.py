"""What is counted of whole dialogues: where each arrived, and in which of the named ways it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.interpreter.state import Dialogue, Ended
from flowengine.tenancy.directory import FRONT_DOOR

if TYPE_CHECKING:
    from flowengine.switchboard.act import Act


def arrived(act: Act, state: Dialogue) -> None:
    """One more at its address, for the contact center that the address leads to, else for the front door."""
    _count(act, state, "arrived", 0)


def blocked(act: Act, state: Dialogue) -> None:
    """One more who was turned away; it counts neither among those who arrived nor among those who ended."""
    _count(act, state, "blocked", 0)


def ended(act: Act, state: Dialogue, how: Ended) -> None:
    """One fewer on, and how it ended. Each dialogue that arrived ends once, so that the ways add up."""
    _count(act, state, f"ended_{way_of(state, how)}", act.stamp.at_ms - state.started_ms)


def way_of(state: Dialogue, how: Ended) -> str:
    """The word of docs/reports.md for how it ended."""
    if how.reason in ("failed", "transferred", "abandoned"):
        return how.reason
    if state.connected_ms or (how.reason == "completed" and how.by != "flow"):  # the latter: talked elsewhere
        return "served"
    if how.by == "caller":
        return "left_in_flow"
    return "after_queue" if state.queued else "self_served"


def _count(act: Act, state: Dialogue, what: str, ms: int) -> None:
    home = state.contact_center or FRONT_DOOR
    told = (what, state.channel, (), home, "", ms, state.address)
    if state.test:
        act.fact("contact_center", home, "tried", *told)
    else:
        act.fact("contact_center", home, "counted", *told)
