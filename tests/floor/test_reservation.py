"""A reservation from offer to completion: every answer, every silence, every way to fall away."""

import pytest

from flowengine.floor.command import (
    AgentBlocked,
    AgentChanged,
    CancelTimer,
    ConnectMedia,
    DialogueConnected,
    DialogueLeft,
    DialogueQueued,
    DialogueRequeued,
    MakeOffer,
    PositionChanged,
    RescindOffer,
    StaleRefused,
    StartTimer,
    WorkClosed,
    WorkCompleted,
)
from flowengine.floor.event import (
    AgentHungUp,
    DialogueAbandoned,
    DialogueWithdrawn,
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
    WorkEnded,
    WrapUpEnded,
)
from flowengine.messages import Stamp, derive_id
from tests.floor.hall import START_MS, Hall, offers, plain, without_timers


@pytest.fixture
def hall() -> Hall:
    """Anna is idle in sales with an optional wrap-up of 30 s."""
    made = Hall()
    made.center(wrap_up_mode="optional", wrap_up_s=30)
    made.agent("anna")
    return made


def test_the_whole_way_of_a_call(hall: Hall) -> None:
    said = hall.call("d1", max_wait_s=300)
    r = hall.id_of("d1")
    assert r == derive_id(Stamp("e4", START_MS, (4).to_bytes(16, "big")), 1000)
    assert plain(said) == [
        DialogueQueued("d1", "sales", 1),
        StartTimer("entry", "d1:1:sales", "max_wait", START_MS + 300_000),
        MakeOffer(r, "anna", "d1", "sales", 20.0, START_MS + 20_000),
        StartTimer("reservation", r, "ring", START_MS + 20_000),
        AgentChanged("anna", "offered"),
    ]
    hall.pass_s(3)
    assert plain(hall.accept("d1")) == [
        CancelTimer("reservation", r, "ring"),
        StartTimer("reservation", r, "connect", START_MS + 18_000),
        ConnectMedia(r, "anna", "d1", "sales"),
        AgentChanged("anna", "busy"),
    ]
    hall.pass_s(1)
    assert plain(hall.do(MediaConnected(dialogue="d1", reservation=r))) == [
        CancelTimer("reservation", r, "connect"),
        CancelTimer("entry", "d1:1:sales", "max_wait"),
        DialogueConnected("d1", r, "anna", "sales", 4_000),
    ]
    hall.pass_s(60)
    assert plain(hall.end("d1")) == [
        WorkClosed(agent="anna", reservation=r, dialogue="d1", reason="caller", wrap_up_s=30),
        StartTimer("reservation", r, "wrap_up", START_MS + 94_000),
        AgentChanged("anna", "wrapping"),
    ]
    assert hall.floor.reservation_of("d1") is None
    assert plain(hall.do(WrapUpEnded(reservation=r, agent="anna"))) == [
        CancelTimer("reservation", r, "wrap_up"),
        WorkCompleted(r, "anna", "d1"),
        AgentChanged("anna", "idle"),
    ]
    assert hall.timers == {}


def test_wrap_up_ends_by_itself(hall: Hall) -> None:
    hall.call("d1")
    hall.connect("d1")
    r = hall.id_of("d1")
    hall.end("d1", by="agent")
    hall.call("d2")
    assert hall.holder("d2") is None
    assert without_timers(hall.pass_s(30)) == [
        WorkCompleted(r, "anna", "d1"),
        MakeOffer(hall.id_of("d2"), "anna", "d2", "sales", 20.0, START_MS + 50_000),
        AgentChanged("anna", "offered"),
    ]


def test_mandatory_wrap_up_wants_a_disposition(hall: Hall) -> None:
    hall.center(wrap_up_mode="mandatory", wrap_up_s=30)
    hall.call("d1")
    hall.connect("d1")
    r = hall.id_of("d1")
    hall.end("d1")
    reason = "This contact center wants a disposition before wrap-up ends."
    assert hall.floor.refuse(WrapUpEnded(reservation=r, agent="anna")) == reason
    assert plain(hall.do(WrapUpEnded(reservation=r, agent="anna"))) == [StaleRefused(r, "anna", reason)]
    assert WorkCompleted(r, "anna", "d1") in hall.do(WrapUpEnded(reservation=r, agent="anna", disposition="sold"))


