"""Which release of an environment new dialogues enter: the live one, a canary beside it, never a retired one."""

from typing import Any

import msgspec
from msgspec import Struct

from flowengine.interpreter.choice import DRAWS, drawn

KEPT_ACTS = 200  # of one environment


class Canary(Struct, frozen=True):
    """A release that `percent` of the callers enter, the same ones each time."""

    number: int
    percent: float


class Live(Struct, frozen=True, omit_defaults=True):
    """The document `live` of an environment."""

    number: int = 0
    canary: Canary | None = None

    def enters(self, environment: str, who: str) -> int:
        """The release that a dialogue of `who` enters. A higher percentage only adds callers to the canary."""
        canary = self.canary
        if canary is not None and drawn(who, environment) < canary.percent * DRAWS / 100:
            return canary.number
        return self.number

    def has(self, number: int) -> bool:
        """Whether somebody may enter this release now."""
        return number == self.number or (self.canary is not None and number == self.canary.number)

    def pointed(self, number: int, percent: float | None) -> "Live":
        """After ReleaseMadeLive or ReleaseMade of `number` (messages/owner_event.py says what `percent` means)."""
        if percent is not None and 0 < percent < 100:
            return self if number == self.number else Live(self.number, Canary(number, percent))
        if percent == 0 and self.canary is not None and number == self.canary.number:
            return Live(self.number)
        return Live(number)


class Retired(Struct, frozen=True, omit_defaults=True):
    """The document `retired` of a release: where those go who are on it."""

    to: int
    at_ms: int
    queue: str = ""
    author: str = ""


class ReleaseAct(Struct, frozen=True, omit_defaults=True):
    """One line of an environment's document `release_log`: published, canary, live, dropped, retired or unretired."""

    act: str
    number: int
    at_ms: int
    author: str = ""
    percent: float | None = None
    to: int = 0
    queue: str = ""


def act_of(before: Live, after: Live, number: int, *, made: bool) -> str:
    """The word for what happened to release `number`."""
    if after.canary is not None and after.canary.number == number:
        return "canary"
    if made:
        return "published"
    return "dropped" if before.canary is not None and before.canary.number == number != after.number else "live"


def logged(log: str, act: ReleaseAct) -> str:
    """The log with one line more; the oldest go."""
    lines: list[Any] = msgspec.json.decode(log) if log else []
    return msgspec.json.encode([*lines[1 - KEPT_ACTS :], act]).decode()
