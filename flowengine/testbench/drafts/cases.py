"""Draft cases: one flow that is being written, with its tenant and its cases, made ready once for all that is typed."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from flowengine.errors import Finding
from flowengine.interpreter.program import Release
from flowengine.messages import Json
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import Case, load_cases
from flowengine.testbench.coverage.covered import Covered, coverage
from flowengine.testbench.coverage.way import ways_of
from flowengine.testbench.drafts.reuse import Reuse
from flowengine.testbench.result import Result
from flowengine.testbench.runner import bench_of, named_suite

Loaded = tuple[list[Case], list[Finding]]


class DraftCases:
    """`place`: environment and flow; `cases`: its files by name, and the given documents that they speak of."""

    def __init__(
        self,
        place: tuple[str, str],
        tenant: Json,
        releases: Mapping[str, Release],
        cases: tuple[Mapping[str, Json], Mapping[str, Json]],
    ) -> None:
        self._place = place
        self._tenant = tenant
        self._releases = dict(releases)
        files, self._given = cases
        self._loaded = {file: self._read(file, document) for file, document in files.items()}
        self._reuse = Reuse(place)

    def _read(self, file: str, document: Json) -> Loaded:
        return load_cases(document, file, self._given)

    def run(self, draft: Json | None, edited: Mapping[str, Json]) -> tuple[list[Result], Covered | None]:
        """The results of all cases on the draft (None: as it is stored), and the flow's coverage by them; `edited`:
        files of cases in place of the stored ones, or beside them."""
        environment, name = self._place
        releases, flow = self._releases, draft
        present = releases.get(environment, Release({"format": 1}, {}))
        if draft is None:
            flow = present.flows.get(name)
        else:
            releases = {**releases, environment: replace(present, flows={**present.flows, name: draft})}
        bench, faults = bench_of(self._tenant, releases)
        if bench is not None:
            self._reuse.begin(bench, flow)
        fresh = {file: self._read(file, document) for file, document in edited.items()}
        results: list[Result] = []
        for file, (cases, findings) in {**self._loaded, **fresh}.items():
            suite = named_suite(file, environment, bench, cases, [*faults, *findings])
            results += self._reuse.results(suite, is_edited=file in fresh)
        covered = self._covered(bench, results) if bench is not None else None
        return [replace(result, ways=[]) for result in results], covered  # `visited` says as much to a screen

    def _covered(self, bench: Bench, results: list[Result]) -> Covered | None:
        ways: dict[tuple[str, str], Any] = ways_of(bench)
        return coverage(results, {self._place: ways[self._place]})[0] if self._place in ways else None
