"""Finds case files, compiles their tenants once, and runs every case in this process."""

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from time import perf_counter

import msgspec
from msgspec import Struct

from flowengine.errors import Finding, FlowInvalid, LedgerError
from flowengine.interpreter.program import Release
from flowengine.lang.json_path import json_path
from flowengine.lang.strict_json import loads
from flowengine.messages import Json
from flowengine.tenancy.directory import FRONT_DOOR
from flowengine.testbench.action import begin, finish, perform
from flowengine.testbench.bench import Bench, Compiler
from flowengine.testbench.case import Case, given_names, load_cases
from flowengine.testbench.names import checked_names
from flowengine.testbench.play import world_play
from flowengine.testbench.result import Failure, Result, StepFailed
from flowengine.testbench.tree import ASSUMED_CENTER, assumed_releases, elsewhere, read_releases, tenant_folder
from flowengine.testbench.world import World, world_of

MakeWorld = Callable[[Bench, Case, str], World]


class Suite(Struct, frozen=True):
    """One file of cases, ready to run; `findings` say why it is not. `home` is the environment of its flow."""

    file: str
    home: str
    bench: Bench | None
    cases: list[Case]
    findings: list[Finding]


@cache
def compiler() -> Compiler:
    """This process's one compiler: made when first needed, for it compiles the schema of every node type."""
    return Compiler()


def run_paths(paths: Iterable[Path | str]) -> list[Result]:
    """Run every case file among `paths`, folders searched; one result per case, and one per file that is not right."""
    return [result for suite in load_paths(paths) for result in run_suite(suite)]


def load_paths(paths: Iterable[Path | str]) -> Iterator[Suite]:
    """The suites of all case files among `paths`, each tenant read once."""
    read: dict[Path, tuple[Bench | None, list[Finding]]] = {}
    for file in case_files(paths):
        yield load_file(file, read)


def case_files(paths: Iterable[Path | str]) -> list[Path]:
    """The case files among `paths`: what is named, and in folders what lies at `cases/*.json`."""
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        for file in sorted(path.rglob("cases/*.json")) if path.is_dir() else [path]:
            found[file] = None
    return list(found)


def load_file(file: Path, read: dict[Path, tuple[Bench | None, list[Finding]]] | None = None) -> Suite:
    """One case file with its tenant. `read`: tenants that were read already, by folder."""
    folder = tenant_folder(file)
    flow_folder = file.resolve().parent.parent
    place = folder or flow_folder
    known = read if read is not None else {}
    if place not in known:
        known[place] = _bench(lambda: read_releases(folder) if folder else assumed_releases(flow_folder))
    bench, findings = known[place]
    parts = flow_folder.relative_to(folder).parts if folder else (ASSUMED_CENTER,)
    home = parts[0] if parts else FRONT_DOOR
    if findings:
        return Suite(str(file), home, None, [], findings)
    try:
        document = loads(file.read_bytes(), file=str(file))
        files = {path.stem: path for path in sorted(file.parent.glob("given/*.json"))}
        files |= elsewhere(given_names(document), place, home)
        named = {name: loads(path.read_bytes(), file=str(path)) for name, path in files.items()}
    except (FlowInvalid, OSError) as fault:
        return Suite(str(file), home, bench, [], _findings(fault, str(file)))
    cases, faults = load_cases(document, str(file), named)
    return named_suite(str(file), home, bench, cases, [*faults, *_alone(document, str(file))])


def _alone(document: Json, file: str) -> list[Finding]:
    """`only` is for whoever works on a case: where CI runs it would leave the others out, and nobody would see."""
    if os.environ.get("CI", "").lower() in ("", "0", "false"):
        return []
    message, hint = "“only” leaves the other cases out, so CI refuses it.", "Remove it before you commit."
    cases = document.get("cases") if isinstance(document, dict) else None
    return [
        Finding("only_in_ci", "error", json_path(["cases", name, "only"]), message, hint, file)
        for name, body in (cases.items() if isinstance(cases, dict) else ())
        if isinstance(body, dict) and body.get("only")
    ]


