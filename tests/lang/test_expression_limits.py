"""Expressions: what is refused as written, where, with which hint; and what a hostile scope cannot do."""

import math

import pytest

from flowengine.lang.expression import parse_expression
from flowengine.lang.fault import EvaluationFault, ExpressionInvalid
from flowengine.messages import Json

# Source, words of the message or hint, position of the fault.
REFUSED = [
    ("", "empty", 0),
    (" \n ", "empty", 0),
    ("1 +", "cannot be read", 3),
    ("vars.a = 1", "Write `==`", 7),
    ("vars.a && vars.b", "Write `and`", 8),
    ("vars.a || vars.b", "Write `or`", 8),
    ("!vars.a", "Write `not`", 0),
    ("{{ vars.a }}", "without {{ }}", 0),
    ("vars.a; 1", "`;` cannot stand here", 6),
    ("1 # two", "`#` cannot stand here", 2),
    ("vars.a\\\n", "cannot stand here", 6),
    ("'open", "`'` cannot stand here", 0),
    ("'''a'''", "cannot stand here", 0),
    ("'''x'y''' + é + '''x'y'''", "cannot stand here", 0),
    ("naïve", "`ï` cannot stand here", 2),
    ("vars.ｎ", "cannot stand here", 5),
    ("“a”", "straight quotes", 0),
    ("'a' + \u200b'b'", "invisible", 6),
    ("'a\u202eb'", "invisible", 2),
    ("'a\\u202eb'", "invisible", 0),
    ("'\\x00'", "invisible", 0),
    ("'\\ud800'", "invisible", 0),
    ("\ufeff1", "invisible", 0),
    ("1\r\n", "invisible", 1),
    ("x._y", "underscore", 0),
    ("x['__y']", "underscore", 0),
    ("_x", "underscore", 0),
    ("9223372036854775808", "too large", 0),
    ("1e999", "not part of the language", 0),
    ("2j", "not part of the language", 0),
    ("b'x'", "not part of the language", 0),
    ("...", "not part of the language", 0),
    ("2 ** 3", "There are + - *", 0),
    ("1 << 2", "There are + - *", 0),
    ("a @ b", "There are + - *", 0),
    ("~1", "There are `not` and `-`", 0),
    ("+1", "There are `not` and `-`", 0),
    ("a is None", "Compare with `==`", 0),
    ("f'{a}'", "Formatted texts", 0),
    ("lambda: 1", "Functions cannot be written", 0),
    ("[x for x in y]", "Loops", 0),
    ("len(x for x in y)", "Loops", 3),
    ("{'a': 1}", "Records and sets", 0),
    ("{1}", "Records and sets", 0),
    ("(a := 1)", "cannot assign", 1),
    ("[*a]", "`*` cannot stand", 1),
    ("a[1:2]", "between [ ]", 0),
    ("a[1 + 1]", "between [ ]", 0),
    ("a[len(b)]", "between [ ]", 0),
    ("(yield)", "waited for", 1),
    ("a.lower()", "Write len(x)", 0),
    ("len(a)(b)", "Write len(x)", 0),
    ("open('x')", "no function `open`", 0),
    ("1 + nothing(2)", "no function `nothing`", 4),
    ("len()", "Write len(value)", 0),
    ("len(a, b)", "Write len(value)", 0),
    ("max(1, 2, 3, 4, 5)", "does not take 5", 0),
    ("len(value=a)", "by place, not by name", 0),
    ("len(*a)", "`*` cannot stand", 4),
    ("matches(a, b)", "written out", 11),
    ("matches(a, '(')", "cannot be read", 11),
    ("matches(a, '(?=b)')", "no look-around", 11),
    ("'é' +\n len(\n 'é', 1)", "does not take 2", 7),
]

TOO_LARGE = {
    "characters": "1" + " " * 1_000,
    "nodes": "1 < " * 200 + "1",
    "depth by terms": "1" + "+1" * 24,
    "depth by brackets": "[" * 25 + "]" * 25,
    "depth by signs": "-" * 600 + "1",
    "brackets that never close": "(" * 900,
    "digits": "9" * 900,
    "pattern": "matches(a, '" + "b" * 257 + "')",
    "pattern's program": "matches(a, '((((((b{9}){9}){9}){9}){9}){9}){9}')",
    "patterns together": " or ".join(["matches(a, '(b|c{90}){10}')"] * 7),
}


@pytest.mark.parametrize(("source", "words", "position"), REFUSED, ids=[ascii(row[0]) for row in REFUSED])
def test_what_is_not_in_the_language_is_refused(source: str, words: str, position: int) -> None:
    with pytest.raises(ExpressionInvalid) as caught:
        parse_expression(source)
    assert words in f"{caught.value.message} {caught.value.hint}"
    assert caught.value.position == position


@pytest.mark.parametrize("source", TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_what_is_too_large_is_refused(source: str) -> None:
    with pytest.raises(ExpressionInvalid):
        parse_expression(source)


def test_what_is_just_small_enough_is_taken() -> None:
    assert parse_expression("1" + " " * 998 + " ").evaluate({}) == 1
    assert parse_expression("1" + "+1" * 23).evaluate({}) == 24
    assert parse_expression("0 < " * 0 + " or ".join(["0"] * 198) + " or 1").evaluate({}) == 1
    assert parse_expression("-9223372036854775807").evaluate({}) == -(2**63) + 1


def nested(depth: int) -> Json:
    value: Json = []
    for _ in range(depth):
        value = [value]
    return value


HOSTILE: dict[str, Json] = {
    "text": "a" * 10_000,
    "huge": "a" * 1_000_000,
    "list": list(range(1_000)),
    "long": list(range(1_001)),
    "wide": {str(i): i for i in range(400)},
    "same": {str(i): i for i in range(400)},
    "deep": nested(5_000),
    "bigint": 10**400,
    "nan": math.nan,
    "infinity": math.inf,
    "object": object(),
    "kind": dict,
    "call": len,
    "inside": [{"a": len}],
}


@pytest.mark.parametrize(
    "source",
    [
        "vars.text + 'b'",
        "upper(vars.huge)",
        "vars.huge",
        "'b' in vars.huge",
        "1 in vars.long",
        "max(vars.long)",
        "vars.wide == vars.same",
        "text(vars.long)",
        "[vars.text, vars.text, vars.text, vars.text, vars.text, vars.text, vars.text]",
        "vars.deep",
        "text(vars.deep)",
        "vars.deep == vars.deep",
        "vars.bigint",
        "vars.bigint * vars.bigint",
        "vars.bigint + 1",
        "text(vars.bigint)",
        "vars.nan",
        "vars.infinity - 1",
        "round(vars.infinity)",
        "vars.object",
        "vars.call",
        "vars.kind['x']",
        "vars.inside",
        "[vars.call]",
        "vars.object or 1",
        "text(vars.inside)",
        "matches(vars.text, 'a*')",
    ],
)
def test_no_scope_makes_an_expression_costly_or_leaky(source: str) -> None:
    with pytest.raises(EvaluationFault):
        parse_expression(source).evaluate({"vars": HOSTILE})


@pytest.mark.parametrize("source", ["vars.object.x", "vars.call.x", "vars.text.upper", "vars.list.x", "vars.deep.x.y"])
def test_only_records_have_keys(source: str) -> None:
    assert parse_expression(source).evaluate({"vars": HOSTILE}) is None
