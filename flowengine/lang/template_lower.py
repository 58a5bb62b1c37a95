"""Lowers an allowed template tree to closures that write into a sink, and notes what it reads."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import nodes

from flowengine.errors import EngineBug
from flowengine.lang import closure
from flowengine.lang.closure import Code
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.filters import FILTERS, TESTS
from flowengine.lang.short_way import Run
from flowengine.lang.sink import Part, Sink, Write
from flowengine.lang.template_syntax import COMPARED, SIGNS
from flowengine.lang.term import Term
from flowengine.lang.value import MAX_TEXT, Scope, list_of, text_of
from flowengine.messages import Json

# A turn of a loop spends a step per node, and more for what may look through a whole text or list.
FILTER_STEPS = 8
COMPARISON_STEPS = 4


class TemplateLowering:
    """One lowering: `names` and `terms` fill up while the tree is walked (bounded by template_syntax.MAX_DEPTH).

    `terms` are the values that are written, the tests of an {% if %}, and what a {% for %} walks through, each with
    its role: write, test or each.
    """

    def __init__(self) -> None:
        self.names: set[tuple[str, ...]] = set()
        self.terms: list[tuple[str, Term]] = []
        self.locals: list[str] = []
        self.count = 0  # nodes lowered so far: the cost of one turn of a loop is the growth over its body

    def flat(self, body: Sequence[nodes.Node]) -> list[Part] | None:
        """Texts and values in a row, if the body is nothing else."""
        if not all(isinstance(node, nodes.Output) for node in body):
            return None
        parts: list[Part] = []
        for output in body:
            for node in output.nodes:  # type: ignore[attr-defined]  # all are Output, see above
                part: Part = node.data if isinstance(node, nodes.TemplateData) else self._value(node)
                if isinstance(part, str) and parts and isinstance(parts[-1], str):
                    parts[-1] += part
                else:
                    parts.append(part)
        return parts

    def _value(self, node: nodes.Node, role: str = "write") -> Run:
        code = self.code(node)
        self.terms.append((role, code.term))
        return code.run

    def body(self, body: Sequence[nodes.Node]) -> Write:
        writes = tuple(self.statement(node) for node in body)
        if len(writes) == 1:
            return writes[0]

        def write(scope: Scope, sink: Sink) -> None:
            for each in writes:
                each(scope, sink)

        return write

    def statement(self, node: nodes.Node) -> Write:
        self.count += 1
        match node:
            case nodes.Output():
                return self.output(node)
            case nodes.If(test=test, body=body, elif_=others, else_=otherwise):
                return self.decision([(test, body), *((other.test, other.body) for other in others)], otherwise)
            case nodes.For():
                return self.loop(node)
        raise EngineBug(f"the allow-list let {type(node).__name__} pass")

    def output(self, node: nodes.Output) -> Write:
        parts = self.flat([node]) or []
        self.count += len(parts)

        def write(scope: Scope, sink: Sink) -> None:
            for part in parts:
                if isinstance(part, str):
                    sink.write(part)
                else:
                    sink.write_value(part(scope))

        return write

    def decision(
        self, cases: Sequence[tuple[nodes.Node, Sequence[nodes.Node]]], otherwise: Sequence[nodes.Node]
    ) -> Write:
        tried = tuple((self._value(test, "test"), self.body(body)) for test, body in cases)
        last = self.body(otherwise)

        def write(scope: Scope, sink: Sink) -> None:
            for asks, then in tried:
                if asks(scope):
                    then(scope, sink)
                    return
            last(scope, sink)

        return write

    def loop(self, node: nodes.For) -> Write:
        target = node.target.name  # type: ignore[attr-defined]  # a Name: the allow-list saw to it
        items_of, before = self._value(node.iter, "each"), self.count
        self.locals += [target, "loop"]
        turn = self.body(node.body)
        del self.locals[-2:]
        cost, otherwise = 1 + self.count - before, self.body(node.else_)

        def write(scope: Scope, sink: Sink) -> None:
            found = items_of(scope)
            items = list_of(found, "A loop") if found is not None else ()
            for place, item in enumerate(items):
                sink.spend(cost)
                turn({**scope, target: item, "loop": _place(place, len(items))}, sink)
            if not items:
                otherwise(scope, sink)

        return write

    def code(self, node: nodes.Node) -> Code:
        self.count += 1
        match node:
            case nodes.Const(value=value):
                return closure.constant(value)
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                return self.read(node)
            case nodes.Filter(node=base, name=name, args=arguments):
                row = FILTERS[name]
                self.count += FILTER_STEPS
                codes = [self.code(argument) for argument in (base, *arguments) if argument is not None]
                return closure.called(row.call, codes, ("filter", name), reads_scope=row.reads_scope, scalar=False)
            case nodes.Test(node=base, name=name):
                return closure.called(TESTS[name], [self.code(base)], ("test", name), reads_scope=False, scalar=True)
            case nodes.CondExpr(test=test, expr1=then, expr2=otherwise):
                last = closure.constant(None) if otherwise is None else self.code(otherwise)
                return closure.chosen(self.code(test), self.code(then), last)
            case nodes.Compare(expr=first, ops=rest):
                self.count += COMPARISON_STEPS
                parts = [(COMPARED[operand.op], self.code(operand.expr)) for operand in rest]
                return closure.compared(self.code(first), parts)
            case nodes.Concat(nodes=pieces):
                self.count += FILTER_STEPS
                return _concatenated([self.code(piece) for piece in pieces])
            case nodes.List(items=items) | nodes.Tuple(items=items):
                return closure.listed([self.code(item) for item in items])
        return self.operation(node)

    def operation(self, node: nodes.Node) -> Code:
        match node:
            case nodes.And(left=left, right=right):
                return closure.all_of([self.code(left), self.code(right)])
            case nodes.Or(left=left, right=right):
                return closure.any_of([self.code(left), self.code(right)])
            case nodes.Not(node=operand):
                return closure.inverted(self.code(operand))
            case nodes.Neg(node=operand):
                return closure.negated(self.code(operand))
            case nodes.BinExpr(left=left, right=right):
                return closure.binary(SIGNS[type(node)], self.code(left), self.code(right))
        raise EngineBug(f"the allow-list let {type(node).__name__} pass")

    def read(self, node: nodes.Node) -> Code:
        names = _path(node)
        if names is not None:
            if names[0] in self.locals:
                return closure.path(names, "local")
            self.names.add(names)
            return closure.path(names)
        match node:
            case nodes.Getattr(node=base, attr=name):
                return closure.attribute(self.code(base), name)
            case nodes.Getitem(node=base, arg=key):
                return closure.subscript(self.code(base), self.key(key))
        raise EngineBug(f"the allow-list let {type(node).__name__} pass")

    def key(self, node: nodes.Node) -> Code:
        if isinstance(node, nodes.Neg) and isinstance(node.node, nodes.Const):
            return closure.constant(-node.node.value)
        return self.code(node)


def _path(node: nodes.Node) -> tuple[str, ...] | None:
    keys: list[str] = []
    while True:
        match node:
            case nodes.Name(name=name):
                return (name, *reversed(keys))
            case nodes.Getattr(node=base, attr=name):
                keys.append(name)
                node = base
            case nodes.Getitem(node=base, arg=nodes.Const(value=str() as name)):
                keys.append(name)
                node = base
            case _:
                return None


def _place(place: int, length: int) -> Json:
    return {
        "index": place + 1,
        "index0": place,
        "first": place == 0,
        "last": place == length - 1,
        "length": length,
    }


def _concatenated(pieces: Sequence[Code]) -> Code:
    runs = tuple(piece.run for piece in pieces)

    def run(scope: Scope) -> Json:
        parts, total = [], 0
        for each in runs:
            parts.append(text_of(each(scope)))
            total += len(parts[-1])
            if total > MAX_TEXT:
                raise EvaluationFault(f"`~` would make a text of more than {MAX_TEXT} characters.")
        return "".join(parts)

    return Code(run, Term("join", tuple(piece.term for piece in pieces)))
