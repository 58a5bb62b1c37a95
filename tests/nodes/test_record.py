"""record: a message, spoken or typed, goes into a queue; nothing and too little do not."""

from typing import Any

import pytest

from flowengine.lang.node_type import Ask, Await, CallerReplied, CallerSilent, Fault, Resumed, Step, WokeUp
from flowengine.lang.work import RecordWork
from flowengine.messages import Accept, Json, Limits, SoundRecorded
from flowengine.nodes.record import NODE, RecordMemory
from tests.nodes.notebook import Notebook, entered, resumed

CONFIG = {"prompt": "Speak.", "deliver": {"contact_center": "sales"}, "max_s": 60, "min_s": 2}
SALES = {("contact_center", "sales"): {"enabled": True, "open": False}}


def recorded(duration_ms: int, why: Any = "terminator", sound: str = "s1") -> SoundRecorded:
    return SoundRecorded(dialogue="d", wait=1, sound=sound, duration_ms=duration_ms, why=why)


def test_a_tone_follows_the_prompt() -> None:
    ctx = Notebook(facts=SALES, can=("audio", "record"))
    step = entered(NODE, {**CONFIG, "silence_s": 3, "terminator": "*"}, ctx)
    assert step == Await(RecordMemory(), RecordWork(60.0, 3.0, "*"), 93.0)
    assert ctx.said == [("Speak.", True)]


def test_where_nothing_can_be_recorded_it_is_typed() -> None:
    ctx = Notebook(channel="chat", facts=SALES, can=("text",))
    assert entered(NODE, CONFIG, ctx) == Ask(RecordMemory(), "Speak.", Accept("text"), Limits(300.0, 5.0))


def test_a_channel_that_can_do_neither() -> None:
    assert isinstance(entered(NODE, CONFIG, Notebook(facts=SALES, can=("keys",))), Fault)


def test_nowhere_to_go() -> None:
    assert isinstance(entered(NODE, CONFIG, Notebook(can=("record",))), Fault)


RESUMED: dict[str, tuple[Resumed, Step, list[Json]]] = {
    "spoken": (recorded(2000), "recorded", [{"sound": "s1", "duration_ms": 2000}]),
    "hung up": (recorded(9000, "hung_up"), "recorded", [{"sound": "s1", "duration_ms": 9000}]),
    "too short": (recorded(1999), "too_short", []),
    "nothing": (recorded(5000, "nothing"), "no_audio", []),
    "no sound": (recorded(5000, "silence", ""), "no_audio", []),
    "typed": (CallerReplied("text", "My bike.", "text"), "recorded", [{"text": "My bike."}]),
    "typed nothing": (CallerReplied("text", " ", "text"), "no_audio", []),
    "silent": (CallerSilent(), "no_audio", []),
    "no answer": (WokeUp(), Fault("the channel did not say what it has recorded"), []),
}


@pytest.mark.parametrize(("event", "step", "delivered"), RESUMED.values(), ids=RESUMED)
def test_resume(event: Resumed, step: Step, delivered: list[Json]) -> None:
    ctx = Notebook(facts=SALES)
    assert resumed(NODE, CONFIG, RecordMemory(), event, ctx) == step
    assert ctx.delivered == [("sales", message) for message in delivered]
