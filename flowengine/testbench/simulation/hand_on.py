"""Handing on: which conversations of a group's agents go on elsewhere, when, and to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec import UNSET

from flowengine.errors import RequestRefused
from flowengine.messages import WorkTransferred
from flowengine.testbench.simulation.document import HandOn, Staff
from flowengine.testbench.simulation.spread import Drawn, drawn

if TYPE_CHECKING:
    from flowengine.testbench.simulation.crowd import Caller
    from flowengine.testbench.simulation.day import Day
    from flowengine.testbench.simulation.desk import Work

MOST = 10  # conversations of one caller: nobody is sent round for ever
HANDED_ON = "conversations were handed on"
REFUSED = "conversations could not be handed on"


class Way(NamedTuple):
    """One share of a group's conversations. `after`: how long they talk before; None: as long as any."""

    given: HandOn
    after: Drawn | None


class HandOns:
    """`names`: agent -> the agents of its group, itself among them, by which a group is found."""

    def __init__(self, day: Day) -> None:
        self._day = day
        staffing = day.plan.scenario.staffing
        self._members = {staff.group: _names(staff) for staff in staffing if staff.group}
        self._ways: Mapping[str, Sequence[Way]] = {
            name: [_way(given) for given in staff.hands_on]
            for staff in staffing
            if staff.hands_on
            for name in _names(staff)
        }

    def of(self, work: Work, caller: Caller | None) -> Way | None:
        """Which way this conversation goes on; None: it ends here. Decided as it begins."""
        ways = self._ways.get(work.agent)
        if ways is None or caller is None or caller.talks >= MOST:
            return None
        left = self._day.chance.uniform("hands_on", work.entity, caller.talks)
        for way in ways:
            left -= way.given.share
            if left < 0:
                return way
        return None

    def hand_on(self, work: Work, way: Way, caller: Caller) -> bool:
        """Do it. False: it cannot be done, and the conversation ends as any other."""
        given, to_agent = way.given, way.given.agent
        if given.group:
            others = [name for name in self._members[given.group] if name != work.agent]
            if not others:
                return False
            to_agent = self._day.chance.one_of([(o, 1.0) for o in others], "to_whom", work.entity, caller.talks)
        if to_agent == work.agent:
            return False
        event = WorkTransferred(
            reservation=work.reservation,
            agent=work.agent,
            contact_center=given.contact_center,
            to_agent=to_agent,
            number=given.number,
            skills=dict(given.skills),
        )
        try:
            self._day.send(event)
        except RequestRefused as refused:
            self._day.note(f"{REFUSED}: {refused}")
            return False
        self._day.note(HANDED_ON)
        return True


def _names(staff: Staff) -> list[str]:
    return [staff.agent] if staff.agent else [f"{staff.group}-{n + 1}" for n in range(staff.count)]


def _way(given: HandOn) -> Way:
    return Way(given, drawn(given.after) if given.after is not UNSET else None)
