"""From a document to runnable cases: given merged from left to right, examples and channels spread out."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

import msgspec
from msgspec import UNSET, Struct

from flowengine.errors import Finding
from flowengine.lang.json_path import json_path
from flowengine.messages import Channel, Json
from flowengine.testbench.document import AgentAct, CallerAct, CaseBody, CasesDocument, Given, Start, Step
from flowengine.testbench.schema import document_findings, part_findings

Place: TypeAlias = tuple[str | int, ...]
Spread: TypeAlias = tuple[str, dict[str, Json], Channel | None]  # label, the example's values, channel
_NAME = re.compile(r"\$\{([a-z][a-z0-9_]*)\}")


class Case(Struct, frozen=True):
    """One case ready to run. `example` is "" for a case without examples; `skip` says why it is not run."""

    file: str
    name: str
    example: str
    start: Start
    given: Given
    steps: tuple[Step, ...]
    channel: Channel | None
    strict: bool
    skip: str
    first: tuple[Step, ...] = ()  # done before, and not counted among the steps
    has_own_first: bool = False  # in place of those of its file

    @property
    def title(self) -> str:
        """The case's name, with its example in brackets."""
        return f"{self.name}[{self.example}]" if self.example else self.name


class _Unknown(Exception):
    """A `${name}` that the example does not have, or a given that is not there; its message is the finding's."""


def load_cases(document: Json, file: str, named: Mapping[str, Json]) -> tuple[list[Case], list[Finding]]:
    """The cases of one document, and what is wrong with it. `named`: the documents of cases/given/ by their names."""
    try:
        read = msgspec.convert(document, CasesDocument)
    except msgspec.ValidationError as fault:
        return [], document_findings(document, file) or [Finding("bad_value", "error", "$", f"{fault}.", file=file)]
    findings = dict.fromkeys(_start_findings(read.start, file))  # each once: the file's own steps come with every case
    source = Source(read, file, named, any(body.only for body in read.cases.values()))
    cases: list[Case] = []
    for name, body in read.cases.items():
        for spread in _spread(body):
            made = _case(source, name, spread)
            if isinstance(made, Case):
                cases.append(made)
            else:
                findings |= dict.fromkeys(made)
    return cases, list(findings)


class Source(NamedTuple):
    """A document that could be read, and what belongs to it; `only`: some of its cases are to be run alone."""

    document: CasesDocument
    file: str
    named: Mapping[str, Json]
    only: bool


def _case(source: Source, name: str, spread: Spread) -> Case | list[Finding]:
    """One run of one case, or what is wrong with it."""
    read, file, named, only = source
    label, values, channel = spread
    body = read.cases[name]
    is_own = body.first is not UNSET
    try:
        given = _expanded(_merged([*read.given, *_as_list(body.given), values.get("given")], named), values)
        first = _expanded(body.first if is_own else read.first, values)
        steps = _expanded(body.steps, values)
    except _Unknown as fault:
        return [Finding("unknown_name", "error", json_path(["cases", name]), str(fault), file=file)]
    at: Place = ("cases", name)
    found = [
        *_given_findings(given, name, file),
        *_step_findings(first, (*at, "first") if is_own else ("first",), file),
        *_step_findings(steps, (*at, "steps"), file),
    ]
    if found:
        return found
    skip = body.skip or ("another case of this file says `only`" if only and not body.only else "")
    done, begun = (msgspec.convert(some, tuple[Step, ...]) for some in (steps, first))
    world = msgspec.convert(given, Given)
    return Case(file, name, label, read.start, world, done, channel, body.strict, skip, begun, is_own)


def given_names(document: Json) -> set[str]:
    """The names of given files that stand in a document, if it is one of cases; `flow/name` is another flow's."""
    if not isinstance(document, dict):
        return set()
    cases = document.get("cases")
    bodies = [body for body in cases.values() if isinstance(body, dict)] if isinstance(cases, dict) else []
    examples = [row for body in bodies for row in _as_list(body.get("examples")) if isinstance(row, dict)]
    holders = [document, *bodies, *examples]
    return {part for holder in holders for part in _as_list(holder.get("given")) if isinstance(part, str)}


def _start_findings(start: Start, file: str) -> Iterator[Finding]:
    if bool(start.address) + bool(start.flow) + bool(start.treatment) != 1:
        yield Finding("bad_value", "error", "$.start", "A start is one of: address, flow, treatment.", file=file)


