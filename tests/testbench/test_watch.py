"""Watching: a changed file runs what it concerns, and no more; what is torn is told, and run again when it is whole."""

import os
from pathlib import Path

import pytest

from flowengine.testbench.watch import Round, Watch
from tests.testbench.shop import case, expects, presses, shop_in

SUBFLOW = """{"format": 1, "title": "Extra", "kind": "subflow", "start": "hum",
  "nodes": {"hum": {"type": "say", "prompt": "Hm."}, "back": {"type": "return"}}, "wires": {"hum": {"done": "back"}}}"""
ALONE = '{"start": {"flow": "%s"}, "cases": {"alone": {"steps": [{"expect": {"ended": true}}]}}}'


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    shop_in(tmp_path, sales=case(presses("1"), expects(at="bye")), help=case(presses("2"), expects(at="bye")))
    for name in ("extra", "other"):
        (tmp_path / "front_door" / name / "cases").mkdir(parents=True)
        (tmp_path / "front_door" / name / "flow.json").write_text(SUBFLOW, "utf-8")
        (tmp_path / "front_door" / name / "cases" / f"{name}.json").write_text(ALONE % name, "utf-8")
    watching = Watch([tmp_path])
    [first] = after(watching)
    assert [result.ok for result in first.results] == [True] * 4
    return watching


def after(watch: Watch) -> list[Round]:
    return list(watch.rounds(watch.changed()))


def write(file: Path, text: str) -> None:
    """As an editor saves: a later time, even where clocks are coarse."""
    before = file.stat().st_mtime_ns if file.exists() else 0
    file.write_text(text, "utf-8")
    os.utime(file, ns=(before + 10**9, before + 10**9))


def ran(watch: Watch) -> list[str]:
    return sorted(result.case for found in after(watch) for result in found.results)


def test_a_change_runs_what_goes_through_it(watch: Watch, tmp_path: Path) -> None:
    front = tmp_path / "front_door"
    assert ran(watch) == []
    main = (front / "main/flow.json").read_text("utf-8")
    write(front / "extra/flow.json", SUBFLOW.replace("Hm", "Aha"))
    assert ran(watch) == ["alone"]
    write(
        front / "main/flow.json",
        main.replace(
            '"type": "say", "prompt": "Sales it is."', '"type": "subflow", "flow": "extra", "exits": ["done"]'
        ),
    )
    assert ran(watch) == ["help", "sales"]
    write(front / "extra/flow.json", SUBFLOW)
    own, through = after(watch)
    assert ([result.case for result in own.results], own.through) == (["alone"], False)
    assert ([result.case for result in through.results], through.through) == (["sales", "help"], True)
    write(front / "environment.json", (front / "environment.json").read_text("utf-8") + " ")
    assert ran(watch) == ["alone", "alone", "help", "sales"]
    write(front / "main/layout.json", "{}")
    assert ran(watch) == []


def test_cases_come_change_and_go(watch: Watch, tmp_path: Path) -> None:
    cases = tmp_path / "front_door/extra/cases"
    write(cases / "more.json", ALONE.replace("alone", "more") % "extra")
    assert ran(watch) == ["more"]
    (cases / "given").mkdir()
    write(cases / "given" / "day.json", "{}")
    assert ran(watch) == ["alone", "more"]
    other = tmp_path / "front_door/other/cases/other.json"
    write(other, other.read_text("utf-8").replace('"cases"', '"given": ["extra/day"], "cases"'))
    assert ran(watch) == ["alone"]
    write(cases / "given" / "day.json", '{"at": "2026-03-02 11:00"}')
    assert ran(watch) == ["alone", "alone", "more"]
    (cases / "more.json").unlink()
    assert ran(watch) == []
    write(cases / "extra.json", '{"start"')
    [found] = after(watch)
    assert [result.ok for result in found.results] == [False]


def test_a_torn_flow_is_told_once_and_everything_waits_for_it(watch: Watch, tmp_path: Path) -> None:
    flow = tmp_path / "front_door/main/flow.json"
    whole = flow.read_text("utf-8")
    write(flow.parent / "cases/more.json", ALONE.replace("alone", "more").replace("true", "false") % "main")
    assert ran(watch) == ["more"]
    write(flow, whole[:40])
    [torn] = after(watch)
    assert (torn.results, [finding.code for finding in torn.findings]) == ([], ["json_malformed"])
    write(flow, whole)
    assert ran(watch) == ["help", "more", "sales"]
