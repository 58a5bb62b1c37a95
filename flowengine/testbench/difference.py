"""Where an expectation and what happened differ: objects key by key, texts with a mark at the first different sign."""

from collections.abc import Iterator, Mapping
from typing import Any

_ABSENT = object()


def difference_lines(expected: Any, got: Any) -> Iterator[str]:
    """Lines for people. What the expectation does not speak of is left out, as it is ignored."""
    objects = isinstance(expected, Mapping) and isinstance(got, Mapping)
    pairs = list(_pairs(expected, got, "")) if objects else []
    if not pairs:
        yield f"  expected: {_shown(expected)}"
        yield f"       got: {_shown(got)}"
    for path, one, other in pairs:
        yield f"  {path}"
        yield f"    expected: {_shown(one)}"
        yield f"         got: {_shown(other)}"
        mark = _mark(one, other)
        if mark:
            yield f"              {mark}"


def _pairs(wanted: Mapping[str, Any], there: Mapping[str, Any], above: str) -> Iterator[tuple[str, Any, Any]]:
    for name, value in wanted.items():
        other = there.get(name, _ABSENT)
        path = f"{above}.{name}" if above else name
        if isinstance(value, Mapping) and isinstance(other, Mapping):
            yield from _pairs(value, other, path)
        elif isinstance(value, bool) != isinstance(other, bool) or value != other:
            yield path, value, other


def _shown(value: Any) -> str:
    if value is _ABSENT or value == "":
        return "nothing"
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return value[0]  # one utterance reads like the text that it is
    return str(value)


def _mark(expected: Any, got: Any) -> str:
    """A sign below the first character that differs, for two texts that begin alike."""
    one, other = _shown(expected), _shown(got)
    if not (isinstance(expected, str) and other and one[:1] == other[:1]):
        return ""
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return " " * at + "^"
