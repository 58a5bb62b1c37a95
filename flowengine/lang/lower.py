"""Lowers an allowed syntax tree to a tree of closures, and notes what it reads and calls."""

from __future__ import annotations

import ast

from flowengine.errors import EngineBug
from flowengine.lang import closure
from flowengine.lang.closure import Code
from flowengine.lang.functions import FUNCTIONS
from flowengine.lang.syntax import SIGNS, WORDS


class Lowering:
    """One lowering: `names` and `functions` fill up while `code` walks the tree (bounded by syntax.MAX_DEPTH)."""

    def __init__(self) -> None:
        self.names: set[tuple[str, ...]] = set()
        self.functions: set[str] = set()

    def code(self, node: ast.expr) -> Code:
        match node:
            case ast.Constant(value):
                return closure.constant(value)
            case ast.Name() | ast.Attribute() | ast.Subscript():
                return self.read(node)
            case ast.BinOp(left, sign, right):
                return closure.binary(SIGNS[type(sign)], self.code(left), self.code(right))
            case ast.UnaryOp(ast.USub(), ast.Constant(int() | float() as value)) if type(value) is not bool:
                return closure.constant(-value)
            case ast.UnaryOp(ast.USub(), operand):
                return closure.negated(self.code(operand))
            case ast.UnaryOp(_, operand):
                return closure.inverted(self.code(operand))
            case ast.Compare(left, signs, others):
                parts = [(SIGNS[type(sign)], self.code(other)) for sign, other in zip(signs, others, strict=True)]
                return closure.compared(self.code(left), parts)
            case ast.BoolOp(sign, operands):
                join = closure.all_of if isinstance(sign, ast.And) else closure.any_of
                return join([self.code(operand) for operand in operands])
            case ast.IfExp(test, then, otherwise):
                return closure.chosen(self.code(test), self.code(then), self.code(otherwise))
            case ast.List(items) | ast.Tuple(items):
                return closure.listed([self.code(item) for item in items])
            case ast.Call(ast.Name(name), arguments):
                return self.call(name, arguments)
        raise EngineBug(f"the allow-list let {type(node).__name__} pass")

    def read(self, node: ast.expr) -> Code:
        """A path (`vars.order.id`, `vars['name']`), or a look-up in some other value."""
        names = _path(node)
        if names is not None:
            if len(names) == 1 and names[0] in WORDS:
                return closure.constant(WORDS[names[0]])
            self.names.add(names)
            return closure.path(names)
        match node:
            case ast.Attribute(base, name):
                return closure.attribute(self.code(base), name)
            case ast.Subscript(base, key):
                return closure.subscript(self.code(base), self.code(key))
        raise EngineBug(f"the allow-list let {type(node).__name__} pass")

    def call(self, name: str, arguments: list[ast.expr]) -> Code:
        function = FUNCTIONS[name]
        self.functions.add(name)
        codes = [self.code(argument) for argument in arguments]
        scalar = function.returns in {"text", "time", "number", "yes_no"}
        return closure.called(function.call, codes, ("function", name), reads_scope=function.reads_scope, scalar=scalar)


def _path(node: ast.expr) -> tuple[str, ...] | None:
    keys: list[str] = []
    while True:
        match node:
            case ast.Name(name):
                return (name, *reversed(keys))
            case ast.Attribute(base, name):
                keys.append(name)
                node = base
            case ast.Subscript(base, ast.Constant(str() as name)):
                keys.append(name)
                node = base
            case _:
                return None
