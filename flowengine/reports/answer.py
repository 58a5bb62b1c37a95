"""Makes the answer to what a report was asked for: the lines of every part, as JSON or CSV."""

from collections.abc import Sequence
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import msgspec

from flowengine.errors import RequestRefused
from flowengine.reports.asked import Asked, Part
from flowengine.reports.count import TEST
from flowengine.reports.interval import Span, text_of, zone_of
from flowengine.reports.member import Members
from flowengine.reports.report import KINDS, OF_AGENTS, Line, Question, Row, Threshold, lines_of, told
from flowengine.reports.running import Running, lasted
from flowengine.reports.table import csv_of

MOST_ROWS = 1_000_000  # of counters, in one report


class Reads(Protocol):
    """What of the ledger is needed, all of one moment."""

    def counters(self, kind: str, spans: list[Span]) -> Sequence[Sequence[Row]]:
        """For each span its rows, added up; `start_ms` is the span's beginning."""

    def members(self, since_ms: int) -> Members: ...
    def running(self) -> list[Running]: ...


def too_many() -> RequestRefused:
    """For who reads: the report would add up more than is looked at for one question."""
    hint = "Ask for a shorter time, longer intervals, or one contact center."
    return RequestRefused(f"These are more than {MOST_ROWS:,} counters.", hint=hint, code="too_many_rows")


def answer(asked: Asked, reads: Reads) -> bytes:
    """Raises RequestRefused if it would be too much."""
    lines = [line for part in asked.parts for line in _lines(asked, part, reads)]
    if asked.titles:
        by_name = {line["contact_center"]: line for line in lines}
        lines = [{"title": title, **by_name[name]} for name, title in asked.titles.items() if name in by_name]
    if not asked.interval:
        return msgspec.json.encode(lines)
    part, zone = asked.parts[0], zone_of(asked.parts[0].zone)
    if asked.format == "csv":
        return csv_of(lines, lines[0] if lines else _told(asked, Line(part.spans[0], "", ""), zone)).encode()
    edges = {"from": text_of(part.spans[0][0], zone), "to": text_of(part.spans[-1][1], zone)}
    words = {"interval": asked.interval, "time_zone": part.zone, "by": asked.by, "attribution": asked.attribution}
    return msgspec.json.encode({**edges, **words, "tests": asked.tests, "lines": lines})


def _lines(asked: Asked, part: Part, reads: Reads) -> list[dict[str, Any]]:
    zone, spans = zone_of(part.zone), part.spans
    members = reads.members(spans[0][0]) if OF_AGENTS & {*KINDS[asked.by]} else Members()
    counted = {kind: _counted(kind, asked, spans, (members, reads)) for kind in KINDS[asked.by]}
    places = None if part.places is None else frozenset(part.places)
    found = lines_of(Question(asked.by, asked.attribution, places, members), spans, counted)
    there = {line.contact_center for line in found}
    found += [Line(spans[0], name, "") for name in part.names if name not in there]
    return [_told(asked, line, zone) for line in found]


def _counted(kind: str, asked: Asked, spans: list[Span], by: tuple[Members, Reads]) -> Sequence[Sequence[Row]]:
    """Agents spend their time whoever calls: beside tests it is not told."""
    if kind not in OF_AGENTS:
        return by[1].counters(TEST + kind if asked.tests else kind, spans)
    return [[] for _ in spans] if asked.tests else _of_agents(kind, asked, spans, by)


def _of_agents(kind: str, asked: Asked, spans: list[Span], by: tuple[Members, Reads]) -> list[list[Row]]:
    """What agents spent their time with, cut where somebody moved; what goes on too."""
    members, reads = by
    pieces = members.pieces(spans)
    found: list[list[Row]] = [[] for _ in spans]
    counted = reads.counters(kind, [piece for _, piece in pieces])
    for (number, _), rows in zip(pieces, counted, strict=True):
        found[number].extend(rows)
    for number, row in lasted(kind, reads.running(), pieces, asked.now_ms):
        found[number].append(row)
    return found


def _told(asked: Asked, line: Line, zone: ZoneInfo) -> dict[str, Any]:
    start, end = (text_of(at_ms, zone) for at_ms in line.span)
    named: dict[str, Any] = {"start": start, "end": end}
    if asked.by != "agent":
        named["contact_center"] = line.contact_center
    if asked.by != "contact_center":
        named[asked.by] = line.key
    threshold = asked.thresholds.get(line.contact_center) or asked.thresholds.get("", Threshold())
    return {**named, **told(line, asked.by, threshold)}