def _spread(body: CaseBody) -> Iterator[Spread]:
    """Every run of a case."""
    seen: set[str] = set()
    for index, values in enumerate(body.examples or [{}]):
        label = str(values.get("name", next(iter(values.values()), "")))[:40] if values else ""
        if label in seen:
            label = f"{label}-{index + 1}"
        seen.add(label)
        channels: list[Channel | None] = [*body.channels] or [None]
        for channel in channels:
            spoken = "-".join(part for part in (label, channel or "") if part)
            yield spoken, values, channel


def _as_list(given: Json) -> list[Json]:
    return given if isinstance(given, list) else [given]


def _no_such(part: str, named: Mapping[str, Json]) -> _Unknown:
    from difflib import get_close_matches  # noqa: PLC0415  # only a mistake needs it

    near = get_close_matches(part, named, 1)
    hint = f"did you mean “{near[0]}”?" if near else f"there are: {', '.join(sorted(named)) or 'none'}."
    where = "file of another flow’s cases/given for" if "/" in part else "cases/given file"
    return _Unknown(f"There is no {where} “{part}”; {hint}")


def _merged(parts: list[Json], named: Mapping[str, Json]) -> dict[str, Json]:
    """Left to right: objects are merged, everything else is replaced. Raises _Unknown."""
    merged: dict[str, Json] = {}
    for part in parts:
        if isinstance(part, str):
            if part not in named:
                raise _no_such(part, named)
            merged = _laid_over(merged, named[part])
        elif part is not None:
            merged = _laid_over(merged, part)
    merged.pop("$schema", None)
    return merged


def _laid_over(below: Any, above: Any) -> Any:
    if isinstance(below, dict) and isinstance(above, dict):
        return {**below, **{key: _laid_over(below.get(key), value) for key, value in above.items()}}
    return above


def _expanded(value: Any, values: Mapping[str, Json]) -> Any:
    """`${name}` replaced everywhere; alone in a text, it keeps the value's type. Raises _Unknown."""
    if isinstance(value, str):
        return _filled(value, values) if "${" in value else value
    if isinstance(value, dict):
        return {key: _expanded(item, values) for key, item in value.items()}
    if isinstance(value, list):
        return [_expanded(item, values) for item in value]
    return value


def _filled(text: str, values: Mapping[str, Json]) -> Json:
    for name in _NAME.findall(text):
        if name not in values:
            raise _Unknown(f"No example gives “{name}”, which ${{{name}}} names.")
    whole = _NAME.fullmatch(text)
    if whole:
        return values[whole[1]]
    return _NAME.sub(lambda found: str(values[found[1]]), text)


def _given_findings(given: Json, name: str, file: str) -> Iterator[Finding]:
    try:
        msgspec.convert(given, Given)
    except msgspec.ValidationError as fault:
        found = list(part_findings(Given, given, ("cases", name, "given"), file))
        yield from found or [_unread(fault, ["cases", name, "given"], file)]


def _step_findings(steps: Json, at: Place, file: str) -> Iterator[Finding]:
    for index, step in enumerate(steps):
        path = (*at, index)
        try:
            bad = not _is_one(msgspec.convert(step, Step))
        except msgspec.ValidationError as fault:
            found = list(part_findings(Step, step, path, file))
            yield from found or [_unread(fault, list(path), file)]
        else:
            if bad or len(step) != 1:
                yield from part_findings(Step, step, path, file)


def _is_one(step: Step) -> bool:
    """Whether the objects that hold exactly one act do; what they may be is known by then."""
    agents = step.agent.values() if isinstance(step.agent, dict) else ()
    return all(_acts(act) == 1 for act in (step.caller, *agents))


def _acts(act: object) -> int:
    if isinstance(act, CallerAct):
        recorded = (act.records_s is not UNSET) + (act.records is not UNSET)
        return bool(act.presses) + bool(act.says) + bool(act.writes) + bool(act.chooses) + bool(act.calls) + recorded
    if isinstance(act, AgentAct):
        if act.reason and act.presence is UNSET:
            return 0
        given = (act.presence, act.holds, act.hands_on, act.device)
        return bool(act.says) + bool(act.wraps_up) + bool(act.notes) + sum(one is not UNSET for one in given)
    return 1


def _unread(fault: Exception, path: list[str | int], file: str) -> Finding:
    return Finding("bad_value", "error", json_path(path), f"{fault}.", file=file)
