"""Summary: from the replications to figures with their confidence intervals, by group and interval."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from flowengine.testbench.simulation.figure import FIGURES, OF_GROUPS, Figures, Formulas, figures_of
from flowengine.testbench.simulation.plan import Plan, zone_of
from flowengine.testbench.simulation.student import Estimate, estimate
from flowengine.testbench.simulation.tally import Cell, Key, Seen

Estimates = dict[str, Estimate]


class Line(Struct, frozen=True):
    """One group: `kind` contact_center, skill or group. `intervals`: as the summary's, and one more for what came after
    the end."""

    kind: str
    contact_center: str
    name: str
    formula: str
    figures: Estimates
    intervals: list[Estimates]

    @property
    def key(self) -> Key:
        return self.kind, self.contact_center, self.name


class Summary(Struct, frozen=True):
    """What a simulation found. `intervals`: where each begins, local; `formulas`: figure -> the name of its formula."""

    title: str
    day: str
    time_zone: str
    begins: str
    ends: str
    warm_up_min: float
    interval_min: int
    seed: int
    replications: int
    intervals: list[str]
    formulas: Mapping[str, str]
    dialogues: Estimates
    lines: list[Line]
    notes: list[str]


class Measured(Struct, frozen=True):
    """One group in each replication: over the day, and by interval."""

    whole: list[Figures]
    intervals: list[list[Figures]]


def measured(plan: Plan, seen: Sequence[Seen], formulas: Formulas) -> dict[Key, Measured]:
    """Every group's figures, replication by replication, in the order of the groups' names."""
    found: dict[Key, Measured] = {}
    for key in sorted({key for one in seen for key in one.cells}, key=_order):
        formula = plan.formulas.get(key[1], "")
        cells = [one.cells.get(key) or [Cell() for _ in plan.edges] for one in seen]
        whole = [_whole(plan, row, formula, formulas) for row in cells]
        lengths = [*_lengths(plan), 0]
        intervals = [
            [figures_of(row[n], formula, formulas, length) for row in cells] for n, length in enumerate(lengths)
        ]
        found[key] = Measured(whole, intervals)
    return found


def _order(key: Key) -> tuple[int, Key]:
    return ("contact_center", "skill", "group").index(key[0]), key


def _lengths(plan: Plan) -> list[int]:
    """How long each interval is counted."""
    spans = zip(plan.edges, plan.edges[1:], strict=False)
    return [max(0, until - max(since, plan.warm_ms)) for since, until in spans]


def _whole(plan: Plan, cells: Sequence[Cell], formula: str, formulas: Formulas) -> Figures:
    """Of all waits, however late they ended; of lines and agents until the end of the day."""
    everything, day = Cell(), Cell()
    for cell in cells:
        everything.add(cell)
    for cell in cells[:-1]:
        day.add(cell)
    waits = figures_of(everything, formula, formulas, sum(_lengths(plan)))
    by_time = figures_of(day, formula, formulas, sum(_lengths(plan)))
    return {**waits, **{name: by_time[name] for name in ("occupancy", "waiting", "staffed")}}


def summarised(plan: Plan, seen: Sequence[Seen], seed: int, formulas: Formulas) -> Summary:
    """The summary of at least one replication."""
    scenario, zone = plan.scenario, zone_of(plan.scenario, plan.directory)
    words = sorted({word for one in seen for word in one.dialogues})
    return Summary(
        title=scenario.title,
        day=scenario.day,
        time_zone=zone.key,
        begins=scenario.begins,
        ends=scenario.ends,
        warm_up_min=scenario.warm_up_min,
        interval_min=scenario.interval_min,
        seed=seed,
        replications=len(seen),
        intervals=[f"{datetime.fromtimestamp(at / 1000, UTC).astimezone(zone):%H:%M}" for at in plan.edges[:-1]],
        formulas=formulas.names,
        dialogues={
            word.removeprefix("ended_"): estimate([float(one.dialogues.get(word, 0)) for one in seen]) for word in words
        },
        lines=[_line(key, of, plan) for key, of in measured(plan, seen, formulas).items()],
        notes=notes_of(seen),
    )


def _line(key: Key, of: Measured, plan: Plan) -> Line:
    names = OF_GROUPS if key[0] == "group" else tuple(FIGURES)
    return Line(*key, plan.formulas.get(key[1], ""), _estimates(of.whole, names), [
        _estimates(interval, names) for interval in of.intervals
    ])  # fmt: skip  # a list reads better than one item a line


def _estimates(replications: Sequence[Figures], names: Sequence[str]) -> Estimates:
    return {name: estimate([figures[name] for figures in replications]) for name in names}


def notes_of(seen: Sequence[Seen]) -> list[str]:
    """What a reader must know: where the scenario says nothing, and what did not go to its end."""
    found: dict[str, int] = {}
    for one in seen:
        for what, n in one.notes.items():
            found[what] = found.get(what, 0) + n
    asked: dict[str, int] = {}
    for one in seen:
        for step, n in one.unanswered.items():
            asked[step] = asked.get(step, 0) + n
    told = [f"{n:,} {what}." for what, n in sorted(found.items())]
    told += [
        f"{step} asked {n:,} times and the scenario has no answers for it: any of its choices was taken."
        for step, n in sorted(asked.items())
    ]
    return told
