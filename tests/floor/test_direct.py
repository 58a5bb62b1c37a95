"""A dialogue for one agent alone: at once, or not at all."""

import pytest

from flowengine.floor.command import DialogueConnected, DialogueLeft, DialogueQueued, MakeOffer
from flowengine.floor.event import (
    AgentProfileSet,
    AgentSignedOut,
    DialogueUpdated,
    MediaFailed,
    PresenceSet,
)
from tests.floor.hall import Hall, offers, plain, without_timers


@pytest.fixture
def hall(both: Hall) -> Hall:
    """Anna and ben are there; ben is idle for longest."""
    both.center()
    both.center("care")
    both.agent("ben")
    both.agent("anna", sales={})
    return both


def left(reason: str) -> DialogueLeft:
    return DialogueLeft("d1", "sales", reason)


def test_the_agent_is_asked_though_others_are_idle_for_longer(hall: Hall) -> None:
    said = without_timers(hall.call("d1", direct="anna"))
    assert said[0] == DialogueQueued("d1", "sales", 1)
    assert [(c.agent, c.contact_center) for c in said if isinstance(c, MakeOffer)] == [("anna", "sales")]
    said = hall.connect("d1")
    assert DialogueConnected("d1", hall.id_of("d1"), "anna", "sales", 0) in plain(said)
    assert hall.timers == {}


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        pytest.param("nobody", "failed", id="not an agent"),
        pytest.param("cleo", "failed", id="not signed in"),
        pytest.param("dan", "failed", id="not in this contact center"),
        pytest.param("eve", "busy", id="away"),
        pytest.param("fay", "busy", id="in a conversation"),
    ],
)
def test_it_leaves_at_once_if_the_agent_cannot_be_asked(hall: Hall, who: str, reason: str) -> None:
    hall.do(AgentProfileSet("cleo", {"sales": {}}))
    hall.agent("dan", care={})
    hall.agent("eve")
    hall.do(PresenceSet(agent="eve", intent="away"))
    hall.agent("fay")
    hall.call("d0", direct="fay")
    hall.connect("d0")
    assert hall.call("d1", direct=who) == [left(reason)]
    assert [c.what for c in hall.counted[-2:]] == ["enqueued", "left"]


@pytest.mark.parametrize(
    ("how", "reason"), [("declines", "rejected"), ("misses", "no_answer"), ("goes", "failed"), ("breaks", "failed")]
)
def test_nobody_else_is_asked_afterwards(hall: Hall, how: str, reason: str) -> None:
    hall.call("d1", direct="anna", max_wait_s=300)
    if how == "declines":
        said = hall.decline("d1")
    elif how == "misses":
        said = hall.pass_s(20)
    elif how == "goes":
        said = hall.do(AgentSignedOut(agent="anna"))
    else:
        hall.accept("d1")
        said = hall.do(MediaFailed(dialogue="d1", reservation=hall.id_of("d1")))
    assert left(reason) in plain(said)
    assert offers(said) == []
    assert {name for _, _, name in hall.timers} <= {"unblock"}


def test_a_caller_who_is_dialled_back_is_tried_again_with_the_same_agent(hall: Hall) -> None:
    hall.call("d1", direct="anna")
    hall.accept("d1")
    hall.do(DialogueUpdated("d1", hall.at_ms + 600_000, 30.0))
    hall.do(MediaFailed(dialogue="d1", reservation=hall.id_of("d1")))
    assert hall.holder("d1") is None
    hall.floor = hall.floor.fork()
    assert offers(hall.pass_s(30)) == [("d1", "anna")]
    hall.accept("d1")
    hall.do(MediaFailed(dialogue="d1", reservation=hall.id_of("d1")))
    hall.do(PresenceSet(agent="anna", intent="away"))
    assert left("busy") in plain(hall.pass_s(30))
