"""Digits, money, dates, times and letters: what is said on a call and written in a chat, in each language."""

from datetime import date, time

import pytest
from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_currency, get_currency_name
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.lang.fault import EvaluationFault
from flowengine.lang.spoken import (
    SPOKEN_IN,
    as_date,
    as_digits,
    as_money,
    as_spelling,
    as_time,
)
from flowengine.lang.template import parse_template
from flowengine.lang.wording import AT_HOME, WORDINGS
from flowengine.messages import Json

# What is filtered, the language, and what a caller hears.
SAID = [
    ("0|as_money('EUR')", "en", "0 euros"),
    ("1|as_money('EUR')", "en", "1 euro"),
    ("2|as_money('EUR')", "en", "2 euros"),
    ("0.01|as_money('EUR')", "en", "1 cent"),
    ("0.5|as_money('EUR')", "en", "50 cents"),
    ("1.01|as_money('GBP')", "en-GB", "1 pound and 1 penny"),
    ("12.5|as_money('GBP')", "en-GB", "12 pounds and 50 pence"),
    ("12.5|as_money('USD')", "en-US", "12 dollars and 50 cents"),
    ("12.5|as_money('USD')", "en-CA", "12 US dollars and 50 cents"),
    ("12.5|as_money('CAD')", "en-CA", "12 dollars and 50 cents"),
    ("-12.5|as_money('EUR')", "en", "minus 12 euros and 50 cents"),
    ("-0.001|as_money('EUR')", "en", "0 euros"),
    ("0.999|as_money('EUR')", "en", "1 euro"),
    ("1234567.89|as_money('EUR')", "en", "1234567 euros and 89 cents"),
    ("' 12.50 '|as_money('EUR')", "en", "12 euros and 50 cents"),
    ("12|as_money('JPY')", "en", "12 Japanese yen"),
    ("12.5|as_money('PLN')", "en", "12.50 Polish zlotys"),
    ("2|as_money('XQQ')", "en", "2 XQQ"),
    ("1|as_money('EUR')", "nl", "1 euro"),
    ("2.05|as_money('EUR')", "nl-BE", "2 euro en 5 cent"),
    ("-3|as_money('USD')", "nl", "min 3 dollar"),
    ("2.5|as_money('EUR')", "de", "2 Euro und 50 Cent"),
    ("2.5|as_money('CHF')", "de", "2 Schweizer Franken und 50 Rappen"),
    ("2.5|as_money('CHF')", "de-CH", "2 Franken und 50 Rappen"),
    ("12.5|as_money('PLN')", "de", "12,50 Polnische Złoty"),
    ("0|as_money('EUR')", "fr", "0 euro"),
    ("1.5|as_money('EUR')", "fr-BE", "1 euro et 50 centimes"),
    ("2.01|as_money('CHF')", "fr", "2 francs suisses et 1 centime"),
    ("2.01|as_money('CHF')", "fr-CH", "2 francs et 1 centime"),
    ("1000000|as_money('EUR')", "fr", "1000000 d’euros"),
    ("2000000|as_money('USD')", "fr", "2000000 de dollars"),
    ("1000001|as_money('EUR')", "fr", "1000001 euros"),
    ("12.5|as_money('EUR')", "es", "12,50 euros"),
    ("'2026-03-01'|as_date", "en-GB", "the 1st of March 2026"),
    ("'2026-03-02'|as_date", "en-US", "March 2nd, 2026"),
    ("'2026-03-03'|as_date", "en-ZA", "the 3rd of March 2026"),
    ("'2026-03-11'|as_date", "en-US", "March 11th, 2026"),
    ("'2026-03-12'|as_date", "en-GB", "the 12th of March 2026"),
    ("'2026-03-13'|as_date", "en-US", "March 13th, 2026"),
    ("'2026-03-21'|as_date", "en-US", "March 21st, 2026"),
    ("'2026-03-22'|as_date('full')", "en-US", "Sunday, March 22nd, 2026"),
    ("'2026-03-23'|as_date('full')", "en-GB", "Monday, the 23rd of March 2026"),
    ("'2026-03-02'|as_date('short')", "en-GB", "the 2nd of March 2026"),
    ("'2026-03-02'|as_date('medium')", "nl", "2 maart 2026"),
    ("'2026-03-02'|as_date('full')", "nl-BE", "maandag 2 maart 2026"),
    ("'2026-01-02'|as_date", "de", "2. Januar 2026"),
    ("'2026-01-02'|as_date", "de-AT", "2. Jänner 2026"),
    ("'2026-01-01'|as_date", "fr", "1er janvier 2026"),
    ("'2026-01-01'|as_date('full')", "fr-BE", "jeudi 1er janvier 2026"),
    ("'2026-01-11'|as_date", "fr", "11 janvier 2026"),
    ("'2026-03-02'|as_date", "es", "2 de marzo de 2026"),
    ("'2026-03-02T00:00'|as_time", "en", "midnight"),
    ("'2026-03-02T00:05'|as_time", "en-GB", "12:05 AM"),
    ("'2026-03-02T09:00'|as_time", "en-US", "9 AM"),
    ("'2026-03-02T12:00'|as_time", "en", "noon"),
    ("'2026-03-02T12:30:59'|as_time", "en", "12:30 PM"),
    ("'2026-03-02T14:05:00+01:00'|as_time", "en-GB", "2:05 PM"),
    ("'2026-03-02T14:00'|as_time", "nl", "14 uur"),
    ("'2026-03-02T14:05'|as_time", "nl-BE", "14 uur 5"),
    ("'2026-03-02T14:05'|as_time", "de-CH", "14 Uhr 5"),
    ("'2026-03-02T00:00'|as_time", "de", "0 Uhr"),
    ("'2026-03-02T00:00'|as_time", "fr", "minuit"),
    ("'2026-03-02T01:10'|as_time", "fr", "1 heure 10"),
    ("'2026-03-02T12:00'|as_time", "fr-BE", "midi"),
    ("'2026-03-02T21:30'|as_time", "fr", "21 heures 30"),
    ("'2026-03-02T14:05'|as_time", "es", "14:05"),
    ("'+31 (0)20-12.34'|as_digits", "nl", "plus 3 1 0 2 0 1 2 3 4"),
    ("'AB 12'|as_digits", "en", "A B 1 2"),
    ("-12.5|as_digits", "en", "minus 1 2 point 5"),
    ("-12.5|as_digits", "nl", "min 1 2 komma 5"),
    ("12.5|as_digits", "de", "1 2 Komma 5"),
    ("12.5|as_digits", "fr", "1 2 virgule 5"),
    ("vars.missing|as_digits", "en", ""),
    ("'jo.b_1@x.eu'|as_spelling", "en", "J, O, dot, B, underscore, 1, at, X, dot, E, U"),
    ("'o’neill & co'|as_spelling", "en", "O, ’, N, E, I, L, L, ampersand, C, O"),
    ("'groß'|as_spelling", "de", "G, R, O, Eszett"),
    ("'ß'|as_spelling", "nl", "ß"),
    ("'e\u0301t'|as_spelling", "fr", "É, T"),
    ("'a#1*'|as_spelling", "fr", "A, dièse, 1, étoile"),
    ("'a/b'|as_spelling", "nl-BE", "A, schuine streep, B"),
]  # fmt: skip  # a table reads better unbroken

