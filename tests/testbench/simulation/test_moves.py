"""Callers who leave without a word, and conversations that are handed on: counted to the second in small lines."""

from typing import Any

import pytest

from flowengine.interpreter.program import Release
from flowengine.testbench.simulation.absence import BACK, LEFT
from flowengine.testbench.simulation.day import Day
from flowengine.testbench.simulation.hand_on import HANDED_ON
from flowengine.testbench.simulation.plan import Plan
from flowengine.testbench.simulation.tally import Key, Seen
from tests.testbench.simulation.queue import ADDRESS, plan, scenario, tenant, whole

CHAT = "chat:line"
SECOND: Key = ("contact_center", "second", "")


def two_lines() -> dict[str, Any]:
    """A line, and another one beside it; both are called and written to."""
    of = tenant()
    of["contact_centers"]["second"] = {"title": "Second", "skills": {"deep": {}}, "wrap_up": {"mode": "none"}}
    of["addresses"][CHAT] = {"kind": "chat", "link": {"contact_center": "line"}}
    return of


def crew(name: str, center: str, count: int = 40, **more: Any) -> dict[str, Any]:
    return {"group": name, "count": count, "memberships": {center: {}}, **more}


def day(of: Plan) -> Seen:
    return Day(of, 1, 0).run()


def chats(agents: int, leaving: dict[str, Any], **more: Any) -> Seen:
    """Everybody writes, and leaves so."""
    told: dict[str, Any] = {
        "arrivals": [{"address": CHAT, "per_hour": 60}],
        "callers": [{"leaves": {"chat": {"share": 1, **leaving}}}],
        "staffing": [crew("all", "line", agents, capacity={"chat": 1})],
        "handling": [{"talk": 60, "waits_for_caller": 30}],
        "warm_up_min": 0,
        "to": "00:45",
        **more,
    }
    return day(plan(scenario(0, 0, **told), two_lines()))


# --- callers who leave ------------------------------------------------------------------------------------------------


def test_who_closes_the_page_is_gone_after_the_time_that_the_flow_waits() -> None:
    seen = chats(0, {"after": 60})
    cell = whole(seen)
    assert cell.abandoned == cell.enqueued == seen.notes[LEFT] > 30
    assert cell.abandoned_ms == 360_000 * cell.abandoned
    assert BACK not in seen.notes


@pytest.mark.parametrize("how", ["closes_page", "stops_answering"])
def test_who_comes_back_too_late_gives_up_then(how: str) -> None:
    seen = chats(0, {"after": 60, "how": how, "returns": 1, "returns_after": 100}, patience={"chat": 120})
    cell = whole(seen)
    assert seen.notes[BACK] == seen.notes[LEFT] == cell.abandoned > 30
    assert cell.abandoned_ms == 160_000 * cell.abandoned


def test_who_comes_back_in_time_waits_on() -> None:
    cell = whole(chats(0, {"after": 60, "returns": 1, "returns_after": 100}, patience={"chat": 400}))
    assert cell.abandoned_ms == 400_000 * cell.abandoned > 0


@pytest.mark.parametrize("how", ["closes_page", "stops_answering"])
def test_an_agent_waits_for_who_left_and_then_ends_it(how: str) -> None:
    seen = chats(60, {"after": 10, "how": how})
    cell = whole(seen)
    assert cell.handled == cell.answered > 30
    assert cell.handled_ms == 90_000 * cell.handled, "a conversation, and the wait for a word"


def test_who_is_back_by_then_ends_it_as_usual() -> None:
    cell = whole(chats(60, {"after": 50, "returns": 1, "returns_after": 5}))
    assert cell.handled_ms == 60_000 * cell.handled > 0


def test_who_is_back_while_the_agent_waits_is_dealt_with() -> None:
    to = [{"share": 1, "contact_center": "second"}]
    staffing = [crew("all", "line", 60, capacity={"chat": 1}, hands_on=to)]
    seen = chats(0, {"after": 50, "returns": 1, "returns_after": 20}, staffing=staffing)
    assert seen.notes[HANDED_ON] == whole(seen).handled == whole(seen, SECOND).enqueued > 30


def test_the_share_is_a_share_and_who_stays_does_as_before() -> None:
    cell = whole(seen := chats(60, {"share": 0.25, "after": 10}, arrivals=[{"address": CHAT, "per_hour": 600}]))
    left = seen.notes[LEFT]
    assert abs(left - cell.handled / 4) < 3 * (cell.handled * 0.1875) ** 0.5
    assert cell.handled_ms == 60_000 * cell.handled + 30_000 * left


