"""Sheet: CSV text to rows and back, as spreadsheets write and read it."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

MOST_ROWS = 50_000
DELIMITERS = (",", ";", "\t")
# A spreadsheet takes a cell that begins so for a formula. One apostrophe is put before it, and taken away again.
_FORMULA = re.compile("'*[=+\\-@\t\n\uff1d\uff0b\uff0d\uff20]")


class RowFault(NamedTuple):
    """What is wrong in one line (1: the header; 0: the whole), in which column, and what to do about it."""

    line: int
    column: str
    text: str
    hint: str


class Row(NamedTuple):
    """`line` is where it begins in the file; `cells` are by column."""

    line: int
    cells: dict[str, str]


def write(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """CSV with a header, commas and CRLF (RFC 4180); no cell of it is a formula."""
    lines: list[str] = []
    writer = csv.writer(_Sink(lines))
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return "".join(lines)


def harmless(cell: str) -> str:
    """The cell as no spreadsheet runs it."""
    return "'" + cell if _FORMULA.match(cell) else cell


def meant(cell: str) -> str:
    """The cell without the apostrophe of `harmless`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def header(text: str) -> list[str]:
    """The names of the columns of a CSV text, for lists that have columns of their own; none of an empty one."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    try:
        cells = next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error:
        return []
    return [meant(cell.strip()) for cell in cells if cell.strip()]


def read(text: str, columns: Sequence[str], needed: Sequence[str]) -> tuple[list[Row], list[RowFault]]:
    """The rows of a CSV text whose header names some of `columns`, all of `needed` among them; and every fault."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text or "\ufffd" in text:
        return [], [RowFault(0, "", "This is not text in UTF-8.", "Save it as “CSV UTF-8”.")]
    if not text.strip():
        return [], [RowFault(1, "", "The file is empty.", f"Its first line names the columns: {','.join(columns)}")]
    delimiter = _delimiter(text, columns)
    lines = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    faults: list[RowFault] = []
    header: list[str] = []
    begins = 1
    try:
        for cells in lines:
            line, begins = begins, lines.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [meant(cell.strip()) for cell in cells]
                faults += _header_faults(line, header, columns, needed)
                if faults:
                    return [], faults
            elif len(cells) != len(header):
                words = f"The line has {len(cells)} cells, and the header has {len(header)}."
                faults.append(RowFault(line, "", words, "Look for a missing or a spare delimiter, and for quotes."))
            else:
                rows.append(Row(line, {name: meant(cell) for name, cell in zip(header, cells, strict=True)}))
            if len(rows) > MOST_ROWS:
                return [], [RowFault(line, "", f"There are more than {MOST_ROWS} rows.", "Split the file.")]
    except csv.Error as error:
        faults.append(
            RowFault(begins, "", f"This line cannot be read: {error}.", "Close each quote, and double it inside.")
        )
    return rows, faults


def _header_faults(line: int, header: list[str], columns: Sequence[str], needed: Sequence[str]) -> Iterator[RowFault]:
    known = "Known are " + ", ".join(columns) + "."
    for n, name in enumerate(header):
        if name not in columns:
            yield RowFault(line, name, f"There is no column “{name}” here.", known)
        elif name in header[:n]:
            yield RowFault(line, name, f"The column “{name}” stands there twice.", "Keep one of the two.")
    for name in needed:
        if name not in header:
            yield RowFault(line, name, f"The column “{name}” is missing.", "Add it: it tells which row is which.")


def _delimiter(text: str, columns: Sequence[str]) -> str:
    """The one by which the first line falls into the most columns that are known; spreadsheets differ by country."""
    first = next(line for line in text.split("\n") if line.strip())

    def known(delimiter: str) -> int:
        return sum(cell.strip().strip('"') in columns for cell in first.split(delimiter))

    return max(DELIMITERS, key=known)


def _lines(text: str) -> Iterator[str]:
    """Its lines by line feeds alone: other characters that end a line stand in people's names and notes."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


class _Sink:
    """What the writer writes to."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    def write(self, text: str) -> None:
        self._lines.append(text)
