"""The channel contract, run on every channel: what a real carrier's side must pass too, before it may carry a call."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.channels.channel import LATEST_MS, SOONEST_MS, CallerSide, Channel
from flowengine.channels.phone import Phone
from flowengine.channels.relay import Relay
from flowengine.channels.webchat import Webchat
from flowengine.errors import RequestRefused
from flowengine.messages import (
    Accept,
    Ask,
    CallerCameBack,
    CallerHungUp,
    CallerWentAway,
    Choice,
    Command,
    Connect,
    Dial,
    DialAnswered,
    DialOver,
    Disconnect,
    HangUp,
    LegReported,
    Limits,
    MediaConnected,
    MediaFailed,
    PlaybackFinished,
    PlayMusic,
    RecordSound,
    Say,
    SetRecording,
    SoundRecorded,
    StopPlayback,
    TextReceived,
)

CHANNELS: list[Channel] = [Phone(), Relay(), Webchat()]
CALLER = CallerSide("+442079460100", "leg-1", "+447700900123", "Robin", "nl")
D = "dialogue-1"
DOCS = Path(__file__).parents[2] / "docs"
ASK = Ask(
    dialogue=D, content=2, language="en", wait=3, limits=Limits(5, 3),
    accept=Accept("choice", (Choice("1", "Sales"), Choice("2", "Support"))),
)  # fmt: skip  # one question, one thought
COMMANDS: list[tuple[Command, Any]] = [
    (Say(dialogue=D, content=1, language="en"), "Hello"),
    (Say(dialogue=D, content=1, language="en", speaker="agent"), {"text": "Hello"}),
    (ASK, "Press 1"),
    (PlayMusic(dialogue=D), None),
    (StopPlayback(dialogue=D), None),
    (Connect(dialogue=D, reservation="r1", agent="anna", agent_name="Anna"), None),
    (Connect(dialogue=D, reservation="r2", agent="anna", dial_content=4), {"number": "+447700900123"}),
    (Disconnect(dialogue=D, reservation="r1"), None),
    (RecordSound(dialogue=D, wait=3, max_s=60, silence_s=5), None),
    (SetRecording(dialogue=D, action="start"), None),
    (Dial(dialogue=D, wait=3, content=5, mode="blind", ring_timeout_s=20), {"to": "+442079460123", "caller_id": ""}),
    (HangUp(dialogue=D, reason="completed"), None),
]
NOT_A_CALLERS = [
    {"type": "AgentSignedIn", "agent": "anna"},
    {"type": "MediaConnected", "reservation": "r1"},
    {"type": "MediaFailed", "reservation": "r1"},
    {"type": "CallerCameBack"},
    {"type": "DialogueArrived", "via": "phone"},
    {"type": "TimerFired"},
    {"type": "PlaybackFinished", "n": 1, "dialogue": "another"},
    {"type": "PlaybackFinished", "n": "1"},
    {"type": "Unheard"},
    [],
    None,
    "PlaybackFinished",
]


@pytest.fixture(params=CHANNELS, ids=lambda channel: channel.name)
def channel(request: pytest.FixtureRequest) -> Channel:
    found: Channel = request.param
    return found


def test_a_dialogue_arrives_with_its_leg_and_capabilities(channel: Channel) -> None:
    event = channel.arrival(CALLER)
    assert (event.via, event.external_id, event.address) == (channel.name, "leg-1", "+442079460100")
    assert event.channel == channel.medium
    assert event.capabilities == channel.capabilities
    assert event.capabilities
    assert (event.caller_number, event.caller_name, event.language) == ("+447700900123", "Robin", "nl")
    assert not event.withheld
    nameless = channel.arrival(CallerSide("+442079460100", "leg-2"))
    assert nameless.withheld is (channel.medium == "voice"), "a chat has no number to withhold"


@pytest.mark.parametrize(("command", "content"), COMMANDS, ids=lambda v: type(v).__name__)
def test_every_command_has_a_form_that_a_repetition_repeats(channel: Channel, command: Command, content: Any) -> None:
    frame = channel.frame(7, command, content)
    assert frame["n"] == 7
    assert frame["command"]["type"] == type(command).__name__
    assert {"content", "dial_content"} & set(frame["command"]) == set(), "numbers of records stay inside"
    assert frame == channel.frame(7, command, content)


def test_words_are_told_and_erased_words_are_silence(channel: Channel) -> None:
    assert channel.frame(1, ASK, "Press 1")["command"]["text"] == "Press 1"
    assert channel.frame(1, ASK, None)["command"]["text"] == ""
    choices = channel.frame(1, ASK, "Press 1")["command"]["accept"]["choices"]
    assert [choice["label"] for choice in choices] == ["Sales", "Support"]


@pytest.mark.parametrize("media", ["ok", "fail"])
@given(reservation=st.text(min_size=1, max_size=40))
def test_connect_is_answered_once_in_time_and_the_same_way(media: Any, reservation: str) -> None:
    for channel in CHANNELS:
        command = Connect(dialogue=D, reservation=reservation, agent="anna")
        report = channel.report(command, media)
        assert report is not None
        assert SOONEST_MS <= report.after_ms <= LATEST_MS
        assert isinstance(report.event, MediaConnected if media == "ok" else MediaFailed)
        assert report.event.dialogue == D
        assert report.event.reservation == reservation
        assert report == channel.report(command, media), "told again it must be the same event"
        other = channel.report(Connect(dialogue=D, reservation=reservation + "x", agent="anna"), media)
        assert other is not None
        assert other.key != report.key


def test_a_failure_says_why(channel: Channel) -> None:
    report = channel.report(Connect(dialogue=D, reservation="r1", agent="anna"), "fail")
    assert report is not None
    assert isinstance(report.event, MediaFailed)
    assert report.event.reason


@pytest.mark.parametrize(
    "command",
    [c for c, _ in COMMANDS if not isinstance(c, Connect | RecordSound | Dial)],
    ids=lambda v: type(v).__name__,
)
def test_nothing_else_is_answered_by_the_carrier_itself(channel: Channel, command: Command) -> None:
    assert channel.report(command, "ok") is None


def test_playback_text_and_hanging_up_are_told(channel: Channel) -> None:
    finished = channel.event(D, {"type": "PlaybackFinished", "n": 4, "interrupted": True})
    assert finished == PlaybackFinished(dialogue=D, n=4, interrupted=True)
    assert channel.event(D, {"type": "TextReceived", "text": "billing"}) == TextReceived(dialogue=D, text="billing")
    assert channel.event(D, {"type": "CallerHungUp", "cause": "busy"}) == CallerHungUp(dialogue=D, cause="busy")
    assert channel.event(D, {"type": "CallerHungUp"}) == CallerHungUp(dialogue=D, cause="normal")


@pytest.mark.parametrize("said", NOT_A_CALLERS, ids=str)
def test_what_a_caller_may_not_say_is_refused(channel: Channel, said: Any) -> None:
    with pytest.raises(RequestRefused):
        channel.event(D, said)


@given(
    said=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c)
    )
)
def test_nonsense_is_refused_and_nothing_worse(said: Any) -> None:
    for channel in CHANNELS:
        with pytest.raises(RequestRefused):
            channel.event(D, said)


def test_a_closed_page_means_something_and_coming_back_undoes_it(channel: Channel) -> None:
    closed = channel.page_closed(D)
    if channel.name == "relay":  # its page is another system's: nobody here sees it
        assert (closed, channel.page_opened(D)) == (None, None)
        return
    assert isinstance(closed, CallerHungUp if channel.medium == "voice" else CallerWentAway)
    back = channel.page_opened(D)
    assert back is None or isinstance(back, CallerCameBack)
    assert channel.away_after_s > 1, "a reload is shorter"


# --- what the simulated phone's carrier does beyond joining -----------------------------------------------------------

PHONE = Phone()
DIAL = Dial(dialogue=D, wait=3, content=5, mode="bridged", ring_timeout_s=20)
ANSWERS = {
    "+442079460971": "busy",
    "+442079460972": "no_answer",
    "+442079460973": "rejected",
    "+442079460974": "failed",
    "+442079460123": "connected",
}


@pytest.mark.parametrize(("number", "result"), ANSWERS.items())
def test_each_number_answers_as_it_is_documented(number: str, result: Any) -> None:
    report = PHONE.report(DIAL, "ok", {"to": number, "caller_id": ""})
    assert report is not None
    assert report.event == DialAnswered(dialogue=D, wait=3, result=result)
    assert report.after_ms == (20_000 if result == "no_answer" else 2000)
    assert number == "+442079460123" or number in (DOCS / "simulated_phone.md").read_text("utf-8")
    back = PHONE.report(Connect(dialogue=D, reservation="r", agent="anna", dial_content=2), "ok", {"number": number})
    assert back is not None
    assert isinstance(back.event, MediaConnected if result == "connected" else MediaFailed)
    assert getattr(back.event, "reason", "connected") == result


def test_whoever_answers_a_bridged_call_goes_again() -> None:
    report = PHONE.report(DIAL, "ok", {"to": "+442079460123"})
    assert report is not None
    assert report.then is not None
    assert report.then.event == DialOver(dialogue=D, wait=4)
    blind = PHONE.report(Dial(dialogue=D, wait=3, content=5, mode="blind", ring_timeout_s=20), "ok", None)
    assert blind is not None
    assert blind.then is None


def test_a_message_that_nobody_ends_is_as_long_as_it_may_be() -> None:
    report = PHONE.report(RecordSound(dialogue=D, wait=3, max_s=60, silence_s=5), "ok")
    assert report is not None
    assert report.event == SoundRecorded(dialogue=D, wait=3, sound="phone:3", duration_ms=60_000, why="max")
    assert report.after_ms > 60_000, "the caller's side may say it before"


def test_the_callers_side_says_how_long_it_was_and_the_carrier_names_it() -> None:
    said = {"type": "SoundRecorded", "wait": 3, "sound": "../etc", "duration_ms": 4000, "why": "terminator"}
    assert PHONE.event(D, said) == SoundRecorded(
        dialogue=D, wait=3, sound="phone:3", duration_ms=4000, why="terminator"
    )
    heard = PHONE.event(D, {**said, "why": "nothing"})
    assert isinstance(heard, SoundRecorded)
    assert heard.sound == ""
    for bad in ({"duration_ms": -1}, {"duration_ms": 10**9}, {"why": "bored"}, {"wait": "3"}):
        with pytest.raises(RequestRefused):
            PHONE.event(D, said | bad)


def test_a_relays_sender_names_a_leg_and_no_dialogue() -> None:
    told = Relay().leg_event("h:c", {"type": "TextReceived", "text": "billing"})
    assert told == LegReported(via="relay", external_id="h:c", event=TextReceived(dialogue="", text="billing"))
    with pytest.raises(RequestRefused):
        Relay().leg_event("h:c", {"type": "MediaConnected", "reservation": "r1"})


def test_a_chat_cannot_dial() -> None:
    report = Webchat().report(
        Connect(dialogue=D, reservation="r", agent="anna", dial_content=2), "ok", {"number": "+1"}
    )
    assert report is not None
    assert report.event == MediaFailed(dialogue=D, reservation="r", reason="cannot_dial")
