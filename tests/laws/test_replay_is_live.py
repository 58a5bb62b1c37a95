"""Replay equals live: the stored dialogues of busy days, run again alone, take their way; as kept cases they pass."""

import json
from collections import Counter, defaultdict
from functools import cache
from typing import Any

import pytest

from flowengine.errors import RequestRefused
from flowengine.interpreter.program import Release
from flowengine.messages import ReleaseMade
from flowengine.testbench.bench import Bench
from flowengine.testbench.case import Case, load_cases
from flowengine.testbench.replay.again import replayed
from flowengine.testbench.replay.doubt import WHO_WAS_FREE, WORDS_IN_LINE, doubt_of
from flowengine.testbench.replay.keep import kept
from flowengine.testbench.replay.told import Stored
from flowengine.testbench.runner import compiler, run_case
from flowengine.testbench.world import World, world_of
from tests.laws.day import TENANT, BusyDay
from tests.laws.test_golden import lived
from tests.laws.worlds import all_suites

SEEDS = (*range(40), 259)  # on the last one an agent who writes notes until released is asked a second time
UNSAID = "It cannot be told again: the carrier did not say what it had recorded."


def bench_of(day: BusyDay) -> Bench:
    releases: dict[str, Release] = {}
    for _, event in day.office.script:
        if isinstance(event, ReleaseMade):
            body = json.loads(event.body)
            releases[event.environment] = Release(body["environment"], body["flows"])
    return compiler().bench(TENANT, releases)


@cache
def stored_of(seed: int) -> list[Stored]:
    """The dialogues of a day that are over, as a ledger keeps them."""
    day = lived(seed)
    rows: dict[str, list[tuple[int, list[Any]]]] = defaultdict(list)
    content: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for outcome in day.office.outcomes:
        for row in outcome.trace:
            if row.subject_kind == "dialogue":
                rows[row.subject].append((row.at_ms, [list(fact) for fact in row.facts]))
        for record in outcome.content:
            content[record.dialogue].append((record.n, record.body))
    over = {dialogue for dialogue in day.calls for _, facts in rows[dialogue] for fact in facts if fact[0] == "ended"}
    return [Stored(dialogue, rows[dialogue], content[dialogue]) for dialogue in day.calls if dialogue in over]


def test_replay_equals_live() -> None:
    """Nothing ever parts on its own release, and everything repeats, but for two reasons that the trace itself shows
    (doubt.py): only a dialogue of such a kind may be one that does not. Messages of which the carrier said nothing are
    counted one by one."""
    found: Counter[str] = Counter()
    unsaid = 0
    for seed in SEEDS:
        bench = bench_of(lived(seed))
        for stored in stored_of(seed):
            one = replayed(stored, bench, lambda bench=bench: bench)  # type: ignore[misc]  # bound in the loop
            found[one.untold or ("parts" if one.parting else "same")] += 1
            unsaid += is_unsaid(stored)
    assert set(found) <= {"same", UNSAID, WORDS_IN_LINE, WHO_WAS_FREE}, found
    assert found[UNSAID] == unsaid
    assert found["same"] > 700, found


def is_unsaid(stored: Stored) -> bool:
    """Whether it was over while a message was being recorded, and the carrier said nothing of it."""
    words = [fact[-1] if fact[0] == "answered" else fact[0] for _, facts in stored.rows for fact in facts]
    begun = [at for at, word in enumerate(words) if word == "records"]
    return bool(begun) and "SoundRecorded" not in words[begun[-1] :]


def test_every_dialogue_of_every_case_is_kept_as_a_case_that_passes() -> None:
    """All that the flows of this tree can do: transfers, call backs, messages, services, tables, holidays, switches."""
    found: Counter[str] = Counter()
    for suite in all_suites():
        for case in suite.cases:
            if case.skip or not case.start.address or suite.bench is None:
                continue
            world = _lived_through(suite.bench, case, suite.home)
            rows = [(deed.at_ms, [list(fact) for fact in deed.facts]) for deed in world.story.log if deed.facts]
            try:
                kept(Stored(case.title, rows, list(world.story.content.items())), suite.bench)
                found["kept"] += 1
            except RequestRefused as refused:
                found[str(refused)] += 1
    full = "It cannot be told again: how full the queue was is not kept."  # by the limit of the contact center
    assert set(found) <= {"kept", full}, found
    assert found["kept"] > 180 > 20 * found[full], found


def _lived_through(bench: Bench, case: Case, home: str) -> World:
    made: list[World] = []
    result = run_case(bench, case, home, lambda *given: made.append(world_of(*given)) or made[0])  # type: ignore[func-returns-value]  # None: the world then
    assert result.ok, result.failure
    return made[0]


@pytest.mark.parametrize("seed", [0, 13])
def test_what_is_kept_passes_and_tells_of_nobody(seed: int) -> None:
    bench = bench_of(lived(seed))
    for stored in stored_of(seed):
        try:
            document = kept(stored, bench)
        except RequestRefused as refused:
            assert str(refused) in (UNSAID, doubt_of(facts for _, facts in stored.rows))  # noqa: PT017  # counted above
            continue
        [case], findings = load_cases(document, "kept.json", {})
        assert findings == []
        assert run_case(bench, case, "front_door").ok
        number = next(body["number"] for n, body in stored.content if n == 1)
        written = json.dumps(document)
        left = document["cases"]["kept"].get("note", "")
        assert number not in written or "number" in left
