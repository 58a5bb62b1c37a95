"""The world of a case and what may be expected of it: for each a case that holds, and one beside it that does not."""

from typing import Any

import pytest

from flowengine.interpreter.program import Release
from flowengine.testbench.case import load_cases
from flowengine.testbench.play import failure_text
from flowengine.testbench.result import Result
from flowengine.testbench.runner import compiler, run_case

LINE, DESK = "+442079460100", "+442079460101"
NODES = {
    "row": {"type": "lookup", "table": "prices", "key": "'tea'", "into": "vars.row"},
    "live": {"type": "lookup", "table": "stock", "key": "'tea'", "into": "vars.left"},
    "hello": {"type": "say", "prompt": {"prompt": "welcome"}},
    "menu": {"type": "menu", "prompt": "One to four, please.", "timeout_s": 5, "tries": 1,
             "choices": {key: {"label": f"Choice {key}"} for key in "12345"}},
    "note": {"type": "tag", "name": "chosen", "value": "caller.attributes.topic if caller.known else vars.row.price"},
    "keep": {"type": "remember", "attributes": {"topic": "attributes.topic"}},
    "topic": {"type": "set", "assign": {"attributes.topic": "'tea'"}},
    "queue": {"type": "enqueue", "contact_center": "shop", "skills": {"tea": 40}, "priority": 4, "max_wait_s": 600,
              "when_unstaffed": "wait", "while_waiting": "hold", "route_plan": [
                  {"after_s": 30, "overflow": [{"contact_center": "office", "skills": {}}]}]},
    "away": {"type": "transfer", "to": "+442079460199"},
    "empty": {"type": "say", "prompt": "Nothing left."},
    "bye": {"type": "end"},
}  # fmt: skip  # nodes read as what they are
FLOW = {
    "format": 1, "title": "Line", "start": "row", "nodes": NODES,
    "variables": {"row": {"type": "object"}, "left": {"type": "object"}},
    "wires": {
        "row": {"found": "hello", "not_found": "empty"}, "hello": {"done": "menu"}, "empty": {"done": "bye"},
        "menu": {"1": "note", "2": "queue", "3": "away", "4": "live", "5": "topic", "no_input": "bye",
                 "no_match": "bye"},
        "note": {"done": "bye"}, "topic": {"done": "keep"}, "keep": {"done": "bye"},
        "live": {"found": "empty", "not_found": "bye"},
        "queue": dict.fromkeys(("timed_out", "no_agents", "queue_full", "left"), "bye"),
        "away": dict.fromkeys(("no_answer", "busy", "rejected", "failed"), "empty"),
    },
}  # fmt: skip  # as above
HOLD = {
    "format": 1, "title": "Hold", "kind": "treatment", "start": "place",
    "nodes": {"place": {"type": "announce", "what": "position"}, "music": {"type": "music", "sound": "loop"}},
    "wires": {"place": {"done": "music"}},
}  # fmt: skip  # as above
HALVES = {
    "format": 1, "title": "Half", "kind": "subflow", "start": "odd", "inputs": ["n"], "outputs": ["half"],
    "exits": ["even", "odd"], "variables": {"n": {"type": "number"}, "half": {"type": "number", "default": 0}},
    "nodes": {
        "odd": {"type": "branch", "cases": [{"when": "vars.n % 2 == 0", "outcome": "even"}]},
        "halve": {"type": "set", "assign": {"vars.half": "vars.n / 2"}},
        "yes": {"type": "return", "exit": "even"}, "no": {"type": "return", "exit": "odd"},
    },
    "wires": {"odd": {"even": "halve", "otherwise": "no"}, "halve": {"done": "yes"}},
}  # fmt: skip  # as above
ENVIRONMENT = {
    "format": 1,
    "entry": {"default": "line"},
    "prompts": {"welcome": {"by_language": {"en": "Welcome.", "nl": "Welkom."}}},
    "tables": {
        "prices": {"key": "item", "rows": [{"item": "tea", "price": 4}]},
        "stock": {"key": "item", "rows": [{"item": "tea"}], "live": True},
    },
}
TENANT = {
    "format": 1,
    "tenant": {
        "id": "emea-t", "name": "T", "region": "EMEA", "time_zone": "UTC", "languages": ["en", "nl"],
        "attributes": {"topic": {"type": "text", "default": ""}}, "away_reasons": {"lunch": "At lunch"},
    },
    "contact_centers": {
        "shop": {"title": "Shop", "skills": {"tea": {}}}, "office": {"title": "Office", "skills": {}},
    },
    "addresses": {
        LINE: {"kind": "number", "title": "Line", "link": {"front_door": "line"}},
        DESK: {"kind": "number", "title": "Desk", "link": {"contact_center": "office"}},
        "chat:site": {"kind": "chat", "title": "Site", "link": {"front_door": "line"}},
    },
    "users": {},
}  # fmt: skip  # as above
ANNA = {"contact_center": "shop", "skills": {"tea": 60}}
BOB = {"contact_center": "office"}


