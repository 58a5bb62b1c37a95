"""A second, independent evaluation of expressions, by simpleeval over the same allow-list.

It serves where no caller waits (preview, `dialogue-studio eval`, the explorer), and it is what the closures are held
equal to by a property test. The operators, limits and functions are the same; the walk over the tree is not.
"""

from __future__ import annotations

import ast
from typing import Any

from simpleeval import InvalidExpression, SimpleEval

from flowengine.lang.fault import EvaluationFault
from flowengine.lang.functions import FUNCTIONS
from flowengine.lang.operation import BINARY, COMPARISON, negate
from flowengine.lang.syntax import SIGNS, WORDS, read_expression
from flowengine.lang.value import Scope, checked, item_of, key_of
from flowengine.messages import Json


def evaluate_by_reference(source: str, scope: Scope) -> Json:
    """What the expression gives. Raises ExpressionInvalid, or EvaluationFault."""
    tree = read_expression(source)
    try:
        return checked(_evaluator(scope).eval(source, previously_parsed=tree))
    except InvalidExpression as problem:
        raise EvaluationFault(f"The expression cannot be evaluated: {problem}") from None


def _evaluator(scope: Scope) -> Any:
    table = {**BINARY, **COMPARISON}
    operators: dict[type[ast.AST], Any] = {kind: table[sign] for kind, sign in SIGNS.items()}
    operators |= {ast.Not: lambda value: not value, ast.USub: negate}
    evaluator = SimpleEval(operators=operators, functions={}, names={})

    def call(node: Any) -> Json:
        row = FUNCTIONS[node.func.id]
        arguments = [read(argument) for argument in node.args]
        return row.call(scope, *arguments) if row.reads_scope else row.call(*arguments)

    def name(node: Any) -> Json:
        return WORDS[node.id] if node.id in WORDS else scope.get(node.id)

    def read(node: ast.expr) -> Json:
        return evaluator.nodes[type(node)](node)

    # The whole table, so that nothing of simpleeval's own reading of names, attributes and calls is left in use.
    evaluator.nodes = {
        kind: evaluator.nodes[kind]
        for kind in (ast.Constant, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp)
    }
    evaluator.nodes |= {
        ast.Name: name,
        ast.Attribute: lambda node: key_of(read(node.value), node.attr),
        ast.Subscript: lambda node: item_of(read(node.value), read(node.slice)),
        ast.List: lambda node: [read(item) for item in node.elts],
        ast.Tuple: lambda node: [read(item) for item in node.elts],
        ast.Call: call,
    }
    return evaluator
