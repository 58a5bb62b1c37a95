"""The allow-list of templates: reads a source into Jinja's syntax tree and refuses all that is not named here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jinja2 import Environment, TemplateError, nodes

from flowengine.lang.fault import TemplateInvalid
from flowengine.lang.filters import FILTERS, TESTS
from flowengine.lang.functions import Function
from flowengine.lang.syntax import HIDDEN
from flowengine.lang.value import MAX_INT, MIN_INT

MAX_NODES = 400
MAX_DEPTH = 20
MAX_TOKENS = 2_000
# Only its parser is used: nothing of Jinja runs when a template is rendered.
_JINJA = Environment(keep_trailing_newline=True, autoescape=False)  # noqa: S701  # it never renders; see Template

SIGNS: Mapping[type[nodes.Node], str] = {
    nodes.Add: "+",
    nodes.Sub: "-",
    nodes.Mul: "*",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Mod: "%",
}
COMPARED: Mapping[str, str] = {
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "lteq": "<=",
    "gt": ">",
    "gteq": ">=",
    "in": "in",
    "notin": "not in",
}
RESERVED = frozenset(
    {"loop", "dialogue", "caller", "contact_center", "attributes", "vars", "switches", "bindings", "now"}
)


def read_template(source: str) -> list[nodes.Node]:
    """The statements of a source, all of them allowed. Raises TemplateInvalid."""
    try:
        _check_length(source)
        body = _JINJA.parse(source).body
    except TemplateInvalid:
        raise
    except TemplateError as problem:
        line = getattr(problem, "lineno", 1) or 1
        raise TemplateInvalid("The template cannot be read.", _hint(problem), _line_start(source, line)) from None
    except (ValueError, RecursionError, OverflowError, MemoryError):
        raise TemplateInvalid(
            "The template cannot be read.", "It is nested too deeply or a number is too long."
        ) from None
    check = _Check(source)
    for node in body:
        check.whole(node)
    return body


def _check_length(source: str) -> None:
    """Counts words and signs before the parser sees them: it takes 0.1 s for 8,000 characters of nothing else."""
    tokens = depth = 0
    for line, kind, text in _JINJA.lex(source):
        tokens += kind not in {"data", "whitespace", "comment"}
        if kind == "operator":
            depth += (text in {"(", "[", "{"}) - (text in {")", "]", "}"})
        if tokens > MAX_TOKENS or depth > MAX_DEPTH:
            message = f"The template has over {MAX_TOKENS} words and signs, or too many brackets inside each other."
            raise TemplateInvalid(message, "Use several steps.", _line_start(source, line))


def _hint(problem: TemplateError) -> str:
    message = problem.message or ""
    return message if len(message) <= 200 and message.isascii() and message.isprintable() else ""


def _line_start(source: str, line: int) -> int:
    return sum(len(part) + 1 for part in source.split("\n")[: line - 1])


class _Check:
    """One walk over a tree: counts nodes and depth, and refuses what is not allowed."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.count = 0

    def refuse(self, node: nodes.Node, message: str, hint: str = "") -> TemplateInvalid:
        return TemplateInvalid(message, hint, _line_start(self.source, node.lineno or 1))

    def whole(self, node: nodes.Node, depth: int = 1) -> None:
        self.count += 1
        if self.count > MAX_NODES:
            raise self.refuse(node, f"The template has more than {MAX_NODES} parts.", "Use several steps.")
        if depth > MAX_DEPTH:
            raise self.refuse(node, f"The template is nested deeper than {MAX_DEPTH}.", "Use several steps.")
        for child in self.children(node):
            self.whole(child, depth + 1)

    def children(self, node: nodes.Node) -> Iterator[nodes.Node]:
        match node:
            case nodes.TemplateData():
                return iter(())
            case nodes.Output(nodes=parts):
                return iter(parts)
            case nodes.If(test=test, body=body, elif_=others, else_=otherwise):
                return iter((test, *body, *others, *otherwise))
            case nodes.For():
                return self.loop(node)
            case nodes.Filter() | nodes.Test():
                return self.applied(node)
            case nodes.Const() | nodes.Name() | nodes.Getattr() | nodes.Getitem():
                return self.read(node)
        return self.operands(node)

    def read(self, node: nodes.Node) -> Iterator[nodes.Node]:
        match node:
            case nodes.Const(value=value):
                self.literal(node, value)
            case nodes.Name(name=name):
                self.word(node, name)
            case nodes.Getattr(node=base, attr=name):
                self.word(node, name)
                yield base
            case nodes.Getitem(node=base, arg=key):
                self.key(node, key)
                yield from (base, key)

    def operands(self, node: nodes.Node) -> Iterator[nodes.Node]:
        match node:
            case nodes.CondExpr(test=test, expr1=then, expr2=otherwise):
                return iter((test, then) if otherwise is None else (test, then, otherwise))
            case nodes.Compare(expr=first, ops=rest):
                return iter((first, *(operand.expr for operand in rest)))
            case nodes.Concat(nodes=items) | nodes.List(items=items) | nodes.Tuple(items=items):
                return iter(items)
            case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
                return iter((left, right))
            case nodes.Not(node=operand) | nodes.Neg(node=operand):
                return iter((operand,))
            case nodes.BinExpr(left=left, right=right) if type(node) in SIGNS:
                return iter((left, right))
        raise self.refuse(node, *_refusal(node))

    def literal(self, node: nodes.Node, value: object) -> None:
        if type(value) is str and HIDDEN.search(value):
            raise self.refuse(node, "A text in { } holds an invisible character.", "Leave it out.")
        if type(value) is int and not MIN_INT <= value <= MAX_INT:
            raise self.refuse(node, "The number is too large (over 64 bits).")
        if type(value) is float and not abs(value) < float("inf"):
            raise self.refuse(node, "The number is too large.")

    def word(self, node: nodes.Node, name: str) -> None:
        if name.startswith("_") or not name.isascii():
            raise self.refuse(node, f"`{name}` cannot be read: names are plain letters, digits and underscores.")

    def key(self, node: nodes.Node, key: nodes.Node) -> None:
        plain = key.node if isinstance(key, nodes.Neg) else key
        if isinstance(plain, nodes.Const) and type(plain.value) in {str, int}:
            if type(plain.value) is str and plain.value.startswith("_"):
                raise self.refuse(node, f"`{plain.value}` cannot be read: names do not begin with an underscore.")
            return
        while isinstance(key, nodes.Getattr):
            key = key.node
        if not isinstance(key, nodes.Name):
            raise self.refuse(node, "Only a name, a text or a whole number can stand between [ ].")

    def applied(self, node: nodes.Filter | nodes.Test) -> Iterator[nodes.Node]:
        """A filter with as many values as it takes, or a test with none."""
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise self.refuse(node, "Values are given by place, not by name.")
        if isinstance(node, nodes.Test):
            if node.name not in TESTS or node.args:
                raise self.refuse(node, f"There is no test `is {node.name}`.", "The tests: " + ", ".join(TESTS) + ".")
        else:
            self.fits(node, FILTERS.get(node.name))
        if node.node is None:  # {% filter upper %} ... {% endfilter %}
            raise self.refuse(node, "A filter needs a value before it.", "Write {{ value|" + node.name + " }}.")
        yield from (node.node, *node.args)

    def fits(self, node: nodes.Filter, found: Function | None) -> None:
        if found is None:
            raise self.refuse(node, f"There is no filter `{node.name}`.", "The filters: " + ", ".join(FILTERS) + ".")
        if not found.fewest <= len(node.args) + 1 <= len(found.parameters):
            raise self.refuse(node, f"`{node.name}` does not take {len(node.args)} values.")

    def loop(self, node: nodes.For) -> Iterator[nodes.Node]:
        if node.recursive or node.test is not None:
            raise self.refuse(node, "A loop is written {% for item in list %}.", "Use {% if %} inside it.")
        if not isinstance(node.target, nodes.Name) or node.target.name in RESERVED:
            raise self.refuse(node, "A loop needs one new name for its item.", "Write {% for item in list %}.")
        yield from (node.target, node.iter, *node.body, *node.else_)


def _refusal(node: nodes.Node) -> tuple[str, str]:
    if isinstance(node, nodes.Call):
        return "Nothing can be called in a template.", "Use a filter: {{ value|upper }}."
    if isinstance(node, nodes.Slice):
        return "Parts of a list or text cannot be cut with `:`.", ""
    if isinstance(node, nodes.Assign | nodes.AssignBlock):
        return "A template cannot assign.", "Use a `set` step."
    if isinstance(node, nodes.Stmt):
        return "This statement is not part of the language.", "There are {% if %} and {% for %}."
    return "This is not part of the language.", ""
