"""Serving: from the queue to an agent and back, whatever callers, agents and channels do in between."""

import pytest

from flowengine.errors import Conflict, NotFound
from flowengine.messages import (
    AgentHungUp,
    AgentSpoke,
    CallerCameBack,
    CallerHungUp,
    CallerWentAway,
    KeyPressed,
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
    TextReceived,
    WrapUpEnded,
)
from tests.switchboard.office import DESK, MUSIC, SALES, Office, flow, queue


@pytest.fixture
def office() -> Office:
    found = Office()
    found.release("sales", "entry", entry=queue(while_waiting="hold", when_unstaffed="wait"), hold=MUSIC)
    return found


def test_the_whole_way(office: Office) -> None:
    office.sign_in("anna")
    dialogue = office.call(SALES)
    reservation = office.reservation(dialogue).id
    office.go(OfferAccepted(reservation=reservation, agent="anna"))
    assert office.to("caller") == ["StopPlayback", "Connect"]
    office.go(MediaConnected(dialogue=dialogue, reservation=reservation))
    assert (office.status(dialogue), office.to("agent:anna")) == ("connected", ["WorkConnected"])
    office.go(AgentHungUp(reservation=reservation, agent="anna"))
    assert (office.to("caller"), office.to("agent:anna")) == (["Disconnect", "HangUp"], ["WorkClosed"])
    assert office.ended(dialogue) == ("completed", "connected", "agent")
    office.go(WrapUpEnded(reservation=reservation, agent="anna", disposition="booked"))
    assert office.facts("wrapped_up", "agent") == [(reservation, "booked", 0)]
    assert office.board.timers.due() == []


def test_a_caller_who_gives_up_frees_the_agent(office: Office) -> None:
    office.sign_in("anna")
    first, second = office.call(SALES), office.call(SALES)
    assert (office.status(first), office.status(second)) == ("offered", "queued")
    office.go(CallerHungUp(dialogue=first))
    assert office.ended(first) == ("abandoned", "offered", "caller")
    assert office.to("agent:anna") == ["RescindOffer", "Offer"]
    assert office.status(second) == "offered"


def test_a_caller_who_gives_up_while_media_connects(office: Office) -> None:
    office.sign_in("anna")
    dialogue = office.call(SALES)
    reservation = office.reservation(dialogue).id
    office.go(OfferAccepted(reservation=reservation, agent="anna"))
    office.go(CallerHungUp(dialogue=dialogue))
    assert office.ended(dialogue) == ("abandoned", "offered", "caller")
    office.go(MediaConnected(dialogue=dialogue, reservation=reservation))
    assert (office.facts("stale"), office.status(dialogue)) == ([("MediaConnected",)], "ended")


def test_a_decline_goes_on_to_the_next() -> None:
    office = Office()
    office.sign_in("anna", "bert")
    dialogue = office.call(DESK)
    first = office.reservation(dialogue)
    office.go(OfferDeclined(reservation=first.id, agent=first.agent))
    assert office.facts("declined", "agent") == [(first.id,)]
    assert {first.agent, office.reservation(dialogue).agent} == {"anna", "bert"}
    assert office.status(dialogue) == "offered"


def test_an_offer_that_nobody_takes_is_offered_on() -> None:
    office = Office()
    office.sign_in("anna", "bert")
    dialogue = office.call(DESK)
    first = office.reservation(dialogue)
    office.fire("ring", after_s=20)
    assert office.reservation(dialogue).agent != first.agent
    assert office.to(f"agent:{first.agent}") == ["RescindOffer"]


def test_media_that_fails_puts_the_caller_back_into_line(office: Office) -> None:
    office.sign_in("anna")
    dialogue = office.call(SALES)
    reservation = office.reservation(dialogue).id
    office.go(OfferAccepted(reservation=reservation, agent="anna"))
    office.go(MediaFailed(dialogue=dialogue, reservation=reservation, reason="busy"))
    assert office.facts("connect_failed") == [(reservation, "busy")]
    assert office.status(dialogue) in ("queued", "offered")
    assert office.to("caller") == ["PlayMusic"], "the treatment plays again"


def test_the_wait_ends_and_the_flow_goes_on(office: Office) -> None:
    dialogue = office.call(SALES)
    office.fire("max_wait", after_s=1800)
    assert office.facts("left_queue") == [("sales", "timed_out")]
    assert (office.words(), office.ended(dialogue)) == (["Sorry."], ("completed", "in_flow", "flow"))


def test_a_queue_that_turns_everybody_away_is_left_at_once_and_not_for_ever() -> None:
    """A flow that only ever joins the queue again is stopped by its budget, not by a deep stack."""
    office = Office()
    ring = flow(
        {"q": {"type": "enqueue"}, "bye": {"type": "end"}},
        {"q": {"timed_out": "bye", "no_agents": "q", "queue_full": "bye", "left": "bye"}},
    )
    office.release("sales", "entry", entry=ring)
    dialogue = office.call(SALES)
    assert office.ended(dialogue) == ("failed", "in_flow", "flow")
    assert len(office.facts("left_queue")) == 200


def test_a_treatment_whose_flow_ends_the_dialogue_leaves_the_queue_too(office: Office) -> None:
    hold = flow({"s": {"type": "subflow", "flow": "over", "exits": ["done"]}}, {"s": {"done": "s"}}, kind="treatment")
    over = flow({"bye": {"type": "end", "prompt": "Enough."}}, {}, kind="subflow")
    office.release("sales", "entry", entry=queue(while_waiting="hold", when_unstaffed="wait"), hold=hold, over=over)
    dialogue = office.call(SALES)
    assert office.ended(dialogue) == ("completed", "queued", "flow")
    assert office.board.floor.queue("sales", office.now)["waiting"] == 0
    office.sign_in("anna")
    assert "agent:anna" not in office.streams


