"""Asking: prompts, keys before, during and after them, silence, and events that nobody waits for."""

from itertools import pairwise

import pytest

from flowengine.interpreter.event import DialogueTimer
from flowengine.messages import ButtonPressed, Json, KeyPressed, PlaybackFinished, TextReceived
from tests.interpreter.town import END, Line, Town, flow, one, say

ANY = {"collected": "got", "no_input": "none", "invalid": "bad"}
COLLECT = {"type": "collect", "prompt": "Number?", "into": "vars.n", "min_digits": 2, "max_digits": 4, "tries": 2}
MENU = {"type": "menu", "prompt": "1 or 2?", "choices": {"1": {"label": "One"}, "2": {"label": "Two"}}, "tries": 2}


def asks(node: Json, wires: Json, *before: Json) -> Json:
    first = {f"b{i}": step for i, step in enumerate(before)}
    nodes = {**first, "ask": node, "got": say("got {{ vars.n }}"), "none": say("none"), "bad": say("bad"), "bye": END}
    ahead = [*first, "ask"]
    joins = {name: {"done": after} for name, after in pairwise(ahead)}
    last = {name: {"done": "bye"} for name in ("got", "none", "bad")}
    return flow(nodes, {**joins, "ask": wires, **last}, variables={"n": {"type": "text"}})


def collecting(**more: Json) -> Line:
    return one(asks({**COLLECT, **more}, ANY))


def key(line: Line, keys: str) -> None:
    for each in keys:
        line.go(KeyPressed(dialogue="d", key=each), after_s=0.5)


def test_a_question_waits_with_its_words_and_a_timer() -> None:
    line = collecting()
    assert (line.commands, line.words, line.state.wait) == (["Ask"], ["Number?"], 1)
    assert line.facts("waits") == [("front_door/main/ask", 1)]
    assert line.timers == {"first": 5000 + 2000 + 110 * len("Number?")}, "until the speech is over, whatever the voice"


def test_without_audio_the_silence_begins_at_once() -> None:
    line = Line(Town({"front_door": {"flows": {"main": asks(COLLECT, ANY)}}}), channel="chat", capabilities=("text",))
    line.begin()
    assert line.timers == {"first": 300_000}


def test_the_silence_begins_when_the_prompt_is_over() -> None:
    line = collecting()
    line.go(PlaybackFinished(dialogue="d", n=1), after_s=1)
    assert line.timers == {"first": 6000}
    line.go(PlaybackFinished(dialogue="d", n=1), after_s=1)
    assert line.timers == {"first": 6000}, "a second report moves nothing"


def test_keys_are_gathered_until_the_terminator() -> None:
    line = collecting()
    key(line, "12")
    assert list(line.timers) == ["next"]
    key(line, "#")
    assert (line.words, line.timers, line.facts("heard")) == (["got 12"], {}, [(2, "keys", "terminator")])


def test_the_first_key_silences_the_prompt_and_only_the_first() -> None:
    line = collecting()
    key(line, "1")
    assert line.commands == ["StopPlayback"]
    key(line, "2")
    assert line.commands == []


def test_after_the_prompt_a_key_stops_nothing() -> None:
    line = collecting()
    line.go(PlaybackFinished(dialogue="d", n=1))
    key(line, "1")
    assert line.commands == []


@pytest.mark.parametrize(
    ("keys", "timer", "words"),
    [("", "first", ["Number?"]), ("1", "next", ["Number?"]), ("12", "next", ["got 12"])],
    ids=["silence", "too few", "enough"],
)
def test_time_out(keys: str, timer: str, words: list[str]) -> None:
    line = collecting()
    key(line, keys)
    line.go(DialogueTimer(timer))
    assert line.words == words


def test_silence_to_the_end() -> None:
    line = collecting()
    line.go(DialogueTimer("first"))
    assert line.facts("silent") == [()]
    line.go(DialogueTimer("first"))
    assert (line.words, line.ended) == (["none"], ("completed", "in_flow", "flow"))


def test_keys_typed_ahead_answer_without_the_question() -> None:
    pause = {"type": "wait", "seconds": 5}
    line = one(asks(COLLECT, ANY, say("Hello."), pause))
    key(line, "12#9")
    assert line.state.typed == "12#9"
    line.go(DialogueTimer("pause"))
    assert (line.words, line.state.typed) == (["got 12"], "9")


