"""Comparison: two configurations met by the same callers, and what may be said of the difference."""

from collections.abc import Sequence

from msgspec import Struct

from flowengine.testbench.simulation.figure import FIGURES, OF_GROUPS, Figures, Formulas
from flowengine.testbench.simulation.plan import Plan
from flowengine.testbench.simulation.student import Estimate, estimate
from flowengine.testbench.simulation.summary import Measured, Summary, measured, summarised
from flowengine.testbench.simulation.tally import Key, Seen

NO_DIFFERENCE = "no difference shown"


class Difference(Struct, frozen=True):
    """One figure before and after; `change` is after less before, over the pairs of replications. `verdict`: better,
    worse, higher, lower, or that no difference was shown; "" where there is nothing to compare."""

    before: Estimate
    after: Estimate
    change: Estimate
    verdict: str


class Compared(Struct, frozen=True):
    """One group; a group that is there only once has differences without a change."""

    kind: str
    contact_center: str
    name: str
    figures: dict[str, Difference]
    intervals: list[dict[str, Difference]]


class Comparison(Struct, frozen=True):
    """Both summaries, and every group's differences."""

    before: Summary
    after: Summary
    lines: list[Compared]


def compared(
    plans: tuple[Plan, Plan], seen: tuple[Sequence[Seen], Sequence[Seen]], seed: int, formulas: Formulas
) -> Comparison:
    """The n-th replications of both belong together."""
    sides = [measured(plan, of, formulas) for plan, of in zip(plans, seen, strict=True)]
    keys = list(dict.fromkeys([*sides[0], *sides[1]]))
    same = len(plans[0].edges) == len(plans[1].edges)
    return Comparison(
        summarised(plans[0], seen[0], seed, formulas),
        summarised(plans[1], seen[1], seed, formulas),
        [_compared(key, sides[0].get(key), sides[1].get(key), by_interval=same) for key in keys],
    )


def _compared(key: Key, before: Measured | None, after: Measured | None, *, by_interval: bool) -> Compared:
    names = OF_GROUPS if key[0] == "group" else tuple(FIGURES)
    intervals = []
    if by_interval and before is not None and after is not None:
        pairs = zip(before.intervals, after.intervals, strict=True)
        intervals = [_differences(one, other, names) for one, other in pairs]
    whole = _differences(before.whole if before else (), after.whole if after else (), names)
    return Compared(*key, whole, intervals)


def _differences(before: Sequence[Figures], after: Sequence[Figures], names: Sequence[str]) -> dict[str, Difference]:
    return {name: _difference([f[name] for f in before], [f[name] for f in after], name) for name in names}


def _difference(before: list[float | None], after: list[float | None], name: str) -> Difference:
    pairs = zip(before, after, strict=False)
    change = estimate([b - a for a, b in pairs if a is not None and b is not None])
    return Difference(estimate(before), estimate(after), change, verdict(change, name))


def verdict(change: Estimate, name: str) -> str:
    """Whether the interval of the difference leaves room for none."""
    if change.low is None or change.high is None:
        return ""
    if change.low <= 0 <= change.high:
        return NO_DIFFERENCE
    direction = "higher" if change.low > 0 else "lower"
    better = FIGURES[name].better
    return direction if not better else "better" if direction == better else "worse"
