"""Looking up rows: by a step and in an expression, in the own environment first, traced without the key."""

from flowengine.messages import Json
from tests.interpreter.town import END, Line, Town, flow, say

OWN = {"branches": {"key": "id", "rows": [{"id": "EC1", "title": "City"}, {"id": 7, "title": "Seven"}]}}
SHARED = {"branches": {"key": "id", "rows": []}, "brands": {"key": "n", "rows": [{"n": "a", "title": "Acme"}]}}
X = {"x": {"type": "any"}}


def looking(key: str, table: str = "branches", kind: str = "any") -> Line:
    node = {"type": "lookup", "table": table, "key": key, "into": "vars.x"}
    nodes = {"l": node, "yes": say("{{ vars.x.title }}"), "no": say("no"), "sorry": say("sorry"), "bye": END}
    wires: Json = {"l": {"found": "yes", "not_found": "no", "error": "sorry"}}
    wires |= {name: {"done": "bye"} for name in ("yes", "no", "sorry")}
    return begun(flow(nodes, wires, variables={"x": {"type": kind}}))


def begun(main: Json) -> Line:
    sales = {"flows": {"main": main}, "environment": {"tables": OWN}}
    line = Line(Town({"sales": sales, "front_door": {"flows": {}, "environment": {"tables": SHARED}}}))
    line.begin(environment="sales")
    return line


def test_a_step_finds_its_row() -> None:
    line = looking("'EC1'")
    assert (line.words, line.facts("observed")) == (["City"], [("table", "branches", True)])
    assert looking("'7'").words == looking("7").words == ["Seven"]


def test_or_not() -> None:
    line = looking("'N1'")
    assert (line.words, line.facts("observed")) == (["no"], [("table", "branches", False)])


def test_the_tenants_tables_are_there_too() -> None:
    assert looking("'a'", "brands").words == ["Acme"]


def test_what_is_wrong_is_an_error() -> None:
    assert looking("'a'", "nothing").words == ["sorry"]
    assert looking("1.5").words == ["sorry"]
    assert looking("'EC1'", kind="text").words == ["sorry"]


def test_an_expression_finds_it_too() -> None:
    shown = {"type": "set", "assign": {"vars.x": "lookup('branches', 'EC1').title"}}
    main = flow(
        {"s": shown, "t": say("{{ vars.x }}"), "bye": END}, {"s": {"done": "t"}, "t": {"done": "bye"}}, variables=X
    )
    line = begun(main)
    assert (line.words, line.facts("observed")) == (["City"], [("table", "branches", True)])
