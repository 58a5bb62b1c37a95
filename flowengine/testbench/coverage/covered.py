"""Coverage: how many ways of each flow its tests took, and which they did not; one count for every kind of report."""

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from flowengine.testbench.coverage.way import Way
from flowengine.testbench.result import Result

Key = tuple[str, str, str, str]  # environment, flow, node, outcome


class Covered(Struct, frozen=True):
    """One flow. `ways`: (node, outcome, how often it was taken), in the order of the flow; outcome "" for a node that
    is left by none and counts as being reached. `file`: its flow.json, where flows lie in files."""

    environment: str
    flow: str
    ways: list[tuple[str, str, int]]
    file: str = ""

    @property
    def possible(self) -> int:
        return len(self.ways)

    @property
    def taken(self) -> int:
        return sum(1 for _, _, times in self.ways if times)

    @property
    def missing(self) -> list[Way]:
        """The ways that no test took."""
        return [(node, outcome) for node, outcome, times in self.ways if not times]

    @property
    def percent(self) -> float:
        return percent_of([self])


def percent_of(flows: Iterable[Covered]) -> float:
    """Of all ways together, how many were taken, 0 to 100; what has no ways is covered."""
    rows = list(flows)
    possible = sum(row.possible for row in rows)
    return 100 * sum(row.taken for row in rows) / possible if possible else 100.0


def shown_percent(value: float) -> str:
    """With one decimal, cut and not rounded: 100% is said of nothing less."""
    return f"{int(value * 10 + 1e-9) / 10:.1f}%" if value < 100 else "100%"


def coverage(results: Iterable[Result], ways: Mapping[tuple[str, str], list[Way]]) -> list[Covered]:
    """The coverage of one tenant's flows by runs of its cases. `ways`: what `ways_of` gives; no run counts twice."""
    times = taken_in(results)
    return [
        Covered(environment, flow, [(*way, times[environment, flow, *way]) for way in possible])
        for (environment, flow), possible in ways.items()
    ]


def taken_in(results: Iterable[Result]) -> Counter[Key]:
    """How often each way was taken; the nodes that were reached and not left count once a run, with outcome ""."""
    times: Counter[Key] = Counter()
    for result in results:
        times.update(result.ways)
        for key, outcome in result.visited:
            if not outcome:
                environment, flow, node = key.split("/")
                times[environment, flow, node, ""] += 1
    return times
