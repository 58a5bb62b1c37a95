"""The shapes that flows are full of, as single closures: `vars.n`, `vars.n + 1`, `vars.name == 'x'`, `vars.n < 3`.

Each does what closure.py would build from smaller parts; the property tests hold them to it. A path of two names is
read in place, because a call costs as much as all the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from flowengine.lang.operation import BINARY, COMPARISON
from flowengine.lang.value import MAX_INT, MAX_OUTPUT, MIN_INT, NUMBERS, Scope, checked
from flowengine.messages import Json

Run: TypeAlias = Callable[[Scope], Json]

# What a look-up in JSON can raise: no such key, no such place, not a record.
_MISSING = (KeyError, TypeError, IndexError)


def path(names: Sequence[str]) -> Run | None:
    """The reader of a path of two or three names; what is not there is None."""
    if len(names) == 2:
        first, second = names

        def two(scope: Scope) -> Json:
            try:
                return scope[first][second]
            except _MISSING:
                return None

        return two
    if len(names) == 3:
        first, second, third = names

        def three(scope: Scope) -> Json:
            try:
                return scope[first][second][third]
            except _MISSING:
                return None

        return three
    return None


def checked_path(first: str, second: str) -> Run:
    """The reader of a path of two that is a whole expression: its value leaves the language."""

    def run(scope: Scope) -> Json:
        try:
            value = scope[first][second]
        except _MISSING:
            return None
        kind = type(value)
        if kind is str and len(value) <= MAX_OUTPUT:
            return value
        if kind is bool or value is None or (kind is int and MIN_INT <= value <= MAX_INT):
            return value
        return checked(value)

    return run


def plus_whole(sign: str, read: Run, names: Sequence[str], step: int) -> Run:
    """A value plus or minus a whole number."""
    operate, signed = BINARY[sign], step if sign == "+" else -step
    # Within these, neither the value nor the sum leaves 64 bits.
    low, high = max(MIN_INT, MIN_INT - signed), min(MAX_INT, MAX_INT - signed)
    if len(names) == 2:
        first, second = names

        def in_place(scope: Scope) -> Json:
            try:
                value = scope[first][second]
            except _MISSING:
                value = None
            if type(value) is int and low <= value <= high:
                return value + signed
            return operate(value, step)

        return in_place

    def run(scope: Scope) -> Json:
        value = read(scope)
        if type(value) is int and low <= value <= high:
            return value + signed
        return operate(value, step)

    return run


def compared_with(sign: str, read: Run, names: Sequence[str], fixed: Json) -> Run | None:
    """A value against a constant: equality needs only its kind, order only that both are numbers."""
    kind = type(fixed)
    if sign == "==" and kind in {str, bool, type(None)}:
        return _same_as(read, names, fixed)
    if sign in {"==", "<", ">"} and kind in NUMBERS:
        return _number_against(sign, read, names, fixed)
    return None


def _same_as(read: Run, names: Sequence[str], fixed: Json) -> Run:
    kind = type(fixed)
    if len(names) == 2:
        first, second = names

        def in_place(scope: Scope) -> Json:
            try:
                value = scope[first][second]
            except _MISSING:
                value = None
            return type(value) is kind and value == fixed

        return in_place

    def run(scope: Scope) -> Json:
        value = read(scope)
        return type(value) is kind and value == fixed

    return run


def _number_against(sign: str, read: Run, names: Sequence[str], fixed: Json) -> Run:
    compare = COMPARISON[sign]
    if sign == "<" and len(names) == 2:
        first, second = names

        def below(scope: Scope) -> Json:
            try:
                value = scope[first][second]
            except _MISSING:
                value = None
            return value < fixed if type(value) is int or type(value) is float else compare(value, fixed)

        return below
    if sign == "<":

        def less(scope: Scope) -> Json:
            value = read(scope)
            return value < fixed if type(value) is int or type(value) is float else compare(value, fixed)

        return less
    if sign == ">":

        def more(scope: Scope) -> Json:
            value = read(scope)
            return value > fixed if type(value) is int or type(value) is float else compare(value, fixed)

        return more

    def same(scope: Scope) -> Json:
        value = read(scope)
        return (type(value) is int or type(value) is float) and value == fixed

    return same
