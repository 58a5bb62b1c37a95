"""Table sheet: the rows of an environment's table as CSV, and back; a column keeps the kind of value that it holds."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from flowengine.errors import FlowInvalid
from flowengine.lang import strict_json
from flowengine.messages import Json
from flowengine.tenancy import sheet
from flowengine.tenancy.table import RowResult

Row: TypeAlias = dict[str, Json]
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?")
LONGEST_COLUMN = 64


class Filled(NamedTuple):
    """`table` is as the rows say; the same as before if one is refused."""

    rows: tuple[RowResult, ...]
    table: dict[str, Json]


def exported(table: Mapping[str, Any]) -> str:
    """The key's column first, then the others as rows first have them."""
    rows: Sequence[Row] = table.get("rows") or ()
    columns = columns_of(table)
    return sheet.write(columns, ([_shown(row.get(column)) for column in columns] for row in rows))


def columns_of(table: Mapping[str, Any]) -> list[str]:
    """Every column of a table, its key's first."""
    return list(dict.fromkeys([table["key"], *(column for row in table.get("rows") or () for column in row)]))


def _shown(value: Json) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def imported(table: Mapping[str, Any], text: str) -> Filled:
    """The table with the rows of a CSV text in place of its own. A column whose values were numbers, yes or no, or
    lists stays so; in a new one, numbers are numbers where all of them are. An empty cell is no value."""
    key = table["key"]
    header = sheet.header(text)
    rows, faults = sheet.read(text, header or (key,), (key,))
    results = [RowResult(fault.line, "", "refused", *fault[1:], "bad_csv") for fault in faults]
    results += [_too_long(name) for name in header if len(name) > LONGEST_COLUMN]
    kinds = {column: _kind(table, column, [row.cells.get(column, "") for row in rows]) for column in header}
    before = {_shown(row.get(key)): row for row in table.get("rows") or ()}
    made: list[Row] = []
    lines: dict[str, int] = {}
    for row in rows:
        name = row.cells[key].strip()
        fault = _named_wrongly(name, lines, key)
        values, wrong = _values(row.cells, kinds)
        if fault or wrong:
            results.append(RowResult(row.line, name, "refused", *(fault or wrong or ("", "", "")), "bad_csv"))
            continue
        lines[name] = row.line
        made.append(values)
        outcome: Any = "added" if name not in before else "unchanged" if before[name] == values else "changed"
        results.append(RowResult(row.line, name, outcome))
    gone = [name for name in before if name not in lines] if not faults else []
    results += [RowResult(0, name, "removed") for name in gone]
    refused = any(result.outcome == "refused" for result in results)
    return Filled(tuple(results), dict(table) if refused else {**table, "rows": made})


def _too_long(name: str) -> RowResult:
    words = f"A column's name has at most {LONGEST_COLUMN} characters."
    return RowResult(1, "", "refused", name[:20], words, "Shorten it.", "bad_csv")


def _named_wrongly(name: str, lines: Mapping[str, int], key: str) -> tuple[str, str, str] | None:
    if not name:
        return key, f"“{key}” is empty: the row would never be found.", "Give it a key."
    if name in lines:
        return key, f"Line {lines[name]} has the same key.", "Keep one of the two."
    return None


def _values(cells: Mapping[str, str], kinds: Mapping[str, "Kind"]) -> tuple[Row, tuple[str, str, str] | None]:
    """The row's values; what is wrong with the first that cannot be read."""
    found: Row = {}
    for column, cell in cells.items():
        kind = kinds[column]
        if not cell.strip() and kind is not TEXT:
            continue
        try:
            value = kind.read(cell)
        except ValueError:
            return found, (column, f"“{cell[:40]}” is not {kind.words}, and the rest of “{column}” is.", kind.hint)
        if value != "":
            found[column] = value
    return found, None


class Kind(NamedTuple):
    words: str
    hint: str
    read: Callable[[str], Json]


def _number(cell: str) -> Json:
    if not _NUMBER.fullmatch(cell.strip()):
        raise ValueError(cell)
    return float(cell) if "." in cell else int(cell)


def _yes_no(cell: str) -> Json:
    word = cell.strip().lower()
    if word not in ("true", "false"):
        raise ValueError(cell)
    return word == "true"


def _anything(cell: str) -> Json:
    try:
        return strict_json.loads(cell)
    except FlowInvalid:
        raise ValueError(cell) from None


TEXT = Kind("text", "", str)
NUMBER = Kind("a number", "Write it as 12 or 12.5, without thousands.", _number)
YES_NO = Kind("true or false", "Write true or false.", _yes_no)
ANYTHING = Kind("JSON", 'Write it as JSON: ["a", "b"].', _anything)


def _kind(table: Mapping[str, Any], column: str, cells: Iterable[str]) -> Kind:
    """As its values were; of a new column, what all its cells are. The key stays what it was, else text."""
    values = [row[column] for row in table.get("rows") or () if row.get(column) is not None]
    if values:
        return _kind_of(values)
    filled = [cell for cell in cells if cell.strip()]
    if column == table["key"] or not filled:
        return TEXT
    for kind in (NUMBER, YES_NO):
        if all(_reads(kind, cell) for cell in filled):
            return kind
    return TEXT


def _kind_of(values: Sequence[Json]) -> Kind:
    if all(isinstance(value, str) for value in values):
        return TEXT
    if all(isinstance(value, bool) for value in values):
        return YES_NO
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return NUMBER
    return ANYTHING


def _reads(kind: Kind, cell: str) -> bool:
    try:
        kind.read(cell)
    except ValueError:
        return False
    return True
