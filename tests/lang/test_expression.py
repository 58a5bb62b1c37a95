"""Expressions: what each form means, what it reads, and what it refuses at run time."""

import copy
import pickle

import pytest

from flowengine.lang.expression import SCOPE_NAMES, Expression, parse_expression
from flowengine.lang.fault import EvaluationFault
from flowengine.lang.functions import FUNCTIONS
from tests.lang.expression_scope import scope

MEANINGS = [
    ("1", 1),
    ("-1", -1),
    ("'a' 'b'", "ab"),
    ("true and not false and none == None", True),
    ("[1, 'a', None]", [1, "a", None]),
    ("()", []),
    ("vars.n", 4),
    ("vars.n + 1", 5),
    ("vars.n - 1", 3),
    ("vars.price + 1", 13.5),
    ("vars.n * vars.price", 50.0),
    ("vars.n / 2", 2.0),
    ("vars.n // 3", 1),
    ("vars.n % 3", 1),
    ("-vars.n", -4),
    ("'Dear ' + vars.name", "Dear Zoë"),
    ("vars.missing", None),
    ("vars.missing.deeper.still", None),
    ("missing", None),
    ("vars.name.upper", None),
    ("vars['name']", "Zoë"),
    ("caller.attributes.tier", "gold"),
    ("vars.order.lines[0].qty", 2),
    ("vars.order.lines[-1].sku", "y"),
    ("vars.order.lines[5]", None),
    ("vars.order[vars.key]", "B-7"),
    ("vars.numbers[vars.i]", 2),
    ("vars.name[0]", "Z"),
    ("vars.n == 4", True),
    ("vars.n == 4.0", True),
    ("vars.n != 4", False),
    ("vars.n == '4'", False),
    ("vars.yes == 1", False),
    ("vars.yes == true", True),
    ("vars.i == true", False),
    ("vars.n < 4", False),
    ("vars.n > 4", False),
    ("vars.order.lines[0].qty < 2", False),
    ("vars.yes != 1", True),
    ("vars.nothing == none", True),
    ("vars.order == vars.order", True),
    ("vars.order == vars.list", False),
    ("[1, [2]] == [1, [2]]", True),
    ("1 < vars.n <= 4", True),
    ("1 < vars.n < 4", False),
    ("vars.n < 5 and vars.n > 3 and vars.n >= 4", True),
    ("'a' < 'b'", True),
    ("'a' in vars.list", True),
    ("1 in vars.list", False),
    ("true in vars.list", True),
    ("3.0 in vars.list", True),
    ("'oë' in vars.name", True),
    ("'id' in vars.order", True),
    ("'x' not in vars.list", True),
    ("vars.empty or 'none given'", "none given"),
    ("vars.name and vars.n", 4),
    ("vars.empty and vars.n / 0", ""),
    ("not vars.empty", True),
    ("'many' if vars.n > 3 else 'few'", "many"),
    ("switches.strike or attributes.topic == 'invoice'", True),
    ("dialogue.channel in ['voice', 'chat']", True),
]

CALLS = [
    ("len(vars.name)", 3),
    ("len(vars.order)", 2),
    ("lower('ABC')", "abc"),
    ("upper(vars.name)", "ZOË"),
    ("trim('  x ')", "x"),
    ("contains(vars.name, 'o')", True),
    ("contains(vars.list, 'b')", True),
    ("starts_with(caller.number, '+44')", True),
    ("ends_with(caller.number, '0100')", True),
    (r"matches(vars.pin, '\d{4}')", True),
    ("matches(vars.pin, '[0-9]')", False),
    ("number(vars.pin)", 42),
    ("number(' -2.50 ')", -2.5),
    ("number('four', 0)", 0),
    ("number(vars.missing, 1)", 1),
    ("text(vars.price)", "12.5"),
    ("text(3.0)", "3"),
    ("text(vars.yes) + text(none)", "true"),
    ("text([1, 'a'])", '[1, "a"]'),
    ("round(2.345, 1)", 2.3),
    ("round(vars.price)", 12),
    ("min(vars.n, 9)", 4),
    ("min(vars.numbers)", 2),
    ("max(vars.numbers)", 9),
    ("max(1, 2.5, -1)", 2.5),
    ("max('a', 'b')", "b"),
    ("abs(-3)", 3),
    ("weekday()", 1),
    ("weekday('2026-03-08')", 7),
    ("hour()", 10),
    ("hour('2026-03-02T23:10:00+05:00')", 23),
    ("date()", "2026-03-02"),
    ("minutes_since('2026-03-02T09:10:00+00:00')", 30),
    ("minutes_since('2026-03-02T10:10:30')", 29),
    ("queue().waiting", 2),
    ("queue('billing').waiting > 5", True),
    ("lookup('branches', 'EC1').title", "City"),
    ("lookup('branches', 'nowhere')", None),
]

