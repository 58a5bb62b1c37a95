"""Frames: flows call flows, return by exits, fail upwards, and end from any depth."""

import pytest

from flowengine.lang.node_type import QueueLeft
from flowengine.messages import Json, KeyPressed
from tests.interpreter.town import END, Line, Town, assign, flow, one, say

CALL = {
    "type": "subflow",
    "flow": "sub",
    "exits": ["done", "lost"],
    "inputs": {"n": "vars.x"},
    "outputs": {"vars.x": "n"},
}
MAIN = flow(
    {"set": assign(x="1"), "call": CALL, "after": say("x is {{ vars.x }}"), "lost": say("lost"), "bye": END},
    {
        "set": {"done": "call"},
        "call": {"done": "after", "lost": "lost"},
        "after": {"done": "bye"},
        "lost": {"done": "bye"},
    },
    variables={"x": {"type": "number"}},
)
N = {"n": {"type": "number"}, "own": {"type": "text", "default": "mine"}}


def sub(exit_name: str = "done", value: str = "vars.n + 1") -> Json:
    return flow(
        {"set": assign(n=value), "back": {"type": "return", "exit": exit_name}},
        {"set": {"done": "back"}},
        kind="subflow",
        inputs=["n"],
        outputs=["n"],
        variables=N,
    )


def test_inputs_go_in_and_outputs_come_out() -> None:
    line = one(MAIN, sub=sub())
    assert line.went == ["main/set:done", "sub/set:done", "main/call:done", "main/after:done"]
    assert line.words == ["x is 2"]
    assert line.ended == ("completed", "in_flow", "flow")


def test_the_exit_is_the_outcome() -> None:
    assert one(MAIN, sub=sub("lost")).words == ["lost"]


def test_variables_belong_to_one_frame() -> None:
    inner = flow(
        {"x": say("{{ vars.x }}|{{ vars.own }}"), "back": {"type": "return"}},
        {"x": {"done": "back"}},
        kind="subflow",
        variables=N,
    )
    assert one(MAIN, sub=inner).words[0] == "|mine"


def test_an_entry_starts_afresh_each_time() -> None:
    main = flow(
        {"a": {**CALL, "outputs": {}}, "b": {**CALL, "outputs": {}}, "bye": END},
        {"a": {"done": "b", "lost": "bye"}, "b": {"done": "bye", "lost": "bye"}},
        variables={"x": {"type": "number"}},
    )
    inner = flow(
        {"show": say("{{ vars.own }}"), "set": assign(own="'used'"), "back": {"type": "return"}},
        {"show": {"done": "set"}, "set": {"done": "back"}}, kind="subflow", variables=N,
    )  # fmt: skip  # one flow reads as one
    assert one(main, sub=inner).words == ["mine", "mine"]


def test_end_ends_from_any_depth() -> None:
    line = one(MAIN, sub=flow({"bye": {"type": "end", "prompt": "Bye."}}, {}, kind="subflow"))
    assert (line.words, line.commands[-1]) == (["Bye."], "HangUp")
    assert line.ended == ("completed", "in_flow", "flow")
    assert line.state.frames == ()


def test_a_return_at_the_top_completes() -> None:
    assert one(flow({"back": {"type": "return"}}, {})).ended == ("completed", "in_flow", "flow")


BROKEN = flow(
    {"x": assign(n="1 / 0"), "back": {"type": "return"}}, {"x": {"done": "back"}}, kind="subflow", variables=N
)
ERRORS: dict[str, tuple[Json, Json, list[str]]] = {
    "to its own error": (MAIN, {**BROKEN, "wires": {"x": {"done": "back", "error": "back"}}}, ["x is 0"]),
    "to the flow's on.error": (MAIN, {**BROKEN, "on": {"error": "back"}}, ["x is 0"]),
    "to the calling step's error": (
        {**MAIN, "wires": {**MAIN["wires"], "call": {"done": "after", "lost": "lost", "error": "lost"}}},
        BROKEN,
        ["lost"],
    ),
    "to the calling flow's on.error": ({**MAIN, "on": {"error": "lost"}}, BROKEN, ["lost"]),
    "to the top": (MAIN, BROKEN, ["Sorry."]),
}


@pytest.mark.parametrize(("main", "inner", "words"), ERRORS.values(), ids=ERRORS)
def test_an_error_climbs(main: Json, inner: Json, words: list[str]) -> None:
    line = one(main, sub={**inner, "outputs": ["n"]})
    assert line.words == words
    assert line.ended == (("failed" if words == ["Sorry."] else "completed"), "in_flow", "flow")


def test_on_error_is_taken_once_a_frame() -> None:
    main = flow(
        {"a": assign(x="1 / 0"), "b": assign(x="2 / 0"), "bye": END}, {"a": {"done": "bye"}, "b": {"done": "bye"}},
        variables={"x": {"type": "number"}}, on={"error": "b"},
    )  # fmt: skip  # one flow reads as one
    line = one(main)
    assert [node for node, _ in line.facts("fault")] == ["front_door/main/a", "front_door/main/b"]
    assert line.ended == ("failed", "in_flow", "flow")


