"""A report as a table: one row for each line, columns with fixed names, as CSV or for a terminal."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from flowengine.messages import Json

_PREFIX = {"dialogues": "dialogues_", "states_s": "state_", "away_s": "away_"}


def flat(line: dict[str, Any]) -> dict[str, Json]:
    """The sections of a line beside each other; a figure brings the name of its formula."""
    found: dict[str, Json] = {}
    for name, value in line.items():
        if name == "figures":
            for figure, named in value.items():
                found[figure] = named["value"]
                found.update({f"{figure}_{word}": said for word, said in named.items() if word != "value"})
        elif isinstance(value, dict):
            tail = "_s" if name.endswith("_s") else ""
            found.update({f"{_PREFIX.get(name, '')}{word}{tail}": said for word, said in value.items()})
        else:
            found[name] = value
    return found


class _Lines(list[str]):
    """What csv writes to, without a file."""

    def write(self, text: str) -> None:
        self.append(text)


def csv_of(lines: Iterable[dict[str, Any]], like: dict[str, Any]) -> str:
    """RFC 4180, lines ended by CR LF; the header is that of a line `like` these."""
    out = _Lines()
    writer = csv.DictWriter(out, list(flat(like)))
    writer.writeheader()
    writer.writerows(flat(line) for line in lines)
    return "".join(out)


def text_of(columns: Sequence[str], rows: Iterable[dict[str, Json]]) -> str:
    """Columns of a terminal, words to the left and numbers to the right."""
    told = [[_cell(row.get(name)) for name in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *told, strict=True)]
    return "\n".join(_aligned(cells, widths) for cells in (list(columns), *told))


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    number = [cell[:1].isdigit() or cell == "-" for cell in cells]
    pairs = zip(cells, widths, number, strict=True)
    return "  ".join(cell.rjust(width) if right else cell.ljust(width) for cell, width, right in pairs).rstrip()


def _cell(value: Json) -> str:
    return "-" if value is None else str(value)
