"""Coverage: ways counted over cases, processes and files; as lines, as a page, and as a tracefile."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from flowengine.errors import RequestRefused
from flowengine.testbench.coverage.covered import Covered, coverage, percent_of, shown_percent
from flowengine.testbench.coverage.files import Wanted, too_low, written
from flowengine.testbench.coverage.json_lines import lines_of
from flowengine.testbench.coverage.lcov import lcov_lines
from flowengine.testbench.coverage.page import coverage_page
from flowengine.testbench.coverage.tally import Tally
from flowengine.testbench.coverage.text import coverage_lines
from flowengine.testbench.coverage.way import ways_of
from flowengine.testbench.runner import load_file, run_suite
from tests.testbench.shop import case, expects, presses, shop_in

CASES = {
    "sales": case(presses("1"), expects(ended=True)),
    "twice": case(presses("1"), expects(ended=True)),
    "no_match": case(presses("3"), expects(ended=False)),
}
WAYS = [
    ("menu", "1", 2),
    ("menu", "2", 0),
    ("menu", "no_input", 0),
    ("menu", "no_match", 0),
    ("sales", "done", 2),
    ("help", "done", 0),
    ("bye", "", 2),
]


@pytest.fixture
def tally(tmp_path: Path) -> Tally:
    file = shop_in(tmp_path, sales=CASES["sales"], twice=CASES["twice"])
    suite = load_file(file)
    counted = Tally()
    assert suite.bench is not None
    counted.sees(suite.bench, file)
    for result in run_suite(suite):
        counted.adds(result, file)
    return counted


def test_ways_are_counted_as_often_as_they_are_taken(tmp_path: Path) -> None:
    suite = load_file(shop_in(tmp_path, **CASES))
    assert suite.bench is not None
    [row] = coverage(list(run_suite(suite))[:2], ways_of(suite.bench))
    assert row == Covered("front_door", "main", WAYS)
    assert (row.taken, row.possible, row.missing[0]) == (3, 7, ("menu", "2"))


def test_percent_is_never_flattering() -> None:
    nearly = Covered("e", "f", [("n", str(i), i) for i in range(2000)])
    assert shown_percent(nearly.percent) == "99.9%"
    assert shown_percent(percent_of([])) == "100%"
    assert too_low([nearly], 99.95) == ""
    assert too_low([nearly], 100) == "Flow coverage is 99.9%, and at least 100% is required."


def test_another_process_is_added(tally: Tally, tmp_path: Path) -> None:
    whole = Tally()
    whole.merges(tally.dumped())
    whole.merges(tally.dumped())
    [row] = whole.covered()
    assert row.ways == [(node, outcome, 2 * times) for node, outcome, times in WAYS]
    assert row.file == str(tmp_path / "front_door/main/flow.json")


def test_lines_name_what_is_missing(tally: Tally, tmp_path: Path) -> None:
    assert list(coverage_lines(tally.covered(), 80, tmp_path)) == [
        "front_door/main      3 of 7      42.8%",
        "  not taken: menu (2, no_input, no_match); help (done)",
        "total                3 of 7      42.8%",
    ]


def test_tracefile_speaks_of_lines_and_branches(tally: Tally, tmp_path: Path) -> None:
    lines = list(lcov_lines(tally.covered(), tmp_path))
    text = (tmp_path / "front_door/main/flow.json").read_text("utf-8").splitlines()
    wired = next(n for n, line in enumerate(text, 1) if line.startswith('    "menu": {"1": "sales"'))
    entered = next(n for n, line in enumerate(text, 1) if line.startswith('    "menu": {') and n != wired)
    assert lines[:2] == ["TN:", "SF:front_door/main/flow.json"]
    assert [line for line in lines if line.startswith(f"BRDA:{wired},")] == [
        f"BRDA:{wired},0,0,2",
        f"BRDA:{wired},0,1,0",
        f"BRDA:{wired},0,2,0",
        f"BRDA:{wired},0,3,0",
    ]
    assert f"DA:{entered},2" in lines
    assert {"BRF:6", "BRH:2", "LF:7", "LH:5"} <= set(lines)
    assert lines[-1] == "end_of_record"


def test_keys_are_found_by_line() -> None:
    text = '{"a": {\n "b": 1, "c":\n [{"x": 1}, "]"], "d{": {}},\n"e": {"f": "g:h"}}'
    assert lines_of(text) == {
        ("a",): 1,
        ("a", "b"): 2,
        ("a", "c"): 2,
        ("a", "d{"): 3,
        ("e",): 4,
        ("e", "f"): 4,
    }


class Balanced(HTMLParser):
    """Fails on tags that do not pair, and on anything that would be fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert not {"src", "srcset"} & set(given)
        self.ids |= {value for name, value in attrs if name == "id" and value}
        self.links |= {value for name, value in attrs if name == "href" and value}
        if tag not in ("meta", "input", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_page_stands_by_itself_and_shows_every_way(tally: Tally, tmp_path: Path) -> None:
    page = coverage_page(tally.covered(), tmp_path)
    read = Balanced()
    read.feed(page)
    assert read.open == []
    assert read.links <= {f"#{name}" for name in read.ids}
    assert "url(" not in page
    assert page.count("no test") == 4 + 1  # and the words of the switch
    assert re.search(r"<b>✓ 2</b><span class=\"out\">1 · Sales</span><a class=\"to\" [^>]*>→ sales</a>", page)
    assert "“Press 1 for &lt;sales&gt;, 2 for help.”" in page
    assert "prefers-color-scheme: dark" in page


def test_files_are_written_or_refused(tally: Tally, tmp_path: Path) -> None:
    rows = tally.covered()
    told = list(written(rows, tmp_path, Wanted(tmp_path / "out", tmp_path / "out" / "flows.info")))
    assert [line.rpartition("/")[2] for line in told] == ["index.html", "flows.info"]
    assert (tmp_path / "out/index.html").read_text("utf-8").startswith("<!doctype html>")
    with pytest.raises(RequestRefused, match=r"cannot be written to .*index\.html"):
        list(written(rows, tmp_path, Wanted(tmp_path / "tenant.json")))


def test_a_flow_that_has_gone_is_still_counted(tally: Tally, tmp_path: Path) -> None:
    rows = tally.covered()
    (tmp_path / "front_door/main/flow.json").unlink()
    assert list(lcov_lines(rows, tmp_path)) == []
    assert "no test" in coverage_page(rows, tmp_path)
