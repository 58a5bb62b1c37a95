"""Canary: which callers enter which release; sticky by number, never taken back by a higher share."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.errors import Conflict
from flowengine.interpreter.choice import drawn
from flowengine.lang.canonical import canonical, content_hash
from flowengine.messages import Json, ReleaseMade, ReleaseMadeLive
from flowengine.switchboard.lives import Canary, Live
from tests.switchboard.office import MAIN, Office, flow

NUMBERS = [f"+4477009{number:05d}" for number in range(10_000)]


def ask(words: str) -> Json:
    nodes = {"ask": {"type": "menu", "prompt": words, "choices": {"1": {"label": "Yes"}}}, "bye": {"type": "end"}}
    return flow(nodes, {"ask": {"1": "bye", "no_input": "bye", "no_match": "bye"}})


def two_releases() -> Office:
    office = Office()
    office.release("front_door", "main", main=ask("Old?"))
    text = canonical(
        {"format": 1, "environment": {"format": 1, "entry": {"default": "main"}}, "flows": {"main": ask("New?")}}
    )
    made = ReleaseMade(environment="front_door", body=text, hash=content_hash(text), canary_percent=30)
    assert office.go(made).reply == {"number": 2}
    return office


def stored(office: Office, kind: str) -> Json:
    row = office.document(kind, "front_door")
    return msgspec.json.decode(row.body) if row is not None else None


def entered(office: Office, **caller: str) -> int:
    dialogue = office.call(MAIN, **caller)
    number = office.board.dialogues[dialogue].releases["front_door"]
    assert office.board.dialogues[dialogue].frames[0].release == number
    return number


@pytest.mark.parametrize("percent", [0.5, 10, 50, 99])
def test_the_share_is_right(percent: float) -> None:
    live = Live(1, Canary(2, percent))
    share = sum(live.enters("front_door", number) == 2 for number in NUMBERS) / len(NUMBERS)
    assert abs(share * 100 - percent) < 1.5


@given(st.text(max_size=20), st.floats(0.01, 99.99), st.floats(0.01, 99.99))
@settings(max_examples=200)
def test_a_higher_share_only_adds_callers(who: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    if Live(1, Canary(2, low)).enters("sales", who) == 2:
        assert Live(1, Canary(2, high)).enters("sales", who) == 2


def test_a_draw_is_the_documented_one() -> None:
    """It may never change: callers would change sides."""
    assert [drawn("+447700900123", "front_door"), drawn("+447700900123", "sales")] == [3080, 5009]


def test_the_same_caller_enters_the_same_release_before_and_after_a_restart() -> None:
    office = two_releases()
    first = {number: entered(office, caller_number=number) for number in NUMBERS[:60]}
    office.restart()
    assert {number: entered(office, caller_number=number) for number in NUMBERS[:60]} == first
    assert set(first.values()) == {1, 2}


def test_who_withholds_the_number_is_told_apart_by_dialogue() -> None:
    office = two_releases()
    found = {entered(office, caller_number="", external_id=f"w{n}") for n in range(40)}
    assert found == {1, 2}


def test_promoting_and_dropping_work_at_once_and_touch_no_running_dialogue() -> None:
    office = two_releases()
    before = {office.call(MAIN, caller_number=number): number for number in NUMBERS[:20]}
    pinned = {dialogue: office.board.dialogues[dialogue].releases for dialogue in before}
    office.go(ReleaseMadeLive(environment="front_door", number=2, canary_percent=0))
    assert office.board.library.lives("front_door") == Live(1)
    assert {entered(office, caller_number=number) for number in NUMBERS[:40]} == {1}
    office.go(ReleaseMadeLive(environment="front_door", number=2, canary_percent=60))
    assert {entered(office, caller_number=number) for number in NUMBERS[:40]} == {1, 2}
    office.go(ReleaseMadeLive(environment="front_door", number=2, canary_percent=100))
    assert {entered(office, caller_number=number) for number in NUMBERS[:40]} == {2}
    assert {dialogue: office.board.dialogues[dialogue].releases for dialogue in before} == pinned
    acts = [(row["act"], row["number"]) for row in stored(office, "release_log")]
    assert acts == [("published", 1), ("canary", 2), ("dropped", 2), ("canary", 2), ("live", 2)]


def test_what_the_trace_says_of_a_canary() -> None:
    office = two_releases()
    outcome = office.go(ReleaseMadeLive(environment="front_door", number=2, canary_percent=40, author="edith"))
    facts = [fact for row in outcome.trace for fact in row.facts]
    assert facts == [("canary", "front_door", 2, 40), ("live", "front_door", 1, "edith")]


def test_the_first_release_of_all_cannot_be_a_canary() -> None:
    office = Office()
    text = canonical({"format": 1, "environment": {"format": 1}, "flows": {"main": ask("New?")}})
    office.go(ReleaseMade(environment="front_door", body=text, hash=content_hash(text), canary_percent=10))
    assert office.board.library.lives("front_door") == Live(1)


def test_the_live_document_has_the_stored_form() -> None:
    office = two_releases()
    assert stored(office, "live") == {"number": 1, "canary": {"number": 2, "percent": 30.0}}


def test_a_release_that_is_based_on_what_was_live_is_refused_when_that_moved() -> None:
    office = two_releases()
    text = canonical({"format": 1, "environment": {"format": 1}, "flows": {"main": ask("Third?")}})
    made = ReleaseMade(environment="front_door", body=text, hash=content_hash(text), based_on=2)
    with pytest.raises(Conflict, match="Release 1 of front_door was made live meanwhile"):
        office.go(made)
    assert office.board.library.numbers("front_door") == [1, 2]
