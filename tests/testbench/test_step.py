"""What makes a step fail, and what the failure says."""

from pathlib import Path
from typing import Any

import pytest

from flowengine.messages import Event, KeyPressed
from flowengine.switchboard.outcome import Outcome
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import Case, load_cases
from flowengine.testbench.play import failure_text
from flowengine.testbench.result import Result
from flowengine.testbench.runner import compiler, run_case
from flowengine.testbench.tree import read_releases
from flowengine.testbench.world import World, world_of

SHOP = Path(__file__).parent / "data" / "shop"
ANNA = {"agents": {"anna": {}}}
PRESS = "Press 1 for support, 2 for your account."
ONE = {"caller": {"presses": "1"}}


def run(steps: list[Any], given: Any = None, start: Any = None, **case: Any) -> Result:
    document = {
        "start": start or {"address": "+442079460100"},
        "cases": {"a": {"steps": steps, "given": given or {}, **case}},
    }
    cases, findings = load_cases(document, "a.json", {})
    assert findings == []
    return run_case(compiler().bench(*read_releases(SHOP)), cases[0], "front_door")


FAILING = {
    "another node": ([{"expect": {"at": "thanks"}}], {}, 1, "“at” does not hold"),
    "words": ([{"expect": {"hears": {"contains": "pizza"}}}], {}, 1, "“hears” does not hold"),
    "words of a wrong prompt": ([{"expect": {"hears": {"prompt": "welcome", "language": "nl"}}}], {}, 1, "“hears”"),
    "an unknown prompt": ([{"expect": {"hears": {"prompt": "wellcome"}}}], {}, 1, "no prompt “wellcome”"),
    "a broken pattern": ([{"expect": {"hears": {"regex": "("}}}], {}, 1, "not a regular expression"),
    "visited in another order": ([{"expect": {"visited": ["main_menu", "hours"]}}], {}, 1, "“visited”"),
    "visited after all": ([{"expect": {"never_visited": ["hours"]}}], {}, 1, "“never_visited”"),
    "it happened": ([{"expect": {"never": {"at": "main_menu"}}}], {}, 1, "“never” does not hold"),
    "not over": ([{"expect": {"ended": True}}], {}, 1, "“ended”"),
    "two keys never together": ([{"expect": {"status": "in_flow", "ended": True}}], {}, 1, "“ended”"),
    "nobody rings": ([{"agent": {"anna": "accepts"}}], ANNA, 1, "anna has nothing that is ringing"),
    "no wrap-up without disposition": (
        [ONE, {"agent": {"anna": "accepts"}}, {"caller": "hangs_up"}, {"agent": {"anna": "wraps_up"}}],
        ANNA,
        4,
        "wants a disposition",
    ),
    "a key while talking": (
        [{"caller": {"presses": "1"}}, {"agent": {"anna": "accepts"}}, {"caller": {"presses": "5"}}],
        ANNA,
        3,
        "Nobody takes what the caller does",
    ),
    "a key in the queue": ([ONE, {"caller": {"presses": "5"}}], ANNA, 2, "Nobody ever took these keys"),
    "words in the queue": ([{"caller": {"presses": "1"}}, {"caller": {"says": "hello"}}], ANNA, 2, "Nobody takes"),
    "ignored and yet taken": ([{"caller": {"presses": "2", "ignored": True}}], {}, 1, "was to be ignored"),
    "no such button": ([{"caller": {"chooses": "Sales"}}], {}, 1, "No such button"),
    "after the end": ([{"caller": "hangs_up"}, {"caller": "hangs_up"}], {}, 2, "over already"),
    "silence that nobody hears": ([ONE, {"caller": "stays_silent"}], ANNA, 2, "silence means nothing"),
    "a switch that is not there": ([{"set": {"closing": True}}], {}, 1, "no switch “closing”"),
    "attributes by exact value": ([{"expect": {"attributes": {"topic": "x"}}}], {}, 1, "“attributes”"),
    "within seconds": ([{"expect": {"within_s": 3, "ended": True}}], {}, 1, "“ended”"),
    "a skill nobody defined": ([], {"agents": {"anna": {"skills": {"latin": 1}}}}, 0, "skill “latin”"),
    "an exception of no schedule": ([], {"exceptions": {"office": {}}}, 0, "no schedule “office”"),
    "a schedule that is not there": ([], {"schedules": {"offices": "open"}}, 0, "no schedule “offices”"),
    "no time": ([], {"at": "noon"}, 0, "not a time"),
}  # fmt: skip  # one case a line reads as the table that it is


