"""The pytest plugin: collects flows/**/cases/*.json as items, and gives Python tests the fixture `caller`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # loaded when the first case is collected: users' other tests do not pay for the engine
    from flowengine.errors import Finding
    from flowengine.testbench.bench import Bench
    from flowengine.testbench.caller import TestCaller
    from flowengine.testbench.case import Case
    from flowengine.testbench.coverage.plugin import Bookkeeping
    from flowengine.testbench.result import Result
    from flowengine.testbench.runner import Suite

_READ = pytest.StashKey[dict[Path, tuple["Bench | None", "list[Finding]"]]]()
_BOOKS = "dialogue-studio-books"  # the plugin that counts, where an option asks for it


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of `dialogue-studio test`, by longer names."""
    group = parser.getgroup("flows", "flows of Dialogue Studio")
    add = group.addoption
    add("--flow-coverage", action="store_true", help="tell which ways out of the flows' steps no test took")
    add("--flow-coverage-html", metavar="DIR", help="write that as a page to DIR/index.html")
    add("--flow-coverage-lcov", metavar="FILE", help="write that as an LCOV tracefile over flow.json")
    add("--flow-coverage-fail-under", type=_percent, metavar="N", help="fail if fewer than N percent were taken")
    add("--flow-accept", action="store_true", help="rewrite the `expect` parts of cases that fail, for review")


def _percent(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise pytest.UsageError(f"--flow-coverage-fail-under: {text} is not a number from 0 to 100.")
    return value


def pytest_configure(config: pytest.Config) -> None:
    """Know our mark; count only where somebody asks."""
    config.addinivalue_line("markers", "flow_tenant(folder): the tenant that `caller` calls, where there are several")
    option = config.option
    asked = (option.flow_coverage, option.flow_coverage_html, option.flow_coverage_lcov, option.flow_accept)
    if any(asked) or option.flow_coverage_fail_under is not None:
        from flowengine.testbench.coverage.plugin import bookkeeping  # noqa: PLC0415  # loaded late on purpose

        config.pluginmanager.register(bookkeeping(config), _BOOKS)


def _books(config: pytest.Config) -> Bookkeeping | None:
    found: Bookkeeping | None = config.pluginmanager.get_plugin(_BOOKS)
    return found


class CaseFailed(Exception):
    """Carries the result to where pytest prints it, and why it was not accepted where that was asked."""

    def __init__(self, result: Result, refused: str = "") -> None:
        super().__init__(result.failure.message if result.failure else result.title)
        self.result = result
        self.refused = refused


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
        books = _books(self.config)
        if books is not None:
            books.tally.adds(result, self.path)
        if not result.ok:
            refused = self._accept(books)
            if refused is not None:
                raise CaseFailed(result, refused)

    def _accept(self, books: Bookkeeping | None) -> str | None:
        """None if what happened is accepted; else why not, "" if nobody asked."""
        if books is None or not books.accepts or self.case is None:
            return ""
        from flowengine.testbench.accepted import CannotAccept  # noqa: PLC0415  # loaded late on purpose

        try:
            books.accept(self.suite, self.case.name)
        except CannotAccept as fault:
            return f"Not accepted: {fault}."
        return None

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, CaseFailed):
            from flowengine.testbench.play import failure_text  # noqa: PLC0415  # loaded late on purpose

            told = [failure_text(excinfo.value.result).replace(f"{self.config.rootpath}{os.sep}", "")]
            return "\n".join([*told, excinfo.value.refused] if excinfo.value.refused else told)
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
        books = _books(self.config)
        if books is not None and suite.bench is not None:
            books.tally.sees(suite.bench, self.path)
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
def caller(request: pytest.FixtureRequest) -> Iterator[TestCaller]:
    """A caller of the nearest tenant upwards, or of the only one below `flows/`; docs/testing.md has all it can do."""
    from flowengine.testbench.caller import TestCaller, tenant_near  # noqa: PLC0415  # loaded late on purpose

    read = request.config.stash.setdefault(_READ, {})
    mark = request.node.get_closest_marker("flow_tenant")
    named = request.config.rootpath / mark.args[0] if mark else None
    calling = TestCaller(tenant_near(request.path, request.config.rootpath, named), read)
    yield calling
    books = _books(request.config)
    if books is not None:
        calling.counted_in(books.tally)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    """A test in Python fails, like a case, if keys were pressed that nobody ever took."""
    done = yield
    calling = pyfuncitem.funcargs.get("caller")
    close = getattr(calling, "closes", None)
    if close is not None:
        close()
    return done
