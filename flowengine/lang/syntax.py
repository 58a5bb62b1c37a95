"""The allow-list of expressions: reads a source into Python's syntax tree and refuses all that is not named here."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator

from flowengine.lang.fault import ExpressionInvalid
from flowengine.lang.functions import FUNCTIONS
from flowengine.lang.value import MAX_INT, MIN_INT

MAX_SOURCE = 1_000
MAX_NODES = 200
MAX_DEPTH = 24
MAX_ARGUMENTS = 4
MAX_SIZE = 5_000  # steps of all patterns' programs together

# C0 (but tab and line feed), C1, soft hyphen, zero-width, bidirectional and invisible characters, lone surrogates.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LITERAL = re.compile(r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*\"""")
# Triple quotes are strange too: they would let this scan and Python disagree on where a text ends.
_LITERAL_OR_STRANGE = re.compile(rf"('{{3}}|\"{{3}})|{_LITERAL.pattern}|([^\x09\x0a\x20-\x7e]|[#\\'\"`$?;])")

WORDS = {"true": True, "false": False, "none": None, "True": True, "False": False, "None": None}

SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}

_HINTS_BY_SIGN = (
    (re.compile(r"&&"), "Write `and`."),
    (re.compile(r"\|\|"), "Write `or`."),
    (re.compile(r"!(?!=)"), "Write `not`."),
    (re.compile(r"(?<![=!<>])=(?!=)"), "Write `==` to compare."),
)


def read_expression(source: str) -> ast.expr:
    """The syntax tree of a source, all of it allowed. Raises ExpressionInvalid."""
    _check_characters(source)
    # One line for Python: no literal holds a line break, so those that stand between are blanks.
    text = source.replace("\n", " ").strip(" \t")
    offset = len(source) - len(source.lstrip(" \t\n"))
    if not text:
        raise ExpressionInvalid("The expression is empty.", "Write a value, such as `vars.name`.")
    if text.startswith("{{"):
        raise ExpressionInvalid("The expression cannot be read.", "An expression stands without {{ }}.", offset)
    try:
        with warnings.catch_warnings():
            # A pattern such as '\d+' is what the author means; Python would rather see '\\d+'.
            warnings.simplefilter("ignore")
            tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError, OverflowError) as problem:
        place = getattr(problem, "offset", None) or len(text) + 1  # Python counts from 1; at the end it names no place
        raise ExpressionInvalid(
            "The expression cannot be read.", _hint(text), min(offset + place - 1, len(source))
        ) from None
    _Check(text, offset).whole(tree)
    return tree


def _check_characters(source: str) -> None:
    if len(source) > MAX_SOURCE:
        raise ExpressionInvalid(f"The expression has more than {MAX_SOURCE} characters.", "Use several steps.")
    hidden = HIDDEN.search(source)
    if hidden:
        raise ExpressionInvalid("The expression holds an invisible character.", "Type it again.", hidden.start())
    for found in _LITERAL_OR_STRANGE.finditer(source):
        strange = found.group(1) or found.group(2)
        if strange:
            raise ExpressionInvalid(
                f"`{strange}` cannot stand here.", "Put text between straight quotes.", found.start()
            )
    depth = 0
    for found in re.finditer(rf"{_LITERAL.pattern}|([(\[{{])|([)\]}}])", source):
        depth += bool(found.group(1)) - bool(found.group(2))
        # Measured before Python's parser sees it: its errors on deep brackets are slow.
        if depth > MAX_DEPTH:
            raise ExpressionInvalid("The expression has too many brackets inside each other.", "", found.start())


def _hint(text: str) -> str:
    bare = _LITERAL.sub("''", text)
    return next((hint for sign, hint in _HINTS_BY_SIGN if sign.search(bare)), "")


