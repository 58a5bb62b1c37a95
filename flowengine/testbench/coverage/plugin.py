"""The part of the pytest plugin that counts ways and accepts what happened; there when an option asks for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from flowengine.errors import RequestRefused
from flowengine.testbench.accept import Edit, edits_of, write_edits
from flowengine.testbench.coverage.files import Wanted, too_low, written
from flowengine.testbench.coverage.tally import Tally
from flowengine.testbench.coverage.text import coverage_lines
from flowengine.testbench.runner import Suite

SENT = "dialogue_studio"  # under which a worker of pytest-xdist sends what it counted


class Bookkeeping:
    """One process of a test run: it counts, and the one that others report to adds up, writes and tells."""

    def __init__(self, config: pytest.Config, wanted: Wanted, *, counts: bool, accepts: bool) -> None:
        self.tally = Tally()
        self.edits: list[Edit] = []
        self.accepts = accepts
        self._config = config
        self._wanted = wanted
        self._counts = counts
        self._lost = 0
        self._told: list[str] = []
        self._short = ""

    def accept(self, suite: Suite, case: str) -> None:
        """Note what to change so that the case holds. Raises CannotAccept."""
        self.edits += edits_of(suite, case)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: Any) -> None:
        """A worker is done, or lost."""
        sent = getattr(node, "workeroutput", {}).get(SENT)
        if sent is None:
            self._lost += 1
            return
        self.tally.merges(sent["tally"])
        self.edits += msgspec.convert(sent["edits"], list[Edit])

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        output = getattr(self._config, "workeroutput", None)
        if output is not None:
            output[SENT] = {"tally": self.tally.dumped(), "edits": msgspec.to_builtins(self.edits)}
        elif not self._config.option.collectonly:
            self._told = list(self._finish(session))

    def _finish(self, session: pytest.Session) -> Iterator[str]:
        for edit in write_edits(self.edits):
            yield f"Accepted: {_near(edit, self._config.rootpath)}"
        if not self._counts:
            return
        flows = self.tally.covered()
        if self._lost:
            yield f"{self._lost} workers were lost, and the ways that their tests took."
        try:
            yield from written(flows, self._config.rootpath, self._wanted)
        except RequestRefused as refused:
            self._short = str(refused)
        self._short = self._short or too_low(flows, self._wanted.least)
        if self._short and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        flows = self.tally.covered() if self._counts and not self._config.option.collectonly else []
        if not (flows or self._told or self._short):
            return
        terminalreporter.section("flows")
        lines = coverage_lines(flows, terminalreporter._tw.fullwidth, self._config.rootpath) if flows else ()  # noqa: SLF001  pytest shows its width no other way
        for line in (*lines, *self._told):
            terminalreporter.write_line(line)
        if self._short:
            terminalreporter.write_line(self._short, red=True)


def _near(edit: Edit, root: Path) -> str:
    file = Path(edit.file)
    return str(
        msgspec.structs.replace(edit, file=str(file.relative_to(root)) if file.is_relative_to(root) else str(file))
    )


def bookkeeping(config: pytest.Config) -> Bookkeeping | None:
    """What the options of this run ask for."""
    option = config.option
    html, lcov = option.flow_coverage_html, option.flow_coverage_lcov
    least = option.flow_coverage_fail_under
    counts = bool(option.flow_coverage or html or lcov or least is not None)
    if not counts and not option.flow_accept:
        return None
    start = config.invocation_params.dir
    wanted = Wanted(html and start / html, lcov and start / lcov, least or 0.0)
    return Bookkeeping(config, wanted, counts=counts, accepts=bool(option.flow_accept))
