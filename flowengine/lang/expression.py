"""Expression: a condition or value in a flow, checked once, evaluated as a tree of closures."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NoReturn

from flowengine.lang.closure import finished
from flowengine.lang.lower import Lowering
from flowengine.lang.syntax import read_expression
from flowengine.lang.term import Term
from flowengine.lang.value import Scope
from flowengine.messages import Json

# The names that a flow's scope holds; check.py reports any other. Reading a name that is not there gives None.
SCOPE_NAMES = frozenset({"dialogue", "caller", "contact_center", "attributes", "vars", "switches", "bindings", "now"})


KEPT_LENGTH = 200  # characters: what is longer is rare, and would make the store large


class Expression:
    """A checked expression. Two are equal if their sources are.

    `names` are the dotted paths that it reads, each as far as it is fixed: `vars.list[0].id` is ("vars", "list").
    `evaluate` raises EvaluationFault and nothing else of its own. `equals` is (path, constant) if the expression
    asks no more than that (`vars.topic == 'billing'`). `term` is what it says, as data.
    """

    # A plain class, not a dataclass: msgspec hands it to the decoding hook instead of looking inside.
    __slots__ = ("equals", "evaluate", "functions", "names", "source", "term")
    source: str
    evaluate: Callable[[Scope], Json]
    names: frozenset[tuple[str, ...]]
    functions: frozenset[str]
    equals: tuple[tuple[str, ...], Json] | None
    term: Term

    def __init__(self, source: str) -> None:
        """Raises ExpressionInvalid."""
        lowering = Lowering()
        code = lowering.code(read_expression(source))
        keep = object.__setattr__
        keep(self, "source", source)
        keep(self, "evaluate", finished(code))
        keep(self, "names", frozenset(lowering.names))
        keep(self, "functions", frozenset(lowering.functions))
        keep(self, "equals", code.equals)
        keep(self, "term", code.term)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("an Expression does not change")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("an Expression does not change")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and self.source == other.source

    def __hash__(self) -> int:
        return hash(("Expression", self.source))

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"

    def __str__(self) -> str:
        return self.source

    def __reduce__(self) -> tuple[type[Expression], tuple[str]]:
        return Expression, (self.source,)


def parse_expression(source: str) -> Expression:
    """Raises ExpressionInvalid with a message, a hint and the position of the fault."""
    return _kept(source) if type(source) is str and len(source) <= KEPT_LENGTH else Expression(source)


@lru_cache(maxsize=4096)
def _kept(source: str) -> Expression:
    """A flow is checked again at each key press in the editor, and hardly anything of it has changed."""
    return Expression(source)
