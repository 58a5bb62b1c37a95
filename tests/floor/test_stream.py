"""Random streams of events: every promise after every event, every decision as looking at everything makes it."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowengine.floor import Floor
from flowengine.floor.scan import Scan
from tests.floor.duel import WIDTH, Duel, Logged, Throw, decision, throws
from tests.floor.play import Pace, play, replay, seeded
from tests.floor.stream import AGENTS, CENTERS

pytestmark = pytest.mark.proof

THROWS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, WIDTH)), min_size=20, max_size=120)
RENAMED = {word: f"{chr(ord('z') - n)}_{word}" for n, word in enumerate(sorted((*AGENTS, *CENTERS)))}


@settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(THROWS, st.integers(2, 12))
def test_every_promise_holds_and_the_rules_decide_alike(numbers: list[Throw], reload_every: int) -> None:
    duel = Duel()
    play(duel, numbers, Pace(reload=reload_every, double=1))
    replay(duel)


def test_the_scan_decides_alike() -> None:
    """The benchmark's rival is as right as the index."""
    for seed in range(900_000, 900_006):
        seeded(seed, 500, Floor(Scan))


def other_name(word: str) -> str:
    """Sorts the other way round: whatever went by names would show."""
    return RENAMED.get(word, f"d{10_000_000 - int(word[1:])}" if word[1:].isdigit() else word)


@pytest.mark.parametrize("seed", range(5))
def test_23_other_names_change_no_decision(seed: int) -> None:
    one, other = Duel(), Duel(name=other_name)
    play(one, throws(seed, 700))
    play(other, throws(seed, 700))
    for before, after in zip(one.log, other.log, strict=True):
        assert renamed(before, other_name) == renamed(after, str), "23 a name decided"


def renamed(logged: Logged, name: Callable[[str], str]) -> list[str]:
    """What was decided about whom, without the steps' own words."""
    said = [d for d in map(decision, logged.commands) if d is not None and d[0] not in ("step", "stale")]
    return sorted(str([name(word) if isinstance(word, str) else word for word in d]) for d in said)


@pytest.mark.parametrize("seed", range(5))
def test_22_contact_centers_without_shared_agents_do_not_meet(seed: int) -> None:
    """Two tenants' worth of events in one floor, and each alone."""
    left, right = Duel(name="left_{}".format, world=1), Duel(name="right_{}".format, world=2)
    play(left, throws(2 * seed, 500))
    play(right, throws(2 * seed + 1, 500))
    together = Floor()
    for logged in sorted([*left.log, *right.log], key=lambda logged: logged.stamp.at_ms):
        said = [decision(c) for c in together.apply(logged.event, logged.stamp)]
        assert said == [decision(c) for c in logged.commands], "22 a contact center changed another's decision"


@pytest.mark.parametrize("seed", range(4))
def test_every_promise_after_every_event(seed: int) -> None:
    """Some worlds watched closely; the million of events are in test_million_*.py."""
    for world in range(5):
        duel = seeded(2_000_000 + 5 * seed + world, 1_000)
    replay(duel)
