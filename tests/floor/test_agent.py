"""Which agent is asked: order, capacity, presence, membership; and what a change of these does to what goes on."""

import pytest

from flowengine.floor.command import AgentChanged, CancelTimer, DialogueRequeued, RescindOffer, WorkCompleted
from flowengine.floor.event import (
    AgentProfileSet,
    AgentSignedIn,
    AgentSignedOut,
    DevicePresenceReported,
    DialogueAbandoned,
    PresenceSet,
)
from tests.floor.hall import START_MS, Hall, offers, plain


@pytest.fixture
def hall() -> Hall:
    made = Hall()
    made.center(skills=("dutch",))
    return made


def test_the_longest_idle_agent_is_asked_and_goes_to_the_back_after_work(hall: Hall) -> None:
    for name in ("zoe", "anna", "mia"):
        hall.agent(name)
    asked = []
    for n in range(5):
        hall.call(f"d{n}")
        asked.append(hall.holder(f"d{n}"))
        hall.connect(f"d{n}")
        hall.end(f"d{n}")
    assert asked == ["zoe", "anna", "mia", "zoe", "anna"]


def test_whoever_declines_or_misses_goes_to_the_back_but_a_caller_who_leaves_costs_nobody_the_place(hall: Hall) -> None:
    for name in ("anna", "ben", "cleo"):
        hall.agent(name)
    hall.call("d1")
    hall.do(DialogueAbandoned("d1"))
    assert offers(hall.call("d2")) == [("d2", "anna")]
    assert offers(hall.decline("d2")) == [("d2", "ben")]
    hall.do(DialogueAbandoned("d2"))
    hall.call("d3", channel="chat")
    assert hall.holder("d3") == "ben"
    assert offers(hall.pass_s(60)) == [("d3", "cleo")]
    hall.do(DialogueAbandoned("d3"))
    assert [offers(hall.call(f"d{n}"))[0][1] for n in (4, 5, 6)] == ["cleo", "anna", "ben"]


def test_a_skill_edit_keeps_the_place_among_agents(hall: Hall) -> None:
    hall.agent("anna")
    hall.agent("ben")
    hall.do(AgentProfileSet("anna", {"sales": {"dutch": 10}}))
    assert offers(hall.call("d1")) == [("d1", "anna")]


def test_a_voice_call_takes_the_whole_agent_and_three_chats_do(hall: Hall) -> None:
    hall.agent("anna")
    for n in range(4):
        hall.call(f"c{n}", channel="chat")
    hall.call("v1", priority=0)
    assert [hall.holder(d) for d in ("c0", "c1", "c2", "c3", "v1")] == ["anna", "anna", "anna", None, None]
    for n in range(3):
        hall.do(DialogueAbandoned(f"c{n}"))
    assert [hall.holder(d) for d in ("c3", "v1")] == ["anna", None]  # a chat slot was free before the whole agent
    hall.do(DialogueAbandoned("c3"))
    hall.call("c4", channel="chat")
    assert [hall.holder(d) for d in ("c4", "v1")] == [None, "anna"]


def test_the_least_loaded_agent_gets_the_chat(hall: Hall) -> None:
    hall.agent("anna")
    hall.agent("ben")
    assert [offers(hall.call(f"c{n}", channel="chat"))[0][1] for n in range(4)] == ["anna", "ben", "anna", "ben"]


def test_an_agent_whose_load_falls_comes_before_one_who_was_first(hall: Hall) -> None:
    for name in ("anna", "ben"):
        hall.agent(name)
    for n in range(4):
        hall.call(f"c{n}", channel="chat")
    assert [hall.holder(f"c{n}") for n in range(4)] == ["anna", "ben", "anna", "ben"]
    hall.do(DialogueAbandoned("c1"))
    hall.do(DialogueAbandoned("c3"))
    assert offers(hall.call("v1")) == [("v1", "ben")]  # anna's two chats leave her no room for a call