class _Check:
    """One walk over a tree: counts nodes and depth, and refuses what is not allowed."""

    def __init__(self, text: str, offset: int) -> None:
        self.line, self.offset = text.encode(), offset
        self.nodes = self.size = 0

    def refuse(self, node: ast.expr, message: str, hint: str = "") -> ExpressionInvalid:
        before = self.line[: node.col_offset].decode()  # the tree counts bytes
        return ExpressionInvalid(message, hint, self.offset + len(before))

    def whole(self, node: ast.expr, depth: int = 1) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.refuse(node, f"The expression has more than {MAX_NODES} parts.", "Use several steps.")
        if depth > MAX_DEPTH:
            raise self.refuse(node, f"The expression is nested deeper than {MAX_DEPTH}.", "Use several steps.")
        for child in self.children(node):
            self.whole(child, depth + 1)

    def children(self, node: ast.expr) -> Iterator[ast.expr]:
        match node:
            case ast.Constant(value):
                self.literal(node, value)
            case ast.Name(name):
                self.word(node, name)
            case ast.Attribute(base, name):
                self.word(node, name)
                yield base
            case ast.Subscript(base, key):
                self.key(node, key)
                yield from (base, key)
            case ast.BinOp(left, sign, right) if type(sign) in SIGNS:
                yield from (left, right)
            case ast.UnaryOp(ast.Not() | ast.USub(), operand):
                yield operand
            case ast.BoolOp(_, operands):
                yield from operands
            case ast.Compare(left, signs, others) if all(type(sign) in SIGNS for sign in signs):
                yield from (left, *others)
            case ast.IfExp(test, then, otherwise):
                yield from (test, then, otherwise)
            case ast.List(items) | ast.Tuple(items):
                yield from items
            case ast.Call(ast.Name(), arguments, []):
                self.call(node)
                yield from arguments
            case _:
                raise self.refuse(node, *_refusal(node))

    def literal(self, node: ast.expr, value: object) -> None:
        if value is None or type(value) is bool:
            return
        if type(value) is str:
            if HIDDEN.search(value):
                raise self.refuse(node, "The text holds an invisible character.", "Leave it out.")
        elif type(value) is int:
            if not MIN_INT <= value <= MAX_INT:
                raise self.refuse(node, "The number is too large (over 64 bits).")
        elif type(value) is not float or not abs(value) < float("inf"):
            raise self.refuse(node, "This kind of value is not part of the language.", "Use a text or a number.")

    def word(self, node: ast.expr, name: str) -> None:
        if name.startswith("_"):
            raise self.refuse(node, f"`{name}` cannot be read: names do not begin with an underscore.")

    def key(self, node: ast.expr, key: ast.expr) -> None:
        plain = key.operand if isinstance(key, ast.UnaryOp) and isinstance(key.op, ast.USub) else key
        if isinstance(plain, ast.Constant) and type(plain.value) in {str, int}:
            if type(plain.value) is str:
                self.word(node, plain.value)
            return
        while isinstance(key, ast.Attribute):
            key = key.value
        if not isinstance(key, ast.Name):
            raise self.refuse(node, "Only a name, a text or a whole number can stand between [ ].")

    def call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        function = FUNCTIONS.get(name)
        if function is None:
            raise self.refuse(node, f"There is no function `{name}`.", "The functions: " + ", ".join(FUNCTIONS) + ".")
        if not function.fewest <= len(node.args) <= min(len(function.parameters), MAX_ARGUMENTS):
            raise self.refuse(node, f"`{name}` does not take {len(node.args)} values.", f"Write {function.usage}.")
        for parameter, argument in zip(function.parameters, node.args, strict=False):
            if parameter.literal:
                value = argument.value if isinstance(argument, ast.Constant) else None
                problem = parameter.literal(value)
                if problem:
                    raise self.refuse(argument, problem, f"Write {function.usage}.")
                self.size += parameter.size(value) if parameter.size else 0
                if self.size > MAX_SIZE:
                    raise self.refuse(
                        argument, "The patterns of this expression are too large.", "Repeat less in them."
                    )


_REFUSALS: tuple[tuple[type[ast.AST] | tuple[type[ast.AST], ...], str, str], ...] = (
    (ast.JoinedStr, "Formatted texts are not part of the language.", "Join with `+` and text(...)."),
    (ast.Lambda, "Functions cannot be written here.", ""),
    ((ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), "Loops are not part of the language.", ""),
    ((ast.Dict, ast.Set), "Records and sets cannot be written here.", "Use a list: [1, 2]."),
    (ast.NamedExpr, "An expression cannot assign.", "Use a `set` step."),
    (ast.Starred, "`*` cannot stand before a value.", ""),
    (ast.Slice, "Parts of a list or text cannot be cut with `:`.", ""),
    (ast.Compare, "`is` is not part of the language.", "Compare with `==`."),
    ((ast.Await, ast.Yield, ast.YieldFrom), "Nothing can be waited for here.", ""),
)


def _refusal(node: ast.expr) -> tuple[str, str]:
    if isinstance(node, ast.Call):
        if node.keywords:
            return "Values are given by place, not by name.", ""
        return "Only the functions of the table can be called.", "Write len(x), not x.len()."
    if isinstance(node, ast.BinOp):
        return "This operator is not part of the language.", "There are + - * / // and %."
    if isinstance(node, ast.UnaryOp):
        return "This sign is not part of the language.", "There are `not` and `-`."
    found = next((row for row in _REFUSALS if isinstance(node, row[0])), None)
    return (found[1], found[2]) if found else ("This is not part of the language.", "")
