"""Why somebody waits, what comes next, and the figures that flows and screens read."""

import pytest

from flowengine.floor.event import AgentProfileSet, AgentSignedOut, DevicePresenceReported, PresenceSet
from tests.floor.hall import Hall

PLAIN = (
    "state", "contact_center", "channel", "position", "waiting", "waited_s", "requirements", "priority",
    "max_wait_s_left", "estimate_s", "more_agents",
)  # fmt: skip  # a list reads better than one item a line


@pytest.fixture
def hall() -> Hall:
    made = Hall()
    made.center(skills=("dutch",), wrap_up_mode="optional", wrap_up_s=30)
    return made


@pytest.fixture
def busy(hall: Hall) -> Hall:
    """Everybody has another reason not to take d4, and nobody can take d3."""
    for name, level in [("anna", 80), ("ben", 40), ("cleo", 80), ("dan", 80), ("eve", 80), ("fay", 80), ("gus", 80)]:
        hall.agent(name, sales={"dutch": level})
    hall.agent("hal")
    hall.call("d1", needs={"dutch": 50})
    hall.connect("d1")  # anna
    hall.call("d2", needs={"dutch": 50})
    hall.pass_s(20)  # cleo misses d2, dan is asked
    hall.decline("d2")  # dan declines, eve is asked
    hall.connect("d2")
    hall.end("d2")  # eve wraps up
    hall.do(PresenceSet(agent="fay", intent="away", reason="lunch"))
    hall.do(DevicePresenceReported(agent="gus", device="teams", presence="device_busy"))
    hall.call("d3", needs={"dutch": 50, "golf": 1}, max_wait_s=300)
    hall.call("d4", needs={"dutch": 50}, max_wait_s=90)
    hall.pass_s(10)
    return hall


def test_every_agent_has_a_reason(busy: Hall) -> None:
    why = busy.floor.why_dialogue("d4", busy.at_ms)
    assert why is not None
    assert {key: why[key] for key in PLAIN} == {
        "state": "offered", "contact_center": "sales", "channel": "voice", "position": 2, "waiting": 1,
        "waited_s": 10, "requirements": {"dutch": 50}, "priority": 5, "max_wait_s_left": 80, "estimate_s": 20,
        "more_agents": 0,
    }  # fmt: skip  # one line per thought
    assert why["next"] == [
        "rings at dan for 10 s more, then is offered on",
        "eve ends the wrap-up in 20 s at the latest",
        "cleo, who did not answer, may be asked again in 50 s",
        "leaves the queue unanswered in 80 s",
    ]
    assert [(item["what"], item["in_s"]) for item in why["timeline"]] == [
        ("ring", 10), ("wrap_up", 20), ("unblock", 50), ("max_wait", 80),
    ]  # fmt: skip  # one line per thought
    assert {a["agent"]: (a["able"], a["reasons"]) for a in why["agents"]} == {
        "anna": (True, ["is in a conversation"]),
        "ben": (False, ["has dutch 40, needs 50"]),
        "cleo": (True, ["did not answer an offer and is blocked for 50 s"]),
        "dan": (True, ["is offered this dialogue"]),
        "eve": (True, ["is wrapping up"]),
        "fay": (True, ["is away (lunch)"]),
        "gus": (True, ["has a device that reports busy"]),
        "hal": (False, ["has no dutch, needs 50"]),
    }
    assert {a["agent"]: [b["code"] for b in a["because"]] for a in why["agents"]} == {
        "anna": ["no_room"], "ben": ["low_level"], "cleo": ["blocked"], "dan": ["is_offered"], "eve": ["wrapping"],
        "fay": ["away"], "gus": ["device"], "hal": ["no_skill"],
    }  # fmt: skip  # one line per thought
    assert why["words"][:3] == [
        "It has waited 10 s in sales and is offered.",
        "The one step asks sales for dutch 50, with priority 5.",
        "anna is in a conversation.",
    ]