# The same in a chat.
WRITTEN = [
    ("1|as_money('EUR')", "en-GB", "€1.00"),
    ("1234.5|as_money('EUR')", "nl-BE", "€ 1.234,50"),
    ("1234.5|as_money('CHF')", "de", "1.234,50 CHF"),
    ("12.5|as_money('CHF')", "de-CH", "CHF 12.50"),
    ("1234.5|as_money('EUR')", "fr", "1 234,50 €"),
    ("'2026-03-02'|as_date", "en-US", "March 2, 2026"),
    ("'2026-03-02'|as_date", "en-GB", "2 March 2026"),
    ("'2026-03-02'|as_date('short')", "nl", "02-03-2026"),
    ("'2026-03-02'|as_date('short')", "nl-BE", "2/03/2026"),
    ("'2026-03-02'|as_date('medium')", "de", "02.03.2026"),
    ("'2026-01-01'|as_date('short')", "fr-BE", "1/01/26"),
    ("'2026-01-01'|as_date('short')", "fr-CA", "2026-01-01"),
    ("'2026-01-01'|as_date('medium')", "fr", "1er janv. 2026"),
    ("'2026-03-02T14:05'|as_time", "en-US", "2:05 PM"),
    ("'2026-03-02T14:05'|as_time", "en-GB", "14:05"),
    ("'2026-03-02T12:00'|as_time", "fr", "12:00"),
    ("'+31 (0)20-12'|as_digits", "nl", "+31 (0)20-12"),
    ("'jo.b@x.eu'|as_spelling", "en", "jo.b@x.eu"),
]  # fmt: skip  # a table reads better unbroken
DAY = date(2026, 3, 2)


