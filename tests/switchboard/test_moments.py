"""Whenever a caller leaves, everybody who was kept for them is free in the same step."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.messages import (
    AgentHungUp,
    CallerHungUp,
    HoldSet,
    KeyPressed,
    MediaConnected,
    MediaFailed,
    OfferAccepted,
    OfferDeclined,
    WorkTransferred,
    WrapUpEnded,
)
from tests.switchboard.office import SALES, Office, flow

HOLD = flow(
    {
        "say": {"type": "announce", "what": "position"},
        "ask": {"type": "menu", "prompt": "1 to leave", "choices": {"1": {"label": "Leave"}}, "tries": 1},
        "out": {"type": "leave_queue", "reason": "by_key"},
        "music": {"type": "music"},
    },
    {"say": {"done": "ask"}, "ask": {"1": "out", "no_input": "music", "no_match": "music"}, "music": {"done": "say"}},
    kind="treatment",
)
PLAN = [
    {"after_s": 10, "skills": {}, "overflow": [{"contact_center": "desk"}]},
    {"after_s": 20, "raise_by": 5},
]
ENTRY = flow(
    {
        "q": {"type": "enqueue", "while_waiting": "hold", "when_unstaffed": "wait", "route_plan": PLAN,
              "skills": {"dutch": 50}},
        "sorry": {"type": "end", "prompt": "Sorry."},
    },
    {"q": dict.fromkeys(("timed_out", "no_agents", "queue_full", "left"), "sorry")},
)  # fmt: skip  # a flow reads as one


def step(name: str) -> Callable[[Office, str], None]:
    """Do what is meant by a word, if it can be done now."""

    def act(office: Office, dialogue: str) -> None:
        held = office.board.floor.reservation_of(dialogue)
        if name == "time":
            due = office.board.timers.due()
            if due:
                office.fire(due[0].name, due[0].owner, after_s=max(0.0, ((due[0].due_ms or 0) - office.now) / 1000))
        elif name == "key":
            office.go(KeyPressed(dialogue=dialogue, key="1"))
        elif held is None:
            return
        elif name in ("accept", "decline") and held.state == "pending":
            kind = OfferAccepted if name == "accept" else OfferDeclined
            office.go(kind(reservation=held.id, agent=held.agent))
        elif name in ("joined", "failed") and held.state == "accepted":
            media = MediaConnected if name == "joined" else MediaFailed
            office.go(media(dialogue=dialogue, reservation=held.id))
        elif held.state == "connected":
            talk(office, name, held.id, held.agent)

    return act


def talk(office: Office, name: str, reservation: str, agent: str) -> None:
    if name == "hold":
        office.go(HoldSet(reservation=reservation, agent=agent, held=True))
    elif name == "hand on":
        office.go(WorkTransferred(reservation=reservation, agent=agent, contact_center="desk"))
    elif name == "put through":
        office.go(WorkTransferred(reservation=reservation, agent=agent, number="+442079460123"))
    elif name == "end":
        office.go(AgentHungUp(reservation=reservation, agent=agent))


WORDS = ("time", "key", "accept", "decline", "joined", "failed", "hold", "hand on", "put through", "end")


@pytest.mark.proof
@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_nothing_is_kept_for_a_caller_who_has_gone(words: list[str]) -> None:
    office = Office()
    office.release("sales", "entry", entry=ENTRY, hold=HOLD)
    office.sign_in("anna", "bert")
    dialogue = office.call(SALES, capabilities=("keys", "audio", "hold", "transfer"))
    for word in words:
        if office.status(dialogue) != "ended":
            step(word)(office, dialogue)
    gone_already = office.status(dialogue) == "ended"
    office.go(CallerHungUp(dialogue=dialogue))
    assert office.status(dialogue) == "ended"
    assert office.board.floor.reservation_of(dialogue) is None
    assert office.board.floor.place(dialogue, office.now) is None
    for view in office.board.floor.agents(office.now):
        states = {work["state"] for work in view["reservations"] if work["dialogue"] == dialogue}
        assert states <= {"wrapping"}
    assert not [row for row in office.board.timers.due() if dialogue in row.owner and row.owner_kind != "reservation"]
    if not gone_already:
        for view in office.board.floor.agents(office.now):
            for work in view["reservations"]:
                office.go(WrapUpEnded(reservation=work["reservation"], agent=view["agent"]))
    assert office.board.floor.queue("desk", office.now)["waiting"] == 0


@pytest.mark.parametrize("word", WORDS)
def test_each_word_does_something(word: str) -> None:
    """So that the law above speaks of every one of them."""
    ways = {
        "time": [], "key": [], "accept": [], "decline": [], "joined": ["accept"], "failed": ["accept"],
        "hold": ["accept", "joined"], "hand on": ["accept", "joined"], "put through": ["accept", "joined"],
        "end": ["accept", "joined"],
    }  # fmt: skip  # read as a table
    office = Office()
    office.release("sales", "entry", entry=ENTRY, hold=HOLD)
    office.sign_in("anna", "bert")
    dialogue = office.call(SALES, capabilities=("keys", "audio", "hold", "transfer"))
    for before in ways[word]:
        step(before)(office, dialogue)
    events = office.events
    step(word)(office, dialogue)
    assert office.events == events + 1
