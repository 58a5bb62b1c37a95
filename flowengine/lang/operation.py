"""What the operators mean between JSON values: like with like, within 64 bits, or a fault in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from flowengine.lang.fault import EvaluationFault
from flowengine.lang.value import (
    MAX_TEXT,
    NUMBERS,
    SCALARS,
    equal,
    kind_of,
    list_of,
    number_of,
    short_enough,
    within_limits,
)
from flowengine.messages import Json

Binary: TypeAlias = Callable[[Json, Json], Json]
Comparison: TypeAlias = Callable[[Json, Json], bool]


def add(left: Json, right: Json) -> Json:
    if type(left) is str and type(right) is str:
        if len(left) + len(right) > MAX_TEXT:
            raise EvaluationFault(f"`+` would make a text of more than {MAX_TEXT} characters.")
        return left + right
    if type(left) is str or type(right) is str:
        raise EvaluationFault(f"`+` cannot join {kind_of(left)} and {kind_of(right)}; use text(...).")
    return within_limits(number_of(left, "`+`") + number_of(right, "`+`"), "`+`")


def subtract(left: Json, right: Json) -> Json:
    return within_limits(number_of(left, "`-`") - number_of(right, "`-`"), "`-`")


def multiply(left: Json, right: Json) -> Json:
    return within_limits(number_of(left, "`*`") * number_of(right, "`*`"), "`*`")


def divide(left: Json, right: Json) -> Json:
    return within_limits(number_of(left, "`/`") / _divisor(right, "`/`"), "`/`")


def floor_divide(left: Json, right: Json) -> Json:
    return within_limits(number_of(left, "`//`") // _divisor(right, "`//`"), "`//`")


def modulo(left: Json, right: Json) -> Json:
    return within_limits(number_of(left, "`%`") % _divisor(right, "`%`"), "`%`")


def _divisor(value: Json, purpose: str) -> int | float:
    number = number_of(value, purpose)
    if number == 0:
        raise EvaluationFault(f"{purpose} cannot divide by zero.")
    return number


def negate(value: Json) -> Json:
    return within_limits(-number_of(value, "`-`"), "`-`")


def not_equal(left: Json, right: Json) -> bool:
    return not equal(left, right)


def less(left: Json, right: Json) -> bool:
    one, two = _ordered("<", left, right)
    return bool(one < two)


def at_most(left: Json, right: Json) -> bool:
    one, two = _ordered("<=", left, right)
    return bool(one <= two)


def more(left: Json, right: Json) -> bool:
    one, two = _ordered(">", left, right)
    return bool(one > two)


def at_least(left: Json, right: Json) -> bool:
    one, two = _ordered(">=", left, right)
    return bool(one >= two)


def _ordered(sign: str, left: Json, right: Json) -> tuple[Json, Json]:
    if (type(left) in NUMBERS and type(right) in NUMBERS) or (type(left) is str and type(right) is str):
        return left, right
    raise EvaluationFault(f"`{sign}` cannot compare {kind_of(left)} with {kind_of(right)}.")


def within(part: Json, whole: Json) -> bool:
    """`part in whole`: a text in a text, a key in a record, a text or number (or yes, no, nothing) in a list."""
    if type(whole) is str and type(part) is str:
        return short_enough(part, "`in`") in short_enough(whole, "`in`")
    if isinstance(whole, (list, tuple)) and type(part) in SCALARS:
        if part not in list_of(whole, "`in`"):  # Python's search is fast, and finds all that is equal
            return False
        return type(part) is str or any(equal(part, item) for item in whole)  # but it takes 1 for True
    if isinstance(whole, Mapping) and type(part) is str:
        return part in whole
    raise EvaluationFault(f"`in` cannot look for {kind_of(part)} in {kind_of(whole)}.")


def not_within(part: Json, whole: Json) -> bool:
    return not within(part, whole)


BINARY: Mapping[str, Binary] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "//": floor_divide,
    "%": modulo,
}
COMPARISON: Mapping[str, Comparison] = {
    "==": equal,
    "!=": not_equal,
    "<": less,
    "<=": at_most,
    ">": more,
    ">=": at_least,
    "in": within,
    "not in": not_within,
}
