"""What is made on demand is made for whoever reads it: in conditions, texts and functions, and after a move."""

import pytest

from flowengine.interpreter.scope import UNTRACED, local_time, looks_of
from flowengine.lang.expression import Expression
from flowengine.lang.function_body import OUTSIDE
from tests.interpreter.town import END, flow, one, say

READS = {
    "vars.x == 1": (),
    "caller.name == 'a'": ("caller",),
    "[caller][0].name": ("caller",),
    "now > vars.x and switches.shut": ("now", "switches"),
    "hour() < 9": (OUTSIDE, "now"),
    "queue('sales').waiting": (OUTSIDE, "now"),
    "len(contact_center.title)": ("contact_center",),
}


@pytest.mark.parametrize(("source", "names"), READS.items(), ids=READS)
def test_what_an_expression_needs(source: str, names: tuple[str, ...]) -> None:
    expression = Expression(source)
    assert looks_of(expression.names, expression.functions) == names


def test_the_apology_may_read_anything_untraced() -> None:
    assert set(looks_of([("caller",), ("contact_center",), ("now",)])) < set(UNTRACED)


def test_local_time_has_its_offset_in_summer_and_winter() -> None:
    assert local_time("Europe/London", 1_772_445_600) == "2026-03-02T10:00:00+00:00"
    assert local_time("Europe/London", 1_782_950_400) == "2026-07-02T01:00:00+01:00"


def test_a_text_and_a_condition_read_what_was_made_for_neither() -> None:
    branch = {"type": "branch", "cases": [{"when": "caller.withheld == False", "outcome": "seen"}]}
    nodes = {"a": say("{{ now|as_time }}"), "b": branch, "c": say("seen"), "bye": END}
    wires = {"a": {"done": "b"}, "b": {"seen": "c", "otherwise": "bye"}, "c": {"done": "bye"}}
    assert one(flow(nodes, wires)).words == ["10 AM", "seen"]