def test_without_wrap_up_the_agent_is_free_at_once(hall: Hall) -> None:
    hall.center(wrap_up_mode="none", wrap_up_s=30)
    hall.call("d1")
    hall.connect("d1")
    r = hall.id_of("d1")
    assert plain(hall.end("d1", by="agent")) == [
        WorkClosed(agent="anna", reservation=r, dialogue="d1", reason="agent", wrap_up_s=0.0),
        WorkCompleted(r, "anna", "d1"),
        AgentChanged("anna", "idle"),
    ]


def test_a_decline_keeps_the_age_and_excludes_the_pair_for_a_minute(hall: Hall) -> None:
    hall.call("d1")
    hall.pass_s(5)
    r = hall.id_of("d1")
    assert plain(hall.decline("d1")) == [
        CancelTimer("reservation", r, "ring"),
        StartTimer("entry", "d1:1:sales", "exclusion:anna", START_MS + 65_000),
        DialogueRequeued("d1", "sales", "declined"),
        PositionChanged("d1", 1),
        AgentChanged("anna", "idle"),
    ]
    hall.pass_s(1)
    hall.call("d2")
    assert (hall.holder("d1"), hall.holder("d2")) == (None, "anna")
    hall.pass_s(1)
    hall.decline("d2")
    hall.agent("ben")
    assert hall.holder("d1") == "ben"  # older than d2, though it was declined
    hall.do(DialogueAbandoned("d1"))
    assert hall.holder("d2") == "ben"
    hall.decline("d2")
    assert offers(hall.pass_s(59.999)) == []
    assert offers(hall.pass_s(0.001)) == [("d2", "anna")]


def test_a_declined_dialogue_is_still_before_those_who_came_after_it(hall: Hall) -> None:
    for dialogue in ("d1", "d2", "d3"):
        hall.call(dialogue)
        hall.pass_s(1)
    assert offers(hall.decline("d1")) == [("d2", "anna")]
    hall.agent("ben")
    assert (hall.holder("d1"), hall.holder("d3")) == ("ben", None)


def test_who_declined_gets_the_next_dialogue_not_the_same(hall: Hall) -> None:
    hall.call("d1")
    hall.call("d2")
    assert offers(hall.decline("d1")) == [("d2", "anna")]


def test_a_missed_call_blocks_for_a_minute(hall: Hall) -> None:
    hall.call("d1")
    r = hall.id_of("d1")
    assert plain(hall.pass_s(20)) == [
        RescindOffer(r, "anna", "d1", "timed_out"),
        StartTimer("agent", "anna", "unblock", START_MS + 80_000),
        AgentBlocked("anna", "no_answer", START_MS + 80_000),
        DialogueRequeued("d1", "sales", "no_answer"),
        PositionChanged("d1", 1),
        AgentChanged("anna", "not_routable"),
    ]
    assert offers(hall.pass_s(59.999)) == []
    assert offers(hall.pass_s(0.001)) == [("d1", "anna")]


def test_the_second_missed_chat_in_a_row_blocks(hall: Hall) -> None:
    hall.call("d1", channel="chat")
    said = hall.pass_s(60)
    assert not any(isinstance(c, AgentBlocked) for c in said)
    assert offers(said) == [("d1", "anna")]
    assert AgentBlocked("anna", "no_answer", START_MS + 180_000) in hall.pass_s(60)


def test_an_answer_in_between_forgives_a_missed_chat(hall: Hall) -> None:
    hall.call("d1", channel="chat")
    hall.pass_s(60)
    hall.connect("d1")
    hall.call("d2", channel="chat")
    assert not any(isinstance(c, AgentBlocked) for c in hall.pass_s(60))