def test_nobody_can_take_what_nobody_defines(busy: Hall) -> None:
    why = busy.floor.why_dialogue("d3", busy.at_ms)
    assert why is not None
    assert "golf is not a skill of sales" in why["agents"][0]["reasons"]
    assert why["next"] == ["nobody who can take it is signed in", "leaves the queue unanswered in 5 min"]
    assert why["asks"][0]["not_defined"] == ["golf"]
    assert "sales does not define golf: nobody there is eligible." in why["words"]
    assert why["estimate"] == {
        "mean_s": None, "p90_s": None, "by": "unknown", "sentence": "The wait is unknown: nobody able is staffed.",
    }  # fmt: skip  # one thought


def test_a_declined_dialogue_says_when_the_pair_is_over(hall: Hall) -> None:
    hall.agent("anna")
    hall.call("d1")
    hall.decline("d1")
    hall.pass_s(18)
    why = hall.floor.why_dialogue("d1", hall.at_ms)
    assert why is not None
    assert why["agents"][0]["reasons"] == ["declined this dialogue, may be asked again in 42 s"]
    assert why["next"] == [
        "is offered when anna, the only one able who is signed in, becomes free",
        "may be offered to anna again in 42 s",
    ]  # fmt: skip  # one line per thought


def test_connected_gone_and_unknown(hall: Hall) -> None:
    hall.agent("anna")
    hall.call("d1")
    hall.connect("d1")
    why = hall.floor.why_dialogue("d1", hall.at_ms)
    assert why is not None
    assert (why["state"], why["next"]) == ("connected", ["talks with anna until one of them ends it"])
    assert hall.floor.place("d1", hall.at_ms) is None
    assert hall.floor.why_dialogue("nobody", hall.at_ms) is None
    assert hall.floor.why_agent("nobody", hall.at_ms) is None


def test_why_an_agent_has_nothing_to_do(hall: Hall) -> None:
    hall.agent("anna", sales={"dutch": 10})
    hall.call("d1", needs={"dutch": 50})
    why = hall.floor.why_agent("anna", hall.at_ms)
    assert why is not None
    assert (why["state"], why["reasons"]) == ("idle", [])
    assert [(row["dialogue"], row["able"], row["reasons"]) for row in why["waiting"]] == [
        ("d1", False, ["has dutch 10, needs 50"]),
    ]  # fmt: skip  # one thought
    assert why["next"] is None
    assert why["may"] == [
        {
            "contact_center": "sales", "skills": {"dutch": 10}, "sets": 1, "sets_met": 0,
            "channels": {"voice": [], "chat": [], "message": []},
        }
    ]  # fmt: skip  # one line per thought
    assert why["words"] == [
        "anna is idle.",
        "anna meets not the one set of skills that sales was ever asked for.",
        "Dialogue d1 in sales: anna has dutch 10, needs 50.",
    ]


def test_figures_of_a_queue(hall: Hall) -> None:
    nobody = {
        "waiting": 0, "oldest_wait_s": 0, "agents_available": 0, "agents_staffed": 0, "estimated_wait_s": None,
        "estimated_p90_s": None,
    }  # fmt: skip  # one line per thought
    assert hall.floor.queue("sales", hall.at_ms) == nobody
    assert hall.floor.queue("unheard_of", hall.at_ms) == nobody
    hall.agent("anna")
    assert hall.floor.queue("sales", hall.at_ms)["estimated_wait_s"] == 0
    hall.call("d1")
    hall.pass_s(4)
    hall.connect("d1")
    hall.call("d2")
    hall.pass_s(6)
    hall.do(AgentProfileSet("ben", {"sales": {}}))
    assert hall.floor.queue("sales", hall.at_ms) == {
        "waiting": 1, "oldest_wait_s": 6, "agents_available": 0, "agents_staffed": 1, "estimated_wait_s": 4,
        "estimated_p90_s": 9,
    }  # fmt: skip  # one line per thought
    hall.do(AgentSignedOut(agent="anna"))
    assert hall.floor.queue("sales", hall.at_ms)["estimated_wait_s"] is None
    assert hall.floor.place("d2", hall.at_ms) == {
        "position": 1,
        "estimated_wait_s": None,
        "estimated_p90_s": None,
    }
