"""The fixed table of functions that an expression may call: types and documentation, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from flowengine.lang import function_body
from flowengine.messages import Json


class Parameter(Struct, frozen=True):
    """One value that a function takes. `literal` checks one that must be written out; it returns what is wrong.

    `size` is what such a value adds to the whole expression's work (syntax.MAX_SIZE).
    """

    name: str
    type: str
    optional: bool = False
    literal: Callable[[object], str] | None = None
    size: Callable[[object], int] | None = None


class Function(Struct, frozen=True):
    """One row of the table. Types: text, number, yes_no, list, record, time, any; or several, as `text or list`. `doc`
    is for authors. `hides`: what it gives does not let the values be known that it was given. `of_one`: what it takes
    instead if it is given one value only.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: str
    doc: str
    example: str
    call: Callable[..., Json]
    reads_scope: bool = False
    hides: bool = False
    of_one: str = ""

    @property
    def fewest(self) -> int:
        return sum(not parameter.optional for parameter in self.parameters)

    @property
    def usage(self) -> str:
        return f"{self.name}({', '.join(p.name + ('?' if p.optional else '') for p in self.parameters)})"


def _p(name: str, type_: str, **more: Any) -> Parameter:
    return Parameter(name, type_, **more)


_WHEN = (_p("time", "time", optional=True),)
_SIZED = "text or list or record"
_ORDERED = "number or text"
_FEW = (_p("a", _ORDERED), *(_p(name, _ORDERED, optional=True) for name in "bcd"))

FUNCTIONS: Mapping[str, Function] = {
    row.name: row
    for row in (
        Function(
            "len",
            (_p("value", _SIZED),),
            "number",
            "How many characters, items or keys.",
            "len(vars.pin)",
            function_body.length_of,
            hides=True,
        ),
        Function("lower", (_p("text", "text"),), "text", "In small letters.", "lower(vars.city)", function_body.lower),
        Function("upper", (_p("text", "text"),), "text", "In capitals.", "upper(vars.code)", function_body.upper),
        Function(
            "trim", (_p("text", "text"),), "text", "Without blanks around it.", "trim(vars.name)", function_body.trim
        ),
        Function(
            "contains",
            (_p("whole", _SIZED), _p("part", "any")),
            "yes_no",
            "Whether a text, list or record holds a part.",
            "contains(vars.note, 'urgent')",
            function_body.contains,
            hides=True,
        ),
        Function(
            "starts_with",
            (_p("text", "text"), _p("part", "text")),
            "yes_no",
            "Whether a text begins with another.",
            "starts_with(caller.number, '+44')",
            function_body.starts_with,
            hides=True,
        ),
        Function(
            "ends_with",
            (_p("text", "text"), _p("part", "text")),
            "yes_no",
            "Whether a text ends with another.",
            "ends_with(vars.email, '.org')",
            function_body.ends_with,
            hides=True,
        ),
        Function(
            "matches",
            (
                _p("text", "text"),
                _p("pattern", "text", literal=function_body.pattern_problem, size=function_body.pattern_size),
            ),
            "yes_no",
            "Whether the whole text fits an RE2 pattern.",
            "matches(vars.postcode, '[0-9]{4}[A-Z]{2}')",
            function_body.matches,
            hides=True,
        ),
        Function(
            "number",
            (
                _p("value", "number or text or none"),
                _p("otherwise", "any", optional=True),  # a number, but that fails only where it is needed
            ),
            "number",
            "The number that a text spells; `otherwise` if it spells none.",
            "number(vars.digits, 0)",
            function_body.number,
        ),
        Function(
            "text", (_p("value", "any"),), "text", "How a value is written.", "text(vars.count)", function_body.text
        ),
        Function(
            "round",
            (_p("value", "number"), _p("digits", "number", optional=True)),
            "number",
            "Rounded to so many decimals, none by default.",
            "round(vars.price, 2)",
            function_body.rounded,
        ),
        Function(
            "min",
            _FEW,
            "any",
            "The least of the values, or of one list.",
            "min(vars.a, 10)",
            function_body.least,
            of_one="list",
        ),
        Function(
            "max",
            _FEW,
            "any",
            "The greatest of the values, or of one list.",
            "max(vars.a, 0)",
            function_body.greatest,
            of_one="list",
        ),
        Function(
            "abs", (_p("value", "number"),), "number", "Without its sign.", "abs(vars.change)", function_body.absolute
        ),
        Function(
            "weekday",
            _WHEN,
            "number",
            "1 for Monday to 7 for Sunday; of now.",
            "weekday() <= 5",
            function_body.weekday,
            True,
            hides=True,
        ),
        Function(
            "hour",
            _WHEN,
            "number",
            "0 to 23, on the contact center's clock; of now.",
            "hour() < 12",
            function_body.hour,
            True,
            hides=True,
        ),
        Function(
            "date", _WHEN, "text", "The day as 2026-03-02; of now.", "date() == '2026-12-24'", function_body.day, True
        ),
        Function(
            "minutes_since",
            (_p("time", "time"),),
            "number",
            "Whole minutes from a time until now.",
            "minutes_since(vars.called_at) < 30",
            function_body.minutes_since,
            True,
            hides=True,
        ),
        Function(
            "lookup",
            (_p("table", "text"), _p("key", "text or number")),
            "record or none",
            "The row of a table, or nothing.",
            "lookup('branches', vars.postcode).title",
            function_body.look_up,
            True,
            hides=True,
        ),
        Function(
            "queue",
            (_p("contact_center", "text", optional=True),),
            "record",
            "How a queue stands: waiting, oldest_wait_s, agents_available, agents_staffed, estimated_wait_s, "
            "estimated_p90_s.",
            "queue('billing').waiting > 5",
            function_body.queue,
            True,
            hides=True,
        ),
    )
}