def test_an_apology_that_fails_still_ends_the_dialogue() -> None:
    line = Line(Town({"front_door": {"flows": {"main": flow({"a": assign(x="1")}, {})}}}, apology="{{ 1 // 0 }}"))
    line.begin()
    assert (line.ended, line.words) == (("failed", "in_flow", "flow"), [])


def test_a_missing_entry_flow_fails_with_an_apology() -> None:
    line = Line(Town({"front_door": {"flows": {}}}))
    line.begin("nothing")
    assert (line.ended, line.words) == (("failed", "in_flow", "flow"), ["Sorry."])


def test_frames_are_bounded() -> None:
    again = flow(
        {"call": {"type": "subflow", "flow": "sub", "exits": ["done"]}, "back": {"type": "return"}},
        {"call": {"done": "back"}},
        kind="subflow",
    )
    line = one({**again, "kind": "entry"}, sub=again)
    assert len(line.facts("entered")) == 16
    assert line.ended == ("failed", "in_flow", "flow")


GO = {"type": "contact_center", "contact_center": "sales"}
DOOR = flow(
    {"go": GO, "back": say("back in {{ contact_center.name }}."), "shut": say("shut"), "none": say("none"), "bye": END},
    {
        "go": {"returned": "back", "closed": "shut", "unavailable": "none"},
        **{name: {"done": "bye"} for name in ("back", "shut", "none")},
    },
)
IN_SALES = say("in {{ contact_center.name }}, {{ contact_center.title }}")


def door(sales: Json, centers: Json = None, **facts: Json) -> Line:
    folders = {"front_door": {"flows": {"main": DOOR}}} | ({"sales": sales} if sales else {})
    line = Line(Town(folders, centers, **facts))
    line.begin()
    return line


def returning(exit_name: str) -> Json:
    inner = flow({"in": IN_SALES, "back": {"type": "return", "exit": exit_name}}, {"in": {"done": "back"}})
    return {"environment": {"entry": {"default": "e"}}, "flows": {"e": inner}}


def test_a_contact_center_runs_its_entry_flow_and_comes_back() -> None:
    line = door(returning("done"))
    assert line.words == ["in sales, Sales", "back in ."]
    assert line.state.releases == {"front_door": 1, "sales": 1}


def test_a_callee_may_say_that_it_is_closed() -> None:
    assert door(returning("closed")).words == ["in sales, Sales", "shut"]


@pytest.mark.parametrize(
    "centers",
    [{}, {"sales": {"title": "S", "enabled": False, "hours": ""}}],
    ids=["unknown", "disabled"],
)
def test_unavailable(centers: Json) -> None:
    assert door(returning("done"), centers).words == ["none"]


@pytest.mark.parametrize(("zone", "words"), [("UTC", ["shut"]), ("Asia/Tokyo", ["in sales, Sales", "back in ."])])
def test_hours_are_read_on_the_contact_centers_own_clock(zone: str, words: list[str]) -> None:
    """It is 10:00 UTC and 19:00 in Tokyo."""
    sales = returning("done")
    sales["environment"]["schedules"] = {"evening": {"weekly": {"mon": ["18:00-20:00"]}}}
    centers = {"sales": {"title": "Sales", "enabled": True, "hours": "evening"}}
    assert door(sales, centers, zones={"sales": zone}).words == words


def test_a_contact_center_without_a_release_goes_straight_to_its_queue() -> None:
    line = door(None)
    assert [(one.contact_center, one.when_unstaffed) for one in line.queued] == [("sales", "leave")]
    assert line.state.releases == {"front_door": 1, "sales": 0}
    assert line.state.status == "queued"
    line.go(QueueLeft("timed_out"))
    assert line.ended == ("completed", "in_flow", "flow")


def test_the_stored_contact_center_is_that_of_the_top_frame() -> None:
    """`Line.go` looks after every step of every test here; this one goes in, waits there, comes back, and waits."""
    ask = {"type": "collect", "prompt": "?", "into": "vars.n", "max_digits": 1}
    known = {"variables": {"n": {"type": "text"}}}
    answers = ("collected", "no_input", "invalid")
    inner = flow({"ask": ask, "back": {"type": "return"}}, {"ask": dict.fromkeys(answers, "back")}, **known)
    outer = flow(
        {"go": GO, "ask": ask, "bye": END},
        {"go": dict.fromkeys(("returned", "closed", "unavailable"), "ask"), "ask": dict.fromkeys(answers, "bye")},
        **known,
    )
    sales = {"environment": {"entry": {"default": "e"}}, "flows": {"e": inner}}
    line = Line(Town({"front_door": {"flows": {"main": outer}}, "sales": sales}))
    line.begin()
    assert line.state.contact_center == "sales"
    line.go(KeyPressed(dialogue="d", key="1"))
    assert line.state.contact_center == ""
    line.go(KeyPressed(dialogue="d", key="1"))
    assert line.state.status == "ended" or not line.state.frames
