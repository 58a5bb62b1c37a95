"""Reads scenarios, and the CSV of yesterday's arrivals: every mistake is a finding with its place and a hint."""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import msgspec
from msgspec import Struct

from flowengine.errors import Finding, FlowInvalid
from flowengine.interpreter.program import Release
from flowengine.lang.strict_json import loads
from flowengine.messages import Channel, Json
from flowengine.tenancy.address import linked
from flowengine.testbench.bench import Bench, Compiler
from flowengine.testbench.simulation.document import Scenario
from flowengine.testbench.simulation.naming import name_findings
from flowengine.testbench.simulation.plan import Clockwork, Plan, Row, plan_of, zone_of
from flowengine.testbench.simulation.schema import scenario_findings
from flowengine.testbench.tree import read_releases

NEEDED, KNOWN = ("arrived_at", "address", "channel"), ("arrived_at", "address", "channel", "caller", "language")
MOST_ROWS = 2_000_000
MOST_FINDINGS = 20  # of one CSV: who made one mistake made it in every row
CHANNELS: tuple[Channel, ...] = get_args(Channel)


class Source(Struct, frozen=True):
    """All that a simulation is made of, as documents: small enough to be handed to another process."""

    file: str
    scenario: Json
    tenant: Json
    releases: Mapping[str, Release]
    csv: Mapping[str, str]


def read_scenario(file: Path) -> Any:
    """A scenario's file, as its schema has it. Raises FlowInvalid."""
    try:
        scenario = loads(file.read_bytes(), file=str(file))
    except FileNotFoundError:
        gone = Finding("no_such_file", "error", "$", "There is no such file.", "Look at the path.", str(file))
        raise FlowInvalid([gone]) from None
    except OSError as fault:
        raise FlowInvalid([Finding("file_unreadable", "error", "$", f"{fault.strerror}.", file=str(file))]) from None
    findings = scenario_findings(scenario, str(file))
    if findings:
        raise FlowInvalid(findings)
    return scenario


def read_source(file: Path, tenant: Path | None = None) -> Source:
    """A scenario's file and what it names; `tenant` in place of its own folder. Raises FlowInvalid."""
    scenario = read_scenario(file)
    if tenant is None and not scenario.get("tenant"):
        hint = "Name the tenant's folder, or simulate what a server has with --flows."
        raise FlowInvalid([_finding(["tenant"], "“tenant” is missing.", hint, str(file))])
    folder = tenant or file.parent / scenario["tenant"]
    if not (folder / "tenant.json").is_file():
        hint = "Name the folder that holds a tenant.json."
        raise FlowInvalid([_finding(["tenant"], f"There is no tenant in {folder}.", hint, str(file))])
    return source_of(file, scenario, *read_releases(folder))


def source_of(file: Path, scenario: Any, tenant: Json, releases: Mapping[str, Release]) -> Source:
    """A scenario on these flows, with the CSV files that it names. Raises FlowInvalid."""
    names = [source["csv"] for source in scenario["arrivals"] if source.get("csv")]
    return Source(str(file), scenario, tenant, releases, {name: _text(file, name) for name in names})


def _text(file: Path, name: str) -> str:
    try:
        return (file.parent / name).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        found = _finding(["arrivals"], f"{name} cannot be read: {fault}.", "Give a CSV file in UTF-8.", str(file))
        raise FlowInvalid([found]) from None


@cache
def _compiler() -> Compiler:
    return Compiler()


def plan_from(source: Source, formulas: Iterable[str]) -> Plan:
    """The plan of a source. Raises FlowInvalid with all that is wrong."""
    scenario = msgspec.convert(source.scenario, Scenario)
    bench = _compiler().bench(source.tenant, source.releases)
    findings = name_findings(scenario, bench, formulas, source.file)
    if findings:
        raise FlowInvalid(findings)
    rows = {name: _rows(scenario, bench, name, text) for name, text in source.csv.items()}
    return plan_of(scenario, bench, rows)


def _finding(path: list[str | int], message: str, hint: str, file: str) -> Finding:
    return Finding("bad_scenario", "error", f"$.{'.'.join(map(str, path))}", message, hint, file)


# --- yesterday --------------------------------------------------------------------------------------------------------


def _rows(scenario: Scenario, bench: Bench, name: str, text: str) -> tuple[Row, ...]:
    """The rows of a CSV file in the order of time. Raises FlowInvalid."""
    reader = csv.DictReader(text.splitlines())
    header = reader.fieldnames or ()
    wrong = [f"“{column}” is missing" for column in NEEDED if column not in header]
    wrong += [f"“{column}” is not known" for column in header if column not in KNOWN]
    if wrong:
        raise FlowInvalid([_finding([1], f"Of the columns {', '.join(wrong)}.", f"Known: {','.join(KNOWN)}.", name)])
    clock = Clockwork(scenario, zone_of(scenario, bench.directory))
    within = (clock.at_ms(scenario.begins), clock.at_ms(scenario.ends))
    found: list[Row] = []
    findings: list[Finding] = []
    for n, cells in enumerate(reader, 2):
        row, fault, hint = _row(cells, clock, bench, within)
        if row is not None:
            found.append(row)
        else:
            findings.append(_finding([n], fault, hint, name))
        if len(findings) >= MOST_FINDINGS or len(found) > MOST_ROWS:
            break
    if findings or not found or len(found) > MOST_ROWS:
        message, hint = f"It has no rows, or more than {MOST_ROWS:,}.", "Give the arrivals of one day."
        raise FlowInvalid(findings or [_finding([1], message, hint, name)])
    return tuple(sorted(found, key=lambda row: row.at_ms))


def _row(
    cells: Mapping[str, str | None], clock: Clockwork, bench: Bench, within: tuple[int, int]
) -> tuple[Row | None, str, str]:
    """A row, or what is wrong with it and the way out."""
    text, address, word = (cells.get(column) or "" for column in NEEDED)
    channel = next((known for known in CHANNELS if known == word), None)
    if channel is None:
        return None, f"“{word}” is not a channel.", f"One of {', '.join(CHANNELS)}."
    if linked(bench.directory, address) is None:
        return None, f"The tenant has no address {address}.", "Leave the row out, or add the address."
    try:
        at_ms = clock.moment_ms(text)
    except ValueError:
        return None, f"“{text}” is not a time.", "Write 2026-03-02T09:15:00, with an offset or local."
    if not within[0] <= at_ms < within[1]:
        return None, f"{text} is not within the scenario's day.", "Set `day`, `from` and `to` so that it is."
    return Row(at_ms, address, channel, cells.get("caller") or "", cells.get("language") or ""), "", ""
