"""Each fact is counted once, in its interval, for each view of it; what is no count counts nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from flowengine.reports.count import INTERVAL_MS, LONGEST_SPAN_MS, STATES, Key, totals
from flowengine.reports.count import tally as tallied

NOON = 1_772_452_800_000  # 2026-03-02 12:00 UTC


class Row(Struct, frozen=True):
    at_ms: int
    subject_kind: str
    subject: str
    facts: list[tuple[Any, ...]]


def tally(row: Row) -> list[tuple[Key, int, int]]:
    return [(Key(*key), n, ms) for key, n, ms in tallied(row)]


def center(*facts: tuple[Any, ...], at_ms: int = NOON, name: str = "support") -> Row:
    return Row(at_ms, "contact_center", name, list(facts))


def agent(*facts: tuple[Any, ...], at_ms: int = NOON) -> Row:
    return Row(at_ms, "agent", "anna", list(facts))


def test_an_answer_is_counted_for_queue_skills_and_agent() -> None:
    row = center(("counted", "answered", "voice", ["dutch", "vip"], "sales", "anna", 20_000), at_ms=NOON + 899_999)
    assert {key: rest for key, *rest in tally(row)} == {
        Key("queue", NOON, "support", "sales", "voice", "", "answered", 20): [1, 20_000],
        Key("skill", NOON, "support", "sales", "voice", "dutch", "answered", 20): [1, 20_000],
        Key("skill", NOON, "support", "sales", "voice", "vip", "answered", 20): [1, 20_000],
        Key("agent", NOON, "support", "sales", "voice", "anna", "answered", 0): [1, 20_000],
    }


def test_only_answers_and_abandons_keep_the_edges_of_their_waits() -> None:
    rows = [center(("counted", what, "chat", [], "support", "", 7_500)) for what in ("abandoned", "timed_out")]
    assert [key.within for row in rows for key, _, _ in tally(row)] == [8, 0]


def test_a_whole_dialogue_is_counted_at_its_address() -> None:
    row = center(("counted", "arrived", "voice", [], "front_door", "", 0, "+442079460100"), name="front_door")
    key = Key("address", NOON, "front_door", "front_door", "voice", "+442079460100", "arrived", 0)
    assert list(tally(row)) == [(key, 1, 0)]


def test_two_alike_add_up_and_the_next_quarter_is_another() -> None:
    fact = ("counted", "enqueued", "voice", [], "support", "", 0)
    key = Key("queue", NOON, "support", "support", "voice", "", "enqueued", 0)
    rows = [center(fact, fact), center(fact, at_ms=NOON + INTERVAL_MS)]
    assert totals(rows) == {key: (2, 0), key._replace(start_ms=NOON + INTERVAL_MS): (1, 0)}


def test_a_span_is_shared_out_over_the_intervals_that_it_touches() -> None:
    row = agent(("agent", "idle", "busy", 20 * 60_000), at_ms=NOON + 60_000)
    key = Key("state", NOON, "", "", "", "anna", "busy", 0)
    assert list(tally(row)) == [
        (key._replace(start_ms=NOON - 2 * INTERVAL_MS), 0, 4 * 60_000),
        (key._replace(start_ms=NOON - INTERVAL_MS), 0, INTERVAL_MS),
        (key, 1, 60_000),
    ]


def test_a_span_that_ends_with_its_interval_does_not_touch_the_next() -> None:
    [(key, n, ms)] = tally(agent(("agent", "idle", "busy", 60_000)))
    assert (key.start_ms, n, ms) == (NOON - INTERVAL_MS, 1, 60_000)


@given(st.sampled_from(STATES), st.integers(1, 3 * 86_400_000), st.integers(0, INTERVAL_MS))
def test_no_time_is_lost_or_doubled(state: str, lasted_ms: int, after: int) -> None:
    found = list(tally(agent(("agent", "idle", state, lasted_ms), at_ms=NOON + after)))
    assert sum(ms for _, _, ms in found) == lasted_ms
    assert sum(n for _, n, _ in found) == 1
    assert all(0 < ms <= INTERVAL_MS and key.start_ms % INTERVAL_MS == 0 for key, _, ms in found)
    assert len({key for key, _, _ in found}) == len(found)


@pytest.mark.parametrize(
    "row",
    [
        agent(("agent", "idle")),  # the first word on an agent, and the form of an older version
        agent(("agent", "idle", "signed_out", 10**9)),  # nobody's working time
        agent(("agent", "idle", "busy", 0)),
        agent(("offered", "r1", "d1")),
        center(("other", 1)),
        Row(NOON, "dialogue", "d1", [("counted", "front_door/main/again", 2)]),
        Row(NOON, "tenant", "", [("live", "support", 3, "dora")]),
    ],
)
def test_what_is_no_count_counts_nothing(row: Row) -> None:
    assert list(tally(row)) == []


def test_a_span_without_end_is_cut() -> None:
    found = list(tally(agent(("agent", "idle", "idle", 10**13))))
    assert sum(ms for _, _, ms in found) == LONGEST_SPAN_MS


def test_time_away_is_counted_by_its_reason_too() -> None:
    row = agent(("agent", "idle", "not_routable", 60_000, "lunch"), at_ms=NOON + 30_000)
    assert totals([row]) == {
        Key("state", NOON - INTERVAL_MS, "", "", "", "anna", "not_routable", 0): (0, 30_000),
        Key("state", NOON, "", "", "", "anna", "not_routable", 0): (1, 30_000),
        Key("away", NOON - INTERVAL_MS, "", "", "", "anna", "lunch", 0): (0, 30_000),
        Key("away", NOON, "", "", "", "anna", "lunch", 0): (1, 30_000),
    }
