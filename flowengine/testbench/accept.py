"""Accepts what failing cases show: rewrites their `expect` parts to what happened, and nothing else, for review."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from flowengine.lang.canonical import canonical
from flowengine.lang.strict_json import loads
from flowengine.ledger.folder import write_atomically
from flowengine.messages import Json
from flowengine.testbench.accepted import NOTHING, CannotAccept, accepted
from flowengine.testbench.action import begin, finish, perform
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import Case
from flowengine.testbench.document import Expect, Step
from flowengine.testbench.expectation import unmet
from flowengine.testbench.result import StepFailed
from flowengine.testbench.runner import Suite, run_case
from flowengine.testbench.world import world_of


class Edit(Struct, frozen=True):
    """One changed expectation. `step` counts from 1; `now` is None for one that falls away."""

    file: str
    case: str
    step: int
    key: str
    before: Any
    now: Any = None

    def __str__(self) -> str:
        now = _shown(self.now) if self.now is not None else "nothing"
        return f"{self.file}::{self.case}, step {self.step}: {self.key} was {_shown(self.before)}, is {now}"


def _shown(value: Json) -> str:
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= 80 else f"{text[:79]}…"


def edits_of(suite: Suite, name: str) -> list[Edit]:
    """What to change so that the case `name` holds, in all its examples and channels.

    Raises CannotAccept where it fails for another reason than an expectation, or where no rewrite makes it hold.
    """
    if suite.bench is None or suite.findings:
        first = f": {suite.findings[0].message.rstrip('.')}" if suite.findings else ""
        raise CannotAccept(f"the file or its flows cannot be used as they are{first}")
    document = _document(suite.file)
    found: dict[tuple[int, str], Edit] = {}
    for case in _runs(suite.cases, name):
        for edit in _edits(suite.bench, case, suite.home, document):
            other = found.setdefault((edit.step, edit.key), edit)
            if other != edit:
                raise CannotAccept(f"its examples differ in `{edit.key}` of step {edit.step}; give it a ${{name}}")
    edits = [found[place] for place in sorted(found)]
    _prove(suite, suite.bench, name, edits)
    return edits


def _runs(cases: Iterable[Case], name: str) -> list[Case]:
    return [case for case in cases if case.name == name and not case.skip]


def _document(file: str) -> Any:
    return loads(Path(file).read_bytes(), file=file)


def _edits(bench: Bench, case: Case, home: str, document: Mapping[str, Any]) -> Iterator[Edit]:
    """Run the case to its end, noting what does not hold instead of stopping there."""
    written = document["cases"][case.name]["steps"]
    index = 0
    try:
        world = world_of(bench, case, home)
        begin(world)
        for index, step in enumerate(case.steps, 1):
            world.step = index
            try:
                perform(world, step)
            except StepFailed:
                missed = unmet(world, step.expect) if isinstance(step.expect, msgspec.Struct) else []
                if not missed:
                    raise
                for miss in missed:
                    before = written[index - 1]["expect"].get(miss.key)
                    yield _edit(case, index, miss.key, before, msgspec.to_builtins(miss.got))
        finish(world)
    except StepFailed as failed:
        raise CannotAccept(f"step {index} fails, and not by an expectation: {failed.message.rstrip('.')}") from None


def _edit(case: Case, step: int, key: str, before: Json, got: Any) -> Edit:
    if "${" in msgspec.json.encode(before).decode():
        raise CannotAccept(f"`{key}` of step {step} comes from the examples; change it there")
    try:
        now = accepted(key, before, got)
    except CannotAccept as fault:
        raise CannotAccept(f"`{key}` of step {step}: {fault}") from None
    return Edit(case.file, case.name, step, key, before, None if now is NOTHING else now)


def _changed(document: Any, edits: Iterable[Edit]) -> Any:
    """The document with these expectations changed."""
    changed = deepcopy(document)
    for edit in edits:
        _change(changed["cases"][edit.case]["steps"][edit.step - 1]["expect"], edit)
    return changed


def _prove(suite: Suite, bench: Bench, name: str, edits: Iterable[Edit]) -> None:
    """Raises CannotAccept unless the case holds with these expectations: nothing is written on trust."""
    for case in _runs(suite.cases, name):
        failure = run_case(bench, _rewritten(case, edits), suite.home).failure
        if failure is not None:
            raise CannotAccept(f"rewritten, step {failure.step} still fails: {failure.message.rstrip('.')}")


def _rewritten(case: Case, edits: Iterable[Edit]) -> Case:
    steps = list(case.steps)
    for edit in edits:
        expect: dict[str, Json] = msgspec.to_builtins(steps[edit.step - 1].expect)
        _change(expect, edit)
        steps[edit.step - 1] = Step(expect=msgspec.convert(expect, Expect))
    return replace(case, steps=tuple(steps))


def _change(expect: dict[str, Json], edit: Edit) -> None:
    """Say what happened; a step that expects nothing any more stays, empty."""
    if edit.now is None:
        expect.pop(edit.key, None)
    else:
        expect[edit.key] = edit.now


def write_edits(edits: Iterable[Edit]) -> list[Edit]:
    """Write the files, in canonical form; returns what was changed, each once, in order."""
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        if edit not in by_file.setdefault(edit.file, []):
            by_file[edit.file].append(edit)
    for file, changes in by_file.items():
        write_atomically(Path(file), canonical(_changed(_document(file), changes)))
    return [edit for changes in by_file.values() for edit in changes]
