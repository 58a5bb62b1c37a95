"""Infer: the kinds that an expression can give, and each place where no value could ever fit.

It follows operation.py, which decides at run time: what is told here would be a fault there, or never true.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Literal

from msgspec import Struct

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
from flowengine.lang.syntax import SIGNS, WORDS, read_expression

KindOf = Callable[[tuple[str, ...]], Kinds]  # a dotted path -> what it can be
_SCALARS = TEXT | NUMBER | YES_NO | NONE


class Mismatch(Struct, frozen=True):
    """One place where the values cannot fit, in a sentence: it fails at run time (`fault`), compares what is never
    equal (`unequal`), or reads a part of what has none (`no_part`)."""

    sentence: str
    what: Literal["fault", "unequal", "no_part"] = "fault"


class Inferred(Struct, frozen=True):
    """What an expression can give, and what is wrong in it."""

    kinds: Kinds
    mismatches: tuple[Mismatch, ...]


def infer(source: str, kind_of: KindOf) -> Inferred:
    """The kinds of a source that parses. `kind_of` says what the names are."""
    walk = _Walk(kind_of)
    kinds = walk.of(read_expression(source))
    return Inferred(kinds, tuple(walk.found))


class _Walk:
    """One walk over a syntax tree, which the allow-list bounds; `found` fills up."""

    def __init__(self, kind_of: KindOf) -> None:
        self.kind_of = kind_of
        self.found: list[Mismatch] = []

    def of(self, node: ast.expr) -> Kinds:
        match node:
            case ast.Constant(value):
                return kinds_of(value)
            case ast.Name() | ast.Attribute() | ast.Subscript():
                return self.read(node)
            case ast.BinOp(left, sign, right):
                return self.arithmetic(SIGNS[type(sign)], node, self.of(left), self.of(right))
            case ast.UnaryOp(ast.Not(), operand):
                self.of(operand)
                return YES_NO
            case ast.UnaryOp(_, operand):
                self.number(self.of(operand), "-", operand)
                return NUMBER
            case ast.BoolOp(_, operands):
                return frozenset().union(*map(self.of, operands))
            case ast.Compare(left, signs, others):
                return self.compared(left, [SIGNS[type(sign)] for sign in signs], others)
            case ast.IfExp(test, then, otherwise):
                self.of(test)
                return self.of(then) | self.of(otherwise)
            case ast.List(items) | ast.Tuple(items):
                for item in items:
                    self.of(item)
                return LIST
            case ast.Call(ast.Name(name), arguments):
                return self.call(name, arguments)
        return ANY

    def tell(self, sentence: str, what: Literal["fault", "unequal", "no_part"] = "fault") -> None:
        self.found.append(Mismatch(sentence, what))

    def read(self, node: ast.expr) -> Kinds:
        path = _path(node)
        if path is not None:
            if len(path) == 1 and path[0] in WORDS:
                return kinds_of(WORDS[path[0]])
            return self.below(path)
        if isinstance(node, ast.Attribute | ast.Subscript):
            self.of(node.value)
        if isinstance(node, ast.Subscript):
            self.of(node.slice)
        return ANY

    def below(self, path: tuple[str, ...]) -> Kinds:
        """A path may end inside a value: only an object has parts, so that anything else gives nothing there."""
        whole = self.kind_of(path[:2])
        if len(path) > 2 and not whole & RECORD:
            self.tell(f"{'.'.join(path[:2])} is {in_words(whole)}, it has no part “{path[2]}”", "no_part")
            return NONE
        return ANY if len(path) > 2 else whole

    def number(self, kinds: Kinds, sign: str, node: ast.expr) -> None:
        if not kinds & NUMBER:
            self.tell(f"{_said(node)} is {in_words(kinds)}, and “{sign}” needs a number")

    def arithmetic(self, sign: str, node: ast.BinOp, left: Kinds, right: Kinds) -> Kinds:
        if sign != "+":
            self.number(left, sign, node.left)
            self.number(right, sign, node.right)
            return NUMBER
        both = left & right & (TEXT | NUMBER)
        if not both:
            text = f"“+” cannot join {_said(node.left)}, {in_words(left)}, and {_said(node.right)}, {in_words(right)}"
            self.tell(text)
        return both or ANY

    def compared(self, first: ast.expr, signs: list[str], others: list[ast.expr]) -> Kinds:
        left, kinds = first, self.of(first)
        for sign, right in zip(signs, others, strict=True):
            other = self.of(right)
            self.compare(sign, (left, kinds), (right, other))
            left, kinds = right, other
        return YES_NO

    def compare(self, sign: str, one: tuple[ast.expr, Kinds], other: tuple[ast.expr, Kinds]) -> None:
        (left, a), (right, b) = one, other
        said = f"{_said(left)} is {in_words(a)} and {_said(right)} is {in_words(b)}"
        if sign in ("==", "!="):
            if not a & b and NONE not in (a, b):  # asking whether there is anything is a fair question
                self.tell(f"{said}, so they are never equal", "unequal")
        elif sign in ("in", "not in"):
            if not _may_hold(a, b):
                self.tell(f"{said}: “{sign}” cannot look for the one in the other")
        elif not a & b & (TEXT | NUMBER):
            self.tell(f"{said}: “{sign}” compares a number with a number, or a text with a text")

    def call(self, name: str, arguments: list[ast.expr]) -> Kinds:
        function = FUNCTIONS[name]
        for parameter, argument in zip(function.parameters, arguments, strict=False):
            given, taken = self.of(argument), declared(parameter.type)
            if not given & taken:
                self.tell(f"{_said(argument)} is {in_words(given)}, and {name}() takes {in_words(taken)}")
        return declared(function.returns)


def _may_hold(part: Kinds, whole: Kinds) -> bool:
    return bool(
        (whole & TEXT and part & TEXT) or (whole & LIST and part & _SCALARS) or (whole & RECORD and part & TEXT)
    )


def _said(node: ast.expr) -> str:
    """How the author wrote this part."""
    text = ast.unparse(node)
    return text if len(text) <= 40 else f"{text[:37]}…"


def _path(node: ast.expr) -> tuple[str, ...] | None:
    """The dotted path that is read, if it is fixed."""
    keys: list[str] = []
    while True:
        match node:
            case ast.Name(name):
                return (name, *reversed(keys))
            case ast.Attribute(base, name) | ast.Subscript(base, ast.Constant(str() as name)):
                keys.append(name)
                node = base
            case _:
                return None
