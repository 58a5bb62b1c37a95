"""A dialogue's way through one flow, told from what it counted of itself and from its trace."""

from typing import Any

import pytest

from flowengine.interpreter.state import Dialogue, Ended
from flowengine.reports.flow_asked import DialoguesAsked, OfFlow, TrafficAsked, id_at
from flowengine.reports.flow_dialogues import listed
from flowengine.reports.passage import flow_key, passage_of, passes
from flowengine.reports.traffic import traffic_of

FLOW = flow_key("front_door", "main")
SPAN = (1_000, 100_000)
DAY = OfFlow("front_door", "main", SPAN)


def key(step: str) -> str:
    return step if "/" in step else FLOW + step


def dialogue(*visits: str, at_ms: int = 2_000, **more: Any) -> Dialogue:
    """One that entered these steps, in this order."""
    counts: dict[str, int] = {}
    for step in visits:
        counts[key(step)] = counts.get(key(step), 0) + 1
    named = {"status": "ended", "ended": Ended("disconnected", "in_flow", "caller")} | more
    name = f"{id_at(at_ms)}-7{at_ms % 1000:03x}-8000-000000000000"
    named.setdefault("channel", "voice")
    return Dialogue(id=name, via="phone", address="+442079460100", started_ms=at_ms, visits=counts, **named)


def went(*ways: tuple[str, str]) -> list[tuple[Any, ...]]:
    return [("went", key(step), outcome) for step, outcome in ways]


STANDS = {
    "nowhere, for every step was left": (("hours", "bye"), went(("hours", "open"), ("bye", "done")), ""),
    "at the last": (("hours", "menu"), went(("hours", "open")), "menu"),
    "at one that was entered again": (("menu", "say", "menu"), went(("menu", "1"), ("say", "done")), "menu"),
    "at one that has no way out": (("hours", "end"), went(("hours", "closed")), "end"),
    "at the step that called another flow": (
        ("hours", "billing", "billing/main/queue"), went(("hours", "open")), "billing",
    ),
    "not at a step that a key left": (("menu", "desk"), [("key", key("menu"), "0"), *went(("desk", "closed"))], ""),
    "not at a step that a fault left": (
        ("ask", "sorry"), [("fault", key("ask"), "it is down"), *went(("sorry", "done"))], "",
    ),
    "not at one whose fault had its way out": (
        ("ask", "menu", "ask"), [("fault", key("ask"), "down"), *went(("ask", "error"), ("menu", "1"))], "ask",
    ),
    "in this flow, whatever happened in others": (("menu",), went(("billing/main/menu", "1")), "menu"),
}  # fmt: skip  # a table reads better filled


@pytest.mark.parametrize(("visits", "facts", "stands"), STANDS.values(), ids=STANDS)
def test_it_stands(visits: tuple[str, ...], facts: list[tuple[Any, ...]], stands: str) -> None:
    assert passage_of(dialogue(*visits), facts, FLOW).stands == stands


def test_flows_whose_names_begin_alike_are_two() -> None:
    assert not passes(dialogue("front_door/main_menu/hours"), FLOW)


class Kept:
    """Dialogues with their facts, the newest first."""

    def __init__(self, *kept: tuple[Dialogue, list[tuple[Any, ...]]]) -> None:
        self.kept = sorted(kept, key=lambda one: one[0].id, reverse=True)

    def dialogues(self, first: str, before: str) -> Any:
        return (state for state, _ in self.kept if first <= state.id < before)

    def facts(self, dialogue: str) -> Any:
        return next(facts for state, facts in self.kept if state.id == dialogue)


