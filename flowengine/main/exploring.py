"""`dialogue-studio explore`: walks the paths of flows, tells where callers are failed, and writes the cases for it."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

from flowengine.errors import RequestRefused
from flowengine.lang.canonical import canonical
from flowengine.main.remote import Refused
from flowengine.testbench.coverage.covered import taken_in
from flowengine.testbench.coverage.text import told_ways
from flowengine.testbench.explorer.explore import Account, Explorer, Find
from flowengine.testbench.explorer.ground import Ground, grounds_at
from flowengine.testbench.explorer.impossible import impossible
from flowengine.testbench.explorer.plan import Plan, Root, document
from flowengine.testbench.explorer.run import Way
from flowengine.testbench.explorer.walk import Bound, Walked
from flowengine.testbench.runner import load_paths, run_suite

TOLD_EVERY_S = 0.2
WHY = {
    "impossible": "it cannot be, see `dialogue-studio check`",
    "unreached": "no path takes it",
    "untried": "it takes more than is tried",
    "unexplored": "the bound came before",
}


def explore(given: argparse.Namespace) -> int:
    """Exit 1 if something was found."""
    try:
        grounds = grounds_at(given.path, given.flow)
    except RequestRefused as refused:
        raise Refused(str(refused)) from None
    found = False
    for number, ground in enumerate(grounds):
        explorer = Explorer(ground.bench, impossible(ground.bench, ground.tenant, ground.releases))
        bound = Bound(given.within / len(grounds), given.depth)
        progress = _Progress(f"{ground.folder.name}, " if number or len(grounds) > 1 else "")
        account = explorer.explore(ground.flows, bound, progress)
        progress.clear()
        covered = set(_covered(ground.folder))
        _tell(account, [way for way in account.reached if way not in covered], given)
        if given.write:
            _write(_documents(ground, account, explorer.skeletons(account, covered), given.into), given)
        _print(given, _figures(account), _summary(account))
        found = found or bool(account.finds)
    return 1 if found else 0


def _covered(folder: Path) -> Iterable[Way]:
    """The ways that the cases below a folder take."""
    results = [result for suite in load_paths([folder]) for result in run_suite(suite)]
    return taken_in(results)


def _documents(
    ground: Ground, account: Account, skeletons: list[tuple[Root, dict[str, Plan]]], name: str
) -> dict[Path, dict[str, Any]]:
    """File -> document: one of each root that has something to be read, beside its flow."""
    cases: dict[str, tuple[Root, dict[str, Plan]]] = {}
    for find in account.finds:
        cases.setdefault(repr(find.root), (find.root, {}))[1][find.name] = find.plan
    for root, plans in skeletons:
        cases.setdefault(repr(root), (root, {}))[1].update(plans)
    found: dict[Path, dict[str, Any]] = {}
    for root, plans in cases.values():
        folder = ground.flow_folder((root.environment, root.flow)) / "cases"
        number = 1
        while (file := folder / (f"{name}.json" if number == 1 else f"{name}_{number}.json")) in found:
            number += 1
        found[file] = document(root, plans)
    return found


def _write(documents: dict[Path, dict[str, Any]], given: argparse.Namespace) -> None:
    """Raises Refused, before anything is written, if a file is there already."""
    taken = [file for file in documents if file.exists()]
    if taken:
        raise Refused(f"{taken[0]} is there already: nothing was written.", "Name another file with --into NAME.")
    for file, body in documents.items():
        try:
            file.parent.mkdir(exist_ok=True)
            file.write_text(canonical(body), "utf-8")
        except OSError as fault:
            raise Refused(f"{file} cannot be written: {fault.strerror}.") from None
        _print(given, {"written": str(file), "cases": len(body["cases"])}, f"Wrote {file}: {len(body['cases'])} cases")


# --- what is told -----------------------------------------------------------------------------------------------------


def _tell(account: Account, fresh: list[Way], given: argparse.Namespace) -> None:
    for find in account.finds:
        body = document(find.root, {find.name: find.plan})
        row = {"found": find.found.kind, "place": find.found.place, "why": find.found.why, "case": body}
        _print(given, row, f"{find.found.sentence}\n{_indented(find, body, written=given.write)}")
    if given.json:
        for lost in account.unreached:
            _print(given, {"not_reached": list(lost.way), "why": lost.why}, "")
        for way in fresh:
            _print(given, {"not_covered": list(way)}, "")
        return
    for why, words in WHY.items():
        for line in _by_flow([lost.way for lost in account.unreached if lost.why == why]):
            print(f"Not reached, {words}: {line}")
    for line in _by_flow(fresh):
        print(f"No case takes: {line}")
    if fresh and not given.write:
        print("With --write a case is written for each of these, to be read by a person.")


def _by_flow(ways: Iterable[Way]) -> Iterator[str]:
    """front_door/main: menu (1, 2); bye"""
    flows: dict[str, list[tuple[str, str]]] = {}
    for environment, flow, node, outcome in ways:
        flows.setdefault(f"{environment}/{flow}", []).append((node, outcome))
    yield from (f"{name}: {'; '.join(told_ways(left))}" for name, left in flows.items())


def _indented(find: Find, body: dict[str, Any], *, written: bool) -> str:
    if written:
        return f"  case: {find.name}"
    return "\n".join(f"  {line}" for line in canonical(body).splitlines())


def _figures(account: Account) -> dict[str, Any]:
    return {
        "paths": account.paths,
        "states": account.states,
        "reached": len(account.reached),
        "possible": account.possible,
        "found": len(account.finds),
        "cut": account.cut,
        "seconds": round(account.seconds, 2),
    }


def _summary(account: Account) -> str:
    reached = f"{len(account.reached)} of {account.possible} ways reached"
    line = f"{account.paths} paths, {account.states} states, {reached}, {len(account.finds)} found"
    line += f" in {account.seconds:.1f} s"
    if not account.cut:
        return f"{line}; every path was walked"
    left = {"time": "the time was over", "paths": "enough were walked", "depth": "they are longer than --depth"}
    return f"{line}; not looked further: " + ", ".join(
        f"{count} paths ({left[word]})" for word, count in account.cut.items()
    )


def _print(given: argparse.Namespace, row: dict[str, Any], sentence: str) -> None:
    print(json.dumps(row, ensure_ascii=False) if given.json else sentence)


class _Progress:
    """One line on the terminal, written over again; nothing where nobody looks."""

    def __init__(self, before: str) -> None:
        self._before = before
        self._shows = sys.stderr.isatty()
        self._told = 0.0

    def __call__(self, done: int, walks: int, walked: Walked) -> None:
        if self._shows and monotonic() - self._told >= TOLD_EVERY_S:
            self._told = monotonic()
            line = f"{self._before}{walked.root.name} ({done + 1} of {walks}): {walked.paths} paths"
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Leave nothing behind."""
        if self._shows:
            sys.stderr.write("\r\x1b[K")
