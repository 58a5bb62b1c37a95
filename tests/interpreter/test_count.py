"""Counting: each step for itself, in each run of its flow anew, across waits and the store, and traced."""

from flowengine.interpreter.event import DialogueTimer
from flowengine.messages import Json
from tests.interpreter.town import END, Line, Town, flow, one, say

LOOP = {"type": "loop", "times": 2}
WAIT = {"type": "wait", "seconds": 1}
SUB = {"type": "subflow", "flow": "sub", "exits": ["done"]}
BACK = {"type": "return"}


def test_it_counts_across_waits() -> None:
    """Every event here takes the state through its stored form."""
    line = one(flow({"w": WAIT, "l": LOOP, "bye": END}, {"w": {"done": "l"}, "l": {"again": "w", "finished": "bye"}}))
    for n in (1, 2):
        line.go(DialogueTimer("pause"))
        assert line.facts("counted") == [("front_door/main/l", n)]
        assert (line.state.frames[0].counts, line.ended) == ({"l": n}, None)
    line.go(DialogueTimer("pause"))
    assert (line.facts("counted"), line.ended) == ([("front_door/main/l", 3)], ("completed", "in_flow", "flow"))


def test_without_a_wait_it_goes_round_and_stops() -> None:
    line = one(
        flow({"s": say("hi"), "l": LOOP, "bye": END}, {"s": {"done": "l"}, "l": {"again": "s", "finished": "bye"}})
    )
    assert line.words == ["hi", "hi", "hi"]


def test_one_inside_another_begins_anew_each_time() -> None:
    inner = {"l": {"again": "s", "finished": "o"}, "o": {"again": "s", "finished": "bye"}}
    line = one(flow({"s": say("hi"), "l": LOOP, "o": LOOP, "bye": END}, {"s": {"done": "l"}, **inner}))
    assert len(line.words) == 9


def nested(times: int) -> Line:
    """A flow that calls, in a loop, one with a loop that waits: each call counts for itself."""
    main = flow({"c": SUB, "l": LOOP, "bye": END}, {"c": {"done": "l"}, "l": {"again": "c", "finished": "bye"}})
    sub: Json = flow(
        {"w": WAIT, "l": {"type": "loop", "times": times}, "back": BACK},
        {"w": {"done": "l"}, "l": {"again": "w", "finished": "back"}},
        kind="subflow",
    )
    line = Line(Town({"front_door": {"flows": {"main": main, "sub": sub}}}))
    line.begin()
    return line


def test_each_run_of_a_flow_counts_for_itself() -> None:
    line, events = nested(1), 0
    while line.ended is None:
        assert [set(frame.counts.values()) <= {1, 2} for frame in line.state.frames]
        line.go(DialogueTimer("pause"))
        events += 1
    assert events == 3 * 2  # three calls, each with two waits