MENU = went(("hours", "open"))
ROUND = went(("hours", "open"), ("menu", "1"), ("say", "done"), ("menu", "1"), ("say", "done"))
CALLS = Kept(
    (dialogue("hours", "menu", at_ms=2_000), MENU),
    (dialogue("hours", "menu", "say", "menu", "say", "menu", at_ms=3_000), ROUND),
    (dialogue("hours", "menu", at_ms=4_000, status="in_flow", ended=None), MENU),
    (
        dialogue("hours", "end", at_ms=5_000, channel="chat", ended=Ended("completed", "in_flow", "flow")),
        went(("hours", "closed")),
    ),
    (dialogue("hours", "menu", at_ms=6_000, test=True), MENU),
    (dialogue("billing/main/menu", at_ms=7_000), []),
    (dialogue("hours", "menu", at_ms=200_000), MENU),
)  # fmt: skip  # one call, one line or two


def test_traffic_adds_up() -> None:
    found = traffic_of(TrafficAsked("emea-x", DAY), CALLS)
    steps = found["steps"]
    assert (found["dialogues"], found["looked_at"], found["complete"]) == (4, 6, True)
    assert {word: n for word, n in found["ended"].items() if n} == {"live": 1, "self_served": 1, "left_in_flow": 2}
    assert steps["hours"]["ways"] == {
        "open": {"times": 3, "dialogues": 3, "dropped": 1},
        "closed": {"times": 1, "dialogues": 1, "dropped": 0},
    }
    menu = {name: steps["menu"][name] for name in ("entered", "dialogues", "dropped", "stopped", "here")}
    assert menu == {"entered": 5, "dialogues": 3, "dropped": 2, "stopped": 0, "here": 1}
    assert steps["menu"]["ways"] == {"1": {"times": 2, "dialogues": 1, "dropped": 0}}
    assert steps["say"]["ways"] == {"done": {"times": 2, "dialogues": 1, "dropped": 1}}
    assert (steps["end"]["stopped"], steps["end"]["ways"]) == (1, {})
    for step in steps.values():  # who entered a step left it, or came no further
        gone = step["dropped"] + step["stopped"] + step["here"]
        assert step["entered"] == gone + sum(way["times"] for way in step["ways"].values())


def starts(**asked: Any) -> list[int]:
    return [row["started_ms"] for row in listed(DialoguesAsked("emea-x", DAY, **asked), CALLS)["dialogues"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [5_000, 4_000, 3_000, 2_000]),
        ({"ended": "live"}, [4_000]),
        ({"ended": "left_in_flow"}, [3_000, 2_000]),
        ({"step": "say"}, [3_000]),
        ({"step": "hours", "outcome": "closed"}, [5_000]),
        ({"step": "menu", "stopped": True, "ended": "left_in_flow"}, [3_000, 2_000]),
        ({"step": "menu", "stopped": True, "ended": "dropped"}, [3_000, 2_000]),
        ({"step": "menu", "stopped": True}, [4_000, 3_000, 2_000]),
        ({"step": "hours", "stopped": True}, []),
    ],
    ids=str,
)
def test_those_that_are_asked_for(asked: dict[str, Any], found: list[int]) -> None:
    assert starts(**asked) == found


def test_pages_come_one_after_the_other() -> None:
    seen, before = list[int](), ""
    for _ in range(4):
        page = listed(DialoguesAsked("emea-x", DAY, limit=1, before=before), CALLS)
        seen += [row["started_ms"] for row in page["dialogues"]]
        before = page["next"]
    assert seen == [5_000, 4_000, 3_000, 2_000]
    assert listed(DialoguesAsked("emea-x", DAY, before=before), CALLS) == {"dialogues": [], "next": "", "looked_at": 0}


def test_channels_and_tests_stand_apart() -> None:
    assert traffic_of(TrafficAsked("emea-x", OfFlow("front_door", "main", SPAN, "chat")), CALLS)["dialogues"] == 1
    assert traffic_of(TrafficAsked("emea-x", OfFlow("front_door", "main", SPAN, tests=True)), CALLS)["dialogues"] == 1


def test_of_too_many_the_newest_are_told() -> None:
    found = traffic_of(TrafficAsked("emea-x", DAY, most=2), CALLS)
    assert (found["dialogues"], found["complete"], found["since_ms"]) == (2, False, 4_000)