def named_suite(file: str, home: str, bench: Bench | None, cases: list[Case], faults: list[Finding]) -> Suite:
    """A suite whose cases speak only of what the tenant has."""
    if bench is None:
        return Suite(file, home, bench, cases, faults)
    right, unknown = checked_names(bench, cases, home)
    return Suite(file, home, bench, right, [*faults, *unknown])


def suite_of(
    tenant: Json, releases: Mapping[str, Release], home: str, document: tuple[str, Json, Mapping[str, Json]]
) -> Suite:
    """A suite from documents alone. `document`: (file name, cases document, given documents by name)."""
    file, cases_document, named = document
    bench, findings = bench_of(tenant, releases)
    cases, faults = load_cases(cases_document, file, named)
    return named_suite(file, home, bench, cases, [*findings, *faults])


def bench_of(tenant: Json, releases: Mapping[str, Release]) -> tuple[Bench | None, list[Finding]]:
    """The tenant made ready, or what is wrong with it."""
    return _bench(lambda: (tenant, releases))


def _bench(read: Callable[[], tuple[Json, Mapping[str, Release]]]) -> tuple[Bench | None, list[Finding]]:
    try:
        return compiler().bench(*read()), []
    except (FlowInvalid, LedgerError, OSError) as fault:
        return None, _findings(fault, "")


def _findings(fault: Exception, file: str) -> list[Finding]:
    if isinstance(fault, FlowInvalid):
        return fault.findings
    if isinstance(fault, FileNotFoundError):
        return [Finding("no_such_file", "error", "$", "There is no such file or folder.", "Look at the path.", file)]
    return [Finding("file_unreadable", "error", "$", f"{fault}", file=file)]


def run_suite(suite: Suite) -> Iterator[Result]:
    """Run the cases of one file; its findings, if any, are a result of their own."""
    if suite.findings:
        failure = Failure(0, "The cases cannot be used as they are.", findings=suite.findings)
        yield Result(suite.file, "", ok=False, ms=0.0, failure=failure)
    for case in suite.cases if suite.bench is not None else ():
        yield run_case(suite.bench, case, suite.home)  # type: ignore[arg-type]  # a bench is there, see above


def run_case(bench: Bench, case: Case, home: str, make_world: MakeWorld = world_of) -> Result:
    """Run one case. `home` is the environment in which its file lies."""
    if case.skip:
        return Result(case.file, case.name, True, 0.0, case.example, skipped=case.skip)
    collects = gc.isenabled()
    gc.disable()  # a case is over before it is worth looking for what it left; looking meanwhile costs a fifth
    try:
        return _run(bench, case, home, make_world)
    finally:
        if collects:
            gc.enable()


def _run(bench: Bench, case: Case, home: str, make_world: MakeWorld) -> Result:
    began = perf_counter()
    world: World | None = None
    failure: Failure | None = None
    try:
        world = make_world(bench, case, home)
        begin(world)
        for index, step in enumerate(case.steps, 1):
            world.step = index
            perform(world, step)
        finish(world)
    except StepFailed as failed:
        failure = _failure(world, failed)
    except Exception as fault:  # noqa: BLE001  # the other cases go on; this one tells whose fault it is, and where
        failure = _failure(world, StepFailed(_engine_fault(fault)))
    ms = (perf_counter() - began) * 1000
    stories = [*world.earlier, world.story] if world is not None else []
    visited = [way for story in stories for way in story.visited()]
    ways = [way for story in stories for way in story.ways()]
    return Result(case.file, case.name, failure is None, ms, case.example, failure, visited=visited, ways=ways)


def _engine_fault(fault: Exception) -> str:
    """A defect of the engine, or of a package beside it, as a sentence with the line that it came from."""
    from traceback import extract_tb  # noqa: PLC0415  # it reads sources, and loads what that takes

    came = extract_tb(fault.__traceback__)[-1]
    place = f"{Path(came.filename).name}, line {came.lineno}"
    return f"The engine itself failed at {place}: {type(fault).__name__}: {fault}. No flow should be able to do this."


def _failure(world: World | None, failed: StepFailed) -> Failure:
    play = world_play(world, mark_heard=failed.mark == "heard") if world else []
    expected, got = (msgspec.to_builtins(value) for value in (failed.expected, failed.got))
    return Failure(world.step if world else 0, failed.message, expected, got, play)
