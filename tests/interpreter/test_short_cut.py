"""Keys within an answer, and the end of speech, go a short way: its result must be that of the long way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.interpreter.step import STEPS, step
from flowengine.interpreter.walk import Stepped, Walk
from flowengine.messages import KeyPressed, PlaybackFinished
from tests.interpreter.town import END, Line, Town, flow

NUMBER = {"type": "collect", "prompt": "Number?", "into": "vars.n", "max_digits": 4, "terminator": "#", "tries": 2}
MENU = {"type": "menu", "prompt": "?", "choices": {"1": {"label": "One"}, "123": {"label": "Many"}}, "tries": 2}
WIRES = {
    "menu": {"1": "number", "123": "number", "no_input": "bye", "no_match": "bye"},
    "number": {"collected": "bye", "no_input": "bye", "invalid": "bye"},
}
MAIN = flow({"menu": MENU, "number": NUMBER, "bye": END}, WIRES, variables={"n": {"type": "text"}})


def line(first: str, interruptible: bool) -> Line:
    nodes = {**MAIN["nodes"], "menu": {**MENU, "interruptible": interruptible}}
    found = Line(Town({"front_door": {"flows": {"main": {**MAIN, "nodes": nodes, "start": first}}}}))
    found.begin()
    return found


def the_long_way(of: Line, event: KeyPressed | PlaybackFinished) -> Stepped:
    walk = Walk(of.state, of.town, of.now)
    STEPS[type(event)](walk, event)
    return walk.result()


@pytest.mark.parametrize("first", ["menu", "number"])
@given(keys=st.text("0123456789*#", min_size=1, max_size=9), interruptible=st.booleans(), spoken=st.integers(0, 3))
def test_both_ways_lead_to_the_same(first: str, keys: str, interruptible: bool, spoken: int) -> None:
    on = line(first, interruptible)
    on.put(spoken=spoken)
    for key in keys:
        event = KeyPressed(dialogue="d", key=key)
        assert step(on.state, event, on.town, on.now) == the_long_way(on, event)
        on.go(event)
        if on.state.status == "ended":
            return


@pytest.mark.parametrize("first", ["menu", "number"])
@given(keys=st.text("0123456789*#", max_size=3), typed=st.sampled_from(("", "", "1", "12")), n=st.integers(0, 4))
def test_the_end_of_speech_leads_to_the_same(first: str, keys: str, typed: str, n: int) -> None:
    on = line(first, True)
    for key in keys:
        on.go(KeyPressed(dialogue="d", key=key))
    on.put(typed=typed)
    event = PlaybackFinished(dialogue="d", n=n)
    assert step(on.state, event, on.town, on.now) == the_long_way(on, event)
