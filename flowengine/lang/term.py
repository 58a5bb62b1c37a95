"""Term: what an expression says, as plain data: what the checks reason about after it was lowered to closures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from flowengine.messages import Json


class Term(NamedTuple):
    """One part of an expression. Two that say the same are equal, and hash alike.

    `kind` and what `value` and `parts` are with it:
    constant (kind of value, value); read (the dotted path); local (the path in a loop's variable); key (a name; of
    parts[0]); item (parts[0] at parts[1]); operate (a sign; two parts); negate; not; and; or; if (test, then, else);
    list; compare (signs; one part more than signs); join (template's `~`); call (table, name).
    """

    kind: str
    parts: tuple[Term, ...] = ()
    value: Any = None


def constant(value: Json) -> Term:
    """A scalar written out; its Python type is kept beside it, since 1, 1.0 and True are equal and not the same."""
    return Term("constant", (), (type(value).__name__, value))


def reads_of(term: Term) -> Iterator[tuple[str, ...]]:
    """The paths that a term reads."""
    if term.kind == "read":
        yield term.value
    for part in term.parts:
        yield from reads_of(part)


def each(term: Term) -> Iterator[Term]:
    """A term and all its parts."""
    yield term
    for part in term.parts:
        yield from each(part)
