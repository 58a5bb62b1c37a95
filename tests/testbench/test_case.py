"""How documents become cases: given merged, examples and channels spread, mistakes found with their paths."""

from typing import Any

import pytest

from flowengine.lang.schema import validator
from flowengine.testbench.case import load_cases
from flowengine.testbench.schema import cases_schema

START = {"address": "+442079460100"}


def load(cases: Any, named: Any = None, **document: Any) -> Any:
    return load_cases({"start": START, "cases": cases, **document}, "x.json", named or {})


def test_given_merges_file_then_case_then_example() -> None:
    cases, findings = load(
        {
            "a": {
                "given": [{"caller": {"name": "Bo"}}],
                "examples": [{"given": {"caller": {"language": "nl"}}}],
                "steps": [],
            }
        },
        {"office": {"at": "2026-03-03 11:00", "caller": {"number": "+31612345678"}}},
        given=["office", {"agents": {"anna": {}}}],
    )
    assert findings == []
    caller = cases[0].given.caller
    assert (cases[0].given.at, caller.number, caller.name, caller.language) == (
        "2026-03-03 11:00",
        "+31612345678",
        "Bo",
        "nl",
    )
    assert list(cases[0].given.agents) == ["anna"]


def test_examples_and_channels_spread_and_values_keep_their_type() -> None:
    body = {
        "examples": [{"who": "Bo", "wait": 3}, {"who": "Bo", "wait": 4}],
        "channels": ["voice", "chat"],
        "steps": [{"pass_s": "${wait}"}, {"caller": {"says": "I am ${who}, ${wait}"}}],
    }
    cases, findings = load({"a": body})
    assert findings == []
    assert [case.title for case in cases] == ["a[Bo-voice]", "a[Bo-chat]", "a[Bo-2-voice]", "a[Bo-2-chat]"]
    assert (cases[3].steps[0].pass_s, cases[3].steps[1].caller.says) == (4.0, "I am Bo, 4")


def test_only_skips_the_others() -> None:
    cases, _ = load({"a": {"steps": []}, "b": {"only": True, "steps": []}})
    assert [bool(case.skip) for case in cases] == [True, False]


BAD: dict[str, tuple[Any, str]] = {
    "unknown step": ([{"presses": "1"}], "$.cases.a.steps[0].presses"),
    "two at once": ([{"pass_s": 1, "caller": "hangs_up"}], "$.cases.a.steps[0]"),
    "none": ([{}], "$.cases.a.steps[0]"),
    "unknown word": ([{"caller": "waves"}], "$.cases.a.steps[0].caller"),
    "no keys of a phone": ([{"caller": {"presses": "12x"}}], "$.cases.a.steps[0].caller.presses"),
    "two acts": ([{"caller": {"presses": "1", "says": "hi"}}], "$.cases.a.steps[0].caller"),
    "only ignored": ([{"caller": {"ignored": True}}], "$.cases.a.steps[0].caller"),
    "unknown expectation": ([{"expect": {"herd": "x"}}], "$.cases.a.steps[0].expect.herd"),
    "unknown kind of words": ([{"expect": {"hears": {"contain": "x"}}}], "$.cases.a.steps[0].expect.hears.contain"),
    "inside never": ([{"expect": {"never": {"at": 3}}}], "$.cases.a.steps[0].expect.never.at"),
    "negative time": ([{"pass_s": -1}], "$.cases.a.steps[0].pass_s"),
}


@pytest.mark.parametrize(("steps", "path"), BAD.values(), ids=BAD)
def test_mistakes_have_paths(steps: Any, path: str) -> None:
    cases, findings = load({"a": {"steps": steps}})
    assert cases == []
    assert [finding.path for finding in findings] == [path]
    assert findings[0].file == "x.json"


@pytest.mark.parametrize(("steps", "path"), BAD.values(), ids=BAD)
def test_shipped_schema_refuses_the_same(steps: Any, path: str) -> None:
    schema = validator(cases_schema())
    assert not schema.is_valid({"start": START, "cases": {"a": {"steps": steps}}})


def test_all_mistakes_are_told_at_once() -> None:
    given = {"agent": {}, "caller": {"number": 3}}
    _, findings = load(
        {
            "a": {"given": given, "steps": [{"x": 1}]},
            "b": {"steps": [{"pass_s": "${wait}"}]},
            "c": {"steps": [], "given": ["gone"]},
        }
    )
    assert [finding.path for finding in findings] == [
        "$.cases.a.given.caller.number", "$.cases.a.given.agent", "$.cases.a.steps[0].x", "$.cases.b", "$.cases.c",
    ]  # fmt: skip  # a list reads better than one item a line


def test_a_near_word_is_offered() -> None:
    _, (found,) = load({"a": {"steps": [{"expect": {"heers": "x"}}]}})
    assert found.hint.startswith("Did you mean “hears”? Known here: ")


def test_document_that_is_none() -> None:
    _, findings = load_cases({"start": {"adress": "x"}, "cases": []}, "x.json", {})
    assert {finding.path for finding in findings} == {"$.start.adress", "$.cases"}
    _, findings = load_cases({"start": {}, "cases": {}}, "x.json", {})
    assert [finding.path for finding in findings] == ["$.start"]
