"""The pytest plugin: collects flows/**/cases/*.json as items, and gives Python tests the fixture `caller`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # loaded when the first case is collected: users' other tests do not pay for the engine
    from flowengine.errors import Finding
    from flowengine.testbench.bench import Bench
    from flowengine.testbench.caller import TestCaller
    from flowengine.testbench.case import Case
    from flowengine.testbench.result import Result
    from flowengine.testbench.runner import Suite

_READ = pytest.StashKey[dict[Path, tuple["Bench | None", "list[Finding]"]]]()


class CaseFailed(Exception):
    """Carries the result to where pytest prints it."""

    def __init__(self, result: Result) -> None:
        super().__init__(result.title)
        self.result = result


class CaseItem(pytest.Item):
    """One case; without one, the findings of its file."""

    def __init__(self, *, suite: Suite, case: Case | None, **given: Any) -> None:
        super().__init__(**given)
        self.suite = suite
        self.case = case

    def runtest(self) -> None:
        from flowengine.testbench.result import Failure, Result  # noqa: PLC0415  # see above: loaded late on purpose
        from flowengine.testbench.runner import run_case  # noqa: PLC0415  # as above

        if self.case is None or self.suite.bench is None:
            failure = Failure(0, "The cases cannot be used as they are.", findings=self.suite.findings)
            raise CaseFailed(Result(self.suite.file, "", ok=False, ms=0.0, failure=failure))
        if self.case.skip:
            pytest.skip(self.case.skip)
        result = run_case(self.suite.bench, self.case, self.suite.home)
        if not result.ok:
            raise CaseFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, CaseFailed):
            from flowengine.testbench.play import failure_text  # noqa: PLC0415  # loaded late on purpose

            return failure_text(excinfo.value.result)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


class CasesFile(pytest.File):
    """One file of cases beside its flow."""

    def collect(self) -> Iterator[CaseItem]:
        from flowengine.errors import FlowEngineError  # noqa: PLC0415  # loaded late on purpose
        from flowengine.testbench.runner import load_file  # noqa: PLC0415  # as above

        try:
            suite = load_file(self.path, self.config.stash.setdefault(_READ, {}))
        except FlowEngineError as fault:  # a package beside ours that cannot be used: its sentence says all
            raise self.CollectError(str(fault)) from None
        if suite.findings:
            yield CaseItem.from_parent(self, name="document", suite=suite, case=None)
        for case in suite.cases:
            yield CaseItem.from_parent(self, name=case.title, suite=suite, case=case)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CasesFile | None:
    """Files at `<flow>/cases/<name>.json` with a flow.json beside `cases` are ours; everything else is left alone."""
    folder = file_path.parent
    if file_path.suffix != ".json" or folder.name != "cases" or not (folder.parent / "flow.json").is_file():
        return None
    collected: CasesFile = CasesFile.from_parent(parent, path=file_path)
    return collected


@pytest.fixture
def caller(request: pytest.FixtureRequest) -> TestCaller:
    """A caller of the nearest tenant upwards, or of the only one below `flows/`; see testbench/caller.py."""
    from flowengine.testbench.caller import TestCaller, tenant_near  # noqa: PLC0415  # loaded late on purpose

    return TestCaller(tenant_near(request.path, request.config.rootpath))
