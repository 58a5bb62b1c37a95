"""The tally of a whole test run: ways by flow file, across tenants, processes and tests in Python."""

from collections import Counter
from pathlib import Path
from typing import Any

from flowengine.testbench.bench import Bench
from flowengine.testbench.coverage.covered import Covered, taken_in
from flowengine.testbench.coverage.way import Way, ways_of
from flowengine.testbench.result import Result
from flowengine.testbench.tree import tenant_folder


class Tally:
    """Counts as tests run. `near`: any path in the tenant (or in the flow's folder), by which its files are found."""

    def __init__(self) -> None:
        self._flows: dict[Path, tuple[str, str, list[Way]]] = {}  # flow.json -> environment, flow, its ways
        self._times: Counter[tuple[Path, str, str]] = Counter()
        self._seen: set[tuple[Path, bool]] = set()

    def sees(self, bench: Bench, near: Path) -> None:
        """Every flow of this bench counts, taken or not."""
        place = place_of(near)
        if place in self._seen:
            return
        self._seen.add(place)
        for (environment, flow), ways in ways_of(bench).items():
            self._flows.setdefault(flow_file(place, environment, flow), (environment, flow, ways))

    def adds(self, result: Result, near: Path) -> None:
        """One run of a case, or one dialogue of a test in Python."""
        place = place_of(near)
        for (environment, flow, node, outcome), times in taken_in([result]).items():
            self._times[flow_file(place, environment, flow), node, outcome] += times

    def covered(self) -> list[Covered]:
        """Every flow with its counts, by file."""
        return [
            Covered(environment, flow, [(*way, self._times[file, *way]) for way in ways], str(file))
            for file, (environment, flow, ways) in sorted(self._flows.items())
        ]

    # --- from process to process, as plain JSON -----------------------------------------------------------------------

    def dumped(self) -> list[list[Any]]:
        """What another process needs in order to add this tally to its own."""
        return [[row.file, row.environment, row.flow, [list(way) for way in row.ways]] for row in self.covered()]

    def merges(self, dumped: list[list[Any]]) -> None:
        """Add the tally of another process."""
        for name, environment, flow, ways in dumped:
            file = Path(name)
            self._flows.setdefault(file, (environment, flow, [(node, outcome) for node, outcome, _ in ways]))
            for node, outcome, times in ways:
                self._times[file, node, outcome] += times


def place_of(near: Path) -> tuple[Path, bool]:
    """The tenant's folder; without one, that of the flow's neighbours, which are its environment."""
    folder = tenant_folder(near)
    return (folder, True) if folder is not None else (near.resolve().parent.parent.parent, False)


def flow_file(place: tuple[Path, bool], environment: str, flow: str) -> Path:
    """Where a flow of that place lies."""
    folder, is_tenant = place
    return folder / environment / flow / "flow.json" if is_tenant else folder / flow / "flow.json"
