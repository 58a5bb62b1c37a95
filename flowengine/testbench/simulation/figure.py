"""Figures of a group: made from what was counted, by the formulas of reports, which are given by name."""

from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct

from flowengine.testbench.simulation.tally import STATES, Cell

Figures = dict[str, float | None]
_PLACE = {word: n for n, word in enumerate(STATES)}


class Formulas(Struct, frozen=True):
    """The formulas of the house: `service_level` makes a share of a formula's name and the waits. The others are the
    names of how the figures here are made."""

    service_levels: tuple[str, ...]
    service_level: Callable[[str, Cell], float | None]
    names: Mapping[str, str]


class Kind(Struct, frozen=True):
    """What a figure is: how it is shown, and which direction is better ("": that depends)."""

    title: str
    unit: Literal["share", "s", "n"]
    better: Literal["higher", "lower", ""] = ""


FIGURES: Mapping[str, Kind] = {
    "service_level": Kind("Service level", "share", "higher"),
    "average_speed_of_answer_s": Kind("Average speed of answer", "s", "lower"),
    "abandonment": Kind("Abandonment", "share", "lower"),
    "occupancy": Kind("Occupancy", "share"),
    "handle_time_s": Kind("Handle time", "s"),
    "waiting": Kind("Waiting on average", "n", "lower"),
    "waiting_most": Kind("Waiting at most", "n", "lower"),
    "staffed": Kind("Agents there", "n"),
    "enqueued": Kind("Waits", "n"),
    "answered": Kind("Answered", "n"),
    "abandoned": Kind("Abandoned", "n", "lower"),
    "left": Kind("Left the queue otherwise", "n"),
    "no_answer": Kind("Rung in vain", "n"),
}
OF_GROUPS = ("occupancy", "staffed")  # of a group of agents nobody waits


def figures_of(cell: Cell, formula: str, formulas: Formulas, length_ms: int) -> Figures:
    """All of them; None where nothing was there to be measured. `length_ms` 0: of a time without an end."""
    known = cell.state_ms or [0] * len(STATES)
    busy = known[_PLACE["busy"]] + known[_PLACE["wrapping"]] + known[_PLACE["draining"]]
    there = busy + known[_PLACE["idle"]] + known[_PLACE["offered"]]
    return {
        "service_level": formulas.service_level(formula, cell) if formula else None,
        "average_speed_of_answer_s": _ratio(cell.answered_ms / 1000, cell.answered),
        "abandonment": _ratio(cell.abandoned, cell.answered + cell.abandoned),
        "occupancy": _ratio(busy, there),
        "handle_time_s": _ratio(cell.handled_ms / 1000, cell.handled),
        "waiting": _ratio(cell.waiting_ms, length_ms),
        "waiting_most": float(cell.waiting_most),
        "staffed": _ratio(there, length_ms),
        "enqueued": float(cell.enqueued),
        "answered": float(cell.answered),
        "abandoned": float(cell.abandoned),
        "left": float(cell.left),
        "no_answer": float(cell.no_answer),
    }


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
