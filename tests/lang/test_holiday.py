"""A rule of holidays becomes dates: those of the country, but for what the schedule says itself."""

import pytest

from flowengine.lang.holiday import NoSuchHolidays, expanded, written
from flowengine.messages import Json

WEEKLY = {"mon": ["09:00-17:00"]}


def holidays(rule: Json, own: Json = None, years: tuple[int, ...] = (2026,)) -> dict[str, str]:
    schedule = {"weekly": WEEKLY, "holiday_rule": rule, **({"holidays": own} if own else {})}
    made = expanded({"format": 1, "schedules": {"office": schedule}}, years)["schedules"]["office"]
    assert (made["weekly"], made["holiday_rule"]) == (WEEKLY, rule)
    found: dict[str, str] = made["holidays"]
    return found


ENGLISH = {"country": "GB", "subdivision": "ENG"}


def test_the_countrys_own() -> None:
    found = holidays(ENGLISH)
    assert found["2026-12-25"] == "Christmas Day"
    assert found["2026-12-28"] == "Boxing Day (observed)"
    assert "2026-11-30" not in found
    assert holidays({"country": "GB", "subdivision": "SCT"})["2026-11-30"].startswith("Saint Andrew")


def test_in_a_language() -> None:
    assert holidays({"country": "DE", "subdivision": "BY", "language": "de"})["2026-01-06"] == "Heilige Drei Könige"
    assert holidays({"country": "NL", "language": "en_US"})["2026-04-27"] == "King's Day"


def test_every_year_that_is_asked_for() -> None:
    assert {day[:4] for day in holidays(ENGLISH, years=(2028, 2026, 2027))} == {"2026", "2027", "2028"}


def test_what_was_written_out_may_be_written_out_for_other_years_too() -> None:
    document = {"schedules": {"office": {"weekly": WEEKLY, "holiday_rule": ENGLISH}}}
    found = expanded(expanded(document, (2026,)), (2035,))["schedules"]["office"]["holidays"]
    assert {day[:4] for day in found} == {"2026", "2035"}


def test_the_schedule_has_the_last_word() -> None:
    found = holidays({**ENGLISH, "without": ["2026-12-28"]}, {"2026-12-24": "Staff party", "2026-12-25": "Shut"})
    assert "2026-12-28" not in found
    assert (found["2026-12-24"], found["2026-12-25"]) == ("Staff party", "Shut")


REFUSED: dict[str, tuple[Json, str]] = {
    "country": ({"country": "XX"}, "No holidays of “XX” are known."),
    "part": ({"country": "GB", "subdivision": "LND"}, "No holidays of “LND” in GB are known. Known parts: ENG"),
    "language": ({"country": "GB", "language": "xx"}, "have no names in “xx”"),
}


@pytest.mark.parametrize(("rule", "words"), REFUSED.values(), ids=REFUSED)
def test_what_nobody_knows_is_refused(rule: Json, words: str) -> None:
    with pytest.raises(NoSuchHolidays, match=words.replace(".", r"\.")):
        holidays(rule)


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {"format": 1},
        {"schedules": []},
        {"schedules": {"a": None, "b": {"holiday_rule": 1}, "c": {"holiday_rule": {"country": "gb"}}}},
    ],
)
def test_what_is_malformed_stays_as_it_is(document: Json) -> None:
    assert expanded(document, (2026,)) == document


def test_a_release_is_read_as_its_draft_was_written() -> None:
    draft = {"format": 1, "schedules": {"a": {"weekly": WEEKLY, "holiday_rule": ENGLISH}, "b": {"weekly": WEEKLY}}}
    assert written(expanded(draft, (2026, 2027))) == draft
    own = {"2026-12-24": "Staff party"}
    draft["schedules"]["a"]["holidays"] = own  # type: ignore[index]  # it is a record
    assert written(expanded(draft, (2026, 2027))) == draft
    assert written({"format": 1}) == {"format": 1}
