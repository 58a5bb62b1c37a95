"""`dialogue-studio test`: the flows' cases, run here and now on a virtual clock.

What only some runs need (watching, accepting, coverage) is loaded by those: an author waits for the start of each run.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import msgspec

from flowengine.errors import RequestRefused
from flowengine.testbench.play import failure_text
from flowengine.testbench.result import Result
from flowengine.testbench.runner import Suite, load_paths, run_suite

if TYPE_CHECKING:
    from flowengine.testbench.accept import Edit
    from flowengine.testbench.coverage.tally import Tally


def test(given: argparse.Namespace) -> int:
    """Exit 1 if a case fails, if there is none to run, or if too few ways were taken; `only` is refused in CI."""
    if given.watch:
        return _watch(given)
    begun = perf_counter()
    tally = _tally(given)
    edits: list[Edit] = []
    results = [result for suite in load_paths(given.paths) for result in _run(suite, given, tally, edits)]
    _write_edits(given, edits)
    failed = sum(not result.ok for result in results)
    if not given.json:
        skipped = sum(bool(result.skipped) for result in results)
        took_ms = (perf_counter() - begun) * 1000
        print(f"{len(results) - failed - skipped} passed, {failed} failed, {skipped} skipped in {took_ms:.0f} ms")
    if not results:
        print("No cases were found there; they lie in cases/*.json beside a flow.")
    if given.junit:
        _write_junit(given.junit, results)
    enough = _covered(given, tally) if tally is not None else True
    return 0 if results and not failed and enough else 1


def _watch(given: argparse.Namespace) -> int:
    from flowengine.main.watching import watch  # noqa: PLC0415  # see above

    _refuse_with_watch(given)
    return watch(given.paths, given.keyword)


def _refuse_with_watch(given: argparse.Namespace) -> None:
    named = ("coverage", "html", "lcov", "fail_under", "accept", "junit", "json")
    asked = [name for name in named if not (getattr(given, name) is None or getattr(given, name) is False)]
    if asked:
        words = ", ".join(f"--{name.replace('_', '-')}" for name in asked)
        raise RequestRefused(
            f"--watch runs cases over and over: leave out {words}, and ask for that in a run of its own."
        )


def _run(suite: Suite, given: argparse.Namespace, tally: Tally | None, edits: list[Edit]) -> Iterator[Result]:
    """Run the cases that were asked for, count their ways, and with --accept take failures for what is right."""
    near = Path(suite.file)
    if suite.bench is not None and tally is not None:
        tally.sees(suite.bench, near)
    prefix = f"{suite.file}::"
    asked = [case for case in suite.cases if given.keyword in prefix + case.title]
    findings = suite.findings if given.keyword in suite.file else []
    for result in run_suite(msgspec.structs.replace(suite, cases=asked, findings=findings)):
        if tally is not None:
            tally.adds(result, near)
        refused = ""
        if not result.ok and given.accept:
            refused = _accept(suite, result, edits)
            if not refused:
                result = msgspec.structs.replace(result, ok=True, failure=None)  # noqa: PLW2901  it holds as rewritten
        if given.json:
            print(json.dumps(msgspec.to_builtins(result), ensure_ascii=False))
        elif not result.ok:
            print("\n".join([failure_text(result), *([refused] if refused else [])]))
        yield result


def _accept(suite: Suite, result: Result, edits: list[Edit]) -> str:
    """Take what came for what is right; why not, if it cannot be."""
    from flowengine.testbench.accept import edits_of  # noqa: PLC0415  # see above
    from flowengine.testbench.accepted import CannotAccept  # noqa: PLC0415  # see above

    try:
        edits += edits_of(suite, result.case)
    except CannotAccept as fault:
        return f"Not accepted: {fault}."
    return ""


def _write_edits(given: argparse.Namespace, edits: list[Edit]) -> None:
    if not edits:
        return
    from flowengine.testbench.accept import write_edits  # noqa: PLC0415  # see above

    for edit in write_edits(edits):
        _tell(given, {"accepted": msgspec.to_builtins(edit)}, f"Accepted: {edit}")


def _tally(given: argparse.Namespace) -> Tally | None:
    """Where ways are counted, if anybody asks for them."""
    if not (given.coverage or given.html or given.lcov or given.fail_under is not None):
        return None
    from flowengine.testbench.coverage.tally import Tally  # noqa: PLC0415  # see above

    return Tally()


def _covered(given: argparse.Namespace, tally: Tally) -> bool:
    """Tell the coverage and write its files; whether it is enough."""
    from flowengine.testbench.coverage.files import Wanted, too_low, written  # noqa: PLC0415  # see above
    from flowengine.testbench.coverage.text import coverage_lines  # noqa: PLC0415  # see above

    flows = tally.covered()
    if given.json:
        for row in flows:
            print(json.dumps({"coverage": msgspec.to_builtins(row)}, ensure_ascii=False))
    else:
        print(*coverage_lines(flows), sep="\n")
    for sentence in written(flows, Path.cwd(), Wanted(given.html, given.lcov)):
        _tell(given, {"written": sentence}, sentence)
    short = too_low(flows, given.fail_under or 0.0)
    if short:
        _tell(given, {"too_low": short}, short)
    return not short


def _tell(given: argparse.Namespace, row: object, sentence: str) -> None:
    print(json.dumps(row, ensure_ascii=False) if given.json else sentence)


def _write_junit(file: Path, results: list[Result]) -> None:
    from flowengine.testbench.junit import junit_text  # noqa: PLC0415  # see above

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(junit_text(results), "utf-8")
    except OSError as fault:
        raise RequestRefused(f"The results cannot be written to {file}: {fault.strerror}.") from None
