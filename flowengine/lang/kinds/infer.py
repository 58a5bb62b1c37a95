"""Infer: the kinds that an expression can give, and each place where no value could ever fit.

It follows operation.py, which decides at run time: what is told here would be a fault there, or never true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from msgspec import Struct

from flowengine.lang.filters import FILTERS
from flowengine.lang.functions import FUNCTIONS
from flowengine.lang.kinds.kind import (
    ANY,
    LIST,
    NONE,
    NUMBER,
    RECORD,
    TEXT,
    YES_NO,
    Kinds,
    declared,
    in_words,
    kinds_of,
)
from flowengine.lang.term import Term

KindOf = Callable[[tuple[str, ...]], Kinds]  # a dotted path -> what it can be
What = Literal["fault", "unequal", "no_part"]
_SCALARS = TEXT | NUMBER | YES_NO | NONE
_LONGEST = 40


class Mismatch(Struct, frozen=True):
    """One place where the values cannot fit, in a sentence: it fails at run time (`fault`), compares what is never
    equal (`unequal`), or reads a part of what has none (`no_part`)."""

    sentence: str
    what: What = "fault"


class Inferred(Struct, frozen=True):
    """What an expression can give, and what is wrong in it."""

    kinds: Kinds
    mismatches: tuple[Mismatch, ...]


def infer(term: Term, kind_of: KindOf) -> Inferred:
    """The kinds of a term. `kind_of` says what the names are."""
    walk = _Walk(kind_of)
    kinds = walk.of(term)
    return Inferred(kinds, tuple(walk.found))


def infer_text(terms: Iterable[tuple[str, Term]], kind_of: KindOf) -> tuple[Mismatch, ...]:
    """What is wrong in the terms of a template: any value can be written, but only a list can be walked through."""
    walk = _Walk(kind_of)
    for role, term in terms:
        kinds = walk.of(term)
        if role == "each" and not kinds & (LIST | NONE):
            walk.tell(f"{_said(term)} is {in_words(kinds)}, and a loop needs a list")
    return tuple(walk.found)


class _Walk:
    """One walk over a term, whose size the allow-list bounds; `found` fills up."""

    def __init__(self, kind_of: KindOf) -> None:
        self.kind_of = kind_of
        self.found: list[Mismatch] = []

    def of(self, term: Term) -> Kinds:
        parts = term.parts
        match term.kind:
            case "constant":
                return kinds_of(term.value[1])
            case "read":
                return self.below(term.value)
            case "compare":
                return self.compared(term)
            case "operate":
                return self.arithmetic(term)
            case "call":
                return self.call(term)
            case "negate":
                self.number(parts[0], self.of(parts[0]), "-")
                return NUMBER
            case "or" | "and":
                return frozenset().union(*map(self.of, parts))
            case "if":
                self.of(parts[0])
                return self.of(parts[1]) | self.of(parts[2])
        for part in parts:
            self.of(part)
        return {"not": YES_NO, "list": LIST, "join": TEXT}.get(term.kind, ANY)

    def tell(self, sentence: str, what: What = "fault") -> None:
        self.found.append(Mismatch(sentence, what))

    def below(self, path: tuple[str, ...]) -> Kinds:
        """A path may end inside a value: only an object has parts, so that anything else gives nothing there."""
        whole = self.kind_of(path[:2])
        if len(path) > 2 and not whole & RECORD:
            self.tell(f"{'.'.join(path[:2])} is {in_words(whole)}, it has no part “{path[2]}”", "no_part")
            return NONE
        return ANY if len(path) > 2 else whole

    def number(self, part: Term, kinds: Kinds, sign: str) -> None:
        if not kinds & NUMBER:
            self.tell(f"{_said(part)} is {in_words(kinds)}, and “{sign}” needs a number")

    def arithmetic(self, term: Term) -> Kinds:
        one, two = term.parts
        left, right = self.of(one), self.of(two)
        if term.value != "+":
            self.number(one, left, term.value)
            self.number(two, right, term.value)
            return NUMBER
        both = left & right & (TEXT | NUMBER)
        if not both:
            self.tell(f"“+” cannot join {_said(one)}, {in_words(left)}, and {_said(two)}, {in_words(right)}")
        return both or ANY

    def compared(self, term: Term) -> Kinds:
        kinds = [self.of(part) for part in term.parts]
        for at, sign in enumerate(term.value):
            self.compare(sign, (term.parts[at], kinds[at]), (term.parts[at + 1], kinds[at + 1]))
        return YES_NO

    def compare(self, sign: str, one: tuple[Term, Kinds], other: tuple[Term, Kinds]) -> None:
        a, b = one[1], other[1]
        if sign in ("==", "!="):
            if not a & b and NONE not in (a, b):  # asking whether there is anything is a fair question
                self.tell(f"{_both(one, other)}, so they are never equal", "unequal")
        elif sign in ("in", "not in"):
            if not _may_hold(a, b):
                self.tell(f"{_both(one, other)}: “{sign}” cannot look for the one in the other")
        elif not a & b & (TEXT | NUMBER):
            self.tell(f"{_both(one, other)}: “{sign}” compares a number with a number, or a text with a text")

    def call(self, term: Term) -> Kinds:
        table, name = term.value
        given = [self.of(part) for part in term.parts]
        if table == "test":
            return YES_NO
        row = FUNCTIONS[name] if table == "function" else FILTERS[name]
        for parameter, part, kinds in zip(row.parameters, term.parts, given, strict=False):
            taken = declared(parameter.type)
            # The least and the greatest of one value are those of a list.
            if row.of_one and len(given) == 1:
                taken = declared(row.of_one)
            if not kinds & taken:
                called = f"{name}()" if table == "function" else f"“{name}”"
                self.tell(f"{_said(part)} is {in_words(kinds)}, and {called} takes {in_words(taken)}")
        return declared(row.returns)


def _both(one: tuple[Term, Kinds], other: tuple[Term, Kinds]) -> str:
    return f"{_said(one[0])} is {in_words(one[1])} and {_said(other[0])} is {in_words(other[1])}"


def _may_hold(part: Kinds, whole: Kinds) -> bool:
    return bool(
        (whole & TEXT and part & TEXT) or (whole & LIST and part & _SCALARS) or (whole & RECORD and part & TEXT)
    )


def _said(term: Term) -> str:
    """How an author would write this part."""
    text = str(term)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}…"
