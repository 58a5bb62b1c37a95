"""The fixed tables of filters and tests that a template may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flowengine.lang import spoken
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.functions import FUNCTIONS, Function, Parameter
from flowengine.lang.value import (
    LISTS,
    MAX_TEXT,
    NUMBERS,
    item_of,
    list_of,
    short_enough,
    string_of,
    text_of,
)
from flowengine.messages import Json


def _default(value: Json, otherwise: Json, also_empty: Json = False) -> Json:
    return otherwise if value is None or (also_empty and not value) else value


def _join(value: Json, between: Json = "") -> Json:
    glue, total, parts = string_of(between, "join"), 0, []
    for item in list_of(value, "join"):
        part = text_of(item)
        total += len(part) + len(glue)
        if total > MAX_TEXT + len(glue):
            raise EvaluationFault(f"join would make a text of more than {MAX_TEXT} characters.")
        parts.append(part)
    return glue.join(parts)


def _truncate(value: Json, length: Json) -> Json:
    """At most `length` characters, the last of them an ellipsis if something was left out."""
    text = string_of(value, "truncate")
    if type(length) is not int or length < 1:
        raise EvaluationFault("truncate needs a length of at least 1.")
    return text if len(text) <= length else text[: length - 1] + "…"


def _replace(value: Json, old: Json, new: Json) -> Json:
    text, before, after = (string_of(part, "replace") for part in (value, old, new))
    if not before:
        raise EvaluationFault("replace needs a text to look for.")
    if len(text) + text.count(before) * (len(after) - len(before)) > MAX_TEXT:
        raise EvaluationFault(f"replace would make a text of more than {MAX_TEXT} characters.")
    return text.replace(before, after)


def _title(value: Json) -> Json:
    return short_enough(string_of(value, "title").title(), "title")


def _as_text(function: Callable[[Json], Json]) -> Callable[[Json], Json]:
    """In a template, a number or nothing is written before it is changed."""
    return lambda value: function(text_of(value))


def _first(value: Json) -> Json:
    return item_of(value, 0)


def _last(value: Json) -> Json:
    return item_of(value, -1)


def _length(value: Json) -> Json:
    return 0 if value is None else FUNCTIONS["len"].call(value)


def _row(name: str, takes: str, more: tuple[Parameter, ...], doc: str, call: Callable[..., Json]) -> Function:
    """`takes` and the result's type, as `list -> text`."""
    given, returns = takes.split(" -> ")
    example = f"{{{{ vars.value|{name}{'(...)' if any(not p.optional for p in more) else ''} }}}}"
    reads = call in _READ_SCOPE
    return Function(name, (Parameter("value", given), *more), returns, doc, example, call, reads, call is _length)


_READ_SCOPE = (spoken.as_digits, spoken.as_money, spoken.as_date, spoken.as_time, spoken.as_spelling)
_DIGITS = Parameter("digits", "number", optional=True)
_OLD_NEW = (Parameter("old", "text"), Parameter("new", "text"))
_DEFAULT = (Parameter("otherwise", "any"), Parameter("also_empty", "yes_no", optional=True))
_CURRENCY = Parameter("currency", "text")
_STYLE = Parameter("style", "text", optional=True)

FILTERS: Mapping[str, Function] = {
    row.name: row
    for row in (
        _row("upper", "any -> text", (), "In capitals.", _as_text(FUNCTIONS["upper"].call)),
        _row("lower", "any -> text", (), "In small letters.", _as_text(FUNCTIONS["lower"].call)),
        _row("trim", "any -> text", (), "Without blanks around it.", _as_text(FUNCTIONS["trim"].call)),
        _row("title", "any -> text", (), "Each word with a capital.", _as_text(_title)),
        _row("default", "any -> any", _DEFAULT, "Another value if there is none.", _default),
        _row("round", "number -> number", (_DIGITS,), "Rounded to so many decimals.", FUNCTIONS["round"].call),
        _row("join", "list -> text", (Parameter("between", "text", optional=True),), "One text of a list.", _join),
        _row("length", "any -> number", (), "How many characters, items or keys.", _length),
        _row("truncate", "text -> text", (Parameter("length", "number"),), "Cut to a length, with …", _truncate),
        _row("replace", "text -> text", _OLD_NEW, "With one text put for another.", _replace),
        _row("first", "any -> any", (), "The first item or character.", _first),
        _row("last", "any -> any", (), "The last item or character.", _last),
        _row("as_digits", "any -> text", (), "Digit by digit.", spoken.as_digits),
        _row("as_money", "number or text -> text", (_CURRENCY,), "An amount of money.", spoken.as_money),
        _row("as_date", "time -> text", (_STYLE,), "A day: short, medium, long, full.", spoken.as_date),
        _row("as_time", "time -> text", (), "A time of day.", spoken.as_time),
        _row("as_spelling", "any -> text", (), "Letter by letter.", spoken.as_spelling),
    )
}

TESTS: Mapping[str, Callable[[Json], bool]] = {
    "defined": lambda value: value is not None,
    "undefined": lambda value: value is None,
    "none": lambda value: value is None,
    "number": lambda value: type(value) in NUMBERS,
    "string": lambda value: type(value) is str,
    "boolean": lambda value: type(value) is bool,
    "list": lambda value: type(value) in LISTS,
}
