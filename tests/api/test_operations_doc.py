"""The page of operations and the files for monitoring say what the server says: each figure, and no other."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import fields

from flowengine.api.node_figures import FIGURES, PREFIX, shown_name, table
from flowengine.runtime import health
from flowengine.runtime.health import Reason

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
MONITORING = ROOT / "deploy" / "monitoring"
BUCKETED = {"seconds", "sizes"}
KNOWN = {shown_name(each) for each in FIGURES if each.kind not in BUCKETED} | {
    f"{PREFIX}{each.name}_{part}" for each in FIGURES if each.kind in BUCKETED for part in ("bucket", "sum", "count")
}
NAMED = re.compile(r"dialogue_studio_\w+")


def read(name: str) -> Any:
    return yaml.safe_load((MONITORING / name).read_text("utf-8"))


def expressions() -> list[str]:
    dashboard = json.loads((MONITORING / "grafana-dashboard.json").read_text("utf-8"))
    shown = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    rules = read("alerts.yaml")["groups"][0]["rules"]
    return [*shown, *(rule["expr"] for rule in rules)]


def test_the_page_has_the_table_as_it_is() -> None:
    assert table() in PAGE


def test_every_reason_of_a_probe_is_on_the_page() -> None:
    told = [each.code for each in vars(health).values() if isinstance(each, Reason)]
    assert told
    for code in told:
        assert f"`{code}`" in PAGE or code == "loop_stuck"
    assert [field.name for field in fields(Reason)] == ["code", "detail"]


@pytest.mark.parametrize("expression", expressions())
def test_an_expression_names_figures_that_there_are(expression: str) -> None:
    assert set(NAMED.findall(expression)) <= KNOWN
    assert expression.count("(") == expression.count(")")
    for histogram in re.findall(r"histogram_quantile\(.*?_bucket", expression):
        assert "sum by (le" in histogram, "a quantile needs the edges"


def test_every_figure_of_trouble_has_an_alert() -> None:
    said = " ".join(rule["expr"] for rule in read("alerts.yaml")["groups"][0]["rules"])
    for name in ("fenced_commits", "dead_letters", "shed_events", "ledger_away", "shards_lost", "ready", "shards "):
        assert f"{PREFIX}{name}".rstrip() in said


def test_alerts_are_whole_and_say_what_to_do() -> None:
    rules = read("alerts.yaml")["groups"][0]["rules"]
    assert len({rule["alert"] for rule in rules}) == len(rules)
    for rule in rules:
        assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
        assert re.fullmatch(r"\d+[sm]", str(rule["for"]))
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert set(rule["annotations"]) == {"summary", "description"}


def test_prometheus_reads_the_alerts_and_shows_the_operators_key() -> None:
    scrape = read("prometheus.yaml")
    assert scrape["rule_files"] == ["alerts.yaml"]
    (job,) = scrape["scrape_configs"]
    assert (job["metrics_path"], job["authorization"]["type"]) == ("/metrics", "Bearer")
    assert all(f'job="{job["job_name"]}"' in found for found in expressions() if "process_" in found or "up{" in found)


def test_the_dashboard_has_a_place_for_every_panel() -> None:
    dashboard = json.loads((MONITORING / "grafana-dashboard.json").read_text("utf-8"))
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in dashboard["panels"]]
    assert len(set(places)) == len(places)
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(places)
