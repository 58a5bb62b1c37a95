"""The JSON values that an author can reach: their kinds, their limits, when two are equal, how one reads as text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from flowengine.lang.fault import EvaluationFault
from flowengine.messages import Json

Scope: TypeAlias = Mapping[str, Json]

MAX_TEXT = 10_000
MAX_LIST = 1_000
MAX_COMPARED = 200  # parts of two records or lists that `==` looks at
MAX_WRITTEN = 500  # parts of a record or list that is written as text
MAX_DEPTH = 64
MAX_OUTPUT = 65_536
MIN_INT, MAX_INT = -(2**63), 2**63 - 1
# Whole numbers above this are not all exact as floats, so they keep their fraction mark in text.
EXACT_FLOAT = 2.0**53
INFINITY = float("inf")

SCALARS = frozenset({bool, int, float, str, type(None)})
NUMBERS = frozenset({int, float})
LISTS = frozenset({list, tuple})

_KINDS = {
    bool: "a yes or no",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    tuple: "a list",
    dict: "a record",
    type(None): "nothing",
}


def kind_of(value: object) -> str:
    """The kind of a value in the words of an author, with its article."""
    return _KINDS.get(type(value), "a record" if isinstance(value, Mapping) else "something that is not data")


def number_of(value: Json, purpose: str) -> int | float:
    """The value itself if it is a number within the limits; yes and no are not numbers."""
    if type(value) is int and MIN_INT <= value <= MAX_INT:
        return value
    if type(value) is float and -INFINITY < value < INFINITY:
        return value
    if type(value) is int or type(value) is float:
        raise EvaluationFault(f"{purpose} met a number that is too large.")
    raise EvaluationFault(f"{purpose} needs a number, not {kind_of(value)}.")


def within_limits(value: float, purpose: str) -> int | float:
    """A computed number, or a fault if it left 64 bits or the finite range."""
    if (MIN_INT <= value <= MAX_INT) if type(value) is int else (-INFINITY < value < INFINITY):
        return value
    raise EvaluationFault(f"{purpose} gave a number that is too large.")


def string_of(value: Json, purpose: str) -> str:
    """The value itself if it is a text of at most MAX_TEXT characters."""
    if type(value) is not str:
        raise EvaluationFault(f"{purpose} needs a text, not {kind_of(value)}.")
    return short_enough(value, purpose)


def short_enough(value: str, purpose: str) -> str:
    if len(value) > MAX_TEXT:
        raise EvaluationFault(f"{purpose} met a text of more than {MAX_TEXT} characters.")
    return value


def list_of(value: Json, purpose: str) -> Sequence[Json]:
    """The value itself if it is a list of at most MAX_LIST items."""
    if not isinstance(value, (list, tuple)):
        raise EvaluationFault(f"{purpose} needs a list, not {kind_of(value)}.")
    if len(value) > MAX_LIST:
        raise EvaluationFault(f"{purpose} met a list of more than {MAX_LIST} items.")
    return value


def equal(left: Json, right: Json) -> bool:
    """Whether two values are the same; values of unlike kinds never are (1 and 1.0 are alike, 1 and True are not)."""
    kind, other = type(left), type(right)
    if kind is other and kind in SCALARS:
        return bool(left == right)
    if kind in NUMBERS:
        return other in NUMBERS and bool(left == right)
    if kind in SCALARS or other in SCALARS:
        return False
    return _same_inside(left, right)


def _same_inside(left: Json, right: Json) -> bool:
    """Deep equality with a budget of MAX_COMPARED parts, without recursion."""
    pairs: list[tuple[Json, Json]] = [(left, right)]
    budget = MAX_COMPARED
    while pairs:
        one, two = pairs.pop()
        if isinstance(one, (list, tuple)) and isinstance(two, (list, tuple)):
            if len(one) != len(two):
                return False
            budget -= len(one)
            if budget >= 0:
                pairs.extend(zip(one, two, strict=True))
        elif isinstance(one, Mapping) and isinstance(two, Mapping):
            if len(one) != len(two):
                return False
            budget -= len(one)
            if budget >= 0:
                if any(key not in two for key in one):
                    return False
                pairs.extend((one[key], two[key]) for key in one)
        elif (type(one) not in SCALARS and type(two) not in SCALARS) or not equal(one, two):
            return False
        if budget < 0:
            raise EvaluationFault(f"These values are too large to compare (over {MAX_COMPARED} parts).")
    return True


def key_of(base: Json, key: str) -> Json:
    """What a record holds under a key; nothing if it has no such key or is no record."""
    if type(base) is dict:
        return base.get(key)
    return base.get(key) if isinstance(base, Mapping) else None


def item_of(base: Json, key: Json) -> Json:
    """What stands at a key of a record, or at a place of a list or text (from 0; from the end if negative)."""
    if type(key) is str:
        return key_of(base, key)
    if type(key) is int and isinstance(base, (list, tuple, str)) and -len(base) <= key < len(base):
        return base[key]
    return None


def text_of(value: Json) -> str:
    """How a value reads when it is written into a text: nothing is empty, yes is `true`, 3.0 is `3`."""
    kind = type(value)
    if type(value) is str:
        return value
    if kind is int and MIN_INT <= value <= MAX_INT:
        return str(value)
    if value is None:
        return ""
    if kind is bool:
        return "true" if value else "false"
    if kind in NUMBERS:
        number = number_of(value, "A text")
        whole = type(number) is float and number.is_integer() and abs(number) < EXACT_FLOAT
        return str(int(number) if whole else number)
    _measure(value, MAX_TEXT, MAX_WRITTEN)
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), default=dict)


def checked(value: Json) -> Json:
    """The value itself if it is JSON and at most MAX_OUTPUT in size (a character, and each value, counts one)."""
    if type(value) is not str or len(value) > MAX_OUTPUT:
        _measure(value, MAX_OUTPUT, MAX_OUTPUT)
    return value


def _measure(value: Json, max_size: int, max_parts: int) -> None:
    """Raises EvaluationFault if a value is larger or deeper than this, or anything in it is not JSON."""
    size, parts = 0, 1
    layer: list[Json] = [value]
    for _ in range(MAX_DEPTH + 1):
        deeper: list[Json] = []
        for part in layer:
            kind = type(part)
            if kind is str:
                size += len(part)
            elif kind in NUMBERS:
                number_of(part, "The result")
            elif isinstance(part, (list, tuple)):
                parts += len(part)
                if parts <= max_parts:
                    deeper += part
            elif isinstance(part, Mapping):
                parts += 2 * len(part)
                if parts <= max_parts:
                    deeper += chain.from_iterable(part.items())
            elif kind not in SCALARS:
                raise EvaluationFault("The result is something that is not data.")
            if size + parts > max_size or parts > max_parts:
                raise EvaluationFault(f"The value is too large (over {max_size} characters or {max_parts} parts).")
        if not deeper:
            return
        layer = deeper
    raise EvaluationFault(f"The value is nested deeper than {MAX_DEPTH}.")