def bench() -> Any:
    flows = {"line": FLOW, "hold": HOLD, "halves": HALVES}
    return compiler().bench(TENANT, {"front_door": Release(ENVIRONMENT, flows)})


def run(given: Any, *steps: Any, start: Any = None, **case: Any) -> Result:
    body = {"given": given, "steps": list(steps), **case}
    cases, findings = load_cases({"start": start or {"address": LINE}, "cases": {"a": body}}, "a.json", {})
    assert findings == []
    return run_case(bench(), cases[0], "front_door")


def press(key: str) -> Any:
    return {"caller": {"presses": key}}


def agents(**given: Any) -> Any:
    return {"agents": {"anna": {**ANNA, **given}}}


WAIT = [press("2")]
# name: (given, steps before, what holds, what does not)
HOLDS: dict[str, tuple[Any, list[Any], Any, Any]] = {
    "a table's rows": (
        {"tables": {"prices": [{"item": "tea", "price": 9}]}}, [press("1")], {"tagged": {"chosen": 9}},
        {"tagged": {"chosen": 4}},
    ),
    "a table's rows in one environment": (
        {"tables": {"front_door/prices": []}}, [], {"hears": "Nothing left."}, {"visited": ["hello"]},
    ),
    "the table as it is published": ({}, [press("1")], {"tagged": {"chosen": 4}}, {"tagged": {"chosen": 9}}),
    "a live table": ({"tables": {"stock": []}}, [press("4")], {"visited": ["live", "bye"]}, {"visited": ["empty"]}),
    "other words of a prompt": (
        {"prompts": {"welcome": "Good evening."}}, [], {"hears": {"prompt": "welcome"}}, {"hears": "Welcome."},
    ),
    "words of a prompt by language": (
        {"prompts": {"welcome": {"by_language": {"en": "Hi.", "nl": "Hoi."}}}, "caller": {"language": "nl"}}, [],
        {"hears": "Hoi."}, {"hears": "Hi."},
    ),
    "a prompt in the caller's language": (
        {"caller": {"language": "nl"}}, [], {"hears": {"prompt": "welcome", "language": "nl"}},
        {"hears": {"prompt": "welcome", "language": "en"}},
    ),
    "nothing tagged": ({}, [], {"tagged": {}}, {"tagged": {"chosen": None}}),
    "an agent away for a reason": (
        agents(presence="away", reason="lunch"), WAIT, {"why": {"contains": "lunch"}},
        {"why": {"contains": "training"}},
    ),
    "and later": (
        agents(), [{"agent": {"anna": {"presence": "away", "reason": "lunch"}}}, *WAIT], {"why": {"contains": "lunch"}},
        {"offered_to": "anna"},
    ),
    "a device that is busy": (
        agents(devices={"phone": "device_busy"}), WAIT, {"offered_to": ""}, {"offered_to": "anna"},
    ),
    "a device that is free again": (
        agents(devices={"phone": "device_busy"}), [*WAIT, {"agent": {"anna": {"device": {"phone": "available"}}}}],
        {"offered_to": "anna"}, {"offered_to": ""},
    ),
    "a device stays busy": (
        agents(devices={"phone": "do_not_disturb"}), [*WAIT, {"pass_s": 590}], {"offered_to": []},
        {"offered_to": ["anna"]},
    ),
    "no voice for this agent": (agents(capacity={"voice": 0}), WAIT, {"offered_to": ""}, {"offered_to": "anna"}),
    "an answer to each offer": (
        {"agents": {"anna": {**ANNA, "answers": ["declines", "accepts"]}}}, [*WAIT, {"pass_s": 61}],
        {"connected_to": "anna", "offered_to": ["anna", "anna"]}, {"offered_to": ["anna"]},
    ),
    "others wait already": ({"queue": {"shop": 2}}, WAIT, {"queued": {"position": 1}}, {"queued": {"position": 3}}),
    "others who are asked for the same": (
        {"queue": {"shop": [{"priority": 4, "waited_s": 60}, {"priority": 9}]}}, WAIT, {"queued": {"position": 2}},
        {"queued": {"position": 1}},
    ),
    "others whom this agent does not know": (
        {**agents(), "queue": {"shop": [{"skills": {"tea": 90}, "priority": 0, "waited_s": 99}]}}, WAIT,
        {"offered_to": "anna"}, {"offered_to": ""},
    ),
    "others who come first": (
        {**agents(), "queue": {"shop": [{"skills": {"tea": 20}, "name": "Cleo"}]}}, WAIT, {"offered_to": ""},
        {"offered_to": "anna"},
    ),
    "no estimate without history": (
        {}, WAIT, {"queued": {"estimate_s": False}}, {"queued": {"estimate_s": True}},
    ),
    "the wait of whoever was served last": (  # 75 s until the first conversation is over, 30 s of wrap-up
        {"agents": {"anna": {**ANNA, "answers": "accepts"}}},
        [*WAIT, {"caller": "calls_again"}, *WAIT, {"pass_s": 75}, {"agent": {"anna": "hangs_up"}}, {"pass_s": 90},
         {"caller": "calls_again"}, *WAIT],
        {"queued": {"position": 1, "estimate_s": 105}}, {"queued": {"estimate_s": 104}},
    ),
    "how long it waited": (
        {}, [*WAIT, {"pass_s": 42}], {"queued": {"waited_s": 42}}, {"queued": {"waited_s": {"least": 43}}},
    ),
    "at most so long": (
        {}, [*WAIT, {"pass_s": 42}], {"queued": {"waited_s": {"least": 40, "most": 50}}}, {"queued": {"waited_s": 41}},
    ),
    "no overflow at first": ({}, WAIT, {"overflow": []}, {"overflow": ["office"]}),
    "overflow": (
        {"agents": {"anna": {**ANNA, "presence": "away"}, "bob": BOB}}, [*WAIT, {"pass_s": 30}],
        {"overflow": ["office"], "offered_to": "bob"}, {"overflow": []},
    ),
    "passed on": ({}, [press("3")], {"transferred": "+4420*"}, {"transferred": "+31*"}),
    "passed on by the flow": (
        {}, [press("3")], {"transferred": {"to": "+442079460199", "by": "flow"}}, {"transferred": {"by": "agent"}},
    ),
    "called in vain": (
        {"numbers": {"+442079460199": "busy"}}, [press("3")], {"transferred": False, "dialled": "+442079460199"},
        {"transferred": True},
    ),
    "nobody called": ({}, [press("1")], {"dialled": ""}, {"dialled": "*"}),
    "handed on by an agent": (
        {"agents": {"anna": {**ANNA, "answers": "accepts"}}},
        [*WAIT, {"agent": {"anna": {"hands_on": {"contact_center": "office"}}}}],
        {"transferred": {"to": "office", "by": "agent"}, "queued": {"contact_center": "office"}},
        {"transferred": "shop"},
    ),
    "handed on to a number": (
        {"agents": {"anna": {**ANNA, "answers": "accepts"}}},
        [*WAIT, {"agent": {"anna": {"hands_on": {"number": "+442079460177"}}}}],
        {"transferred": {"to": "+442079460177", "by": "agent"}}, {"transferred": {"by": "flow"}},
    ),
    "a second call knows the caller": (
        {}, [press("5"), {"expect": {"ended": True}}, {"caller": "calls_again"}, press("1")],
        {"tagged": {"chosen": "tea"}, "never_visited": ["keep"]}, {"tagged": {"chosen": 4}},
    ),
    "a call elsewhere": (
        {"agents": {"bob": BOB}}, [{"caller": "hangs_up"}, {"caller": {"calls": DESK}}], {"offered_to": "bob"},
        {"at": "menu"},
    ),
    "a second call while the first goes on": (
        {"agents": {"anna": {**ANNA, "answers": "accepts"}}}, [*WAIT, {"caller": "calls_again"}, *WAIT],
        {"queued": True, "connected_to": ""}, {"connected_to": "anna"},
    ),
}  # fmt: skip  # a table of cases


