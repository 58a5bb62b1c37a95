"""Covering: what earlier conditions take of the values of one name, so that a later one is known to be met by nobody.

Only what compares one name with a constant counts; for anything else the same words are looked for.
"""

import ast
from typing import Any, TypeAlias

from flowengine.lang.expression import Expression
from flowengine.lang.operation import COMPARISON
from flowengine.lang.syntax import SIGNS, read_expression
from flowengine.messages import Json

Simple: TypeAlias = tuple[str, str, Json]  # name, sign, constant
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


class Covering:
    """Grows case by case; `covers` looks at a bounded number of things, whatever came before."""

    def __init__(self) -> None:
        self._everything = ""
        self._sources: set[str] = set()
        self._equal: dict[tuple[str, type, Json], str] = {}
        self._below: dict[tuple[str, type], tuple[Any, bool, str]] = {}  # bound, included, source
        self._above: dict[tuple[str, type], tuple[Any, bool, str]] = {}
        self._unequal: dict[str, tuple[Json, str]] = {}

    def add(self, source: str, simple: list[Simple], *, everything: bool) -> None:
        """This case comes before those that follow."""
        self._sources.add(source)
        if everything:
            self._everything = self._everything or source
        for name, sign, value in simple:
            self._add(name, sign, value, source)

    def _add(self, name: str, sign: str, value: Json, source: str) -> None:
        kind = _kind(value)
        if sign == "==":
            self._equal.setdefault((name, kind, value), source)
        elif sign == "!=":
            self._unequal.setdefault(name, (value, source))
        elif kind in (float, str):
            bounds, wider = (self._below, max) if sign in ("<", "<=") else (self._above, min)
            mine, known = (value, sign in ("<=", ">="), source), bounds.get((name, kind))
            if (
                known is None
                or (known[0] == value and mine[1])
                or (known[0] != value and wider(known[0], value) == value)
            ):
                bounds[name, kind] = mine

    def covers(self, source: str, simple: list[Simple]) -> str:
        """The earlier condition that takes everything that this one would; "" if there may be something left."""
        if self._everything:
            return self._everything
        if source in self._sources:
            return source
        takers = [self._taker(*one) for one in simple]
        return takers[0] if takers and all(takers) else ""

    def _taker(self, name: str, sign: str, value: Json) -> str:
        kind = _kind(value)
        if sign == "==":
            return self._taker_of_one(name, kind, value)
        if sign in _MIRRORED and sign != "!=":
            bound = (self._below if sign in ("<", "<=") else self._above).get((name, kind))
            if bound is None:
                return ""
            edge, included, source = bound
            inside = value < edge if sign in ("<", "<=") else value > edge
            return source if inside or (value == edge and (included or sign in ("<", ">"))) else ""
        return ""

    def _taker_of_one(self, name: str, kind: type, value: Json) -> str:
        found = self._equal.get((name, kind, value))
        if found:
            return found
        other = self._unequal.get(name)
        if other and COMPARISON["!="](value, other[0]):
            return other[1]
        for bounds, sign, or_equal in ((self._below, "<", "<="), (self._above, ">", ">=")):
            bound = bounds.get((name, kind))
            if bound and COMPARISON[or_equal if bound[1] else sign](value, bound[0]):
                return bound[2]
        return ""


def _kind(value: Json) -> type:
    """Numbers are alike; true is not 1."""
    return float if isinstance(value, (int, float)) and not isinstance(value, bool) else type(value)


def alternatives(when: Expression) -> list[Simple]:
    """The comparisons of which one must hold: `a == 1`, `a in [1, 2]`, `a == 1 or a == 2`; none for anything else."""
    if when.equals is not None:  # most conditions ask no more, and need not be read again
        path, value = when.equals
        return [(".".join(path), "==", value)]
    return _alternatives(read_expression(when.source))


def _alternatives(tree: ast.expr) -> list[Simple]:
    if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.Or):
        parts = [_alternatives(part) for part in tree.values]
        return [one for part in parts for one in part] if all(parts) else []
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
        return []
    left, sign, right = tree.left, SIGNS[type(tree.ops[0])], tree.comparators[0]
    if sign == "in" and isinstance(right, ast.List | ast.Tuple):
        items = [item.value for item in right.elts if isinstance(item, ast.Constant)]
        return [(ast.unparse(left), "==", item) for item in items] if len(items) == len(right.elts) else []
    if isinstance(left, ast.Constant) and sign in _MIRRORED:
        left, sign, right = right, _MIRRORED[sign], left
    if isinstance(right, ast.UnaryOp) and isinstance(right.op, ast.USub) and isinstance(right.operand, ast.Constant):
        right = ast.Constant(-right.operand.value)  # type: ignore[operator]  # the allow-list has a number there
    if not isinstance(right, ast.Constant) or isinstance(left, ast.Constant | ast.Call) or sign not in _MIRRORED:
        return []
    return [(ast.unparse(left), sign, right.value)]
