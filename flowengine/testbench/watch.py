"""Watching: which case files a changed file concerns, and their results again, in a process that stays warm."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from flowengine.errors import Finding, FlowEngineError
from flowengine.testbench.coverage.tally import flow_file, place_of
from flowengine.testbench.result import Result
from flowengine.testbench.runner import case_files, load_file, run_suite
from flowengine.testbench.tree import tenant_folder

PASSED_OVER = ("__pycache__", "node_modules")
Stamps = dict[Path, tuple[int, int]]  # file -> when it was written (ns), and its size


@dataclass
class Round:
    """One run after something changed. `through`: of cases elsewhere that go through what changed. `findings`: why
    some could not be run, each told once for all rounds of a change; `torn`: how many files that was."""

    changed: list[Path]
    through: bool = False
    results: list[Result] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    torn: int = 0
    ms: float = 0.0


class Watch:
    """What was run by now, and what of it a change concerns."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = [Path(path).resolve() for path in paths]  # as tenants are told
        self._stamps: Stamps = {}
        self._touched: dict[Path, set[Path]] = {}  # case file -> the folders of the flows that its cases went through
        self._stale: set[Path] = set()  # case files that could not be run since something changed

    def changed(self) -> list[Path]:
        """The files that were written, added or removed since the last look; at first all."""
        before, self._stamps = self._stamps, dict(_stamps(self._paths))
        names = before.keys() | self._stamps.keys()
        return sorted(file for file in names if before.get(file) != self._stamps.get(file))

    def rounds(self, changed: list[Path]) -> Iterator[Round]:
        """Run what these changes concern: first the cases of the flows themselves, then others that go through."""
        found = case_files(self._paths)
        self._touched = {file: self._touched[file] for file in found if file in self._touched}
        concerned = [file for file in found if file in self._stale or self._concerns(file, changed)]
        self._stale.update(concerned)
        folders = {path.parent.parent if path.parent.name == "cases" else path.parent for path in changed}
        own = [file for file in concerned if file.parent.parent in folders]
        others = [file for file in concerned if file not in own]
        read: dict[Path, Any] = {}
        told: list[Finding] = []
        for files, through in ((own, False), (others, bool(own))):
            if files:
                ran = self._round(Round(changed, through), files, read, told)
                yield ran
                if ran.torn:
                    return  # the others wait until all can be read again

    def _round(self, ran: Round, files: list[Path], read: dict[Path, Any], told: list[Finding]) -> Round:
        """Run these files. `read`: the tenants that were read already; `told`: their findings, each told once."""
        begun = perf_counter()
        for file in files:
            try:
                suite = load_file(file, read)
                results = list(run_suite(suite)) if suite.bench is not None else []
            except FlowEngineError as fault:
                ran.findings.append(Finding("not_run", "error", "$", str(fault), file=str(file)))
                ran.torn += 1
                continue
            if suite.bench is None:
                ran.findings.extend(finding for finding in suite.findings if finding not in told)
                told += suite.findings
                ran.torn += 1
                continue
            self._stale.discard(file)
            self._touched[file] = _folders(file, results)
            ran.results.extend(results)
        ran.ms = (perf_counter() - begun) * 1000
        return ran

    def _concerns(self, file: Path, changed: list[Path]) -> bool:
        touched = self._touched.get(file)
        if touched is None:
            return True
        flow = file.parent.parent
        return any(_concerns(path, file, {flow, *touched}) for path in changed)


def _concerns(path: Path, file: Path, flows: set[Path]) -> bool:
    """Whether a changed file has a say in these cases: their own files, flows that they go through, environments."""
    if path.parent.name == "cases":
        return path == file
    if path.parent.name == "given":
        return path.parent == file.parent / "given" or _names(file, f"{path.parents[2].name}/{path.stem}")
    if path.name == "flow.json":
        return path.parent in flows
    if path.name in ("environment.json", "tenant.json"):
        return any(flow.is_relative_to(path.parent) for flow in flows)
    return False


def _names(file: Path, given: str) -> bool:
    """Whether these cases speak of another flow's given."""
    try:
        return f'{given}"' in file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return True  # it is told when it is run


def _folders(file: Path, results: list[Result]) -> set[Path]:
    place = place_of(file)
    ways = {key.rpartition("/")[0] for result in results for key, _ in result.visited}
    return {flow_file(place, *way.split("/")).parent for way in ways}


def _stamps(paths: list[Path]) -> Iterator[tuple[Path, tuple[int, int]]]:
    for root in dict.fromkeys(map(_root, paths)):
        yield from _below(str(root))


def _root(path: Path) -> Path:
    """What has a say in the cases at `path`: their tenant, or without one the flows beside theirs."""
    inside = path / "x" if path.is_dir() else path
    return tenant_folder(inside) or (path if path.is_dir() else path.parent.parent.parent)


def _below(folder: str) -> Iterator[tuple[Path, tuple[int, int]]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:  # removed while we look
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in PASSED_OVER:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path)
        elif entry.name.endswith(".json"):
            try:
                stat = entry.stat()
            except OSError:  # as above
                continue
            yield Path(entry.path), (stat.st_mtime_ns, stat.st_size)
