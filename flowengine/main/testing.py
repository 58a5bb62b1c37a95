"""`dialogue-studio test`: the flows' cases, run here and now on a virtual clock."""

import argparse
import json
from time import perf_counter

import msgspec

from flowengine.testbench.play import failure_text
from flowengine.testbench.result import Result
from flowengine.testbench.runner import load_paths, run_suite


def test(given: argparse.Namespace) -> int:
    """Exit 1 if a case fails, or if there is none to run; `only` is refused where CI runs."""
    begun = perf_counter()
    results = [result for result in _results(given) if given.keyword in result.title]
    for result in results:
        _show(result, as_json=given.json)
    failed = sum(not result.ok for result in results)
    if not given.json:
        skipped = sum(bool(result.skipped) for result in results)
        took_ms = (perf_counter() - begun) * 1000
        print(f"{len(results) - failed - skipped} passed, {failed} failed, {skipped} skipped in {took_ms:.0f} ms")
    if not results:
        print("No cases were found there; they lie in cases/*.json beside a flow.")
    return 1 if failed or not results else 0


def _results(given: argparse.Namespace) -> list[Result]:
    return [result for suite in load_paths(given.paths) for result in run_suite(suite)]


def _show(result: Result, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(msgspec.to_builtins(result), ensure_ascii=False))
    elif not result.ok:
        print(failure_text(result))
