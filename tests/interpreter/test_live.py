"""Live prompts and tables: read as they are stored now, traced, and as published where that cannot be."""

from typing import Any

import pytest

from flowengine.messages import Json
from tests.interpreter.town import END, Line, Town, flow

SAY = {"type": "say", "prompt": {"prompt": "news"}}
ROWS = {"key": "town", "rows": [{"town": "York", "number": 1}]}


def prompt(words: str, **more: Json) -> Json:
    return {"by_language": {"en": words}, **more}


def line(node: Json, published: Json, today: Json = None, shared: Json = None) -> Line:
    """A line on which the flow of `sales` runs this node; `today` is what is stored of every environment now."""
    wires = {"a": {"done": "bye"}} if node["type"] == "say" else {"a": {"found": "bye", "not_found": "bye"}}
    main = flow({"a": node, "bye": END}, wires, variables={"row": {"type": "any"}})
    town = Town(
        {
            "sales": {"flows": {"main": main}, "environment": published},
            "front_door": {"flows": {"main": flow({"bye": END}, {})}, "environment": shared or {}},
        },
        **({} if today is None else {"today": today}),
    )
    found = Line(town)
    found.begin(environment="sales")
    return found


def observed(found: Line) -> list[tuple[Any, ...]]:
    return found.facts("observed")


OLD, NEW = prompt("Old.", live=True), prompt("New.", live=True)
SAID: dict[str, tuple[Json, Json, str, list[Any]]] = {
    "as stored now": (OLD, {"sales": {"prompts": {"news": NEW}}}, "New.", [("live_prompt", "news", 7)]),
    "no longer marked there": (
        OLD, {"sales": {"prompts": {"news": "Plain."}}}, "Plain.", [("live_prompt", "news", 7)],
    ),
    "no longer there": (OLD, {"sales": {}}, "Old.", [("live_prompt", "news", 0)]),
    "not to be read": (OLD, {"sales": {"prompts": {"news": prompt("{{ x")}}}, "Old.", [("live_prompt", "news", 0)]),
    "only a name": (OLD, {"sales": {"prompts": {"news": {"prompt": "x"}}}}, "Old.", [("live_prompt", "news", 0)]),
    "prompts of no form": (OLD, {"sales": {"prompts": 1}}, "Old.", [("live_prompt", "news", 0)]),
    "of another environment": (OLD, {"front_door": {"prompts": {"news": NEW}}}, "Old.", [("live_prompt", "news", 0)]),
    "nothing is stored": (OLD, None, "Old.", [("live_prompt", "news", 0)]),
    "not live": (prompt("Old."), {"sales": {"prompts": {"news": NEW}}}, "Old.", []),
}  # fmt: skip  # a row reads better unbroken


@pytest.mark.parametrize(("published", "today", "words", "seen"), SAID.values(), ids=SAID)
def test_a_prompt_is_said(published: Json, today: Json, words: str, seen: list[Any]) -> None:
    found = line(SAY, {"prompts": {"news": published}}, today)
    assert found.words == [words]
    assert observed(found) == seen


def test_a_prompt_of_the_front_door_is_live_there() -> None:
    today = {"sales": {"prompts": {"news": prompt("Mine.")}}, "front_door": {"prompts": {"news": NEW}}}
    assert line(SAY, {}, today, {"prompts": {"news": OLD}}).words == ["New."]


LOOK = {"type": "lookup", "table": "shops", "key": "'York'", "into": "vars.row"}
LIVE = ROWS | {"live": True}
FOUND: dict[str, tuple[Json, Json, bool, list[Any]]] = {
    "as stored now": (LIVE, {"sales": {"tables": {"shops": {"key": "town"}}}}, False, [("live_table", "shops", 7)]),
    "no longer there": (LIVE, {"sales": {}}, True, [("live_table", "shops", 0)]),
    "not to be read": (LIVE, {"sales": {"tables": {"shops": {"rows": 1}}}}, True, [("live_table", "shops", 0)]),
    "not live": (ROWS, {"sales": {"tables": {"shops": {"key": "town"}}}}, True, []),
}


@pytest.mark.parametrize(("published", "today", "is_found", "seen"), FOUND.values(), ids=FOUND)
def test_a_row_is_found(published: Json, today: Json, is_found: bool, seen: list[Any]) -> None:
    found = line(LOOK, {"tables": {"shops": published}}, today)
    assert observed(found) == [*seen, ("table", "shops", is_found)]
