"""What each function of the table does; functions.py holds the table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

import re2

from flowengine.lang.fault import EvaluationFault
from flowengine.lang.operation import at_most, within
from flowengine.lang.value import (
    MAX_INT,
    MIN_INT,
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
MAX_MATCHED = 256
MAX_DIGITS = 15
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,19}|[0-9]{0,19}\.[0-9]{1,19}|[0-9]{1,19}\.)")
_OPTIONS = re2.Options()
_OPTIONS.max_mem = 1 << 18
_OPTIONS.log_errors = False


class Outside(Protocol):
    """What outside reads need from the scope's `$outside`. Raises EvaluationFault for an unknown name."""

    def queue(self, contact_center: str) -> Json: ...
    def lookup(self, table: str, key: Json) -> Json: ...


def length_of(value: Json) -> Json:
    if isinstance(value, (str, list, tuple, Mapping)):
        return len(value)
    raise EvaluationFault(f"len needs a text, a list or a record, not {kind_of(value)}.")


def lower(text: Json) -> Json:
    return short_enough(string_of(text, "lower").lower(), "lower")


def upper(text: Json) -> Json:
    return short_enough(string_of(text, "upper").upper(), "upper")


def trim(text: Json) -> Json:
    return string_of(text, "trim").strip()


def contains(whole: Json, part: Json) -> Json:
    return within(part, whole)


def starts_with(text: Json, part: Json) -> Json:
    return string_of(text, "starts_with").startswith(string_of(part, "starts_with"))


def ends_with(text: Json, part: Json) -> Json:
    return string_of(text, "ends_with").endswith(string_of(part, "ends_with"))


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Any:
    """The RE2 program of a pattern; raises re2.error."""
    return re2.compile(pattern, _OPTIONS)


def pattern_size(pattern: object) -> int:
    """How long RE2's program is: its time is linear in the text, but in this too (`(a{9}){9}` is 81 steps, not 9)."""
    return int(compiled(pattern).programsize) if type(pattern) is str else 0


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


def matches(text: Json, pattern: Json) -> Json:
    value = string_of(text, "matches")
    if len(value) > MAX_MATCHED:
        raise EvaluationFault(f"matches met a text of more than {MAX_MATCHED} characters.")
    return compiled(pattern).fullmatch(value) is not None


def number_from(value: Json, purpose: str) -> int | float:
    """A number, or the number that a text spells."""
    if type(value) is not str:
        return number_of(value, purpose)
    number = _spelled(value)
    if number is None:
        raise EvaluationFault(f"{purpose} met a text that is not a number.")
    return number


def _spelled(text: str) -> int | float | None:
    """Plain decimal notation within 64 bits, or None: float() alone would take `nan`, `1_0` and other digits."""
    bare = text.strip(" ") if len(text) <= 64 else ""
    if not _NUMBER.fullmatch(bare):
        return None
    number = float(bare) if "." in bare else int(bare)
    return number if type(number) is float or MIN_INT <= number <= MAX_INT else None


def number(value: Json, *otherwise: Json) -> Json:
    if otherwise and (value is None or (type(value) is str and _spelled(value) is None)):
        return number_of(otherwise[0], "number")
    return number_from(value, "number")


def text(value: Json) -> Json:
    return short_enough(text_of(value), "text")


def rounded(value: Json, digits: Json = 0) -> Json:
    number = number_of(value, "round")
    if type(digits) is not int or abs(digits) > MAX_DIGITS:
        raise EvaluationFault(f"round takes between -{MAX_DIGITS} and {MAX_DIGITS} digits.")
    return within_limits(round(number, digits) if digits else round(number), "round")


def _candidates(values: tuple[Json, ...], purpose: str) -> list[Json]:
    found = list(list_of(values[0], purpose) if len(values) == 1 else values)
    if not found:
        raise EvaluationFault(f"{purpose} needs at least one value.")
    return found


def least(*values: Json) -> Json:
    best, *rest = _candidates(values, "min")
    for value in rest:
        best = best if at_most(best, value) else value
    return best


def greatest(*values: Json) -> Json:
    best, *rest = _candidates(values, "max")
    for value in rest:
        best = best if at_most(value, best) else value
    return best


def absolute(value: Json) -> Json:
    return within_limits(abs(number_of(value, "abs")), "abs")


def time_of(value: Json, purpose: str) -> datetime:
    """An RFC 3339 text as a time; a date alone is its midnight."""
    try:
        return datetime.fromisoformat(string_of(value, purpose)[:40])
    except ValueError:
        raise EvaluationFault(f"{purpose} needs a time such as 2026-03-02T10:00:00+00:00.") from None


def _moment(scope: Scope, moment: tuple[Json, ...], purpose: str) -> datetime:
    return time_of(moment[0] if moment else scope.get("now"), purpose)


def weekday(scope: Scope, *moment: Json) -> Json:
    return _moment(scope, moment, "weekday").isoweekday()


def hour(scope: Scope, *moment: Json) -> Json:
    return _moment(scope, moment, "hour").hour


def day(scope: Scope, *moment: Json) -> Json:
    return _moment(scope, moment, "date").date().isoformat()


def minutes_since(scope: Scope, moment: Json) -> Json:
    now, then = _moment(scope, (), "minutes_since"), time_of(moment, "minutes_since")
    if then.tzinfo is None or now.tzinfo is None:  # a time without an offset is one of the contact center's clock
        now, then = now.replace(tzinfo=None), then.replace(tzinfo=None)
    return int((now - then).total_seconds() // 60)


def _outside(scope: Scope, name: str) -> Callable[..., Json]:
    read: Callable[..., Json] | None = getattr(scope.get(OUTSIDE), name, None)
    if read is None:
        raise EvaluationFault(f"{name} cannot be read here.")
    return read


def queue(scope: Scope, *contact_center: Json) -> Json:
    return _outside(scope, "queue")(string_of(contact_center[0], "queue") if contact_center else "")


def look_up(scope: Scope, table: Json, key: Json) -> Json:
    if type(key) not in {str, int}:
        raise EvaluationFault(f"lookup needs a text or a whole number as its key, not {kind_of(key)}.")
    return _outside(scope, "lookup")(string_of(table, "lookup"), key)
