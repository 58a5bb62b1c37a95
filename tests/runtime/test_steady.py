"""A clock that jumps: stamps never go back, timers fire once and in about their time, and nobody spins meanwhile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.runtime.steady import SteadyClock
from tests.runtime.world import START_MS, TENANT, HandClock, World, lived, quiet

HOUR_MS, DAY_MS = 3_600_000, 86_400_000


@given(st.lists(st.one_of(st.integers(0, 2_000), st.integers(-DAY_MS, DAY_MS)), max_size=30))
def test_it_never_goes_back_and_never_stands_still(moves: list[int]) -> None:
    clock = HandClock()
    steady, last = SteadyClock(clock), 0
    for move in moves:
        clock.ms = max(0, clock.ms + move)
        now = steady.now_ms()
        assert now >= last
        last = now
    clock.ms += 10_000
    assert steady.now_ms() - last >= 9_000 or steady.now_ms() == clock.ms


def test_set_back_it_goes_on_a_tenth_slower_until_both_agree() -> None:
    clock = HandClock()
    steady = SteadyClock(clock)
    before = steady.now_ms()
    clock.ms -= HOUR_MS
    assert steady.now_ms() == before
    clock.ms += 1_000
    assert steady.now_ms() == before + 900
    for _ in range(11):
        clock.ms += HOUR_MS
        steady.now_ms()
    assert steady.now_ms() == clock.ms


def test_what_was_told_before_a_start_holds() -> None:
    clock = HandClock()
    steady = SteadyClock(clock)
    steady.not_before(START_MS + DAY_MS)
    clock.ms += 2_000
    assert steady.now_ms() == START_MS + DAY_MS + 1_800
    steady.not_before(START_MS)
    assert steady.now_ms() == START_MS + DAY_MS + 1_800


@pytest.mark.parametrize("jump_ms", [HOUR_MS, -DAY_MS, -50], ids=["an hour on", "a day back", "a little back"])
@pytest.mark.parametrize("restarts", [False, True], ids=["while running", "between two runs"])
def test_a_timer_fires_once_and_stamps_never_fall(jump_ms: int, restarts: bool) -> None:
    async def life(world: World) -> None:
        dialogue = await world.arrive()
        await world.press(dialogue, "*")  # in a second
        await quiet()
        world.clock.ms += jump_ms
        if restarts:
            await world.restart()
        await quiet()
        for _ in range(12):  # a jump is noticed a second later at most
            await world.clock.move(200)
        rows = await world.ledger.trace_after(TENANT, 0, 99)
        assert [fact[0] for row in rows for fact in row.stored.facts].count("ticked") == 1
        await world.press(dialogue, "*")
        await quiet()
        await world.clock.move(900)
        await world.clock.move(400)
        rows = await world.ledger.trace_after(TENANT, 0, 99)
        assert [fact[0] for row in rows for fact in row.stored.facts].count("ticked") == 2
        stamps = [row.at_ms for row in rows]
        assert stamps == sorted(stamps)

    lived(life)


def test_the_lease_is_renewed_and_nobody_spins_after_a_jump_back() -> None:
    async def life(world: World) -> None:
        await world.press(await world.arrive(), "#")
        await quiet()
        world.clock.ms -= DAY_MS
        renewed, asked = len(world.ledger.renewals), world.clock.asked
        for _ in range(100):
            await world.clock.move(50)
        # A jump is noticed at the next look at the clock, a second later at most; then each takes a tenth longer.
        assert 3 <= len(world.ledger.renewals) - renewed <= 5
        assert world.clock.asked - asked < 50

    lived(life)
