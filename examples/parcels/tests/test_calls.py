"""Calls that are easier to write in Python than in JSON: many of them, or worked out."""

import pytest

LINE = "+442079460180"


@pytest.mark.parametrize("state", ["delivered", "on_its_way"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_state_is_told_in_every_language(caller, state, language):
    words = {
        ("delivered", "en"): "Your parcel was delivered.",
        ("delivered", "nl"): "Uw pakket is bezorgd.",
        ("on_its_way", "en"): "Your parcel is on its way.",
        ("on_its_way", "nl"): "Uw pakket is onderweg.",
    }
    depot = {"GET https://depot.example/parcels/*": {"json": {"state": state}}}
    caller.given(caller={"language": language}, http=depot).calls(LINE)
    caller.presses("1").presses("123456").hears(contains=words[state, language])


def test_whoever_waits_longest_is_served_first(caller):
    caller.given("monday", agents={"ben": {}}, queue={"service": 2}).calls(LINE)
    caller.presses("2").expect(queued={"position": 2})
    caller.agent("ben").accepts().agent("ben").hangs_up().agent("ben").wraps_up("found")
    caller.expect(queued={"position": 1}).agent("ben").accepts().agent("ben").hangs_up().agent("ben").wraps_up("claim")
    caller.expect(offered_to="ben").agent("ben").accepts().expect(connected_to="ben")


def test_a_caller_who_hangs_up_in_the_queue_is_told_apart(caller):
    caller.given("monday", "staff").calls(LINE).presses("2").pass_s(5).hangs_up()
    assert caller.now.state.ended.reason == "abandoned"
