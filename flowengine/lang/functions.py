"""The fixed table of functions that an expression may call: types and documentation as data, meaning as code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

import re2
from msgspec import Struct

from flowengine.lang.fault import EvaluationFault
from flowengine.lang.operation import at_most, within
from flowengine.lang.value import (
    Scope,
    kind_of,
    list_of,
    number_of,
    short_enough,
    string_of,
    text_of,
    within_limits,
)
from flowengine.messages import Json

OUTSIDE = "$outside"  # the scope's key for outside reads; no expression can name it
MAX_PATTERN = 256
MAX_DIGITS = 15
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,19}|[0-9]{0,19}\.[0-9]{1,19}|[0-9]{1,19}\.)")
_OPTIONS = re2.Options()
_OPTIONS.max_mem = 1 << 20
_OPTIONS.log_errors = False


class Outside(Protocol):
    """What outside reads need from the scope's `$outside`. Raises EvaluationFault for an unknown name."""

    def queue(self, contact_center: str) -> Json: ...
    def lookup(self, table: str, key: Json) -> Json: ...


class Parameter(Struct, frozen=True):
    """One value that a function takes. `literal` checks one that must be written out; it returns what is wrong."""

    name: str
    type: str
    optional: bool = False
    literal: Callable[[object], str] | None = None


