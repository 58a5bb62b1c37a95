"""The lines of a JSON text: where each key stands, so that tools which know lines can speak of nodes and wires."""

import re

Path = tuple[str, ...]
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|[{}\[\],:\n]')


def lines_of(text: str) -> dict[Path, int]:
    """The path of every key in nested objects -> its line, counted from 1. The text is JSON; lists are passed over."""
    found: dict[Path, int] = {}
    here: list[str | None] = []  # the key under which each open object or list stands; None for a list's
    line, key, last = 1, "", ""
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign == "\n":
            line += 1
        elif sign in "{[":
            here.append(key if sign == "{" else None)
        elif sign in "}]":
            here.pop()
        elif sign == ":":
            key = last
            if None not in here:
                found[*(name for name in here[1:] if name is not None), key] = line
        elif sign != ",":
            last = token[1]
    return found
