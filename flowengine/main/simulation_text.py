"""What a simulation found, for a terminal and as CSV."""

import csv
from collections.abc import Iterator

from flowengine.reports.table import text_of
from flowengine.testbench.simulation.comparison import Compared, Comparison, Difference
from flowengine.testbench.simulation.figure import FIGURES
from flowengine.testbench.simulation.student import Estimate
from flowengine.testbench.simulation.summary import Line, Summary
from flowengine.testbench.simulation.words import group, number, ranged

SHOWN = ("service_level", "average_speed_of_answer_s", "abandonment", "occupancy", "handle_time_s", "waiting")
TOLD = (*SHOWN, "staffed")  # of a comparison; --json and --csv have all
Cells = list[str | float | int | None]


def summary_text(found: Summary) -> str:
    """A table of groups, the dialogues, and what has to be known."""
    columns = ("group", "waits", *SHOWN)
    rows = [
        {
            "group": group(*line.key),
            "waits": number(line.figures["enqueued"].mean, "n") if "enqueued" in line.figures else None,
            **{name: _told(line.figures.get(name), name) for name in SHOWN},
        }
        for line in found.lines
    ]
    return "\n".join(
        [_head(found), "", text_of(columns, rows), "", *_dialogues(found), *_formulas(found), *found.notes]
    )


def _head(found: Summary) -> str:
    title = f"{found.title}: " if found.title else ""
    span = f"{found.day} {found.begins} to {found.ends} ({found.time_zone})"
    return f"{title}{span}, {found.replications} replications, seed {found.seed}, 95 % confidence intervals"


def _told(found: Estimate | None, name: str) -> str | None:
    return None if found is None else ranged(found, FIGURES[name].unit)


def _dialogues(found: Summary) -> list[str]:
    told = [f"{number(one.mean, 'n')} {word.replace('_', ' ')}" for word, one in found.dialogues.items()]
    return [f"dialogues: {', '.join(told)}"]


def _formulas(found: Summary) -> list[str]:
    levels = sorted({line.formula for line in found.lines if line.formula})
    return [f"service_level: {formula}" for formula in levels]


def comparison_text(found: Comparison) -> str:
    """One block a group: each figure before, after, the difference, and what may be said of it."""
    before, after = found.before, found.after
    head = [f"before: {_head(before)}", f"after:  {_head(after)}", "the same callers in both; differences by pairs"]
    for line in found.lines:
        shown = {name: one for name, one in line.figures.items() if name in TOLD and one.verdict}
        if shown and (line.kind == "group" or line.figures["enqueued"].before.mean):
            head += ["", group(line.kind, line.contact_center, line.name), _differences(shown)]
    return "\n".join([*head, "", *_formulas(before), *before.notes, *(n for n in after.notes if n not in before.notes)])


def _differences(shown: dict[str, Difference]) -> str:
    columns = ("figure", "before", "after", "difference", "verdict")
    rows = [
        {
            "figure": name,
            "before": ranged(one.before, FIGURES[name].unit),
            "after": ranged(one.after, FIGURES[name].unit),
            "difference": ranged(one.change, FIGURES[name].unit, signed=True),
            "verdict": one.verdict,
        }
        for name, one in shown.items()
    ]
    return text_of(columns, rows)


# --- CSV --------------------------------------------------------------------------------------------------------------

GROUP = ("kind", "contact_center", "name", "interval", "figure")
ONE = ("mean", "low", "high", "replications")


class _Lines(list[str]):
    """What csv writes to, without a file."""

    def write(self, text: str) -> None:
        self.append(text)


def csv_of(found: Summary | Comparison) -> str:
    """RFC 4180; a row for each group, interval and figure, the whole day first (no interval)."""
    out = _Lines()
    writer = csv.writer(out)
    if isinstance(found, Summary):
        writer.writerow((*GROUP, *ONE))
        writer.writerows(row for line in found.lines for row in _rows(line, found))
    else:
        sides = [f"{side}_{word}" for side in ("before", "after", "change") for word in ONE]
        writer.writerow((*GROUP, *sides, "verdict"))
        writer.writerows(row for line in found.lines for row in _compared(line, found.before))
    return "".join(out)


def _rows(line: Line, found: Summary) -> Iterator[Cells]:
    for interval, figures in [("", line.figures), *zip(_intervals(found), line.intervals, strict=True)]:
        for name, one in figures.items():
            yield [*line.key, interval, name, *_cells(one)]


def _intervals(found: Summary) -> list[str]:
    return [*found.intervals, f"after {found.ends}"]


def _compared(line: Compared, found: Summary) -> Iterator[Cells]:
    parts: list[tuple[str, dict[str, Difference]]] = [("", line.figures)]
    parts += zip(_intervals(found), line.intervals, strict=False)
    for interval, figures in parts:
        for name, one in figures.items():
            cells = [cell for side in (one.before, one.after, one.change) for cell in _cells(side)]
            yield [line.kind, line.contact_center, line.name, interval, name, *cells, one.verdict]


def _cells(one: Estimate) -> Cells:
    return [one.mean, one.low, one.high, one.n]
