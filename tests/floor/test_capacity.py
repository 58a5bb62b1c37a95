"""What an agent can do at once: costs and most per channel, own limits, and what a change of settings does to them."""

import pytest

from flowengine.floor.event import AgentProfileSet, Capacity, DialogueAbandoned
from tests.floor.hall import DEVICES, Hall, offers


@pytest.fixture
def hall(both: Hall) -> Hall:
    """One contact center whose agents may have two chats and a message beside them."""
    both.center(capacity={"chat": Capacity(40, 2), "message": Capacity(20, 5)})
    return both


def held(hall: Hall, *dialogues: str) -> list[str]:
    return [d for d in dialogues if hall.holder(d)]


def test_a_channel_has_a_most_and_all_share_the_whole(hall: Hall) -> None:
    hall.agent("anna")
    for n in range(3):
        hall.call(f"c{n}", channel="chat")
    for n in range(2):
        hall.call(f"m{n}", channel="message")
    assert held(hall, "c0", "c1", "c2", "m0", "m1") == ["c0", "c1", "m0"]  # 40 + 40 + 20
    hall.call("v0", priority=0)
    assert held(hall, "v0") == []
    assert offers(hall.do(DialogueAbandoned("c0"))) == [("c2", "anna")]


def test_the_most_counts_over_all_contact_centers(hall: Hall) -> None:
    hall.center("care", capacity={"chat": Capacity(1, 3)})
    hall.agent("anna", sales={}, care={})
    for n in range(2):
        hall.call(f"s{n}", channel="chat")
    for n in range(2):
        hall.call(f"c{n}", "care", channel="chat")
    assert held(hall, "s0", "s1", "c0", "c1") == ["s0", "s1", "c0"]


@pytest.mark.parametrize(
    ("most", "taken"),
    [
        pytest.param({"chat": 1}, ["c0"], id="fewer than the contact center's"),
        pytest.param({"chat": 9}, ["c0", "c1"], id="never more than the contact center's"),
        pytest.param({"chat": 0}, [], id="none"),
        pytest.param({"message": 0}, ["c0", "c1"], id="of another channel"),
    ],
)
def test_an_agent_may_have_a_limit_of_his_own(hall: Hall, most: dict[str, int], taken: list[str]) -> None:
    hall.agent("anna")
    hall.do(AgentProfileSet("anna", {"sales": {}}, most=most, devices=DEVICES))
    hall.floor = hall.floor.fork()
    for n in range(3):
        hall.call(f"c{n}", channel="chat")
    assert held(hall, "c0", "c1", "c2") == taken


def test_an_agent_who_takes_no_calls_is_not_able(hall: Hall) -> None:
    hall.agent("anna")
    hall.do(AgentProfileSet("anna", {"sales": {}}, most={"voice": 0}, devices=DEVICES))
    hall.call("v0", when_unstaffed="leave")
    assert hall.floor.wait("v0") is None
    hall.call("c0", channel="chat", when_unstaffed="leave")
    assert hall.holder("c0") == "anna"


def test_more_room_is_used_at_once_and_less_room_ends_nothing(hall: Hall) -> None:
    hall.agent("anna")
    for n in range(4):
        hall.call(f"c{n}", channel="chat")
    hall.center(capacity={"chat": Capacity(20, 3)})
    assert held(hall, "c0", "c1", "c2", "c3") == ["c0", "c1", "c2"]  # 40 + 40, as they were offered, and 20
    assert hall.floor.agents(hall.at_ms)[0]["load"] == 100
    hall.center(capacity={"chat": Capacity(20, 1)})
    assert held(hall, "c0", "c1", "c2", "c3") == ["c0", "c1", "c2"]
    for n in range(2):
        assert offers(hall.do(DialogueAbandoned(f"c{n}"))) == []
    assert offers(hall.do(DialogueAbandoned("c2"))) == [("c3", "anna")]


def test_a_higher_limit_of_his_own_is_used_at_once(hall: Hall) -> None:
    hall.do(AgentProfileSet("anna", {"sales": {}}, most={"chat": 1}, devices=DEVICES))
    hall.agent("anna")
    hall.do(AgentProfileSet("anna", {"sales": {}}, most={"chat": 1}, devices=DEVICES))
    hall.call("c0", channel="chat")
    hall.decline("c0")
    hall.call("c1", channel="chat")
    hall.call("c2", channel="chat")
    assert held(hall, "c1", "c2") == ["c1"]
    said = hall.do(AgentProfileSet("anna", {"sales": {}}, devices=DEVICES))
    assert offers(said) == [("c2", "anna")]
