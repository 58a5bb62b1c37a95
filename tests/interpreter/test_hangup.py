"""The caller is gone: frames fall to the nearest on.hangup, which runs for a while and speaks to nobody."""

import pytest

from flowengine.interpreter.event import CallerGone, DialogueTimer, TreatmentBegan
from flowengine.interpreter.state import Ended
from flowengine.messages import Json
from tests.interpreter.town import END, Line, Town, assign, flow, one, say

GONE = CallerGone(Ended("disconnected", "in_flow", "caller"))
ASK = {"type": "menu", "prompt": "?", "choices": {"1": {"label": "x"}}}
ALL = {"1": "bye", "no_input": "bye", "no_match": "bye"}
N = {"n": {"type": "text"}}


def gone(line: Line) -> Line:
    line.put(presence="gone")
    line.go(GONE)
    return line


def test_without_on_hangup_it_is_over_at_once() -> None:
    line = gone(one(flow({"ask": ASK, "bye": END}, {"ask": ALL})))
    assert (line.ended, line.commands, line.went, line.timers) == (("disconnected", "in_flow", "caller"), [], [], {})


def last_words(last: Json, wires: Json, **more: Json) -> Json:
    nodes = {"ask": ASK, "bye": END, "last": last, **more}
    return flow(nodes, {"ask": ALL, "last": wires}, on={"hangup": "last"}, variables=N)


def test_on_hangup_runs_and_the_end_means_what_it_meant() -> None:
    line = gone(one(last_words(assign(n="'x'"), {"done": "bye"})))
    assert (line.went, line.commands) == (["main/last:done"], [])
    assert line.ended == ("disconnected", "in_flow", "caller")


def test_it_may_wait_and_is_cut_after_a_minute() -> None:
    line = gone(one(last_words({"type": "wait", "seconds": 600}, {"done": "bye"})))
    assert (line.ended, line.timers) == (None, {"hangup": 60_000, "pause": 600_000})
    line.go(DialogueTimer("hangup"), after_s=60)
    assert line.ended == ("disconnected", "in_flow", "caller")


def test_a_step_that_needs_the_caller_ends_it() -> None:
    line = gone(one(last_words(assign(n="'x'"), {"done": "speak"}, speak=say("Hello?"))))
    assert (line.went, line.words, line.ended) == (["main/last:done"], [], ("disconnected", "in_flow", "caller"))


def test_last_words_of_an_end_are_said_to_nobody() -> None:
    line = gone(one(last_words({"type": "end", "prompt": "Bye."}, {})))
    assert (line.commands, line.facts("said"), line.ended) == ([], [], ("disconnected", "in_flow", "caller"))


def test_frames_fall_to_the_nearest_that_has_something_to_do() -> None:
    sub = flow({"ask": ASK, "bye": END}, {"ask": ALL}, kind="subflow")
    main = flow(
        {"call": {"type": "subflow", "flow": "sub", "exits": ["done"]}, "last": assign(n="'main'"), "bye": END},
        {"call": {"done": "bye"}, "last": {"done": "bye"}}, on={"hangup": "last"}, variables=N,
    )  # fmt: skip  # one flow reads as one
    line = one(main, sub=sub)
    assert len(line.state.frames) == 2
    assert gone(line).went == ["main/last:done"]


def test_a_treatment_has_no_say_in_it() -> None:
    hold = flow(
        {"m": {"type": "music"}, "last": assign(n="'hold'")},
        {"m": {"done": "m"}},
        kind="treatment",
        on={"hangup": "last"},
        variables=N,
    )
    main = flow({"q": {"type": "enqueue", "while_waiting": "hold"}}, {"q": {}})
    line = Line(Town({"sales": {"flows": {"main": main, "hold": hold}}}))
    line.begin(environment="sales")
    line.go(TreatmentBegan())
    assert gone(line).went == []
    assert line.ended == ("disconnected", "in_flow", "caller")


@pytest.mark.parametrize("kind", ["ring", "error"])
def test_what_runs_wild_after_a_hangup_ends_too(kind: str) -> None:
    wires = {"done": "last"} if kind == "ring" else {"done": "bye"}
    line = gone(one(last_words(assign(n="'x'" if kind == "ring" else "1 / 0"), wires)))
    assert (line.ended, line.words) == (("disconnected", "in_flow", "caller"), [])
