"""`dialogue-studio simulate`: its forms agree, its page needs nothing from outside, and it may be stopped."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from flowengine.cli import main
from flowengine.main.simulating import FORMULAS, pairs, run_all
from flowengine.testbench.simulation.jobs import Order, tasks
from flowengine.testbench.simulation.plan import Plan
from flowengine.testbench.simulation.reading import plan_from, read_source
from flowengine.testbench.simulation.svg import scale_of

ROOT = Path(__file__).parents[2]
MORNING = str(ROOT / "examples" / "what_if" / "morning.json")
ONE_MORE = str(ROOT / "examples" / "what_if" / "one_more.json")
VOID = {"meta"}


class Page(HTMLParser):
    """The elements, in order, and whether they are closed as they were opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for found, attributes in self.found if found == tag]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A comparison as JSON, and as a page; by two processes, so that it is seen that it does not matter."""
    folder = tmp_path_factory.mktemp("reports")
    command = [sys.executable, "-m", "flowengine.cli", "simulate", MORNING, "--against", ONE_MORE, "--json"]
    command += ["--replications", "3", "--jobs", "2", "--html", str(folder / "both.html")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    (folder / "both.json").write_text(ran.stdout, "utf-8")
    return folder


def test_the_same_report_by_one_process_or_two(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    again = reports / "again.html"
    command = ["simulate", MORNING, "--against", ONE_MORE, "--json", "--replications", "3", "--html", str(again)]
    assert main(command) == 0
    assert capsys.readouterr().out == (reports / "both.json").read_text("utf-8")
    assert again.read_bytes() == (reports / "both.html").read_bytes()


def test_the_page_stands_alone_and_tells_everything_twice(reports: Path) -> None:
    text = (reports / "both.html").read_text("utf-8")
    page = Page(text)
    assert page.open == []
    assert {"script", "link", "img", "iframe"}.isdisjoint(tag for tag, _ in page.found)
    assert not re.search(r"https?://|url\(|@import", text)
    pictures = page.all("svg")
    assert pictures
    assert all(one["role"] == "img" and (one.get("aria-label") or one.get("aria-labelledby")) for one in pictures)
    ids = {attributes["id"] for _, attributes in page.found if "id" in attributes}
    named = [name for one in pictures for name in (one.get("aria-labelledby") or "").split()]
    assert set(named) <= ids
    assert len(ids) == len([1 for _, attributes in page.found if "id" in attributes])
    charts = [one for one in pictures if one.get("aria-labelledby")]
    assert len(page.all("figure")) == len(charts) == len(page.all("details"))
    assert '<th scope="col"></th>' not in text
    assert "no difference shown" in text
    assert "better" in text


def test_every_figure_of_the_comparison_is_in_both(reports: Path) -> None:
    found = json.loads((reports / "both.json").read_text("utf-8"))
    service = next(line for line in found["lines"] if line["contact_center"] == "service")
    level = service["figures"]["service_level"]
    assert level["verdict"] == "better"
    change = level["after"]["mean"] - level["before"]["mean"]
    assert level["change"]["mean"] == pytest.approx(change)
    assert f"{change * 100:+.1f} points" in (reports / "both.html").read_text("utf-8")


def test_a_mistake_is_told_and_nothing_is_simulated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "wrong.json"
    document = json.loads(Path(MORNING).read_text("utf-8")) | {
        "tenant": str(ROOT / "examples" / "one_number"),
        "day": "x",
    }
    file.write_text(json.dumps(document), "utf-8")
    assert main(["simulate", str(file), "--html", str(tmp_path / "page.html")]) == 1
    assert "$.day" in capsys.readouterr().err
    assert not (tmp_path / "page.html").exists()


class Impatient(list[Plan]):
    """Plans of somebody who presses Ctrl-C on the fourth day."""

    days = 0

    def __getitem__(self, which: Any) -> Any:
        self.days += 1
        if self.days == 4:
            raise KeyboardInterrupt
        return super().__getitem__(which)


def test_who_stops_it_keeps_what_is_finished() -> None:
    sources = [read_source(Path(MORNING)), read_source(Path(ONE_MORE))]
    order = Order(sources, FORMULAS.service_levels, 1, tasks(2, 10))
    done, stopped = run_all(order, Impatient(plan_from(source, FORMULAS.service_levels) for source in sources), 1)
    assert stopped
    assert [(one.which, one.replication) for one in done] == [(0, 0), (1, 0), (0, 1)]
    assert [len(side) for side in pairs(done, 2)] == [1, 1], "only whole pairs are compared"


@pytest.mark.parametrize(
    ("values", "unit", "high", "step"),
    [([0.9], "share", 1.0, 0.25), ([0.04], "share", 0.04, 0.01), ([37.0], "s", 40.0, 10.0), ([], "n", 1.0, 0.25)],
)
def test_an_axis_ends_at_a_round_number(values: list[float], unit: str, high: float, step: float) -> None:
    scale = scale_of(values, unit)  # type: ignore[arg-type]  # the words of the table
    assert (scale.high, scale.step) == (pytest.approx(high), pytest.approx(step))