@pytest.mark.parametrize(("given", "steps", "holds", "wrong"), HOLDS.values(), ids=HOLDS)
def test_it_holds_and_its_counterpart_does_not(given: Any, steps: list[Any], holds: Any, wrong: Any) -> None:
    result = run(given, *steps, {"expect": holds})
    assert result.ok, failure_text(result)
    failure = run(given, *steps, {"expect": wrong}).failure
    assert failure is not None
    assert failure.step == len(steps) + 1, failure.message


def halved(n: int, **expect: Any) -> Result:
    return run({}, {"expect": expect}, start={"flow": "halves", "inputs": {"n": n}})


def test_a_subflow_alone_gives_back_by_an_exit_with_outputs() -> None:
    assert halved(8, returned={"exit": "even", "outputs": {"half": 4}}, ended=True).ok
    assert halved(7, returned="odd").ok
    assert halved(7, returned={"outputs": {"half": 0}}).ok
    assert [halved(8, returned="odd").ok, halved(8, returned={"outputs": {"half": 3}}).ok] == [False, False]
    assert not run({}, {"caller": "hangs_up"}, {"expect": {"returned": "done"}}).ok


NOT_GIVEN: dict[str, tuple[Any, list[Any], str, str]] = {
    "a live table": ({}, [press("4")], "the live table “stock”", 'add to given: "tables": {"stock":[]}'),
    "a table that is not there": ({"tables": {"price": []}}, [], "no table “price”", ""),
    "a prompt that is not there": ({"prompts": {"welcom": "Hi."}}, [], "no prompt “welcom”", ""),
    "words that cannot be said": ({"prompts": {"welcome": "{{ 1 +"}}, [], "given for the prompt “welcome”", ""),
    "an address to call": ({}, [{"caller": {"calls": "+4470"}}], "no address +4470", ""),
}  # fmt: skip  # as above


