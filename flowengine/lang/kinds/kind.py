"""Kinds: the sorts of JSON values that a part of an expression may have, as sets, and how people call them."""

from collections.abc import Iterable
from types import MappingProxyType

from flowengine.messages import Json

Kinds = frozenset[str]  # of: text number yes_no list record none

TEXT: Kinds = frozenset({"text"})
NUMBER: Kinds = frozenset({"number"})
YES_NO: Kinds = frozenset({"yes_no"})
LIST: Kinds = frozenset({"list"})
RECORD: Kinds = frozenset({"record"})
NONE: Kinds = frozenset({"none"})
ANY: Kinds = TEXT | NUMBER | YES_NO | LIST | RECORD | NONE

# The types that flows, tenants and the table of functions declare.
DECLARED = MappingProxyType(
    {
        "text": TEXT,
        "time": TEXT,
        "number": NUMBER,
        "boolean": YES_NO,
        "yes_no": YES_NO,
        "list": LIST,
        "object": RECORD,
        "record": RECORD,
        "none": NONE,
        "any": ANY,
    }
)
_WORDS = MappingProxyType(
    {
        "text": "a text",
        "number": "a number",
        "yes_no": "true or false",
        "list": "a list",
        "record": "an object",
        "none": "nothing",
    }
)


def declared(type_name: str) -> Kinds:
    """The kinds of a declared type, or of several (`text or list`); one that is not known may be anything."""
    found = DECLARED.get(type_name)
    if found is None:
        found = frozenset().union(*(DECLARED.get(name, ANY) for name in type_name.split(" or ")))
    return found


def kinds_of(value: Json) -> Kinds:
    """The kind of a constant."""
    if value is None:
        return NONE
    if isinstance(value, bool):
        return YES_NO
    if isinstance(value, (int, float)):
        return NUMBER
    if isinstance(value, str):
        return TEXT
    return LIST if isinstance(value, (list, tuple)) else RECORD


def in_words(kinds: Iterable[str]) -> str:
    """How a sentence names them: `a text or a number`."""
    words = [word for kind, word in _WORDS.items() if kind in set(kinds)]
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
