"""docs/reports.md shows what the code gives: words, formulas, parameters, metrics, and one line in full."""

import re
from inspect import signature
from pathlib import Path
from typing import Any

import msgspec

from flowengine.api import metrics, reports
from flowengine.ledger.record import CounterRow
from flowengine.reports import formula
from flowengine.reports.count import DIALOGUES, OFFERS, STATES, WAITS, WORK
from flowengine.reports.formula import SERVICE_LEVELS, Waits, service_level
from flowengine.reports.interval import INTERVALS, MOST_SPANS, spans_of, zone_of
from flowengine.reports.report import KINDS, MOST_LINES, Question, Threshold, lines_of, told

PAGE = (Path(__file__).parents[2] / "docs" / "reports.md").read_text("utf-8")
CODE = set(re.findall(r"`([^`\n]+)`", PAGE))
DAY = 1_772_409_600_000  # 2026-03-02 00:00 UTC


def test_every_word_is_told() -> None:
    words = {word.removeprefix("ended_") for word in DIALOGUES} | {*WAITS, *OFFERS, *STATES, *INTERVALS, *KINDS}
    assert words | {f"{word}_s" for word in WORK} <= CODE


def test_every_formula_is_told_with_its_check_figure() -> None:
    check = Waits(1_000, 60, 860, 20, 10)
    for name in SERVICE_LEVELS:
        level = service_level(name, check)
        assert level is not None
        [row] = [line for line in PAGE.splitlines() if line.startswith(f"| `{name}`")]
        assert row.endswith(f"| {100 * level:.1f} % |")
    named = {value for key, value in vars(formula).items() if key.isupper() and isinstance(value, str)}
    assert named <= CODE


def test_every_parameter_is_told() -> None:
    given = set(signature(reports.intervals.fn).parameters) - {"principal", "services", "request", "first", "until"}
    assert given | {"from", "to"} <= CODE
    assert f"{MOST_SPANS:,} intervals and {MOST_LINES:,} lines" in PAGE


def test_every_metric_is_told() -> None:
    source = Path(metrics.__file__).read_text("utf-8")
    kinds = re.findall(r'(Gauge|Counter|Histogram)MetricFamily\(\s*"(\w+)"', source)
    told_ = re.findall(r"^\| `(dialogue_studio_\w+?)(?:_total)?` \| (\w+)", PAGE, re.MULTILINE)
    assert sorted(told_) == sorted((name, kind.lower()) for kind, name in kinds)


COUNTED: dict[str, list[tuple[str, int, int, int]]] = {
    "address": [("arrived", 0, 1_100, 0), ("ended_self_served", 0, 40, 0), ("ended_abandoned", 0, 60, 0),
                ("ended_served", 0, 1_000, 0)],
    "queue": [
        ("enqueued", 0, 1_060, 0), ("answered", 20, 860, 8_600_000), ("answered", 90, 140, 5_600_000),
        ("abandoned", 5, 10, 0), ("abandoned", 20, 10, 0), ("abandoned", 45, 40, 0), ("offered", 0, 1_010, 0),
        ("accepted", 0, 1_000, 0), ("declined", 0, 4, 0), ("no_answer", 0, 6, 0), ("talked", 0, 1_000, 180_000_000),
        ("wrapped", 0, 1_000, 30_000_000), ("handled", 0, 1_000, 215_000_000),
    ],
}  # fmt: skip  # what, edge, how often, milliseconds


def test_the_line_is_what_such_counters_give() -> None:
    [text] = re.findall(r"^```json\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    span = spans_of(DAY, DAY + 1, "day", zone_of("UTC"))[0]
    rows = {
        kind: [[CounterRow(1, "t", kind, DAY, "billing", "billing", "voice", "", *row) for row in rows]]
        for kind, rows in COUNTED.items()
    }
    [line] = lines_of(Question("channel"), [span], rows)
    shown: dict[str, Any] = msgspec.json.decode(text)
    named = ("start", "end", "contact_center", "channel")
    assert [shown.pop(name) for name in named][2:] == [line.contact_center, line.key]
    assert shown == msgspec.to_builtins(told(line, "channel", Threshold()))