def test_the_least_loaded_is_found_among_agents_of_different_skills(hall: Hall) -> None:
    hall.call("d0", "sales", "chat", {"dutch": 1})  # tells anna and ben from cleo
    hall.do(DialogueAbandoned("d0"))
    for name, levels in [("anna", {"dutch": 1}), ("ben", {"dutch": 1}), ("cleo", {})]:
        hall.agent(name, sales=levels)
    for n in range(6):
        hall.call(f"c{n}", channel="chat")
    assert [hall.holder(f"c{n}") for n in range(6)] == ["anna", "ben", "cleo", "anna", "ben", "cleo"]
    hall.do(DialogueAbandoned("c2"))
    assert offers(hall.call("c6", channel="chat")) == [("c6", "cleo")]
    hall.do(DialogueAbandoned("c6"))
    hall.do(DialogueAbandoned("c1"))
    hall.do(DialogueAbandoned("c4"))  # cleo has one chat, anna two, ben none
    assert [offers(hall.call(f"c{n}", channel="chat"))[0][1] for n in (8, 9)] == ["ben", "ben"]


def test_who_writes_up_a_chat_gets_no_other(hall: Hall) -> None:
    hall.center(wrap_up_mode="optional", wrap_up_s=30)
    hall.agent("anna")
    hall.call("c1", channel="chat")
    hall.connect("c1")
    hall.end("c1")
    hall.call("c2", channel="chat")
    assert hall.holder("c2") is None
    assert offers(hall.pass_s(30)) == [("c2", "anna")]


def test_never_double_booked_across_contact_centers(hall: Hall) -> None:
    hall.center("care")
    hall.agent("anna", sales={}, care={})
    hall.call("d1", "sales")
    hall.call("d2", "care")
    assert (hall.holder("d1"), hall.holder("d2")) == ("anna", None)


@pytest.mark.parametrize(
    ("levels", "needs", "able"),
    [
        pytest.param({"dutch": 50}, {"dutch": 50}, True, id="level met exactly"),
        pytest.param({"dutch": 49}, {"dutch": 50}, False, id="level too low"),
        pytest.param({}, {"dutch": 0}, False, id="skill not held"),
        pytest.param({"dutch": 0}, {"dutch": 0}, True, id="held at nought"),
        pytest.param({"dutch": 9, "golf": 9}, {"golf": 1}, False, id="skill that the center does not define"),
    ],
)
def test_requirements(hall: Hall, levels: dict[str, int], needs: dict[str, int], able: bool) -> None:
    hall.agent("anna", sales=levels)
    assert bool(offers(hall.call("d1", needs=needs))) is able


def test_a_center_that_defines_a_skill_wakes_who_waits_for_it(hall: Hall) -> None:
    hall.agent("anna", sales={"golf": 9})
    hall.call("d1", needs={"golf": 1})
    assert hall.holder("d1") is None
    hall.center(skills=("dutch", "golf"))
    assert hall.holder("d1") == "anna"
    hall.center(skills=("dutch",))
    assert hall.holder("d1") is None


def test_losing_the_skill_passes_a_ringing_offer_on_and_never_ends_a_conversation(hall: Hall) -> None:
    for name in ("anna", "ben"):
        hall.agent(name, sales={"dutch": 50})
    hall.call("d1", needs={"dutch": 50})
    r = hall.id_of("d1")
    said = hall.do(AgentProfileSet("anna", {"sales": {"dutch": 10}}))
    assert RescindOffer(r, "anna", "d1", "canceled") in plain(said)
    assert offers(said) == [("d1", "ben")]
    hall.connect("d1")
    assert plain(hall.do(AgentProfileSet("ben", {}))) == [AgentChanged("ben", "draining")]
    r = hall.id_of("d1")
    said = hall.end("d1")
    assert plain(said)[-2:] == [WorkCompleted(r, "ben", "d1"), AgentChanged("ben", "signed_out")]
    assert [a["agent"] for a in hall.floor.agents(hall.at_ms)] == ["anna"]


def test_gaining_a_skill_wakes_who_waits_for_it(hall: Hall) -> None:
    hall.agent("anna")
    hall.call("d1", needs={"dutch": 50})
    assert offers(hall.do(AgentProfileSet("anna", {"sales": {"dutch": 50}}))) == [("d1", "anna")]


def test_sign_out_drains(hall: Hall) -> None:
    hall.agent("anna")
    hall.agent("ben")
    hall.call("c1", channel="chat")
    hall.connect("c1")
    hall.call("c2", channel="chat")
    hall.call("c3", channel="chat")
    assert [hall.holder(c) for c in ("c1", "c2", "c3")] == ["anna", "ben", "anna"]
    said = hall.do(AgentSignedOut(agent="anna"))
    assert DialogueRequeued("c3", "sales", "agent_gone") in plain(said)
    assert offers(said) == [("c3", "ben")]
    assert (hall.holder("c1"), hall.state("anna")) == ("anna", "draining")
    assert plain(hall.end("c1"))[-1] == AgentChanged("anna", "signed_out")
    assert hall.do(AgentSignedOut(agent="anna")) == []


