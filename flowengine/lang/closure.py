"""Builds the closures that expressions and templates are lowered to; common shapes get a short way.

Every closure runs at most once per evaluation, so an expression's operations are bounded by its nodes, and each
operation by the limits of value.py: no counter runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flowengine.lang import short_way
from flowengine.lang import term as terms
from flowengine.lang.operation import BINARY, COMPARISON, negate
from flowengine.lang.short_way import Run
from flowengine.lang.term import Term
from flowengine.lang.value import (
    Scope,
    checked,
    item_of,
    key_of,
)
from flowengine.messages import Json


class Code(NamedTuple):
    """A lowered part. `constant` is a 1-tuple if it never varies; `scalar` if no other value can come out.

    `path` names what is read if that is all. `equals` is (path, constant) if it asks no more than that. `term` is the
    same part as data.
    """

    run: Run
    term: Term
    constant: tuple[Json] | None = None
    scalar: bool = False
    path: tuple[str, ...] = ()
    equals: tuple[tuple[str, ...], Json] | None = None


def constant(value: Json) -> Code:
    return Code(lambda _: value, terms.constant(value), (value,), True)


def path(names: Sequence[str], kind: str = "read") -> Code:
    """A dotted path read from the scope; whatever is not there is None. `kind` is local for a loop's variable."""
    term = Term(kind, (), tuple(names))
    short = short_way.path(names)
    if short is not None:
        return Code(short, term, path=tuple(names))
    first, rest = names[0], tuple(names[1:])

    def run(scope: Scope) -> Json:
        value = scope.get(first)
        for name in rest:
            value = key_of(value, name)
        return value

    return Code(run, term)


def attribute(base: Code, key: str) -> Code:
    read = base.run
    return Code(lambda scope: key_of(read(scope), key), Term("key", (base.term,), key))


def subscript(base: Code, key: Code) -> Code:
    read, read_key, term = base.run, key.run, Term("item", (base.term, key.term))
    if key.constant is not None:
        (fixed,) = key.constant
        return Code(lambda scope: item_of(read(scope), fixed), term)
    return Code(lambda scope: item_of(read(scope), read_key(scope)), term)


def binary(sign: str, left: Code, right: Code) -> Code:
    term = Term("operate", (left.term, right.term), sign)
    if sign in {"+", "-"} and right.constant is not None and type(right.constant[0]) is int:
        step = right.constant[0]
        return Code(short_way.plus_whole(sign, left.run, left.path, step), term, None, True)
    operate, one, two = BINARY[sign], left.run, right.run
    return Code(lambda scope: operate(one(scope), two(scope)), term, None, True)


def negated(operand: Code) -> Code:
    read = operand.run
    return Code(lambda scope: negate(read(scope)), Term("negate", (operand.term,)), None, True)


def inverted(operand: Code) -> Code:
    read = operand.run
    return Code(lambda scope: not read(scope), Term("not", (operand.term,)), None, True)


def all_of(parts: Sequence[Code]) -> Code:
    """`and`: the first operand that counts as no, else the last."""
    *firsts, last = (part.run for part in parts)
    scalar = all(part.scalar for part in parts)
    term = Term("and", tuple(part.term for part in parts))
    if len(firsts) == 1:
        first = firsts[0]
        return Code(lambda scope: first(scope) and last(scope), term, None, scalar)

    def run(scope: Scope) -> Json:
        for each in firsts:
            value = each(scope)
            if not value:
                return value
        return last(scope)

    return Code(run, term, None, scalar)


def any_of(parts: Sequence[Code]) -> Code:
    """`or`: the first operand that counts as yes, else the last."""
    *firsts, last = (part.run for part in parts)
    scalar = all(part.scalar for part in parts)
    term = Term("or", tuple(part.term for part in parts))
    if len(firsts) == 1:
        first = firsts[0]
        return Code(lambda scope: first(scope) or last(scope), term, None, scalar)

    def run(scope: Scope) -> Json:
        for each in firsts:
            value = each(scope)
            if value:
                return value
        return last(scope)

    return Code(run, term, None, scalar)


def chosen(test: Code, then: Code, otherwise: Code) -> Code:
    asks, yes, no = test.run, then.run, otherwise.run
    term = Term("if", (test.term, then.term, otherwise.term))
    return Code(lambda scope: yes(scope) if asks(scope) else no(scope), term, None, then.scalar and otherwise.scalar)


def listed(parts: Sequence[Code]) -> Code:
    runs = tuple(part.run for part in parts)
    return Code(lambda scope: [run(scope) for run in runs], Term("list", tuple(part.term for part in parts)))


def called(
    function: Callable[..., Json], arguments: Sequence[Code], name: tuple[str, str], *, reads_scope: bool, scalar: bool
) -> Code:
    """A call; `name` is the table (function, filter, test) and the name in it."""
    runs = tuple(argument.run for argument in arguments)
    term = Term("call", tuple(argument.term for argument in arguments), name)
    if reads_scope:
        return Code(lambda scope: function(scope, *[run(scope) for run in runs]), term, None, scalar)
    if len(runs) == 1:
        only = runs[0]
        return Code(lambda scope: function(only(scope)), term, None, scalar)
    return Code(lambda scope: function(*[run(scope) for run in runs]), term, None, scalar)


def compared(first: Code, rest: Sequence[tuple[str, Code]]) -> Code:
    """`a < b <= c`: each value is read once, from left to right, until a comparison is no."""
    term = Term("compare", (first.term, *(part.term for _, part in rest)), tuple(sign for sign, _ in rest))
    if len(rest) == 1:
        (sign, second), left = rest[0], first.run
        if second.constant is not None:
            (fixed,) = second.constant
            equals = (first.path, fixed) if sign == "==" and first.path else None
            short = short_way.compared_with(sign, left, first.path, fixed)
            if short is not None:
                return Code(short, term, None, True, equals=equals)
        compare, right = COMPARISON[sign], second.run
        return Code(lambda scope: compare(left(scope), right(scope)), term, None, True)
    links = tuple((COMPARISON[sign], part.run) for sign, part in rest)
    start = first.run

    def run(scope: Scope) -> Json:
        value = start(scope)
        for compare, read in links:
            following = read(scope)
            if not compare(value, following):
                return False
            value = following
        return True

    return Code(run, term, None, True)


def finished(code: Code) -> Run:
    """The closure to keep: what may be more than a scalar is checked to be JSON of bounded size."""
    if code.scalar:
        return code.run
    if len(code.path) == 2:
        return short_way.checked_path(*code.path)
    run = code.run
    return lambda scope: checked(run(scope))
