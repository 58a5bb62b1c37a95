"""Wordings: the words with which each language says signs, money and the time of day, where CLDR has none."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple


class Coins(NamedTuple):
    """A currency's whole and its hundredth, each for one and for more."""

    one: str
    more: str
    cent: str
    cents: str


class Wording(NamedTuple):
    """`signs`: sign -> its name; `coins`: currency -> its words; `joint` stands between euros and cents; `clock`: hour
    and minute as they are said."""

    signs: Mapping[str, str]
    coins: Mapping[str, Coins]
    minus: str
    point: str
    joint: str
    clock: Callable[[int, int], str]


def _twelve_hours(hour: int, minute: int) -> str:
    """`2:05 PM`: twelve o'clock is said by its name, since few know which half of the day it belongs to."""
    if minute == 0 and hour % 12 == 0:
        return "noon" if hour else "midnight"
    half = "PM" if hour >= 12 else "AM"
    return f"{hour % 12 or 12}:{minute:02} {half}" if minute else f"{hour % 12 or 12} {half}"


def _hours_named(word: str) -> Callable[[int, int], str]:
    """`14 uur 5`: with a colon some voices say the hour's word twice, and `05` as zero five."""
    return lambda hour, minute: f"{hour} {word} {minute}" if minute else f"{hour} {word}"


def _french(hour: int, minute: int) -> str:
    if minute == 0 and hour % 12 == 0:
        return "midi" if hour else "minuit"
    hours = f"{hour} heures" if hour > 1 else f"{hour} heure"
    return f"{hours} {minute}" if minute else hours


def _signs(names: str) -> dict[str, str]:
    """The names of the signs below, in their order, with a bar between them."""
    return dict(zip("+-.@_/#*&,:;=%!?'\"()\\", names.split("|"), strict=True))


WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        "en": Wording(
            _signs(
                "plus|dash|dot|at|underscore|slash|hash|star|ampersand|comma|colon|semicolon|equals|percent"
                "|exclamation mark|question mark|apostrophe|quote|open bracket|close bracket|backslash"
            ),
            {
                "EUR": Coins("euro", "euros", "cent", "cents"),
                "GBP": Coins("pound", "pounds", "penny", "pence"),
                "USD": Coins("dollar", "dollars", "cent", "cents"),
                "CHF": Coins("Swiss franc", "Swiss francs", "centime", "centimes"),
            },
            "minus",
            "point",
            "and",
            _twelve_hours,
        ),
        "nl": Wording(
            _signs(
                "plus|streepje|punt|apenstaartje|laag streepje|schuine streep|hekje|sterretje|en-teken|komma"
                "|dubbele punt|puntkomma|is-teken|procent|uitroepteken|vraagteken|apostrof|aanhalingsteken"
                "|haakje openen|haakje sluiten|omgekeerde schuine streep"
            ),
            {
                "EUR": Coins("euro", "euro", "cent", "cent"),
                "GBP": Coins("pond", "pond", "penny", "pence"),
                "USD": Coins("dollar", "dollar", "cent", "cent"),
                "CHF": Coins("Zwitserse frank", "Zwitserse frank", "centime", "centimes"),
            },
            "min",
            "komma",
            "en",
            _hours_named("uur"),
        ),
        "de": Wording(
            _signs(
                "plus|Strich|Punkt|at|Unterstrich|Schrägstrich|Raute|Stern|Und-Zeichen|Komma|Doppelpunkt|Semikolon"
                "|gleich|Prozent|Ausrufezeichen|Fragezeichen|Apostroph|Anführungszeichen|Klammer auf|Klammer zu"
                "|umgekehrter Schrägstrich"
            )
            | {"ß": "Eszett"},
            {
                "EUR": Coins("Euro", "Euro", "Cent", "Cent"),
                "GBP": Coins("Pfund", "Pfund", "Penny", "Pence"),
                "USD": Coins("Dollar", "Dollar", "Cent", "Cent"),
                "CHF": Coins("Schweizer Franken", "Schweizer Franken", "Rappen", "Rappen"),
            },
            "minus",
            "Komma",
            "und",
            _hours_named("Uhr"),
        ),
        "fr": Wording(
            _signs(
                "plus|tiret|point|arobase|tiret bas|barre oblique|dièse|étoile|esperluette|virgule|deux-points"
                "|point-virgule|égal|pour cent|point d’exclamation|point d’interrogation|apostrophe|guillemet"
                "|parenthèse ouvrante|parenthèse fermante|barre oblique inversée"
            ),
            {
                "EUR": Coins("euro", "euros", "centime", "centimes"),
                "GBP": Coins("livre", "livres", "penny", "pence"),
                "USD": Coins("dollar", "dollars", "cent", "cents"),
                "CHF": Coins("franc suisse", "francs suisses", "centime", "centimes"),
            },
            "moins",
            "virgule",
            "et",
            _french,
        ),
    }
)
# At home nobody calls a currency by its country, and whoever has dollars of their own says whose the others are.
_US = Coins("US dollar", "US dollars", "cent", "cents")
_OWN_DOLLAR = Coins("dollar", "dollars", "cent", "cents")
AT_HOME: Mapping[tuple[str, str], Mapping[str, Coins]] = MappingProxyType(
    {
        ("de", "CH"): {"CHF": Coins("Franken", "Franken", "Rappen", "Rappen")},
        ("de", "LI"): {"CHF": Coins("Franken", "Franken", "Rappen", "Rappen")},
        ("fr", "CH"): {"CHF": Coins("franc", "francs", "centime", "centimes")},
        ("fr", "CA"): {"CAD": _OWN_DOLLAR, "USD": Coins("dollar américain", "dollars américains", "cent", "cents")},
        ("en", "CA"): {"CAD": _OWN_DOLLAR, "USD": _US},
        ("en", "AU"): {"AUD": _OWN_DOLLAR, "USD": _US},
        ("en", "NZ"): {"NZD": _OWN_DOLLAR, "USD": _US},
    }
)


def coins_of(language: str, territory: str, currency: str) -> Coins | None:
    """What a currency is called there; None: only CLDR knows it."""
    own = AT_HOME.get((language, territory), {}).get(currency)
    return own or (WORDINGS[language].coins.get(currency) if language in WORDINGS else None)
