"""Strict reading of JSON: what other readers let pass is refused, and everything right is read."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.errors import FlowInvalid
from flowengine.lang.strict_json import MAX_DEPTH, loads
from flowengine.messages import Json

REFUSED: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "json_malformed"),
    "trailing comma": ('{"a": 1,}', "json_malformed"),
    "two documents": ("{} {}", "json_malformed"),
    "comment": ("{} // x", "json_malformed"),
    "NaN": ('{"a": NaN}', "json_malformed"),
    "infinity": ("[-Infinity]", "json_malformed"),
    "integer over 64 bits": (str(2**63), "json_malformed"),
    "integer of thousands of digits": ("9" * 5000, "json_malformed"),
    "control character in text": ('"\x01"', "json_malformed"),
    "key twice": ('{"a": 1, "a": 1}', "json_key_twice"),
    "key twice by escape": ('{"a": 1, "\\u0061": 1}', "json_key_twice"),
    "key twice inside": ('[{"b": {"a": 1, "a": 2}}]', "json_key_twice"),
    "not UTF-8": (b'"\xff"', "json_not_utf8"),
    "lists too deep": ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "json_too_deep"),
    "objects too deep": ('{"a":' * (MAX_DEPTH + 1) + "1" + "}" * (MAX_DEPTH + 1), "json_too_deep"),
    "a million brackets": ("[" * 1_000_000, "json_too_deep"),
    "half a character": ('"\\ud83d"', "json_malformed"),
    "a number past all floats": ("1e999", "json_malformed"),
    "too large": (" " * (2 * 1024 * 1024 + 1), "json_too_large"),
}


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=REFUSED)
def test_refused(text: str | bytes, code: str) -> None:
    with pytest.raises(FlowInvalid) as raised:
        loads(text, file="f.json")
    [finding] = raised.value.findings
    assert (finding.code, finding.severity, finding.path, finding.file) == (code, "error", "$", "f.json")
    assert finding.message
    assert finding.hint


READ: dict[str, tuple[str | bytes, Json]] = {
    "bytes": ('"é"'.encode(), "é"),
    "brackets inside text do not nest": ('"' + "[" * 100 + '"', "[" * 100),
    "both halves": ('"\\ud83d\\ude00"', "😀"),
    "escaped quote": ('"\\"[["', '"[['),
    "deepest": ("[" * MAX_DEPTH + "]" * MAX_DEPTH, None),
    "64 bits": (f"[{2**63 - 1}, {-(2**63)}]", [2**63 - 1, -(2**63)]),
    "wide and flat": ("[" + "[]," * 1000 + "[]]", [[]] * 1001),
}


@pytest.mark.parametrize(("text", "value"), READ.values(), ids=READ)
def test_read(text: str | bytes, value: Json) -> None:
    assert value is None or loads(text) == value
    loads(text)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='{}[]",:\\ a1-.eE+nulltrf\n', max_size=30))
def test_reads_what_python_reads_or_refuses(text: str) -> None:
    try:
        found = loads(text)
    except FlowInvalid:
        return
    assert found == json.loads(text)


def test_a_character_is_not_a_byte() -> None:
    """The limit is of bytes: text of two-byte characters counts double."""
    with pytest.raises(FlowInvalid):
        loads('"' + "é" * 10 + '"', max_bytes=20)
