"""Retiring a release: who moves, who goes to the queue, who stays; nobody is lost and nobody goes twice."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.errors import NotFound, RequestRefused
from flowengine.interpreter.state import Dialogue
from flowengine.lang.canonical import canonical, content_hash
from flowengine.messages import (
    AgentHungUp,
    CallerHungUp,
    DocumentPut,
    Json,
    KeyPressed,
    ReleaseMade,
    ReleaseMadeLive,
    ReleaseRetired,
    WrapUpEnded,
)
from flowengine.switchboard.retiring import holders, plan
from tests.switchboard.office import DESK, LEFT, MUSIC, SALES, Office, flow, queue


def menu(words: str, **more: Json) -> Json:
    return {"type": "menu", "prompt": words, "choices": {"1": {"label": "Yes"}}, **more}


def asking(first: str = "First?", second: str = "Second?", **more: Json) -> Json:
    """Two questions one after the other; a variable that was set before the first."""
    nodes = {
        "keep": {"type": "set", "assign": {"vars.kept": "42"}},
        "one": menu(first),
        "two": menu(second),
        "bye": {"type": "end", "prompt": "Bye."},
    }
    on = {"no_input": "bye", "no_match": "bye"}
    wires = {"keep": {"done": "one"}, "one": {"1": "two", **on}, "two": {"1": "bye", **on}}
    return flow(nodes, wires, variables={"kept": {"type": "number", "default": 0}}, **more)


def retire(office: Office, number: int = 1, *, environment: str = "desk", **more: Any) -> dict[str, Json]:
    event = ReleaseRetired(environment=environment, number=number, **more)
    foreseen = plan(office.board, event)
    reply = office.go(event).reply
    assert foreseen == reply
    return {row["dialogue"]: row["goes"] for row in reply["dialogues"]}


def on(office: Office, dialogue: str) -> set[int]:
    """The releases of the desk on which the dialogue is."""
    state = office.board.dialogues[dialogue]
    return {frame.release for frame in state.frames if frame.environment == "desk"} | {state.releases.get("desk", 0)}


def lasting(state: Dialogue) -> tuple[Any, ...]:
    """What a move may not touch."""
    frames = [(frame.flow, frame.node, frame.memory, frame.vars) for frame in state.frames]
    return state.wait, state.asking, state.awaiting, state.attributes, state.status, state.said, frames


def test_a_dialogue_that_waits_at_an_alike_step_moves_with_all_that_it_has() -> None:
    office = Office()
    office.release("desk", "main", main=asking())
    dialogue = office.call(DESK)
    office.release("desk", "main", main=asking(second="Second, new?"))
    before, timers = lasting(office.board.dialogues[dialogue]), office.board.timers.due()
    assert retire(office) == {dialogue: "moves"}
    assert lasting(office.board.dialogues[dialogue]) == before
    assert office.board.timers.due() == timers
    assert on(office, dialogue) == {2}
    assert office.facts("moved") == [("desk", 1, 2)]
    office.restart()
    office.go(KeyPressed(dialogue=dialogue, key="1"))
    assert office.words() == ["Second, new?"]
    assert office.board.dialogues[dialogue].frames[0].vars == {"kept": 42}


def test_one_that_waits_elsewhere_moves_when_it_next_waits_at_an_alike_step() -> None:
    office = Office()
    office.release("desk", "main", main=asking())
    dialogue = office.call(DESK)
    office.release("desk", "main", main=asking(first="First, new?"))
    assert retire(office) == {dialogue: "stays"}
    assert on(office, dialogue) == {1}
    office.restart()
    office.go(KeyPressed(dialogue=dialogue, key="1"))
    assert office.words() == ["Second?"]
    assert office.facts("moved") == [("desk", 1, 2)]
    assert on(office, dialogue) == {2}


def test_one_that_cannot_move_goes_to_the_queue_at_once() -> None:
    office = Office()
    office.release("desk", "main", main=asking())
    dialogue = office.call(DESK)
    office.release("desk", "main", main=asking(first="First, new?"))
    assert retire(office, queue="sales") == {dialogue: "queue"}
    state = office.board.dialogues[dialogue]
    assert (state.status, state.contact_center, state.asking) == ("queued", "sales", None)
    assert [frame.flow for frame in state.frames] == ["straight_to_queue"]
    assert "desk" not in state.releases
    assert office.facts("rerouted") == [("sales",)]
    office.restart()
    office.sign_in("anna")
    office.connect(dialogue)
    assert office.status(dialogue) == "connected"


def test_one_that_stays_runs_to_its_end_on_the_release_that_it_has() -> None:
    office = Office()
    office.release("desk", "main", main=asking())
    dialogue = office.call(DESK)
    office.release("desk", "main", main=flow({"q": {"type": "enqueue"}, "sorry": {"type": "end"}}, {"q": LEFT}))
    assert retire(office) == {dialogue: "stays"}
    office.go(KeyPressed(dialogue=dialogue, key="1"))
    office.go(KeyPressed(dialogue=dialogue, key="1"))
    assert office.words() == ["Bye."]
    assert office.ended(dialogue) == ("completed", "in_flow", "flow")


def test_a_queued_one_keeps_its_place_and_its_timers() -> None:
    office = Office()
    office.release("desk", "main", main=queue(max_wait_s=200, when_unstaffed="wait"), hold=MUSIC)
    first, second = office.call(DESK), office.call(DESK)
    office.release("desk", "main", main=queue("Sorry, new words.", max_wait_s=200, when_unstaffed="wait"), hold=MUSIC)
    places, timers = [office.board.floor.place(key, office.now) for key in (first, second)], office.board.timers.due()
    assert retire(office, queue="sales") == {first: "moves", second: "moves"}
    assert office.board.timers.due() == timers
    assert [office.board.floor.place(key, office.now) for key in (first, second)] == places
    office.fire("max_wait", after_s=200)
    assert office.words() == ["Sorry, new words."]


def test_a_treatment_that_is_not_there_alike_begins_again() -> None:
    office = Office()
    waiting = {"while_waiting": "hold", "when_unstaffed": "wait"}
    office.release("desk", "main", main=queue(**waiting), hold=treatment("Please hold."))
    dialogue = office.call(DESK)
    office.call(DESK)
    office.release("desk", "main", main=queue(**waiting), hold=treatment("Please hold on."))
    assert set(retire(office).values()) == {"moves"}
    assert office.words() == ["Please hold on."] * 2
    place = office.board.floor.place(dialogue, office.now)
    assert place is not None
    assert place["position"] == 1
    assert on(office, dialogue) == {2}


def treatment(words: str) -> Json:
    nodes = {"hello": menu(words), "m": {"type": "music"}}
    wires = {"hello": dict.fromkeys(("1", "no_input", "no_match"), "m"), "m": {"done": "m"}}
    return flow(nodes, wires, kind="treatment")


def test_whoever_talks_to_an_agent_is_left_in_peace_and_goes_afterwards() -> None:
    office = Office()
    sorry = {"q": {**LEFT, "answered": "ask"}, "ask": dict.fromkeys(("1", "no_input", "no_match"), "sorry")}
    nodes = {"q": {"type": "enqueue"}, "ask": menu("Was it good?"), "sorry": {"type": "end"}}
    office.release("desk", "main", main=flow(nodes, sorry))
    office.sign_in("bert")
    dialogue = office.call(DESK)
    reservation = office.connect(dialogue)
    office.release("desk", "main", main=asking())
    assert retire(office, queue="sales") == {dialogue: "later"}
    assert office.status(dialogue) == "connected"
    office.go(AgentHungUp(reservation=reservation, agent="bert"))
    assert office.facts("rerouted") == [("sales",)]
    assert (office.status(dialogue), on(office, dialogue)) == ("queued", {0})
    office.go(WrapUpEnded(reservation=reservation, agent="bert"))


def test_a_new_variable_begins_as_it_is_declared_and_one_of_another_type_keeps_it_back() -> None:
    office = Office()
    office.release("desk", "main", main=asking())
    dialogue = office.call(DESK)
    more = {"kept": {"type": "number", "default": 0}, "added": {"type": "text", "default": "new"}}
    office.release("desk", "main", main={**asking(), "variables": more})
    office.release("desk", "main", main={**asking(), "variables": {"kept": {"type": "any"}}})
    reply = office.go(ReleaseRetired(environment="desk", number=1, to=3)).reply
    assert [(row["goes"], row["why"]) for row in reply["dialogues"]] == [
        ("stays", "desk/main/one: the variable kept has another type in release 3.")
    ]
    office.go(ReleaseMadeLive(environment="desk", number=1, unretire=True))
    office.go(ReleaseMadeLive(environment="desk", number=3))
    assert retire(office, to=2) == {dialogue: "moves"}
    assert office.board.dialogues[dialogue].frames[0].vars == {"kept": 42, "added": "new"}


def test_a_retired_release_takes_nobody_until_it_is_taken_back_on_purpose() -> None:
    office = Office()
    office.release("desk", "main", main=asking())
    office.release("desk", "main", main=asking("New?"))
    retire(office)
    back = ReleaseMadeLive(environment="desk", number=1)
    with pytest.raises(RequestRefused, match="Release 1 of desk is retired") as refused:
        office.go(back)
    assert refused.value.code == "release_retired"
    office.restart()
    with pytest.raises(RequestRefused):
        office.go(back)
    assert on(office, office.call(DESK)) == {2}
    office.go(ReleaseMadeLive(environment="desk", number=1, unretire=True))
    assert on(office, office.call(DESK)) == {1}


def test_those_who_stayed_can_be_sent_to_a_queue_later() -> None:
    office = Office()
    office.release("desk", "main", main=asking())
    dialogue = office.call(DESK)
    office.release("desk", "main", main=asking("New?"))
    assert retire(office) == {dialogue: "stays"}
    assert retire(office, queue="sales") == {dialogue: "queue"}
    assert office.status(dialogue) == "queued"
    assert retire(office, queue="sales") == {}


def test_a_disabled_contact_center_takes_nobody() -> None:
    office = Office()
    office.release("desk", "main", main=asking())
    office.release("desk", "main", main=asking("New?"))
    shut = '{"title":"S","enabled":false,"skills":{"dutch":{}}}'
    office.go(DocumentPut(kind="contact_center", key="sales", body=shut, base="*"))
    with pytest.raises(RequestRefused, match="“sales” is disabled"):
        retire(office, queue="sales")


def test_whoever_only_passed_through_enters_the_other_release_next_time() -> None:
    office = Office()
    office.release("desk", "main", main=flow({"r": {"type": "return", "exit": "back"}}, {}, exits=["back"]))
    nodes = {"desk": {"type": "contact_center", "contact_center": "desk"}, "ask": menu("Well?"), "bye": {"type": "end"}}
    again = {"desk": dict.fromkeys(("returned", "closed", "unavailable"), "ask")}
    again["ask"] = {"1": "desk", "no_input": "bye", "no_match": "bye"}
    office.release("sales", "main", main=flow(nodes, again))
    dialogue = office.call(SALES)
    assert office.board.dialogues[dialogue].releases == {"sales": 1, "desk": 1}
    office.release("desk", "main", main=asking("At the desk?"))
    assert retire(office, queue="sales") == {dialogue: "moves"}
    office.go(KeyPressed(dialogue=dialogue, key="1"))
    assert office.words() == ["At the desk?"]


@pytest.mark.parametrize(
    ("more", "kind", "words"),
    [
        pytest.param({"number": 9}, NotFound, "no release 9", id="unknown"),
        pytest.param({"number": 1, "to": 9}, NotFound, "no release 9", id="unknown target"),
        pytest.param({"number": 1, "queue": "nowhere"}, NotFound, "no contact center", id="unknown queue"),
        pytest.param({"number": 2}, RequestRefused, "Release 2 of desk is live", id="live"),
        pytest.param({"number": 1, "to": 1}, RequestRefused, "retired itself", id="to itself"),
    ],
)
def test_what_cannot_be_retired_says_why(more: dict[str, Any], kind: type[Exception], words: str) -> None:
    office = Office()
    office.release("desk", "main", main=asking())
    office.release("desk", "main", main=asking("New?"))
    with pytest.raises(kind, match=words):
        office.go(ReleaseRetired(environment="desk", **more))
    assert office.board.library.retired("desk", 1) is None


def publish(office: Office, environment: str, uses: dict[str, int], **flows: Json) -> int:
    text = canonical(
        {"format": 1, "environment": {"format": 1, "entry": {"default": "main"}}, "flows": flows, "uses": uses}
    )
    number: int = office.go(ReleaseMade(environment=environment, body=text, hash=content_hash(text))).reply["number"]
    return number


def calls_shared() -> Json:
    nodes = {"s": {"type": "subflow", "flow": "shared", "exits": ["done"]}, "one": menu("Own?"), "bye": {"type": "end"}}
    return flow(nodes, {"s": {"done": "one"}, "one": dict.fromkeys(("1", "no_input", "no_match"), "bye")})


def test_names_are_looked_up_in_the_shared_release_that_was_checked_against() -> None:
    office = Office()
    office.release("front_door", "", shared=flow({"a": menu("Old?"), "r": {"type": "return", "exit": "done"}}, WAYS))
    publish(office, "desk", {"front_door": 1}, main=calls_shared())
    office.release("front_door", "", shared=flow({"a": menu("New?"), "r": {"type": "return", "exit": "done"}}, WAYS))
    dialogue = office.call(DESK)
    assert office.words() == ["Old?"]
    assert [(frame.environment, frame.release) for frame in office.board.dialogues[dialogue].frames] == [
        ("desk", 1),
        ("front_door", 1),
    ]
    publish(office, "desk", {}, main=calls_shared())
    office.call(DESK)
    assert office.words() == ["New?"]


WAYS = {"a": dict.fromkeys(("1", "no_input", "no_match"), "r")}


def test_a_shared_release_that_is_used_live_is_not_retired_and_its_users_are_told() -> None:
    office = Office()
    office.release("front_door", "", shared=flow({"a": menu("Old?"), "r": {"type": "return", "exit": "done"}}, WAYS))
    publish(office, "desk", {"front_door": 1}, main=calls_shared())
    inside = office.call(DESK)
    beyond = office.call(DESK)
    office.go(KeyPressed(dialogue=beyond, key="1"))
    office.release("front_door", "", shared=flow({"a": menu("New?"), "r": {"type": "return", "exit": "done"}}, WAYS))
    with pytest.raises(RequestRefused, match="is what desk uses"):
        office.go(ReleaseRetired(environment="front_door", number=1))
    publish(office, "desk", {"front_door": 2}, main=calls_shared())
    assert {state.id: by_use for state, by_use in holders(office.board, ("front_door", 1))} == {
        inside: False,
        beyond: True,
    }
    assert retire(office, environment="front_door") == {inside: "stays", beyond: "stays"}


@pytest.mark.proof
@given(
    keys=st.lists(st.integers(0, 2), min_size=1, max_size=6),
    releases=st.lists(st.sampled_from(["same", "first", "second", "other"]), min_size=1, max_size=4),
    to_queue=st.booleans(),
    restarts=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_no_dialogue_is_lost_and_none_goes_twice(
    keys: list[int], releases: list[str], to_queue: bool, restarts: bool
) -> None:
    """Callers at all places, releases published and retired one after the other: every caller can still be served,
    every release is left at most once, and none is entered that was retired."""
    office = Office()
    office.release("desk", "main", main=asking())
    callers = [office.call(DESK, caller_number=f"+4477009001{n:02d}") for n in range(len(keys))]
    for dialogue, pressed in zip(callers, keys, strict=True):
        for _ in range(pressed):
            office.go(KeyPressed(dialogue=dialogue, key="1"))
    left: dict[str, list[int]] = {dialogue: [] for dialogue in callers}
    for number, change in enumerate(releases, 1):
        office.release("desk", "main", main=VARIANTS[change])
        alive = set(office.board.dialogues.live())
        outcome = office.go(ReleaseRetired(environment="desk", number=number, queue="sales" if to_queue else ""))
        for row in outcome.trace:
            left.get(row.subject, []).extend(fact[2] for fact in row.facts if fact[0] == "moved")
        if restarts:
            office.restart()
        after = set(office.board.dialogues.live())
        assert after == alive, "somebody was lost"
        assert on(office, office.call(DESK, caller_number="+447700900199")) == {number + 1}
    for moved in left.values():
        assert len(moved) == len(set(moved))
    office.sign_in("anna", "bert")
    for dialogue in callers:
        if office.board.dialogues.get(dialogue) and office.status(dialogue) == "in_flow":
            office.go(KeyPressed(dialogue=dialogue, key="1"))
        if office.board.dialogues.get(dialogue) and office.status(dialogue) != "ended":
            assert office.status(dialogue) in ("in_flow", "queued", "offered")
            office.go(CallerHungUp(dialogue=dialogue))
            assert office.status(dialogue) == "ended"


VARIANTS = {
    "same": asking(),
    "first": asking(first="First, other?"),
    "second": asking(second="Second, other?"),
    "other": flow(
        {"ask": menu("Else?"), "bye": {"type": "end"}}, {"ask": dict.fromkeys(("1", "no_input", "no_match"), "bye")}
    ),
}
