"""A given that several flows' cases share lies with one of them, and the others name it."""

import json
from pathlib import Path
from typing import Any

import pytest

from flowengine.testbench.case import given_names, load_cases
from flowengine.testbench.runner import load_file
from flowengine.testbench.tree import elsewhere

SHOP = Path(__file__).parent / "data" / "shop"


def written(file: Path, document: Any) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(document), "utf-8")
    return file


FOUND = {
    "this environment's": ("serve/day", "support/serve/cases/given/day.json"),
    "the tenant's": ("front_door/main/night", "front_door/main/cases/given/night.json"),
    "nobody's": ("front_door/main/day", ""),
    "upwards": ("front_door/../night", ""),
    "a name alone": ("day", ""),
}


@pytest.mark.parametrize(("name", "file"), FOUND.values(), ids=FOUND)
def test_where_a_name_leads(tmp_path: Path, name: str, file: str) -> None:
    for path, _, _ in (path.partition("\n") for _, path in FOUND.values() if path):
        written(tmp_path / path, {})
    assert elsewhere([name], tmp_path, "support") == ({name: tmp_path / file} if file else {})


def test_the_names_are_those_of_file_cases_and_examples() -> None:
    cases = {"a": {"given": "x/y", "examples": [{"given": "p/q"}], "steps": []}, "b": {"given": ["m", {"at": "n"}]}}
    assert given_names({"given": ["k"], "cases": cases}) == {"k", "x/y", "p/q", "m"}
    assert given_names([]) == given_names({"cases": 3}) == set()


def test_another_flows_given_is_laid_over_the_one_before(tmp_path: Path) -> None:
    for file in SHOP.rglob("*.json"):
        if "cases" not in file.relative_to(SHOP).parts:
            written(tmp_path / file.relative_to(SHOP), json.loads(file.read_text("utf-8")))
    written(tmp_path / "front_door/main/cases/given/night.json", {"at": "2026-03-02 23:00"})
    written(tmp_path / "support/hold/cases/given/day.json", {"caller": {"name": "Bo"}})
    document = {
        "start": {"flow": "serve"}, "given": ["front_door/main/night", "hold/day"], "cases": {"a": {"steps": []}},
    }  # fmt: skip  # reads better on one line
    suite = load_file(written(tmp_path / "support/serve/cases/a.json", document))
    assert suite.findings == []
    assert (suite.cases[0].given.at, suite.cases[0].given.caller.name) == ("2026-03-02 23:00", "Bo")


def test_a_name_that_leads_nowhere_is_told_with_a_near_one() -> None:
    def message(name: str) -> str:
        document = {"start": {"flow": "x"}, "cases": {"a": {"given": [name], "steps": []}}}
        return load_cases(document, "x.json", {"office_day": {}})[1][0].message

    assert message("ofice_day") == "There is no cases/given file “ofice_day”; did you mean “office_day”?"
    assert message("main/z") == "There is no file of another flow’s cases/given for “main/z”; there are: office_day."