def world(language: str, channel: str) -> dict[str, Json]:
    return {"dialogue": {"language": language, "channel": channel}, "vars": {}}


def ids(rows: list[tuple[str, str, str]]) -> list[str]:
    return [f"{language} {source}".encode("ascii", "replace").decode() for source, language, _ in rows]


@pytest.mark.parametrize(("source", "language", "words"), SAID, ids=ids(SAID))
def test_a_caller_hears(source: str, language: str, words: str) -> None:
    assert parse_template("{{ " + source + " }}").render(world(language, "voice")) == words


@pytest.mark.parametrize("channel", ["chat", "message"])
@pytest.mark.parametrize(("source", "language", "words"), WRITTEN, ids=ids(WRITTEN))
def test_a_caller_reads(source: str, language: str, words: str, channel: str) -> None:
    assert parse_template("{{ " + source + " }}").render(world(language, channel)) == words


def test_what_no_channel_is_known_for_is_made_for_being_said() -> None:
    assert as_time({"dialogue": {"language": "nl"}}, "2026-03-02T14:05") == "14 uur 5"


def test_values_are_in_the_language_of_the_words_around_them() -> None:
    assert as_time({**world("en", "voice"), SPOKEN_IN: "nl"}, "2026-03-02T14:05") == "14 uur 5"


TAGS = ["en-US", "en-GB", "en-CA", "nl", "nl-BE", "de", "de-AT", "de-CH", "fr", "fr-BE", "fr-CH", "es", "it", "pl"]


@pytest.mark.parametrize("tag", TAGS)
def test_a_chat_has_the_forms_of_cldr(tag: str) -> None:
    locale, scope = Locale.parse(tag, sep="-"), world(tag, "chat")
    assert [as_date(scope, "2026-03-02", style) for style in ("short", "medium", "long", "full")] == [
        format_date(DAY, style, locale) for style in ("short", "medium", "long", "full")
    ]
    assert as_time(scope, "2026-03-02T14:05") == plain(format_time(time(14, 5), "short", locale=locale))
    assert as_money(scope, 1234.5, "EUR") == plain(format_currency(1234.5, "EUR", locale=locale))


@pytest.mark.parametrize("tag", [tag for tag in TAGS if not tag.startswith("en")])
def test_a_date_is_said_with_the_words_of_cldr(tag: str) -> None:
    assert as_date(world(tag, "voice"), "2026-03-02") == format_date(DAY, "long", Locale.parse(tag, sep="-"))


NAMED = [
    (language, currency, count) for language in WORDINGS for currency in ("EUR", "CHF") for count in (0, 1, 2, 100)
]


@pytest.mark.parametrize(("language", "currency", "count"), NAMED)
def test_an_amount_is_said_with_the_name_of_cldr(language: str, currency: str, count: int) -> None:
    name = get_currency_name(currency, count=count, locale=Locale(language))
    assert as_money(world(language, "voice"), count, currency) == f"{count} {name}"


def test_all_languages_have_the_same_words() -> None:
    english = WORDINGS["en"]
    for wording in WORDINGS.values():
        assert english.signs.keys() <= wording.signs.keys()
        assert english.coins.keys() == wording.coins.keys()
    assert {language for language, _ in AT_HOME} <= WORDINGS.keys()


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


FILTERS = {
    "digits": as_digits,
    "spelling": as_spelling,
    "money": lambda scope, value: as_money(scope, value, "EUR"),
    "currency": lambda scope, value: as_money(scope, 12.5, value),
    "money of cldr": lambda scope, value: as_money(scope, value, "SEK"),
    "date": as_date,
    "style": lambda scope, value: as_date(scope, "2026-03-02", value),
    "time": as_time,
}
TIMES = st.datetimes().map(lambda moment: moment.isoformat())
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=300), TIMES)
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=3), st.dictionaries(st.text(max_size=3), SCALARS, max_size=3))
LANGUAGES = st.one_of(st.sampled_from([*TAGS, "zh-Hant-TW", "ar", "xx"]), st.text(max_size=40), SCALARS)


@pytest.mark.proof
@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(list(FILTERS)), VALUES, LANGUAGES, st.sampled_from(["voice", "chat", "message", "", None]), SCALARS
)
def test_whatever_is_given_is_said_or_is_a_fault(
    name: str, value: Json, language: Json, channel: Json, around: Json
) -> None:
    scope: dict[str, Json] = {"dialogue": {"language": language, "channel": channel}, SPOKEN_IN: around}
    try:
        said = FILTERS[name](scope, value)
    except EvaluationFault:
        return
    assert type(said) is str
    assert len(said) <= 200 * 40