def test_keys_typed_ahead_may_be_only_a_start() -> None:
    line = one(asks(COLLECT, ANY, {"type": "wait", "seconds": 5}))
    key(line, "1")
    line.go(DialogueTimer("pause"))
    assert line.words == ["Number?"]
    key(line, "2#")
    assert line.words == ["got 12"]


def test_only_the_last_keys_are_kept() -> None:
    line = one(asks(COLLECT, ANY, {"type": "wait", "seconds": 5}))
    key(line, "1" + "2" * 32)
    assert line.state.typed == "2" * 32


def test_keys_during_a_prompt_that_cannot_be_cut_count_after_it() -> None:
    """All of them: the second key is not left behind when the first has been taken."""
    line = one(
        asks(
            {**MENU, "interruptible": False, "choices": {"12": {"label": "x"}, "13": {"label": "y"}}},
            {"12": "got", "13": "bad", "no_input": "none", "no_match": "none"},
        )
    )
    key(line, "13")
    assert (line.commands, line.state.typed) == ([], "13")
    line.go(PlaybackFinished(dialogue="d", n=1))
    assert (line.words, line.state.typed) == (["bad"], "")


def test_a_notice_before_a_question_is_heard_to_its_end() -> None:
    """A key during it neither cuts it nor is lost: it cuts the question that follows, as it would have."""
    notice = {"type": "say", "prompt": "This call is recorded.", "interruptible": False}
    wires = {"1": "got", "2": "bad", "no_input": "none", "no_match": "none"}
    line = one(asks(MENU, wires, notice))
    key(line, "2")
    assert (line.commands, line.state.typed) == ([], "2")
    line.go(PlaybackFinished(dialogue="d", n=1))
    assert (line.words, line.state.typed) == (["bad"], "")
    assert "StopPlayback" in line.commands


def test_words_and_buttons_choose() -> None:
    wires = {"1": "got", "2": "bad", "no_input": "none", "no_match": "none"}
    for event in (TextReceived(dialogue="d", text="Two."), ButtonPressed(dialogue="d", value="2")):
        line = one(asks(MENU, wires))
        line.go(event)
        assert line.words == ["bad"]
    line = one(asks(MENU, wires))
    line.go(ButtonPressed(dialogue="d", value="7"))
    assert line.words == ["1 or 2?"], "a button that is not there is no match"


STALE = [
    TextReceived(dialogue="d", text="hello?"),
    ButtonPressed(dialogue="d", value="1"),
    DialogueTimer("first"),
    DialogueTimer("nobody"),
]


@pytest.mark.parametrize("event", STALE, ids=lambda event: type(event).__name__)
def test_what_nobody_waits_for_changes_only_the_trace(event: object) -> None:
    line = one(asks(COLLECT, ANY, {"type": "wait", "seconds": 5}))
    before = line.state
    line.go(event)  # type: ignore[arg-type]  # one of the events above
    assert line.state == before
    assert line.facts("stale")
    assert (line.commands, line.went) == ([], [])


def test_a_sensitive_answer_is_never_written_down() -> None:
    line = collecting(sensitive=True)
    key(line, "1234")
    assert line.last is not None
    kept = {cls: body for _, cls, body in line.last.content}
    assert kept["heard"] == kept["value"] == "•••"
    assert line.words == ["got 1234"], "the flow itself may use it"


@pytest.mark.parametrize("into", ["vars.n", "attributes.topic"])
def test_an_answer_that_goes_where_nothing_may_be_shown_is_not_written_down(into: str) -> None:
    """The question itself does not say that it is sensitive: the variable does, or what is made of the attribute."""
    copies = {"type": "set", "assign": {"attributes.topic": "vars.n"}}
    document = asks({**COLLECT, "into": into}, ANY, {"type": "branch", "cases": [{"when": "false", "outcome": "done"}]})
    document["nodes"]["copies"] = copies
    document["wires"]["copies"] = {"done": "bye"}
    document["wires"]["b0"]["otherwise"] = "ask"
    document["variables"] = {"n": {"type": "text", "sensitive": True}}
    line = Line(Town({"front_door": {"flows": {"main": document}}}, attributes={"topic": "text"}))
    line.begin()
    key(line, "1234")
    assert line.last is not None
    kept = {cls: body for _, cls, body in line.last.content}
    assert kept["heard"] == kept["value"] == "•••"


def test_each_try_is_a_wait_of_its_own() -> None:
    line = collecting()
    line.go(DialogueTimer("first"))
    assert (line.state.wait, line.state.frames[0].memory) == (2, {"type": "collect", "tries_left": 0})
