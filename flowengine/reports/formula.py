"""The named formulas: a figure is never shown without the name of how it was made."""

from collections.abc import Callable

from msgspec import Struct

DEFAULT = "answered_within/(answered+abandoned_after)"
SPEED_OF_ANSWER = "answered_wait/answered"
HANDLE_TIME = "handled_time/handled"
ABANDONMENT = "abandoned/(answered+abandoned)"
NO_ANSWER = "no_answer/offered"
OCCUPANCY = "(busy+wrapping+draining)/(busy+wrapping+draining+idle+offered)"


class Waits(Struct, frozen=True):
    """How waits ended. `within`: not after the threshold; `short`: given up before anybody could have answered."""

    answered: int
    abandoned: int
    answered_within: int
    abandoned_within: int
    abandoned_short: int


SERVICE_LEVELS: dict[str, Callable[[Waits], tuple[int, int]]] = {
    "answered_within/answered": lambda w: (w.answered_within, w.answered),
    "answered_within/(answered+abandoned)": lambda w: (w.answered_within, w.answered + w.abandoned),
    DEFAULT: lambda w: (w.answered_within, w.answered + w.abandoned - w.abandoned_within),
    "(answered_within+abandoned_within)/(answered+abandoned)": lambda w: (
        w.answered_within + w.abandoned_within,
        w.answered + w.abandoned,
    ),
    "(answered_within+abandoned_short)/(answered+abandoned)": lambda w: (
        w.answered_within + w.abandoned_short,
        w.answered + w.abandoned,
    ),
    "answered_within/(answered+abandoned-abandoned_short)": lambda w: (
        w.answered_within,
        w.answered + w.abandoned - w.abandoned_short,
    ),
}


def service_level(formula: str, waits: Waits) -> float | None:
    """Between 0 and 1; None when nothing was there to be measured."""
    return ratio(*SERVICE_LEVELS[formula](waits))


def ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
