"""Absence: callers who leave without a word, and may come back: the page is closed, or nobody answers any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from flowengine.messages import CallerCameBack, CallerWentAway, Channel
from flowengine.testbench.simulation.document import Leaving
from flowengine.testbench.simulation.spread import Drawn, drawn

if TYPE_CHECKING:
    from flowengine.testbench.simulation.crowd import Caller
    from flowengine.testbench.simulation.day import Day

LEFT = "callers left without a word"
BACK = "of them came back"


class Leaver(NamedTuple):
    """How callers of a kind leave on a channel, ready to be drawn."""

    share: float
    how: Literal["closes_page", "stops_answering"]
    after: Drawn
    returns: float
    returns_after: Drawn


def leavers(given: Mapping[Channel, Leaving]) -> dict[Channel, Leaver]:
    """Of the document."""
    return {
        channel: Leaver(of.share, of.how, drawn(of.after), of.returns, drawn(of.returns_after))
        for channel, of in given.items()
    }


class Absence:
    """Who is there in body only, or not at all. What somebody was about to do waits until they are back."""

    def __init__(self, day: Day) -> None:
        self._day = day

    def plan(self, caller: Caller) -> None:
        """Whether and when this caller leaves, decided on arrival: the same in every configuration."""
        of, day = caller.habit.leaves.get(caller.channel), self._day
        if of is None or day.chance.uniform("leaves", caller.entity) >= of.share:
            return
        after_s = day.chance.time(of.after, "leaves_after", caller.entity)
        day.later(day.now_ms + round(after_s * 1000), self._leaves, (caller, of))

    def _leaves(self, given: tuple[Caller, Leaver]) -> None:
        caller, of = given
        day = self._day
        if day.crowd.callers.get(caller.dialogue) is not caller:
            return
        caller.absent = True
        day.note(LEFT)
        if of.how == "closes_page":
            day.send(CallerWentAway(dialogue=caller.dialogue))
        if day.chance.uniform("returns", caller.entity) < of.returns:
            after_s = day.chance.time(of.returns_after, "returns_after", caller.entity)
            day.later(day.now_ms + round(after_s * 1000), self._returns, given)

    def _returns(self, given: tuple[Caller, Leaver]) -> None:
        caller, of = given
        day = self._day
        if day.crowd.callers.get(caller.dialogue) is not caller:
            return
        caller.absent = False
        day.note(BACK)
        if of.how == "closes_page":
            day.send(CallerCameBack(dialogue=caller.dialogue))
        day.crowd.is_back(caller)
