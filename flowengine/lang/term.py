"""Term: what an expression says, as plain data: what the checks reason about after it was lowered to closures."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
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

    def __str__(self) -> str:
        """How an author would write it."""
        return _WRITTEN[self.kind](self)


def constant(value: Json) -> Term:
    """A scalar written out; its Python type is kept beside it, since 1, 1.0 and True are equal and not the same."""
    return Term("constant", (), (type(value).__name__, value))


def _constant(term: Term) -> str:
    value = term.value[1]
    if isinstance(value, str):
        return repr(value)
    return "none" if value is None else json.dumps(value)


def _inner(part: Term) -> str:
    """A part of a larger term, in brackets if it would be read differently without."""
    text = str(part)
    return f"({text})" if part.kind in ("operate", "compare", "and", "or", "not", "negate", "if", "join") else text


def _joined(between: str) -> Callable[[Term], str]:
    return lambda term: between.join(map(_inner, term.parts))


def _compared(term: Term) -> str:
    first, *rest = map(_inner, term.parts)
    return " ".join([first, *(f"{sign} {part}" for sign, part in zip(term.value, rest, strict=True))])


def _called(term: Term) -> str:
    table, name = term.value
    given = ", ".join(map(str, term.parts))
    if table == "function":
        return f"{name}({given})"
    more = f"({', '.join(map(str, term.parts[1:]))})" if len(term.parts) > 1 else ""
    return f"{_inner(term.parts[0])}{'|' if table == 'filter' else ' is '}{name}{more}"


_WRITTEN: Mapping[str, Callable[[Term], str]] = MappingProxyType(
    {
        "constant": _constant,
        "read": lambda term: ".".join(term.value),
        "local": lambda term: ".".join(term.value),
        "key": lambda term: f"{_inner(term.parts[0])}.{term.value}",
        "item": lambda term: f"{_inner(term.parts[0])}[{term.parts[1]}]",
        "operate": lambda term: f"{_inner(term.parts[0])} {term.value} {_inner(term.parts[1])}",
        "negate": lambda term: f"-{_inner(term.parts[0])}",
        "not": lambda term: f"not {_inner(term.parts[0])}",
        "and": _joined(" and "),
        "or": _joined(" or "),
        "if": lambda term: f"{_inner(term.parts[1])} if {_inner(term.parts[0])} else {_inner(term.parts[2])}",
        "list": lambda term: f"[{', '.join(map(str, term.parts))}]",
        "compare": _compared,
        "join": _joined(" ~ "),
        "call": _called,
    }
)
