"""Which values fit a declared type."""

from flowengine.lang.fault import EvaluationFault
from flowengine.messages import Json

# Declared type -> the classes that a value of it may have.
FITTING: dict[str, frozenset[type]] = {
    "text": frozenset({str}),
    "number": frozenset({int, float}),
    "boolean": frozenset({bool}),
    "list": frozenset({list, tuple}),
    "object": frozenset({dict}),
    "any": frozenset({str, int, float, bool, list, tuple, dict, type(None)}),
}


def unfitting(kind: str, value: Json, target: str) -> EvaluationFault:
    """The fault of an assignment whose value does not fit."""
    return EvaluationFault(f"{target} is declared as {kind}, so it cannot become {_named(value)}")


def _named(value: Json) -> str:
    return {str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list"}.get(
        type(value), "nothing" if value is None else "an object"
    )
