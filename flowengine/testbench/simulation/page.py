"""The report as one HTML file: no script, nothing fetched; every chart has its numbers in a table behind it."""

from collections.abc import Iterable, Sequence
from html import escape

from flowengine.testbench.simulation.comparison import Compared, Comparison, Difference
from flowengine.testbench.simulation.figure import FIGURES
from flowengine.testbench.simulation.look import STYLE
from flowengine.testbench.simulation.student import Estimate
from flowengine.testbench.simulation.summary import Line, Summary
from flowengine.testbench.simulation.svg import STYLES, Series, line_chart, pair_chart
from flowengine.testbench.simulation.words import group, number, ranged

MAIN = ("service_level", "average_speed_of_answer_s", "abandonment", "occupancy", "handle_time_s", "waiting", "staffed")
DRAWN = ("service_level", "average_speed_of_answer_s", "abandonment", "waiting", "staffed", "occupancy")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
Row = Sequence[str]


def summary_page(found: Summary) -> str:
    """The report of one configuration."""
    title = found.title or "Simulation"
    parts = [_head(title, [_about(found)]), _notes(found.notes), _dialogues(found), _figures(found.lines)]
    for line in found.lines:
        if line.kind != "group" and _met(line.figures.get("enqueued")):
            series = {name: [Series("Simulated", _points(line, name))] for name in DRAWN}
            parts += _section(line, found, series)
    return _page(title, [*parts, _formulas(found)])


def comparison_page(found: Comparison) -> str:
    """The report of two."""
    before, after = found.before, found.after
    names = (before.title or "Before", after.title or "After")
    title = f"{names[0]}, or {names[1]}?"
    told = [f"Before: {_about(before)}", f"After: {_about(after)}"]
    parts = [_head(title, [*told, _SAME]), _notes([*before.notes, *(n for n in after.notes if n not in before.notes)])]
    sides = {line.key: line for line in before.lines}, {line.key: line for line in after.lines}
    for line in found.lines:
        shown = {name: one for name, one in line.figures.items() if name in MAIN and one.verdict}
        if not shown or (line.kind != "group" and not _met(line.figures["enqueued"].before)):
            continue
        parts.append(_verdicts(line, shown))
        one, other = (side.get((line.kind, line.contact_center, line.name)) for side in sides)
        if line.kind == "contact_center" and one is not None and other is not None and line.intervals:
            both = {
                name: [Series("Before", _points(one, name)), Series("After", _points(other, name))] for name in DRAWN
            }
            parts.append(_charts(one, before, both))
    return _page(title, [*parts, _formulas(before)])


_SAME = "The same callers arrive in both; differences are taken pair by pair, day by day."


def _met(found: Estimate | None) -> bool:
    return found is not None and bool(found.mean)


def _points(line: Line, name: str) -> Sequence[Estimate]:
    return [interval[name] for interval in line.intervals[:-1]]


def _about(found: Summary) -> str:
    warm = f", the first {found.warm_up_min:g} minutes not counted" if found.warm_up_min else ""
    days = f"{found.replications} simulated days, seed {found.seed}"
    return f"{found.day}, {found.begins} to {found.ends} ({found.time_zone}){warm}; {days}; 95 % confidence intervals"


# --- parts of the page ------------------------------------------------------------------------------------------------


def _page(title: str, parts: Iterable[str]) -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in parts if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _head(title: str, told: Iterable[str]) -> str:
    lines = "".join(f'<p class="soft">{escape(line)}</p>' for line in told)
    return f"<header><h1>{escape(title)}</h1>{lines}</header>"


def _notes(notes: Sequence[str]) -> str:
    items = "".join(f"<p>{escape(note)}</p>" for note in notes)
    return f'<div class="notes" role="note">{items}</div>' if notes else ""