@pytest.mark.parametrize("agents", [[], ["anna"]], ids=["queued", "offered"])
def test_a_treatment_may_step_out_of_the_queue(agents: list[str]) -> None:
    """Whoever was rung hears no more of it, and may be offered the next."""
    menu = {"type": "menu", "prompt": "1?", "choices": {"1": {"label": "Out"}}}
    nodes = {"m": menu, "out": {"type": "leave_queue", "reason": "wants_voicemail"}}
    hold = flow(nodes, {"m": {"1": "out", "no_input": "m", "no_match": "m"}}, kind="treatment")
    office = Office()
    office.release("sales", "entry", entry=queue(while_waiting="hold", when_unstaffed="wait"), hold=hold)
    for agent in agents:
        office.sign_in(agent)
    dialogue = office.call(SALES)
    assert office.status(dialogue) == ("offered" if agents else "queued")
    office.go(KeyPressed(dialogue=dialogue, key="1"))
    assert office.facts("left_queue") == [("sales", "left")]
    assert office.ended(dialogue) == ("completed", "in_flow", "flow")
    assert office.to("agent:anna") == (["RescindOffer"] if agents else [])
    assert office.board.timers.due() == []


def test_after_the_conversation_the_flow_may_go_on(office: Office) -> None:
    entry = queue(when_unstaffed="wait")
    entry["nodes"]["thanks"] = {"type": "end", "prompt": "Thanks."}
    entry["wires"]["q"] = {**entry["wires"]["q"], "answered": "thanks"}
    office.release("sales", "entry", entry=entry)
    office.sign_in("anna")
    dialogue = office.call(SALES)
    reservation = office.connect(dialogue)
    office.go(AgentHungUp(reservation=reservation, agent="anna"))
    assert (office.words(), office.ended(dialogue)) == (["Thanks."], ("completed", "in_flow", "flow"))


def test_a_chat_is_talked_both_ways() -> None:
    office = Office()
    office.sign_in("bert")
    dialogue = office.call("chat:site", channel="chat", via="webchat", capabilities=("text",))
    reservation = office.connect(dialogue)
    office.go(TextReceived(dialogue=dialogue, text="Hello"))
    assert office.to("agent:bert") == ["WorkHeard"]
    office.go(AgentSpoke(reservation=reservation, agent="bert", text="Hi"))
    assert (office.to("caller"), office.words()) == (["Say"], ["Hi"])
    office.go(CallerHungUp(dialogue=dialogue))
    assert (office.ended(dialogue), office.to("agent:bert")) == (("completed", "connected", "caller"), ["WorkClosed"])
    with pytest.raises(Conflict):
        office.go(AgentSpoke(reservation=reservation, agent="bert", text="Still there?"))


def test_away_and_back() -> None:
    office = Office()
    dialogue = office.call("chat:site", channel="chat", via="webchat")
    office.go(CallerWentAway(dialogue=dialogue))
    assert office.board.dialogues[dialogue].presence == "away"
    office.go(CallerWentAway(dialogue=dialogue))
    assert office.facts("stale") == [("CallerWentAway",)]
    office.go(CallerCameBack(dialogue=dialogue))
    assert (office.board.dialogues[dialogue].presence, "away" in office.board.timers.names("dialogue", dialogue)) == (
        "present",
        False,
    )
    assert office.status(dialogue) == "queued", "the place was kept"


def test_away_for_too_long_is_gone() -> None:
    office = Office()
    dialogue = office.call("chat:site", channel="chat", via="webchat")
    office.go(CallerWentAway(dialogue=dialogue))
    office.fire("away", after_s=300)
    assert (office.ended(dialogue), office.facts("hung_up")) == (("abandoned", "queued", "caller"), [("away",)])


@pytest.mark.parametrize(
    "event",
    [
        CallerHungUp(dialogue="?"),
        KeyPressed(dialogue="?", key="1"),
        TextReceived(dialogue="?", text="x"),
        MediaConnected(dialogue="?", reservation="r"),
        CallerCameBack(dialogue="?"),
    ],
    ids=lambda event: type(event).__name__,
)
def test_late_events_change_only_the_trace(event: CallerHungUp) -> None:
    office = Office()
    dialogue = office.call(DESK)
    office.go(CallerHungUp(dialogue=dialogue))
    before = office.board.dialogues[dialogue]
    outcome = office.go(
        type(event)(**{**{f: getattr(event, f) for f in event.__struct_fields__}, "dialogue": dialogue})
    )
    assert (office.board.dialogues[dialogue], outcome.commands) == (before, [])
    assert office.facts("stale")


def test_agents_do_only_what_is_theirs() -> None:
    office = Office()
    office.sign_in("anna")
    dialogue = office.call(SALES)
    office.sign_in("bert")
    reservation = office.reservation(office.call(DESK)).id
    for event in (
        OfferAccepted(reservation=reservation, agent="anna"),
        OfferDeclined(reservation=reservation, agent="anna"),
    ):
        with pytest.raises(Conflict, match="somebody else"):
            office.go(event)
    with pytest.raises(NotFound, match="no agent"):
        office.go(OfferAccepted(reservation=reservation, agent="dora"))
    assert office.status(dialogue) == "offered"


def test_an_accept_after_the_caller_has_gone_is_refused_with_the_reason(office: Office) -> None:
    office.sign_in("anna")
    dialogue = office.call(SALES)
    reservation = office.reservation(dialogue).id
    office.go(CallerHungUp(dialogue=dialogue))
    with pytest.raises(Conflict, match="no longer open"):
        office.go(OfferAccepted(reservation=reservation, agent="anna"))
