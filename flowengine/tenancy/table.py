"""Table: a list of the directory as CSV; what comes in is told row by row, and taken whole or not at all."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct

from flowengine.errors import RequestRefused
from flowengine.tenancy import sheet
from flowengine.tenancy.change import Change, Outcome, sync
from flowengine.tenancy.column import CellWrong, Document
from flowengine.tenancy.directory import Directory, things_of, written
from flowengine.tenancy.lists import LISTS, Parts, Things
from flowengine.tenancy.parts import all_parts, parts_of, put_part, shown_part, take_part

Names: TypeAlias = tuple[str, ...]
Drafts: TypeAlias = dict[str, Document]


class RowResult(Struct, frozen=True):
    """What became, or would become, of a row; `line` 0: of something that no row names any more."""

    line: int
    key: str
    outcome: Outcome
    column: str = ""
    text: str = ""
    hint: str = ""
    code: str = ""


class Imported(NamedTuple):
    """`changes` make the directory so; there are none if a row is refused."""

    rows: tuple[RowResult, ...]
    changes: tuple[Change, ...]


def exported(directory: Directory, name: str) -> str:
    """A list of the directory as CSV."""
    spec = LISTS[name]
    if isinstance(spec, Parts):
        rows = [[*names, *shown_part(spec, part)] for names, part in all_parts(directory, spec)]
        return sheet.write(spec.header, sorted(rows))
    things = things_of(directory, spec.kind)
    documents = {key: written(things[key]) for key in sorted(things)}
    shown = ([key, *(column.show(document) for column in spec.columns)] for key, document in documents.items())
    return sheet.write(spec.header, shown)


def imported(directory: Directory, name: str, text: str, *, replace: bool) -> Imported:
    """What the rows of a CSV text would change. `replace`: what they do not name is removed; else they only add to it
    and change. A column that is left out leaves its field as it is."""
    spec = LISTS[name]
    rows, faults = sheet.read(text, spec.header, spec.needed)
    results = [RowResult(fault.line, "", "refused", *fault[1:], "bad_csv") for fault in faults]
    drafts: Drafts = {}
    lines: dict[Names, int] = {}
    for row in rows:
        names = tuple(row.cells[column].strip() for column in spec.needed)
        fault = _named_wrongly(spec, names, lines) or _laid(directory, spec, drafts, names, row.cells)
        lines.setdefault(names, row.line)
        if fault:
            results.append(RowResult(row.line, " ".join(names), "refused", *fault, "bad_csv"))
    known = dict(all_parts(directory, spec)) if isinstance(spec, Parts) else _things(directory, spec)
    gone = [names for names in known if names not in lines] if replace and not faults else []
    if isinstance(spec, Parts):
        for names in gone:
            take_part(spec, _draft(directory, spec, drafts, names), names)
    changes = [Change(spec.kind, key, document) for key, document in drafts.items()]
    changes += [Change(spec.kind, names[0], None) for names in gone] if isinstance(spec, Things) else []
    done = sync(directory, changes)
    told = {result.line for result in results}
    outcomes = {result.key: (result.outcome, result.refusal) for result in done.results}
    ask = _part_outcome(spec, known, drafts, outcomes) if isinstance(spec, Parts) else _thing_outcome(spec, outcomes)
    results += [ask(names, line) for names, line in lines.items() if line not in told]
    results += [ask(names, 0) for names in gone]
    results.sort(key=lambda result: (result.line == 0, result.line, result.key))
    refused = any(result.outcome == "refused" for result in results)
    needed = [change for change, of in zip(changes, done.results, strict=True) if of.outcome != "unchanged"]
    return Imported(tuple(results), () if refused else tuple(needed))


def _things(directory: Directory, spec: Things) -> dict[Names, Any]:
    return {(key,): thing for key, thing in things_of(directory, spec.kind).items()}


def _named_wrongly(spec: Things | Parts, names: Names, lines: dict[Names, int]) -> tuple[str, str, str] | None:
    """(Column, what is wrong, what to do) if the row does not say of what it is, or says it again."""
    for column, name in zip(spec.needed, names, strict=True):
        if not name:
            return column, f"“{column}” is empty.", "Say which one the row is about."
    if names in lines:
        return spec.needed[-1], f"Line {lines[names]} is about the same.", "Keep one of the two."
    return None


def _laid(
    directory: Directory, spec: Things | Parts, drafts: Drafts, names: Names, cells: dict[str, str]
) -> tuple[str, str, str] | None:
    """Lay a row over its document; (column, what is wrong, what to do) if it cannot be read."""
    draft = _draft(directory, spec, drafts, names)
    if isinstance(spec, Parts) and not draft:
        drafts.pop(names[0])
        text = f"There is no {spec.kind.replace('_', ' ')} “{names[0]}”."
        return spec.owner, text, "Add it first, or look at how it is written."
    columns = spec.columns if isinstance(spec, Things) else ()
    column = ""
    try:
        for each in columns:
            column = each.name
            if column in cells:
                each.take(draft, cells[column])
        if isinstance(spec, Parts):
            column = spec.value.name if spec.value else spec.item
            put_part(spec, draft, names, cells)
    except CellWrong as wrong:
        return column, str(wrong), wrong.hint
    return None


def _draft(directory: Directory, spec: Things | Parts, drafts: Drafts, names: Names) -> Document:
    """The document that the row is about, as it is so far; empty if there is none yet."""
    key = names[0] if isinstance(spec, Things) or spec.owner else "tenant"
    if key not in drafts:
        known = things_of(directory, spec.kind)
        drafts[key] = written(known[key]) if key in known else {}
    return drafts[key]


def _thing_outcome(spec: Things, outcomes: dict[str, Any]) -> Callable[[Names, int], RowResult]:
    def ask(names: Names, line: int) -> RowResult:
        outcome, refusal = outcomes[names[0]]
        if refusal is None:
            return RowResult(line, names[0], outcome)
        column = next((each.name for each in spec.columns if _speaks_of(str(refusal), ".".join(each.path))), "")
        return _refused(line, names[0], column, refusal)

    return ask


def _part_outcome(
    spec: Parts, known: dict[Names, Any], drafts: Drafts, outcomes: dict[str, Any]
) -> Callable[[Names, int], RowResult]:
    """A thing that is refused is refused in the rows that the refusal speaks of, or else in all that change it."""
    now: dict[Names, Any] = {}
    for key, draft in drafts.items():
        now |= dict(parts_of(spec, key, draft))
    plain = {names: _outcome(names, known, now) for names in (*known, *now)}
    spoken: dict[str, set[Names]] = {}
    for names in plain:
        owner = names[0] if spec.owner else "tenant"
        refusal = outcomes.get(owner, ("", None))[1]
        if refusal is not None and any(f"“{name}”" in str(refusal) for name in names[1 if spec.owner else 0 :]):
            spoken.setdefault(owner, set()).add(names)

    def ask(names: Names, line: int) -> RowResult:
        owner, outcome = names[0] if spec.owner else "tenant", plain[names]
        refusal: RequestRefused | None = outcomes[owner][1]
        if refusal is None or (names not in spoken[owner] if owner in spoken else outcome == "unchanged"):
            return RowResult(line, " ".join(names), outcome)
        return _refused(line, " ".join(names), spec.value.name if spec.value else spec.item, refusal)

    return ask


def _outcome(names: Names, known: dict[Names, Any], now: dict[Names, Any]) -> Outcome:
    if names not in known:
        return "added"
    if names not in now:
        return "removed"
    return "unchanged" if known[names] == now[names] else "changed"


def _refused(line: int, key: str, column: str, refusal: RequestRefused) -> RowResult:
    return RowResult(line, key, "refused", column, str(refusal), refusal.hint, refusal.code)


def _speaks_of(text: str, path: str) -> bool:
    return f"`{path}`" in text or re.search(rf"\.{re.escape(path)}\b", text) is not None
