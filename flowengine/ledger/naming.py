"""Whether stored content names somebody: by a number or an address that stands there by itself, not within another."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec


def holds(body: bytes, words: list[bytes]) -> bool:
    """Words are in lower case. Few bodies are unpacked: only those in which the bytes of a word stand at all."""
    lower = body.lower()
    found = [word.decode() for word in words if word in lower]
    if not found:
        return False
    patterns = [_pattern(word) for word in found]
    return any(pattern.search(text) for text in _texts(msgspec.msgpack.decode(body)) for pattern in patterns)


def _pattern(word: str) -> re.Pattern[str]:
    if "@" in word:
        return re.compile(rf"(?<![\w.%+-]){re.escape(word)}(?!\w|[.-]\w)")
    return re.compile(rf"(?<!\d){re.escape(word)}(?!\d)")


def _texts(value: Any) -> Iterator[str]:
    """Every text of a plain value, names of fields too, in lower case."""
    if isinstance(value, str):
        yield value.lower()
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(name)
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
