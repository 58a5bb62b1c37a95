"""transfer: calls a number or a SIP address, and is left by what became of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.lang.node_type import (
    Await,
    ConversationOver,
    End,
    Fault,
    FrameReturned,
    JoinQueue,
    QueueLeft,
    Resumed,
    Step,
    WokeUp,
    needs_of,
)
from flowengine.lang.work import DialWork, TalkWork
from flowengine.messages import DialAnswered, DialOver, Json
from flowengine.nodes.transfer import NODE, TransferMemory
from tests.nodes.notebook import Notebook, config, entered, resumed

CAN = ("keys", "transfer")
BRIDGED = {"to": "+442079460123", "mode": "bridged"}
BLIND = {"to": "+442079460123"}
TARGETS: dict[str, tuple[Json, str, str]] = {
    "a number": ({"to": "+442079460123"}, "+442079460123", ""),
    "as people write it": ({"to": "+44 (20) 7946-0123"}, "+442079460123", ""),
    "from a variable": ({"to": "{{ vars.to }}"}, "+31201234567", ""),
    "a sip address": ({"to": "sip:desk@example.com"}, "sip:desk@example.com", ""),
    "with a number to be seen": (
        {"to": "+442079460123", "caller_id": "+44 20 7946 0100"}, "+442079460123", "+442079460100",
    ),
}  # fmt: skip  # one case reads as one
BAD: dict[str, Json] = {
    "nothing": {"to": "{{ vars.none }}"},
    "no name": {"to": "the reception"},
    "no country": {"to": "02079460123"},
    "too long": {"to": "+4420794601234567"},
    "another scheme": {"to": "file:etc"},
    "two lines": {"to": "sip:a@b\r\nX: y"},
    "a strange number to be seen": {"to": "+442079460123", "caller_id": "Hartley"},
}


@pytest.mark.parametrize(("document", "to", "caller_id"), TARGETS.values(), ids=TARGETS)
def test_targets(document: Json, to: str, caller_id: str) -> None:
    step = entered(NODE, document, Notebook(scope={"vars": {"to": "+31201234567"}}, can=CAN))
    assert step == Await(TransferMemory(), DialWork(to, "blind", 30.0, caller_id), 45.0)


@pytest.mark.parametrize("document", BAD.values(), ids=BAD)
def test_a_bad_target_fails_and_says_why_without_naming_it(document: Json) -> None:
    ctx = Notebook(can=CAN)
    assert entered(NODE, document, ctx) == "failed"
    (sentence,) = ctx.explained
    assert "+442079460123" in sentence
    assert "reception" not in sentence


def answered(result: Any) -> DialAnswered:
    return DialAnswered(dialogue="d", wait=1, result=result)


TALK = Await(TransferMemory(talks=True), TalkWork(), 14_400.0)
UNEXPECTED = Fault("expected the call to somebody else to be answered")
OVER = DialOver(dialogue="d", wait=2)
RESUMED: dict[str, tuple[Json, TransferMemory, Resumed, bool, Step]] = {
    "blind": (BLIND, TransferMemory(), answered("connected"), True, End("transferred")),
    "bridged": (BRIDGED, TransferMemory(), answered("connected"), True, TALK),
    "bridged, over, wired": (BRIDGED, TransferMemory(True), OVER, True, "connected"),
    "bridged, over": (BRIDGED, TransferMemory(True), OVER, False, End("completed")),
    "bridged, for ever": (BRIDGED, TransferMemory(True), WokeUp(), True, "connected"),
    "busy": (BLIND, TransferMemory(), answered("busy"), True, "busy"),
    "rejected": (BRIDGED, TransferMemory(), answered("rejected"), True, "rejected"),
    "failed": (BLIND, TransferMemory(), answered("failed"), True, "failed"),
    "no answer": (BLIND, TransferMemory(), answered("no_answer"), True, "no_answer"),
    "the carrier says nothing": (BLIND, TransferMemory(), WokeUp(), True, "no_answer"),
    "the agent has no time": (BLIND, TransferMemory(), QueueLeft("busy"), True, "busy"),
    "the agent does not answer": (BLIND, TransferMemory(), QueueLeft("timed_out"), True, "no_answer"),
    "handed on, and nobody there": (BLIND, TransferMemory(), QueueLeft("no_agents"), True, "failed"),
    "handed on, and it is full": (BLIND, TransferMemory(), QueueLeft("queue_full"), True, "busy"),
    "talked with the agent": (BLIND, TransferMemory(), ConversationOver(), True, "connected"),
    "talked, and no more to do": (BLIND, TransferMemory(), ConversationOver(), False, End("completed")),
    "anything else": (BLIND, TransferMemory(), FrameReturned(), True, UNEXPECTED),
}  # fmt: skip  # one case reads as one


@pytest.mark.parametrize(("document", "memory", "event", "wired", "step"), RESUMED.values(), ids=RESUMED)
def test_resume(document: Json, memory: TransferMemory, event: Resumed, wired: bool, step: Step) -> None:
    assert resumed(NODE, document, memory, event, Notebook(wired=wired)) == step


@given(st.text(max_size=40))
def test_only_what_a_carrier_can_dial_is_dialled(text: str) -> None:
    step = entered(NODE, {"to": "{{ vars.to }}"}, Notebook(scope={"vars": {"to": text}}, can=CAN))
    if isinstance(step, Await):
        assert isinstance(step.work, DialWork)
        assert step.work.to.startswith(("+", "sip:", "sips:"))
        assert step.work.to.isascii()
        assert step.work.to.isprintable()
        assert " " not in step.work.to
    elif isinstance(step, JoinQueue):
        assert step.agent == text.strip()
    else:
        assert step == "failed"


@pytest.mark.parametrize("to", ["anna", "{{ vars.to }}"])
def test_an_agent_is_rung_at_the_desk_on_any_channel(to: str) -> None:
    step = entered(NODE, {"to": to, "ring_timeout_s": 20}, Notebook(scope={"vars": {"to": "anna"}}))
    assert isinstance(step, JoinQueue)
    assert (step.agent, step.contact_center, step.max_wait_s) == ("anna", "", 20)


def test_a_number_that_a_variable_gives_needs_a_channel_that_can() -> None:
    step = entered(NODE, {"to": "{{ vars.to }}"}, Notebook(scope={"vars": {"to": "+31201234567"}}))
    assert step == Fault("channel_cannot: the channel has no “transfer”")


@pytest.mark.parametrize(("to", "needs"), [("anna", ()), ("{{ vars.to }}", ()), ("+442079460123", ("transfer",))])
def test_what_is_written_says_what_the_channel_must_be_able_to(to: str, needs: tuple[str, ...]) -> None:
    assert needs_of(NODE, config(NODE, {"to": to})) == needs