@pytest.mark.parametrize("intent", ["away", "do_not_disturb", "offline"])
def test_an_intent_other_than_available_keeps_offers_away(hall: Hall, intent: str) -> None:
    hall.agent("anna")
    hall.call("d0")
    assert DialogueRequeued("d0", "sales", "agent_gone") in hall.do(PresenceSet(agent="anna", intent=intent))
    assert hall.state("anna") == "not_routable"
    assert offers(hall.do(PresenceSet(agent="anna", intent="available"))) == [("d0", "anna")]


def test_an_intent_during_a_conversation_is_the_next_status(hall: Hall) -> None:
    hall.agent("anna")
    hall.call("c1", channel="chat")
    hall.connect("c1")
    hall.do(PresenceSet(agent="anna", intent="away", reason="lunch"))
    view = hall.floor.agents(hall.at_ms)[0]
    assert (view["intent"], view["next_intent"], view["state"]) == ("available", "away", "busy")
    hall.call("c2", channel="chat")
    assert hall.holder("c2") is None
    hall.end("c1")
    view = hall.floor.agents(hall.at_ms)[0]
    assert (view["intent"], view["reason"], view["next_intent"]) == ("away", "lunch", None)
    assert hall.holder("c2") is None


def test_available_again_takes_the_next_status_back(hall: Hall) -> None:
    hall.agent("anna")
    hall.call("c1", channel="chat")
    hall.connect("c1")
    hall.do(PresenceSet(agent="anna", intent="away"))
    hall.do(PresenceSet(agent="anna", intent="available"))
    assert offers(hall.call("c2", channel="chat")) == [("c2", "anna")]


@pytest.mark.parametrize(
    ("devices", "open_"),
    [
        pytest.param(["available"], True, id="available"),
        pytest.param(["away"], True, id="away alone keeps nobody away"),
        pytest.param(["available", "device_busy"], False, id="one busy device is enough"),
        pytest.param(["do_not_disturb", "away"], False, id="do not disturb is strongest"),
    ],
)
def test_devices_merge_and_expire(hall: Hall, devices: list[str], open_: bool) -> None:
    hall.agent("anna")
    for n, presence in enumerate(devices):
        hall.do(DevicePresenceReported(agent="anna", device=f"dev{n}", presence=presence, expires_s=300))
    hall.do(PresenceSet(agent="anna", intent="available"))  # never overrides a busy device
    assert bool(offers(hall.call("d1", channel="chat"))) is open_
    if not open_:
        assert offers(hall.pass_s(299.999)) == []
        assert offers(hall.pass_s(0.001)) == [("d1", "anna")]


def test_own_action_ends_a_block(hall: Hall) -> None:
    hall.agent("anna")
    hall.call("d1")
    hall.pass_s(20)
    assert hall.state("anna") == "not_routable"
    said = hall.do(PresenceSet(agent="anna", intent="available"))
    assert said[0] == CancelTimer("agent", "anna", "unblock")
    assert offers(said) == [("d1", "anna")]


def test_who_is_not_an_agent_or_not_signed_in_is_told_so(hall: Hall) -> None:
    stranger = "eve is not an agent of any contact center."
    assert hall.floor.refuse(AgentSignedIn(agent="eve")) == stranger
    assert hall.floor.refuse(PresenceSet(agent="eve", intent="away")) == stranger
    hall.do(AgentProfileSet("anna", {"sales": {}}))
    assert hall.floor.refuse(PresenceSet(agent="anna", intent="away")) == "Sign in first."
    assert hall.do(PresenceSet(agent="anna", intent="available")) == []
    assert hall.floor.refuse(AgentSignedIn(agent="anna")) is None


def test_coming_back_is_becoming_free(hall: Hall) -> None:
    hall.agent("anna")
    hall.agent("ben")
    hall.do(PresenceSet(agent="anna", intent="away"))
    hall.do(PresenceSet(agent="anna", intent="available"))
    assert offers(hall.call("d1")) == [("d1", "ben")]
    assert hall.at_ms == START_MS
