"""What is stored is what the trace says, whatever failed meanwhile; and all of it adds up."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from flowengine.ledger.port import TraceRecord
from flowengine.reports.edge import BEYOND, EDGES_S
from flowengine.reports.recount import differences, recounted
from tests.reports.day import NAME, Day

SEEDS = range(6)
STEPS = 500
QUARTER_MS = 900_000


class Lived:
    """A day that is over, and everything that was kept of it."""

    def __init__(self, seed: int) -> None:
        self.day = Day(seed)
        asyncio.run(self._live())

    async def _live(self) -> None:
        day = self.day
        await day.begin()
        await day.live(STEPS)
        day.ledger.faults.clear()
        await day.restart()
        self.stored = {tuple(row[2:10]): row[10:] for row in await day.ledger.every_counter(NAME)}
        self.again = {tuple(key): sums for key, sums in (await recounted(day.ledger, NAME, 97)).items()}
        self.trace: list[TraceRecord] = await day.ledger.trace_after(NAME, 0, 10**9)
        self.waiting = sum(queue["waiting"] for queue in self._queues())
        self.offers = [held for view in day.board.floor.agents(day.clock.ms) for held in view["reservations"]]
        self.on = [state for state in day.board.dialogues.values() if state.status != "ended"]
        await day.runtime.stop()

    def _queues(self) -> list[Any]:
        return [self.day.board.floor.queue(name, self.day.clock.ms) for name in ("sales", "desk")]

    def total(self, kind: str, what: str) -> int:
        return sum(n for key, (n, _) in self.stored.items() if (key[0], key[6]) == (kind, what))


@pytest.fixture(scope="module", params=SEEDS)
def lived(request: pytest.FixtureRequest) -> Lived:
    return Lived(request.param)


def test_the_stored_counters_are_those_of_the_trace(lived: Lived) -> None:
    assert differences(lived.stored, lived.again) == []
    assert lived.total("queue", "enqueued") > 20, "the day was too quiet to prove anything"
    assert lived.total("queue", "answered") > 5
    assert len({key[1] for key in lived.stored}) > 4, "it lasted several intervals"


def slowly(trace: list[TraceRecord]) -> Counter[tuple[Any, ...]]:
    """The same by plain walking: every fact against every interval, every wait against every edge."""
    found: Counter[tuple[Any, ...]] = Counter()
    for row in trace:
        start = row.at_ms // QUARTER_MS * QUARTER_MS
        for fact in row.stored.facts:
            if row.subject_kind == "contact_center" and fact[0] == "counted":
                _, what, channel, skills, home, agent, ms, *address = fact
                within = (
                    next((e for e in EDGES_S if ms <= e * 1000), BEYOND) if what in ("answered", "abandoned") else 0
                )
                place = (start, row.subject, home, channel)
                views = [("address", *place, address[0], what, 0)] if address else [("queue", *place, "", what, within)]
                views += [("skill", *place, skill, what, within) for skill in skills]
                views += [("agent", *place, agent, what, 0)] if agent else []
                for view in views:
                    found["n", *view] += 1
                    found["ms", *view] += ms
            elif row.subject_kind == "agent" and fact[0] == "agent" and fact[2] != "signed_out":
                first, end = row.at_ms - fact[3], row.at_ms
                for at in range(first // QUARTER_MS * QUARTER_MS, end, QUARTER_MS):
                    view = ("state", at, "", "", "", row.subject, fact[2], 0)
                    found["ms", *view] += min(end, at + QUARTER_MS) - max(first, at)
                    if len(fact) > 4:
                        view = ("away", *view[1:6], fact[4], 0)
                        found["ms", *view] += min(end, at + QUARTER_MS) - max(first, at)
    return +found


def test_a_slow_recount_finds_the_same(lived: Lived) -> None:
    slow = slowly(lived.trace)
    stored = Counter({("n", *key): n for key, (n, _) in lived.stored.items() if key[0] not in ("state", "away")})
    stored.update({("ms", *key): ms for key, (_, ms) in lived.stored.items()})
    assert +stored == slow


def test_every_wait_ends_in_one_way(lived: Lived) -> None:
    ended = [
        lived.total("queue", what) for what in ("answered", "abandoned", "timed_out", "no_agents", "queue_full", "left")
    ]
    ringing = sum(held["state"] in ("pending", "accepted") for held in lived.offers)
    assert lived.total("queue", "enqueued") == sum(ended) + lived.waiting + ringing


def test_every_offer_ends_in_one_way(lived: Lived) -> None:
    ended = [lived.total("queue", what) for what in ("connect_failed", "declined", "no_answer", "canceled", "talked")]
    on = sum(held["state"] in ("pending", "accepted", "connected") for held in lived.offers)
    assert lived.total("queue", "offered") == sum(ended) + on


def test_every_dialogue_ends_in_one_way(lived: Lived) -> None:
    ended = sum(n for key, (n, _) in lived.stored.items() if key[6].startswith("ended_"))
    assert lived.total("address", "arrived") == ended + len(lived.on)
    assert lived.total("address", "ended_abandoned") <= lived.total("queue", "abandoned")


def test_views_add_up_to_the_same(lived: Lived) -> None:
    """Whose agent it was is told of every piece of work; no view knows more than the queue's."""
    for what in ("offered", "accepted", "talked", "handled", "answered"):
        assert lived.total("agent", what) == lived.total("queue", what)
    for what in ("enqueued", "answered", "abandoned"):
        assert lived.total("skill", what) <= lived.total("queue", what)


def test_an_agent_is_in_one_state_at_a_time(lived: Lived) -> None:
    spent: Counter[tuple[str, int]] = Counter()
    for (kind, start, _, _, _, agent, _, _), (_, ms) in lived.stored.items():
        if kind == "state":
            spent[agent, start] += ms
    assert spent
    assert max(spent.values()) <= QUARTER_MS
