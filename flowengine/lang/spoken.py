"""How digits, money, dates, times and letters are said on a call, and written in a chat, in the dialogue's language."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from flowengine.lang.fault import EvaluationFault
from flowengine.lang.function_body import number_from, time_of
from flowengine.lang.value import MAX_TEXT, NUMBERS, Scope, key_of, kind_of, text_of
from flowengine.lang.wording import WORDINGS, Coins, Wording, coins_of
from flowengine.messages import Json

if TYPE_CHECKING:  # babel is loaded when a date or a sum is first said: few tests of flows get there
    from babel import Locale

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_BLANKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " "})  # a voice or a narrow screen wants plain ones
_STYLES = ("short", "medium", "long", "full")
_DAY_BEFORE_MONTH = re.compile(r"\b0?([0-9]{1,2}) (?=[A-Z])")
_DAY_AFTER_MONTH = re.compile(r"(?<=[a-z] )([0-9]{1,2})(?=, )")
_WRITTEN = ("chat", "message")
SPOKEN_IN = "$language"  # the scope's key for the language of the words around a value, if not the dialogue's own
MAX_SPELLED = 200


@lru_cache(maxsize=256)
def _locale(language: str) -> Locale:
    """The locale of a BCP 47 tag, else of its base, else English."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  # see above

    for tag in (language, language.split("-", maxsplit=1)[0]):
        if _LANGUAGE.fullmatch(tag):
            try:
                return Locale.parse(tag, sep="-")
            except (UnknownLocaleError, ValueError):
                continue
    return Locale("en")


def _locale_in(scope: Scope) -> Locale:
    language = scope.get(SPOKEN_IN) or key_of(scope.get("dialogue"), "language")
    return _locale(language if type(language) is str and len(language) <= 35 else "en")


def _is_written(scope: Scope) -> bool:
    """Whether the caller reads: whatever is not known to be read is made fit for being said."""
    return key_of(scope.get("dialogue"), "channel") in _WRITTEN


def _wording(locale: Locale) -> Wording:
    return WORDINGS.get(locale.language, WORDINGS["en"])


def _short_text(value: Json, purpose: str) -> str:
    text = text_of(value)
    if len(text) > MAX_SPELLED:
        raise EvaluationFault(f"{purpose} met a text of more than {MAX_SPELLED} characters.")
    return unicodedata.normalize("NFC", text)  # a letter and its accent are one


def as_digits(scope: Scope, value: Json) -> Json:
    """`+31 20` as `plus 3 1 2 0`: one by one, blanks and brackets left out; in a chat as it is."""
    text = _short_text(value, "as_digits")
    if _is_written(scope):
        return text
    words = _wording(_locale_in(scope))
    said = {"+": words.signs["+"]}
    if type(value) in NUMBERS:  # of a number, these are no blanks
        said |= {".": words.point, "-": words.minus}
    return " ".join(said.get(c, c) for c in text if c.isalnum() or c in said)


def as_spelling(scope: Scope, value: Json) -> Json:
    """`a-1` as `A, dash, 1`; in a chat as it is."""
    text = _short_text(value, "as_spelling")
    if _is_written(scope):
        return text
    signs = _wording(_locale_in(scope)).signs
    return ", ".join(signs.get(c) or _capital(c) for c in text if not c.isspace())


def _capital(letter: str) -> str:
    capital = letter.upper()
    return capital if len(capital) == 1 else letter  # ß has none of its own


def as_money(scope: Scope, value: Json, currency: Json) -> Json:
    """An amount in a currency (ISO 4217): `12 euros and 50 cents`; in a chat as the language writes it."""
    if type(currency) is not str or not _CURRENCY.fullmatch(currency):
        raise EvaluationFault("as_money needs a currency such as EUR.")
    amount = Decimal(str(number_from(value, "as_money")))
    if abs(amount) >= 10**15:
        raise EvaluationFault("as_money met a number that is too large.")
    from babel.numbers import format_currency  # noqa: PLC0415  # see above

    locale = _locale_in(scope)
    if _is_written(scope):
        return str(format_currency(amount, currency, locale=locale)).translate(_BLANKS)[:MAX_TEXT]
    coins = coins_of(locale.language, locale.territory or "", currency)
    if coins is not None:
        return _amount(amount, coins, locale)
    named = format_currency(
        amount, currency, locale=locale, format_type="name", group_separator=False, currency_digits=amount % 1 != 0
    )
    return str(named).translate(_BLANKS)[:MAX_TEXT]


def _amount(amount: Decimal, coins: Coins, locale: Locale) -> str:
    """Without separators of thousands: a voice may take 1.000 for one."""
    hundredths = round(abs(amount) * 100)
    whole, cents = divmod(hundredths, 100)
    parts = []
    if whole or not cents:
        parts.append(_counted(whole, coins.one, coins.more, locale))
    if cents:
        parts.append(_counted(cents, coins.cent, coins.cents, locale))
    words = _wording(locale)
    said = f" {words.joint} ".join(parts)
    return f"{words.minus} {said}" if amount < 0 and hundredths else said


def _counted(count: int, one: str, more: str, locale: Locale) -> str:
    match locale.plural_form(count):
        case "one":
            return f"{count} {one}"
        case "many":  # French: un million d’euros
            return f"{count} {'d’' if more[0] in 'aeiou' else 'de '}{more}"
    return f"{count} {more}"


def as_date(scope: Scope, value: Json, style: Json = "long") -> Json:
    """A day: short, medium, long or full in a chat; on a call never shorter than long, since figures do not say
    which of them is the month."""
    day = time_of(value, "as_date").date()
    if style not in _STYLES:
        raise EvaluationFault(f"as_date has no such style ({kind_of(style)}): short, medium, long or full.")
    from babel.dates import format_date  # noqa: PLC0415  # see above

    is_written = _is_written(scope)
    locale = _locale_in(scope)
    written = format_date(day, style if is_written or style == "full" else "long", locale).translate(_BLANKS)
    if locale.language == "fr" and day.day == 1:  # in figures there is nothing to change
        return written.replace("1 ", "1er ", 1)
    return _with_ordinal(written, day.day) if locale.language == "en" and not is_written else written


def _with_ordinal(written: str, day: int) -> str:
    """`the 2nd of March`, `March 2nd`: how an English date is said."""
    ending = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    american = _DAY_AFTER_MONTH.sub(rf"\g<1>{ending}", written, count=1)
    return _DAY_BEFORE_MONTH.sub(rf"the \g<1>{ending} of ", american, count=1) if american == written else american


def as_time(scope: Scope, value: Json) -> Json:
    """A time of day as it stands in the value, without seconds."""
    moment: datetime = time_of(value, "as_time").replace(tzinfo=None)
    locale = _locale_in(scope)
    if locale.language in WORDINGS and not _is_written(scope):
        return WORDINGS[locale.language].clock(moment.hour, moment.minute)
    from babel.dates import format_time  # noqa: PLC0415  # see above

    return format_time(moment, "short", locale=locale).translate(_BLANKS)
