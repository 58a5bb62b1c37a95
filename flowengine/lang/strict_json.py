"""Reads JSON the strict way: no doubled keys, no NaN, bounded in size and depth; every refusal names its place."""

import json
import re
from math import isinf
from typing import NoReturn

from flowengine.errors import Finding, FlowInvalid
from flowengine.messages import Json

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 64
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class _Doubled(ValueError):
    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def loads(text: str | bytes, *, file: str = "", max_bytes: int = MAX_BYTES) -> Json:
    """One JSON document. Raises FlowInvalid with one finding: too large, not UTF-8, not JSON, key twice, too deep."""
    if (len(text) if isinstance(text, bytes) or text.isascii() else len(text.encode("utf-8", "replace"))) > max_bytes:
        _refuse("json_too_large", f"The document is over {max_bytes} bytes.", "Split it into several flows.", file)
    try:
        decoded = text.decode("utf-8") if isinstance(text, bytes) else text
    except UnicodeDecodeError as fault:
        _refuse("json_not_utf8", f"Byte {fault.start} is not UTF-8.", "Save the file as UTF-8.", file)
    if _too_deep(decoded):
        _refuse("json_too_deep", f"Brackets nest deeper than {MAX_DEPTH}.", "Flatten the document.", file)
    try:
        found = json.loads(
            decoded, object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer, parse_float=_fraction
        )
        if _SURROGATE.search(decoded):  # half a character can be escaped, and never be written again
            json.dumps(found, ensure_ascii=False).encode("utf-8")
        return found
    except _Doubled as fault:
        _refuse("json_key_twice", f"The key “{fault.key}” stands twice in one object.", "Keep one of the two.", file)
    except UnicodeEncodeError:
        _refuse(
            "json_malformed",
            "Not JSON: an escape (\\ud800 to \\udfff) stands for half a character.",
            "Use both halves.",
            file,
        )
    except (ValueError, RecursionError) as fault:
        place = f"line {fault.lineno}, column {fault.colno}: " if isinstance(fault, json.JSONDecodeError) else ""
        reason = fault.msg if isinstance(fault, json.JSONDecodeError) else str(fault)
        _refuse("json_malformed", f"Not JSON: {place}{reason}.", "A comma or quote may be missing there.", file)


def _refuse(code: str, message: str, hint: str, file: str) -> NoReturn:
    raise FlowInvalid([Finding(code, "error", "$", message, hint, file)])


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Doubled(key)
            seen.add(key)
    return found


def _constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a JSON number")


def _integer(digits: str) -> int:
    if len(digits) > 20 or not -(2**63) <= int(digits) < 2**63:
        raise ValueError(f"the whole number {digits[:24]} does not fit in 64 bits")
    return int(digits)


def _fraction(digits: str) -> float:
    value = float(digits)
    if isinf(value):
        raise ValueError(f"the number {digits[:24]} is too large")
    return value


def _too_deep(text: str) -> bool:
    """Whether brackets outside strings nest deeper than MAX_DEPTH; one pass, so that the parser never recurses far."""
    depth, quoted, escaped = 0, False, False
    for char in text:
        if quoted:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                quoted = False
        elif char == '"':
            quoted = True
        elif char in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif char in "]}":
            depth -= 1
    return False