MENU = {
    "format": 1,
    "title": "Menu",
    "start": "menu",
    "nodes": {
        "menu": {"type": "menu", "prompt": "?", "choices": {"1": {"label": "One"}}, "timeout_s": 40, "tries": 1},
        "queue": {"type": "enqueue", "max_wait_s": 60, "when_unstaffed": "wait"},
        "over": {"type": "end"},
    },
    "wires": {
        "menu": {"1": "queue", "no_input": "over", "no_match": "over"},
        "queue": dict.fromkeys(("timed_out", "no_agents", "queue_full", "left"), "over"),
    },
}


@pytest.mark.parametrize(("returns", "reach_queue"), [(0, False), (1, True)])
def test_a_question_is_answered_when_they_are_back(returns: int, *, reach_queue: bool) -> None:
    leaving = {"share": 1, "how": "stops_answering", "after": 5, "returns": returns, "returns_after": 20}
    told: dict[str, Any] = {
        "arrivals": [{"address": CHAT, "per_hour": 60}],
        "callers": [{"leaves": {"chat": leaving}, "answers": {"menu": {"1": 1}}}],
        "staffing": [crew("all", "line")],
    }
    release = Release({"format": 1, "entry": {"default": "menu"}}, {"menu": MENU})
    seen = day(plan(scenario(0, 0, warm_up_min=0, **told), two_lines(), line=release))
    assert (whole(seen).enqueued == seen.dialogues["arrived"]) is reach_queue
    assert (whole(seen).enqueued > 30) is reach_queue


# --- conversations that are handed on ---------------------------------------------------------------------------------


def calls(hands_on: list[dict[str, Any]], *others: dict[str, Any], **more: Any) -> Seen:
    """Everybody calls; whoever answers hands on so."""
    told: dict[str, Any] = {"handling": [{"talk": 60}], "warm_up_min": 0, "to": "00:45", **more}
    staffing = [crew("all", "line", hands_on=hands_on), *others]
    return day(plan(scenario(0, 5.0, staffing=staffing, **told), two_lines()))


def test_a_share_goes_on_to_another_contact_center() -> None:
    to = [{"share": 0.3, "contact_center": "second", "skills": {"deep": 1}, "after": 20}]
    deep = {"group": "deep", "count": 30, "memberships": {"second": {"deep": 50}}}
    seen = calls(to, deep)
    first, second = whole(seen), whole(seen, SECOND)
    n = seen.notes[HANDED_ON]
    assert abs(n - 0.3 * first.handled) < 3 * (first.handled * 0.21) ** 0.5
    assert second.enqueued == second.handled == n
    assert whole(seen, ("skill", "second", "deep")).enqueued == n
    assert first.handled_ms == 60_000 * (first.handled - n) + 20_000 * n
    assert seen.dialogues["arrived"] == seen.dialogues["ended_served"] == first.handled


def test_a_colleague_is_asked_first() -> None:
    seen = calls([{"share": 1, "group": "experts"}], crew("experts", "second", 20))
    assert whole(seen, SECOND).answered == seen.notes[HANDED_ON] == whole(seen).handled > 30
    assert sum(whole(seen, ("group", "", "experts")).state_ms[1:4]) > 0


def test_a_number_is_dialled_where_the_channel_can() -> None:
    to = [{"share": 1, "number": "+442079460999"}]
    seen = calls(to, world={"talks_elsewhere": 30})
    assert seen.notes[HANDED_ON] == seen.dialogues["ended_transferred"] == whole(seen).handled > 30
    written = calls(to, arrivals=[{"address": CHAT, "per_hour": 60}])
    assert [note for note in written.notes if "cannot be put through to a number" in note] == [*written.notes]
    assert whole(written).handled == written.dialogues["ended_served"] > 30


def test_patience_begins_anew_after_a_conversation() -> None:
    seen = calls([{"share": 1, "contact_center": "second"}], patience={"voice": 30})
    cell = whole(seen, SECOND)
    assert cell.abandoned == cell.enqueued > 30
    assert cell.abandoned_ms == 30_000 * cell.abandoned


def test_nobody_is_sent_round_for_ever() -> None:
    to = [{"share": 1, "contact_center": "line", "after": 1}]
    seen = calls(to, arrivals=[{"address": ADDRESS, "per_hour": 60}])
    assert seen.notes[HANDED_ON] == 9 * seen.dialogues["ended_served"] > 0


def test_what_is_refused_ends_as_any_other_and_is_said() -> None:
    seen = calls([{"share": 1, "group": "experts"}], crew("experts", "second"), world={"disabled": ["second"]})
    [(said, n)] = seen.notes.items()
    assert said.startswith("conversations could not be handed on: “second” is disabled")
    assert n == whole(seen).handled > 30