def _table(caption: str, head: Row, rows: Iterable[Row]) -> str:
    """The first cell of a row is its heading; cells are HTML already."""
    first = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>' for row in rows
    )
    label = escape(caption, quote=True)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{label}"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{first}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cell(found: Estimate | None, name: str) -> str:
    if found is None:
        return "-"
    mean, _, rest = ranged(found, FIGURES[name].unit).partition(" (")
    return f"{mean} <small>({rest}</small>" if rest else mean


def _titles(names: Iterable[str]) -> list[str]:
    return [FIGURES[name].title for name in names]


def _dialogues(found: Summary) -> str:
    rows = [[word.replace("_", " ").capitalize(), _cell(one, "enqueued")] for word, one in found.dialogues.items()]
    table = _table("All dialogues of a day, by how they ended", ["Dialogues", "A day"], rows)
    return f'<h2>Dialogues</h2><div class="few">{table}</div>'


def _figures(lines: Sequence[Line]) -> str:
    shown = ("enqueued", *MAIN)
    rows = [
        [escape(group(*line.key)), *(_cell(line.figures.get(name), name) for name in shown)]
        for line in lines
        if line.kind == "group" or _met(line.figures["enqueued"]) or _met(line.figures["staffed"])
    ]
    caption = "The whole day, by contact center, skill and group of agents"
    return f"<h2>Figures</h2>{_table(caption, ['', *_titles(shown)], rows)}"


def _section(line: Line, found: Summary, series: dict[str, list[Series]]) -> list[str]:
    return [f"<h2>{escape(group(*line.key))}</h2>", _charts(line, found, series)]


def _charts(line: Line, found: Summary, series: dict[str, list[Series]]) -> str:
    key = "-".join(part for part in line.key if part).replace(" ", "_")
    return (
        f'<div class="charts">{"".join(_chart(f"{key}-{name}", name, found, of) for name, of in series.items())}</div>'
    )


def _chart(key: str, name: str, found: Summary, series: list[Series]) -> str:
    kind = FIGURES[name]
    picture = line_chart(escape(key, quote=True), kind.title, found.intervals, series, kind.unit)
    legend = "".join(
        f'<li class="{style}"><span aria-hidden="true">{mark}</span> {escape(one.name)}</li>'
        for style, mark, one in zip(STYLES, "●◆", series, strict=False)
    )
    rows = [[label, *(_cell(one.points[n], name) for one in series)] for n, label in enumerate(found.intervals)]
    table = _table(f"{kind.title} by interval", ["From", *(escape(one.name) for one in series)], rows)
    told = f'<ul class="legend">{legend}</ul>' if len(series) > 1 else ""
    return (
        f"<figure><h3>{kind.title}</h3>{told}{picture}"
        f"<figcaption><details><summary>The numbers</summary>{table}</details></figcaption></figure>"
    )


def _verdicts(line: Compared, shown: dict[str, Difference]) -> str:
    name = group(line.kind, line.contact_center, line.name)
    rows = [
        [
            FIGURES[figure].title,
            pair_chart(FIGURES[figure].title, one.before, one.after, FIGURES[figure].unit),
            number(one.before.mean, FIGURES[figure].unit),
            number(one.after.mean, FIGURES[figure].unit),
            ranged(one.change, FIGURES[figure].unit, signed=True),
            f'<span class="verdict {one.verdict}">{one.verdict}</span>',
        ]
        for figure, one in shown.items()
    ]
    head = ["Figure", "● before, ◆ after", "Before", "After", "Difference", "Verdict"]
    return f"<h2>{escape(name)}</h2>{_table(f'{name}: before and after', head, rows)}"


def _formulas(found: Summary) -> str:
    levels = sorted({line.formula for line in found.lines if line.formula})
    named = [("Service level", formula) for formula in levels]
    named += [(FIGURES[name].title, formula) for name, formula in found.formulas.items() if name in FIGURES]
    rows = "".join(f"<p>{title}: <code>{escape(formula)}</code></p>" for title, formula in named)
    return f"<h2>How the figures are made</h2>{rows}"