FAULTS = [
    ("vars.missing + 1", "needs a number, not nothing"),
    ("vars.yes + 1", "needs a number, not a yes or no"),
    ("vars.name + 1", "cannot join a text and a number"),
    ("vars.name * 2", "needs a number, not a text"),
    ("vars.list + vars.list", "needs a number, not a list"),
    ("vars.n / 0", "cannot divide by zero"),
    ("vars.n // 0.0", "cannot divide by zero"),
    ("vars.n % 0", "cannot divide by zero"),
    ("vars.big + 1", "too large"),
    ("vars.big * vars.big", "too large"),
    ("-vars.name", "needs a number, not a text"),
    ("1e308 * 10", "too large"),
    ("vars.missing < 3", "cannot compare nothing with a number"),
    ("vars.name > 3", "cannot compare a text with a number"),
    ("vars.yes < 3", "cannot compare a yes or no with a number"),
    ("'a' in vars.missing", "cannot look for a text in nothing"),
    ("1 in vars.name", "cannot look for a number in a text"),
    ("vars.list in vars.list", "cannot look for a list in a list"),
    ("len(vars.n)", "needs a text, a list or a record"),
    ("upper(vars.n)", "needs a text, not a number"),
    ("number('nan')", "not a number"),
    ("number('1_0')", "not a number"),
    ("number('99999999999999999999')", "not a number"),
    ("number('9223372036854775808')", "not a number"),
    ("number(vars.yes)", "not a yes or no"),
    ("round(vars.price, 99)", "between -15 and 15"),
    ("min(vars.list)", "cannot compare"),
    ("max([])", "at least one value"),
    ("hour('noon')", "needs a time"),
    ("queue('nowhere')", "no contact center nowhere"),
    ("lookup('branches', 1.5)", "whole number as its key"),
]


@pytest.mark.parametrize(("source", "expected"), MEANINGS + CALLS, ids=[row[0] for row in MEANINGS + CALLS])
def test_an_expression_gives(source: str, expected: object) -> None:
    world = scope()
    before = copy.deepcopy({key: value for key, value in world.items() if key != "$outside"})
    got = parse_expression(source).evaluate(world)
    assert got == expected
    assert type(got) is type(expected)
    assert {key: value for key, value in world.items() if key != "$outside"} == before


@pytest.mark.parametrize(("source", "words"), FAULTS, ids=[row[0] for row in FAULTS])
def test_a_value_that_does_not_fit_is_a_fault(source: str, words: str) -> None:
    with pytest.raises(EvaluationFault) as caught:
        parse_expression(source).evaluate(scope())
    assert words in caught.value.message
    assert caught.value.message.endswith(".")


def test_outside_reads_need_an_outside() -> None:
    with pytest.raises(EvaluationFault, match="cannot be read here"):
        parse_expression("queue()").evaluate({"vars": {}})


@pytest.mark.parametrize(
    ("source", "names", "functions"),
    [
        ("vars.account", {("vars", "account")}, set()),
        ("vars.order.lines[0].qty + vars['n']", {("vars", "order", "lines"), ("vars", "n")}, set()),
        ("vars.order[vars.key]", {("vars", "order"), ("vars", "key")}, set()),
        ("len(text(now)) if true else hour()", {("now",)}, {"len", "text", "hour"}),
        ("lookup('branches', caller.name).title", {("caller", "name")}, {"lookup"}),
    ],
)
def test_an_expression_says_what_it_reads(source: str, names: set[tuple[str, ...]], functions: set[str]) -> None:
    expression = parse_expression(source)
    assert expression.names == names
    assert expression.functions == functions


def test_an_expression_is_its_source_and_does_not_change() -> None:
    expression = parse_expression("vars.n + 1")
    assert expression == Expression("vars.n + 1") != Expression("vars.n+1")
    assert len({expression, Expression("vars.n + 1")}) == 1
    assert str(expression) == "vars.n + 1"
    assert pickle.loads(pickle.dumps(expression)).evaluate(scope()) == 5  # noqa: S301  # our own bytes
    with pytest.raises(AttributeError):
        expression.source = "1"
    with pytest.raises(AttributeError):
        del expression.source


@pytest.mark.parametrize("row", FUNCTIONS.values(), ids=FUNCTIONS.keys())
def test_every_function_has_an_example_that_reads(row: object) -> None:
    example = parse_expression(row.example)
    assert row.name in example.functions
    assert {names[0] for names in example.names} <= SCOPE_NAMES
    assert row.doc.endswith(".")
    types = {parameter.type for parameter in row.parameters} | {row.returns}
    assert {one for several in types for one in several.split(" or ")} <= {
        "text", "number", "yes_no", "list", "record", "time", "none", "any",
    }  # fmt: skip  # a table reads better unbroken