@pytest.mark.parametrize(("steps", "given", "step", "words"), FAILING.values(), ids=FAILING)
def test_step_fails(steps: list[Any], given: Any, step: int, words: str) -> None:
    result = run(steps, given)
    assert not result.ok
    assert result.failure is not None
    assert (result.failure.step, words in result.failure.message) == (step, True), result.failure.message


def test_play_tells_the_story_and_marks_the_line() -> None:
    steps = [
        {"caller": {"presses": "1"}},
        {"agent": {"anna": "accepts"}},
        {"pass_s": 95},
        {"agent": {"anna": "hangs_up"}},
        {"expect": {"hears": "Thanks for talking."}},
    ]
    text = failure_text(run(steps, {**ANNA, "caller": {"name": "Cora"}}))
    assert text.splitlines() == [
        "a.json::a, step 5: “hears” does not hold.",
        "  hears",
        "    expected: Thanks for talking.",
        "         got: Thanks for talking to us.",
        "                                ^",
        "  Flow (hours): → open",
        "  Flow (welcome): Welcome to the shop, Cora.",
        "  Flow (main_menu): Press 1 for support, 2 for your account.",
        "  Caller: presses 1",
        "  Flow (main_menu): → 1",
        "  Flow (topic): → done",
        "  Floor: queued in support, needs dutch 30, priority 3",
        "  Floor: it rings at anna",
        "  Flow (place): You are number 1 in the queue.",
        "  Agent anna: accepts",
        "  Floor: the caller and anna are connected",
        "    [95 s pass]",
        "  Agent anna: hangs up",
        "  Flow (queue): → answered",
        "> Flow (after): Thanks for talking to us.",
        "  Floor: ended: completed, by flow, while in_flow",
    ]


def test_strict_wants_everything_mentioned() -> None:
    heard = {"hears": {"glob": "Welcome*"}}
    steps = [{"expect": {"visited": ["hours", "main_menu"], **heard}}]
    assert run(steps).ok
    assert not run(steps, strict=True).ok
    all_of_it = [{"expect": {"visited": ["hours", "welcome", "main_menu"], **heard}}, {"expect": {"hears": PRESS}}]
    assert run(all_of_it, strict=True).ok
    unheard = run(all_of_it[:1], strict=True).failure
    assert (unheard.step, unheard.got) == (1, PRESS)
    unheard = run([*all_of_it[:1], {"caller": "hangs_up"}], strict=True).failure
    assert (unheard.step, unheard.message) == (2, "The case is strict, and this was said and not expected.")


def test_inputs_reach_a_flow() -> None:
    start = {"flow": "ask_account", "inputs": {"tries": 7}}
    assert run([{"expect": {"vars": {"tries": 7}}}, {"caller": "hangs_up"}], start=start).ok


def test_answers_move_time_and_both_instants_count() -> None:
    given = {"agents": {"anna": {"answers": {"accepts": True, "after_s": 4}}}}
    steps = [{"caller": {"presses": "1"}}, {"expect": {"offered_to": "anna"}}, {"expect": {"connected_to": "anna"}}]
    assert run(steps, given).ok


def test_within_s_stops_at_the_first_instant_that_holds() -> None:
    steps = [
        {"expect": {"within_s": 60, "hears": "Goodbye."}},
        {"expect": {"ended": {"reason": "completed"}}},
    ]
    assert run(steps).ok


def test_at_is_local_to_the_contact_center() -> None:
    amsterdam = {"at": "2026-03-02 09:30", "agents": {"anna": {}}}
    start = {"flow": "serve", "environment": "support"}
    result = run([{"expect": {"status": "offered"}}], amsterdam, start)
    assert result.ok, failure_text(result)
    closed = run([{"expect": {"visited": ["closed"]}}], {"at": "2026-03-02T08:59:59Z"})
    assert closed.ok, failure_text(closed)


class Broken(World):
    """An engine with a defect: it cannot take a key."""

    def send(self, event: Event) -> Outcome:
        if isinstance(event, KeyPressed):
            raise KeyError("a row that is gone")
        return super().send(event)


def test_a_defect_of_the_engine_fails_the_case_and_no_other() -> None:
    document = {"start": {"address": "+442079460100"}, "cases": {"a": {"steps": [ONE, ONE]}}}
    cases, _ = load_cases(document, "a.json", {})

    def broken(bench: Bench, case: Case, home: str) -> World:
        world = world_of(bench, case, home)
        world.__class__ = Broken
        return world

    result = run_case(compiler().bench(*read_releases(SHOP)), cases[0], "front_door", broken)
    assert result.failure is not None
    assert (result.ok, result.failure.step) == (False, 1)
    assert "test_step.py, line" in result.failure.message
    assert "KeyError: 'a row that is gone'. No flow should be able to do this." in result.failure.message
    assert PRESS in failure_text(result)
