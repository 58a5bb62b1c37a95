"""Every mistake in a scenario, or in yesterday's arrivals, is a finding with its place and a way out."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from flowengine.errors import FlowInvalid
from flowengine.testbench.simulation.reading import plan_from, read_source
from flowengine.testbench.simulation.schema import scenario_schema
from tests.testbench.simulation.queue import ADDRESS, FORMULA, scenario, tenant

PATIENCE = {"voice": {"exponential_s": 60}}


def findings(folder: Path, document: Any, csv: str = "") -> list[tuple[str, str, str]]:
    """(path, message, hint) of all that is wrong."""
    of = tenant(("dutch",)) | {"switches": {"storm": {}}}
    (folder / "tenant.json").write_text(json.dumps(of), "utf-8")
    (folder / "scenario.json").write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    (folder / "yesterday.csv").write_text(csv, "utf-8")
    try:
        plan_from(read_source(folder / "scenario.json"), (FORMULA,))
    except FlowInvalid as fault:
        return [(one.path, one.message, one.hint) for one in fault.findings]
    return []


def test_a_right_one_has_none(tmp_path: Path) -> None:
    assert findings(tmp_path, scenario(2, 1.0, patience=PATIENCE)) == []
    csv = f"arrived_at,address,channel\n2026-03-02T00:30:00,{ADDRESS},voice\n"
    assert findings(tmp_path, scenario(2, 0, arrivals=[{"csv": "yesterday.csv"}]), csv) == []
    Draft202012Validator.check_schema(scenario_schema())


LATE = {"at": "00:50", "minutes": 30}
GROUP = {"group": "all", "memberships": {"line": {}}}
HANDING = "$.staffing[0].hands_on"


def handing(many: int = 1, share: float = 0.1, **to: Any) -> dict[str, Any]:
    return {"staffing": [GROUP | {"hands_on": [{"share": share, **to}] * many}]}


WRONG = {
    "unknown field": ({"patient": {}}, "$.patient", "not known"),
    "not a time": ({"from": "8:00"}, "$.from", "8:00"),
    "no day": ({"day": "2026-02-30"}, "$.day", "No calendar"),
    "no zone": ({"time_zone": "Mars/Olympus"}, "$.time_zone", "not a time zone"),
    "ends before": ({"from": "02:00"}, "$.to", "not after"),
    "all warm-up": ({"warm_up_min": 600}, "$.warm_up_min", "Nothing is left"),
    "two ways": ({"patience": {"voice": {"exponential_s": 1, "constant_s": 2}}}, "$.patience.voice", "too many"),
    "no histogram": (
        {"patience": {"voice": {"table": [{"until_s": 9, "weight": 1}, {"until_s": 5, "weight": 1}]}}},
        "$.patience.voice", "ends before",
    ),
    "no address": ({"arrivals": [{"address": "+1", "per_hour": 1}]}, "$.arrivals[0].address", "no address +1"),
    "no rate": ({"arrivals": [{"address": ADDRESS}]}, "$.arrivals[0].per_hour", "missing"),
    "no step": ({"callers": [{"answers": {"menu": {"1": 1}}}]}, "$.callers[0].answers.menu", "No flow has"),
    "nobody": ({"callers": [{"addresses": ["+1"]}]}, "$.arrivals[0]", "No kind of callers"),
    "no center": ({"handling": [{"contact_center": "sales"}]}, "$.handling[0].contact_center", "sales"),
    "no skill": ({"handling": [{"skill": "welsh"}]}, "$.handling[0].skill", "welsh"),
    "shares": ({"ringing": {"voice": {"accepts": 0.8, "declines": 0.3}}}, "$.ringing.voice", "More than all"),
    "no agent": ({"staffing": [{"agent": "anna"}]}, "$.staffing[0].agent", "anna"),
    "no queue": ({"staffing": [{"group": "all"}]}, "$.staffing[0].memberships", "at least one"),
    "twice": ({"staffing": [GROUP, GROUP]}, "$.staffing[1]", "works twice"),
    "no such skill": (
        {"staffing": [{"group": "a", "memberships": {"line": {"welsh": 1}}}]},
        "$.staffing[0].memberships.line.welsh", "no skill",
    ),
    "break": (
        {"staffing": [GROUP | {"shifts": [{"from": "00:10", "to": "01:00", "breaks": [LATE]}]}]},
        "$.staffing[0].shifts[0].breaks[0]", "not within",
    ),
    "no switch": ({"world": {"switches": {"snow": True}}}, "$.world.switches.snow", "snow"),
    "no schedule": ({"world": {"schedules": {"office": "open"}}}, "$.world.schedules.office", "office"),
    "no formula": ({"service_level": {"formula": "good/all"}}, "$.service_level.formula", "not a formula"),
    "left the call": ({"callers": [{"leaves": {"voice": {"share": 1}}}]}, "$.callers[0].leaves.voice.how", "hangs up"),
    "no histogram of leaving": (
        {"callers": [{"leaves": {"chat": {"share": 1, "after": {"table": []}}}}]},
        "$.callers[0].leaves.chat.after", "Write bars",
    ),
    "two places": (handing(contact_center="line", group="all"), f"{HANDING}[0]", "Keep exactly one"),
    "no place": (handing(), f"{HANDING}[0]", "Keep exactly one"),
    "no such group": (handing(group="experts"), f"{HANDING}[0].group", "There are: all"),
    "no such colleague": (handing(agent="ida"), f"{HANDING}[0].agent", "no agent “ida”"),
    "no such center": (handing(contact_center="sales"), f"{HANDING}[0].contact_center", "There are: line"),
    "switched off": (
        handing(contact_center="line") | {"world": {"disabled": ["line"]}},
        f"{HANDING}[0].contact_center", "Nobody is taken",
    ),
    "no such skill there": (
        handing(contact_center="line", skills={"welsh": 1}), f"{HANDING}[0].skills.welsh", "There are: dutch",
    ),
    "skills of a colleague": (handing(group="all", skills={"dutch": 1}), f"{HANDING}[0].skills", "Name the"),
    "more than all": (handing(share=0.9, contact_center="line", many=2), HANDING, "at most 1"),
    "no number": (handing(number="0123"), f"{HANDING}[0].number", "0123"),
    "no tenant named": ({"tenant": ""}, "$.tenant", "--flows"),
    "no tenant": ({"tenant": "../nowhere"}, "$.tenant", "no tenant"),
}  # fmt: skip  # a table reads better filled


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    change, path, word = WRONG[name]
    found = findings(tmp_path, scenario(2, 1.0, **change))
    told = [message + hint for where, message, hint in found if where == path]
    assert told, found
    assert word in told[0]


CSV = {
    "a column": ("when,address,channel\n", "$.1", "“arrived_at” is missing"),
    "a time": (f"arrived_at,address,channel\nnoon,{ADDRESS},voice\n", "$.2", "“noon” is not a time"),
    "another day": (f"arrived_at,address,channel\n2026-03-01T00:30:00,{ADDRESS},voice\n", "$.2", "not within"),
    "an address": ("arrived_at,address,channel\n2026-03-02T00:30:00,+1,voice\n", "$.2", "no address +1"),
    "a channel": (f"arrived_at,address,channel\n2026-03-02T00:30:00,{ADDRESS},fax\n", "$.2", "“fax” is not a channel"),
    "no rows": ("arrived_at,address,channel\n", "$.1", "no rows"),
}


@pytest.mark.parametrize("name", CSV)
def test_a_mistake_in_yesterday_is_told_with_its_line(name: str, tmp_path: Path) -> None:
    text, path, word = CSV[name]
    found = findings(tmp_path, scenario(2, 0, arrivals=[{"csv": "yesterday.csv"}]), text)
    assert [where for where, _, _ in found] == [path]
    assert word in found[0][1]
    assert found[0][2]


def test_a_file_that_is_no_scenario_is_one_finding(tmp_path: Path) -> None:
    assert findings(tmp_path, "{")[0][0] == "$"
    with pytest.raises(FlowInvalid):
        read_source(tmp_path / "nowhere.json")
