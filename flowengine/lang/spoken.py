"""How digits, money, dates, times and letters are said or written in the dialogue's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_currency

from flowengine.lang.fault import EvaluationFault
from flowengine.lang.function_body import number_from, time_of
from flowengine.lang.value import MAX_TEXT, Scope, key_of, kind_of, text_of
from flowengine.messages import Json

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})  # a voice or a narrow screen wants plain ones
_STYLES = ("short", "medium", "long", "full")
MAX_SPELLED = 200

# Signs are read aloud by name; letters and digits stand for themselves.
_SIGNS: Mapping[str, Mapping[str, str]] = {
    "en": {"+": "plus", "-": "dash", ".": "dot", "@": "at", "_": "underscore", "/": "slash", "#": "hash", "*": "star"},
    "nl": {
        "+": "plus",
        "-": "streepje",
        ".": "punt",
        "@": "apenstaartje",
        "_": "laag streepje",
        "/": "schuine streep",
        "#": "hekje",
        "*": "sterretje",
    },
    "de": {
        "+": "plus",
        "-": "Strich",
        ".": "Punkt",
        "@": "at",
        "_": "Unterstrich",
        "/": "Schrägstrich",
        "#": "Raute",
        "*": "Stern",
    },
    "fr": {
        "+": "plus",
        "-": "tiret",
        ".": "point",
        "@": "arobase",
        "_": "tiret bas",
        "/": "barre oblique",
        "#": "dièse",
        "*": "étoile",
    },
}


@lru_cache(maxsize=256)
def _locale(language: str) -> Locale:
    """The locale of a BCP 47 tag, else of its base, else English."""
    for tag in (language, language.split("-", maxsplit=1)[0]):
        if _LANGUAGE.fullmatch(tag):
            try:
                return Locale.parse(tag, sep="-")
            except (UnknownLocaleError, ValueError):
                continue
    return Locale("en")


def _locale_in(scope: Scope) -> Locale:
    language = key_of(scope.get("dialogue"), "language")
    return _locale(language if type(language) is str and len(language) <= 35 else "en")


def _signs_in(scope: Scope) -> Mapping[str, str]:
    return _SIGNS.get(_locale_in(scope).language, _SIGNS["en"])


def _short_text(value: Json, purpose: str) -> str:
    text = text_of(value)
    if len(text) > MAX_SPELLED:
        raise EvaluationFault(f"{purpose} met a text of more than {MAX_SPELLED} characters.")
    return text


def as_digits(scope: Scope, value: Json) -> Json:
    """`+31 20` as `plus 3 1 2 0`: one by one, blanks and brackets left out."""
    plus = _signs_in(scope)["+"]
    return " ".join(plus if c == "+" else c for c in _short_text(value, "as_digits") if c.isalnum() or c == "+")


def as_spelling(scope: Scope, value: Json) -> Json:
    """`a-1` as `A, dash, 1`."""
    signs = _signs_in(scope)
    return ", ".join(signs.get(c, c.upper()) for c in _short_text(value, "as_spelling") if not c.isspace())


def as_money(scope: Scope, value: Json, currency: Json) -> Json:
    """An amount in a currency (ISO 4217), as the language writes it."""
    if type(currency) is not str or not _CURRENCY.fullmatch(currency):
        raise EvaluationFault("as_money needs a currency such as EUR.")
    amount = number_from(value, "as_money")
    if abs(amount) >= 1e15:
        raise EvaluationFault("as_money met a number that is too large.")
    return str(format_currency(amount, currency, locale=_locale_in(scope))).translate(_BLANKS)[:MAX_TEXT]


def as_date(scope: Scope, value: Json, style: Json = "long") -> Json:
    """A day, as the language writes it: short, medium, long or full."""
    day: date = time_of(value, "as_date")
    if style not in _STYLES:
        raise EvaluationFault(f"as_date has no such style ({kind_of(style)}): short, medium, long or full.")
    return format_date(day, format=style, locale=_locale_in(scope)).translate(_BLANKS)


def as_time(scope: Scope, value: Json) -> Json:
    """A time of day as it stands in the value, without seconds."""
    moment = time_of(value, "as_time").replace(tzinfo=None)
    return format_time(moment, format="short", locale=_locale_in(scope)).translate(_BLANKS)