@pytest.mark.parametrize("how", ["media_failed", "silence", "agent_hangs_up"])
def test_a_failed_connection_puts_the_dialogue_back_with_its_age(hall: Hall, how: str) -> None:
    hall.agent("ben")
    hall.call("d1")
    hall.call("d2")
    hall.call("d3")
    hall.accept("d1")
    r = hall.id_of("d1")
    if how == "media_failed":
        said = hall.do(MediaFailed(dialogue="d1", reservation=r, reason="busy"))
    elif how == "agent_hangs_up":
        said = hall.do(WorkEnded(r, "agent"))
    else:
        said = hall.pass_s(15)
    assert RescindOffer(r, "anna", "d1", "canceled") in plain(said)
    assert DialogueRequeued("d1", "sales", "connect_failed") in plain(said)
    assert offers(said) == [("d1", "anna")]  # before d3, which came later; nobody else is free


def test_a_late_accept_is_refused_and_changes_nothing(hall: Hall) -> None:
    hall.call("d1")
    r = hall.id_of("d1")
    hall.pass_s(20)
    before = hall.floor.snapshot()
    event = OfferAccepted(reservation=r, agent="anna")
    assert hall.floor.refuse(event) == "This offer is no longer open."
    assert plain(hall.do(event)) == [StaleRefused(r, "anna", "This offer is no longer open.")]
    assert hall.do(MediaConnected(dialogue="d1", reservation=r)) == []
    assert hall.floor.snapshot() == before


def test_only_the_one_who_is_asked_may_answer(hall: Hall) -> None:
    hall.agent("ben")
    hall.call("d1")
    r = hall.id_of("d1")
    for event in (OfferAccepted(reservation=r, agent="ben"), OfferDeclined(reservation=r, agent="ben")):
        assert plain(hall.do(event)) == [StaleRefused(r, "ben", "This was offered to somebody else.")]
    assert hall.floor.refuse(AgentHungUp(reservation=r, agent="anna")) == "This conversation is over."
    hall.accept("d1")
    assert hall.floor.refuse(AgentHungUp(reservation=r, agent="anna")) is None


@pytest.mark.parametrize("stage", ["queued", "pending", "accepted", "connected"])
def test_an_abandoned_dialogue_frees_the_agent_in_the_same_step(stage: str) -> None:
    hall = Hall()
    hall.center()
    if stage != "queued":
        hall.agent("anna")
    hall.call("d1", max_wait_s=300)
    if stage == "accepted":
        hall.accept("d1")
    elif stage == "connected":
        hall.connect("d1")
    r = None if stage == "queued" else hall.id_of("d1")
    said = hall.do(DialogueAbandoned("d1", "hung_up"))
    left, idle = DialogueLeft("d1", "sales", "abandoned", "hung_up"), AgentChanged("anna", "idle")
    rescinded = RescindOffer(r or "", "anna", "d1", "abandoned")
    closed = WorkClosed(agent="anna", reservation=r or "", dialogue="d1", reason="hung_up")
    assert (
        without_timers(said)
        == {
            "queued": [left],
            "pending": [rescinded, left, idle],
            "accepted": [rescinded, left, idle],
            "connected": [closed, WorkCompleted(r or "", "anna", "d1"), idle],
        }[stage]
    )
    assert hall.timers == {}
    assert hall.do(DialogueAbandoned("d1")) == []


def test_the_flow_takes_a_dialogue_out_but_no_conversation(hall: Hall) -> None:
    hall.call("d1")
    r = hall.id_of("d1")
    assert without_timers(hall.do(DialogueWithdrawn("d1", "callback"))) == [
        RescindOffer(r, "anna", "d1", "left"), DialogueLeft("d1", "sales", "left", "callback"),
        AgentChanged("anna", "idle"),
    ]  # fmt: skip  # one line per thought
    hall.call("d2")
    hall.connect("d2")
    assert hall.do(DialogueWithdrawn("d2")) == []