class Function(Struct, frozen=True):
    """One row of the table. Types: text, number, yes_no, list, record, time, any. `doc` is for authors."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: str
    doc: str
    example: str
    call: Callable[..., Json]
    reads_scope: bool = False

    @property
    def fewest(self) -> int:
        return sum(not parameter.optional for parameter in self.parameters)

    @property
    def usage(self) -> str:
        return f"{self.name}({', '.join(p.name + ('?' if p.optional else '') for p in self.parameters)})"


def _len(value: Json) -> Json:
    if isinstance(value, (str, list, tuple, Mapping)):
        return len(value)
    raise EvaluationFault(f"len needs a text, a list or a record, not {kind_of(value)}.")


def _lower(text: Json) -> Json:
    return short_enough(string_of(text, "lower").lower(), "lower")


def _upper(text: Json) -> Json:
    return short_enough(string_of(text, "upper").upper(), "upper")


def _trim(text: Json) -> Json:
    return string_of(text, "trim").strip()


def _contains(whole: Json, part: Json) -> Json:
    return within(part, whole)


def _starts_with(text: Json, part: Json) -> Json:
    return string_of(text, "starts_with").startswith(string_of(part, "starts_with"))


def _ends_with(text: Json, part: Json) -> Json:
    return string_of(text, "ends_with").endswith(string_of(part, "ends_with"))


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> Any:
    """The RE2 program of a pattern; raises re2.error."""
    return re2.compile(pattern, _OPTIONS)


def pattern_problem(pattern: object) -> str:
    """What is wrong with a pattern, in one sentence; empty if nothing."""
    if type(pattern) is not str:
        return "The pattern must be a text, written out."
    if len(pattern) > MAX_PATTERN:
        return f"The pattern has more than {MAX_PATTERN} characters."
    try:
        compiled(pattern)
    except re2.error:
        return "The pattern cannot be read (RE2: no look-around, no back-references)."
    return ""


def _matches(text: Json, pattern: Json) -> Json:
    return compiled(pattern).fullmatch(string_of(text, "matches")) is not None


def number_from(value: Json, purpose: str) -> int | float:
    """A number, or the number that a text spells."""
    if type(value) is str and len(value) <= 64 and _NUMBER.fullmatch(value.strip(" ")):
        return within_limits(float(value) if "." in value else int(value), purpose)
    if type(value) is str:
        raise EvaluationFault(f"{purpose} met a text that is not a number.")
    return number_of(value, purpose)


def _number(value: Json, *otherwise: Json) -> Json:
    if otherwise and (value is None or (type(value) is str and not _NUMBER.fullmatch(value.strip(" ")))):
        return number_of(otherwise[0], "number")
    return number_from(value, "number")


def _text(value: Json) -> Json:
    return short_enough(text_of(value), "text")


def _round(value: Json, digits: Json = 0) -> Json:
    number = number_of(value, "round")
    if type(digits) is not int or abs(digits) > MAX_DIGITS:
        raise EvaluationFault(f"round takes between -{MAX_DIGITS} and {MAX_DIGITS} digits.")
    return within_limits(round(number, digits) if digits else round(number), "round")


def _least(values: tuple[Json, ...], purpose: str) -> list[Json]:
    found = list(list_of(values[0], purpose) if len(values) == 1 else values)
    if not found:
        raise EvaluationFault(f"{purpose} needs at least one value.")
    return found


def _min(*values: Json) -> Json:
    best, *rest = _least(values, "min")
    for value in rest:
        best = best if at_most(best, value) else value
    return best


def _max(*values: Json) -> Json:
    best, *rest = _least(values, "max")
    for value in rest:
        best = best if at_most(value, best) else value
    return best


def _abs(value: Json) -> Json:
    return within_limits(abs(number_of(value, "abs")), "abs")


def time_of(value: Json, purpose: str) -> datetime:
    """An RFC 3339 text as a time; a date alone is its midnight."""
    try:
        return datetime.fromisoformat(value) if type(value) is str and len(value) <= 40 else datetime.fromisoformat("")
    except ValueError:
        raise EvaluationFault(f"{purpose} needs a time such as 2026-03-02T10:00:00+00:00.") from None


def _moment(scope: Scope, moment: tuple[Json, ...], purpose: str) -> datetime:
    return time_of(moment[0] if moment else scope.get("now"), purpose)


def _weekday(scope: Scope, *moment: Json) -> Json:
    return _moment(scope, moment, "weekday").isoweekday()


def _hour(scope: Scope, *moment: Json) -> Json:
    return _moment(scope, moment, "hour").hour


def _date(scope: Scope, *moment: Json) -> Json:
    return _moment(scope, moment, "date").date().isoformat()


def _minutes_since(scope: Scope, moment: Json) -> Json:
    now, then = _moment(scope, (), "minutes_since"), time_of(moment, "minutes_since")
    if then.tzinfo is None or now.tzinfo is None:  # a time without an offset is one of the contact center's clock
        now, then = now.replace(tzinfo=None), then.replace(tzinfo=None)
    return int((now - then).total_seconds() // 60)


def _outside(scope: Scope, name: str) -> Callable[..., Json]:
    read: Callable[..., Json] | None = getattr(scope.get(OUTSIDE), name, None)
    if read is None:
        raise EvaluationFault(f"{name} cannot be read here.")
    return read


def _queue(scope: Scope, *contact_center: Json) -> Json:
    return _outside(scope, "queue")(string_of(contact_center[0], "queue") if contact_center else "")


def _lookup(scope: Scope, table: Json, key: Json) -> Json:
    if type(key) not in {str, int}:
        raise EvaluationFault(f"lookup needs a text or a whole number as its key, not {kind_of(key)}.")
    return _outside(scope, "lookup")(string_of(table, "lookup"), key)


def _p(name: str, type_: str, **more: Any) -> Parameter:
    return Parameter(name, type_, **more)


_WHEN = (_p("time", "time", optional=True),)
_FEW = (_p("a", "any"), *(_p(name, "any", optional=True) for name in "bcd"))

FUNCTIONS: Mapping[str, Function] = {
    row.name: row
    for row in (
        Function("len", (_p("value", "any"),), "number", "How many characters, items or keys.", "len(vars.pin)", _len),
        Function("lower", (_p("text", "text"),), "text", "In small letters.", "lower(vars.city)", _lower),
        Function("upper", (_p("text", "text"),), "text", "In capitals.", "upper(vars.code)", _upper),
        Function("trim", (_p("text", "text"),), "text", "Without blanks around it.", "trim(vars.name)", _trim),
        Function(
            "contains",
            (_p("whole", "any"), _p("part", "any")),
            "yes_no",
            "Whether a text, list or record holds a part.",
            "contains(vars.note, 'urgent')",
            _contains,
        ),
        Function(
            "starts_with",
            (_p("text", "text"), _p("part", "text")),
            "yes_no",
            "Whether a text begins with another.",
            "starts_with(caller.number, '+44')",
            _starts_with,
        ),
        Function(
            "ends_with",
            (_p("text", "text"), _p("part", "text")),
            "yes_no",
            "Whether a text ends with another.",
            "ends_with(vars.email, '.org')",
            _ends_with,
        ),
        Function(
            "matches",
            (_p("text", "text"), _p("pattern", "text", literal=pattern_problem)),
            "yes_no",
            "Whether the whole text fits an RE2 pattern.",
            "matches(vars.postcode, '[0-9]{4}[A-Z]{2}')",
            _matches,
        ),
        Function(
            "number",
            (_p("value", "any"), _p("otherwise", "number", optional=True)),
            "number",
            "The number that a text spells; `otherwise` if it spells none.",
            "number(vars.digits, 0)",
            _number,
        ),
        Function("text", (_p("value", "any"),), "text", "How a value is written.", "text(vars.count)", _text),
        Function(
            "round",
            (_p("value", "number"), _p("digits", "number", optional=True)),
            "number",
            "Rounded to so many decimals, none by default.",
            "round(vars.price, 2)",
            _round,
        ),
        Function("min", _FEW, "any", "The least of the values, or of one list.", "min(vars.a, 10)", _min),
        Function("max", _FEW, "any", "The greatest of the values, or of one list.", "max(vars.a, 0)", _max),
        Function("abs", (_p("value", "number"),), "number", "Without its sign.", "abs(vars.change)", _abs),
        Function("weekday", _WHEN, "number", "1 for Monday to 7 for Sunday; of now.", "weekday() <= 5", _weekday, True),
        Function(
            "hour", _WHEN, "number", "0 to 23, on the contact center's clock; of now.", "hour() < 12", _hour, True
        ),
        Function("date", _WHEN, "text", "The day as 2026-03-02; of now.", "date() == '2026-12-24'", _date, True),
        Function(
            "minutes_since",
            (_p("time", "time"),),
            "number",
            "Whole minutes from a time until now.",
            "minutes_since(vars.called_at) < 30",
            _minutes_since,
            True,
        ),
        Function(
            "lookup",
            (_p("table", "text"), _p("key", "any")),
            "any",
            "The row of a table, or nothing.",
            "lookup('branches', vars.postcode).title",
            _lookup,
            True,
        ),
        Function(
            "queue",
            (_p("contact_center", "text", optional=True),),
            "any",
            "How a queue stands: waiting, oldest_wait_s, agents_available, agents_staffed, estimated_wait_s.",
            "queue('billing').waiting > 5",
            _queue,
            True,
        ),
    )
}
