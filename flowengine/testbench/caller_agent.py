"""The desk of one agent, as the fixture `caller` gives it to tests in Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowengine.messages import Json

if TYPE_CHECKING:  # the caller gives desks, and desks give the caller back
    from flowengine.testbench.caller import TestCaller

__tracebackhide__ = True  # a failure is shown at the line of the test


class TestAgent:
    """One agent's desk; each method returns the caller, so that steps read on."""

    __test__ = False

    def __init__(self, do: Callable[[Any], TestCaller]) -> None:
        self._do = do

    def does(self, **act: Json) -> TestCaller:
        """Any act of a case's `agent`, such as does(device={"phone": "busy"})."""
        return self._do(act)

    def accepts(self) -> TestCaller:
        return self._do("accepts")

    def declines(self) -> TestCaller:
        return self._do("declines")

    def ignores(self) -> TestCaller:
        return self._do("ignores")

    def hangs_up(self) -> TestCaller:
        return self._do("hangs_up")

    def says(self, text: str) -> TestCaller:
        return self._do({"says": text})

    def notes(self, text: str) -> TestCaller:
        return self._do({"notes": text})

    def holds(self, held: bool = True) -> TestCaller:
        """Put the caller on hold, or (False) off it."""
        return self._do({"holds": held})

    def hands_on(self, **to: Json) -> TestCaller:
        """Hand the caller on: contact_center, to_agent, number, skills, keep_age."""
        return self._do({"hands_on": to})

    def wraps_up(self, disposition: str = "") -> TestCaller:
        return self._do({"wraps_up": disposition} if disposition else "wraps_up")

    def signs_in(self) -> TestCaller:
        return self._do("signs_in")

    def signs_out(self) -> TestCaller:
        return self._do("signs_out")

    def is_(self, presence: str, reason: str = "") -> TestCaller:
        """Set the presence: available, away, do_not_disturb, offline."""
        return self._do({"presence": presence, "reason": reason} if reason else {"presence": presence})