@pytest.mark.parametrize(("given", "steps", "message", "line"), NOT_GIVEN.values(), ids=NOT_GIVEN)
def test_what_is_not_there_is_said(given: Any, steps: list[Any], message: str, line: str) -> None:
    failure = run(given, *steps).failure
    assert failure is not None
    assert message in failure.message
    assert line in str(failure.expected)


def test_a_flow_alone_has_nobody_to_call_again() -> None:
    failure = run({}, {"caller": "calls_again"}, start={"flow": "line"}).failure
    assert failure is not None
    assert "say which one is called" in failure.message


def test_keys_of_the_first_call_are_not_forgotten_in_the_second() -> None:
    failure = run({}, *WAIT, press("9"), {"caller": "calls_again"}).failure
    assert (failure.step, failure.message) == (2, "Nobody ever took these keys.")  # type: ignore[union-attr]  # it failed


def test_the_play_and_the_ways_tell_of_both_calls() -> None:
    steps = [press("1"), {"pass_s": 9}, {"caller": "calls_again"}, press("5"), {"expect": {"at": "menu"}}]
    result = run({}, *steps)
    lines = failure_text(result).splitlines()
    assert ("  Caller: presses 1" in lines, "  Caller: calls again" in lines, "    [9 s pass]" in lines) == (True,) * 3
    assert [way[3] for way in result.ways if way[2] == "menu"] == ["1", "5"]


