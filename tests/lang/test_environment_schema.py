"""The schema of environment.json: every violation with its path, none in what is right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.lang.accept import acceptor
from flowengine.lang.convert import DEFINITIONS
from flowengine.lang.environment_schema import environment_schema, read_environment
from flowengine.lang.schema import FORMATS, validator
from flowengine.messages import Json
from tests.lang.test_accept import ODD, changed

RIGHT: dict[str, Json] = {
    "$schema": "../../.schemas/environment.json",
    "format": 1,
    "entry": {"default": "main", "voice": "calls"},
    "prompts": {
        "hello": {
            "by_language": {"en": "Hello {{ caller.name }}.", "nl-BE": {"voice": "Dag.", "chat": "Hoi."}},
            "sounds": {"nl-BE": {"file": "hello.nl.wav", "says": "0123456789abcdef"}},
            "state": "recorded",
            "use": "At the start",
        },
        "bye": "Bye.",
    },
    "schedules": {
        "office": {
            "weekly": {"mon": ["09:00-12:30", "13:30-24:00"]},
            "time_zone": "Europe/London",
            "holidays": {"2026-12-25": "Christmas Day"},
            "emergency_switch": "closure",
            "holiday_rule": {"country": "GB", "subdivision": "ENG", "without": ["2026-12-28"]},
        }
    },
    "tables": {"shops": {"key": "town", "rows": [{"town": "York", "number": 1}]}},
    "bindings": {"website": "shop.example", "later": ""},
}
FITS = acceptor(environment_schema(), FORMATS, (*DEFINITIONS, "named_prompt"))
VALIDATOR = validator(environment_schema())


def test_what_is_right_is_read_and_accepted_quickly() -> None:
    found, environment = read_environment(RIGHT)
    assert found == []
    assert environment is not None
    assert environment.entry.on("voice") == "calls"
    assert FITS(RIGHT)


def prompt(**fields: Json) -> Json:
    return {"format": 1, "prompts": {"a": fields}}


def schedule(**fields: Json) -> Json:
    return {"format": 1, "schedules": {"a": {"weekly": {}} | fields}}


ALL_AT_ONCE = {
    "format": 1,
    "prompts": {"A": "x", "b": {"by_language": {"en": 1, "nl": "{{ x"}}},
    "schedules": {"c": {"weekly": {"mon": ["9-5", "09:00-17:00", "x"]}}, "d": {}},
    "colour": 1,
}
MISTAKES: dict[str, tuple[Json, list[tuple[str, str]]]] = {
    "no document": ([], [("bad_value", "$")]),
    "no format": ({}, [("missing", "$.format")]),
    "another format": ({"format": 2}, [("bad_value", "$.format")]),
    "entry for another channel": ({"format": 1, "entry": {"fax": "x"}}, [("unknown_field", "$.entry.fax")]),
    "bad name of a prompt": ({"format": 1, "prompts": {"A": "x"}}, [("bad_name", "$.prompts.A")]),
    "bad language": (prompt(by_language={"English": "x"}), [("bad_name", "$.prompts.a.by_language.English")]),
    "bad words": (
        prompt(by_language={"en": {"chat": "{{ x"}}),
        [("template_invalid", "$.prompts.a.by_language.en.chat")],
    ),
    "plain words": ({"format": 1, "prompts": {"a": "{{ x"}}, [("prompt_invalid", "$.prompts.a")]),
    "sound of no words": (prompt(sounds={}), [("missing", "$.prompts.a.by_language")]),
    "use of a name": (prompt(prompt="b", use="x"), [("unknown_field", "$.prompts.a.use")]),
    "sound in no language": (
        prompt(by_language={"en": "x"}, sounds={"English": {"file": "x.wav"}}),
        [("bad_name", "$.prompts.a.sounds.English")],
    ),
    "sound without file": (
        prompt(by_language={"en": "x"}, sounds={"en": {}}),
        [("missing", "$.prompts.a.sounds.en.file")],
    ),
    "state": (prompt(by_language={"en": "x"}, state="good"), [("bad_value", "$.prompts.a.state")]),
    "hours": (schedule(weekly={"mon": ["9-5"]}), [("bad_name", "$.schedules.a.weekly.mon[0]")]),
    "day of the week": (schedule(weekly={"monday": []}), [("unknown_field", "$.schedules.a.weekly.monday")]),
    "date": (schedule(holidays={"25-12-2026": "x"}), [("bad_name", "$.schedules.a.holidays['25-12-2026']")]),
    "holiday rule": (schedule(holiday_rule={}), [("missing", "$.schedules.a.holiday_rule.country")]),
    "no rule is left out": (schedule(holiday_rule=None), [("bad_value", "$.schedules.a.holiday_rule")]),
    "table without key": ({"format": 1, "tables": {"a": {}}}, [("missing", "$.tables.a.key")]),
    "row": ({"format": 1, "tables": {"a": {"key": "k", "rows": [{}, 1]}}}, [("bad_value", "$.tables.a.rows[1]")]),
    "all at once": (
        ALL_AT_ONCE,
        [
            ("unknown_field", "$.colour"),
            ("bad_name", "$.prompts.A"),
            ("bad_value", "$.prompts.b.by_language.en"),
            ("text_invalid", "$.prompts.b.by_language.nl"),
            ("bad_name", "$.schedules.c.weekly.mon[0]"),
            ("bad_name", "$.schedules.c.weekly.mon[2]"),
            ("missing", "$.schedules.d.weekly"),
        ],
    ),
}  # fmt: skip  # a mistake a line


@pytest.mark.parametrize(("document", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_each_mistake_has_its_path(document: Json, expected: list[tuple[str, str]]) -> None:
    found, environment = read_environment(document)
    assert [(finding.code, finding.path) for finding in found] == expected
    assert environment is None
    assert all(finding.hint and finding.severity == "error" for finding in found)


def test_what_no_schema_says_has_its_path_too() -> None:
    found, environment = read_environment({"format": 1, "prompts": {"a": {"by_language": {"en": {}}}}})
    assert environment is None
    assert [finding.path for finding in found] == ["$.prompts.a.by_language.en"]


@given(st.data())
def test_what_is_accepted_is_right_and_can_be_read(data: st.DataObject) -> None:
    document = changed(RIGHT, data.draw)
    found, environment = read_environment(document)
    assert (environment is None) == bool(found)
    if environment is not None:
        assert list(VALIDATOR.iter_errors(document)) == []


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: repr(odd)[:20])
def test_nothing_odd_is_raised(odd: Json) -> None:
    for name in RIGHT:
        found, environment = read_environment(RIGHT | {name: odd})
        assert (environment is None) == bool(found)