STRICT: dict[str, tuple[list[Any], int]] = {
    "everything is expected": ([{"expect": {"hears": "Welcome. One to four, please."}}], 0),
    "each for itself": ([{"expect": {"hears": "Welcome."}}, {"expect": {"hears": {"contains": "four"}}}], 0),
    "one is not": ([{"expect": {"hears": "Welcome."}}], 1),
    "nothing is, before the next act": ([{"caller": "hangs_up"}], 1),
    "nor at the end": ([], -1),
    "other values": ([{"expect": {"hears": {"glob": "*"}, "vars": {}}}], 1),
}  # fmt: skip  # as above


@pytest.mark.parametrize(("steps", "step"), STRICT.values(), ids=STRICT)
def test_strict(steps: list[Any], step: int) -> None:
    failure = run({}, *steps, strict=True).failure
    assert (failure.step if failure else 0) == max(step, 0)
    assert (failure is None) == (step == 0)


def first(cases: Any, **document: Any) -> list[Result]:
    read, findings = load_cases({"start": {"address": LINE}, "cases": cases, **document}, "a.json", {})
    assert findings == []
    return [run_case(bench(), case, "front_door") for case in read]


def test_what_comes_first_is_done_before_every_case_and_not_counted() -> None:
    there, gone = {"expect": {"at": "queue"}}, {"expect": {"at": "menu"}}
    cases = {
        "a": {"steps": [there]}, "own": {"first": [press("5")], "steps": [{"expect": {"visited": ["keep"]}}]},
        "none": {"first": [], "steps": [gone]}, "wrong": {"steps": [gone]},
    }  # fmt: skip  # a table of cases
    results = first(cases, first=[press("2")], given=[agents()])
    assert [result.ok for result in results] == [True, True, True, False]
    assert results[3].failure is not None
    assert (results[3].failure.step, ("menu", "2") in [way[2:] for way in results[0].ways]) == (1, True)


def test_what_comes_first_may_fail_too() -> None:
    (result,) = first({"a": {"steps": []}}, first=[press("1"), press("1")])
    assert result.failure is not None
    assert (result.failure.step, result.failure.message) == (
        0, "Step 2 of those that come first: The dialogue is over already.",
    )  # fmt: skip  # a pair


def test_examples_are_put_into_what_comes_first_and_mistakes_in_it_are_told_once() -> None:
    rows = [{"key": "2", "to": "queue"}, {"key": "9", "to": "bye"}]
    results = first({"a": {"examples": rows, "steps": [{"expect": {"at": "${to}"}}]}}, first=[press("${key}")])
    assert [result.ok for result in results] == [True, True]
    document = {"start": {"address": LINE}, "first": [{"x": 1}], "cases": {"a": {"steps": []}, "b": {"steps": []}}}
    cases, findings = load_cases(document, "a.json", {})
    assert (cases, [found.path for found in findings]) == ([], ["$.first[0].x"])


MOMENTS: dict[str, tuple[Any, list[Any], str, str]] = {
    "at a question": ({}, [], "disconnected", "in_flow"),
    "while nothing is said": ({}, [{"pass_s": 3}], "disconnected", "in_flow"),
    "in the queue": ({}, WAIT, "abandoned", "queued"),
    "while it rings": (agents(), WAIT, "abandoned", "offered"),
    "after it rang in vain": (agents(), [*WAIT, {"agent": {"anna": "ignores"}}], "abandoned", "queued"),
    "in conversation": (agents(answers="accepts"), WAIT, "completed", "connected"),
    "on hold": (
        agents(answers="accepts"), [*WAIT, {"agent": {"anna": {"holds": True}}}], "completed", "connected",
    ),
    "handed on": (
        agents(answers="accepts"), [*WAIT, {"agent": {"anna": {"hands_on": {"contact_center": "office"}}}}],
        "abandoned", "queued",
    ),
}  # fmt: skip  # as above


@pytest.mark.parametrize(("given", "steps", "reason", "stage"), MOMENTS.values(), ids=MOMENTS)
def test_a_caller_may_hang_up_at_any_moment(given: Any, steps: list[Any], reason: str, stage: str) -> None:
    over = {"ended": {"reason": reason, "by": "caller", "stage": stage}, "queued": False, "connected_to": ""}
    after = [{"expect": over}, {"pass_s": 3600}, {"expect": over}]
    result = run(given, *steps, {"caller": "hangs_up"}, *after)
    assert result.ok, failure_text(result)
